"""Reads the lines before a text, one by one: title, imprint, byline, date, furniture."""

from __future__ import annotations

import re

from pipeline.model import (
    Block,
    Byline,
    Dateline,
    Imprint,
    Mark,
    Paragraph,
    Span,
)  # fmt: skip
from pipeline.stages.adoption import adopted, within_brackets
from pipeline.stages.author_field import is_speech
from pipeline.stages.bylines import byline, under_title
from pipeline.stages.catalogue import cells, values
from pipeline.stages.datelines import is_open_date
from pipeline.stages.desk import Desk
from pipeline.stages.field import Field, docket, value_at, why
from pipeline.stages.fixed_lines import fixed_line
from pipeline.stages.fixes import fixes, front_end
from pipeline.stages.front_rest import BUTTON, WORDS, furniture_node, other_line
from pipeline.stages.front_titles import take_masthead, take_title
from pipeline.stages.head_reach import is_sentence, leads_on
from pipeline.stages.imprint import fields, may_label, valued
from pipeline.stages.imprint_lines import publishes, take_imprint
from pipeline.stages.order_lines import order_line
from pipeline.stages.orders import order
from pipeline.stages.republican import republican
from pipeline.stages.rules import rules
from pipeline.stages.running import running
from pipeline.stages.text import PROVINCES, by_block, is_name, labelled, labels, reading, within
from pipeline.stages.zone import path_to

_CHAIR = re.compile(r"(?:主席|主持|主持人) ?:")
# those who are there stand on the lines below: 发布人：, 主持人：
_THERE = re.compile(r"(?:发布人|出席|列席|参加|与会|主持)[^: ]{0,6} ?:$")
_THERE_FIRSTS = frozenset("发出列参与主缺")
_PRESENT_ALSO = re.compile(r"(?:出席|列席|缺席|与会)[^: ]{0,6} ?:")  # and on those below it
_MASKED_DATE = re.compile(
    r"\(?(?=.{0,5}[X×*〇])[\dX×*〇]{2,4} ?年[\dX×*〇一二三四五六七八九十 ]{1,4}月[^。,]{0,6}\)?$"
)
_FOR_READERS = re.compile("内部|对照|参考|学习|参阅")
_ACCOUNT = 16  # characters of the name of an account
_RULES = "-—─ "  # drawn on both sides of a date
_DATELINE = 20  # characters of a date in brackets
_SENTENCE = re.compile(r"[。,!?]")
_FROM = why("imprint.place", "medium", "a province alone, under the date of a page")
_PRESENT = why("front.present", "medium", "goes on with those who take part in the talk")


def read(desk: Desk, first: int, end: int, waste: dict[int, Mark], strict: bool = False) -> int:
    """Read blocks ``first`` to ``end`` as front matter; return the index where the text begins."""
    marks = desk.doc.marks
    titles = {} if strict else by_block(marks, "title-repeat") | by_block(marks, "title")
    heads = {} if strict else by_block(marks, "masthead")
    titled = not any(m.value == "main" for m in titles.values())
    said = fixes(desk.doc)
    end, must = front_end(desk.doc, first, end)
    given = {} if strict else values(desk.doc, desk.profile, end)
    carried = None if strict else order(desk.doc)
    path = -1 if strict else path_to(desk.doc, end)
    i = first
    while i < end:
        block = desk.doc.blocks[i]
        start = block.spans[0].start
        if start in said:
            fixed_line(desk, block, said[start])
            titled = titled or said[start].role == "title"
        elif (
            start in waste
            and not (waste[start].kind == "furniture?" and (titled or waste[start].value != "contact"))
            and not _dated_field(desk, block)
        ):
            desk.nodes.append(furniture_node(block, waste, "top"))
        elif start in heads:
            take_masthead(desk, block, heads[start])
        elif mark := titles.get(start):
            i = take_title(desk, i, mark)
            titled = titled or mark.kind == "title"
            continue
        elif i in given:
            take_imprint(desk, block, valued(given[i], block, desk.doc, desk.profile))
        elif i + 1 in given:
            take_imprint(desk, block, [])
        elif titled and "source" not in desk.found and publishes(desk.doc, i, desk.profile):
            take_imprint(desk, block, [value_at("source", block, desk.doc, 0, len(block.text))])
        elif carried and carried.top <= i < carried.first and order_line(desk, i, carried):
            pass
        elif not _line(desk, block):
            going = not strict and leads_on(desk.doc, desk.profile, i, end, given)
            if i >= must and titled and not going:
                return i
            over = i < path or (not titled and _is_of_site(desk, block.text))
            said_more = start in by_block(marks, "kicker") or any(
                isinstance(node, Imprint) for node in desk.nodes
            )
            desk.nodes.append(other_line(block, titled, over, BUTTON if said_more else WORDS))
        i += 1
    return i


def _is_of_site(desk: Desk, text: str) -> bool:
    """Whether a line over the title stands on every page, or names the site and not who may read a paper, and how."""
    named = rules(desk.profile).cues["site"].search(text) is not None and not _FOR_READERS.search(text)
    return named or text in running(desk.doc)


def _dated_field(desk: Desk, block: Block) -> bool:
    """Whether a line that also has buttons or counters gives the date or source of the text."""
    found = fields(block, desk.doc, desk.profile) if may_label(block, desk.doc) else ()
    return any(f.kind in ("published", "held", "source") and f.cert == "high" for f in found)


