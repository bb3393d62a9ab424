"""Tells the lines of a talk that only say who somebody is, and where those begin that close it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.rules import rules
from pipeline.stages.text import is_name
from pipeline.stages.turn_lines import Opening

_HONORIFIC = re.compile(r"(?:先生|女士|律师|教授|老师|牧师|长老|执事|[^ ]{0,4}[长员记])$")
_CHAIR = re.compile(r"(?:主席|主持|主持人|记录|纪录|发言人|记录人)$")
_PRESENT = re.compile(r"(?:出席|列席|参加|与会|发布)[^:]{0,4}$|嘉宾$")  # the names stand on the lines below
_STOP = re.compile(r"[。!?;,]")
_POST = re.compile(r"[^,。!?的是了]{2,20}$")
_LISTED = re.compile(r"[、, ]+")
_FIELD = re.compile(r" *[^: ]{1,8}:")
_BRACKETS = re.compile(r"\([^()]*\)")
_ASKED = re.compile(r"(?:记者|主持人|问|答|[QA])$")  # in short: 记者：（有关渡口补助）
_LABEL = re.compile(r"([^:,。;!?]{2,16}): ?[^ ]")
_BLANK = "  "  # where a form leaves room for a name
_TITLE = 6  # characters of what a title has before its colon, which no label of a field has
_LONGEST_FIELD = 60


def is_field(f: Opening, profile: Profile) -> bool:
    """Whether a line only tells who somebody is: 受访者：林陈秀銮女士; 审判长：唐卫国 审判员：欧阳芳."""
    behind = f.block.text[f.stop :]
    rest = behind.strip()
    if not rest:
        if (called := _LABEL.match(f.speech)) and f.base.startswith(called[1]):
            return f.base != called[1]  # 律政司司长致辞： over 律政司司长：主席，…
        if _STOP.search(f.speech):
            return False
        return _PRESENT.match(f.base) is not None or (
            _CHAIR.search(f.base) is not None and _is_posted(f.speech, profile)
        )
    if len(rest) > _LONGEST_FIELD or rest[-1] in "。!?…”" or "。" in rest:
        return False
    if rest[-1] == ":" and _BLANK not in behind:
        return False  # 主席：各位议员： is no 主席：　　记录：
    if len(f.base) >= _TITLE and rules(profile).cues["title-noun"].search(f.base):
        return False  # 口述历史访问记录：船厂学徒何广生
    if len(rest) < 24 and _CHAIR.search(f.base.replace(" ", "")) and not _STOP.search(rest):
        return True  # 主席：楊委員兼召集人仁壽
    if len(f.base) > 1 and f.base in rest and len(rest) < 24 and not _STOP.search(rest):
        return True  # 翻译：翻译组
    rest = _BRACKETS.sub("", _FIELD.sub(" ", rest)).strip()
    if not rest and _ASKED.match(f.base):
        return False
    named = all(_names_somebody(part, profile) for part in _LISTED.split(rest) if part)
    return named or _is_posted(rest, profile)


def _is_posted(text: str, profile: Profile) -> bool:
    """Whether a line is an office and a name: 市农业农村局副局长 任启平."""
    parts = [part for part in _LISTED.split(text) if part]
    if len(parts) != 2 or not _POST.match(parts[0]) or not _names_somebody(parts[1], profile):
        return False
    return rules(profile).cues["office"].search(parts[0]) is not None


def _names_somebody(text: str, profile: Profile) -> bool:
    return is_name(text, profile) or is_name(_HONORIFIC.sub("", text), profile) or _double(text, profile)


def _double(text: str, profile: Profile) -> bool:
    """林陈秀銮: the husband's surname, the own, the given name."""
    plain = _HONORIFIC.sub("", text)
    surnames = rules(profile).surnames
    return len(plain) == 4 and bool(surnames.match(plain)) and is_name(plain[1:], profile)


def signed(found: Sequence[Opening], blocks: Sequence[Block], passed: set[int], profile: Profile) -> set[int]:
    """Where the fields begin that close a talk: 原告：谭桂生, 书记员：罗小敏, 解读机关：省住房和城乡建设厅.

    The blocks that begin at ``passed`` may stand among them.
    """
    openings = {f.block.start: f for f in found}
    out: set[int] = set()
    for block in reversed(blocks[-20:]):
        f = openings.get(block.start)
        if f is not None and (is_field(f, profile) or _is_note(f, profile)):
            out.add(block.start)
        elif block.start not in passed:
            break
    return out


def _is_note(f: Opening, profile: Profile) -> bool:
    """Whether a line says who answers for a text: a word that is no speaker, and no sentence."""
    rest = f.block.text[f.stop :].strip()
    if not 0 < len(rest) <= _LONGEST_FIELD or _STOP.search(rest):
        return False
    label = f.base.replace(" ", "")
    return label in profile.labels or rules(profile).cues["responsible"].match(label) is not None
