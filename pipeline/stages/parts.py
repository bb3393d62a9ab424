"""Splits a compilation into its texts at separators such as 篇一, 第二篇：, 【演讲稿03】, the title with a number, or bare titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.frozen import replace
from pipeline.model import Block, Diagnostic, Document, Evidence, Mark, Part, Span, Why
from pipeline.numerals import arabic, chinese
from pipeline.profile import Profile
from pipeline.profile_patterns import separator
from pipeline.stages import collection
from pipeline.stages.collection import collected
from pipeline.stages.counted import Item, alike, contents, counted, extensions, later, more, run, stated
from pipeline.stages.excerpts import FAMILY, excerpts
from pipeline.stages.fixes import fix_why
from pipeline.stages.rules import Rules, rules
from pipeline.stages.speeches import speeches
from pipeline.stages.text import by_block, key, of_kind
from pipeline.stages.title_breaks import title_span
from pipeline.stages.zone import zone

_LONGEST = 70  # of a separator
_SIGNS = "★☆◆●■※▲◎◇□ "  # may stand before one, and behind it
_LEAST = 4  # characters of the title that one repeats
_BRACKETS = "([{【《<“‘·—- "  # what may stand before one that repeats the title
_NUMERALS = frozenset("0123456789一二三四五六七八九十")
_PARTING = frozenset(":、 】])")  # parts its number from words behind it
_NOUNS = frozenset("篇稿")  # before the number of a text
_SPOKEN = re.compile("(?:讲话|发言|致辞|致词|演讲|演说)稿?$")
_MARKED = "container"
_BY_CONTAINER = Why("part.container", "high", (Evidence("the container begins a page with each title", 4.0),))
_STOP = re.compile(r"[。;!]")
BARE = "part.collected"  # the rule of a title without a number
UNMARKED = "first"  # the family of a text that no separator opens
_COPY = Why("title-repeat.repeat", "high", (Evidence("the title again, in brackets", 2.0),))
_HEADED = Why("furniture.running", "high", (Evidence("the title again, beside a page number", 2.0),))
_CONTENTS = Why("furniture.contents", "high", (Evidence("lists the separators below", 2.0),))


def parts(doc: Document, profile: Profile, /) -> Document:
    """Cut the blocks into parts, each ``blocks[first:last]``; what stands before the first is the file's own front.

    A separator counts only in a chain: the same form, numbers that run on from 1, text between them.
    """
    chain = separators(doc, profile)
    if len(chain) < 2:
        chain = _marked(doc)
    if len(chain) < 2:
        chain = collected(doc, profile)
    if len(chain) < 2:
        chain = speeches(doc, profile)
    chain = _with_said(doc, chain if len(chain) > 1 else excerpts(doc, profile))
    if len(chain) < 2:
        return replace(doc, parts=(Part(0, doc.meta, first=0, last=len(doc.blocks)),))
    ends = [item.index for item in chain[1:]] + [len(doc.blocks)]
    pieces = tuple(
        Part(n, doc.meta, first=item.index, last=end)
        for n, (item, end) in enumerate(zip(chain, ends, strict=True), 1)
    )
    why = Why("part.separator", "high", (Evidence(f"one of {len(chain)} separators that count up", 3.0),))
    if chain[-1].family == FAMILY:
        why = Why("part.excerpt", "medium", (Evidence(f"one of {len(chain)} titles with names", 2.0),))
    elif chain[-1].family == collection.FAMILY:
        reason = f"one of {len(chain)} titles over dates, names or greetings"
        why = Why(BARE, "medium", (Evidence(reason, 2.0),))
    whys = (
        _BY_CONTAINER if item.family == _MARKED else why if item.family else fix_why("item") for item in chain
    )
    marks = tuple(
        Mark("item", title_span(doc.blocks, item, end, profile), str(item.ordinal), own)
        for item, end, own in zip(chain, ends, whys, strict=True)
        if item.family != UNMARKED
    )
    listed = tuple(Mark("furniture", _span(b), "contents", _CONTENTS) for b in contents(doc.blocks, chain))
    listed += tuple(_copies(doc, chain[0].index))
    report = Diagnostic("PRT101", None, (("count", str(len(chain))),))
    kept = _ended(doc, chain[0].index)
    return replace(doc, parts=pieces, marks=kept + marks + listed, diagnostics=(*doc.diagnostics, report))


def _copies(doc: Document, first: int) -> Iterator[Mark]:
    """Copies of the title among the texts: in brackets, as a page puts them between two, or beside the number of a page."""
    title = next((m.span for m in of_kind(doc.marks, "title") if m.value == "main"), None)
    own = next((key(b.text) for b in doc.blocks[:first] if title and b.start == title.start), "")
    waste = by_block(doc.marks, "furniture")
    for i, block in enumerate(doc.blocks[first:] if own else (), first):
        text = block.text
        if len(text) > _LONGEST or own[0] not in text or (text[0] not in "[【(" and text[0] != own[0]):
            continue
        if key(text) != own:
            continue
        if text[0] in "[【(":
            yield Mark("furniture", _span(block), "pageTitle", _COPY)
        elif any((m := waste.get(b.start)) and m.value == "page" for b in doc.blocks[i - 1 : i + 2]):
            yield Mark("furniture", _span(block), "header", _HEADED)


def _marked(doc: Document) -> list[Item]:
    """The titles with which, as the container shows, the texts of a collection begin."""
    found = [i for i, b in enumerate(doc.blocks) if b.hints and "item" in b.hints]
    return [Item(i, n, _MARKED) for n, i in enumerate(found, 1)]


def _ended(doc: Document, first: int) -> tuple[Mark, ...]:
    """The marks, with a title that seemed to go on into the first separator ended before it."""
    start = doc.blocks[first].start
    before = doc.blocks[first - 1].end if first else 0
    return tuple(
        replace(m, span=Span(m.span.start, before))
        if m.kind == "title" and m.span.start < start < m.span.end
        else m
        for m in doc.marks
    )


def _with_said(doc: Document, chain: list[Item]) -> list[Item]:
    """The chain with the lines at which, as a person said, a text begins."""
    said = by_block(doc.marks, "fix")
    items = {start for start, mark in said.items() if mark.value == "item"} if said else set()
    own = [i for i, b in enumerate(doc.blocks) if b.start in items] if items else []
    if not own:
        return chain
    known = {item.index: item for item in chain if len(chain) > 1}
    indices = sorted({*own, *known})
    return [Item(i, n, "") if i in own else known[i] for n, i in enumerate(indices, 1)]


def _span(block: Block) -> Span:
    return Span(block.start, block.end)


def separators(doc: Document, profile: Profile) -> list[Item]:
    """The separators of a compilation, in order; fewer than two where it is none.

    They have a form of the profile, or the title says how many there are. A text that begins without a separator is
    the first where the others are all there from 二 on.
    """
    count, at = stated(doc)
    families = _families(doc, profile, at)
    best = max((run(items, count) for items in families.values()), key=len, default=[])
    if count and len(best) != count:
        best = counted(doc, profile, count, at) or best
        if len(best) < 2:
            late = [
                items for items in families.values() if [x.ordinal for x in items] == [*range(2, count + 1)]
            ]
            first = zone(doc, profile)
            if late and at < first < late[0][0].index:
                return [Item(first, 1, UNMARKED), *late[0]]
    if len(best) < 2:
        return alike(doc) or max(
            (later(doc.blocks, items) for items in families.values()), key=len, default=[]
        )
    return [*best, *more(doc.blocks, [*families.values()], best[-1].index)] if count else best


def _families(doc: Document, profile: Profile, counting: int) -> dict[str, list[Item]]:
    """The lines that have a form of the profile, by form; ``counting`` is the line that says how many texts there are."""
    title = next((m for m in of_kind(doc.marks, "title") if m.value == "main"), None)
    start = title.span.start if title else -1
    top = next((b for b in doc.blocks if b.start == start), None) if title else next(iter(doc.blocks), None)
    lines = [top.text if top and (title or len(top.text) <= _LONGEST) else ""]
    if counting >= 0:
        lines.append(doc.blocks[counting].text)
        lines += [b.text for i in extensions(doc.blocks) for b in doc.blocks[i + 1 : i + 2]]
    names = [*dict.fromkeys(filter(None, map(key, lines)))]
    first: Item | None = None
    families: dict[str, list[Item]] = {}
    waste, said = by_block(doc.marks, "furniture"), by_block(doc.marks, "fix")
    begin = counting + 1 if counting < 0 or doc.blocks[counting].start != start else counting
    for i, text in _formed(doc.blocks, begin, names, rules(profile)):
        at = doc.blocks[i].start
        if at not in waste and at not in said and (item := _read(i, text, names, profile)):
            if at == start:
                first = item
            else:
                families.setdefault(item.family, []).append(item)
    own = families.get(first.family) if first else None
    if first and own and first.index < own[0].index and first.ordinal == own[0].ordinal - 1:
        own.insert(0, first)  # a file that begins with a separator has it for a title
    return families


def _formed(
    blocks: Sequence[Block], begin: int, titles: list[str], known: Rules
) -> Iterator[tuple[int, str]]:
    """The lines from ``begin`` on that have the form of a separator, without the signs before it."""
    (firsts, seconds), plain, titled = known.separating, known.separator.fits, known.titled_separator.fits
    only = titles[0] if len(titles) == 1 else ""
    head, tail = only[:1], only[-1:]
    for i, block in enumerate(blocks[begin:], begin):
        text = block.text
        if len(text) > _LONGEST:
            continue
        if text[0] in _SIGNS:
            text = text.strip(_SIGNS)
            if not text:
                continue
        ways = firsts[text[0]]
        if ways and ways & seconds[text[1:2]] and plain(text):
            yield i, text
        elif titles:
            # what repeats a part of the title begins as that part does, and what repeats all of it holds its ends
            opening = text[:_LEAST]
            if not opening.isalnum():
                opening = text.lstrip(_BRACKETS)[:1]
                if not opening.isalnum() or opening.islower():
                    opening = ""  # its key may begin otherwise
                elif opening in _NUMERALS and not (head in text and tail in text):
                    continue  # a number stands before the whole title
            if (opening in only or (head in text and tail in text)) and titled(text):
                yield i, text


def _read(index: int, text: str, titles: list[str], profile: Profile) -> Item | None:
    """The separator that opens a line, which has no signs before it; ``titles`` are keys of the compilation's."""
    for n, pattern in enumerate(profile.separators):
        m = _compiled(pattern).match(text)
        if not m:
            continue
        rest = text[m.end() :].strip()
        named = m.groupdict().get("title")
        if named is not None and (rest or not any(_belongs(named, title) for title in titles)):
            continue
        if rest and (len(rest) > 48 or _STOP.search(rest) or not _is_parted(m, rest, titles)):
            continue
        ordinal = arabic(m["any"]) or chinese(m["any"])
        if ordinal:
            return Item(index, ordinal, f"{n} {key(named or '')}")
    return None


