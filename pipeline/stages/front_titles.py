"""Takes the lines that were marked as titles into the front of a text, and what stands behind a title on its line."""

from __future__ import annotations

import re

from pipeline.fold import fold, folded
from pipeline.frozen import replace
from pipeline.model import Block, Document, Furniture, Imprint, Mark, Title
from pipeline.stages.desk import Desk
from pipeline.stages.field import Field, value_at, why
from pipeline.stages.imprint import fields, is_site
from pipeline.stages.paragraph import block_of
from pipeline.stages.parts import BARE
from pipeline.stages.republican import republican
from pipeline.stages.rules import rules
from pipeline.stages.signers import ORG
from pipeline.stages.text import behind_blanks, closed_up, is_name, key, pages_before, reading, within
from pipeline.stages.title_lines import SUFFIX
from pipeline.stages.title_speaker import speaker_in_title

# the sign of a note about the title: 在盐务会议上的讲话*
_NOTED = re.compile(
    r"(?<=[一-鿿”》」』）)]) ?(?:[*＊]+|[①-⑳]|〔(?:[\d一二三四五六七八九十]{1,2}|[*＊])〕|[\[［【](?:注?\d{1,2}|[*＊])[\]］】])$"
)
_SITE = why("furniture.header", "medium", "the name of a site behind the title")
_DAY = len("2016-04-13")
_KIND = 8  # characters that the name of a kind of text has not


def take_title(desk: Desk, i: int, mark: Mark) -> int:
    """Take the blocks a title mark covers; return the index after them."""
    doc, j = desk.doc, i
    if mark.span.end < doc.blocks[i].end:
        return _cut_title(desk, doc.blocks[i], mark, i)
    while j < len(doc.blocks) and doc.blocks[j].end <= mark.span.end:
        j += 1
    spans = tuple(s for b in doc.blocks[i:j] for s in b.spans)
    if mark.kind == "title-repeat" and not _says_more(desk, doc.blocks[i]):
        desk.nodes.append(Furniture(spans, "pageTitle", "top", mark.why))
        for f in speaker_in_title(doc.blocks[i], doc, desk.profile):
            desk.take(f)
        return j
    text, block = _NOTED.sub("", _whole(doc, doc.blocks[i:j])), _one_block(doc, doc.blocks[i:j])
    if sign := _NOTED.search(block.text):
        block = replace(block, text=block.text[: sign.start()])
    desk.nodes.append(Title(spans, "main" if mark.value == "main" else "sub", mark.why))
    if mark.value == "main":
        desk.title = text
        if rules(desk.profile).cues["numbered-act"].match(doc.blocks[i].text):
            number = Field("docket", mark.span, text)
            desk.take(number)
            desk.mark(number)
        for m in within(doc.marks, "date", doc.blocks[i]):
            if _is_day_of(doc.blocks[i], m):
                desk.take(Field("delivered", m.span, m.value))
    else:
        desk.subtitle = text
        dated = within(doc.marks, "date", doc.blocks[i])
        for m in dated:
            desk.take(Field("delivered", m.span, m.value))
        if not dated and (found := republican(doc.blocks[i], doc)):
            desk.take(found)
    for f in speaker_in_title(block, doc, desk.profile):
        desk.take(f)
    return j


def _is_day_of(block: Block, dated: Mark) -> bool:
    """Whether a date is that of what a title names: a day at its beginning, or in brackets at its end."""
    if len(dated.value) < _DAY:
        return False
    return dated.span.start == block.start or block.text[block.find(dated.span.end) :] in (")", "）")


def lines_of(doc: Document, at: int, item: Mark) -> tuple[Block, ...]:
    """The lines of the title with which a text of a compilation begins, from block ``at`` on."""
    end = at + 1
    while end < len(doc.blocks) and doc.blocks[end].end <= item.span.end:
        end += 1
    return doc.blocks[at:end]


