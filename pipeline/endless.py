"""Names the pattern of a user's profile on which a document lost its time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from time import perf_counter

from pipeline.deadline import Late, deadline
from pipeline.fold import fold
from pipeline.model import Diagnostic, Source, Span
from pipeline.profile import Profile

_SECONDS = 2.0  # for all tries; less than a worker is given after its time
_MUCH = 1.0  # of them, for one pattern
_ONCE = 0.1  # and on one line, which a sound pattern reads in less than a thousandth of that
_PARAGRAPH = 1000  # characters; far longer ones take their time with sound patterns too
_SHOWN = 200  # characters of the pattern


def endless(source: Source, profile: Profile) -> Diagnostic | None:
    """Try the profile's own patterns one at a time, after the time for a document was over.

    A pattern that backtracks without end takes its time wherever the stages try it, and they try many joined to one:
    so the tries are made anew, and nothing need be noted while documents are in time.

    Args:
        source: the document.
        profile: the built-in one has no patterns to blame.

    Returns:
        RUN120 at the line, with the key and the pattern; None when they are not to blame.
    """
    spent: Counter[str] = Counter()
    worst: dict[str, tuple[float, int, int]] = {}
    with suppress(Late), deadline(_SECONDS):
        for span, text in _stretches(source):
            for key, pattern in profile.own:
                began = perf_counter()
                try:
                    pattern.search(text)
                    pattern.fullmatch(text)
                finally:  # also when it is stopped
                    seconds = perf_counter() - began
                    spent[key] += int(seconds * 1e6)
                    worst[key] = max(worst.get(key, (0.0, 0, 0)), (seconds, span.start, span.end))
    key, micros = spent.most_common(1)[0] if spent else ("", 0)
    if micros < _MUCH * 1e6 or worst[key][0] < _ONCE:
        return None
    shown = dict(profile.own)[key].pattern
    if len(shown) > _SHOWN:
        shown = shown[:_SHOWN] + "…"
    values = (("profile", profile.name), ("key", key), ("pattern", shown))
    return Diagnostic("RUN120", Span(*worst[key][1:]), values)


def _stretches(source: Source) -> Iterator[tuple[Span, str]]:
    """The folded lines; then those that have no empty line between them joined, as a paragraph in wrapped lines is."""
    folded = fold(source.text)
    run: list[Span] = []
    runs = [run]
    for line in source.lines:
        text = folded[line.span.start : line.span.end].strip()
        if text:
            yield line.span, text
            run.append(line.span)
        elif run:
            runs.append(run := [])
    for run in runs:
        if len(run) > 1:
            yield run[0], "".join(folded[span.start : span.end].strip() for span in run)[:_PARAGRAPH]
