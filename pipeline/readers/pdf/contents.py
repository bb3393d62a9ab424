"""Tables of contents: lines that end in the number of a page, with dots or a wide gap before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.office.contents import is_heading

_PAGE = r"[(（]?(?:\d{1,4}|[ivxlIVXL]{1,6})[)）]?\s*"
_DOTTED = re.compile(rf".*?\S[ \t\u3000]*(?:(?:[.．·・•] ?){{4,}}+|[…‥⋯]{{2,}}+)[ \t\u3000]*{_PAGE}")
_TABBED = re.compile(rf".*?\S[\t\u3000]{_PAGE}")
_LEAST_ENTRIES = 3
_LONGEST = 200


def is_entry(text: str) -> bool:
    """Whether dots lead to a number at the end of a line."""
    return len(text) <= _LONGEST and _DOTTED.fullmatch(text) is not None


def _is_tabbed(text: str) -> bool:
    """Whether a wide gap leads to a number at the end of a line."""
    return len(text) <= _LONGEST and _TABBED.fullmatch(text) is not None


def contents(texts: Sequence[str]) -> set[int]:
    """Which of these paragraphs are a table of contents with its heading.

    Without dots the entries have to stand under the heading, since the rows of a table may end in numbers too.
    """
    found: set[int] = set()
    i = 0
    while i < len(texts):
        headed = is_heading(texts[i])
        first = i + headed
        last = first
        while last < len(texts) and (is_entry(texts[last]) or (headed and _is_tabbed(texts[last]))):
            last += 1
        if last - first >= _LEAST_ENTRIES:
            found.update(range(i, last))
        i = max(last, i + 1)
    return found
