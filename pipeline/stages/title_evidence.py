"""Weighs one line before the text as a title: what its words, its form, its place and other lines say for and against it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.fold import fold
from pipeline.frozen import replace
from pipeline.model import Block, Document, Evidence, Mark, Span
from pipeline.profile import Profile
from pipeline.screen import Rule
from pipeline.stages.adoption import is_history, republic
from pipeline.stages.bylines import is_marked_name
from pipeline.stages.catalogue import cells, values
from pipeline.stages.collection import collected, names_collection
from pipeline.stages.counted import stated
from pipeline.stages.imprint import byline, fields, may_label
from pipeline.stages.letterhead import lone_title
from pipeline.stages.masthead import is_kicker, mastheads, stamped
from pipeline.stages.name_lists import press
from pipeline.stages.orders import order
from pipeline.stages.parts import begins_text, separators
from pipeline.stages.rules import rules
from pipeline.stages.running import running
from pipeline.stages.text import by_block, closed_up, is_name, is_title_shaped, key, labelled, within
from pipeline.stages.title_lines import SUFFIX, Line, abridges, kin
from pipeline.stages.verse import verse
from pipeline.stages.zone import path_to, zone

STATED = "the container calls it the title"
KIND = "ends in the name of a kind of text"
LABELLED = "a label calls it the title"
_OPENS = re.compile(r"关于|在.{3,}上|《")
_QUOTED = re.compile(r"《([^》]{4,80})》?")
_NAME_ASIDE = re.compile(r"[^()]{2,4}\([^()]{3,20}\)$")
# a field of a form or a contract, whose label is none of a page's
_PARTY = re.compile(
    r"[^:]{0,12}?(?:法定代表人|负责人|联系人|经办人|当事人|申请人|电话|代码|住所|编号|类型|状态|身份证号"
    r"|[甲乙丙丁]方|出租方|承租方|单位|机构|部门)(?: ?\([^)]{1,12}\))? ?:"
)
_BODY = re.compile(
    r"^[^,。:;《》]{2,28}(?:政府|法院|检察院|委员会|办公室|办公厅|委|厅|局|部|署|协会|联合会|公司)$"
)
_BODY_ENDS = frozenset("府院会室厅委局部署司")  # the last characters of these
# the number of a standard or of a page: DB36, ICS 65.020.20, A3218
_CODE = re.compile(r"[A-Z]{1,4}(?:[ /][A-Z])? ?\d[\d.—-]*$")
_PLACE = re.compile(r"(?:会议|开会)?地 *点 ?:")
_PRESENT = re.compile(r"[出列缺]席[^:。]{0,6}:")
_AROUND_SITE = re.compile(r" [-_—|丨–] |[_|丨]")  # in what the container states: 渡口客运 - 7路时刻表
_FOOT = 14  # blocks at the end among which the page may name its title
_ADDRESS = re.compile(r"(?<=..)(?:先生|女士|小姐)$")
_PARTS = frozenset(" 、:/")  # one of these stands between office and name, or between two names
_OVER = frozenset({"source", "published", "issued"})  # fields of a page that may stand over the title
_LONGEST = 110  # of a line that may repeat a title
_OVER_TITLE = 4  # lines of the head among which the first is that may be the only one over the text


class Head:
    """The lines before the text of a document: ``blocks[:end]``, and what is asked for each of them, found out once."""

    def __init__(self, doc: Document, profile: Profile) -> None:
        self.doc, self.profile, self.end = doc, profile, zone(doc, profile)
        self.cues = rules(profile).cues
        count, self.counting = stated(doc)
        series = separators(doc, profile) if count else []
        if series := series or collected(doc, profile):
            self.end = min(self.end, series[0].index)  # below it are titles of single texts
        self.collection = names_collection(doc) if series else -1
        self.waste = by_block(doc.marks, "furniture")
        self.fields = by_block(doc.marks, "field")
        lines = doc.blocks[: self.end + 1]
        self.lines = lines
        self.over_verse = verse(doc, profile, len(doc.blocks)) == self.end
        self.keys = [key(b.text) if len(b.text) < _LONGEST else "" for b in lines]
        self.values = values(doc, profile, self.end)
        self.order = order(doc)
        self.running = running(doc)
        self.path = path_to(doc, self.end)
        shaped = self._shaped()
        self.mastheads = mastheads(doc, profile, shaped, self.end)
        shaped = [i for i in shaped if i not in self.mastheads and not self._names_site(i)] or shaped
        self.under_path = bool(shaped) and shaped[-1] > self.path
        top = self.path if self.under_path else -1
        self.first = next((i for i in shaped if i > top and self._may_be_first(i)), self.end)
        self.lone = lone_title(doc, profile, [i for i in shaped if i >= self.first][:_OVER_TITLE], self.end)
        self.shaped = set(shaped)
        over = self.first + 1 in self.shaped
        self.kicker = over and is_kicker(doc, profile, self.first, bool(self.mastheads))
        hints = [b.hints for b in lines if b.hints]
        self.styled = any("title" in h for h in hints)
        self.large = sum(["large" in h for h in hints])
        said = [fold(value) for name, value in doc.source.meta if name == "title" and value]
        self.stated = [k for text in said if (k := key(text))]
        self.parts = [key(part) for text in said for part in _AROUND_SITE.split(text) if len(part) >= 5]
        self.labelled = [*filter(None, map(self._named, range(self.end)))]
        self.foot = [b.text for b in doc.blocks[max(self.end, len(doc.blocks) - _FOOT) :]]

    def _shaped(self) -> list[int]:
        """The lines that could be the title by their form."""
        return [
            i
            for i, b in enumerate(self.lines[: self.end])
            if is_title_shaped(b.text)
            and b.start not in self.waste
            and b.start not in self.fields
            and not _CODE.match(b.text)
        ]

    def _names_site(self, i: int) -> bool:
        """Whether a line names the site, and is the title only where there is no other."""
        return self.cues["site"].search(self.lines[i].text) is not None

    def _may_be_first(self, i: int) -> bool:
        """Whether a line is neither a value of a label above it nor the source or date that some pages put over the title."""
        block = self.lines[i]
        label = labelled(block.text, self.profile)
        named = label and self.profile.field(label) in _OVER
        return not (i in self.values or named or stamped(block, self.doc, self.profile))

    def _named(self, i: int) -> str:
        """The key of the title that a line before the text gives after a label, or in the cell or on the line after it."""
        block = self.doc.blocks[i]
        if self.values.get(i) == "title":
            return self.keys[i]
        # the last character of a label of titles is asked for, as most lines with labels have others
        if not may_label(block, self.doc) or _ends(self.profile).isdisjoint(block.text):
            return ""
        text = self.doc.source.text
        spans = [f.span for f in fields(block, self.doc, self.profile) if f.kind == "title"]
        return key(fold(text[spans[0].start : spans[0].end])) if spans else ""

    def candidates(self) -> Iterator[tuple[int, int]]:
        """(index, length) of the lines that could be the title, without a date and a name that run on behind it."""
        doc, profile, docket, act = self.doc, self.profile, self.cues["docket"], self.cues["numbered-act"]
        republican = doc.lang.startswith("zh-Hant")
        for i, b in enumerate(doc.blocks[: self.end]):
            text = b.text
            if text[0] in "出列缺" and _PRESENT.match(text):
                break  # who was there is told under the title
            if i > self.first and text[0] in "地会开" and _PLACE.match(text):
                break  # so is where a meeting is held
            if i not in self.shaped or text.startswith("——") or "subtitle" in b.hints:
                continue
            if self.values.get(i, "title") != "title" or _is_metadata(b, doc, profile):
                continue
            if (
                (docket.first[text[0]] and docket.match(SUFFIX.sub("", text)) and not act.match(text))
                or _is_letterhead(doc, i, docket)
                or (i > self.first and _is_signed(doc, i))
                or (republican and republic(b, doc))
            ):
                continue
            dated = within(doc.marks, "date", b)
            if not dated:
                yield i, len(text)
            elif not is_history(b) and not profile.label.search(text):
                cut = _glued(b, dated[0], profile)
                if cut or sum([m.span.end - m.span.start for m in dated]) <= len(text) * 0.4:
                    yield i, cut or len(text)

    def repeats(self, own: str, i: int) -> bool:
        """Whether another line is a copy of line ``i``, whose key is given."""
        return any(k and (own in k or k in own) and j != i and kin(own, k) for j, k in enumerate(self.keys))

    def names(self, own: str) -> bool:
        """Whether the end of the page names a title with this key."""
        first, last = own[:1], own[-1:]
        lines = [text for text in self.foot if first in text and last in text]
        return bool(lines) and any(
            key(name) == own for text in lines for name in _QUOTED.findall("《" + text[:100])
        )


_ENDS: dict[str, frozenset[str]] = {}


def _ends(profile: Profile) -> frozenset[str]:
    """The last characters of the labels of titles in a profile."""
    found = _ENDS.get(profile.digest)
    if found is None:
        words = [word for word, kind in profile.labels.items() if kind == "title"]
        found = _ENDS[profile.digest] = frozenset(word[-1] for word in words)
    return found


def _is_metadata(b: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line opens with a label, of the page or of a party to a contract: 文　　号：, 法定代表人：."""
    text = b.text
    return bool(
        labelled(text, profile) or (":" in text and _PARTY.match(text)) or next(cells(b, doc, profile), None)
    )


