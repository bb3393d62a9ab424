"""One sentence for every rule that can decide what a stretch of text is: the taxonomy of the TEI and of ``explain``."""

from __future__ import annotations

DECISIONS: dict[str, str] = {
    "paragraph": "A block that no rule claims is a paragraph.",
    # front
    "title.main": "The short line before the text that other lines repeat, that names a kind of text, or that stands first.",
    "title.promulgated": "The title of a text that the order above it promulgates by this name, or of a law under its number.",
    "title.sub": "A line under the title that opens with a dash.",
    "title.part": "The title of one text of a compilation, under its separator.",
    "title-repeat.repeat": "A copy of the title, as page headings and breadcrumbs make.",
    "part.container": "The title of a text of a compilation: the container begins a page with each, over its author.",
    "part.separator": "A line of a compilation that opens one of its texts; its numbers run on from 1.",
    "imprint.fields": "A line before the text with labelled fields, or a date beside the name of a site.",
    "imprint.docket": "The number of an official letter: organ, year in brackets, number.",
    "imprint.label": "A label and its value before the text, of a kind that has no name here.",
    "imprint.order": "The name or number of an order that carries another text.",
    "imprint.source": "The publisher or site named in the imprint.",
    "imprint.author": "The author or speaker named in the imprint or the byline.",
    "imprint.role": "The office named before the speaker's name.",
    "imprint.place": "The place named in the imprint.",
    "byline.container": "The line of an author under the title of a text, as the container sets it.",
    "byline.role": "Office and name on a line of their own, parted by blanks.",
    "byline.name": "A name on a line of its own.",
    "byline.label": "A name after a label such as 作者.",
    "front.note": "A short line between the title and its byline or date: the occasion, the place.",
    "front.order": "The words with which an order promulgates the text under it.",
    "front.signed": "Who signs an order that carries another text, and when.",
    "front.date": "A date in brackets under the title.",
    "front.adopted": "A line that says when and by whom a text was adopted, issued or amended.",
    "front.history": "A further line of the history of adoption.",
    "salute.audience": "A line that greets the audience and ends in a colon.",
    "salute.addressee": "A line that names the addressees of an official letter and ends in a colon.",
    # body
    "head.plain": "A short line without number and final stop, with text under it.",
    "head.container": "A line without number that its container marks as a heading of some level.",
    "head.agenda": "A line between turns of a talk that heads what follows.",
    "note.body": "A note at the end of the text, numbered from 1.",
    "note.container": "A footnote or endnote of the container.",
    "note.mark": "A mark in the text with the number of a note at its end.",
    "table.cells": "Rows with the same number of cells, parted by tabs or bars.",
    "table.container": "Rows that the container itself marks as a table.",
    "table.bar": "A bar between the cells of a table.",
    "points.attachment": "The list of attachments of an official document.",
    "turn.label": "A label that recurs, names an office, has the form of a name, or stands where a talk waits for a speaker.",
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
    "furniture.legal": "Copyright, licence numbers, disclaimers.",
    "furniture.counter": "Counts of visits.",
    "furniture.subscription": "Appeals to subscribe, cuts of a preview.",
    "furniture.page": "Page numbers.",
    "furniture.filler": "An editor's words around a text.",
    "furniture.contents": "A table of contents: its lines are the headings of the text.",
    "furniture.credit": "Who edited or checked the page.",
    "furniture.form": "Fields and buttons with which readers of a page send their opinion.",
    "furniture.contact": "Address, telephone and operator of a site, in the foot of its page.",
    "furniture.foot": "Buttons and notes of a page that are known as such by standing after the signature.",
    "furniture.container": "A line that its container keeps outside the text: a page's navigation, a running head, a cue's time.",
    "furniture.running": "A running head: a short line that comes again and again beside the page numbers.",
    "furniture.cue": "A clock time beside a speaker's label or on a line of its own, put there by a recording or a site.",
    "furniture.header": "A line before the title that is none of the lines a title has.",
}


def describe(rule: str) -> str:
    """The sentence of a rule; those of numbering styles are made from the style's name."""
    if rule in DECISIONS:
        return DECISIONS[rule]
    kind, _, style = rule.partition(".")
    what = {"head": "A heading", "points": "A list of points", "num": "A marker"}.get(kind)
    return f"{what} numbered in the style {style}, in a series that counts up." if what and style else rule
