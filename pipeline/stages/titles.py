"""Marks the title of the file, its subtitle, and the repeats of it that page headings and breadcrumbs make."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.model import Block, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.text import SENTENCE_END, by_block, is_name, is_title_shaped, key, within

_SUFFIX = re.compile(r" ?[-_—|丨–] ?(?P<site>[^-_—|丨–。,]{2,24})$")
_COUNT = re.compile(r"[((【\[〔][^)】\]]{0,6}\d{1,3} ?篇[^)】\]]{0,4}[))】\]〕]|\d{1,3}篇$")
_HISTORY = re.compile(r"通过|公布|发布|修正|修订|施行|订定|制定|废止|批准|令$")
_ORGAN = re.compile(
    r"(?:政府|办公室|办公厅|委员会|委|厅|局|部|院|会|署|处|公所|公司|集团|法院|检察院|大学|学校)$"
)
# a line that stands for itself: a date, a number, brackets, or words with stops inside
_APART = re.compile(r"^[(【★\[]|[号期]$|^\d{4}年|\d{1,2}月\d{1,2}日|[,:!?;]")
_GENRE = re.compile(r"^[^,。:]{2,24}[ ]{1,4}(?:函|令|公告|通知|通告|决定|书函)$")
_LIMIT = 40


@dataclass(frozen=True, slots=True)
class _Line:
    index: int
    block: Block
    key: str
    evidence: tuple[Evidence, ...]
    end: int = 0

    @property
    def weight(self) -> float:
        return sum(e.weight for e in self.evidence)


def titles(doc: Document, profile: Profile, /) -> Document:
    """Weigh the short lines before the text begins; mark the best as ``title`` (value main or sub), copies as
    ``title-repeat``. A text that begins with its salutation or its first paragraph gets no title.
    """
    end = zone(doc, profile)
    quoted = {
        key(m) for b in doc.blocks[-14:] for m in re.findall(r"《([^》]{4,80})》?", "《" + b.text[:100]) if m
    }
    lines = _joined(
        doc, [_weigh(i, doc, profile, end, quoted) for i in _candidates(doc, profile, end)], profile
    )
    lines = [line for line in lines if line.weight >= 1]
    if len(lines) >= 8:
        # so many lines alike are verse or a list: only what others repeat, names a kind of text, or stands over a name
        lines = [x for x in lines if any(e.weight >= 2 for e in x.evidence) or _over_name(doc, x, profile)]
    if not lines:
        return doc
    best = max(lines, key=lambda line: (line.weight, -line.index))
    family = [x for x in lines if x is best or _kin(x.key, best.key)]
    main = _representative(family)
    marks = [_mark("title", main, "main")]
    marks += [_mark("title-repeat", x, "repeat") for x in family if x is not main]
    marks += _subtitles(doc, min(x.index for x in family), end)
    return replace(doc, marks=doc.marks + tuple(marks))


def _over_name(doc: Document, line: _Line, profile: Profile) -> bool:
    return line.index <= 1 and any(is_name(b.text, profile) for b in doc.blocks[line.index + 1 : line.index + 2])


def _mark(kind: str, line: _Line, value: str) -> Mark:
    why = Why(f"{kind}.{value}", "high" if line.weight >= 3 else "medium", line.evidence)
    return Mark(kind, Span(line.block.start, line.end or line.block.end), value, why)


def zone(doc: Document, profile: Profile) -> int:
    """The number of blocks before the text begins: before a salutation, a paragraph, a turn, a numbered section."""
    numbered, turns = by_block(doc.marks, "number"), {m.span.start for m in doc.marks if m.kind == "turn"}
    waste = by_block(doc.marks, "furniture")
    seen = 0
    for i, b in enumerate(doc.blocks):
        if seen > _LIMIT:
            return i
        if b.start in waste or _is_history(doc, b) or _is_dated(doc, b):
            continue
        seen += 1
        if any(b.start <= t <= b.start + 3 for t in turns) or _is_text(b, profile):
            return i
        mark = numbered.get(b.start)
        if (
            mark
            and mark.numbering
            and mark.numbering.ordinal
            and not _is_history(doc, b)
            and not (i < 2 and key(b.text)[-4:] in _later(doc, i))
        ):
            return i
    return len(doc.blocks)


def _later(doc: Document, i: int) -> str:
    return "|".join(key(b.text) for b in doc.blocks[i + 1 : i + 6] if len(b.text) < 60)


def _is_text(b: Block, profile: Profile) -> bool:
    if profile.cues["salute"].match(b.text) or profile.cues["addressee"].match(b.text):
        return True
    if profile.label.match(b.text) or within_brackets(b.text):
        return False
    stops = len(re.findall(r"[。!?;]", b.text))
    return (len(b.text) >= 40 and stops >= 1) or (
        bool(SENTENCE_END.search(b.text)) and b.text[-1] not in "?)”" and len(b.text) >= 12
    )


def within_brackets(text: str) -> bool:
    """Whether a line stands in round brackets as a whole."""
    return text[0] == "(" and ")" in text[-6:]


def _is_dated(doc: Document, b: Block) -> bool:
    return sum(m.span.end - m.span.start for m in within(doc.marks, "date", b)) >= len(b.text) - 2


def _is_history(doc: Document, b: Block) -> bool:
    return bool(within(doc.marks, "date", b)) and bool(_HISTORY.search(b.text))


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
            or _is_history(doc, b)
        ):
            continue
        if (
            (labelled and labelled.start() == 0)
            or profile.cues["docket"].match(b.text)
            or b.text.startswith("——")
        ):
            continue
        if dated and labelled:
            continue
        out.append(i)
    return out


def _weigh(i: int, doc: Document, profile: Profile, end: int, quoted: set[str]) -> _Line:
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


def _judge(i: int, b: Block, doc: Document, profile: Profile, end: int, quoted: set[str]) -> _Line:
    own, e = key(b.text), []
    others = [key(o.text) for j, o in enumerate(doc.blocks[: end + 1]) if j != i and len(o.text) < 110]
    bare = key(_SUFFIX.sub("", b.text))
    if profile.cues["title-noun"].search(_SUFFIX.sub("", b.text)):
        e.append(Evidence("ends in the name of a kind of text", 2.0))
    if re.match(r"关于|在.{3,}上|《", b.text):
        e.append(Evidence("opens like a title", 1.0))
    if len(own) >= 5 and any(_kin(own, o) for o in others):
        e.append(Evidence("another line repeats it", 2.5))
    if own in quoted or bare in quoted:
        e.append(Evidence("the page's footer names it", 2.0))
    if any(key(v) and _kin(own, key(v)) for k, v in doc.source.meta if k == "title"):
        e.append(Evidence("the container calls it the title", 3.0))
    if not any(
        is_title_shaped(o.text) and o.start not in by_block(doc.marks, "furniture") for o in doc.blocks[:i]
    ):
        e.append(Evidence("the first line that is no furniture", 1.5))
    if 7 <= len(b.text) <= 46:
        e.append(Evidence("length of a title", 0.5))
    if len(own) < 4:
        e.append(Evidence("very short", -1.0))
    if is_name(b.text, profile) or (
        " " in b.text and is_name(b.text.rsplit(" ", 1)[1], profile) and len(b.text) < 26
    ):
        e.append(Evidence("has the form of a byline", -2.5))
    elif re.match(r"[^()]{2,4}\([^()]{3,20}\)$", b.text) and is_name(b.text[: b.text.index("(")], profile):
        e.append(Evidence("has the form of a byline", -2.5))
    if any(tag in b.hints for tag in ("h1", "title")):
        e.append(Evidence("marked as the title", 3.0))
    return _Line(i, b, own, tuple(e))


def _kin(a: str, b: str) -> bool:
    """Whether two keys are a title and a copy of it, with a site's or a speaker's name added."""
    short, long = sorted((a, b), key=len)
    return len(short) >= 5 and short in long and len(long) <= 2 * len(short) + 14


def _representative(family: list[_Line]) -> _Line:
    """The line of a family of copies that is the title as a reader would cite it."""
    counted = [x for x in family if _COUNT.search(x.block.text)]
    plain = [x for x in family if not _suffixed(x, family)] or family
    pool = [x for x in plain if x in counted] or [x for x in counted if not _suffixed(x, family)] or plain
    shortest = min(len(x.key) for x in pool)
    pool = [x for x in pool if len(x.key) == shortest] if not counted else pool
    return pool[0]


def _suffixed(line: _Line, family: list[_Line]) -> bool:
    """Whether a line is another of the family and a site's name, or several steps of a path, behind a dash."""
    text = line.block.text
    cuts = [m.start() for m in re.finditer(r" ?[-_—|丨–]", text)]
    return any(x.key == key(text[:cut]) for x in family if x is not line for cut in cuts)


