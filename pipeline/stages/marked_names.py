"""Reads the lines that are a name with a sign that they are one: what its bearer did, heads, or where he is from."""

from __future__ import annotations

import re

from pipeline.profile import Profile
from pipeline.stages.rules import rules
from pipeline.stages.text import DOTTED, is_name

Places = tuple[tuple[int, int], tuple[int, int]]

# who heads a body that is named: 市人民政府代市长:何守渡
_POSTED = re.compile(
    r"(?P<role>[^ ,。:;]{1,16}(?:政府|公司|法院|检察院|委员会|大学|集团)[^ ,。:;]{0,6}(?:长|主席|书记|主任|总经理))"
    r" ?: ?(?P<name>[^ ,。:;]{2,4})$"
)
# 孟长河：望川大学教授
_TOLD = re.compile(r"(?P<name>[^ ,。:;]{2,4}) ?: ?(?P<role>[^,。:;!?“我你他是有在了的]{4,30})$")
# a name with what its bearer did, or where he comes from: 秦望舒/文, 孟长河 口述, [美]孟长河
_WORK = re.compile(
    r"(?P<name>[^ ,。:;!?/]{2,4})(?: ?/ ?文|(?: +(?:口述|讲述|主讲)| ?讲演?)"
    r"(?: +[^ ,。:;!?/]{2,4} ?(?:笔记|[记纪]录|速记|整理|采写|撰文|口?译)){0,2})$"
)
_WORKS = frozenset("文述讲演记录译理写")
_WRITES = frozenset("作文图撰记本")
_FROM = re.compile(r"[\[(〔][一-鿿]{1,3}[\])〕] ?(?P<name>[^ ,。:;!?]{2,4}|[一-鿿·]{3,16})$")
BEHIND = re.compile(
    r"(?P<name>[^ ,。:;!?()]{2,4}) ?\((?P<role>[^()。:;!?]{2,30})\)$"
)  # 孟长河（中国科学院院士）
_CLASS = re.compile(r"(?:\d{2,4}|[〇零一二三四五六七八九]{2,4})[级届]")  # 孟长河（1982级中文班）
_PLACE = re.compile(
    r"[^ ,]{2}(?:卫生室|公司|大学|学院|[中小]学|医院|中心|[局厅所站厂馆校室队])$"
)  # where he works
# a pupil of a class, glued to it: 高三（2）班柳青禾
_PUPIL = re.compile(
    r"(?P<role>[^ ,。:;!?]{0,10}?[一二三四五六七八九高初大小\d]{1,2}(?:年级)? ?\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\) ?班)"
    r"(?P<name>[^ ,。:;!?()]{2,4})$"
)
# who wrote, behind a sign instead of a colon: 文｜孟长河, 文/图 孟长河
_BY = re.compile(
    r"(?:作者|文/图|图/文|图文|文图|文|撰文|撰稿) ?(?:[/|丨]|(?<=/[文图]) ) ?(?P<name>[^ ,。:;!?/|]{2,4}|[一-鿿·]{3,16})$"
)
# 校长：孟长河, 学生代表：孟小河
_STATION = re.compile(r"(?P<role>[^ ,。:;!?]{2,16}) ?: ?(?P<name>[^ ,。:;!?]{2,4})$")
# 校长 孟长河 教授
_RANKED = re.compile(
    r"(?P<role>[^,。:;!?]{2,24}?) +(?P<name>[^ ,。:;!?()]{2,4}) +(?:教授|院士|博士|研究员|先生|女士|同志|老师)$"
)
# 记者孟长河/望川报导
_REPORTS = re.compile(r"(?:本报)?记者 ?(?P<name>[^ ,。:;!?/]{2,4}) ?/ ?[^ ,。:;!?/]{2,8}(?:报导|报道|电)$")
# who writes an opinion beside a judgement, or joins in it: 孟長河大法官提出, 柳青禾大法官加入壹部分
_OPINES = re.compile(r"(?P<name>[^ ,。:;!?]{2,4}?)(?P<role>大法官) ?(?:提出|加入(?:[^ ,。:;]{1,8}部分)?)$")
_ATTRIBUTED = re.compile(r"——(?:(?P<role>[^ ,。:;!?]{2,24}) +)?(?P<name>[^ ,。:;!?]{2,4})$")
# in brackets: （县长 孟长河）, （孟长河，县长）
_BOXED = re.compile(
    r"\((?:(?P<role>[^,。:;!?()]{2,24}?) +(?P<name>[^ ,。:;!?()]{2,4})|(?P<first>[^ ,。:;!?()]{2,4}), ?(?P<post>[^,。:;!?()]{2,24}))\)$"
)


