"""Small questions that several stages ask about blocks and marks."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from pipeline.characters import ZERO_WIDTH
from pipeline.frozen import replace
from pipeline.model import Block, Document, Furniture, Mark, Span
from pipeline.profile import Profile
from pipeline.screen import Tail
from pipeline.stages.rules import rules

_GLOSS = re.compile(r"[(][a-zā-ǜüńň:]{1,7} ?[)] ?")
_MASKED = re.compile(r"[X×某〇*]{1,3}$")
_GIVEN = 3  # characters of the longest given name, which is one that the source masks
# 李和平 and 韩致和 are names, 金和银 is none
_NO_NAME = re.compile(r"[的了在是与]|和(?!(?<=^.和)平$|(?<=^..和)$)|[局厅署]$|(?<=..)[部处室委办院队组]$")
# kinds of text whose name begins with a surname, and wishes at the end of a letter
_KINDS = frozenset(
    {
        *("全文", "章程", "方案", "计划", "计划书", "纪要", "公告", "公报", "公约", "公函", "公示", "公开信"),
        *("公祭文", "简报", "简介", "简讯", "党课", "贺信", "贺电", "贺词", "贺辞", "祝词", "祝辞", "祝酒词"),
        *("祝酒辞", "祝寿词", "祝贺信", "祝福语", "家书", "家信", "申请书", "申诉书", "解说词", "宣誓词"),
        *("毕业辞", "周例会", "周记"),
        *("敬礼", "敬启", "敬上", "敬贺", "敬祝", "敬颂", "祝好", "祝福", "祝贺", "祝愿", "谢谢", "万福"),
        *("万安", "文安", "文祺"),
    }
)
# some begin with a surname; a page sets them under its date to say where its author is
PROVINCES = frozenset(
    {
        *("北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽"),
        *("福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西"),
        *("甘肃", "青海", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门", "台湾"),
    }
)
_POSTS = re.compile(
    r"代(?:.{0,2}长|主席|主任|书记|总理|表)$|董事长?$|党[员委组办]$|关注$|班(?:主任|长)$|[师连]长$|原创$|储存$"
)  # offices and buttons that begin with one
_POST_FIRSTS = frozenset("代董党关班师连原储")
# a name from another language
DOTTED = re.compile(r"[一-鿿]{1,8}(?:·[一-鿿]{1,8}){1,2}$")
# the bullet, number or bracket that a list of labels has before each
_BEFORE_LABEL = re.compile(r"(?:[·-] ?|\d{1,2}[.、] ?(?=【))?【?")
_LABEL_FIRSTS = frozenset("·-【0123456789")
_SINGLE = re.compile(r"[一-鿿](?:\s+[一-鿿])+$")
_UNLIKE = re.compile(r"[\"'\s“”‘’《》〈〉<>【】\[\]()·,、:—\-_|]")


def by_block(marks: tuple[Mark, ...], kind: str) -> dict[int, Mark]:
    """Marks of one kind by the offset at which they begin. Not to be changed: it is kept for the next call."""
    latest, kinds = _latest
    return (kinds if latest is marks else _index(marks)).get(kind, _NONE).at()


def of_kind(marks: tuple[Mark, ...], kind: str) -> Sequence[Mark]:
    """Marks of one kind in the order in which they were made."""
    latest, kinds = _latest
    return (kinds if latest is marks else _index(marks)).get(kind, _NONE).made


def within(marks: tuple[Mark, ...], kind: str, block: Block) -> list[Mark]:
    """Marks of one kind that lie inside a block, in order."""
    end = block.end
    found = between(marks, kind, block.start, end)
    return [mark for mark in found if mark.span.end <= end] if found else found


def between(marks: tuple[Mark, ...], kind: str, start: int, end: int) -> list[Mark]:
    """Marks of one kind that begin in a stretch of the source, in order."""
    latest, kinds = _latest
    known = (kinds if latest is marks else _index(marks)).get(kind)
    return known.ordered[bisect_left(known.starts, start) : bisect_left(known.starts, end)] if known else []


class _Kind:
    """The marks of one kind: as they were ``made``, and ``ordered`` by their ``starts``."""

    __slots__ = ("_at", "made", "ordered", "starts")

    def __init__(self, made: list[Mark]) -> None:
        starts = [mark.span.start for mark in made]
        self.made = self.ordered = made
        self.starts = sorted(starts)
        if self.starts != starts:
            self.ordered = sorted(made, key=_START)
        self._at: dict[int, Mark] | None = None

    def at(self) -> dict[int, Mark]:
        """The marks by their starts; the last one made, where several begin."""
        if self._at is None:
            self._at = dict(zip(self.starts, self.ordered, strict=True))
        return self._at


_START = attrgetter("span.start")
_NONE = _Kind([])
_latest: tuple[tuple[Mark, ...], dict[str, _Kind]] = ((), {})


def _index(marks: tuple[Mark, ...]) -> dict[str, _Kind]:
    """The marks of a document by kind, which are not the latest.

    Stages ask many times about the same marks, and add theirs behind those that they were given, so the latest index is
    kept, and grows by the kinds that were added. Who asks looks at the latest before, which nearly always spares a call.
    """
    global _latest
    known, kinds = _latest
    grown = marks[: len(known)] == known  # quick: the very same marks, as a rule
    kinds = _added(kinds, marks[len(known) :]) if grown else _added({}, marks)
    _latest = marks, kinds
    return kinds


def forget() -> None:
    """Let go of the latest index."""
    global _latest
    _latest = (), {}


def _added(kinds: dict[str, _Kind], marks: tuple[Mark, ...]) -> dict[str, _Kind]:
    fresh: dict[str, list[Mark]] = {}
    for kind, made in groupby(marks, attrgetter("kind")):  # most stages make theirs of one kind
        fresh.setdefault(kind, []).extend(made)
    return kinds | {kind: _Kind(kinds.get(kind, _NONE).made + made) for kind, made in fresh.items()}


class _SentenceEnd:
    """The end of a sentence: a stop, perhaps with a quotation mark, bracket or note's sign behind it, or a full stop after a word."""

    _stops = frozenset("。!?…")
    _others = frozenset('”’)."]〕①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳')  # these may end one too
    _tail = Tail(r"[。!?…][”’)]?(?:\[\d{1,3}\]|〔\d{1,3}〕|[①-⑳])$|[。!?…][”’)]$|[^\W\d_]{2}[.][”’\")]?$", 7)

    def search(self, text: str) -> bool:
        """Whether a folded text ends so."""
        last = text[-1:]
        return last in self._stops or (last in self._others and self._tail.search(text) is not None)