def _line(desk: Desk, block: Block) -> bool:
    """Read one line between title and text; False when it is neither imprint, date nor byline."""
    dated = within(desk.doc.marks, "date", block)
    if _docket(desk, block) or _day(desk, block, dated):
        return True
    told = _fields(desk, block, dated)
    return _byline(desk, block) if told is None else told


def _docket(desk: Desk, block: Block) -> bool:
    """Read the number of an official letter."""
    if not rules(desk.profile).cues["docket"].match(block.text):
        return False
    f = docket(block, desk.doc)
    desk.nodes.append(
        Imprint(block.spans, why("imprint.docket", "high", "form of an official letter's number"))
    )
    desk.take(f)
    desk.mark(f)
    return True


def _day(desk: Desk, block: Block, dated: list[Mark]) -> bool:
    """Read a date that is masked, of the Republic's years, or that of adoption."""
    doc, profile = desk.doc, desk.profile
    if "年" in block.text and _MASKED_DATE.match(block.text):
        desk.nodes.append(Dateline(block.spans, why("front.date", "medium", "a date that the source masks")))
        return True
    era = republican(block, doc) if len(block.text) <= _DATELINE else None
    if era and (within_brackets(block.text) or not block.text[: block.find(era.span.start)].strip(_RULES)):
        desk.nodes.append(
            Dateline(block.spans, why("front.date", "medium", "a date by the Republic's years"))
        )
        desk.take(era)
        return True
    if not dated and is_open_date(block.text):
        desk.nodes.append(
            Dateline(block.spans, why("front.date", "medium", "a date that names no day of the calendar"))
        )
        return True
    # without a date only the Republic's years say when a text was adopted
    own = adopted(block, doc, profile) if dated or doc.lang.startswith("zh-Hant") else ""
    if not own or next(cells(block, doc, profile), None):
        return False
    desk.adopted = desk.adopted or own
    desk.nodes.append(Dateline(block.spans, why("front.adopted", "high", "date with a word of adoption")))
    return True


def _fields(desk: Desk, block: Block, dated: list[Mark]) -> bool | None:
    """Read labelled fields and dates; False for a line of the text, None for one that has neither."""
    doc, profile = desk.doc, desk.profile
    if dated and is_sentence(block, dated) and not labels(block.text, profile):
        return False
    chair = _CHAIR.match(block.text)
    if chair and _SENTENCE.search(block.text, chair.end()):
        return False  # the chair speaks; a line that names the chair has no sentence
    found = fields(block, doc, profile) if dated or may_label(block, doc) else []
    label = None if found else labelled(block.text, profile)
    if label and profile.field(label) == "author" and is_speech(block.text[label.end() :]):
        return False
    if not found and not (label and len(block.text) < 40):
        return None
    take_imprint(desk, block, found)
    desk.present = _lists(block.text)
    return True


def _byline(desk: Desk, block: Block) -> bool:
    """Read who speaks or writes, those who are there, and what else only the form or the place of a line tells."""
    doc, profile = desk.doc, desk.profile
    names = byline(block, doc, profile) or (under_title(block, doc, profile) if desk.title else [])
    if block.text in PROVINCES and "published" in desk.found:
        _account(desk, block)
        desk.nodes.append(Imprint(block.spans, _FROM))
        return True
    if names and desk.present:
        desk.nodes.append(Paragraph(block.spans, _PRESENT))
        return True
    desk.present = _lists(block.text) or (
        block.text[-1] != ":" and block.start in by_block(doc.marks, "field")
    )
    if names:
        rule = "byline.role" if any(f.kind == "role" for f in names) else "byline.name"
        desk.nodes.append(Byline(block.spans, why(rule, names[-1].cert, "form of a byline")))
        if rule == "byline.role":
            desk.withdraw_unit()
        for f in names:
            desk.take(f)
            desk.mark(f)
        return True
    if block.hints and "byline" in block.hints:
        desk.nodes.append(
            Byline(block.spans, why("byline.container", "high", "the container sets it as one"))
        )
        return True
    if desk.adopted and block.indent and len(block.text) < 60 and block.text[-1] not in "。:":
        desk.nodes.append(
            Paragraph(block.spans, why("front.history", "medium", "goes on with the line of adoption"))
        )
        return True
    return False


def _account(desk: Desk, province: Block) -> None:
    """Take the account that posts: its name stands over the day, and where it is below that."""
    doc = desk.doc
    at = doc.blocks.index(province)
    if at < 2 or "source" in desk.found or not within(doc.marks, "date", doc.blocks[at - 1]):
        return
    name = doc.blocks[at - 2]
    other = name.start in by_block(doc.marks, "title") or name.start in by_block(doc.marks, "furniture")
    if len(name.text) <= _ACCOUNT and not (
        other or _SENTENCE.search(name.text) or is_name(name.text, desk.profile)
    ):
        desk.take(Field("source", Span(name.start, name.end), reading(doc, name.spans), "medium"))


def _lists(text: str) -> bool:
    """Whether those who take part in a talk stand on the lines below a line."""
    if text[0] not in _THERE_FIRSTS:
        return False
    return (text[-1] == ":" and _THERE.match(text) is not None) or _PRESENT_ALSO.match(text) is not None
