"""Finds the texts of a collection whose titles have no number: 讲话汇编 over titles with a date, a name or a greeting below.

No sign is enough by itself. The collection says what it is: by its title, by how many texts it counts, or by its contents
list; and two of its titles at the least have such lines below, and then text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.frozen import record
from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.counted import Item, stated
from pipeline.stages.datelines import is_date
from pipeline.stages.latest import Latest
from pipeline.stages.listing import NUMBER, entry_keys
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, by_block, is_title_shaped, key, labelled, of_kind, within
from pipeline.stages.title_breaks import goes_over
from pipeline.stages.title_signs import sign_of
from pipeline.stages.title_speaker import speaker_in_title

FAMILY = "collected"
# what the title of a collection ends in, perhaps with its years or its volume behind
_NAME = re.compile(
    r"(?:大全|汇编|选编|汇集|选集|文选|文集|文存|辑存|遗稿|函稿|全集|合集|集锦|辑录|选辑|精选"
    r"|(?:讲话|发言|致辞|演讲|演说|报告|书信|文章|言论|谈话|论文|述职|党课|稿)(?:集|选|选登|摘编)"
    r"|(?:书信|书札|书简|家书|尺牍|信札|函电|电报|函件)(?:集|选|选登|摘编|选存|[一二两三四五六七八九十\d]{1,3}[封通则件]|一束)"
    r"|(?:讲话|发言|致辞|演讲|交流)材料)"
    r" ?(?:\([^()]{1,16}\)|第.{1,3}[辑集卷册期]|[上中下][卷册集辑])?$"
)
_NAME_ENDS = frozenset("全编集选锦录辑登存精料稿封通则件束)卷册期")  # the last characters of these
_HEAD = 8  # blocks among which it stands
_CONTENTS = "contents"
_LEAST = 2  # texts
_MOST = 3 / 4  # of those that are counted
_SHORT, _LONGEST = 4, 50  # of a title
_CELLS = 3  # blanks in a row of a list
_PARAGRAPH = 40  # characters of what is a paragraph though no stop ends it
_GREETS = "salute", "addressee"  # whom a speech greets, and to whom a paper is sent
_CREDITED = frozenset({"credit"})
_BELOW = 4  # lines between a title and its text
_STOP = re.compile(r"[。;!]")
_STARS = frozenset("★☆◆■※▲")  # before the titles of a collection
_REST = 24  # characters of the second line of such a title
_OPEN = frozenset(",:、;(")  # the line above is not over

_latest = Latest[list[Item]]()


@record(frozen=True)
class _Title:
    """A line that may be the title of a text: its block, where its text begins, and what stands between."""

    index: int
    text: int
    strong: bool  # a date or a name below, besides another sign
    greets: bool  # the text begins with a salutation
    signed: bool  # a date or a name stands below
    kind: bool  # it names a kind of text
    key: str
    lines: int
    credited: bool  # the line below says who wrote it


def collected(doc: Document, profile: Profile) -> list[Item]:
    """The titles at which the texts of a collection begin; fewer than two where it is none.

    It is asked about the title and about the parts, mostly of the same blocks and marks.
    """
    marks, kinds = doc.marks, ("number", "turn", "furniture")
    asked = doc.blocks, doc.lang, *(by_block(marks, kind) for kind in kinds), of_kind(marks, "date"), profile
    return _latest.answer(asked, lambda: _collected(doc, profile))


def _collected(doc: Document, profile: Profile) -> list[Item]:
    count, at = stated(doc)
    named = names_collection(doc)
    listed = {*entries(doc)}
    if not count and named < 0 and not listed:
        return []
    top = max(at, named)
    own = key(doc.blocks[top].text) if top >= 0 else ""
    found = [x for x in _titles(doc, profile, top, listed) if x.key != own]
    marked = by_block(doc.marks, "number")
    numbers = {start: mark for start, mark in marked.items() if mark.numbering and mark.numbering.ordinal}
    bare = [x for x in found if doc.blocks[x.index].start not in numbers]
    counted = [x for x in found if doc.blocks[x.index].start in numbers]
    chosen = _chosen(bare, count, named >= 0, listed) or _chosen(
        _series(counted, doc, numbers), count, named >= 0, listed
    )
    waste, above, out = by_block(doc.marks, "furniture"), top, list[Item]()
    for n, x in enumerate(chosen, 1):
        over = x.index - 1
        broken = (
            x.lines == 1
            and over > above
            and doc.blocks[over].start not in waste
            and not sign_of(doc.blocks[over], doc, profile)
            and goes_over(doc.blocks[over].text, doc.blocks[x.index].text, profile)
        )
        out.append(Item(over, n, FAMILY, 2) if broken else Item(x.index, n, FAMILY, x.lines))
        above = x.text
    return out


def names_collection(doc: Document) -> int:
    """The index of the line at the top that by its words is the title of a collection, or -1."""
    waste, numbers = (by_block(doc.marks, kind) for kind in ("furniture", "number"))
    for i, block in enumerate(doc.blocks[:_HEAD]):
        text = block.text
        likely = (
            text[-1] in _NAME_ENDS and "_" not in text and len(text) <= _LONGEST and is_title_shaped(text)
        )
        if likely and _NAME.search(text) and block.start not in waste and block.start not in numbers:
            return i
    return -1


def entries(doc: Document) -> Iterable[str]:
    """The keys of the titles in the contents list, without numbers, pages and names."""
    waste = by_block(doc.marks, "furniture")
    for block in doc.blocks if any(m.value == _CONTENTS for m in waste.values()) else ():
        if (mark := waste.get(block.start)) and mark.value == _CONTENTS:
            yield from entry_keys(block.text)


def _titles(doc: Document, profile: Profile, top: int, listed: set[str]) -> list[_Title]:
    """The lines below ``top`` that may be titles of texts, each with its text below it and before the next."""
    waste = by_block(doc.marks, "furniture")
    turns = by_block(doc.marks, "turn")
    kept = [i for i in range(top + 1, len(doc.blocks)) if doc.blocks[i].start not in waste]
    out: list[_Title] = []
    for n, i in enumerate(kept):
        if out and i <= out[-1].text:
            continue
        if doc.blocks[i].start in turns or not _may_be_title(doc.blocks[i], profile):
            continue
        over = doc.blocks[kept[n - 1]] if n else None
        above = over.text if over else ""
        title = _title(doc, profile, i, kept[n + 1 : n + 2 + _BELOW], listed, over)
        if not title or (len(doc.blocks[i].text) < _SHORT and not title.strong):
            continue
        if title.strong or title.key in listed or above[-1:] not in _OPEN:
            out.append(title)
    return out


def _may_be_title(block: Block, profile: Profile) -> bool:
    text, cues = block.text, rules(profile).cues
    return (
        2 <= len(text) <= _LONGEST
        and is_title_shaped(text)
        and not _STOP.search(text)
        and not text.startswith("——")
        and not (text[-1] == "?" and ":" in text)
        and not labelled(text, profile)
        and not cues["salute"].match(text)
        and not rules(profile).separator.fits(text)
    )


def _title(
    doc: Document, profile: Profile, i: int, below: list[int], listed: set[str], above: Block | None
) -> _Title | None:
    """Line ``i`` as a title, with the lines ``below`` it; None where no sign stands among them, or no text follows.

    That the paper over it ends in its date is a sign too.
    """
    text = doc.blocks[i].text
    dates = within(doc.marks, "date", doc.blocks[i])
    if dates and is_date(doc.blocks[i], dates):
        return None
    cut = text.rfind("(") if dates and text[-1] == ")" else -1
    signs = {"day"} if cut > 0 else set[str]()
    own = key(NUMBER.sub("", text[:cut] if signs else text))
    # 桥工队队长 罗正山：做一颗有用的钉子
    kind = rules(profile).cues["title-noun"].search(text.rstrip("】]")) is not None
    if kind and above and (ends := within(doc.marks, "date", above)) and is_date(above, ends):
        signs.add("over")
    spoken = ":" in text and len(speaker_in_title(doc.blocks[i], doc, profile)) == 2
    lines = 1
    if text[0] in _STARS and below:
        signs.add("star")
        lines += _is_rest(doc, below, profile)
    for j in below[lines - 1 :]:
        block = doc.blocks[j]
        if block.text.startswith("——") and signs <= _CREDITED:
            continue
        if sign := sign_of(block, doc, profile):
            signs.add(sign)
            continue
        greets = any(rules(profile).cues[cue].match(block.text) for cue in _GREETS[: 1 + kind])
        if not greets and not _begins(block, doc):
            return None
        strong = (
            "day" in signs
            or signs >= _CREDITED
            or spoken
            or (bool(signs) and (greets or kind or len(signs) > 1))
        )
        if strong or greets or own in listed:
            return _Title(i, j, strong, greets, bool(signs), kind, own, lines, signs >= _CREDITED)
        return None
    return None


def _is_rest(doc: Document, below: list[int], profile: Profile) -> bool:
    """Whether the title behind a star goes on: a line without a sign stands between it and a line with one."""
    rest, *under = (doc.blocks[j] for j in below[:2])
    return (
        bool(under)
        and len(rest.text) <= _REST
        and _may_be_title(rest, profile)
        and rest.text[0] not in _STARS
        and not sign_of(rest, doc, profile)
        and bool(sign_of(under[0], doc, profile))
    )


def _begins(block: Block, doc: Document) -> bool:
    """Whether a text may begin with a block: a paragraph, or a number."""
    text = block.text
    return (
        len(text) >= _PARAGRAPH
        or SENTENCE_END.search(text)
        or text[-1] == ":"
        or text.count(" ") >= _CELLS
        or block.start in by_block(doc.marks, "number")
    )


def _chosen(found: list[_Title], count: int, named: bool, listed: set[str]) -> list[_Title]:
    """The titles that what the collection says of itself proves; [] where it proves no two of them."""
    if len(found) < _LEAST:
        return []
    listing = [x for x in found if x.key in listed]
    signed = sum(x.signed or x.greets for x in listing)
    if (signed >= _LEAST and 2 * signed >= len(listing)) or 0 < count == len(listing):
        return listing
    found = [x for x in found if x.strong or x.greets]
    strong = [x for x in found if x.strong]
    for titles in (found, strong):
        if count and len(titles) == count:
            return titles
    if not named:
        credited = [x for x in strong if x.credited]
        enough = _MOST * count <= len(strong) or len(credited) == len(strong) >= _LEAST  # an extract
        return strong if enough and len(strong) < count else []
    found = [x for x in found if x.strong or x.kind]
    return found if len(found) >= _LEAST else []


def _series(found: list[_Title], doc: Document, numbers: dict[int, Mark]) -> list[_Title]:
    """Those of numbered titles that count up from 1 in one style; the numbers of sections have no such lines below."""
    out: list[_Title] = []
    for title in found:
        numbering = numbers[doc.blocks[title.index].start].numbering
        if numbering and numbering.ordinal == len(out) + 1:
            out.append(title)
    styles = {m.numbering.style for x in out if (m := numbers[doc.blocks[x.index].start]) and m.numbering}
    return out if len(styles) == 1 else []
