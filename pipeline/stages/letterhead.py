"""Tells what is printed over the title of a paper, its number, the body that writes it or the name of a bulletin, from the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.adoption import within_brackets
from pipeline.stages.bylines import byline
from pipeline.stages.masthead import stamped
from pipeline.stages.rules import rules
from pipeline.stages.signers import ORG
from pipeline.stages.text import by_block, is_name, labelled, within
from pipeline.stages.title_lines import Line

# a body that writes papers; a narrower list than those of signatures, as any line may stand over any other
_WRITES = re.compile(
    r"[^,。:;!?《》]{2,28}(?:政府|法院|检察院|委员会|办公室|办公厅|办事处|党组|党委|公司"
    r"|[省市县区州旗镇乡](?:委|[^,。:;!?《》 的]{2,10}[厅局]))$"
)
_WRITES_ENDS = frozenset("府院会室厅处组委司局")  # the last characters of these
_STAMP = re.compile(r"(?:内部|[绝机秘]密|密级|特急|加急|明电)")  # how a paper is to be treated
_OFFICE = re.compile(r"[科股处室队]$")  # of a body; it is no title under the body's name
_PAPER = re.compile(r"[^,。:;!?《》]{2,30}文件$")
# papers that come out in numbers, each with a title of its own
_SERIAL = re.compile(
    r"(?:纪要|简报|专报|参阅件|参阅文件|参阅材料|内参|要情|工作动态|工作信息|工作交流|督查通报|领导讲话)$"
)
_SERIAL_ENDS = frozenset("要报件料参情态息流话")  # the last characters of these
_ISSUE = re.compile(
    r"[(〔\[]?(?:\d{4} ?年?)?[)〕\]]? ?年? ?(?:[(〔\[]?总)?第? ?[\d一二三四五六七八九十百〇零]{1,5} ?期[)〕\]]?"
    r"(?: ?[(〔\[]总第? ?\d{1,4} ?期[)〕\]])?"
)
_DAY = re.compile(r"[\d〇零一二三四五六七八九十廿年月日号 ]+")  # also without its year
_ABOUT = re.compile(r"关于|研究")
_MINUTES = "纪要"
_BETWEEN = 5  # lines from the name of a bulletin to the title in it
_SHORTEST = 4  # characters of a title
_IMPRINT = 40  # characters of the line with body and day


def lone_title(doc: Document, profile: Profile, lines: Sequence[int], end: int) -> int:
    """The only line between the number of a paper, or the body that writes it, and the text before ``end``; -1 where none is.

    ``lines`` are the first ones that could be the title by their form. Such a line is the title whatever its words.
    """
    n = next((n for n, i in enumerate(lines) if not _is_printed_over(doc, i, n, profile)), 0)
    if not n or end >= len(doc.blocks) or lines[n] - lines[n - 1] > 1:
        return -1
    i = lines[n]
    if not _is_free(doc.blocks[i], doc, profile):
        return -1
    waste = by_block(doc.marks, "furniture")
    below = (b for b in doc.blocks[i + 1 : end] if b.start not in waste)
    return i if all(_is_under_title(b, doc, profile) for b in below) else -1


def _is_printed_over(doc: Document, i: int, n: int, profile: Profile) -> bool:
    """Whether a line is the number of a paper, the body that writes it, or the name of that body's papers.

    Below one of these, which ``n`` counts, it may also be the day.
    """
    text = doc.blocks[i].text
    if n and _DAY.fullmatch(text):
        return True
    docket = rules(profile).cues["docket"]
    return (
        (docket.first[text[0]] and docket.match(text) is not None)
        or (text[-1] in _WRITES_ENDS and _WRITES.match(text) is not None)
        or (text[-1] == "件" and _PAPER.match(text) is not None)
    )


def _is_free(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether nothing in its form says that a line is something else than a title."""
    text = block.text
    return (
        len(text) >= _SHORTEST
        and not text.startswith("——")
        and not within_brackets(text)
        and not _DAY.fullmatch(text)
        and not _OFFICE.search(text)
        and not _STAMP.match(text)
        and not ORG.match(text)
        and not is_name(text, profile)
        and not labelled(text, profile)
        and not stamped(block, doc, profile)
        and not byline(block, doc, profile)
    )


def _is_under_title(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line belongs to what stands between a title and its text."""
    text = block.text
    return (
        text.startswith("——")
        or within_brackets(text)
        or bool(within(doc.marks, "date", block))
        or rules(profile).cues["docket"].match(text) is not None
        or bool(labelled(text, profile))
        or bool(byline(block, doc, profile))
    )


def in_number(name: Line, lines: Sequence[Line], doc: Document, profile: Profile) -> Line | None:
    """The title of what is printed in one number of a bulletin or of minutes, where ``name`` is the name of these.

    Between the two stand the number, and mostly the body and the day.
    """
    if name.end or name.key[-1:] not in _SERIAL_ENDS or not _SERIAL.search(name.key):
        return None
    docket = rules(profile).cues["docket"]
    numbered, end, waste = False, name.block.end, by_block(doc.marks, "furniture")
    below = (b for b in doc.blocks[name.index + 1 :] if b.start > end and b.start not in waste)
    for block in islice(below, _BETWEEN):
        text = block.text
        if _ISSUE.fullmatch(text) or (docket.first[text[0]] and docket.match(text)):
            numbered = True
        elif not within(doc.marks, "date", block) or len(text) > _IMPRINT:
            own = next((x for x in lines if x.block.start == block.start), None)
            return own if numbered and own and _is_own(own, name, doc, profile) else None
    return None


def _is_own(line: Line, name: Line, doc: Document, profile: Profile) -> bool:
    """Whether a line under the number of a bulletin is the title in it."""
    if line.weight <= 0 or not _is_free(line.block, doc, profile):
        return False
    if not name.key.endswith(_MINUTES):
        return True
    return line.key != name.key and (line.key.endswith(_MINUTES) or _ABOUT.match(line.block.text) is not None)


def printed_over(first: int, title: int, doc: Document, profile: Profile, sure: bool) -> list[Block]:
    """The lines of a paper above its title that no other rule knows.

    Unless they are ``sure`` to be the paper's, there are none on a page with labels, where they may be the site's.
    """
    if not sure and any(labelled(b.text, profile) for b in doc.blocks[: title + _BETWEEN]):
        return []
    docket, waste = rules(profile).cues["docket"], by_block(doc.marks, "furniture")
    return [
        b
        for b in doc.blocks[first:title]
        if b.start not in waste and not docket.match(b.text) and not within(doc.marks, "date", b)
    ]
