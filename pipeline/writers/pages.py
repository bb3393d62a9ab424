"""What a page says besides the document's own words: labels in the reader's language, written dates, the outline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.tei.view_nodes import Block

if TYPE_CHECKING:
    from pipeline.tei.view_types import Entry, Person, Points

# label: simplified, traditional, English
_WORDS: dict[str, tuple[str, str, str]] = {
    "skip": ("跳到正文", "跳到正文", "Skip to the text"),
    "contents": ("目录", "目錄", "Contents"),
    "date": ("发布", "發布", "Published"),
    "delivered": ("日期", "日期", "Dated"),
    "place": ("地点", "地點", "Place"),
    "publisher": ("来源", "來源", "Source"),
    "docket": ("文号", "文號", "Number"),
    "texts": ("收文", "收文", "Texts"),
    "text_count": ("篇", "篇", " texts"),
    "repairs": ("校勘记", "校勘記", "Repairs"),
    "repair": ("校注", "校注", "Repair"),
    "back": ("回到正文", "回到正文", "Back to the text"),
    "source_has": ("底本作", "底本作", "The source has "),
    "read_as": ("，今读作", "，今讀作", ", read as "),
    "open": ("“", "“", "“"),
    "close": ("”", "”", "”"),
    "stop": ("。", "。", ". "),
    "unsure": ("（存疑）", "（存疑）", " (uncertain)"),
    "redacted": ("底本已隐去", "底本已隱去", "withheld in the source"),
    "about": ("引用与出处", "引用與出處", "Citation and source"),
    "imprint": ("题注", "題注", "Imprint"),
    "file": ("源文件", "來源檔", "File"),
    "checksum": ("校验", "校驗", "SHA-256"),
    "length": ("篇幅", "篇幅", "Length"),
    "characters": ("字符", "字元", " characters"),
    "link": ("网址", "網址", "Address"),
    "paragraph": ("段落", "段落", "Paragraph"),
    "section": ("本节链接", "本節連結", "Link to this section"),
    "table": ("表格", "表格", "Table"),
    "converted": (
        "文字由机器转换字形，以底本为准。",
        "文字由機器轉換字形，以底本為準。",
        "Script converted by machine.",
    ),
    "undated": ("未署日期", "未署日期", "No date"),
    "documents": ("文稿目录", "文稿目錄", "Documents"),
    "document_count": ("件", "件", " documents"),
}


class Words(Mapping[str, str]):
    """Labels, which cannot be changed: ``words["skip"]``, in templates also ``words.skip``, which is found as fast."""

    __slots__ = ("__dict__",)

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.__dict__.update(labels)

    def __getitem__(self, label: str) -> str:
        found: str = self.__dict__[label]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__)

    def __len__(self) -> int:
        return len(self.__dict__)


_FORMS = {
    form: Words(
        {key: row[i] for key, row in _WORDS.items()} | {"chinese": "yes" if i < 2 else "", "form": form}
    )
    for i, form in enumerate(("hans", "hant", "en"))
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def words(lang: str) -> Words:
    """The labels for a document's language; anything but Chinese reads English ones."""
    lang = lang.lower()
    if lang.startswith(_TRADITIONAL):
        return _FORMS["hant"]
    return _FORMS["hans" if lang.startswith("zh") or not lang else "en"]


@lru_cache(maxsize=1024)  # a page writes its date three times
def written_date(iso: str, lang: str) -> str:
    """An ISO date as people write it; what is not a date stays as it is."""
    day, _, time = iso.partition("T")
    pieces = day.split("-")
    if not (1 <= len(pieces) <= 3 and all(p.isdecimal() for p in pieces) and len(pieces[0]) == 4):
        return iso
    numbers = [int(piece) for piece in pieces]
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        return iso
    clock = time[:5] if time[:5] != "00:00" else ""
    if words(lang)["chinese"]:
        date = "".join(f"{n}{unit}" for n, unit in zip(numbers, "年月日", strict=False))
    else:
        month = [_MONTHS[numbers[1] - 1]] if len(numbers) > 1 else []
        date = " ".join([*map(str, numbers[2:]), *month, str(numbers[0])])
    return f"{date} {clock}".rstrip()


def outline(entries: tuple[Entry, ...], most: int) -> tuple[Entry, ...]:
    """The contents list with as many levels as fit into ``most`` lines, but at least one.

    Below the first level, markers without words are left out: a law lists its chapters, not its articles.
    """
    entries = tuple(_worded(entry) for entry in entries)
    depth, lines, level = 0, 0, entries
    while level and (depth == 0 or lines + len(level) <= most):
        depth, lines = depth + 1, lines + len(level)
        level = tuple(below for entry in level for below in entry.children)
    return _to_depth(entries, depth) if level else entries


def _worded(entry: Entry) -> Entry:
    if not entry.children:
        return entry
    below = tuple([_worded(each) for each in entry.children if not each.bare])
    return entry if below == entry.children else replace(entry, children=below)


def _to_depth(entries: tuple[Entry, ...], depth: int) -> tuple[Entry, ...]:
    return tuple(
        replace(entry, children=_to_depth(entry.children, depth - 1) if depth > 1 else ())
        if entry.children
        else entry
        for entry in entries
    )


def unstopped(text: str) -> bool:
    """Whether a run-in heading ends without a stop, so that a space must part it from the text: 第一条　为了…"""
    return text[-1:].isalnum()


def lengthy(points: Points) -> bool:
    """Whether a list has an item of several lines, or with more than paragraphs in it."""
    return any(
        not isinstance(child, Block) or len(child.text) > 80
        for item in points.items
        for child in item.children
    )


def of_kind(blocks: Sequence[Block], *kinds: str) -> list[Block]:
    """The blocks of some kinds."""
    return [block for block in blocks if block.kind in kinds]


def names(persons: Sequence[Person]) -> list[str]:
    """The names of persons."""
    return [person.name for person in persons]


def joined(values: Sequence[Any], between: str) -> str:
    """The values that say something, with ``between`` between them."""
    return between.join([str(value) for value in values if value])


FILTERS: dict[str, Callable[..., Any]] = {
    "words": words,
    "written_date": written_date,
    "outline": outline,
    "unstopped": unstopped,
    "lengthy": lengthy,
    "of_kind": of_kind,
    "names": names,
    "thousands": "{:,}".format,
    "joined": joined,
}