def _joined(doc: Document, lines: list[_Line], profile: Profile) -> list[_Line]:
    """Join a title that stands on two or three lines."""
    out: list[_Line] = []
    whole = {key(b.text) for b in doc.blocks[:_LIMIT] if len(b.text) < 110}
    used: set[int] = set()
    for n, line in enumerate(lines):
        if line.index in used:
            continue
        run = [line]
        for nxt in lines[n + 1 : n + 4]:
            if (
                nxt.index != run[-1].index + 1
                or any(e.weight < -2 for e in nxt.evidence)
                or not _goes_on(run, nxt, lines[n + 1 :], whole, profile, _dashed(doc, nxt))
            ):
                break
            run.append(nxt)
        used |= {x.index for x in run}
        out.append(_merge(run) if len(run) > 1 else line)
    return out


def _goes_on(
    run: list[_Line], nxt: _Line, later: list[_Line], whole: set[str], profile: Profile, dashed: bool
) -> bool:
    """Whether the title goes on with line ``nxt``: another line says so, or the line before is unfinished."""
    text, ends = "".join(x.block.text for x in run), nxt.block.text
    both = key(text + ends)
    if any(both in k for k in whole if len(k) <= len(both) + 20):
        return True
    if text.count("《") > text.count("》"):
        return True
    if nxt.block.gap or is_name(ends, profile) or _kin(nxt.key, run[0].key) or _APART.search(text) or _APART.search(ends):
        return False
    if _GENRE.match(text) or any(_kin(x.key, run[0].key) for x in later if x is not nxt) or _SUFFIX.search(text):
        return False
    if _ORGAN.search(text) and _ORGAN.search(ends) and len(later) > 1:
        return True
    if re.match(r"[及暨和与的上中下]|——(?!—)", ends):
        return len(ends) >= 3
    noun = profile.cues["title-noun"]
    if _ORGAN.search(text) and re.search(r"关于|印发|转发|批转", ends):
        return True
    if noun.search(text):
        return False
    if re.match(r"在|关于", text) and noun.search(ends) and not re.match(r"在|关于", ends):
        return True
    return dashed or (len(later) < 6 and _couplet(run, nxt))


def _dashed(doc: Document, line: _Line) -> bool:
    """Whether a subtitle stands under a line."""
    return any(b.text.startswith("——") for b in doc.blocks[line.index + 1 : line.index + 2])


def _couplet(run: list[_Line], nxt: _Line) -> bool:
    """Two lines of one length without stops: the halves of a title in parallel."""
    a, b = run[-1].block.text, nxt.block.text
    return len(run) == 1 and 8 <= len(a) <= 30 and abs(len(a) - len(b)) <= 4


def _merge(run: list[_Line]) -> _Line:
    first = run[0].block
    block = replace(
        first, spans=tuple(s for x in run for s in x.block.spans), text="".join(x.block.text for x in run)
    )
    best = max(run, key=lambda x: x.weight)
    return _Line(run[0].index, block, key(block.text), (*best.evidence, Evidence("goes on over lines", 1.0)))


def _subtitles(doc: Document, first: int, end: int) -> list[Mark]:
    why = Why("title.sub", "high", (Evidence("dash under the title", 2.0),))
    return [
        Mark("title", Span(b.start, b.end), "sub", why)
        for b in doc.blocks[first + 1 : end]
        if b.text.startswith("——") and is_title_shaped(b.text)
    ][:2]
