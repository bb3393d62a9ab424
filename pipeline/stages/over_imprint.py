"""Tells which lines under a title are of its head though they have another form: they stand over date and source."""

from __future__ import annotations

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.bylines import byline
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, by_block, labels, within

_UNDER = 2  # lines between a heading of the head and the line with date and source
_SHORT, _IMPRINT = 40, 90  # characters of these lines
_BESIDE = 12  # characters beside the date of a line without labels: its source


def of_head(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a heading under the title is a line of the head: date and source stand on it or right below it.

    Pages set a second title so, the name of the speaker, or a column. Where later headings have its level it may be the
    first section, so only a name is of the head there.
    """
    block = doc.blocks[i]
    if block.start in by_block(doc.marks, "number") or rules(profile).cues["heading"].match(block.text):
        return False
    named = bool(byline(block, doc, profile))
    alone = not any(b.hints == block.hints for b in doc.blocks[i + 1 :])
    if _over_imprint(doc, i, profile):
        return named or alone
    above = doc.blocks[i - 1]
    return named and alone and i > 0 and len(above.text) <= _SHORT and bool(within(doc.marks, "date", above))


def _over_imprint(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a heading is an imprint or has one right below it."""
    hints = doc.blocks[i].hints
    for at, b in enumerate(doc.blocks[i : i + 1 + _UNDER]):
        if SENTENCE_END.search(b.text):
            return False
        if _imprint(b, doc, profile):
            return True
        if len(b.text) > _SHORT or b.text[-1] == ":":
            return False
        if at and ("row" in b.hints or "item" in b.hints or b.hints == hints):
            return False
    return False


def _imprint(b: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line says when or where a text was published, or is a date with no more than a source beside it."""
    dated = within(doc.marks, "date", b)
    if len(b.text) > _IMPRINT or not (dated or ":" in b.text):
        return False
    kinds = {profile.field(m) for m in labels(b.text, profile)}
    if "source" in kinds and (dated or len(b.text) < _SHORT):
        return True
    if not dated or "published" in kinds:
        return bool(dated)
    return not kinds and len(b.text) - sum([m.span.end - m.span.start for m in dated]) <= _BESIDE


def introduces(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a line with the form of a turn says who somebody is, over the line with source and date: 柳青禾：渡口所所长."""
    if (
        i + 1 >= len(doc.blocks)
        or SENTENCE_END.search(doc.blocks[i].text)
        or len(doc.blocks[i].text) > _SHORT
    ):
        return False
    below = doc.blocks[i + 1]
    return bool(within(doc.marks, "date", below) and labels(below.text, profile)) and _imprint(
        below, doc, profile
    )
