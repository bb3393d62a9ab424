"""Footnotes and endnotes of a Word document: their marks in the text, and their texts in the order of these."""

from __future__ import annotations

from lxml import etree

from pipeline.readers.docx.properties import W, inner, number, properties, value
from pipeline.readers.office.numbers import shown

_FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """Numbers notes as they are referred to; Word counts footnotes and endnotes apart.

    Notes that begin anew on each page are counted through: the file does not say where its pages end.
    """

    def __init__(self, roots: dict[str, etree._Element | None], settings: etree._Element | None) -> None:
        """Take the parts of both kinds, and the settings, which say how they are numbered."""
        self._texts = {
            (kind, note.get(W + "id", "")): note
            for kind, root in roots.items()
            if root is not None
            for note in root.iterchildren(W + kind)
        }
        self._marks: dict[tuple[str, str], str] = {}
        self._forms = dict(_FORMS)
        self._next = dict.fromkeys(_FORMS, 1)
        all_settings = properties(settings)
        for kind in _FORMS:
            found = inner(all_settings, f"{kind}Pr")
            self._forms[kind] = value(found, "numFmt") or _FORMS[kind]
            self._next[kind] = number(value(found, "numStart")) or 1

    def mark(self, kind: str, id: str) -> str:
        """The mark of a note where the text refers to it: [1].

        Args:
            kind: ``footnote`` or ``endnote``.
            id: the note's id in the file.
        """
        if (kind, id) not in self._texts:
            return ""
        if (kind, id) not in self._marks:
            self._marks[kind, id] = f"[{shown(self._next[kind], self._forms[kind])}]"
            self._next[kind] += 1
        return self._marks[kind, id]

    def referred(self) -> list[tuple[str, etree._Element]]:
        """Mark and text of each note that the text refers to, footnotes first."""
        marks = sorted(self._marks.items(), key=lambda item: item[0][0] == "endnote")
        return [(mark, self._texts[key]) for key, mark in marks]
