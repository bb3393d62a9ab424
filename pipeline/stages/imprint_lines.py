"""Takes the fields of a line with labels or a date into the head, and says which day a date without a label is."""

from __future__ import annotations

import re

from pipeline.frozen import replace
from pipeline.model import (
    Block,
    Byline,
    Dateline,
    Document,
    Imprint,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages.adoption import within_brackets
from pipeline.stages.desk import Desk
from pipeline.stages.field import Field, why
from pipeline.stages.imprint import is_site
from pipeline.stages.text import labels, within

_BODY = re.compile(r"(?:政府|委员会|委員會|[局厅廳委]|办公室|辦公室)$")
_DAY = 20  # characters of a day, perhaps with the hour
_STAMP = re.compile(r"\d{4} ?[-/.] ?\d|\d ?版|\d/\d\d \d\d:")


def take_imprint(desk: Desk, block: Block, found: list[Field]) -> None:
    bare = len(found) == 1 and found[0].kind == "date"
    bracketed = bare and (within_brackets(block.text) or "年" in block.text)
    only_author = bool(found) and {f.kind for f in found} in ({"author"}, {"author", "role"})
    if bracketed and within_brackets(block.text):
        desk.nodes.append(
            Dateline(block.spans, why("front.date", "high", "a date in brackets under the title"))
        )
    elif only_author:
        desk.nodes.append(Byline(block.spans, why("byline.label", "high", "label of an author")))
    else:
        desk.nodes.append(
            Imprint(block.spans, why("imprint.fields", "high", "labels or a date beside a source"))
        )
    kinds = {f.kind for f in found}
    loose = within_brackets(block.text) or ("author" in kinds and "source" not in kinds)
    own = bare or _of_body(found)
    worded = own and not _stamped(block.text) and not labels(block.text, desk.profile)
    for f in found:
        if f.kind == "date":
            f = replace(f, kind="delivered" if loose else "issued" if worded else "published")
        if f.kind == "other":
            continue
        desk.take(f)
        desk.mark(f)


def publishes(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a line is no more than who publishes, over the day that a page gives."""
    block, below = doc.blocks[i], doc.blocks[i + 1 : i + 2]
    if not below or len(below[0].text) > _DAY or not _stamped(below[0].text):
        return False
    return is_site(block.text, profile) and bool(within(doc.marks, "date", below[0]))


def _of_body(found: list[Field]) -> bool:
    """Whether a line is a body and a day without a time, as a letterhead has them: 县人民政府办公室  2022年8月30日."""
    return (
        len(found) == 2
        and {f.kind for f in found} == {"date", "source"}
        and all("T" not in f.value if f.kind == "date" else _BODY.search(f.value) for f in found)
    )


def _stamped(text: str) -> bool:
    """Whether a date line is written the way a site stamps its pages, or a paper: 2019-11-14, 2019年11月14日 第3版."""
    return _STAMP.search(text) is not None
