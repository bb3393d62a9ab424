"""Marks the title of the file, its subtitle, and the repeats of it that page headings and breadcrumbs make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Block, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.imprint import byline
from pipeline.stages.parts import begins_text
from pipeline.stages.text import by_block, is_name, is_title_shaped, key, within
from pipeline.stages.title_lines import SUFFIX, Line, joined, kin
from pipeline.stages.zone import is_history, zone

_STATED = "the container calls it the title"
_COUNT = re.compile(r"[((【\[〔][^)】\]]{0,6}\d{1,3} ?篇[^)】\]]{0,4}[))】\]〕]|\d{1,3}篇$")


def titles(doc: Document, profile: Profile, /) -> Document:
    """Weigh the short lines before the text begins; mark the best as ``title`` (value main or sub), copies as
    ``title-repeat``. A text that begins with its salutation or its first paragraph gets no title.
    """
    end = zone(doc, profile)
    quoted = {
        key(m) for b in doc.blocks[-14:] for m in re.findall(r"《([^》]{4,80})》?", "《" + b.text[:100]) if m
    }
    lines = joined(
        doc, [_weigh(i, doc, profile, end, quoted) for i in _candidates(doc, profile, end)], profile
    )
    weighed = lines
    stated = any(k == "title" and key(v) for k, v in doc.source.meta)
    known = any(e.rule == _STATED for x in lines for e in x.evidence)
    # where the container states a title and no line has it, the text may well come without one
    lines = [line for line in lines if line.weight >= (3 if stated and not known else 1)]
    if len(lines) >= 8:
        # so many lines alike are verse or a list: only what others repeat, names a kind of text, or stands over a name
        lines = [x for x in lines if any(e.weight >= 2 for e in x.evidence) or _over_name(doc, x, profile)]
    if not lines:
        return doc
    best = max(lines, key=lambda line: (line.weight, -line.index))
    family = [x for x in lines if x is best or kin(x.key, best.key)]
    main = _representative(family)
    marks = [_mark("title", main, "main")]
    marks += [_mark("title-repeat", x, "repeat") for x in family if x is not main]
    marks += _subtitles(doc, min(x.index for x in family), end)
    marks += [_loser(x, best) for x in weighed if x not in family]
    return replace(doc, marks=doc.marks + tuple(marks))


def _loser(line: Line, best: Line) -> Mark:
    """A line that was weighed as the title and lost, for ``explain``."""
    evidence = (*line.evidence, Evidence("another line weighs more", line.weight - best.weight))
    return Mark("title?", Span(line.block.start, line.block.end), "main", Why("title.main", "low", evidence))


def _over_name(doc: Document, line: Line, profile: Profile) -> bool:
    return line.index <= 1 and any(
        is_name(b.text, profile) for b in doc.blocks[line.index + 1 : line.index + 2]
    )


def _mark(kind: str, line: Line, value: str) -> Mark:
    why = Why(f"{kind}.{value}", "high" if line.weight >= 3 else "medium", line.evidence)
    return Mark(kind, Span(line.block.start, line.end or line.block.end), value, why)


def _candidates(doc: Document, profile: Profile, end: int) -> list[int]:
    waste = by_block(doc.marks, "furniture")
    out = []
    for i, b in enumerate(doc.blocks[:end]):
        dated = within(doc.marks, "date", b)
        covered = sum(m.span.end - m.span.start for m in dated)
        labelled = profile.label.search(b.text)
        if (
            b.start in waste
            or not is_title_shaped(b.text)
            or (covered > len(b.text) * 0.4 and not _glued(b, dated[0], profile))
            or is_history(doc, b)
            or _is_letterhead(doc, i, profile)
        ):
            continue
        if (
            (labelled and labelled.start() == 0)
            or profile.cues["docket"].match(b.text)
            or b.text.startswith("——")
            or "subtitle" in b.hints
        ):
            continue
        if dated and labelled:
            continue
        out.append(i)
    return out


def _is_letterhead(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a line is printed on the paper, over the number of an official letter: 望川县人民政府文件."""
    below = doc.blocks[i + 1 : i + 4]
    return doc.blocks[i].text.endswith("文件") and any(profile.cues["docket"].match(b.text) for b in below)


def _weigh(i: int, doc: Document, profile: Profile, end: int, quoted: set[str]) -> Line:
    """The evidence for one line; a date and a name that run on behind a title are cut from it."""
    b = doc.blocks[i]
    dated = within(doc.marks, "date", b)
    cut = _glued(b, dated[0], profile) if dated else 0
    if cut:
        line = _judge(i, replace(b, text=b.text[:cut]), doc, profile, end, quoted)
        return replace(line, end=b.span(0, cut).end)
    return _judge(i, b, doc, profile, end, quoted)


