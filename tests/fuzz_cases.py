"""Cases for fuzzing: a text with hints, metadata and corrections, or the same text as a file of some format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from random import Random

import fuzz_lines as grammar
from fuzz_files import FILES

from pipeline.corrections_form import KEYS, ROLES, Form
from pipeline.model import Diagnostic, Source
from pipeline.readers import SUFFIXES, Member, ReadError
from pipeline.readers import text as plain
from pipeline.readers.layer import Layer

Hints = tuple[str, ...]
KINDS = ("text", "text", "text", "hinted", "hinted", "corrected", "corrected", "file")
BREAKS = (
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\u2029",
    "\n\u3000\u3000",
    "",
    " ",
)
_HINTS = (
    "h1", "h2", "h3", "h6", "title", "subtitle", "bold", "center", "right", "large", "li", "quote", "row", "note", "numbered",
    "page:1", "page:2", "page:3@2", "page:4@999", "fw:nav", "fw:header", "fw:footer", "fw:page", "fw:related", "fw:cue",
)  # fmt: skip
_WRONG = (
    "h0",
    "h9",
    "page:",
    "page:x",
    "page:3@",
    "page:3@x",
    "page:-1@-5",
    "fw:",
    "fw:a b",
    "fw:fw:",
    "",
    "H1",
    "list:2",
    "\u200b",
)
_KEYS = (
    "title", "date", "author", "publisher", "url", "crawled", "description", "keywords", "lang", "created", "栏目", "path", "",
    "a b", "<b>", "key: value", "{{x}}", "__class__", "TITLE",
)  # fmt: skip
_VALUES = (
    "夜校的灯", "2021-03-18", "2021-03-18T10:20:00+08:00", "2021-02-30", "祝安", "祝安、林小满", "河湾发布", "https://e.org/a?b=1&c=2",
    "javascript:alert(1)", "data:text/html,<b>", "zh-TW", "en", "xx", "", " ", "甲\n乙", "[1, 2]", '{"a": "b"}',
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One input; ``form`` is how its lines are joined, or the name of what makes a file of them with ``seed``."""

    kind: str
    form: str
    lines: tuple[tuple[str, Hints], ...]
    meta: tuple[tuple[str, str], ...] = ()
    fixes: tuple[tuple[str, object], ...] = ()
    name: str = "text.txt"
    seed: int = 0

    def data(self) -> bytes:
        """The bytes of the file."""
        texts = [text for text, _ in self.lines]
        if self.kind == "file":
            return FILES[self.form][1](Random(self.seed), texts, self.meta)
        return self.form.join(texts).encode("utf-8", "surrogatepass")

    def sources(self) -> Iterator[Source | ReadError]:
        """What the readers make of it; the only exception they may raise stands for the document that it cost."""
        try:
            if self.kind == "file":
                yield from _members(FILES[self.form][0], self.data())
            else:
                yield self._corrected(self._source())
        except ReadError as error:
            yield error

    def _source(self) -> Source:
        if self.kind == "text" or (self.kind == "corrected" and not any(hints for _, hints in self.lines)):
            return plain.read(self.data(), self.name)
        layer = Layer()
        for text, hints in self.lines:
            layer.add(text, *hints)
        return layer.source(b"", self.name, "utf-8", self.meta)

    def _corrected(self, source: Source) -> Source:
        if not self.fixes:
            return source
        form = Form("text.fix.yaml", source)
        lines = {key: value for key, value in self.fixes if key.isdecimal()}
        values = {key: value for key, value in self.fixes if not key.isdecimal()}
        said = json.dumps({**values, "lines": lines}, ensure_ascii=False)
        found = form.read(said.encode("utf-8", "surrogatepass"))
        return replace(source, corrections=found, diagnostics=(*source.diagnostics, *form.problems))


def _members(suffix: str, data: bytes) -> Iterator[Source | ReadError]:
    reader = SUFFIXES[suffix]
    if not reader.many:
        yield reader.read(data, f"text{suffix}")
        return
    for member in reader.members(BytesIO(data), f"text{suffix}"):
        if isinstance(member, Diagnostic):
            continue
        assert isinstance(member, Member)
        try:
            yield member.read()
        except ReadError as error:
            yield error


def case(r: Random, kind: str = "") -> Case:
    """A case of one kind, or of any."""
    kind = kind or r.choice(KINDS)
    texts = grammar.lines(r)
    hinted = kind == "hinted" or (kind == "corrected" and r.randrange(3) == 0)
    hints = _hints(r, len(texts)) if hinted else [()] * len(texts)
    meta = tuple(_meta(r)) if kind == "file" or hinted else ()
    fixes = tuple(_fixes(r, texts)) if kind == "corrected" else ()
    form = r.choice(BREAKS)
    if kind == "file":
        form = r.choice(tuple(FILES))
    elif kind == "corrected":
        form = "\n"
    name = r.choice(
        ("text.txt", "text.txt", "text.txt", "目录/讲话 1.txt", '<b>&".txt', "{{x}}.txt", "a#b?c%20.txt")
    )
    return Case(kind, form, tuple(zip(texts, hints, strict=True)), meta, fixes, name, r.randrange(1 << 30))


def _hints(r: Random, count: int) -> list[Hints]:
    """Hints for each line: none, some, runs of the same ones, wrong ones."""
    rate, out = r.choice((2, 4, 12)), []
    held: Hints = ()
    for _ in range(count):
        if r.randrange(rate) == 0:
            held = tuple(
                r.choice(_HINTS if r.randrange(9) else _WRONG) for _ in range(r.choice((1, 1, 1, 2, 3)))
            )
        elif r.randrange(3):
            held = ()
        out.append(held)
    return out


def _meta(r: Random) -> Iterator[tuple[str, str]]:
    for _ in range(r.randrange(5)):
        key, value = (
            r.choice(_KEYS),
            r.choice((r.choice(_VALUES), r.choice(grammar.MARKUP), r.choice(grammar.TITLES))),
        )
        yield key, grammar.damaged(r, value) if r.randrange(4) == 0 else value


def _fixes(r: Random, texts: list[str]) -> Iterator[tuple[str, object]]:
    for n in range(1, len(texts) + 1):
        if r.randrange(r.choice((3, 6, 20))) == 0:
            yield str(n + (r.randrange(9) == 0)), _role(r)
    for key in KEYS[:-1]:
        if r.randrange(8) == 0:
            yield (
                key,
                r.choice(
                    (
                        "",
                        "",
                        *_VALUES[:6],
                        r.choice(grammar.MARKUP),
                        r.choice(texts or [""]),
                        "zh-Hant",
                        "2021-03",
                    )
                ),
            )


def _role(r: Random) -> object:
    role = r.choice(ROLES)
    if role == "heading" and r.randrange(2):
        return {"role": role, "level": str(r.randrange(0, 6)), "run-in": r.choice(("true", "false"))}
    if role == "turn" and r.randrange(2):
        return {"role": role, "speaker": r.choice(("祝安", "记者", "*祝*", "<b>", "\u200b"))}
    return role
