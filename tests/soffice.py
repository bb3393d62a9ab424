"""LibreOffice as a second reader of the same files, where it is installed; in CI it has to be."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TEXT = "txt:Text (encoded):UTF8"


def convert(folder: Path, files: list[Path], to: str) -> None:
    """Convert files of one folder into it, all in one run, since each costs seconds to start."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("soffice is needed")
        pytest.skip("LibreOffice is not here")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def squeezed(text: str) -> str:
    """Text without white space, of which every program has its own."""
    return "".join(text.split())


def exported(path: Path) -> list[str]:
    """The lines of a text export without white space."""
    return [squeezed(line) for line in path.read_text("utf-8-sig").splitlines()]
