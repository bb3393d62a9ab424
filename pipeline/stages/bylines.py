"""Reads who speaks or writes where no label says so: in the title, and on the line under it."""

from __future__ import annotations

import re

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.imprint import UNIT, Field
from pipeline.stages.rules import rules
from pipeline.stages.text import is_name
from pipeline.stages.title_lines import ORGAN

_KINDS = r"(?:讲话|发言|致辞|致词|演讲|报告|讲演|谈话|祝酒词|祝词|贺词|答词|讲稿)"
_IN_TITLE = re.compile(
    rf"(?P<who>[^,。:;《“]{{2,30}}?)(?:在.{{3,60}}(?:上|会|时|式)(?:的|作)?.{{0,4}}{_KINDS}|出席.{{2,60}}{_KINDS})"
    r"(?:全文)?(?: ?\([^()]{1,12}\))*$"
)
_LAST = frozenset("话言辞词讲告演稿文)")  # characters in which such a title ends
_NAME_COLON = re.compile(r"(?P<who>[^,。:; “《]{2,16}) ?[:|] ?.{4,}$")
# the same with a blank between office and name: 桥工队队长 罗正山：做一颗有用的钉子
_ROLE_COLON = re.compile(
    r"(?P<role>[^,。:; “《]{2,20}) +(?P<name>[^ ,。:;“《]{1,3}(?: ?[^ ,。:;“《]{1,2})?) ?: ?.{4,}$"
)
_ADDRESS = re.compile(r"(?:同志|先生|女士|小姐)$")
_BESIDE = re.compile(
    r"(?:大使|公使|总领事|议员|院士|教授|博士|委员|代表"
    r"|副?(?:校长|院长|书记|主任|主席|会长|董事长|总经理|[省市县区局厅部]长))$"
)
_PLACED = frozenset("省市县区州乡镇村校院局厅部委")  # 温州市 before 市长 has the form of a name
_RUBRIC = re.compile(r"^[^,。:; “《]{2,10} ?[|丨] ?")  # 毕业典礼|院长胡静之:…
# who heads a body, under a title: the name behind it needs no surname
_HEAD = re.compile(
    r"(?P<role>[^ ,。:;!?]{0,20}?(?:[省市县区州旗盟镇乡院]长|检察长|主席|书记|主任)) +(?P<name>[^ ,。:;!?]{2,10})$"
)
# characters with which names from Mongolian, Tibetan and Uyghur are written
_WRITTEN = frozenset(
    "阿艾安巴白拜宝保贝毕边别宾布才曹昌朝楚慈次措达丹旦德登迪地东多堆顿额恩尔丰夫甫嘎高嘎噶格公古贵哈海罕汗合赫和侯呼吉"
    "加嘉江杰金晋久卡凯康克肯库拉朗兰蓝浪勒力丽里莲林龙鲁洛罗麦买曼玛满毛美米明莫木那乃娜南尼年妮努诺欧帕培琪平珀普其齐奇恰"
    "强青秋曲群热仁日荣茹若赛萨桑色沙珊珠斯松苏索塔特提汀图吐托娃瓦旺维乌西喜夏香雅亚央叶依伊义益音英永尤玉元云扎赞增泽哲卓孜宗佐·"
)
# who heads a body that is named: 市人民政府代市长:何守渡
_POSTED = re.compile(
    r"(?P<role>[^ ,。:;]{1,16}(?:政府|公司|法院|检察院|委员会|大学|集团)[^ ,。:;]{0,6}(?:长|主席|书记|主任|总经理))"
    r" ?: ?(?P<name>[^ ,。:;]{2,4})$"
)
# a name with what its bearer did, or where he comes from: 秦望舒/文, 孟长河 口述, [美]孟长河
_WORK = re.compile(r"(?P<name>[^ ,。:;!?/]{2,4})(?: ?/ ?文| +(?:口述|讲述|主讲))$")
_WORKS = frozenset("文述讲")
_FROM = re.compile(r"[\[(〔][一-鿿]{1,3}[\])〕] ?(?P<name>[^ ,。:;!?]{2,4})$")
_BEHIND = re.compile(
    r"(?P<name>[^ ,。:;!?()]{2,4}) ?\((?P<role>[^()。:;!?]{2,30})\)$"
)  # 孟长河（中国科学院院士）
_STOP = re.compile(r"[,。:;!?]")
_SIGN = re.compile(r"^[□■◆●▪◎○〇]? ?")
_UNIT = 3  # characters of the shortest name of a unit
_LONGEST = 24  # of an office and a name without a blank between them


def speaker_in_title(block: Block, doc: Document, profile: Profile) -> list[Field]:
    """Office and name inside a title: 图书馆馆长李涛在…座谈会上的讲话, 王建明：如何防范…"""
    text = block.text
    at = text.rfind("——") + 2 if "——" in text else 0
    m = _IN_TITLE.match(text, at) if text[-1] in _LAST and ("在" in text or "出席" in text) else None
    if m and (found := _speaker(m["who"], profile)):
        return _fields(block, doc, *(_moved(place, at) for place in found))
    if ":" not in text and "|" not in text:
        return []
    m = _ROLE_COLON.match(text) if " " in text and ":" in text else None
    if m and is_name(m["name"], profile) and rules(profile).cues["office"].search(m["role"]):
        return _fields(block, doc, m.span("role"), m.span("name"))
    m = _NAME_COLON.match(text)
    if "|" in text and ":" in text and (rubric := _RUBRIC.match(text)):
        m = _NAME_COLON.match(text, rubric.end()) or m
    who, at = (m["who"], m.start("who")) if m else ("", 0)
    if not who or rules(profile).cues["not-speaker"].search(who):
        return []
    if is_name(who, profile):
        return _fields(block, doc, (0, 0), (at, at + len(who)))
    found = _speaker(who, profile)
    if not found or found[0][0] != 0 or not all(hi > lo for lo, hi in found):
        return []
    return _fields(block, doc, *(_moved(place, at) for place in found))


