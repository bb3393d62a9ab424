"""Files appear whole or not at all, and one run at a time writes into a folder."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from pipeline.frozen import record
from pipeline.model import Diagnostic

STDOUT = Path("-")
LOCK = ".wengao.lock"
STATE = ".wengao.state.jsonl"
_PART = ".part"
_PREFIX = ".wengao-"


@record(frozen=True)
class Made:
    """A file as it was written: size in bytes, time in nanoseconds, the beginning of its SHA-256."""

    path: str
    size: int
    time: int
    digest: str

    @classmethod
    def of(cls, path: Path, data: bytes) -> Made:
        """What was just written to a path."""
        digest = sha256(data).hexdigest()[:16]
        return cls(str(path), len(data), 0 if path == STDOUT else path.stat().st_mtime_ns, digest)

    def stands(self) -> bool:
        """Whether the file is still there as it was written."""
        try:
            seen = os.stat(self.path)  # noqa: PTH116 - asked for every output, and Path is slow
            if seen.st_size == self.size and seen.st_mtime_ns == self.time:
                return True
            return sha256(Path(self.path).read_bytes()).hexdigest()[:16] == self.digest
        except OSError:
            return False


class WriteError(Exception):
    """An output that cannot be written; ``diagnostic`` names it and says why."""

    def __init__(self, path: Path, error: OSError) -> None:
        reason = error.strerror or str(error)
        self.diagnostic = Diagnostic("RUN102", None, (("path", str(path)), ("reason", reason)))
        self._told = path, error
        super().__init__(reason)

    def __reduce__(self) -> tuple[type[WriteError], tuple[Path, OSError]]:
        """How a worker sends it: exceptions are built again from their message unless they say otherwise."""
        return WriteError, self._told


class Locked(Exception):
    """Another run writes into the folder; ``pid`` is its process, 0 where it could not be read."""

    def __init__(self, folder: Path, pid: int) -> None:
        self.pid = pid
        super().__init__(f"{folder}: another run (process {pid or 'unknown'}) is writing here")


def write(path: Path, data: bytes, lasting: bool = True) -> None:
    """Write a file as a whole or not at all, and down to the disk if it is to be ``lasting``; ``-`` is standard output.

    Raises:
        WriteError: it cannot be written; what was there before is unchanged.
    """
    if path == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write_parts(path, (data,), lasting)


def write_parts(path: Path, data: Iterable[bytes], lasting: bool = True) -> None:
    """Write a file as ``write`` does, without holding all of it in memory."""
    part = path.with_name(f"{_PREFIX}{os.getpid()}-{threading.get_ident()}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                file.writelines(data)
                file.flush()
                if lasting:
                    os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WriteError(path, error) from None


def sweep(folder: Path) -> int:
    """Remove what earlier runs that were killed left half written; call it while holding the lock.

    Returns:
        The number of files removed.
    """
    count = 0
    for place, _, names in os.walk(folder):
        for name in names:
            if name.startswith(_PREFIX) and name.endswith(_PART):
                with contextlib.suppress(OSError):
                    Path(place, name).unlink()
                    count += 1
    return count


class Lock:
    """Keeps other runs out of a folder; the system drops the lock of a process that dies, so none is ever stale."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / LOCK
        self._file = -1

    def __enter__(self) -> None:
        """Take the lock.

        Raises:
            Locked: another process holds it.
            WriteError: the folder cannot be written to.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            while self._file < 0:
                self._file = self._open()
        except OSError as error:
            raise WriteError(self._folder, error) from None
        os.truncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, str(os.getpid()).encode())

    def _open(self) -> int:
        """The locked file; -1 when its owner removed it before it could be locked."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _taken(file):
            pid = os.read(file, 20).decode("ascii", "replace")
            os.close(file)
            raise Locked(self._folder, int(pid) if pid.isdecimal() else 0)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file), self._path.stat()):
                return file
        os.close(file)
        return -1

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink()
        os.close(self._file)
        self._file = -1


def _taken(file: int) -> bool:
    """Take the lock of an open file, unless another process has it."""
    try:
        import fcntl
    except ImportError:  # Windows locks a file by keeping others from opening it for writing
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined] # Windows only
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
