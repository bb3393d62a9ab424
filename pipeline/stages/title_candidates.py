"""The lines of a head that could be the title: those that are none of its other parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Block, Document, Mark, Span
from pipeline.profile import Profile
from pipeline.screen import Rule
from pipeline.stages.adoption import is_history, republic
from pipeline.stages.bylines import UNIT
from pipeline.stages.catalogue import cells
from pipeline.stages.head import BOXED, Head
from pipeline.stages.imprint import is_site
from pipeline.stages.text import closed_up, is_name, key, labelled, within
from pipeline.stages.title_lines import ORGAN, SUFFIX, is_of_day, kin

# a field of a form or a contract, whose label is none of a page's
_PARTY = re.compile(
    r"[^:]{0,12}?(?:法定代表人|负责人|联系人|经办人|当事人|申请人|电话|代码|住所|编号|类型|状态|身份证号"
    r"|[甲乙丙丁]方|出租方|承租方|单位|机构|部门)(?: ?\([^)]{1,12}\))? ?:"
)
_BODY = re.compile(
    r"^[^,。:;《》]{2,28}(?:政府|法院|检察院|委员会|办公室|办公厅|委|厅|局|部|署|协会|联合会|公司)$"
)
_BODY_ENDS = frozenset("府院会室厅委局部署司")  # the last characters of these
_SHORTEST = 4  # characters of a title before a site or an author
_WHOLE = 6  # characters of one before a date, unless they are spread over the line
_STEP = 8  # characters of a step of the path to the page, between a title and its site
_DASHES = frozenset("—-")  # two of them part a title and its subtitle
_PLACE = re.compile(r"(?:会议|开会)?地 *点 ?:")
_PRESENT = re.compile(r"[出列缺]席[^:。]{0,6}:")


def candidates(head: Head) -> Iterator[tuple[int, int]]:
    """(index, length) of the lines that could be the title, without a date and a name that run on behind it."""
    doc, profile, docket, act = head.doc, head.profile, head.cues["docket"], head.cues["numbered-act"]
    republican = doc.lang.startswith("zh-Hant")
    for i, b in enumerate(doc.blocks[: head.end]):
        text = b.text
        if text[0] in "出列缺" and _PRESENT.match(text):
            break  # who was there is told under the title
        if i > head.first and text[0] in "地会开" and _PLACE.match(text):
            break  # so is where a meeting is held
        if i not in head.shaped or text.startswith("——") or "subtitle" in b.hints:
            continue
        if head.values.get(i, "title") != "title" or _is_metadata(b, doc, profile):
            continue
        if text[-1] == ")" and head.cues["stage"].match(text):
            continue  # 继续开会（14时34分）
        if (
            (
                docket.first[text[0]]
                and (docket.match(text) or docket.match(SUFFIX.sub("", text)))
                and not act.match(text)
            )
            or _is_letterhead(doc, i, docket)
            or (i > head.first and _is_signed(doc, i))
            or (republican and republic(b, doc))
        ):
            continue
        dated = within(doc.marks, "date", b)
        if not dated:
            yield i, _without_site(head, i) or _without_author(head, i) or len(text)
        elif not is_history(b) and not profile.label.search(text):
            cut = _glued(b, dated[0], profile)
            share = sum([m.span.end - m.span.start for m in dated])
            of_day = (i == head.first and is_of_day(b, dated[0], profile)) or (
                i == head.over_talk and _says_more(b, dated, head)
            )
            if cut or share <= len(text) * 0.4 or of_day:
                yield i, cut or len(text)


def _without_site(head: Head, i: int) -> int:
    """The length of a title that the name of its site follows, as in the title of a window; 0 for any other line."""
    text = head.doc.blocks[i].text
    m = SUFFIX.search(text)
    if not m or m.start() < _SHORTEST or text[m.start() - 1] in _DASHES:
        return 0
    if not is_site(m["site"], head.profile):
        return 0
    sign, cut = text[m.start() : m.start("site")].strip(), m.start()
    while (m := SUFFIX.search(text[:cut])) and m.start() >= _SHORTEST and len(m["site"]) <= _STEP:
        if text[m.start() : m.start("site")].strip() != sign or text[m.start() - 1] in _DASHES:
            break
        cut = m.start()
    own = key(text[:cut])
    return 0 if any(k and kin(own, k) and j != i for j, k in enumerate(head.keys)) else cut


def _without_author(head: Head, i: int) -> int:
    """The length of a title that its author follows on the same line, where there is no other; 0 for any other line."""
    block, profile = head.doc.blocks[i], head.profile
    text = block.text
    if len(head.shaped) > 1 or " " not in text:
        return 0
    before, _, name = text.rpartition(" ")
    title = before.rstrip()
    if len(title) < _SHORTEST:
        return 0
    label = profile.label.match(name)
    if label and profile.field(label) == "author":
        return len(title) if is_name(name[label.end() :], profile) else 0
    office = head.cues["office"].search(title) or ORGAN.search(title) or UNIT.search(title)
    return len(title) if not office and is_name(name, profile) and not is_name(title, profile) else 0


def _is_metadata(b: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line opens with a label, of the page or of a party to a contract: 文　　号：, 法定代表人：."""
    text = b.text
    return bool(
        labelled(text, profile)
        or text in profile.labels
        or (text[0] in "【[" and BOXED.match(text))
        or (":" in text and _PARTY.match(text))
        or next(cells(b, doc, profile), None)
    )


def _is_signed(doc: Document, i: int) -> bool:
    """Whether a line names a body and the next one is a date: the signature of what stands above."""
    text = doc.blocks[i].text
    if text[-1] not in _BODY_ENDS or i + 1 >= len(doc.blocks) or not _BODY.search(text):
        return False
    below = doc.blocks[i + 1]
    dated = within(doc.marks, "date", below)
    return len(dated) == 1 and dated[0].span == Span(below.start, below.end)


def _is_letterhead(doc: Document, i: int, docket: Rule) -> bool:
    """Whether a line is printed on the paper, over the number of an official letter: 望川县人民政府文件."""
    return doc.blocks[i].text.endswith("文件") and any(
        docket.match(b.text) for b in doc.blocks[i + 1 : i + 4]
    )


def _says_more(b: Block, dated: Sequence[Mark], head: Head) -> bool:
    """Whether a line says more than the day and the site: 2016-04-13 渡口訪談：快問快答."""
    text = b.text
    rest = (text[: b.find(dated[0].span.start)] + text[b.find(dated[-1].span.end) :]).strip(" ()")
    return len(rest) >= _SHORTEST and not head.cues["site"].search(rest)


def _glued(b: Block, date: Mark, profile: Profile) -> int:
    """The length of a title that a date, and perhaps a name, follow on the same line; 0 where there is none."""
    at = b.find(date.span.start)
    title = b.text[:at].rstrip(" (")
    rest = b.text[b.find(date.span.end) :].strip(" )")
    ends = profile.cues["title-noun"].search(title)
    long = len(title) >= _WHOLE or closed_up(title) != title
    return len(title) if ends and long and (not rest or is_name(rest, profile)) else 0
