"""Sets texts with a known structure otherwise, so that it stays the same: in the other script, with other indents, wrapped."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.script import Converter

# A gold file of the development sets, and the lines of its source; both for the text as it is set otherwise.
Gold = dict[str, Any]
Variant = Callable[[Gold, list[str]], tuple[Gold, list[str]]]

BLANKS = "\u3000 \xa0\t\r"
_PROSE = frozenset({"p", "runin", "turn"})
_CLOSING = frozenset("，。；：？！、）”》,.;:?!)」』")  # no line begins with these
_NAMES = ("title", "title_alt", "source", "source_alt", "speaker", "speaker_role", "turns")
_OF_ROWS = ("text", "head", "label", "title")
_HALF = str.maketrans("，；：？！（）", ",;:?!()")
_DATE = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?:日|(?!\d))(?: \d\d:\d\d(?::\d\d)?)?")


def _by_line(gold: Gold) -> dict[int, dict[str, Any]]:
    return {row["line"]: row for row in gold["lines"]}


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [_mapped(each, change) for each in value]
    return change(value) if isinstance(value, str) else value


def spelled(change: Callable[[str], str]) -> Variant:
    """Every line, and all that the gold file says of it, in another spelling."""

    def variant(gold: Gold, lines: list[str]) -> tuple[Gold, list[str]]:
        for holder, names in ((gold, _NAMES), *((row, _OF_ROWS) for row in gold["lines"])):
            for name in names:
                if name in holder:
                    holder[name] = _mapped(holder[name], change)
        return gold, [change(line) for line in lines]

    return variant


def indented(indent: str) -> Variant:
    """Paragraphs and headings with this before them, or the lines that had an indent where any had one."""

    def variant(gold: Gold, lines: list[str]) -> tuple[Gold, list[str]]:
        rows = _by_line(gold)
        had = any(re.match(rf"[{BLANKS}]{{2}}", lines[n - 1]) for n in rows)
        out = []
        for n, line in enumerate(lines, 1):
            bare = line.lstrip(BLANKS)
            before = len(line) - len(bare)
            own = 0 < before <= 8 if had else n in rows and rows[n]["role"] in (*_PROSE, "head")
            out.append(indent + bare if own and n in rows else line)
        return gold, out

    return variant


def parted(blank: list[str]) -> Variant:
    """These lines behind every line, and no other blank ones."""

    def variant(gold: Gold, lines: list[str]) -> tuple[Gold, list[str]]:
        out, at = [], {}
        for n, line in enumerate(lines, 1):
            if line.strip(BLANKS):
                at[n] = len(out) + 1
                out += [line, *blank]
        for row in gold["lines"]:
            row["line"] = at[row["line"]]
        return gold, out

    return variant


def wrapped(width: int, indents: bool, jitter: int = 0) -> Variant:
    """Paragraphs broken at so many characters, told apart by an indent, or by an empty line behind every block."""

    def variant(gold: Gold, lines: list[str]) -> tuple[Gold, list[str]]:
        rng, rows = random.Random(gold["file"]), _by_line(gold)
        out: list[str] = []
        found: list[dict[str, Any]] = []
        for n, line in enumerate(lines, 1):
            if (row := rows.get(n)) is None:
                continue
            pieces = [line]
            if row["role"] in _PROSE or (indents and row["role"] in ("head", "salute")):
                bare = line.strip(BLANKS)
                before = "\u3000\u3000" if indents else line[: len(line) - len(line.lstrip(BLANKS))][:4]
                whole = row["role"] not in _PROSE
                pieces = [before + bare] if whole else [*_broken(before + bare, width, jitter, rng)]
            for k, piece in enumerate(pieces):
                out.append(piece)
                more = {"role": "cont", "text": piece} if k else row | {"text": piece}
                if k and row.get("optional") and row["role"] != "runin":
                    more["optional"] = True
                found.append(more | {"line": len(out)})
            if not indents and rows.get(n + 1, {}).get("role") != "cont":
                out.append("")
        gold["lines"] = found
        return gold, out

    return variant


def _broken(text: str, width: int, jitter: int, rng: random.Random) -> Iterator[str]:
    while True:
        at = width + rng.randint(-jitter, jitter)
        while at < len(text) and text[at] in _CLOSING:
            at += 1
        yield text[:at]
        if at >= len(text):
            return
        text = text[at:]


def dated(form: str) -> Variant:
    """The dates of the lines around the text in this form, of ``{y}``, ``{m}`` and ``{d}``."""

    def variant(gold: Gold, lines: list[str]) -> tuple[Gold, list[str]]:
        for row in gold["lines"]:
            if row["role"] in ("meta", "signed", "byline"):
                n = row["line"] - 1
                lines[n] = _DATE.sub(lambda m: form.format(y=m[1], m=int(m[2]), d=int(m[3])), lines[n])
        return gold, lines

    return variant


def spaced(text: str) -> str:
    """A text with blanks between Chinese characters and figures, as many editors put them."""
    return re.sub(r"(?<=[一-鿿])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[一-鿿])", " ", text)


VARIANTS: dict[str, Variant] = {
    "traditional": spelled(Converter("s2t").convert),
    "simplified": spelled(Converter("t2s").convert),
    "half width": spelled(lambda text: text.translate(_HALF)),
    "spaced": spelled(spaced),
    "no indent": indented(""),
    "four blanks": indented("    "),
    "no-break blanks": indented("\xa0\xa0\xa0\xa0"),
    "close": parted([]),
    "parted": parted([""]),
    "far apart": parted(["", "\xa0", ""]),
    "narrow, indented": wrapped(24, indents=True),
    "wrapped, indented": wrapped(34, indents=True, jitter=3),
    "narrow, parted": wrapped(24, indents=False),
    "wrapped, parted": wrapped(34, indents=False, jitter=3),
    "long lines, parted": wrapped(60, indents=False),
    "spread dates": dated("{y} 年 {m} 月 {d} 日"),
    "dates with an hour": dated("{y}年{m}月{d}日 15:32"),
    "dotted dates": dated("{y}.{m:02}.{d:02}"),
}
# Those that set lines anew are for texts whose lines are whole paragraphs, and no page cuts them.
_LINES = ("blank", "close", "parted", "indent", "wrapped", "lines", "narrow", "far")


def fits(name: str, gold: Gold) -> bool:
    """Whether a variant keeps the structure of a text: the sets say how each of their texts is set."""
    axes = gold["axes"]
    if not any(word in name for word in _LINES):
        return True
    return axes["wrap"] == "none" and axes["page-marks"] == "no"


def made(name: str, gold: Gold, text: str) -> tuple[Gold, str]:
    """A gold file and its text, set otherwise."""
    found, lines = VARIANTS[name](json.loads(json.dumps(gold)), text.split("\n"))
    return found, "\n".join(lines)
