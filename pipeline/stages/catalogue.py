"""Reads what a page's catalogue says of a paper where labels and values stand apart: on lines of their own, or in cells.

索 引 号： is on one line and its value on the next; or 文　　号 and its value are cells of a row, parted by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.rules import rules
from pipeline.stages.text import by_block, labelled, within

# a body and the kind of its paper, spread over the line: 望川县人民政府　　公告
GENRE = re.compile(r"^[^,。:]{2,24}[ ]{1,4}(?:函|令|公告|通知|通告|决定|书函)$")
DATES = ("published", "issued", "held", "delivered", "effective")  # the kinds of fields that are days
_ANNEX = "附"  # over the title of one
_BULLET = "·"  # a list of labels sets a blank line before each value
_LONGEST = 90  # of a value
_LABEL = 12  # characters of a label without a colon
_FEWEST = 3  # of them, which show that their lines are labels
_SPREAD = re.compile(r"([一-鿿]) {2,}([一-鿿]) {2,}(?=[^ ])")  # 时    间  before its value, without a colon


def values(doc: Document, profile: Profile, end: int) -> dict[int, str]:
    """The lines of ``blocks[:end]`` that are no more than the value of the label on the line above, with its kind.

    A label without a value has another label under it. Several labels may do without their colons.
    """
    found: dict[int, str] = {}
    lines = doc.blocks[: max(end - 1, 0)]
    bare = {i: kind for i, block in enumerate(lines) if (kind := _bare_label(block, profile))}
    if len(bare) < _FEWEST:
        bare = {}
    for i, block in enumerate(lines):
        if i in found or (i not in bare and block.text[-1] != ":") or (not i and block.text[0] == _ANNEX):
            continue
        kind, below = bare.get(i) or only_label(block, profile), doc.blocks[i + 1]
        near = below.gap <= block.gap or block.text[0] == _BULLET
        if kind and i + 1 not in bare and near and _is_value(below, kind, doc, profile):
            found[i + 1] = kind
    return found


def _bare_label(block: Block, profile: Profile) -> str:
    """The kind of field whose label a line is, without a colon; "" where it is none."""
    text = block.text
    return profile.labels.get(text.replace(" ", ""), "") if len(text) <= _LABEL else ""


def _is_value(b: Block, kind: str, doc: Document, profile: Profile) -> bool:
    """Whether a line may be the value of a label of this kind on the line above it."""
    text = b.text
    if text[-1] == ":" or len(text) > _LONGEST or labelled(text, profile) or GENRE.match(text):
        return False
    if kind in DATES:
        return bool(within(doc.marks, "date", b))
    other = kind != "docket" and rules(profile).cues["docket"].match(text)
    return not other and b.start not in by_block(doc.marks, "furniture")


def only_label(block: Block, profile: Profile) -> str:
    """The kind of field whose label a line is and nothing besides; "" where it is none."""
    match = labelled(block.text, profile)
    return profile.field(match) if match and match.end() == len(block.text) else ""


def is_spread(text: str) -> bool:
    """Whether two characters that are set apart open a line."""
    return text[1:3] == "  " and _SPREAD.match(text) is not None


def cells(block: Block, doc: Document, profile: Profile) -> Iterator[tuple[str, int, int]]:
    """The values of a row whose cells are known labels and values in turn: the kind and the place in the block's text.

    So is a label that is spread over its column, and its value.
    """
    only = block.spans[0]
    if is_spread(block.text):
        match = _SPREAD.match(block.text)
        if match and (kind := profile.labels.get(match[1] + match[2])):
            yield kind, match.end(), len(block.text)
        return
    if len(block.spans) > 1 or doc.source.text.find("\t", only.start, only.end) < 0:
        return
    at, label = 0, ""
    for n, cell in enumerate(doc.source.text[only.start : only.end].split("\t")):
        if n % 2:
            if label and cell.strip():
                yield label, at, at + len(cell)
        else:
            word = block.text[at : at + len(cell)].replace(" ", "").removesuffix(":")
            label = profile.labels.get(word, "")
            if not label and not n and cell.rstrip()[-1:] not in (":", "："):
                return
        at += len(cell) + 1