def take_item(desk: Desk, lines: tuple[Block, ...], item: Mark) -> None:
    """Take the title with which a text of a compilation begins, and the date in brackets behind it."""
    block = lines[0]
    dated = within(desk.doc.marks, "date", block) if item.why.rule == BARE else []
    cut = block.text.rfind("(") if block.text[-1] == ")" else -1
    if dated and 0 < cut < block.find(dated[0].span.start):
        _cut_title(
            desk, block, Mark("title", block.span(0, len(block.text[:cut].rstrip())), "main", item.why), 0
        )
        return
    spans = tuple(s for line in lines for s in line.spans)
    desk.title = "".join(reading(desk.doc, line.spans) for line in lines)
    desk.nodes.append(Title(spans, "main", item.why))
    for f in speaker_in_title(block, desk.doc, desk.profile) if item.why.rule == BARE else ():
        desk.take(f)
        desk.mark(f)


def _says_more(desk: Desk, block: Block) -> bool:
    """Whether a line under a title that names but a kind of text (会议纪要) says which one it is, and is no copy of it."""
    main = key(fold(desk.title))
    if not 0 < len(main) < _KIND:
        return False
    line = key(block.text)
    return line.endswith(main) and len(line) > len(main) + _KIND


def _whole(doc: Document, lines: tuple[Block, ...]) -> str:
    """A title in one line: spread characters closed up, and a blank between bodies that stand one under the other."""
    said = ""
    for n, block in enumerate(lines):
        bodies = n and ORG.match(closed_up(lines[n - 1].text)) and ORG.match(closed_up(block.text))
        said += " " * bool(bodies) + closed_up(reading(doc, block.spans))
    return said


def _one_block(doc: Document, lines: tuple[Block, ...]) -> Block:
    """The block of all lines of a title."""
    if len(lines) == 1 or any(len(block.spans) > 1 for block in lines):
        return lines[0]
    return block_of(lines, doc.source.text, folded(doc.source.text))


def _cut_title(desk: Desk, block: Block, mark: Mark, i: int) -> int:
    """A title with its date, and perhaps its author, behind it on the same line."""
    cut = block.find(mark.span.end)
    desk.nodes.append(Title(block.cut(0, cut), "main", mark.why))
    desk.title = closed_up(reading(desk.doc, block.cut(0, cut)))
    at = behind_blanks(desk.doc, block, cut)
    desk.nodes += pages_before(desk.doc, block, at)
    if (m := SUFFIX.search(block.text)) and at <= m.start() + 1 and is_site(m["site"], desk.profile):
        _take_site(desk, block, at, m.start("site"))
        return i + 1
    desk.nodes.append(
        Imprint(
            block.cut(at, len(block.text)), why("imprint.fields", "high", "date or author behind the title")
        )
    )
    found = [f for f in fields(block, desk.doc, desk.profile) if f.span.start >= mark.span.end]
    if not found and is_name(block.text[at:], desk.profile):
        found = [value_at("author", block, desk.doc, at, len(block.text))]
    for f in found:
        f = replace(f, kind="delivered") if f.kind == "date" else f
        desk.take(f)
        desk.mark(f)
    return i + 1


def _take_site(desk: Desk, block: Block, at: int, name: int) -> None:
    """Take the site behind a title, in the line from ``at`` on; its name begins at ``name``."""
    desk.nodes.append(Furniture(block.cut(at, len(block.text)), "header", "top", _SITE))
    site = block.span(name, len(block.text))
    desk.take(Field("source", site, reading(desk.doc, (site,)), "medium"))


def take_masthead(desk: Desk, block: Block, mark: Mark) -> None:
    """Take the line of a paper, site or column over the title, which may name the publisher, or that of a letterhead."""
    if mark.why.rule.startswith("imprint"):
        desk.nodes.append(Imprint(block.spans, mark.why))
        return
    desk.nodes.append(Furniture(block.spans, "header", "top", mark.why))
    if mark.value:
        name = block.span(0, len(mark.value))
        desk.take(Field("source", name, reading(desk.doc, (name,)), "medium"))