SENTENCE_END = _SentenceEnd()


def slice_of(block: Block, lo: int, hi: int) -> Block:
    """The block of ``text[lo:hi]`` without outer blanks; the stretch must hold a character that is no blank."""
    text = block.text[lo:hi]
    lo += len(text) - len(text.lstrip())
    hi -= len(text) - len(text.rstrip())
    pieces, base = [], 0
    for piece in block.pieces:
        length = piece.end - piece.start
        a, b = max(lo - base, 0), min(hi - base, length)
        if a < b:
            pieces.append(Span(piece.start + a, piece.start + b))
        base += length
    return replace(block, spans=block.cut(lo, hi), text=block.text[lo:hi], pieces=tuple(pieces))


def behind_blanks(doc: Document, block: Block, at: int) -> int:
    """The offset behind the blanks at an offset of a block; one that stands for the name of a blank (&nbsp;) is none of them."""
    text, source, plain = block.text, doc.source.text, len(block.pieces) == 1
    while at < len(text) and text[at].isspace() and (plain or source[block.at(at)].isspace()):
        at += 1
    return at


def pages_before(doc: Document, block: Block, at: int) -> list[Furniture]:
    """Page numbers and the like that fell right before the character at offset ``at`` of a block, where it is cut in two."""
    end = block.at(at)
    start = block.at(at - 1) + 1 if at else end
    if end - start <= 1:  # nothing but a blank
        return []
    marks = [m for begin, m in by_block(doc.marks, "fw").items() if start <= begin < end]
    return [Furniture((m.span,), m.value, "inline", m.why) for m in marks]


def key(text: str) -> str:
    """Folded text reduced to what two copies of a title share: no glosses, spaces, quotes or book-title marks."""
    return _UNLIKE.sub("", _GLOSS.sub("", text) if "(" in text else text)


def reading(doc: Document, spans: Iterable[Span]) -> str:
    """The source text of spans with repairs applied, white space collapsed."""
    text, out = doc.source.text, []
    repaired = bool(of_kind(doc.marks, "repair"))
    for span in spans:
        at = span.start
        for mark in between(doc.marks, "repair", at, span.end) if repaired else ():
            if mark.span.end > span.end:
                break
            out += [text[at : mark.span.start], mark.value]
            at = mark.span.end
        out.append(text[at : span.end])
    return collapsed("".join(out).strip(ZERO_WIDTH))


def collapsed(text: str) -> str:
    """Text without white space at its ends, and with one blank for any inside."""
    return " ".join(text.split())


def labelled(text: str, profile: Profile) -> re.Match[str] | None:
    """The label that opens a folded line, perhaps behind a bullet (来源：, • 来源：, 1. 【来源】); a colon, a slash or its box ends it."""
    if not _ends_label(text):
        return None
    before = _BEFORE_LABEL.match(text) if text[0] in _LABEL_FIRSTS else None
    return profile.label.match(text, before.end() if before else 0)


def labels(text: str, profile: Profile) -> list[re.Match[str]]:
    """All labels in a folded line."""
    return list(profile.label.finditer(text)) if _ends_label(text) else []


def _ends_label(text: str) -> bool:
    return ":" in text or "/" in text or "】" in text


def is_name(text: str, profile: Profile) -> bool:
    """Whether folded text has the form of a Chinese personal name: a surname and one or two characters, blanks inside."""
    plain, known = text.replace(" ", ""), rules(profile)
    if len(plain) > known.longest_surname + _GIVEN:
        return False
    surname = known.surnames.match(plain)
    if (
        surname is None
        or plain in _KINDS
        or plain in PROVINCES
        or plain in profile.labels
        or not 1 <= len(plain) - surname.end() <= _GIVEN
    ):
        return False
    if _MASKED.match(plain, surname.end()):
        return True  # a name that the source masks: 刘XX
    return (
        len(plain) - surname.end() < _GIVEN
        and not _NO_NAME.search(plain)
        and not (plain[0] in _POST_FIRSTS and _POSTS.match(plain))
        and set(map(unicodedata.category, plain)) == {"Lo"}
    )


def closed_up(text: str) -> str:
    """A line whose characters are all spread over its width without the blanks: 章　　程, 民 事 判 决 书."""
    return "".join(text.split()) if _SINGLE.match(text) else text


def is_title_shaped(text: str) -> bool:
    """Whether a folded line could be a title: not long, not a sentence."""
    return 2 <= len(text) <= 90 and text[-1] not in "。;,:、!" and "。" not in text