def _is_signed(doc: Document, i: int) -> bool:
    """Whether a line names a body and the next one is a date: the signature of what stands above."""
    text = doc.blocks[i].text
    if text[-1] not in _BODY_ENDS or i + 1 >= len(doc.blocks) or not _BODY.search(text):
        return False
    below = doc.blocks[i + 1]
    dated = within(doc.marks, "date", below)
    return len(dated) == 1 and dated[0].span == Span(below.start, below.end)


def weigh(i: int, length: int, head: Head) -> Line:
    """The evidence for one line, of which the title is no more than some characters."""
    b = head.doc.blocks[i]
    if length == len(b.text):
        return _judge(i, b, head)
    line = _judge(i, replace(b, text=b.text[:length]), head)
    return replace(line, end=b.span(0, length).end)


def _is_letterhead(doc: Document, i: int, docket: Rule) -> bool:
    """Whether a line is printed on the paper, over the number of an official letter: 望川县人民政府文件."""
    return doc.blocks[i].text.endswith("文件") and any(
        docket.match(b.text) for b in doc.blocks[i + 1 : i + 4]
    )


def _glued(b: Block, date: Mark, profile: Profile) -> int:
    """The length of a title that a date, and perhaps a name, follow on the same line; 0 where there is none."""
    at = b.find(date.span.start)
    title = b.text[:at].rstrip(" (")
    rest = b.text[b.find(date.span.end) :].strip(" )")
    ends = profile.cues["title-noun"].search(title)
    return len(title) if ends and len(title) >= 6 and (not rest or is_name(rest, profile)) else 0


