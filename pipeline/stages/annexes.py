"""Finds where annexes begin behind the signature of a paper: at a label with their name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block, Document, Part
from pipeline.profile import Profile
from pipeline.stages.rules import rules
from pipeline.stages.text import between, by_block

LABEL = re.compile(r"附(?: *[件录表图])? ?[\d一二三四五六七八九十]{0,3} ?:? ?")
_BARE = frozenset({"附件", "附录", "附表"})
_FILE = re.compile(r"[.](?:docx?|xlsx?|pdf|zip|rar|wps)\b")
_KINDS = frozenset("件录表")
_PRINTED = frozenset({"印发", "印制"})  # the last line of a paper: 县人民政府办公室　2022年6月8日印发
_LONGEST, _TEXT = 60, 30  # characters of a label with its name, of a line of text at least
BARE_LABEL = re.compile(r"附(?: *[件录表])? ?[\d一二三四五六七八九十]{0,3}:?$")
# the last words of a law, under which it has no signature: 本办法自2012年9月1日起施行。
_IN_FORCE = re.compile(r"(?:施行(?:日期)?|实施|生效|执行|废止)。$")
# the name of a paper that stands behind another: 关于《渡口管理办法（草案）》的起草说明, 渡口管理辦法草案總說明
_OTHER = re.compile(
    r"关于[^。,:;]{4,32}的[^的。,:;]{0,6}(?:说明|通知|决定|意见|批复|公告|通告|通报|报告|办法|规定|解释)$"
    r"|[^。,:;]{4,36}草案总说明$"
)
_OTHER_ENDS = frozenset("明知定见复告报法释")
_CLOSES = frozenset({"closing.signed", "closing.date"})


def closed_at(doc: Document, part: Part) -> int:
    """The offset of the first line of the signature or date that closes a text; its end where none does."""
    first, last = part.first, part.last
    if first >= last:
        return 0
    start, end = doc.blocks[first].start, doc.blocks[last - 1].end
    closed = end
    for kind in ("signed", "dateline"):
        for mark in between(doc.marks, kind, start, end):
            if mark.why.rule in _CLOSES:
                closed = min(closed, mark.span.start)
    return closed


def in_force_at(doc: Document, labels: Sequence[int]) -> int:
    """The offset where the last sentence of a law begins that says when it is in force, right over the first of its labels."""
    for i in labels:
        if i and _IN_FORCE.search(doc.blocks[i - 1].text):
            return doc.blocks[i - 1].start
    return -1


def stands_behind(doc: Document, i: int, last: int, closed: int) -> bool:
    """Whether a label may head an annex where it stands: behind the signature, or with a text under it where there is none."""
    blocks = doc.blocks
    if blocks[i].start > closed or i + 1 >= last or closed < blocks[last - 1].end:
        return blocks[i].start > closed
    after = blocks[i + 1]
    mark = by_block(doc.marks, "number").get(after.start)
    text = len(after.text) >= _TEXT or _has_tab(doc, after) or (mark is not None and mark.value == "article")
    return text and blocks[i].text[1:2] in _KINDS


def _has_tab(doc: Document, block: Block) -> bool:
    return "\t" in doc.source.text[block.start : block.end]


def heads_annex(doc: Document, i: int, last: int, profile: Profile) -> bool:
    """Whether a block behind the signature, which opens with a label such as 附件1：, is the head of what follows it.

    A list of attachments, or the name of a file to fetch, has nothing of its own below it.
    """
    block = doc.blocks[i]
    lead, text = LABEL.match(block.text), block.text
    if lead is None or len(text) > _LONGEST or i + 1 >= last or text[-1] in "。;":
        return False
    after, numbers = doc.blocks[i + 1], by_block(doc.marks, "number")
    page = after.start in by_block(doc.marks, "furniture") and not _has_tab(doc, after)
    if page or after.text[-2:] in _PRINTED or rules(profile).cues["attachment"].match(after.text):
        return False
    rest = text[lead.end() :]
    if not rest:
        mark = numbers.get(after.start)
        return not (_FILE.search(after.text) or (mark and mark.numbering and mark.numbering.ordinal == 1))
    opens = rules(profile).opening.match(rest)
    return len(rest) > 2 and opens is None and not _FILE.search(rest)


def names_other(text: str) -> bool:
    """Whether a line is the title of another paper, by its words."""
    return text[-1] in _OTHER_ENDS and _OTHER.match(text) is not None


def titles_other(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line is the title of another paper, by its words or under 附 on a line of its own."""
    return names_other(blocks[i].text) or (i > 0 and BARE_LABEL.match(blocks[i - 1].text) is not None)


def hollow(blocks: Sequence[Block], short: Sequence[int], taken: set[int]) -> list[int]:
    """The labels without a number, among ``short`` lines, that nothing stands under: a page calls the files to fetch so."""
    return [i for i in short if blocks[i].text in _BARE and (i + 1 == len(blocks) or i + 1 in taken)]
