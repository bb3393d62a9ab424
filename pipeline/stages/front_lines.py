"""Reads the lines before a text, one by one: title, imprint, byline, date, furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.fold import fold
from pipeline.frozen import replace
from pipeline.model import (
    Block,
    Byline,
    Dateline,
    Document,
    FrontNode,
    Furniture,
    Imprint,
    Mark,
    Paragraph,
    Span,
    Why,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages.adoption import adopted, within_brackets
from pipeline.stages.bylines import under_title
from pipeline.stages.catalogue import cells, values
from pipeline.stages.fixed_lines import fixed_line
from pipeline.stages.fixes import fixes, front_end
from pipeline.stages.front_titles import take_masthead, take_title
from pipeline.stages.head_reach import is_field, leads_on
from pipeline.stages.imprint import Field, byline, fields, is_speech, may_label, republican, valued, why
from pipeline.stages.order_lines import order_line
from pipeline.stages.orders import order
from pipeline.stages.rules import rules
from pipeline.stages.running import running
from pipeline.stages.text import PROVINCES, by_block, is_name, labelled, labels, reading, within
from pipeline.stages.zone import path_to

_CHAIR = re.compile(r"(?:主席|主持|主持人) ?:")
# those who are there stand on the lines below: 发布人：, 主持人：
_THERE = re.compile(r"(?:发布人|出席|列席|参加|与会|主持)[^: ]{0,6} ?:$")
_THERE_FIRSTS = frozenset("发出列参与主")
_MASKED_DATE = re.compile(
    r"\(?(?=.{0,5}[X×*○])[\dX×*○〇]{2,4} ?年[\dX×*○〇一二三四五六七八九十 ]{1,4}月[^。,]{0,6}\)?$"
)
_DATELINE = 20  # characters of a date in brackets
_SITE = 30  # characters of a line of the site over the path to the page
_WORDS = 8  # characters of furniture that stands over the title
_BUTTON = 4  # the same where a kicker stands, or may stand: below a date
_OTHER = re.compile(r"[A-Za-z+-]{1,2}(?: |$)")  # buttons for larger and smaller letters
_STOP = re.compile(r"[。,;:!?]")
_SENTENCE = re.compile(r"[。,!?]")
_BODY = re.compile(r"(?:政府|委员会|委員會|[局厅廳委]|办公室|辦公室)$")
# an author who is no person; 宣传科 has the form of a name, as the second kind may be
_OF_UNIT = re.compile(r"[^ ,。:]{2,}(?:[委办局部处室]|中心)$"), re.compile(r"[^ ,。:]{2,}[科股站社校院会团]$")
_STAMP = re.compile(r"\d{4} ?[-/.] ?\d|\d ?版|\d/\d\d \d\d:")
_FROM = why("imprint.place", "medium", "a province alone, under the date of a page")
_PRESENT = why("front.present", "medium", "goes on with those who take part in the talk")
_MARKS = {"source": "publisher", "author": "name", "role": "role", "place": "place", "docket": "docket"}


@dataclass
class Desk:
    """What has been read so far from the lines before a text."""

    doc: Document
    profile: Profile
    nodes: list[FrontNode] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    found: dict[str, Field] = field(default_factory=dict)
    title: str = ""
    subtitle: str = ""
    adopted: str = ""
    present: bool = False  # whether the latest line names one who takes part in a talk

    def take(self, f: Field) -> None:
        if f.kind not in self.found:
            self.found[f.kind] = f

    def withdraw_unit(self) -> None:
        """Forget the unit that a page names as author (作者：秘书处) where office and name of a person stand below it."""
        author = self.found.get("author")
        name = fold(author.value) if author else ""
        sure, likely = _OF_UNIT
        if author and (sure.match(name) or (likely.match(name) and not is_name(name, self.profile))):
            del self.found["author"]
            self.marks = [m for m in self.marks if m.span != author.span]

    def take_byline(self, found: list[Field], line: Mark) -> None:
        """Take who speaks or writes from a line inside the text, unless the head says that."""
        self.marks.append(line)
        for f in found if "author" not in self.found else ():
            self.take(f)
            self.mark(f)

    def mark(self, f: Field) -> None:
        if f.kind in _MARKS:
            self.marks.append(Mark(_MARKS[f.kind], f.span, f.value, Why(f"imprint.{f.kind}", f.cert)))


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
            _imprint(desk, block, valued(given[i], block, desk.doc, desk.profile))
        elif carried and carried.name <= i < carried.first and order_line(desk, i, carried):
            pass
        elif not _line(desk, block):
            going = not strict and leads_on(desk.doc, desk.profile, i, end, given)
            if i >= must and titled and not going:
                return i
            over = i < path or (not titled and block.text in running(desk.doc))
            said_more = start in by_block(marks, "kicker") or any(
                isinstance(node, Imprint) for node in desk.nodes
            )
            desk.nodes.append(_unknown(block, titled, over, _BUTTON if said_more else _WORDS))
        i += 1
    return i


def _unknown(block: Block, titled: bool, of_page: bool, longest: int) -> FrontNode:
    """A line of the head that has the form of none of its parts; over the title, ``longest`` is the length of furniture."""
    text, spans = block.text, block.spans
    if (
        not titled
        and len(text if of_page else _OTHER.sub("", text)) <= (_SITE if of_page else longest)
        and not _STOP.search(text.replace(":", "") if of_page else text)
    ):
        reason = "of the page, not of the text" if of_page else "a word or two before the title"
        return Furniture(
            spans, "header", "top", why("furniture.header", "medium" if of_page else "low", reason)
        )
    if is_field(text):
        return Imprint(
            spans, why("imprint.label", "medium", "a label and its value among the lines of a head")
        )
    if titled:
        return Paragraph(
            spans, why("front.note", "medium", "stands between the title and its byline or date")
        )
    return Paragraph(spans, why("front.note", "low", "stands before the title and is none of its lines"))


def _dated_field(desk: Desk, block: Block) -> bool:
    """Whether a line that also has buttons or counters gives the date or source of the text."""
    found = fields(block, desk.doc, desk.profile) if may_label(block, desk.doc) else ()
    return any(f.kind in ("published", "held", "source") and f.cert == "high" for f in found)


def _line(desk: Desk, block: Block) -> bool:
    """Read one line between title and text; False when it is neither imprint, date nor byline."""
    doc, profile = desk.doc, desk.profile
    if rules(profile).cues["docket"].match(block.text):
        f = Field("docket", Span(block.start, block.end), reading(doc, block.spans))
        desk.nodes.append(
            Imprint(block.spans, why("imprint.docket", "high", "form of an official letter's number"))
        )
        desk.take(f)
        desk.mark(f)
        return True
    if "年" in block.text and _MASKED_DATE.match(block.text):
        desk.nodes.append(Dateline(block.spans, why("front.date", "medium", "a date that the source masks")))
        return True
    if within_brackets(block.text) and len(block.text) <= _DATELINE and (era := republican(block, doc)):
        desk.nodes.append(
            Dateline(block.spans, why("front.date", "medium", "a date by the Republic's years"))
        )
        desk.take(era)
        return True
    dated = within(doc.marks, "date", block)
    # without a date only the Republic's years say when a text was adopted
    own = adopted(block, doc, profile) if dated or doc.lang.startswith("zh-Hant") else ""
    if own and not next(cells(block, doc, profile), None):
        desk.adopted = desk.adopted or own
        desk.nodes.append(Dateline(block.spans, why("front.adopted", "high", "date with a word of adoption")))
        return True
    if dated and len(block.text) > 60 and not labels(block.text, profile):
        return False
    chair = _CHAIR.match(block.text)
    if chair and _SENTENCE.search(block.text, chair.end()):
        return False  # the chair speaks; a line that names the chair has no sentence
    found = fields(block, doc, profile) if dated or may_label(block, doc) else []
    label = None if found else labelled(block.text, profile)
    if label and profile.field(label) == "author" and is_speech(block.text[label.end() :]):
        return False
    if found or (label and len(block.text) < 40):
        _imprint(desk, block, found)
        desk.present = not found and _lists(block.text)
        return True
    names = byline(block, doc, profile) or (under_title(block, doc, profile) if desk.title else [])
    if block.text in PROVINCES and "published" in desk.found:
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
    if desk.adopted and block.indent and len(block.text) < 60:
        desk.nodes.append(
            Paragraph(block.spans, why("front.history", "medium", "goes on with the line of adoption"))
        )
        return True
    return False


def _lists(text: str) -> bool:
    """Whether those who take part in a talk stand on the lines below a line."""
    return text[-1] == ":" and text[0] in _THERE_FIRSTS and _THERE.match(text) is not None


def _imprint(desk: Desk, block: Block, found: list[Field]) -> None:
    bare = len(found) == 1 and found[0].kind == "date"
    bracketed = bare and (within_brackets(block.text) or "年" in block.text)
    only_author = bool(found) and all(f.kind == "author" for f in found)
    if bracketed and within_brackets(block.text):
        desk.nodes.append(
            Dateline(block.spans, why("front.date", "high", "a date in brackets under the title"))
        )
    elif only_author:
        desk.nodes.append(Byline(block.spans, why("byline.label", "high", "label of an author")))
    else:
        desk.nodes.append(
            Imprint(block.spans, why("imprint.fields", "high", "labels or a date beside a source"))
        )
    kinds = {f.kind for f in found}
    loose = within_brackets(block.text) or ("author" in kinds and "source" not in kinds)
    own = bare or _of_body(found)
    worded = own and not _stamped(block.text) and not labels(block.text, desk.profile)
    for f in found:
        if f.kind == "date":
            f = replace(f, kind="delivered" if loose else "issued" if worded else "published")
        if f.kind == "other":
            continue
        desk.take(f)
        desk.mark(f)


def _of_body(found: list[Field]) -> bool:
    """Whether a line is a body and a day without a time, as a letterhead has them: 县人民政府办公室  2022年8月30日."""
    return (
        len(found) == 2
        and {f.kind for f in found} == {"date", "source"}
        and all("T" not in f.value if f.kind == "date" else _BODY.search(f.value) for f in found)
    )


def _stamped(text: str) -> bool:
    """Whether a date line is written the way a site stamps its pages, or a paper: 2019-11-14, 2019年11月14日 第3版."""
    return _STAMP.search(text) is not None


def furniture_node(block: Block, waste: dict[int, Mark], place: str) -> Furniture:
    mark = waste.get(block.start)
    kind, reason = (
        (mark.value, mark.why)
        if mark
        else ("related", why("furniture.list", "medium", "short line among furniture"))
    )
    return Furniture(block.spans, kind, "top" if place == "top" else "bottom", reason)
