"""The lines before the text of a document: what is asked for each of them to find the title, found out once."""

from __future__ import annotations

import re

from pipeline.fold import fold
from pipeline.model import Document
from pipeline.profile import Profile
from pipeline.stages.articles import over_abstract
from pipeline.stages.catalogue import values
from pipeline.stages.collection import collected, names_collection
from pipeline.stages.counted import stated
from pipeline.stages.imprint import fields, may_label
from pipeline.stages.letterhead import lone_title
from pipeline.stages.masthead import is_kicker, mastheads, stamped
from pipeline.stages.orders import order
from pipeline.stages.parts import separators
from pipeline.stages.rules import rules
from pipeline.stages.running import running
from pipeline.stages.text import by_block, is_title_shaped, key, labelled
from pipeline.stages.text_begins import is_called_out
from pipeline.stages.title_lines import kin
from pipeline.stages.verse import verse
from pipeline.stages.zone import is_annexed, path_to, zone

_OVER = frozenset({"source", "published", "issued"})  # fields of a page that may stand over the title
_LONGEST = 110  # of a line that may repeat a title
_OVER_TITLE = 6  # lines of the head among which the first is that may be the only one over the text
_AROUND_SITE = re.compile(r" [-_—|丨] |[_|丨]")  # in what the container states: 渡口客运 - 7路时刻表
# 【档案编号】14302.7
BOXED = re.compile(r"[【\[][^】\]]{0,4}(?:编号|档号|字号|来源|出处|时间|日期|作者|责任者|版次|分类号)[】\]].")
_DEFINED = frozenset(",(是")  # what follows a term or a person that is told of
_FOOT = 14  # blocks at the end among which the page may name its title
# the number of a standard or of a page: DB36, ICS 65.020.20, A3218
_CODE = re.compile(r"[A-Z]{1,5}\d{0,4}(?:/[A-Z]{1,8}| [A-Z])? ?\d[\d.—-]*$")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})(?!\d)")
_ISSUE = re.compile(r"\(?(?:总)?第 ?[\d〇零一二三四五六七八九十百]{1,6} ?期\)?$")  # （总第517期）
_QUOTED = re.compile(r"《([^》]{4,80})》?")


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
        self.over_talk = self._over_talk()
        self.article = over_abstract(doc, profile, self.end)
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

    def _over_talk(self) -> int:
        """The line that is the only one over a talk; -1 where there is none."""
        lines = [
            i
            for i, b in enumerate(self.lines[: self.end])
            if b.start not in self.waste and "://" not in b.text
        ]
        if len(lines) != 1 or self.end >= len(self.doc.blocks):
            return -1
        return lines[0] if self.doc.blocks[self.end].start in by_block(self.doc.marks, "turn") else -1

    def _shaped(self) -> list[int]:
        """The lines that could be the title by their form; a line that calls out only where there is no other."""
        free = [
            (i, b.text)
            for i, b in enumerate(self.lines[: self.end])
            if b.start not in self.waste and b.start not in self.fields
        ]
        shaped = [
            i
            for i, text in free
            if (is_title_shaped(text) or is_called_out(self.lines[i]))
            and not (
                _CODE.match(text) or "://" in text or _PHONE.search(text) or (not i and is_annexed(self.doc))
            )
        ]
        if not free or not all(stamped(self.lines[i], self.doc, self.profile) for i in shaped):
            return shaped
        salute = self.cues["salute"]
        calls = [
            i
            for i, text in free[:1]
            if text[-1] == "!" and is_title_shaped(text[:-1]) and not salute.match(text)
        ]
        return [*calls, *shaped]

    def _names_site(self, i: int) -> bool:
        """Whether a line names the site, and is the title only where there is no other."""
        return self.cues["site"].search(self.lines[i].text) is not None

    def _may_be_first(self, i: int) -> bool:
        """Whether a line is neither a value of a label above it, nor the number of a bulletin, the source or the date that
        some pages put over the title.
        """
        block = self.lines[i]
        text = block.text
        if ("期" in text and _ISSUE.match(text)) or text in self.profile.labels or BOXED.match(text):
            return False
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

    def repeats(self, own: str, i: int) -> bool:
        """Whether another line is a copy of line ``i``, whose key is given."""
        return any(k and (own in k or k in own) and j != i and kin(own, k) for j, k in enumerate(self.keys))

    def defines(self, text: str) -> bool:
        """Whether the text begins as an article of an encyclopedia does, with its title and what that is: 龙尾车,又称…."""
        blocks = self.doc.blocks
        below = blocks[self.end].text if self.end < len(blocks) else ""
        return below.startswith(text) and below[len(text) : len(text) + 1] in _DEFINED

    def carries(self, i: int) -> bool:
        """Whether the number of a paper, and under it what the paper is about, stand below a line: 交通局公告, 2010年第4号."""
        below = [b.text for b in self.doc.blocks[i + 1 : min(i + 3, self.end)]]
        return (
            len(below) == 2
            and self.cues["docket"].match(below[0]) is not None
            and below[1].startswith("关于")
        )

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
