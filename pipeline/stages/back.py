"""Finds where the furniture after a text begins."""

from __future__ import annotations

import re

from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.rules import rules
from pipeline.stages.signers import ORG, TAIL, sealed
from pipeline.stages.text import SENTENCE_END, between, by_block, is_name, of_kind, within

_NO_ANCHOR = frozenset(
    {"cue", "page", "separator", "contents", "header", "blank"}
)  # kinds that also stand inside a text
_PAGER = "下一页"  # in a row of links to other pages, which is no page number
_STOPPED = re.compile(r"[,。“”;]| {2}")
_OPERATOR = re.compile(r"(?:主办|承办|技术支持|建设单位|网 *址)(?:单位)? ?:")  # labels in the foot of a site
_SOURCE = re.compile(
    r"\(?(?:(?:稿件|文章)?来源|转自|原标题|图文|文字|图片|摄影|供图|制图|本版(?:责编|编辑)|更新(?:时间|日期))"
)
_POSTCODE = re.compile(r"地 *址 ?:.*邮(?:政?编码|编) ?:")  # over the copyright of a site
_DENSE = 3  # labels on one line
_LEADS = re.compile(r"解读|问答|下载")  # what stands under such a word is links
_ANNEX = "附"
_FIELD = re.compile(r"[^,。:]{2,8}:$")
_NOTES = ("public", "copy-to", "closing", "stage", "attachment", "note", "officer", "seal")
_REACH = 14
_FEW = 4  # lines without a sign between others
_LISTED, _TITLE = 50, 80  # characters of one of a list of links, and under a head of links


def furniture_from(
    doc: Document, profile: Profile, first: int = 0, last: int | None = None
) -> tuple[dict[int, Mark], int]:
    """(furniture marks by block, index of the first block after the text) for a document, or ``blocks[first:last]`` of it.

    Seen from the end, furniture goes on through short lines without sentences (titles of other pages) as long as
    furniture with clear words stands above them. What texts say too is furniture beside it, or under the signature.
    """
    if last is not None and not _holds_waste(doc, first, last):
        return {}, last
    sure, doubtful = by_block(doc.marks, "furniture"), by_block(doc.marks, "furniture?")
    waste = sure | doubtful if doubtful else sure
    related = {start for start, mark in sure.items() if mark.value == "related"} if sure else set()
    end = len(doc.blocks) if last is None else last
    back, i, kind = end, end - 1, ""
    while i >= first:
        block = doc.blocks[i]
        mark = waste.get(block.spans[0].start)
        beside = i + 1 == back < end
        if mark and mark.kind == "furniture":
            anchor = mark.value not in _NO_ANCHOR or _PAGER in block.text
            if anchor and (mark.why.rule != "fix.furniture" or back == i + 1):
                back, kind = i, mark.value
        elif beside and kind == "form" and _FIELD.match(block.text):
            back = i
        elif mark and mark.value == "contact":
            if i + 1 == back:
                top = _top_of_run(doc, waste, i)
                if not _is_foot(doc, profile, waste, top, back):
                    break
                back = i = top
        elif mark:
            back = i if beside or (i + 1 == end and _tells_source(doc, i)) else back
        else:
            above = doc.blocks[max(first, i - _REACH) : i] if related else ()
            led = bool(related) and any(b.start in related for b in above)
            listed = led or i + 1 < back or (beside and _among_others(doc, profile, waste, i, first))
            if back - i > _REACH or not listed or not _could_be_listed(block, doc, profile, led):
                break
        i -= 1
    if last is not None:
        return waste, back
    back = _without_titles(doc, profile, back)
    return waste, _under_signature(doc, profile, waste, back) if waste else back


def _among_others(doc: Document, profile: Profile, waste: dict[int, Mark], i: int, first: int) -> bool:
    """Whether block ``i``, which has no sign, is one of a few that stand between furniture under the last sentence.

    More than one line of furniture stands over them; one alone may stand in a text, as verses do behind it.
    """
    top = i
    while top > first and doc.blocks[top].start not in waste:
        if i - top == _FEW or not _could_be_listed(doc.blocks[top], doc, profile, False):
            return False
        top -= 1
    over = [waste[b.start].kind for b in doc.blocks[max(top - _FEW, first) : top + 1] if b.start in waste]
    ended = len(over) > 1 and "furniture" in over
    return ended and any(SENTENCE_END.search(b.text) for b in doc.blocks[first:top])


def _tells_source(doc: Document, i: int) -> bool:
    """Whether the last line of all, under the last sentence, says where the text is from or who made the page."""
    above = doc.blocks[i - 1].text if i else ""
    return SENTENCE_END.search(above) and _SOURCE.match(doc.blocks[i].text) is not None


