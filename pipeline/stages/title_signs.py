"""Reads what stands under the title of a text: its day, its number, or who speaks."""

from __future__ import annotations

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.adoption import within_brackets
from pipeline.stages.bylines import byline, under_title, with_unit
from pipeline.stages.datelines import is_date, is_open_date
from pipeline.stages.rules import rules
from pipeline.stages.text import labelled, within

_DATELINE = 44  # of a line in brackets with a date: (2018年1月5日在镇第十二届人民代表大会第三次会议上)


def sign_of(block: Block, doc: Document, profile: Profile) -> str:
    """What a line under a title is, or "".

    A ``day`` in brackets, a ``date`` without, a ``name``, a ``credit`` of who wrote, the ``number`` of a paper.
    """
    text = block.text
    if len(text) > _DATELINE:
        return ""
    dated = within(doc.marks, "date", block)
    if within_brackets(text) and (dated or is_open_date(text)):
        return "day"
    if dated and is_date(block, dated):
        return "date"
    if text[-1] == "号" and rules(profile).cues["docket"].match(text):
        return "number"
    if text[-1] not in ":。!" and (label := labelled(text, profile)) and profile.field(label) == "author":
        # 讲话人：校长 柳青禾 2020年9月7日; 文/青禾
        return "day" if dated else "credit" if label[0].rstrip().endswith("/") else "name"
    if text[-1] in ":。!" or dated:
        return ""
    named = byline(block, doc, profile) or under_title(block, doc, profile) or with_unit(block, doc, profile)
    return "name" if named else ""
