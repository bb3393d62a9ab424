"""Weighs one line before the text as a title: what its words, its form, its place and other lines say for and against it."""

from __future__ import annotations

import re

from pipeline.frozen import replace
from pipeline.model import Block, Document, Evidence
from pipeline.profile import Profile
from pipeline.stages.adoption import is_history
from pipeline.stages.bylines import byline
from pipeline.stages.head import Head
from pipeline.stages.marked_names import is_marked_name
from pipeline.stages.name_lists import press
from pipeline.stages.parts import begins_text
from pipeline.stages.rules import rules
from pipeline.stages.text import closed_up, is_name, key
from pipeline.stages.title_lines import LONE, ORGAN, SUFFIX, Line, abridges, kin

STATED = "the container calls it the title"
KIND = "ends in the name of a kind of text"
LABELLED = "a label calls it the title"
_OPENS = re.compile(r"关于|在.{3,}上|《")
_INTERVIEW = re.compile(r"(?:独家)?(?:专访|对话|访谈)[^,。:;]{2,20}:.{3,}")
_NAME_ASIDE = re.compile(r"[^()]{2,4}\([^()]{3,20}\)$")
_LAW = re.compile(r"《[^》]{2,60}》 ?\(第 ?\d{1,4}[A-Z]{0,2} ?章\)$")  # 《渡轮服务条例》(第104章)
_MEETING = re.compile(r"(?:会议|大会|[届次]会|全会)$")
_ADDRESS = re.compile(r"(?<=..)(?:先生|女士|小姐)$")
_CALLS = re.compile(r"[各诸]位[^,。:!?]{1,10}$|(?:大家|同学们|老师们|同志们)[早上午中下晚]{0,2}好")
_I = re.compile(
    r"我(?![国省市县区州旗乡镇村校院系所局厅委办部处科厂社司行军馆站会党港澳台])"
)  # 我县举办… is news
_PAUSE = re.compile(r"[,:!?·《—-]| {2}")
_LONG = 30  # characters of a line that is longer than titles are
_PLAIN = 2.0  # the most that place and length say for a line
_PARTS = frozenset(" 、:/")  # one of these stands between office and name, or between two names


def weigh(i: int, length: int, head: Head) -> Line:
    """The evidence for one line, of which the title is no more than some characters."""
    b = head.doc.blocks[i]
    if length == len(b.text):
        return _judge(i, b, head)
    line = _judge(i, replace(b, text=b.text[:length]), head)
    return replace(line, end=b.span(0, length).end)