def _holds_waste(doc: Document, first: int, last: int) -> bool:
    """Whether ``blocks[first:last]`` hold furniture, sure or doubtful."""
    if first >= last:
        return False
    start, end = doc.blocks[first].start, doc.blocks[last - 1].end
    marks = doc.marks
    return bool(between(marks, "furniture", start, end) or between(marks, "furniture?", start, end))


def _top_of_run(doc: Document, waste: dict[int, Mark], i: int) -> int:
    """The index of the first of the lines with addresses and telephones that end with block ``i``."""
    while i and (mark := waste.get(doc.blocks[i - 1].start)) and mark.value == "contact":
        i -= 1
    return i


def _is_foot(doc: Document, profile: Profile, waste: dict[int, Mark], top: int, back: int) -> bool:
    """Whether ``blocks[top:back]``, addresses and telephones, are those of the site, at the foot of its page.

    Furniture stands over them, perhaps with a few lines between; or the text is over, and they or the furniture under
    them name who runs the site.
    """
    above = doc.blocks[top - 1] if top else None
    over = waste.get(above.start) if above else None
    if over and over.kind == "furniture":
        return True
    operator = any(_OPERATOR.search(b.text) for b in doc.blocks[top:back])
    # under a text of several stands the next one
    under = waste.get(doc.blocks[back].start) if back < len(doc.blocks) else None
    legal = under is not None and under.value in ("legal", "contact")
    if not operator and not legal:
        return False
    if (
        over
        or sealed(doc, profile, 0, top) >= 0
        or (legal and _among_others(doc, profile, waste, top - 1, 0))
    ):
        return True
    ended = above is not None and bool(SENTENCE_END.search(above.text))
    if ended and legal and any(_POSTCODE.search(b.text) for b in doc.blocks[top:back]):
        return True
    return ended and operator and (legal or any(b.text.count(":") >= _DENSE for b in doc.blocks[top:back]))


def _under_signature(doc: Document, profile: Profile, waste: dict[int, Mark], back: int) -> int:
    """The index of the first block of furniture in ``blocks[:back]``, where nothing but furniture follows a signature.

    Lines without any sign are furniture there below a head of links; below others they may be an annex.
    """
    # the signature is not looked for where no furniture could stand under it
    date = sealed(doc, profile, 0, back) if _holds_waste(doc, max(0, back - TAIL), back) else -1
    if date < 0:
        return back
    found, plain = back, False
    for i in range(back - 1, date, -1):
        block = doc.blocks[i]
        mark = waste.get(block.start)
        if not mark:
            if block.text[0] == _ANNEX or not _could_be_listed(block, doc, profile, True):
                break
            plain = True
        elif plain and not (mark.value == "related" or (mark.value == "foot" and _LEADS.search(block.text))):
            break
        elif mark.value not in _NO_ANCHOR and (mark.value != "contact" or _OPERATOR.search(block.text)):
            found, plain = i, False
    return found


def _without_titles(doc: Document, profile: Profile, back: int) -> int:
    """Three or more titles of other pages, one under the other, right after the last sentence of the text."""
    i = back
    while i and _is_link(doc.blocks[i - 1], doc, profile):
        i -= 1
    if back - i < 3 or len({len(b.text) for b in doc.blocks[i:back]}) <= 2:
        return back
    before = doc.blocks[i - 1].text if i else ""
    page = of_kind(doc.marks, "furniture") or any("来源" in b.text for b in doc.blocks[: min(4, i)])
    return i if page and SENTENCE_END.search(before) else back


def _is_link(block: Block, doc: Document, profile: Profile) -> bool:
    plain = 6 <= len(block.text) <= 32 and not _STOPPED.search(block.text)
    return plain and _could_be_listed(block, doc, profile, False)


def _could_be_listed(block: Block, doc: Document, profile: Profile, led: bool) -> bool:
    """Whether a line could be one of a list of links; ``led`` when a line such as 相关阅读 stands above."""
    text, start = block.text, block.start
    if len(text) > (_TITLE if led else _LISTED) or text[-1] in ":;,":
        return False
    if SENTENCE_END.search(text) and not (led and text[-1] in "?!"):  # titles ask and call out
        return False
    if start in by_block(doc.marks, "item") or start in by_block(doc.marks, "fix"):
        return False
    if not led and (
        start in by_block(doc.marks, "number")
        or within(doc.marks, "date", block)
        or is_name(text, profile)
        or ORG.match(text)
    ):
        return False
    cues = rules(profile).cues
    return not any(cues[c].search(text) for c in _NOTES)