def _judge(i: int, b: Block, head: Head) -> Line:
    text, e = b.text, []
    own = (b is head.lines[i] and head.keys[i]) or key(text)
    short = SUFFIX.sub("", closed_up(text))
    if rules(head.profile).cues["title-noun"].search(short):
        e.append(Evidence(KIND, 2.0))
    if _OPENS.match(text):
        e.append(Evidence("opens like a title", 1.0))
    if text[0] == "第" and head.cues["numbered-act"].match(text):
        e.append(Evidence("number of an act that has no other name", 2.0))
    if len(own) >= 5 and head.repeats(own, i):
        e.append(Evidence("another line repeats it", 2.5))
    if head.names(own) or (short != text and head.names(key(short))):
        e.append(Evidence("the page's footer names it", 2.0))
    if head.stated and (any(kin(own, k) for k in head.stated) or any(abridges(k, own) for k in head.parts)):
        e.append(Evidence(STATED, 3.0))
    if head.labelled and any(kin(own, k) for k in head.labelled):
        e.append(Evidence(LABELLED, 3.0))
    if i + 1 < head.end and head.lines[i + 1].text.startswith("——"):
        e.append(Evidence("a dash opens the line under it", 2.0))
    if i == head.first:
        e.append(Evidence("the first line that is no furniture", 1.5))
        if head.over_verse:
            e.append(Evidence("stands apart over short lines alone", 1.5))
    if i == head.first + 1 and head.kicker:
        e.append(Evidence("stands under a kicker and over the imprint of a paper", 2.0))
    if i == head.lone:
        e.append(Evidence("stands alone between number or body and the text", 4.0))
    if text in head.running:
        e.append(Evidence("stands on every page", -2.0))
    if i < head.path and head.under_path:
        e.append(Evidence("stands over the path to the page", -1.5))
    if i == head.collection:
        e.append(Evidence("names a collection of texts", 2.0))
    if i == head.counting and len(own) > 4:
        e.append(Evidence("says how many texts there are", 1.5))
    if 7 <= len(text) <= 46:
        e.append(Evidence("length of a title", 0.5))
    if len(own) < 4:
        e.append(Evidence("very short", -0.4 if len(own) == 3 else -1.0))
    if not ("large" in b.hints and head.large == 1) and _like_byline(b, head.doc, head.profile):
        e.append(Evidence("has the form of a byline", -2.5))
    if begins_text(text, head.profile):
        e.append(Evidence("has the form of a separator between texts", -3.0))
    if "title" in b.hints or ("h1" in b.hints and not head.styled):
        e.append(Evidence("marked as the title", 4.0 if head.styled else 3.0))
    if "large" in b.hints:
        e.append(Evidence("set in larger type", 1.0))
    return Line(i, b, own, tuple(e), sum([x.weight for x in e]))


def _like_byline(b: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line has the form of a byline. The one line in larger type is none: under a title, a name is not set so."""
    text = _ADDRESS.sub("", b.text) if b.text[-1] in "生士姐" else b.text
    return (
        is_name(text, profile)
        or is_marked_name(text, profile)
        or (" " in text and len(text) < 26 and is_name(text.rsplit(" ", 1)[1], profile))
        or (
            not _PARTS.isdisjoint(b.text)
            and (len(byline(b, doc, profile)) == 2 or press(b.text, profile) is not None)
        )
        or (
            text[-1] == ")"
            and _NAME_ASIDE.match(text) is not None
            and is_name(text[: text.index("(")], profile)
        )
    )
