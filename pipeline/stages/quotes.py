"""Marks the words of persons who are quoted by name: X指出：“…”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.frozen import replace
from pipeline.model import Block, Document, Evidence, Mark, Why
from pipeline.profile import Profile
from pipeline.regex_syntax import end, longest, parsed
from pipeline.screen import Chars
from pipeline.stages.text import reading

_TITLES = "同志|总书记|主席|总理|先生|女士|教授|老师|书记|馆长|校长|院长|主任|局长|部长|市长|县长|镇长|村长|会长|站长"
_BEGINS = r"(?:^|(?<=[。,;:!?”’、 ]))"
_BOUNDARY = re.compile(_BEGINS)
_OPENED = re.compile(r"“(?:(?<=[:,]“)|(?<=[:,] “))")


def quotes(doc: Document, profile: Profile, /) -> Document:
    """Mark quotations after a name and a verb of saying as ``said``; the value is the name."""
    saying = _saying(profile.surnames.pattern, profile.cues.sources["saying"])
    marks = [_mark(b, m, doc) for b in doc.blocks if "“" in b.text for m in _quoted(b.text, *saying)]
    return replace(doc, marks=doc.marks + tuple(marks)) if marks else doc


def _quoted(text: str, saying: re.Pattern[str], reach: int, last: Chars) -> Iterator[re.Match[str]]:
    """The matches of ``saying``, looked for before the quotations; to try it everywhere takes fifty times as long.

    ``last`` tells of a character whether a verb may end with it, which settles most quotations.
    """
    done = 0
    for quote in _OPENED.finditer(text):
        at = quote.start()
        verb = at - (3 if text[at - 1] == " " else 2)
        if verb < 0 or not last[text[verb]]:
            done = max(done, at)
            continue
        for place in _BOUNDARY.finditer(text, max(done, at - reach), at):
            if place.start() >= done and (found := saying.match(text, place.start())):
                done = found.end()
                yield found
        done = max(done, at)


def _mark(block: Block, m: re.Match[str], doc: Document) -> Mark:
    why = Why(
        "said.verb",
        "high" if m["title"] else "medium",
        (Evidence("name, verb of saying, quotation", 2.0),),
    )
    return Mark("said", block.span(*m.span("quote")), reading(doc, (block.span(*m.span("name")),)), why)


@cache
def _saying(surnames: str, verbs: str) -> tuple[re.Pattern[str], int, Chars]:
    """The pattern of a quotation with its name and verb, how far before it the name can begin, how the verb may end."""
    before = rf"(?P<name>(?:{surnames})[\u3400-\u9fff]{{1,2}}?)(?P<title>{_TITLES})?(?:{verbs})[:,] ?"
    found = re.compile(rf"{_BEGINS}{before}(?P<quote>“[^”]{{2,600}}”)")
    return found, longest(before), Chars(end(parsed(f"(?:{verbs})$")))
