"""Reads what stands around a text of it, where its head is silent.

That are credits below (稿件来源：望川日报), and a table or numbered fields above: 时间 | 5月4日, 一、時間：112年5月4日.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.fold import fold
from pipeline.frozen import replace
from pipeline.model import Document, Meta
from pipeline.profile import Profile
from pipeline.stages.field import Field
from pipeline.stages.imprint import fields, valued
from pipeline.stages.text import by_block, slice_of

_REACH = 3  # blocks under the text
_LONGEST = 90
_ROWS = 6  # of a table or of fields that say when and where a meeting was
_CELLS = 20  # lines of such a form, each a cell
_SPOKEN = ("held", "delivered")  # the fields with the day on which something was said
_MINUTES = re.compile(r"(?:[记纪]录表?|纪要|议事录)(?:\([^()]{1,12}\))?$")
_CREDITS = frozenset({"credit", "foot"})  # what stands below others may be of another page
_NOBODY = frozenset({"网络", "互联网", "原创", "本站", "本网", "本站原创", "转载", "综合"})


def told_above(doc: Document, profile: Profile, meta: Meta, body: int) -> Meta:
    """Complete the day on which a text was spoken from the table, or minutes from the numbered fields, with which they open."""
    if meta.date:
        return meta
    minutes = _MINUTES.search(fold(meta.title)) is not None
    if minutes and (cell := _told_in_cells(doc, profile, body)):
        return replace(meta, date=cell.value, date_kind="delivered", delivered=cell.value)
    numbers = by_block(doc.marks, "number") if minutes else {}
    for block in doc.blocks[body : body + _ROWS]:
        mark = numbers.get(block.start)
        if mark and mark.numbering and (behind := block.find(mark.numbering.marker.end)) < len(block.text):
            block = slice_of(block, behind, len(block.text))
        elif "row" not in block.hints:
            return meta
        for f in fields(block, doc, profile):
            if f.kind in _SPOKEN:
                return replace(meta, date=f.value, date_kind="delivered", delivered=f.value)
    return meta


def _told_in_cells(doc: Document, profile: Profile, body: int) -> Field | None:
    """The day in a form whose cells came one below the other: 时间, and 2023年5月4日 on the next line."""
    for label, value in pairwise(doc.blocks[body : body + _CELLS]):
        kind = profile.labels.get(label.text.replace(" ", ""), "")
        if kind in _SPOKEN and (found := valued(kind, value, doc, profile)):
            return found[0]
    return None


def told_below(doc: Document, profile: Profile, meta: Meta, back_at: int) -> Meta:
    """Complete what the head of a text says of its source and of the day it was published."""
    if back_at >= len(doc.blocks) or (meta.publisher and meta.date_kind == "published"):
        return meta
    waste = by_block(doc.marks, "furniture") | by_block(doc.marks, "furniture?")
    for block in doc.blocks[back_at : back_at + _REACH]:
        text, mark = block.text, waste.get(block.start)
        if not mark or mark.value not in _CREDITS:
            return meta
        if "源" not in text[:4] or len(text) > _LONGEST:
            continue
        found = {f.kind: f.value.strip() for f in reversed(fields(block, doc, profile))}
        source, day = found.get("source", ""), found.get("published", "")
        if source and not meta.publisher and source not in _NOBODY:
            meta = replace(meta, publisher=source)
        if day and meta.date_kind != "published":
            own = meta.date if meta.date_kind in ("issued", "delivered") else ""
            meta = replace(meta, date=day, date_kind="published", delivered=meta.delivered or own)
    return meta