def _is_parted(number: re.Match[str], rest: str, titles: list[str]) -> bool:
    """Whether words behind the number of a text are its title; 第一篇 总论 is the heading of a volume, 篇一 总论 is not."""
    if number.group()[-1:] in _PARTING:
        return True
    blank = number.string[number.end()] == " "
    return blank and (
        number[0][0] in _NOUNS
        or _SPOKEN.search(rest) is not None
        or any(_belongs(rest, title) for title in titles)
    )


def begins_text(text: str, profile: Profile) -> bool:
    """Whether folded text has the form of a separator, whatever the compilation's title is."""
    if len(text) > _LONGEST:
        return False
    text, known = text.strip(_SIGNS), rules(profile)
    if not text or not known.separating[0][text[0]] or not known.separator.fits(text):
        return False
    return _read(0, text, [], profile) is not None


def _belongs(named: str, title: str) -> bool:
    """Whether the words before the number are the title of the compilation, or a part of it."""
    own = key(named)
    return len(own) >= _LEAST and (own in title or (len(title) >= 6 and title in own))


_COMPILED: dict[str, re.Pattern[str]] = {}


def _compiled(pattern: str) -> re.Pattern[str]:
    if pattern not in _COMPILED:
        _COMPILED[pattern] = re.compile(separator(pattern))
    return _COMPILED[pattern]
