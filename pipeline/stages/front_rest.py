"""What a line of a head is that has the form of none of its parts: furniture of the page, a field, a note."""

from __future__ import annotations

import re

from pipeline.model import (
    Block,
    FrontNode,
    Furniture,
    Imprint,
    Mark,
    Paragraph,
)  # fmt: skip
from pipeline.stages.field import why
from pipeline.stages.head_reach import is_field
from pipeline.stages.zone import names_annex

_SITE = 30  # characters of a line of the site over the path to the page
WORDS = 8  # characters of furniture that stands over the title
BUTTON = 4  # the same where a kicker stands, or may stand: below a date
_OTHER = re.compile(r"[A-Za-z+-]{1,2}(?: |$)")  # buttons for larger and smaller letters
_STOP = re.compile(r"[。,;:!?]")


def other_line(block: Block, titled: bool, of_page: bool, longest: int) -> FrontNode:
    """A line of the head that has the form of none of its parts; over the title, ``longest`` is the length of furniture."""
    text, spans = block.text, block.spans
    if (
        not titled
        and not names_annex(text)
        and len(text if of_page else _OTHER.sub("", text)) <= (_SITE if of_page else longest)
        and not _STOP.search(text.replace(":", "") if of_page else text)
    ):
        reason = "of the page, not of the text" if of_page else "a word or two before the title"
        return Furniture(
            spans, "header", "top", why("furniture.header", "medium" if of_page else "low", reason)
        )
    if is_field(text):
        return Imprint(
            spans, why("imprint.label", "medium", "a label and its value among the lines of a head")
        )
    if titled:
        return Paragraph(
            spans, why("front.note", "medium", "stands between the title and its byline or date")
        )
    return Paragraph(spans, why("front.note", "low", "stands before the title and is none of its lines"))


def furniture_node(block: Block, waste: dict[int, Mark], place: str) -> Furniture:
    mark = waste.get(block.start)
    kind, reason = (
        (mark.value, mark.why)
        if mark
        else ("related", why("furniture.list", "medium", "short line among furniture"))
    )
    return Furniture(block.spans, kind, "top" if place == "top" else "bottom", reason)
