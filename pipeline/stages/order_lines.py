"""Reads what stands before the text that an order promulgates: the order's name and number, its sentence, who signs, when."""

from __future__ import annotations

import re

from pipeline.model import Byline, Dateline, Imprint, Paragraph
from pipeline.stages.desk import Desk
from pipeline.stages.field import Field, why
from pipeline.stages.orders import Order, number
from pipeline.stages.rules import rules
from pipeline.stages.text import within

_LONGEST = 40  # of a line with a name or a date
_PASSED = re.compile(r"通过|批准|同意")


def order_line(desk: Desk, i: int, order: Order) -> bool:
    """Read one line from the order's name down to the title of the text; False when it has no form of its own here."""
    doc, block = desk.doc, desk.doc.blocks[i]
    text, dated = block.text, within(doc.marks, "date", block)
    if rules(desk.profile).cues["docket"].match(text):
        return False
    if i == order.sentence or text[-1] == "。":
        desk.nodes.append(
            Paragraph(block.spans, why("front.order", "high", "the words of an order over its text"))
        )
        if i == order.sentence and dated and _PASSED.search(text, block.find(dated[0].span.end)):
            desk.adopted = desk.adopted or dated[0].value
    elif found := number(text) if i < order.sentence else None:
        desk.nodes.append(Imprint(block.spans, why("imprint.order", "high", "the number of an order")))
        f = Field("docket", block.span(*found.span()), found.group())
        desk.take(f)
        desk.mark(f)
    elif order.top <= i <= order.name:
        desk.nodes.append(Imprint(block.spans, why("imprint.order", "high", "the name of an order")))
    elif i < order.sentence:
        return False  # of the page
    elif dated and len(text) < _LONGEST:
        desk.nodes.append(Dateline(block.spans, why("front.signed", "high", "the date of the order")))
        desk.take(Field("issued", dated[-1].span, dated[-1].value))
    elif len(text) < _LONGEST:
        desk.nodes.append(Byline(block.spans, why("front.signed", "high", "who signs the order")))
    else:
        return False
    return True
