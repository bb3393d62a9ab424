"""Finds the lines that greet an audience, or whom a letter is to: before the first sentence, behind an editor's words, in letters."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from pipeline.model import Block, Document, Mark, Part, Salute, Why
from pipeline.profile import Profile
from pipeline.stages.field import why
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, by_block, labelled
from pipeline.stages.title_signs import sign_of

_AUDIENCE = why("salute.audience", "high", "names the audience and ends in a colon")
_ADDRESSEE = why("salute.addressee", "high", "names the addressees and ends in a colon")
_ADDRESS = why("salute.address", "high", "forms of address alone, before the first sentence")
_LETTER = why("salute.letter", "high", "greets who is written to as letters do")
_NAME = why("salute.name", "medium", "a name alone over a letter that is signed below")
_AMONG = why("salute.among", "medium", "stands among forms of address, as they do")
_MOST = 8  # lines that one opener has
# a guest whose office no list has, among others: a line of a greeting without the words of a sentence
_GUEST = re.compile(r"(?:(?:尊敬|敬爱|亲爱)的)?[^。!?;:谢请是在对向的了给为把让我你有]{2,38},$")
# How an editor's words end that say that the text follows.
_INTRO = re.compile(
    r"(?:全文|讲话|致辞|致词|发言|演讲|祝词|贺信|来信)[^。:,]{0,6}(?:,?\(?(?:略?有|有所)删[节改减]\)?)?[。:]$"
)
_NOTE = re.compile(r"【?(?:编者)?按】? ?:?(?<=[】:])|编者按 ")
_INTRO_LASTS = "。:"
_INTRO_ENDS = 16  # characters that this spans at the most
_REACH = 4  # lines of an editor before the text
_HEAD = 4  # lines of a title, a day and a name below them, and the greeting
_HONOURED = re.compile(r"(?:尊敬|敬爱|亲爱)的|[^,]{1,10}您们?好:")
_ANSWER = re.compile(r"(?:书面)?[答回][复覆]:?$")
_CHAIR = re.compile(r"(?:代理|署理)?(?:主席|议长)(?:女士|先生)?:$")
_BARE = re.compile(r"[一-鿿]{1,6}:$")
_LABELLED = re.compile(r"【[^】]{1,8}】[^。!?;]{0,40}$")
# what heads a part of a paper, not a letter: 基本概况：, 感想：
_TOPIC = re.compile(
    r"(?:概[述况要]|简[况介历]|综述|正文|全文|题记|评[语价]|事迹|感[想受悟言]|体会|反思|总结|回顾|报告|公告|通知|声明|启事|开场|寄语|祝福|[来回复]信|回复|日记|分析|小引|缘起):$"
)
_SHORT = 40  # characters of a line that greets
_LONG = 40  # lines that a letter has
_RIGHT = 16  # columns from which on a short line is set to the right, as signatures are


def salutes(
    doc: Document, part: Part, numbers: Mapping[int, Mark], signed: Container[int], profile: Profile
) -> dict[int, Salute]:
    """The salutations of a text by their offsets; ``signed`` are the offsets of the lines that sign it."""
    blocks = doc.blocks[part.first : part.last]
    found = _opener(blocks, numbers, profile)
    done = {i for i, _ in found}
    found += [(i, reason) for i, reason in _within(doc, blocks, numbers, signed, profile) if i not in done]
    return {blocks[i].start: Salute(blocks[i].spans, reason) for i, reason in found}


def words_above(doc: Document, first: int, last: int, profile: Profile) -> int:
    """How many of ``blocks[first:last]`` are an editor's words over the salutation of the text; 0 where none are."""
    found = _opener(doc.blocks[first:last], by_block(doc.marks, "number"), profile)
    return found[0][0] if found else 0


def _opener(blocks: Sequence[Block], numbers: Mapping[int, Mark], profile: Profile) -> list[tuple[int, Why]]:
    """The lines of the opener, by place: those that open the text, or that stand behind the words of an editor."""
    if found := _opening(blocks, 0, numbers, profile):
        return found
    for i in range(1, min(_REACH, len(blocks))):
        text = blocks[i - 1].text
        said = text[-1] in _INTRO_LASTS and _INTRO.search(text, len(text) - _INTRO_ENDS)
        if said or (text[0] in "编按【" and _NOTE.match(text)):
            if any(block.start in numbers for block in blocks[:i]):
                break
            return _opening(blocks, _behind_head(blocks, i, profile), numbers, profile)
    return []


