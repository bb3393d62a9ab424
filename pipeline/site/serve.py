"""Serves a finished site to the browsers of this machine: files as they lie there, with their types, and nothing else."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

HOST = "127.0.0.1"

# the system's own table differs from machine to machine, and knows no character sets
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".rng": "application/xml; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gz": "application/gzip",
    ".zip": "application/zip",
    ".zst": "application/zstd",
    ".parquet": "application/vnd.apache.parquet",
}
_BASE = re.compile(rb"<base [^>]*>")
_OTHER = "application/octet-stream"


class ServeError(OSError):
    """A folder that cannot be served; the message says why and what to do."""


class Server(ThreadingHTTPServer):
    """A server of one folder on this machine, already listening; ``address`` is where."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Listen on a port; 0 is any that is free.

        Raises:
            ServeError: the folder holds no site, or the port is taken.
        """
        if not folder.is_dir():
            raise ServeError(f"{folder}: no such folder")
        if not (folder / "index.html").is_file():
            raise ServeError(f"{folder}: no index.html there; make a site with: convert input/ --to site")
        self.folder = folder.resolve()
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise ServeError(f"port {port}: {error.strerror}; name another with --port") from error

    @property
    def address(self) -> str:
        """The address of the home page."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of readers who went away; anything else is a fault of ours and is shown."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60

    def version_string(self) -> str:
        return "Wengao"

    def translate_path(self, path: str) -> str:
        self.directory = str(self.server.folder)
        return super().translate_path(path)

    def send_head(self) -> BytesIO | BinaryIO | None:
        try:
            inside = Path(self.translate_path(self.path)).resolve().is_relative_to(self.server.folder)
        except (OSError, ValueError):  # a name that no file can have
            inside = False
        if not inside:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        return _TYPES.get(PurePosixPath(path).suffix.lower(), _OTHER)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # the next run may have changed the file
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self.server.folder / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            return super().send_error(code, message, explain)
        # its links count from the root of the site, which is here, and not where the site will be
        body = _BASE.sub(b"", page.read_bytes()).replace(b"<head>", b'<head><base href="/">', 1)
        self.send_response(code)
        self.send_header("Content-Type", _TYPES[".html"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the site is read by one person, who sees what arrives."""


def serve(folder: Path, port: int, tell: Callable[[str], None]) -> None:
    """Serve a folder until Ctrl-C.

    Args:
        folder: the site.
        port: where to listen; 0 is any that is free.
        tell: is given the address once it can be opened.

    Raises:
        ServeError: the folder holds no site, or the port is taken.
    """
    with Server(folder, port) as server:
        tell(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