def _judge(i: int, b: Block, head: Head) -> Line:
    text, e = b.text, []
    own = (b is head.lines[i] and head.keys[i]) or key(text)
    short = SUFFIX.sub("", closed_up(text))
    if rules(head.profile).cues["title-noun"].search(short):
        e.append(Evidence(KIND, 2.0))
    if _OPENS.match(text):
        e.append(Evidence("opens like a title", 1.0))
    if text[0] in "专独对访" and _INTERVIEW.match(text):
        e.append(Evidence("says who is interviewed", 2.0))
    if text[0] == "第" and head.cues["numbered-act"].match(text):
        e.append(Evidence("number of an act that has no other name", 2.0))
    if len(own) >= 5 and head.repeats(own, i):
        e.append(Evidence("another line repeats it", 2.5))
    if head.names(own) or (short != text and head.names(key(short))):
        e.append(Evidence("the page's footer names it", 2.0))
    if head.stated and (any(kin(own, k) for k in head.stated) or any(abridges(k, own) for k in head.parts)):
        e.append(Evidence(STATED, 3.0))
    if head.labelled and any(kin(own, k) for k in head.labelled):
        e.append(Evidence(LABELLED, 3.0))
    if i + 1 < head.end and head.lines[i + 1].text.startswith("——"):
        e.append(Evidence("a dash opens the line under it", 2.0))
    if _over_adoption(i, text, head):
        e.append(Evidence("stands over the line that says when it was adopted", 2.0))
    if i == head.first:
        e.append(Evidence("the first line that is no furniture", 1.5))
        if head.over_verse:
            e.append(Evidence("stands apart over short lines alone", 1.5))
    if i == head.first + 1 and head.kicker:
        e.append(Evidence("stands under a kicker and over the imprint of a paper", 2.0))
    if i == head.lone:
        e.append(Evidence(LONE, 4.0))
    if i == head.over_talk:
        e.append(Evidence("the only line over a talk", 2.0))
    if i == head.article:
        e.append(Evidence("stands over the authors of an article and its abstract", 4.0))
    if head.first == i and head.defines(text):
        e.append(Evidence("the text begins with what it names", 4.0))
    if text[0] == "《" and _LAW.match(text) and i + 1 < head.end and head.lines[i + 1].text[0] == "《":
        e.append(Evidence("names the law that the paper below it changes", -2.0))
    if text[-1] in "告令" and head.carries(i):
        e.append(Evidence("the kind of a paper over its number and its subject", -2.5))
    if i > head.first and text.isascii() and head.doc.lang.startswith("zh"):
        e.append(Evidence("in Latin letters, as the text is not", -3.0))
    if text in head.running:
        e.append(Evidence("stands on every page", -2.0))
    if i < head.path and head.under_path:
        e.append(Evidence("stands over the path to the page", -1.5))
    if i == head.collection:
        e.append(Evidence("names a collection of texts", 2.0))
    if i == head.counting and len(own) > 4:
        e.append(Evidence("says how many texts there are", 1.5))
    if 7 <= len(text) <= 46:
        e.append(Evidence("length of a title", 0.5))
    if len(own) < 4:
        e.append(Evidence("very short", -0.4 if len(own) == 3 else -1.0))
    if not ("large" in b.hints and head.large == 1) and _like_byline(b, head.doc, head.profile):
        e.append(Evidence("has the form of a byline", -2.5))
    if begins_text(text, head.profile):
        e.append(Evidence("has the form of a separator between texts", -3.0))
    if i == head.first and sum([x.weight for x in e]) <= _PLAIN and _speaks(text):
        e.append(Evidence("speaks to those who are there", -3.0))
    if "title" in b.hints or ("h1" in b.hints and not head.styled):
        e.append(Evidence("marked as the title", 4.0 if head.styled else 3.0))
    if "large" in b.hints:
        e.append(Evidence("set in larger type", 1.0))
    return Line(i, b, own, tuple(e), sum([x.weight for x in e]))


def _over_adoption(i: int, text: str, head: Head) -> bool:
    """Whether a line stands over the one that says when it was passed, and does not name those who passed it."""
    if i + 1 >= head.end or "通过" not in (below := head.lines[i + 1]).text:
        return False
    return is_history(below) and not (ORGAN.search(text) or _MEETING.search(text))


def _speaks(text: str) -> bool:
    """Whether a line without stops is the beginning of a speech: 各位老同事, 大家好我叫何守渡, or a long one with 我."""
    if _CALLS.match(text):
        return True
    return len(text) >= _LONG and _I.search(text) is not None and _PAUSE.search(text) is None


def _like_byline(b: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line has the form of a byline. The one line in larger type is none: under a title, a name is not set so."""
    text = _ADDRESS.sub("", b.text) if b.text[-1] in "生士姐" else b.text
    return (
        is_name(text, profile)
        or is_marked_name(text, profile)
        or (" " in text and len(text) < 26 and is_name(text.rsplit(" ", 1)[1], profile))
        or (
            not _PARTS.isdisjoint(b.text)
            and (len(byline(b, doc, profile)) == 2 or press(b.text, profile) is not None)
        )
        or (text[-1] in "跪奏" and bool(byline(b, doc, profile)))
        or (
            text[-1] == ")"
            and _NAME_ASIDE.match(text) is not None
            and is_name(text[: text.index("(")], profile)
        )
    )