def _behind_head(blocks: Sequence[Block], first: int, profile: Profile) -> int:
    """The place behind the title, the day and the speaker's name that a text has again below an editor's words."""
    for i in range(first, min(first + _HEAD, len(blocks))):
        text = blocks[i].text
        if len(text) > _SHORT or SENTENCE_END.search(text) or _greets(text, profile):
            return i
    return first


def _opening(
    blocks: Sequence[Block], first: int, numbers: Mapping[int, Mark], profile: Profile
) -> list[tuple[int, Why]]:
    """The lines of one opener, by place: the first line, and those that go on with it."""
    run: list[tuple[int, Why]] = []
    for i in range(first, min(first + _MOST, len(blocks))):
        text = blocks[i].text
        reason = _greets(text, profile)
        goes_on = reason is not _ADDRESSEE and text[-1] in ",:" and len(text) <= _SHORT
        if reason is None and goes_on:
            reason = _among(text, bool(run))
        if reason is None or (run and not goes_on) or blocks[i].start in numbers:
            break
        run.append((i, reason))
    while run and run[-1][1] is _AMONG:
        run.pop()
    behind = first + len(run)
    if (
        run
        and run[-1][1] is _ADDRESS
        and (behind >= len(blocks) or not SENTENCE_END.search(blocks[behind].text))
    ):
        return []  # a comma leads on to a sentence
    return run


def _among(text: str, begun: bool) -> Why | None:
    """How a line greets that does so only in a row of such lines, where it does; ``begun`` says that one is above it."""
    if begun and text.endswith(("们,", "们:")):
        return _ADDRESS
    return _AMONG if (begun or _HONOURED.match(text)) and _GUEST.match(text) else None


def _greets(text: str, profile: Profile) -> Why | None:
    """How a line greets, where it does."""
    cues = rules(profile).cues
    if cues["salute"].match(text):
        return _AUDIENCE
    if text[-1] == ",":
        return _ADDRESS if cues["address"].match(text) else None
    if cues["letter"].match(text):
        return _LETTER
    return _ADDRESSEE if cues["addressee"].match(text) else None


def _within(
    doc: Document,
    blocks: Sequence[Block],
    numbers: Mapping[int, Mark],
    signed: Container[int],
    profile: Profile,
) -> Iterator[tuple[int, Why]]:
    """The greetings among other text, by place: of letters by their words, or a name under the title; of speeches by what is above."""
    cues = rules(profile).cues
    for i in [i for i, b in enumerate(blocks) if b.text[-1] == ":" and len(b.text) <= _SHORT]:
        text = blocks[i].text
        if blocks[i].start in numbers:
            continue
        answers = i and _CHAIR.match(text) and _ANSWER.match(blocks[i - 1].text)
        if answers or (i and cues["salute"].match(text) and _heads_speech(blocks[i - 1], doc, profile)):
            yield i, _AUDIENCE
            continue
        if i + 1 == len(blocks) or not _is_prose(blocks[i + 1].text):
            continue
        if cues["letter"].match(text) or (_HONOURED.match(text) and cues["salute"].match(text)):
            yield i, _LETTER
        elif (
            (not i or blocks[i - 1].start in numbers)
            and _BARE.match(text)
            and not labelled(text, profile)
            and not cues["not-speaker"].search(text[:-1])
            and not _TOPIC.search(text)
            and _is_signed(
                blocks,
                i + 1,
                numbers,
                signed if not i or not SENTENCE_END.search(blocks[i - 1].text) else (),
                profile,
            )
        ):
            yield i, _NAME


def _heads_speech(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line inside a text stands over a speech: it labels an example, or says when or by whom it is held."""
    return _LABELLED.match(block.text) is not None or sign_of(block, doc, profile) in (
        "day",
        "name",
        "credit",
    )


def _is_prose(text: str) -> bool:
    return len(text) >= _SHORT or SENTENCE_END.search(text)


def _is_signed(
    blocks: Sequence[Block],
    first: int,
    numbers: Mapping[int, Mark],
    signed: Container[int],
    profile: Profile,
) -> bool:
    """Whether a letter ends below, before the next title: with who signs, a formula, or a line at the right margin."""
    closing = rules(profile).cues["closing"]
    for block in blocks[first : first + _LONG]:
        if block.start in signed:
            return True
        if len(block.text) <= _SHORT and (block.indent >= _RIGHT or closing.match(block.text)):
            return True
        if block.start in numbers and not SENTENCE_END.search(block.text) and block.text[-1] not in ";,":
            return False
    return False
