"""Measures how many texts come out of web pages as they went in: ``pages.py DIR …`` prints, for each layout,
texts with identical lines and with an identical TEI body, and the speed of reading."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from lxml import etree  # noqa: E402
from page_layouts import LAYOUTS, Text  # noqa: E402

from pipeline import convert  # noqa: E402
from pipeline.model import Source  # noqa: E402
from pipeline.readers import html  # noqa: E402
from pipeline.readers import text as plain  # noqa: E402

_TEI = "{http://www.tei-c.org/ns/1.0}"


def shown(source: Source) -> list[str]:
    """The lines of text that are neither empty nor furniture."""
    found = []
    for line in source.lines:
        text = source.text[line.span.start : line.span.end].strip(" ")
        if text.strip() and not any(hint.startswith("fw:") for hint in line.hints):
            found.append(text)
    return found


def body(source: Source) -> list[tuple[str, str]]:
    """The elements of the body with their text, furniture and positions left out."""
    tree = convert(source).tei
    found = []
    for element in tree.iter(f"{_TEI}body"):
        for node in element.iter():
            if isinstance(node.tag, str) and etree.QName(node).localname not in {"fw", "lb", "pb"}:
                found.append((etree.QName(node).localname, "".join((node.text or "").split())))
    return found


def clean(path: Path) -> list[str]:
    """The lines of a text without the furniture it holds itself, with white space as HTML keeps it."""
    source = plain.read(path.read_bytes(), path.name)
    furniture = {"".join("".join(fw.itertext()).split()) for fw in convert(source).tei.iter(f"{_TEI}fw")}
    lines = [" ".join(line.replace("\t", " ").split(" ")) for line in source.text.splitlines()]
    lines = [re.sub(" +", " ", line).strip(" ") for line in lines]
    return [line for line in lines if not line.strip() or "".join(line.split()) not in furniture]


def main(folders: list[str], whole: bool) -> None:
    """Print one row for each layout, and the texts that differ."""
    files = sorted(path for folder in folders for path in Path(folder).glob("*.txt"))
    texts = {path.name: Text.of(clean(path)) for path in files}
    bodies = {}
    if whole:
        for name, text in texts.items():
            lines = [text.title, text.imprint, *text.body] if text.imprint else [text.title, *text.body]
            bodies[name] = body(plain.read("\n".join(lines).encode(), name))
    for layout in LAYOUTS:
        same = alike = size = 0
        seconds = 0.0
        for name, text in texts.items():
            data = layout(text)
            began = time.process_time()
            source = html.read(data, f"{name}.html")
            seconds += time.process_time() - began
            size += len(data)
            wanted = text.lines()
            found = shown(source)
            if wanted == found:
                same += 1
            else:
                lost = [w for w in wanted if w not in set(found)]
                more = [f for f in found if f not in set(wanted)]
                print(f"  {layout.__name__} {name}: lost {lost[:3]} more {more[:3]}", file=sys.stderr)
            if whole and body(source) == bodies[name]:
                alike += 1
            elif whole:
                print(f"  {layout.__name__} {name}: body differs", file=sys.stderr)
        extra = f", body {alike}" if whole else ""
        print(f"{layout.__name__:10} lines {same}/{len(texts)}{extra}, {size / seconds / 1e6:.1f} MB/s")


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if a != "--tei"], "--tei" in sys.argv)
