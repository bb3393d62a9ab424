"""The search of the archive site: an index that scripts read from any folder, without a server.

An archive is cut into segments by a hash of the texts' ids, so that a changed text rewrites its own segment only.
Up to ``SMALL`` characters there are no postings: the texts are smaller than an index of them would be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from pipeline import __version__, resources
from pipeline.site.model import Text
from pipeline.site.search.fold import SKIPPED, classes, letters
from pipeline.site.search.segment import ROOT, File, Segment, gist, script

__all__ = ["File", "Plan", "Segment", "build", "gist", "letters", "plan"]

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


def plan(texts: Iterable[Text], load: Callable[[tuple[str, ...]], Iterable[Text]]) -> Plan:
    """Divide an archive into segments.

    Args:
        texts: All texts of the archive, in any order; those that have their gist need no paragraphs.
        load: Gives the texts of some ids, in the same order and with all their paragraphs.

    Returns:
        The plan. A segment whose ``digest`` is that of the last run need not be computed: its files, all that lie in
        its ``folder``, are still right.
    """
    gists = {text.id: text.gist or gist(text) for text in texts}
    size = sum(each.size for each in gists.values())
    count = min(SEGMENTS, _power(size / SEGMENT))
    shards = _power(size / count / SHARD) if size > SMALL else 0
    parts: list[list[str]] = [[] for _ in range(count)]
    for id in sorted(gists):
        parts[int(sha256(id.encode()).hexdigest()[:8], 16) % count].append(id)
    used = set().union(*(each.letters for each in gists.values()))
    archive = {"segments": count, "shards": shards, "classes": _classes(used), "skipped": SKIPPED}
    fixed = f"{__version__} {count} {shards} {classes()}"
    digests = (_digest(fixed, [(id, gists[id].digest) for id in part]) for part in parts)
    segments = [
        Segment(n, shards, tuple(part), digest, load)
        for n, (part, digest) in enumerate(zip(parts, digests, strict=True))
    ]
    return Plan((script("archive", archive), *_assets()), tuple(segments))


def build(texts: Iterable[Text]) -> Iterator[File]:
    """Write the whole index.

    Args:
        texts: All texts of the archive, in any order, with all their paragraphs.

    Yields:
        Paths from the root of the site, all below ``search/``, and their bytes.
    """
    known = {text.id: text for text in texts}
    planned = plan(known.values(), lambda ids: map(known.__getitem__, ids))
    yield from planned.shared
    for segment in planned.segments:
        yield from segment.files()


def _digest(fixed: str, texts: list[tuple[str, str]]) -> str:
    """Sum up all that the files of a segment depend on."""
    return sha256(repr((fixed, texts)).encode("utf-8", "surrogatepass")).hexdigest()


def _classes(used: set[str]) -> str:
    """The classes that a query needs: of others the archive has no character."""
    shown = "".join(sorted(used))
    used = used.union(shown.upper(), shown.lower())  # a query may be in the other case and in full width
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
