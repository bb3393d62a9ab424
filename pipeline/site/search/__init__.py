"""The search of the archive site: an index that scripts read from any folder, without a server.

An archive is cut into segments by a hash of the texts' ids, so that a changed text rewrites its own segment only.
Up to ``SMALL`` characters there are no postings: the texts are smaller than an index of them would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from pipeline import __version__, resources
from pipeline.site.model import Text
from pipeline.site.search.fold import SKIPPED, classes, letters
from pipeline.site.search.segment import ROOT, File, Segment, digest, script

__all__ = ["File", "Plan", "Segment", "build", "letters", "plan"]

SMALL = 1 << 18  # characters; compressed they are less than what a search by postings loads
SEGMENT = 1 << 17  # characters for which a segment is worth while
SEGMENTS = 8  # every query asks all segments: more of them are more files to load
SHARD = 1 << 12  # characters whose pairs make a shard
ASSETS = ("search.js", "search_page.js", "search.css")


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of an index: what all of it shares, and its segments, which are computed one by one when asked."""

    shared: tuple[File, ...]
    segments: tuple[Segment, ...]


def plan(texts: Iterable[Text]) -> Plan:
    """Divide an archive into segments.

    Args:
        texts: All texts of the archive, in any order.

    Returns:
        The plan. A segment whose ``digest`` is that of the last run need not be computed: its files, all that lie in
        its ``folder``, are still right.
    """
    ordered = sorted(texts, key=lambda text: text.id)
    size = sum(len(paragraph.text) for text in ordered for paragraph in text.paragraphs)
    count = min(SEGMENTS, _power(size / SEGMENT))
    shards = _power(size / count / SHARD) if size > SMALL else 0
    parts: list[list[Text]] = [[] for _ in range(count)]
    for text in ordered:
        parts[int(sha256(text.id.encode()).hexdigest()[:8], 16) % count].append(text)
    archive = {"segments": count, "shards": shards, "classes": _classes(ordered), "skipped": SKIPPED}
    fixed = f"{__version__} {count} {shards} {classes()}".encode()
    segments = (Segment(n, shards, tuple(part), digest(fixed, tuple(part))) for n, part in enumerate(parts))
    return Plan((script("archive", archive), *_assets()), tuple(segments))


def build(texts: Iterable[Text]) -> Iterator[File]:
    """Write the whole index.

    Args:
        texts: All texts of the archive, in any order.

    Yields:
        Paths from the root of the site, all below ``search/``, and their bytes.
    """
    planned = plan(texts)
    yield from planned.shared
    for segment in planned.segments:
        yield from segment.files()


def _classes(texts: list[Text]) -> str:
    """The classes that a query needs: of others the archive has no character."""
    used: set[str] = set()
    for text in texts:
        names = (person.name for person in text.authors)
        used.update(text.title, text.subtitle, text.docket, *names, *(each.text for each in text.paragraphs))
    shown = "".join(sorted(used))
    used.update(shown.upper(), shown.lower())  # a query may be in the other case and in full width
    return " ".join(each for each in classes() if not used.isdisjoint(each))


def _assets() -> Iterator[File]:
    folder = resources.folder("templates") / "site"
    for name in ASSETS:
        yield f"{ROOT}/{name}", (folder / name).read_bytes()


def _power(number: float) -> int:
    """The power of two that is at least so large."""
    power = 1
    while power < number:
        power *= 2
    return power
