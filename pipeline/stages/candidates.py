"""Collects the blocks of a text that may be headings or points, with what it costs to read each as a paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.model import Block, Mark, Numbering
from pipeline.profile import Profile
from pipeline.stages.outline_search import Candidate
from pipeline.stages.text import SENTENCE_END

# What it costs to take a marker for ordinary words: the less it can be anything else, the more.
_STRENGTH = {
    "volume": 3.5, "chapter": 4.0, "subchapter": 4.0, "article": 3.6, "portion": 2.0, "big": 3.4, "cn-comma": 3.4,
    "cn-paren": 3.4, "cn-bare": 1.6, "cn-enclosed": 3.2, "num-dot": 3.0, "num-comma": 3.0, "decimal": 2.6,
    "num-paren": 2.8, "annex": 3.0, "num-half": 2.6, "num-full": 3.0, "num-enclosed": 1.6, "circled": 2.8, "stem": 2.6,
    "roman": 2.4, "letter": 2.0, "letter-half": 1.6, "ordinal": 2.1, "ordinal-noun": 1.8, "is": 1.5, "must": 1.3,
    "qi": 1.7, "sequence": 1.0, "dash": 1.2, "bullet": 1.0,
}  # fmt: skip
_NEVER_HEAD = re.compile(
    r"[。,;、:!…—.]$|^[“‘(《].*[”’)]$|[。;]|^(?:附|注|图|表|P\.?S)\b|^.{0,6}年.{1,4}月.{0,4}日?.{0,8}$|[|\t]|  .*  "
)
_COLON_HEAD = re.compile(r"[^。,;!?:“”]{2,16}:$")


def candidates(
    blocks: Sequence[Block], first: int, taken: set[int], numbers: Mapping[int, Mark], profile: Profile
) -> list[Candidate]:
    """The candidates among ``blocks``, in order; ``index`` counts from ``first``, ``taken`` are decided otherwise."""
    plain = _plain(blocks, taken, numbers, profile)
    out = []
    for i, block in enumerate(blocks):
        if i in taken:
            continue
        mark = numbers.get(block.start)
        if mark and mark.numbering:
            n = mark.numbering
            cost = _STRENGTH.get(n.style, 2.4) + _looks(block, n)
            path = _path(block, n)
            out.append(
                Candidate(
                    first + i,
                    n.style,
                    n.ordinal,
                    n.sub,
                    cost,
                    n.ordinal == 0,
                    n.marker.end - n.marker.start,
                    path,
                )
            )
        elif i in plain:
            out.append(Candidate(first + i, "plain", 0, 0, plain[i], True))
    return out


def _path(block: Block, n: Numbering) -> tuple[int, ...]:
    if n.style != "decimal":
        return ()
    digits = re.findall(r"\d+", block.text[: n.marker.end - n.marker.start])
    return tuple(int(d) for d in digits)


def _looks(block: Block, n: Numbering) -> float:
    rest = block.text[n.marker.end - n.marker.start :].strip()
    if not rest:
        return 0.4
    if rest[0] in ",。;、)":
        return -1.5
    if n.style == "article" and block.text[n.marker.end - n.marker.start] != " ":
        return -2.2  # 第一条热线: only a series of articles can carry markers that run into the text
    return 0.5 if len(rest) < 40 and not SENTENCE_END.search(rest) else 0.0


def _plain(
    blocks: Sequence[Block], taken: set[int], numbers: Mapping[int, Mark], profile: Profile
) -> dict[int, float]:
    """Blocks without a number that may be headings: short, no sentence, text after them, of one build with others."""
    shaped = [
        i
        for i, b in enumerate(blocks)
        if i not in taken
        and b.start not in numbers
        and 2 <= len(b.text) <= 40
        and not _NEVER_HEAD.search(b.text)
    ]
    out: dict[int, float] = {}
    members = set(shaped)
    for i in shaped:
        text, following = blocks[i].text, _next(blocks, taken, i)
        if following is None or _crowded(i, members) or not re.search(r"[^\W\d_]{2}", text):
            continue
        nxt = blocks[following]
        cost = 1.2
        if len(nxt.text) >= 40:
            cost += 1.0
        elif nxt.start in numbers:
            cost += 0.5
        elif following not in members:
            if len(nxt.text) < 16 and not SENTENCE_END.search(nxt.text):
                continue
            cost -= 0.8
        if i and not SENTENCE_END.search(blocks[i - 1].text) and i - 1 not in taken and i - 1 not in members:
            cost -= 0.6
        if text.endswith("?"):
            cost -= 0.4
        if len(text) > 30:
            cost -= 0.5
        if " " in text.strip() and len(text) > 12 and not text.isascii():
            cost -= 0.5
        out[i] = cost
    if len(out) == 1:
        return {i: cost - 0.5 for i, cost in out.items()}
    return {i: cost + 0.6 for i, cost in out.items()}


def _crowded(i: int, members: set[int]) -> bool:
    """Whether a short line stands among others: the cells of a table, a list of names."""
    return any({i + a, i + b} <= members for a, b in ((-2, -1), (-1, 1), (1, 2)))


def _next(blocks: Sequence[Block], taken: set[int], i: int) -> int | None:
    return next((j for j in range(i + 1, len(blocks)) if j not in taken), None)