def marked_name(text: str, profile: Profile) -> Places | None:
    """The places of office and name in 秦望舒/文, [美]孟长河, 孟长河（中国科学院院士）; None for any other line."""
    last = text[-1:]
    m = _WORK.match(text) if last in _WORKS else BEHIND.match(text) if last == ")" else None
    if m is None and text[:1] in "[(〔":
        m = _FROM.match(text)
    if m is None and text[:1] in _WRITES:
        m = _BY.match(text) or _REPORTS.match(text)
    if m is None or not (is_name(m["name"], profile) or (m.re in (_FROM, _BY) and DOTTED.match(m["name"]))):
        return None
    if m.re is not BEHIND:
        return (0, 0), m.span("name")
    told = (
        rules(profile).cues["office"].search(m["role"]) or _CLASS.match(m["role"]) or _PLACE.search(m["role"])
    )
    return (m.span("role"), m.span("name")) if told else None


def is_marked_name(text: str, profile: Profile) -> bool:
    """Whether a line is a name with a sign that it is one: 秦望舒/文, [美]孟长河, ○孟长河."""
    if text[0] in "□〇" and is_name(text[1:].lstrip(), profile):
        return True
    return marked_name(text, profile) is not None


def is_attribution(text: str, profile: Profile) -> bool:
    """Whether a line says behind a dash whose words stand beside it: ——望川大学校长 孟长河."""
    m = _ATTRIBUTED.match(text)
    if not m or not is_name(m["name"], profile):
        return False
    return not m["role"] or rules(profile).cues["office"].search(m["role"]) is not None


def posted_name(text: str, profile: Profile) -> Places | None:
    """The places of office and name in a line that joins them by a colon, brackets, a rank, or a class; None for any other."""
    office = rules(profile).cues["office"]
    if ":" in text:
        for form in (_POSTED, _TOLD, _STATION):
            m = form.match(text)
            if m and is_name(m["name"], profile) and (form is _POSTED or office.search(m["role"])):
                return m.span("role"), m.span("name")
        return None
    if text[-1] in "出入分" and (m := _OPINES.match(text)) and is_name(m["name"], profile):
        return m.span("role"), m.span("name")
    if "班" in text and (m := _PUPIL.match(text)) and is_name(m["name"], profile):
        return m.span("role"), m.span("name")
    if "·" in text and DOTTED.match(text):
        return (0, 0), (0, len(text))
    if text[0] == "(" and (m := _BOXED.match(text)):
        role, name = ("role", "name") if m["name"] else ("post", "first")
        if is_name(m[name], profile) and office.search(m[role]):
            return m.span(role), m.span(name)
    m = _RANKED.match(text) if text.count(" ") > 1 else None
    return (
        (m.span("role"), m.span("name"))
        if m and is_name(m["name"], profile) and office.search(m["role"])
        else None
    )


def name_behind_office(text: str, profile: Profile) -> int:
    """The characters of the name behind an office in a line without blanks (县交通运输局局长段长江); 0 for any other line."""
    office = rules(profile).cues["office"]
    for n in (3, 2, 4) if len(text) > 3 else ():
        before = office.search(text[:-n])
        # a word such as 安排 has the form of a short name, so 员 or 长 alone is not enough before one
        if before and (n > 2 or len(before[0]) > 1) and is_name(text[-n:], profile):
            return n
    return 0
