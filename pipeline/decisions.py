"""One sentence for every rule that can decide what a stretch of text is: the taxonomy of the TEI and of ``explain``."""

from __future__ import annotations

DECISIONS: dict[str, str] = {
    "paragraph": "A block that no rule claims is a paragraph.",
    # front
    "title.main": "The short line before the text that other lines repeat, that names a kind of text, or that stands first.",
    "title.sub": "A line under the title that opens with a dash.",
    "title.part": "The title of one text of a compilation, under its separator.",
    "title-repeat.repeat": "A copy of the title, as page headings and breadcrumbs make.",
    "part.separator": "A line of a compilation that opens one of its texts; its numbers run on from 1.",
    "imprint.fields": "A line before the text with labelled fields, or a date beside the name of a site.",
    "imprint.docket": "The number of an official letter: organ, year in brackets, number.",
    "imprint.source": "The publisher or site named in the imprint.",
    "imprint.author": "The author or speaker named in the imprint or the byline.",
    "imprint.role": "The office named before the speaker's name.",
    "imprint.place": "The place named in the imprint.",
    "byline.role": "Office and name on a line of their own, parted by blanks.",
    "byline.name": "A name on a line of its own.",
    "byline.label": "A name after a label such as 作者.",
    "front.note": "A short line between the title and its byline or date: the occasion, the place.",
    "front.date": "A date in brackets under the title.",
    "front.adopted": "A line that says when and by whom a text was adopted, issued or amended.",
    "front.history": "A further line of the history of adoption.",
    "salute.audience": "A line that greets the audience and ends in a colon.",
    "salute.addressee": "A line that names the addressees of an official letter and ends in a colon.",
    # body
    "head.plain": "A short line without number and final stop, with text under it.",
    "head.apart": "前言, 参考文献 and the like, which head a section of their own.",
    "head.issued": "The name of what a paper issues, on a line of its own behind the signature.",
    "head.container": "A line without number that its container marks as a heading of some level.",
    "head.agenda": "A line between turns of a talk that heads what follows.",
    "note.body": "A note at the end of the text, numbered from 1.",
    "note.container": "A footnote or endnote of the container.",
    "note.mark": "A mark in the text with the number of a note at its end.",
    "table.cells": "Rows with the same number of cells, parted by tabs or bars.",
    "table.container": "Rows that the container itself marks as a table.",
    "table.bar": "A bar between the cells of a table.",
    "points.attachment": "The list of attachments of an official document.",
    "turn.label": "A label with a colon that recurs, names an office, or has the form of a name.",
    "turn.midline": "A label known from elsewhere in the talk, after the end of a sentence in mid-line.",
    "stage.bracket": "A line in brackets that tells what happened.",
    "said.verb": "A quotation after a name and a verb of saying.",
    "runon.count": "Points that count up inside one paragraph.",
    "date.relative": "A date by the writer's own year (今年, 去年), read by the date of the text.",
    "date.form": "A date in full, read by the calendar.",
    # what a person said
    "fix.title": "A person's correction: a line of the title.",
    "fix.subtitle": "A person's correction: a line of the subtitle.",
    "fix.furniture": "A person's correction: page furniture.",
    "fix.imprint": "A person's correction: a line with publisher, date or number.",
    "fix.byline": "A person's correction: the line that names the speaker.",
    "fix.salute": "A person's correction: a salutation.",
    "fix.heading": "A person's correction: a heading.",
    "fix.point": "A person's correction: a point of a list.",
    "fix.paragraph": "A person's correction: a paragraph.",
    "fix.turn": "A person's correction: a speaker's turn.",
    "fix.stage": "A person's correction: a stage note.",
    "fix.item": "A person's correction: the first line of one text of a compilation.",
    "fix.signed": "A person's correction: a signature.",
    "fix.date": "A person's correction: a date on a line of its own.",
    "fix.join": "A person's correction: a line that goes on with the paragraph before it.",
    "fix.break": "A person's correction: a line that begins a paragraph.",
    # end
    "closing.signed": "A name, an office or a body on a line of its own at the end.",
    "closing.date": "A date on a line of its own at the end.",
    "closing.notice": "A note after the signature: how the paper may be made public, who gets copies.",
    # damage
    "damage.gloss": "A pinyin syllable in brackets that a careless conversion put after a character.",
    "damage.shift": "A full stop lost its first byte, and the characters after it were read one byte late.",
    "damage.radical": "The sign of a radical that a PDF program wrote for the character it looks like.",
    "damage.redaction": "Signs that stand for words left out: asterisks, XX, 某某.",
    # furniture
    "furniture.breadcrumb": "The path of a page in its site.",
    "furniture.menu": "A row of links.",
    "furniture.tools": "Buttons of a page: print, font size, download.",
    "furniture.share": "Buttons to share a page.",
    "furniture.related": "Links to other pages.",
    "furniture.list": "Short lines among links at the end of a page.",
    "furniture.legal": "Copyright, licence numbers, disclaimers, addresses of the operator.",
    "furniture.counter": "Counts of visits.",
    "furniture.subscription": "Appeals to subscribe, cuts of a preview.",
    "furniture.page": "Page numbers.",
    "furniture.filler": "An editor's words around a text.",
    "furniture.contents": "A table of contents: its lines are the headings of the text.",
    "furniture.credit": "Who edited or checked the page.",
    "furniture.container": "A line that its container keeps outside the text: a page's navigation, a running head, a cue's time.",
    "furniture.header": "A line before the title that is none of the lines a title has.",
}


def describe(rule: str) -> str:
    """The sentence of a rule; those of numbering styles are made from the style's name."""
    if rule in DECISIONS:
        return DECISIONS[rule]
    kind, _, style = rule.partition(".")
    what = {"head": "A heading", "points": "A list of points", "num": "A marker"}.get(kind)
    return f"{what} numbered in the style {style}, in a series that counts up." if what and style else rule