def _glued(b: Block, date: Mark, profile: Profile) -> int:
    """The length of a title that a date, and perhaps a name, follow on the same line; 0 where there is none."""
    at = b.find(date.span.start)
    title = b.text[:at].rstrip(" (")
    rest = b.text[b.find(date.span.end) :].strip(" )")
    ends = profile.cues["title-noun"].search(title)
    return len(title) if ends and len(title) >= 6 and (not rest or is_name(rest, profile)) else 0


def _judge(i: int, b: Block, doc: Document, profile: Profile, end: int, quoted: set[str]) -> Line:
    own, e = key(b.text), []
    others = [key(o.text) for j, o in enumerate(doc.blocks[: end + 1]) if j != i and len(o.text) < 110]
    bare = key(SUFFIX.sub("", b.text))
    if profile.cues["title-noun"].search(SUFFIX.sub("", b.text)):
        e.append(Evidence("ends in the name of a kind of text", 2.0))
    if re.match(r"关于|在.{3,}上|《", b.text):
        e.append(Evidence("opens like a title", 1.0))
    if len(own) >= 5 and any(kin(own, o) for o in others):
        e.append(Evidence("another line repeats it", 2.5))
    if own in quoted or bare in quoted:
        e.append(Evidence("the page's footer names it", 2.0))
    if any(key(v) and kin(own, key(v)) for k, v in doc.source.meta if k == "title"):
        e.append(Evidence(_STATED, 3.0))
    if i + 1 < end and doc.blocks[i + 1].text.startswith("——"):
        e.append(Evidence("a dash opens the line under it", 2.0))
    waste = by_block(doc.marks, "furniture")
    if not any(is_title_shaped(o.text) and o.start not in waste for o in doc.blocks[:i]):
        e.append(Evidence("the first line that is no furniture", 1.5))
    if 7 <= len(b.text) <= 46:
        e.append(Evidence("length of a title", 0.5))
    if len(own) < 4:
        e.append(Evidence("very short", -0.4 if len(own) == 3 else -1.0))
    if not _alone_large(b, doc.blocks[: end + 1]) and (
        is_name(b.text, profile)
        or (" " in b.text and is_name(b.text.rsplit(" ", 1)[1], profile) and len(b.text) < 26)
        or len(byline(b, doc, profile)) == 2
        or (re.match(r"[^()]{2,4}\([^()]{3,20}\)$", b.text) and is_name(b.text[: b.text.index("(")], profile))
    ):
        e.append(Evidence("has the form of a byline", -2.5))
    if begins_text(b.text, profile):
        e.append(Evidence("has the form of a separator between texts", -3.0))
    styled = any("title" in o.hints for o in doc.blocks[: end + 1])
    if "title" in b.hints or ("h1" in b.hints and not styled):
        e.append(Evidence("marked as the title", 4.0 if styled else 3.0))
    if "large" in b.hints:
        e.append(Evidence("set in larger type", 1.0))
    return Line(i, b, own, tuple(e))


def _alone_large(b: Block, front: Sequence[Block]) -> bool:
    """Whether a line is the one in larger type, as a title is and a name under it is not."""
    return "large" in b.hints and sum("large" in o.hints for o in front) == 1


def _representative(family: list[Line]) -> Line:
    """The line of a family of copies that is the title as a reader would cite it."""
    counted = [x for x in family if _COUNT.search(x.block.text)]
    plain = [x for x in family if not _suffixed(x, family)] or family
    pool = [x for x in plain if x in counted] or [x for x in counted if not _suffixed(x, family)] or plain
    shortest = min(len(x.key) for x in pool)
    pool = [x for x in pool if len(x.key) == shortest] if not counted else pool
    return pool[0]


def _suffixed(line: Line, family: list[Line]) -> bool:
    """Whether a line is another of the family and a site's name, or several steps of a path, behind a dash."""
    text = line.block.text
    cuts = [m.start() for m in re.finditer(r" ?[-_—|丨–]", text)]
    return any(x.key == key(text[:cut]) for x in family if x is not line for cut in cuts)


def _subtitles(doc: Document, first: int, end: int) -> list[Mark]:
    dash = Why("title.sub", "high", (Evidence("dash under the title", 2.0),))
    styled = Why("title.sub", "high", (Evidence("marked as the subtitle", 4.0),))
    return [
        Mark("title", Span(b.start, b.end), "sub", styled if "subtitle" in b.hints else dash)
        for b in doc.blocks[first + 1 : end]
        if (b.text.startswith("——") or "subtitle" in b.hints) and is_title_shaped(b.text)
    ][:2]
