"""Collections of speeches or papers: each of their texts begins a page with its title, over the name of its author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.office import Found
from pipeline.readers.office.contents import is_heading

_LONGEST = 40  # characters of a title or of an author's line
_FEWEST = 2  # texts that are a collection
_TITLED = frozenset(("center", "title", "h1"))
_STOPS = ("。", "；", "，", "！", "？", "：", "、")
_DASH = "——"


def collected(lines: list[Found]) -> list[Found]:
    """The lines with the titles of a collection's texts marked, and with what lists them before the first as contents.

    Titles look alike, each begins a page, and most have an author under them: chapters that begin pages have none.
    """
    texts = [i for i, line in enumerate(lines) if line.text.strip() and not _is_furniture(line)]
    alike: dict[tuple[float, tuple[str, ...]], list[tuple[int, int]]] = defaultdict(list)
    for at, i in enumerate(texts[:-1]):
        opens = any(line.page for line in lines[texts[at - 1] + 1 : i + 1]) if at else True
        if opens and _is_title(lines[i]):
            alike[lines[i].size, lines[i].hints].append((i, _author(lines, texts[at + 1 : at + 3], lines[i])))
    found = max(alike.values(), key=lambda group: sum(by >= 0 for _, by in group), default=[])
    signed = sum(by >= 0 for _, by in found)
    if signed < _FEWEST or 2 * signed <= len(found):
        return lines
    out = list(lines)
    for i, by in found:
        out[i] = replace(lines[i], hints=(*lines[i].hints, "item"))
        if by >= 0:
            out[by] = replace(lines[by], hints=(*lines[by].hints, "byline"))
    listed = next((i for i in range(found[0][0]) if is_heading(lines[i].text)), found[0][0])
    for i in range(listed, found[0][0]):
        if lines[i].text.strip():
            out[i] = replace(lines[i], hints=("fw:contents",))
    return out


def _is_furniture(line: Found) -> bool:
    return any(hint.startswith("fw:") for hint in line.hints)


def _is_title(line: Found) -> bool:
    short = len(line.text) <= _LONGEST and not line.text.rstrip().endswith(_STOPS)
    return short and not _TITLED.isdisjoint(line.hints) and "numbered" not in line.hints


def _author(lines: Sequence[Found], below: Sequence[int], title: Found) -> int:
    """The line of an author under a title, of which one more line may stand between; -1 where there is none."""
    for i in below:
        line = lines[i]
        if line.page or len(line.text) > _LONGEST or line.text.rstrip().endswith(_STOPS):
            return -1
        if (line.size, line.hints) != (title.size, title.hints):
            return i if "center" in line.hints or line.text.lstrip().startswith(_DASH) else -1
    return -1
