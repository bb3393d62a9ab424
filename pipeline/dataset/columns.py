"""The record of a dataset: one row per text, every column of it named, typed and described in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Row = dict[str, Any]
Kind = Literal["string", "int", "float", "flag", "date", "struct"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or a field of a struct. ``many`` is a list of the kind, which is empty and never null.

    A ``date`` is ``datetime.date`` in a row and ISO 8601 in JSON. ``fields`` are those of a struct.
    """

    name: str
    kind: Kind
    description: str
    nullable: bool = False
    many: bool = False
    fields: tuple[Column, ...] = ()

    @property
    def type(self) -> str:
        """The type in words: string, int, list of string, list of struct."""
        return f"list of {self.kind}" if self.many else self.kind


def _place(what: str, prefix: str = "") -> tuple[Column, Column]:
    name = f"{prefix}_" if prefix else ""
    return (
        Column(f"{name}start", "int", f"Where {what} starts in `text`, in code points."),
        Column(f"{name}end", "int", "Where it ends, that character not included."),
    )


_CERT = Column("cert", "string", "How sure the rules are: high, medium or low.")
_SECTION = Column("section", "int", "The innermost section around it, as an index into `sections`.", True)
_SOURCE = (
    Column("source_start", "int", "Where it starts in the source, in code points of its text.", True),
    Column("source_end", "int", "Where it ends in the source.", True),
)

# --- what it is, and of what
_IDENTITY = (
    Column("id", "string", "Unique and stable: the path of the source among the inputs; `#n` behind it for the n-th text in it."),
    Column("unit", "string", "document, part (one text of a compilation), or compilation (its own words only)."),
    Column("compilation", "string", "The id of the compilation a part belongs to.", True),
    Column("part", "int", "The place of a part in its compilation, from 1.", True),
    Column("status", "string", "ok, or failed: then `error` says why and there is no text."),
    Column("error", "string", "What went wrong, with its code.", True),
)  # fmt: skip

# --- the text
_TEXT = (
    Column("text", "string", "The text as it is read: one line per heading, paragraph, item or row of a table."),
    Column("n_chars", "int", "Its length in code points."),
    Column("n_paragraphs", "int", "The number of entries of `paragraphs` whose role is p."),
)  # fmt: skip

# --- metadata
_METADATA = (
    Column("title", "string", "The title.", True),
    Column("subtitle", "string", "The subtitle.", True),
    Column("author", "string", "The names of the authors or of the person who spoke, joined by 、.", True),
    Column("author_role", "string", "The office of the first author.", True),
    Column(
        "people", "struct", "Everybody known: authors, speakers, those quoted.", many=True, fields=(
            Column("name", "string", "The name."),
            Column("role", "string", "An office, as the text states it.", True),
            Column("kind", "string", "author, speaker or quoted.", True),
        ),
    ),
    Column("date", "date", "The day it was given or signed, or else published; null where no day is known.", True),
    Column("date_raw", "string", "The same as exact as it is known: an ISO day, month or year, or words.", True),
    Column("published", "string", "When it was published, the same way, a time of day included.", True),
    Column("place", "string", "Where it was given.", True),
    Column("publisher", "string", "Who published it, or the compilation it is a part of: a paper, a site, an office.", True),
    Column("docket", "string", "The number of an official document.", True),
    Column("url", "string", "Its address in the web.", True),
    Column("language", "string", "The language of `text`, such as zh (BCP 47).", True),
    Column("language_script", "string", "Its script, such as Hans or Hant (ISO 15924).", True),
    Column("doc_type", "string", "speech, document, law or transcript, where its form or title tells.", True),
)  # fmt: skip

