"""Finds where the lines before a text end and the text begins."""

from __future__ import annotations

import re

from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.adoption import is_history, republic, within_brackets
from pipeline.stages.bylines import byline
from pipeline.stages.catalogue import only_label
from pipeline.stages.diary import entries, may_head
from pipeline.stages.latest import Latest
from pipeline.stages.marked import Levels
from pipeline.stages.orders import order
from pipeline.stages.programmes import programme
from pipeline.stages.rules import rules
from pipeline.stages.spoken import spoken
from pipeline.stages.text import SENTENCE_END, by_block, key, labelled, labels, of_kind, within
from pipeline.stages.verse import verse

_STOP = re.compile(r"[。!?;]")
_PAUSE = re.compile(r"[,。:;]")
_DAY = re.compile(
    r"[“\"]?(?!1[.])\d{1,2}[.·]\d{1,2}[”\"]?[一-鿿]"
)  # no blank and no title between number and name
# an ordinance under the number of its chapter in the laws of Hong Kong: 第57章 《雇佣条例》
_LAW = re.compile(r"第 ?\d{1,4}[A-Z]{0,2} ?章 ?《?[^。,;:《》]{2,60}(?:条例|规例|规则|附例|令|公告)》?$")
_OPENS, _PURPOSE = frozenset({"目的", "背景", "引言"}), 2  # the first section of a paper, and its characters
_ANNEXED = re.compile(r"附[件录表]? ?[\d一二三四五六七八九十]{0,2} ?:?$")
_LIMIT = 40
_UNDER = 2  # lines between a heading of the head and the line with date and source
_SHORT, _IMPRINT = 40, 90  # characters of these lines
_BESIDE = 12  # characters beside the date of a line without labels: its source
_CUES = 600  # characters among which the first time of subtitles stands
_ROWS = 2  # of the table at the top of a paper
_SLOGANS = 2  # blocks at the top among which one may stand


_latest = Latest[int]()


def zone(doc: Document, profile: Profile) -> int:
    """The number of blocks before the text begins: before a salutation, a paragraph, a turn, a numbered section.

    It is asked about the title and about the front, mostly of the same blocks and marks.
    """
    marks = doc.marks
    numbered, turns, waste = by_block(marks, "number"), by_block(marks, "turn"), by_block(marks, "furniture")
    asked = doc.blocks, doc.lang, numbered, turns, waste, of_kind(marks, "date"), profile
    return _latest.answer(asked, lambda: _zone(doc, profile, numbered, turns, waste))


def _zone(
    doc: Document,
    profile: Profile,
    numbered: dict[int, Mark],
    turns: dict[int, Mark],
    waste: dict[int, Mark],
) -> int:
    found = _first(doc, profile, numbered, turns, waste)
    if turns or not found:
        return found
    found = min(found, verse(doc, profile, found) or found, programme(doc, profile, found))
    return spoken(doc, profile, found)


def _first(
    doc: Document,
    profile: Profile,
    numbered: dict[int, Mark],
    turns: dict[int, Mark],
    waste: dict[int, Mark],
) -> int:
    if (cue := first_cue(doc)) >= 0:
        return sum([b.start < cue for b in doc.blocks[:_LIMIT]])
    levels: Levels | None = None
    days: dict[int, str] | None = None
    seen = top = 0
    carried = order(doc)
    under = carried.last + 1 if carried else 0
    dates, republican = bool(of_kind(doc.marks, "date")), doc.lang.startswith("zh-Hant")
    for i, b in enumerate(doc.blocks):
        if may_head(b.text):
            days = entries(doc.blocks) if days is None else days
            if i in days:
                return i
        if seen > _LIMIT:
            return i
        start, level = b.spans[0].start, 0
        dated = within(doc.marks, "date", b) if dates else []
        if start in waste or (dated and (is_history(b) or _is_dated(b, dated))):
            continue
        if republican and republic(b, doc):
            continue
        seen += 1
        if i < under or (not i and is_annexed(doc)):
            continue
        if b.hints:
            if "item" in b.hints:
                return i
            levels = levels or Levels(doc.blocks)
            level = levels.of(b)
            if "row" in b.hints and (_titled_below(doc, i) or _heads_paper(doc, i, profile)):
                continue  # a table of what is known of a paper, over its title
            if "row" in b.hints:
                return i
            if level and top and level > top and not of_head(doc, i, profile):
                return i
        top = level or top or int("title" in b.hints)
        if turns and any(at in turns for at in range(start, start + 4)):
            if not i or not _introduces(doc, i, profile):
                return i
            continue
        if _is_text(b, profile) and not (is_called_out(b) or (i < _SLOGANS and _is_slogan(doc, i, profile))):
            return i
        if len(b.text) == _PURPOSE and i > 1 and b.text in _OPENS and _is_prose(doc.blocks[i + 1 : i + 2]):
            return i
        mark = numbered.get(start)
        if (
            mark
            and mark.numbering
            and mark.numbering.ordinal
            and not rules(profile).cues["docket"].match(b.text)  # (2022)江05民终1187号
            and not (
                i < 2 and (key(b.text)[-4:] in _later(doc, i) or _names_day(b, profile) or _LAW.match(b.text))
            )
            and not (seen == 1 and _is_one_of_others(doc, i, mark, numbered, profile))
        ):
            return i
    return len(doc.blocks)


