"""The 通用语料 form of the MNBVC corpus: one line of JSON per text, with its paragraphs and their checksums."""

from __future__ import annotations

import json
from hashlib import md5
from typing import IO, Any

from pipeline.dataset.columns import Row

_EXTRA = (
    "id", "unit", "compilation", "part", "status", "error", "title", "subtitle", "author", "author_role", "date_raw",
    "published", "place", "publisher", "docket", "url", "language", "language_script", "doc_type", "source_sha256",
    "certainty", "warnings", "pipeline_version",
)  # fmt: skip


class Mnbvc:
    """Writes rows until the file would reach ``most`` bytes."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._most = file, most
        self._size = 0
        self._next: tuple[int, bytes] | None = None

    def full(self, row: Row) -> bool:
        """Whether the row belongs into a new file; one that is too long alone stands alone."""
        self._next = id(row), _line(row)
        return self._size > 0 and self._size + len(self._next[1]) >= self._most

    def add(self, row: Row) -> None:
        if row["status"] != "ok" or not row["text"]:
            return  # the form has no place for texts that are none
        data = self._next[1] if self._next and self._next[0] == id(row) else _line(row)
        self._file.write(data)
        self._size += len(data)

    def close(self) -> None:
        pass


def _line(row: Row) -> bytes:
    return json.dumps(record(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def record(row: Row) -> dict[str, Any]:
    """A row with the keys of the form; what these have no place for is in 扩展字段.

    A paragraph is a line of ``text`` without outer white space; empty ones are left out. A repeated one is marked
    from its second time on, a text when it is an exact copy of another. 时间 is the day of the text, or "" where none
    is known; 文件大小 is that of the text in UTF-8.
    """
    paragraphs: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, line in enumerate(row["text"].split("\n"), 1):
        text = line.strip()
        if not text:
            continue
        digest = md5(text.encode(), usedforsecurity=False).hexdigest()
        paragraphs.append({
            "行号": number, "是否重复": digest in seen, "是否跨文件重复": False, "md5": digest, "内容": text, "扩展字段": "{}",
        })  # fmt: skip
        seen.add(digest)
    extra = {name: row[name] for name in _EXTRA if row[name]}
    texts = {p["内容"] for p in paragraphs}
    return {
        "文件名": row["source_path"], "是否待查文件": False, "是否重复文件": row["duplicate"] == "exact",
        "文件大小": len(row["text"].encode()), "simhash": simhash(texts),
        "最长段落长度": max((len(text) for text in texts), default=0), "段落数": len(paragraphs),
        "去重段落数": len(texts), "低质量段落数": 0, "段落": paragraphs,
        "扩展字段": json.dumps(extra, ensure_ascii=False, separators=(",", ":")),
        "时间": row["date"].strftime("%Y%m%d") if row["date"] else "",
    }  # fmt: skip


def simhash(texts: set[str]) -> int:
    """The 64-bit simhash of a set of paragraphs, as the corpus's own tool has it: bits that most of their MD5s set."""
    counts = [0] * 64
    for text in texts:
        value = int.from_bytes(md5(text.encode(), usedforsecurity=False).digest()[-8:], "big")
        for i in range(64):
            counts[i] += value >> i & 1
    return sum(1 << i for i, count in enumerate(counts) if count * 2 > len(texts))