# --- structure: spans are half-open and count code points of `text`
_STRUCTURE = (
    Column(
        "sections", "struct", "The sections, each before those inside it.", many=True, fields=(
            Column("id", "string", "Its id in the TEI."),
            Column("parent", "int", "The section around it, as an index into this list.", True),
            Column("level", "int", "Its depth, from 1."),
            Column("number", "string", "Its place in the outline, such as 2.1.", True),
            Column("label", "string", "The marker of its heading as written, such as 一、", True),
            Column("heading", "string", "The heading with its marker.", True),
            Column("run_in", "flag", "Whether the heading stands at the head of a paragraph."),
            Column("heading_start", "int", "Where the heading starts in `text`.", True),
            Column("heading_end", "int", "Where it ends.", True),
            *_place("the section, its heading included,"),
            _CERT,
        ),
    ),
    Column(
        "paragraphs", "struct", "Every block of the text, headings apart.", many=True, fields=(
            Column("role", "string", "p, title, subtitle, byline, date, imprint, salute, signed, dateline, stage, row …"),
            Column("n", "int", "The running number of a paragraph in its source.", True),
            _SECTION,
            Column("turn", "int", "The turn it belongs to, as an index into `turns`.", True),
            Column("point", "int", "The innermost point it belongs to, as an index into `points`.", True),
            *_place("it"),
            *_SOURCE,
            _CERT,
        ),
    ),
    Column(
        "turns", "struct", "What the speakers of a conversation say.", many=True, fields=(
            Column("name", "string", "The speaker's name or office.", True),
            Column("label", "string", "How the text marks the turn, such as 记者：", True),
            _SECTION,
            Column("label_start", "int", "Where the label starts in `text`.", True),
            Column("label_end", "int", "Where it ends.", True),
            *_place("the turn, its label included,"),
        ),
    ),
    Column(
        "points", "struct", "Items of lists, each before those inside it.", many=True, fields=(
            Column("parent", "int", "The point around it, as an index into this list.", True),
            _SECTION,
            Column("label", "string", "The marker as written, such as （一）", True),
            Column("value", "string", "The number it stands for.", True),
            Column("label_start", "int", "Where the marker starts in `text`.", True),
            Column("label_end", "int", "Where it ends.", True),
            *_place("the item, its marker included,"),
        ),
    ),
    Column(
        "entities", "struct", "Dates, names, offices, places and docket numbers.", many=True, fields=(
            Column("type", "string", "date, person, name, role, place, docket or organisation."),
            Column("norm", "string", "A date in ISO 8601, or a person's name as listed in `people`.", True),
            *_place("it"),
            _CERT,
        ),
    ),
    Column(
        "repairs", "struct", "Damaged wording for which a reading was found.", many=True, fields=(
            Column("original", "string", "What the source has."),
            Column("reading", "string", "How it is read."),
            *_place("the one that `text` has"),
            _CERT,
        ),
    ),
)  # fmt: skip

# --- where it comes from, and how far to trust it
_ORIGIN = (
    Column("source_path", "string", "The path of the source, as in the TEI."),
    Column("source_name", "string", "The same without folders."),
    Column("source_sha256", "string", "SHA-256 of the source's bytes.", True),
    Column("source_start", "int", "Where the text starts in the source, in code points of the source's text.", True),
    Column("source_end", "int", "Where it ends in the source.", True),
    Column("certainty", "string", "The lowest certainty of anything said of the text: high, medium or low.", True),
    Column("unsure_share", "float", "The share of what was said of the text that is not of high certainty.", True),
    Column("warnings", "string", "The codes of the warnings, without repeats, in order.", many=True),
    Column("pipeline_version", "string", "The version of Wengao that made the row."),
    Column("tei", "string", "The TEI of the whole document, where asked for; with a compilation in its own row.", True),
)  # fmt: skip

# --- quality: what people filter on. Shares are from 0 to 1; null where there is no text
MEASURES = (
    Column("damaged_share", "float", "The share of characters lost (U+FFFD, private use), hidden (××, ***) or repaired.", True),
    Column("furniture_share", "float", "The share of the document's visible characters that are page furniture.", True),
    Column("language_score", "float", "The share of Chinese characters among all letters; kana are letters.", True),
    Column(
        "common_share", "float", "The share of the 1,000 commonest Chinese characters and marks in what is not ASCII: "
        "0.8 and more in running Chinese, less in lists of names, next to none in garbled text.", True,
    ),
    Column("mean_paragraph", "float", "The mean length of paragraphs of role p, in code points.", True),
    Column("longest_paragraph", "int", "The length of the longest one.", True),
    Column("repeated_share", "float", "The share of characters in lines that stood before in the same text.", True),
)  # fmt: skip

# Filled when all texts of a run are known, null until then
RELATIONS = (
    Column(
        "duplicate", "string", "representative: the first text of its cluster, of a text without copies the text itself. "
        "exact: the same letters and digits as the representative, whatever the script, width, punctuation, line breaks "
        "and front (title, byline, date, imprint). near: similar to it, or to another text of the cluster.", True,
    ),
    Column("duplicate_cluster", "string", "The id of the representative: the same for all texts of a cluster.", True),
    Column("duplicate_of", "string", "The id of the representative where that is another text.", True),
    Column(
        "duplicate_similarity", "float", "The estimated share of runs of four letters that the text and its "
        "representative have in common; 0 for a representative.", True,
    ),
    Column("duplicate_size", "int", "How many texts the cluster has.", True),
    Column("shared_paragraphs", "int", "How many of its paragraphs, of 20 letters and more, stand in other texts too.", True),
    Column("shared_share", "float", "The share of these in the letters of all its paragraphs of 20 letters and more.", True),
    Column("shared_with", "string", "Ids of up to 8 texts with paragraphs of this one, most in common first.", many=True),
    Column(
        "excerpt_of", "string", "The id of a text at least a quarter longer that has half of these letters or more.", True,
    ),
)  # fmt: skip

QUALITY: tuple[Column, ...] = (*MEASURES, *RELATIONS)

COLUMNS: tuple[Column, ...] = (*_IDENTITY, *_TEXT, *_METADATA, *_STRUCTURE, *_ORIGIN, *QUALITY)
NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)


def empty() -> Row:
    """A row in which nothing is known: null or an empty list in every column."""
    return {column.name: [] if column.many else None for column in COLUMNS}
