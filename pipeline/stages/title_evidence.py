"""Weighs one line before the text as a title: what its words, its form, its place and other lines say for and against it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.frozen import replace
from pipeline.model import Block, Document, Evidence, Mark
from pipeline.profile import Profile
from pipeline.screen import Rule
from pipeline.stages.counted import stated
from pipeline.stages.imprint import byline
from pipeline.stages.parts import begins_text, separators
from pipeline.stages.rules import rules
from pipeline.stages.text import by_block, is_name, is_title_shaped, key, labelled, within
from pipeline.stages.title_lines import SUFFIX, Line, kin
from pipeline.stages.zone import is_history, zone

STATED = "the container calls it the title"
_OPENS = re.compile(r"关于|在.{3,}上|《")
_QUOTED = re.compile(r"《([^》]{4,80})》?")
_NAME_ASIDE = re.compile(r"[^()]{2,4}\([^()]{3,20}\)$")
_FOOT = 14  # blocks at the end among which the page may name its title
_LONGEST = 110  # of a line that may repeat a title


class Head:
    """The lines before the text of a document: ``blocks[:end]``, and what is asked for each of them, found out once."""

    def __init__(self, doc: Document, profile: Profile) -> None:
        self.doc, self.profile, self.end = doc, profile, zone(doc, profile)
        count, self.counting = stated(doc)
        if count and (series := separators(doc, profile)):
            self.end = min(self.end, series[0].index)  # below it are titles of single texts
        self.waste = by_block(doc.marks, "furniture")
        lines = doc.blocks[: self.end + 1]
        self.lines = lines
        self.keys = [key(b.text) if len(b.text) < _LONGEST else "" for b in lines]
        self.first = next((i for i, b in enumerate(lines) if self._could_be_title(b)), self.end)
        self.styled = any("title" in b.hints for b in lines if b.hints)
        self.large = sum("large" in b.hints for b in lines if b.hints)
        self.stated = [k for name, value in doc.source.meta if name == "title" and (k := key(value))]

    def _could_be_title(self, block: Block) -> bool:
        return is_title_shaped(block.text) and block.start not in self.waste

    def candidates(self) -> Iterator[tuple[int, int]]:
        """(index, length) of the lines that could be the title, without a date and a name that run on behind it."""
        doc, profile, docket = self.doc, self.profile, rules(self.profile).cues["docket"]
        for i, b in enumerate(doc.blocks[: self.end]):
            text = b.text
            if not self._could_be_title(b) or text.startswith("——") or "subtitle" in b.hints:
                continue
            if labelled(text, profile) or docket.match(text) or _is_letterhead(doc, i, docket):
                continue
            dated = within(doc.marks, "date", b)
            if not dated:
                yield i, len(text)
            elif not is_history(b) and not profile.label.search(text):
                cut = _glued(b, dated[0], profile)
                if cut or sum([m.span.end - m.span.start for m in dated]) <= len(text) * 0.4:
                    yield i, cut or len(text)

    def repeats(self, own: str, i: int) -> bool:
        """Whether another line is a copy of line ``i``, whose key is given."""
        return any((own in k or k in own) and j != i and kin(own, k) for j, k in enumerate(self.keys))

    def names(self, own: str) -> bool:
        """Whether the end of the page names a title with this key."""
        first, last = own[:1], own[-1:]
        lines = [b.text for b in self.doc.blocks[-_FOOT:] if first in b.text and last in b.text]
        return any(key(name) == own for text in lines for name in _QUOTED.findall("《" + text[:100]))


def weigh(i: int, length: int, head: Head) -> Line:
    """The evidence for one line, of which the title is no more than some characters."""
    b = head.doc.blocks[i]
    if length == len(b.text):
        return _judge(i, b, head)
    line = _judge(i, replace(b, text=b.text[:length]), head)
    return replace(line, end=b.span(0, length).end)


def _is_letterhead(doc: Document, i: int, docket: Rule) -> bool:
    """Whether a line is printed on the paper, over the number of an official letter: 望川县人民政府文件."""
    below = doc.blocks[i + 1 : i + 4]
    return doc.blocks[i].text.endswith("文件") and any(docket.match(b.text) for b in below)


def _glued(b: Block, date: Mark, profile: Profile) -> int:
    """The length of a title that a date, and perhaps a name, follow on the same line; 0 where there is none."""
    at = b.find(date.span.start)
    title = b.text[:at].rstrip(" (")
    rest = b.text[b.find(date.span.end) :].strip(" )")
    ends = profile.cues["title-noun"].search(title)
    return len(title) if ends and len(title) >= 6 and (not rest or is_name(rest, profile)) else 0


def _judge(i: int, b: Block, head: Head) -> Line:
    text, own, e = b.text, key(b.text), []
    short = SUFFIX.sub("", text)
    if rules(head.profile).cues["title-noun"].search(short):
        e.append(Evidence("ends in the name of a kind of text", 2.0))
    if _OPENS.match(text):
        e.append(Evidence("opens like a title", 1.0))
    if len(own) >= 5 and head.repeats(own, i):
        e.append(Evidence("another line repeats it", 2.5))
    if head.names(own) or (short != text and head.names(key(short))):
        e.append(Evidence("the page's footer names it", 2.0))
    if any(kin(own, k) for k in head.stated):
        e.append(Evidence(STATED, 3.0))
    if i + 1 < head.end and head.lines[i + 1].text.startswith("——"):
        e.append(Evidence("a dash opens the line under it", 2.0))
    if i <= head.first:
        e.append(Evidence("the first line that is no furniture", 1.5))
    if i == head.counting and len(own) > 4:
        e.append(Evidence("says how many texts there are", 1.5))
    if 7 <= len(text) <= 46:
        e.append(Evidence("length of a title", 0.5))
    if len(own) < 4:
        e.append(Evidence("very short", -0.4 if len(own) == 3 else -1.0))
    if not ("large" in b.hints and head.large == 1) and _like_byline(b, head.doc, head.profile):
        e.append(Evidence("has the form of a byline", -2.5))
    if begins_text(text, head.profile):
        e.append(Evidence("has the form of a separator between texts", -3.0))
    if "title" in b.hints or ("h1" in b.hints and not head.styled):
        e.append(Evidence("marked as the title", 4.0 if head.styled else 3.0))
    if "large" in b.hints:
        e.append(Evidence("set in larger type", 1.0))
    return Line(i, b, own, tuple(e), sum([x.weight for x in e]))


def _like_byline(b: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line has the form of a byline. The one line in larger type is none: under a title, a name is not set so."""
    text = b.text
    return (
        is_name(text, profile)
        or (" " in text and len(text) < 26 and is_name(text.rsplit(" ", 1)[1], profile))
        or len(byline(b, doc, profile)) == 2
        or (_NAME_ASIDE.match(text) is not None and is_name(text[: text.index("(")], profile))
    )
