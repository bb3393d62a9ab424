"""Reads the value behind the label of an author: a name, an office with it, or several names; nobody where it is a sentence."""

from __future__ import annotations

import re

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.field import Field, value_at
from pipeline.stages.name_lists import several
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, is_name

# another hand or a button behind the author, or what else is told of him
_CREDIT = re.compile(
    r" +(?:图|图片|摄|摄影|绘|绘图|视频|音频|编辑|排版|整理|记录|翻译|校对"
    r"|(?:工作|作者)?单位|学校|班级|职务|职称|指导(?:教师|老师)|电话|邮箱|看板|站内) ?[/:]"
    r"| +(?:我要|发表|参与|查看)?(?:评论|投稿|纠错|分享|收藏|打印|互动)(?: ?\(\d*\))?$"
)
_ALSO = re.compile(r"[图摄影绘]{1,2}(?: ?[/:] ?| +)")  # 文/图 柳青禾
_ASIDE = re.compile(r"(?P<name>[^()]{2,4}) ?\((?P<role>[^()]{2,20})\)$")
_HEADS = re.compile(r"\d{1,3} ?[人位名](?: |$)")  # how many speak on a recording: 发言人：4人
_RANK = re.compile(r"(?<=..)(?:(?:副|特聘|讲座|客座)?教授|副?研究员|研究馆员|院士|博士|讲师|牧师|神父|法师)$")
_BODY = re.compile(
    r"(?:大学|学院|中学|小学|幼儿园|公司|集团|医院|法院|中心|[级届班组委办局厅部处站所队厂社馆会村镇乡])$"
)
_NAME = 6  # characters of a name that may have a full stop behind it
_OFFICE = 24  # of an office behind a name
_OFFICE_ASIDE = (("role", "role"), ("author", "name"))  # the field that each group of ``_ASIDE`` is
_NOBODY = (
    *("佚名", "匿名", "网络", "互联网", "不详", "未知", "本站", "小编", "编辑", "网站编辑", "本站编辑"),
    *("办公室", "综合办公室", "党政办", "党政办公室", "院办", "校办", "编辑部", "秘书处"),
    *("管理员", "系统管理员", "网站管理员", "admin", "administrator"),
)


def author_value(block: Block, doc: Document, lo: int, hi: int, profile: Profile) -> list[Field]:
    """The value of an author's label: 作者：縣長林秀鳳 names an office before the name."""
    if credit := _CREDIT.search(block.text, lo, hi):
        hi = credit.start()
    if also := _ALSO.match(block.text, lo, hi):
        lo = also.end()
    text, spans = block.text[lo:hi], [block.span(lo, hi)]
    if text.partition(" ")[0].lower() in _NOBODY or _HEADS.match(text) or is_speech(text):
        return []
    first, _, second = text.partition(" ")
    placed = is_name(second.lstrip(), profile) and _is_place(f"{first} ", profile)  # 龙潭村 柳青禾
    if not placed and (places := several(text, profile)):
        return [value_at("author", block, doc, lo + a, lo + b, "high") for a, b in places]
    if (
        text[-1] == ")"
        and (m := _ASIDE.match(text))
        and is_name(m["name"], profile)
        and rules(profile).cues["office"].search(m["role"])
    ):
        named = [(kind, *m.span(group)) for kind, group in _OFFICE_ASIDE]
        return [value_at(kind, block, doc, lo + a, lo + b, "high") for kind, a, b in named]
    if not is_name(text, profile):
        end = len(text) - len(rank[0]) if (rank := _RANK.search(text)) else len(text)
        for n in (3, 2, 4):
            before = text[: max(end - n, 0)]
            if len(before) >= 2 and is_name(text[end - n : end], profile) and _is_place(before, profile):
                spans = [block.span(lo, lo + len(before.rstrip())), block.span(lo + end - n, lo + end)]
                break
        else:
            if at := _rank(text, profile):
                name = len(text[:at].rstrip())
                spans = [block.span(lo + at, hi), block.span(lo, lo + name)]
    values = [doc.source.text[s.start : s.end] for s in spans]
    kinds = ["role", "author"][-len(spans) :]
    return [Field(k, s, v) for k, s, v in zip(kinds, spans, values, strict=True) if v.strip("-— ")]


def _is_place(text: str, profile: Profile) -> bool:
    """Whether what stands before a name is an office; or, where a blank parts them, a body, a school or a class."""
    if rules(profile).cues["office"].search(text.strip()):
        return True
    return text[-1] == " " and _BODY.search(text.rstrip()) is not None


def is_speech(text: str) -> bool:
    """Whether the words behind a label such as 发言人： are what is said, as nobody is called by a sentence."""
    return len(text) > _NAME and SENTENCE_END.search(text)


def _rank(text: str, profile: Profile) -> int:
    """Where the rank begins that stands behind a name: 黄文远教授, 卢敏 县农业局局长; 0 where none does."""
    if (m := _RANK.search(text)) and is_name(text[: m.start()], profile):
        return m.start()
    name, _, rest = text.partition(" ")
    rest = rest.lstrip()
    if not rest or len(rest) > _OFFICE or not is_name(name, profile) or is_name(rest, profile):
        return 0
    return len(text) - len(rest) if rules(profile).cues["office"].search(rest) else 0