def is_annexed(doc: Document) -> bool:
    """Whether the first line of a file says only that it is an annex, over its title, and no other follows: 附件2."""
    return names_annex(doc.blocks[0].text) and not any(names_annex(b.text) for b in doc.blocks[1:])


def names_annex(text: str) -> bool:
    """Whether a line says only that an annex follows: 附件2."""
    return text[0] == "附" and _ANNEXED.match(text) is not None


def of_head(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a heading under the title is a line of the head: date and source stand on it or right below it.

    Pages set a second title so, the name of the speaker, or a column. Where later headings have its level it may be the
    first section, so only a name is of the head there.
    """
    block = doc.blocks[i]
    if block.start in by_block(doc.marks, "number") or rules(profile).cues["heading"].match(block.text):
        return False
    named = bool(byline(block, doc, profile))
    alone = not any(b.hints == block.hints for b in doc.blocks[i + 1 :])
    if _over_imprint(doc, i, profile):
        return named or alone
    above = doc.blocks[i - 1]
    return named and alone and i > 0 and len(above.text) <= _SHORT and bool(within(doc.marks, "date", above))


def _over_imprint(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a heading is an imprint or has one right below it."""
    hints = doc.blocks[i].hints
    for at, b in enumerate(doc.blocks[i : i + 1 + _UNDER]):
        if SENTENCE_END.search(b.text):
            return False
        if _imprint(b, doc, profile):
            return True
        if len(b.text) > _SHORT or b.text[-1] == ":":
            return False
        if at and ("row" in b.hints or "item" in b.hints or b.hints == hints):
            return False
    return False


def _imprint(b: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line says when or where a text was published, or is a date with no more than a source beside it."""
    dated = within(doc.marks, "date", b)
    if len(b.text) > _IMPRINT or not (dated or ":" in b.text):
        return False
    kinds = {profile.field(m) for m in labels(b.text, profile)}
    if "source" in kinds and (dated or len(b.text) < _SHORT):
        return True
    if not dated or "published" in kinds:
        return bool(dated)
    return not kinds and len(b.text) - sum([m.span.end - m.span.start for m in dated]) <= _BESIDE


def _introduces(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a line with the form of a turn says who somebody is, over the line with source and date: 柳青禾：渡口所所长."""
    if (
        i + 1 >= len(doc.blocks)
        or SENTENCE_END.search(doc.blocks[i].text)
        or len(doc.blocks[i].text) > _SHORT
    ):
        return False
    below = doc.blocks[i + 1]
    return bool(within(doc.marks, "date", below) and labels(below.text, profile)) and _imprint(
        below, doc, profile
    )


def first_cue(doc: Document) -> int:
    """Where the first time of subtitles stands, before which nothing is said; -1 in any other text."""
    if doc.source.text.find("-->", 0, _CUES) < 0:
        return -1
    return next((line.span.start for line in doc.source.lines if "fw:cue" in line.hints), -1)


def _titled_below(doc: Document, i: int) -> bool:
    """Whether the container's title stands under a row, and none above it."""
    above, below = doc.blocks[:i], doc.blocks[i + 1 : i + _LIMIT]
    return any(_is_titled(b) for b in below) and not any(_is_titled(b) for b in above)


def _heads_paper(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a row is of the small table at the top of a paper (会议文件 | 编号：07), over a line that names a kind of text."""
    rows = next((n for n, b in enumerate(doc.blocks[: _ROWS + 1]) if "row" not in b.hints), 0)
    if i >= rows:
        return False
    text = doc.blocks[rows].text
    return len(text) <= _LIMIT and rules(profile).cues["title-noun"].search(text) is not None


def _is_titled(block: Block) -> bool:
    return "title" in block.hints or "h1" in block.hints


def _is_prose(below: tuple[Block, ...]) -> bool:
    return bool(below) and len(below[0].text) >= _SHORT and _STOP.search(below[0].text) is not None


def _later(doc: Document, i: int) -> str:
    return "|".join(key(b.text) for b in doc.blocks[i + 1 : i + 6] if len(b.text) < 60)


def _is_text(b: Block, profile: Profile) -> bool:
    cues, text = rules(profile).cues, b.text
    salute, addressee = cues["salute"], cues["addressee"]
    last = text[-1]
    if last == ":" and only_label(b, profile):
        return False
    if (salute.last[last] and salute.match(text)) or (addressee.last[last] and addressee.match(text)):
        return True
    if cues["letter" if last == ":" else "address"].match(text):
        return True
    ends = len(text) >= 12 and text[-1] not in "?)”" and SENTENCE_END.search(text)
    if not ends and (len(text) < 40 or not _STOP.search(text)):
        return False
    return not labelled(text, profile) and not within_brackets(text)


def is_called_out(block: Block) -> bool:
    """Whether a line is a title with an exclamation mark, which only the container tells from a sentence."""
    text = block.text
    return text[-1] == "!" and "。" not in text and len(text) <= _LIMIT and _is_titled(block)


def _is_slogan(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a line is no sentence of the text though it calls out: over title, source and date, or over the greeting.

    热烈祝贺我校荣获文明校园！ is of the page, 守好渡口，人人有责！ the title.
    """
    text = doc.blocks[i].text
    if text[-1] != "!" or len(text) > _LIMIT:
        return False
    cues, below = rules(profile).cues, doc.blocks[i + 1 : i + 4]
    if cues["salute"].match(text):
        return False
    if not i and below and cues["salute"].match(below[0].text):
        return True
    return not _PAUSE.search(text) and any(
        labels(b.text, profile) and within(doc.marks, "date", b) for b in below
    )


def _names_day(b: Block, profile: Profile) -> bool:
    """Whether the number that opens a line is the day after which an occasion is called: 5.12护士节讲话稿."""
    return _DAY.match(b.text) is not None and rules(profile).cues["title-noun"].search(b.text) is not None


def _is_one_of_others(doc: Document, i: int, mark: Mark, numbered: dict[int, Mark], profile: Profile) -> bool:
    """Whether the number of the first line is that of the text among others, which are not here: 第十二讲 守好渡口."""
    text, below = doc.blocks[i].text, doc.blocks[i + 1 : i + 2]
    if (
        len(text) > _SHORT
        or SENTENCE_END.search(text)
        or sum(m.value == mark.value for m in numbered.values()) > 1
    ):
        return False
    if mark.numbering and mark.numbering.ordinal > 1:
        return True
    noun, salute = rules(profile).cues["title-noun"], rules(profile).cues["salute"]
    return bool(below) and noun.search(text) is not None and salute.match(below[0].text) is not None


def path_to(doc: Document, end: int) -> int:
    """The last of ``blocks[:end]`` that is the path to the page (首页 > 政务公开), or -1. What stands over it is the site's."""
    waste = by_block(doc.marks, "furniture")
    heads = doc.blocks[:end] if waste else ()
    paths = [i for i, b in enumerate(heads) if b.start in waste and waste[b.start].value == "breadcrumb"]
    return paths[-1] if paths else -1


def _is_dated(b: Block, dates: list[Mark]) -> bool:
    return sum([m.span.end - m.span.start for m in dates]) >= len(b.text) - 2
