"""Tells whether a line stands where signatures stand: short, under the last sentence of prose."""

from __future__ import annotations

import re

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.datelines import is_open_date
from pipeline.stages.rules import rules
from pipeline.stages.signers import signs
from pipeline.stages.text import SENTENCE_END, by_block

_UNLIKE = re.compile(r"[,。:;!?…“”《》|]|^[附注(\[【]")
_FIELD = re.compile(r"(?:时间|地点|日期|期限|截止|方式|对象|内容|要求|费用|金额|项目)$")
_LETTER = re.compile(r"[^\W\d_]")
_SIGNED = 24  # characters of a signature of any form
_PROSE = 20  # characters of a line that is no verse
_ABOVE = 4
_PLAIN = 2  # lines of any form that sign together; more are a list


def could_sign(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line has nothing that a signature has not."""
    text, cues = block.text, rules(profile).cues
    return (
        2 <= len(text) <= _SIGNED
        and _UNLIKE.search(text) is None
        and _FIELD.search(text) is None
        and not is_open_date(text)
        and _LETTER.search(text) is not None
        and block.start not in by_block(doc.marks, "number")
        and not cues["closing"].match(text)
        and not cues["heading"].match(text.replace(" ", ""))
    )


def under_text(doc: Document, profile: Profile, first: int, i: int) -> bool:
    """Whether over line ``i``, and a few that could sign, prose ends."""
    blocks, numbers = doc.blocks, by_block(doc.marks, "number")
    closes, attached = (rules(profile).cues[cue] for cue in ("closing", "attachment"))
    plain = 0
    for k in range(i - 1, max(first, i - _ABOVE) - 1, -1):
        text = blocks[k].text
        ended = SENTENCE_END.search(text) or blocks[k].start in numbers
        if ended or closes.match(text) or attached.match(text):
            return any(len(b.text) >= _PROSE for b in blocks[max(first, k - _ABOVE) : k + 1])
        if not signs(blocks[k], doc, profile):
            plain += 1
            if plain > _PLAIN or not could_sign(blocks[k], doc, profile):
                return False
    return False
