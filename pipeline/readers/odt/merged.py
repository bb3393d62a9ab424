"""Merged cells of OpenDocument tables: what a cell above covers is an empty cell, what one beside covers is none."""

from __future__ import annotations

from lxml import etree

from pipeline.readers.odt.properties import TABLE, whole

_MOST = 1000  # columns; no page is that wide, and hostile numbers would take time


class Merged:
    """The place in a table while it is read."""

    def __init__(self) -> None:
        self._column = 0
        self._below: dict[int, int] = {}

    def row(self) -> None:
        """Begin a row."""
        self._column = 0

    def cell(self, element: etree._Element) -> None:
        """Take a cell: how far it reaches to the right and down."""
        rows = whole(element.get(TABLE + "number-rows-spanned")) or 1
        if rows > 1:
            self._below[self._column] = rows - 1
        self._column += 1

    def covered(self, element: etree._Element) -> int:
        """Take cells that others cover; how many of them begin below another cell."""
        count = min(whole(element.get(TABLE + "number-columns-repeated")) or 1, _MOST)
        found = 0
        for column in range(self._column, self._column + count):
            if self._below.get(column, 0) > 0:
                self._below[column] -= 1
                found += 1
        self._column += count
        return found
