"""Weighs labels by the exchange that they stand in: who speaks between whom, and when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import pairwise

from pipeline.model import Evidence
from pipeline.profile import Profile
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, is_name
from pipeline.stages.turn_lines import Opening
from pipeline.stages.waits import waits

_BOXED = Evidence("in brackets as the speakers of this talk are", 2.5)
_WAITED = Evidence("speaks where the talk waits for somebody", 3.0)
_ANSWERS = Evidence("a name right after a question, and the talk goes on", 3.0)
_SHORTENED = Evidence("the surname of a speaker of this talk", 2.5)
_ASKS = Evidence("asks, and a speaker of this talk answers", 3.0)
_ALIKE = Evidence("form of a speaker in this talk", 2.2)
_TOGETHER = Evidence("several speakers of this talk at once", 2.5)
_LATIN = re.compile(r"[A-Za-z.]+$")
_ROMAN = re.compile(r"[A-Z][A-Za-zÀ-ÿ.' -]{2,}$")
_SEVERAL = 3  # speakers of a talk in which one more may answer
_FEWEST = 4  # lines of a talk in which nobody is known
_SHORT_COURT = "审被公辩证书代"


def exchange(
    found: Sequence[Opening],
    sure: set[str],
    refused: set[str],
    profile: Profile,
) -> dict[str, Evidence]:
    """Labels that are no speakers by their form and are by their place.

    Args:
        found: the lines that may open a turn.
        sure: the labels of speakers.
        refused: labels with a word that speaks against them.
        profile: says what a speaker may look like.

    Returns:
        What speaks for a label, for those for which something does.
    """
    if not sure and len(found) < _FEWEST:
        return {}
    line = [f for f in found if f.label not in refused and not (f.alone or f.numbered)]
    known = {f.label for f in line if f.label in sure}
    if not known and not _comes_back(line):
        return {}
    bases = {f.label: f.base for f in line}
    like = {label for label, base in bases.items() if _is_like(base, profile)}
    boxes = {f.boxed for f in line if f.boxed and f.label in sure}
    boxed = [f for f in line if f.boxed in boxes and f.boxed]
    begun = next((i for i, f in enumerate(boxed) if f.label in sure), 0)
    again = {f.label for f in boxed[begun:]}  # 【人物名片】 over the talk is no speaker of it
    out = {f.label: _BOXED for f in boxed if f.label in again - sure}
    anchors = known if len(known) > 1 else known | _pair(line, like | known, profile)
    if not anchors:
        return out
    out |= dict.fromkeys(anchors - sure, _ALIKE)
    if len(anchors) >= _SEVERAL:
        out |= dict.fromkeys(_answers(found, anchors, profile) - refused, _ANSWERS)
    out |= dict.fromkeys(_shortened(bases, anchors) - refused, _SHORTENED)
    out |= dict.fromkeys(_askers(line, anchors | out.keys()), _ASKS)
    out |= _awaited(line, anchors, out.keys(), like, profile)
    speaking = anchors | out.keys()
    out |= dict.fromkeys(_named_alike(line, speaking, like) - speaking, _ALIKE)
    return out | dict.fromkeys(_together(line, {bases[label] for label in speaking}), _TOGETHER)


def _awaited(
    line: Sequence[Opening], anchors: set[str], others: Container[str], like: set[str], profile: Profile
) -> dict[str, Evidence]:
    """What speaks for the labels beside the ``anchors`` and ``others``: the talk waits for them, or they are ``like`` a speaker."""
    out: dict[str, Evidence] = {}
    bases = {f.label: f.base for f in line}
    counts, waited_for, texts = waits(line, anchors)
    for label, count in counts.items():
        if label in anchors or label in others:
            continue
        waited, formed = waited_for.get(label, 0), label in like
        told = _speaks(texts[label])
        if told and count >= 2 and waited >= 2 and waited * 2 >= count and len(set(texts[label])) > 1:
            out[label] = _WAITED
        elif (
            formed
            and (told or count > 1)
            and (waited or count >= 3 or _is_guest(bases[label], anchors, profile))
        ):
            out[label] = _ALIKE
    return out


def _named_alike(line: Sequence[Opening], speaking: set[str], like: set[str]) -> set[str]:
    """The names in Latin letters, where somebody else with such a name speaks: CCTV beside Wang Changhe."""
    latin = {f.label for f in line if f.label in like and _ROMAN.match(f.base)}
    told = {f.label for f in line if f.label in latin and SENTENCE_END.search(f.speech)}
    return told if latin & speaking else set()


def _together(line: Sequence[Opening], speaking: set[str]) -> set[str]:
    """The labels that name several who speak elsewhere, before what they say: 孟、柳."""
    return {
        f.label
        for f in line
        if "、" in f.base and f.stop < len(f.block.text) and speaking.issuperset(f.base.split("、"))
    }


def _answers(found: Sequence[Opening], anchors: set[str], profile: Profile) -> set[str]:
    """The names that answer a question that somebody known asks, and after which somebody known goes on."""
    return {
        f.label
        for before, f, after in zip(found, found[1:], found[2:], strict=False)
        if before.label in anchors
        and after.label in anchors
        and f.label not in anchors
        and before.block.text[-1] == "?"
        and is_name(f.base, profile)
        and SENTENCE_END.search(f.speech)
    }


def _shortened(bases: dict[str, str], anchors: set[str]) -> set[str]:
    """The labels that are the surname alone of one speaker who was named before: 孟 behind 孟长河."""
    firsts = Counter([bases[label][0] for label in anchors if 2 <= len(bases[label]) <= 4])
    return {label for label, base in bases.items() if label not in anchors and firsts[base] == 1}


def _askers(line: Sequence[Opening], speaking: set[str]) -> set[str]:
    """The labels of any form that ask again and again, nothing else, and each time somebody ``speaking`` comes next."""
    asked: Counter[str] = Counter()
    other = set[str]()
    for f, after in pairwise(line):
        if f.label not in speaking and f.speech.endswith("?") and after.label in speaking:
            asked[f.label] += 1
        else:
            other.add(f.label)
    return {label for label, count in asked.items() if count > 1 and label not in other}


def _is_guest(base: str, anchors: set[str], profile: Profile) -> bool:
    """Whether a label may be one more of three or more speakers, who says something once."""
    if len(anchors) < _SEVERAL or _LATIN.match(base):
        return False
    return base[0] in _SHORT_COURT or bool(rules(profile).cues["speaker-like"].match(base))


def _speaks(texts: Sequence[str]) -> bool:
    """Whether sentences follow a label."""
    return sum([bool(SENTENCE_END.search(text)) for text in texts]) * 2 > len(texts)


def _comes_back(line: Sequence[Opening]) -> bool:
    """Whether two labels come twice, without which none can take turns."""
    counts = Counter(f.label for f in line)
    return sum(1 for count in counts.values() if count > 1) > 1


def _pair(line: Sequence[Opening], like: set[str], profile: Profile) -> set[str]:
    """Labels of the form of a speaker that take turns where nobody is known: 许, 林陈, 郭; at least two, again and again."""
    medium = rules(profile).cues["medium"]  # a list of news has these as well
    said = [f for f in line if f.label in like and not _LATIN.match(f.base) and not medium.match(f.base)]
    counts: dict[str, int] = {}
    for f in said:
        counts[f.label] = counts.get(f.label, 0) + 1
    often = {label for label, count in counts.items() if count >= 2}
    run = [f for f in said if f.label in often]
    if len(often) < 2 or len(run) < _FEWEST or not _speaks([f.speech for f in run]):
        return set()
    twice = sum([a.label == b.label for a, b in pairwise(run)])
    return often if twice * 4 <= len(run) and len(run) * 3 >= len(line) * 2 else set()


def _is_like(base: str, profile: Profile) -> bool:
    """Whether a label may be a speaker: a name in any of its forms, a medium, a part in a talk."""
    plain = base.replace(" ", "")
    known = rules(profile)
    if len(plain) <= 2 and all(known.surnames.match(c) or c in _SHORT_COURT for c in plain):
        return True
    if len(plain) in (3, 4) and known.surnames.match(plain) and known.surnames.match(plain[1:]):
        return True
    return known.cues["speaker-like"].match(base) is not None or (len(plain) <= 4 and is_name(plain, profile))
