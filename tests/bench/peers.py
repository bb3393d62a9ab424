"""Other converters on the same text, where they are installed: trafilatura to TEI, pandoc from Markdown to TEI."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence


def page(text: str) -> str:
    """A text as a plain web page: each line that is not empty is a paragraph."""
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
    return f"<html><body>{lines}</body></html>"


def found(data: Sequence[bytes]) -> dict[str, Callable[[], object]]:
    """The peers that are installed, by name, each ready to convert all the texts in this process."""
    try:
        from trafilatura import extract
    except ImportError:
        return {}
    pages = [page(piece.decode()) for piece in data]
    return {
        "trafilatura xmltei": lambda: [extract(p, output_format="xmltei", with_metadata=True) for p in pages]
    }


def pandoc(data: Sequence[bytes]) -> float | None:
    """Processor seconds of pandoc from Markdown to TEI for all texts as one, its start left out; None without it."""
    command = shutil.which("pandoc")
    if command is None:
        try:
            import pypandoc
        except ImportError:
            return None
        command = pypandoc.get_pandoc_path()
    whole = b"\n\n".join(piece.replace(b"\n", b"\n\n") for piece in data)
    return min(_child(command, whole) for _ in range(3)) - min(_child(command, b"") for _ in range(3))


def _child(command: str, text: bytes) -> float:
    before = os.times()
    subprocess.run(
        [command, "-f", "markdown", "-t", "tei"], input=text, stdout=subprocess.DEVNULL, check=True
    )
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)
