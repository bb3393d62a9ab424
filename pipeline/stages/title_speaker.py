"""Reads who speaks where the title itself says so: office and name before 在…会上的讲话, or before a colon."""

from __future__ import annotations

import re

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.bylines import PLACED
from pipeline.stages.field import Field, moved, role_and_name
from pipeline.stages.rules import rules
from pipeline.stages.text import is_name
from pipeline.stages.title_lines import ORGAN

_KINDS = r"(?:讲话|发言|致辞|致词|演讲|报告|讲演|谈话|祝酒词|祝词|贺词|答词|讲稿)"
_IN_TITLE = re.compile(
    rf"(?P<who>[^,。:;《“]{{2,30}}?)(?:在.{{3,60}}(?:上|会|时|式)(?:的|作)?.{{0,4}}{_KINDS}|出席.{{2,60}}{_KINDS})"
    r"(?:全文)?(?: ?\([^()]{1,12}\))*(?: ?:? ?《[^《》]{2,40}》)?$"
)
_LEAD = re.compile(
    r"(?:以下|下面)[为是](?P<who>[^,。:;《“]{4,40}?)(?:[今昨][日天早晚]|\(|\d|[在于]|出席).{2,90}"
    r"(?:全文|致[辞词]|发言|讲话|演讲|谈话|答问)(?:内容)?(?:\([^()]{1,12}\))?(?:如下)?[:。]?$"
)
_MARRIED = 4  # characters of a name with two surnames
_LONGEST_LEAD = 140
_LAST = frozenset("话言辞词讲告演稿文)》")  # characters in which such a title ends
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
_ENVOY = re.compile(r"大使|公使|总领事|院士|博士")  # no place sends such: 江西省长, but 钟岳大使
_BARS = frozenset("|丨")  # which a rubric ends in
_RUBRIC = re.compile(r"^[^,。:; “《]{2,10} ?[|丨] ?")  # 毕业典礼|院长胡静之:…


def speaker_in_title(block: Block, doc: Document, profile: Profile) -> list[Field]:
    """Office and name inside a title: 图书馆馆长李涛在…座谈会上的讲话, 王建明：如何防范…"""
    text = block.text
    at = text.rfind("——") + 2 if "——" in text else 0
    m = _IN_TITLE.match(text, at) if text[-1] in _LAST and ("在" in text or "出席" in text) else None
    if m and (found := _speaker(m["who"], profile)):
        return role_and_name(block, doc, *(moved(place, at) for place in found))
    if ":" not in text and "|" not in text:
        return []
    m = _ROLE_COLON.match(text) if " " in text and ":" in text else None
    if m and is_name(m["name"], profile) and rules(profile).cues["office"].search(m["role"]):
        return role_and_name(block, doc, m.span("role"), m.span("name"))
    m = _NAME_COLON.match(text)
    if ":" in text and not _BARS.isdisjoint(text) and (rubric := _RUBRIC.match(text)):
        m = _NAME_COLON.match(text, rubric.end()) or m
    who, at = (m["who"], m.start("who")) if m else ("", 0)
    if not who or rules(profile).cues["not-speaker"].search(who):
        return []
    if is_name(who, profile):
        return role_and_name(block, doc, (0, 0), (at, at + len(who)))
    found = _speaker(who, profile)
    if not found or found[0][0] != 0 or not all(hi > lo for lo, hi in found):
        return []
    return role_and_name(block, doc, *(moved(place, at) for place in found))


def speaker_in_lead(block: Block, doc: Document, profile: Profile) -> list[Field]:
    """Office and name in a line that brings a speech: 以下是渡口所所长柳青禾今日（五月四日）在…致辞全文："""
    text = block.text
    m = _LEAD.match(text) if text[0] in "以下" and len(text) <= _LONGEST_LEAD else None
    found = (_speaker(m["who"], profile) or _married(m["who"], profile)) if m else None
    if not m or not found or not found[0][1]:
        return []
    return role_and_name(block, doc, *(moved(place, m.start("who")) for place in found))


def _married(who: str, profile: Profile) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The places of an office and a name that has the surname of her husband before her own: 行政長官何孟望舒."""
    at = len(who) - _MARRIED
    if at < 1 or not rules(profile).cues["office"].search(who[:at]):
        return None
    name = who[at:]
    two = is_name(name[0] + name[2:], profile) and is_name(name[1:], profile)
    return ((0, at), (at, len(who))) if two else None


def _speaker(who: str, profile: Profile) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The places of office and name in the words before 在…会上的讲话; the name alone needs a form of address, or three signs."""
    office = rules(profile).cues["office"]
    address = _ADDRESS.search(who)
    end = address.start() if address else len(who)
    beside = _BESIDE.search(who, 0, end)
    stop = beside.start() if beside and beside.start() >= 2 and who[beside.start() - 1] not in PLACED else end
    for at in range(max(stop - 4, 1), stop - 1):
        if is_name(who[at:stop], profile) and office.search(who[:at]):
            return (0, at), (at, stop)
    alone = who[:stop]
    if len(alone) < 3 and not address and not (beside and _ENVOY.match(beside[0])):
        return None
    if is_name(alone, profile) and not office.search(alone) and not ORGAN.search(alone):
        return (stop, end), (0, stop)
    return None