def _speaker(who: str, profile: Profile) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The places of office and name in the words before 在…会上的讲话; the name alone needs a form of address, or three signs."""
    office = rules(profile).cues["office"]
    address = _ADDRESS.search(who)
    end = address.start() if address else len(who)
    beside = _BESIDE.search(who, 0, end)
    stop = (
        beside.start() if beside and beside.start() >= 2 and who[beside.start() - 1] not in _PLACED else end
    )
    for at in range(max(stop - 4, 1), stop - 1):
        if is_name(who[at:stop], profile) and office.search(who[:at]):
            return (0, at), (at, stop)
    alone = who[:stop]
    if len(alone) < 3 and not address:
        return None
    if is_name(alone, profile) and not office.search(alone) and not ORGAN.search(alone):
        return (stop, end), (0, stop)
    return None


def _fields(block: Block, doc: Document, role: tuple[int, int], name: tuple[int, int]) -> list[Field]:
    """Role and author at two places of a block; an empty role is none."""
    found = []
    for kind, (lo, hi) in (("role", role), ("author", name)):
        if lo < hi:
            span = block.span(lo, hi)
            found.append(Field(kind, span, doc.source.text[span.start : span.end], "medium"))
    return found


def under_title(block: Block, doc: Document, profile: Profile) -> list[Field]:
    """Role and name of a line that is a byline only where a title stands over it: 校长冯敬之, 王文澜 教授, □李明, 市长 阿依古丽."""
    text = block.text
    if len(text) > 60:
        return []
    sign = _SIGN.match(text).end()  # type: ignore[union-attr] # it matches the empty string too
    own = text[sign:]
    m = _POSTED.match(own) if ":" in own else None
    if m and is_name(m["name"], profile):
        return _fields(block, doc, _moved(m.span("role"), sign), _moved(m.span("name"), sign))
    m = _HEAD.match(own) if " " in own else None
    if m and _WRITTEN.issuperset(m["name"]):
        return _fields(block, doc, _moved(m.span("role"), sign), _moved(m.span("name"), sign))
    if marked := _marked_name(own, profile):
        return _fields(block, doc, *(_moved(place, sign) for place in marked))
    if len(own) > _LONGEST:
        return []
    if sign and is_name(own, profile):
        return _fields(block, doc, (0, 0), (sign, len(text)))
    office = rules(profile).cues["office"]
    name, _, role = own.partition(" ")
    if role:
        if UNIT.match(name) and is_name(role, profile):
            at = len(text) - len(role.lstrip())
            return _fields(block, doc, (sign, sign + len(name)), (at, len(text)))
        is_role = (
            " " not in role.strip() and len(role) <= 12 and is_name(name, profile) and office.search(role)
        )
        return (
            _fields(block, doc, (len(text) - len(role.strip()), len(text)), (sign, sign + len(name)))
            if is_role
            else []
        )
    for n in (3, 2, 4) if len(own) > 3 and not _STOP.search(own) else ():
        before = office.search(own[:-n])
        # a word such as 安排 has the form of a short name, so 员 or 长 alone is not enough before one
        if before and (n > 2 or len(before[0]) > 1) and is_name(own[-n:], profile):
            return _fields(block, doc, (sign, len(text) - n), (len(text) - n, len(text)))
    return []


def _marked_name(text: str, profile: Profile) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The places of office and name in 秦望舒/文, [美]孟长河, 孟长河（中国科学院院士）; None for any other line."""
    last = text[-1:]
    m = _WORK.match(text) if last in _WORKS else _BEHIND.match(text) if last == ")" else None
    if m is None and text[:1] in "[(〔":
        m = _FROM.match(text)
    if m is None or not is_name(m["name"], profile):
        return None
    if m.re is not _BEHIND:
        return (0, 0), m.span("name")
    return (m.span("role"), m.span("name")) if rules(profile).cues["office"].search(m["role"]) else None


def is_marked_name(text: str, profile: Profile) -> bool:
    """Whether a line is a name with a sign that it is one: 秦望舒/文, [美]孟长河, ○孟长河."""
    if text[0] in "□〇" and is_name(text[1:].lstrip(), profile):
        return True
    return _marked_name(text, profile) is not None


def with_unit(block: Block, doc: Document, profile: Profile) -> list[Field]:
    """A unit and a name, which are too little for a byline but under the titles of a collection: 上渠镇 柳青禾."""
    text = block.text
    unit, blank, name = text.partition(" ")
    name = name.lstrip()
    if (
        not blank
        or len(unit) < _UNIT
        or len(text) > _LONGEST
        or _STOP.search(text)
        or not is_name(name, profile)
    ):
        return []
    return _fields(block, doc, (0, len(unit)), (len(text) - len(name), len(text)))


def _moved(place: tuple[int, int], by: int) -> tuple[int, int]:
    return place[0] + by, place[1] + by
