"""A page about a run, made from the records of ``report.jsonl``: what failed, what was odd, what was slow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.writers.report_charts import Histogram, shares
from pipeline.writers.report_tally import RENAMING, Record, Tally
from pipeline.writers.report_words import duration, words
from pipeline.writers.templates import render

_OUTCOMES = ("clean", "warned", "unchanged", "failed")


def tallied(lines: Iterable[Record], folder: Path = Path("output")) -> Tally:
    """The sums of records, as ``Result.record`` makes them; links lead from the folder."""
    tally = Tally(folder)
    for record in lines:
        tally.add(record)
    return tally


def page(
    tally: Tally,
    seconds: float = 0.0,
    lang: str = "zh-Hans",
    templates: Path | None = None,
) -> bytes:
    """Print ``report.html.j2``.

    Args:
        tally: the sums of the run's records; see ``tallied``.
        seconds: how long the run took; unless given, the times of its documents are added up.
        lang: the language of most documents, whose labels the page has.
        templates: the user's templates folder.

    Returns:
        The page, UTF-8.

    Raises:
        TemplateError: the template is wrong.
    """
    said = words(lang)
    slowest = sorted(tally.slowest, key=lambda slow: (-slow.seconds, -slow.order))
    rate = tally.times.total / (seconds or tally.seconds) if seconds or tally.seconds else 0.0
    html = render(
        "report.html.j2", templates, words=said, lang=lang, tally=tally, slowest=slowest,
        documents=sum(tally.outcomes.values()), outcomes=[(name, tally.outcomes[name]) for name in _OUTCOMES],
        shares=shares([(name, tally.outcomes[name]) for name in _OUTCOMES]), bins=tally.times.bins(),
        errors=tally.of("error"), warnings=tally.of("warning"),
        infos=[own for own in tally.of("info") if own.code != RENAMING],
        renamed=tally.codes.get(("info", RENAMING)),
        seconds=seconds or tally.seconds, summed=not seconds, rate=rate,
        duration=lambda value: duration(value, said), spread=_spread(tally.times, said),
    )  # fmt: skip
    return html.encode()


def _spread(times: Histogram, said: Mapping[str, str]) -> str:
    """The histogram in a sentence."""
    half, most = times.within(0.5), times.within(0.9)
    longest = duration(times.longest, said)
    return said["spread" if most else "longest"].format(half=half, most=most, longest=longest)
