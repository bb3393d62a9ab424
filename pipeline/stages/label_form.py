"""Weighs a speaker's label by its form: a known office, a name, a list of those present that holds it."""

from __future__ import annotations

import re
from functools import cache

from pipeline.model import Evidence
from pipeline.profile import Profile
from pipeline.stages.marked_names import name_behind_office
from pipeline.stages.rules import rules
from pipeline.stages.text import is_name
from pipeline.stages.turn_lines import Opening

_OFFICE = (
    "(?:执行|副|代理)?(?:董事长|总经理|总干事|执行长|委员|议员|秘书长|发言人|主委|副?[局处部司院校厅科课股室站所馆队会社市县区乡镇村组行台署厂次]长|主任|书记|主席|教授"
    "|政委|律师|先生|女士|老师|博士|经理|总|秘书|法官|检察官|董事|理事|干事|师傅|召集人)"
)
_ENDS = frozenset("员长人委任记席授师士生理总书官察事傅答问说表")  # with which an office ends
_PART = re.compile("主持人|记者|主播|嘉宾|学生|村民")
_MEMBER = re.compile("(?:(?:立法)?委员|立委|议员)(?![和全代])")  # before a name: 委員賴士葆, 委員賴○○
_ASIDE = re.compile(rf"{_OFFICE}|人|代表|负责|创始")
_GIVEN = re.compile(r"[一-鿿]{2}$")  # a given name alone
_HOST = re.compile(r"(?:主持人|主播|记者) {1,2}[一-鿿]{2,4}$")  # whatever the surname
_DASHED = re.compile(r"(?P<post>.{2,12})-(?P<name>[一-鿿]{2,4})$")  # 议长-孟长河
_POSTED = 8  # characters of an office and a name without a blank between them
KNOWN = Evidence("known office or part in a dialogue", 2.5)
TITLED = Evidence("surname with an office", 2.2)


def weigh(f: Opening, count: int, present: str, profile: Profile) -> tuple[Evidence, ...]:
    """What the form of a label says for and against a speaker.

    Args:
        f: a line with the label.
        count: how often it comes in the text.
        present: the lines that tell who is there.
        profile: the words.
    """
    cues = rules(profile).cues
    base, aside = f.base.strip(), f.aside
    joined = base.replace(" ", "")
    name = base.rsplit(" ", 1)[-1] if " " in base else joined
    posted = name_behind_office(joined, profile)
    out = []
    if "、" in base and " " not in base:
        return ()  # 孟、柳: speak where both do; 主席、各位代表: is a greeting
    if cues["not-speaker"].search(joined):
        out.append(Evidence("a word that heads a remark, not a speaker", -6.0))
    if cues["speaker"].match(joined) or (base != joined and cues["speaker"].match(base)):
        out.append(KNOWN)
    elif joined in profile.labels:
        out.append(Evidence("a field of metadata", -6.0))
    if not _ENDS.isdisjoint(joined) and _titled(profile.surnames.pattern).match(joined):
        out.append(TITLED)
    elif len(joined) <= 4 and joined[-1] != "人" and is_name(joined, profile):  # 申请人, 宣誓人
        out.append(Evidence("form of a name", 1.5))
    elif (
        (" " in base and (is_name(name, profile) or _HOST.match(base)))
        or _is_part_with_name(joined, profile)
        or _is_dashed(joined, profile)
        or (len(joined) >= _POSTED and posted > 2)
    ):
        out.append(Evidence("an office and the form of a name", 2.0))
    elif posted > 2 or (posted and len(joined) >= _POSTED - 2):
        out.append(Evidence("form of a name", 1.5))  # 主席孟长河
    if len(joined) >= 2 and joined in present and is_among(joined, present):
        out.append(Evidence("among those present", 1.5))
    named = bool(aside) and is_name(aside.rsplit(" ", 1)[-1], profile)
    if named or (aside and _ASIDE.search(aside)):
        out.append(Evidence("name or office in brackets", 2.0 if named else 1.2))
    elif aside and _GIVEN.match(aside) and cues["office"].search(joined):
        out.append(Evidence("form of a name", 1.5))  # 桌长（静姝）
    if count > 1 and out:
        out.append(Evidence(f"comes back {count} times", 1.0 if count < 4 else 2.0))
    return tuple(out)


def is_among(name: str, present: str) -> bool:
    """Whether a list of those present holds a name as a whole."""
    at = present.find(name)
    while at >= 0:
        end = at + len(name)
        begins = at == 0 or present[at - 1] in "、:, ()"
        if begins and (end == len(present) or present[end] in "、, (。)"):
            return True
        at = present.find(name, at + 1)
    return False


@cache
def _titled(surnames: str) -> re.Pattern[str]:
    """陈总, 姚松炎答, 經濟部林次長全能, 吳代表阿蘭, 伍委員麗華Sakuliu: a surname, an office, perhaps the rest of the name."""
    return re.compile(
        rf"(?:.{{0,8}}?(?:{surnames})(?:{_OFFICE})[\u3400-\u9fff○〇]{{0,2}}[A-Za-z]*|(?:{surnames})..?(?:{_OFFICE}|[答问说])"
        rf"|(?:{surnames})代表[\u3400-\u9fff○〇]{{1,2}})$"
    )


def _is_dashed(joined: str, profile: Profile) -> bool:
    """议长-孟长河: an office and a name with a dash between them."""
    m = _DASHED.match(joined) if "-" in joined else None
    return bool(m and is_name(m["name"], profile) and rules(profile).cues["office"].search(m["post"]))


def _is_part_with_name(joined: str, profile: Profile) -> bool:
    """记者李明, 主持人王琳, 議員朱凱廸: a part in the talk and the form of a name."""
    if part := _PART.match(joined):
        return len(joined) - part.end() in (2, 3) and is_name(joined[part.end() :], profile)
    member = _MEMBER.match(joined)
    name = joined[member.end() :] if member else ""
    return len(name) == 3 and (is_name(name, profile) or not name.strip("○〇"))
