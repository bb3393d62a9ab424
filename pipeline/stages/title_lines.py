"""The lines that may be the title: their form, which of them are copies of one title, which stands over its occasion."""

from __future__ import annotations

import re

from pipeline.frozen import record
from pipeline.model import Block, Document, Evidence, Mark
from pipeline.profile import Profile
from pipeline.stages.datelines import REIGN
from pipeline.stages.rules import rules
from pipeline.stages.text import labels

# the name of a site behind a title; 2022—2024年 and 2022年—2024年 are no title and site
_SINCE = "|".join(rf"(?<=\d{{4}}{x})" for x in ("[-—]", " [-—] ", "——", "年[-—]", "年 [-—] ", "年——"))
SUFFIX = re.compile(rf" ?[-_—|丨] ?(?!(?:{_SINCE})\d)(?P<site>[^-_—|丨。,]{{2,24}})$")
ORGAN = re.compile(
    r"(?:政府|办公室|办公厅|委员会|委|厅|局|部|院|会|署|处|公所|公司|集团|法院|检察院|大学|学校)$"
)
ISSUED = re.compile(r"关于|印发|转发|批转")  # as what a body issues is called behind its name
# a line that stands for itself: a date, a number, brackets, or words with stops inside
APART = re.compile(
    rf"^[(【★\[]|[号期]$|(?:材料|文件|附件)之.{{1,3}}$|第.{{1,3}}[辑集卷册]$|^\d{{4}}年|^(?:中华)?民国.{{1,5}}年|^{REIGN}|\d{{1,2}}月\d{{1,2}}日|[一二三四五六七八九十]月[一二三四五六七八九十]{{1,3}}日|[,:!?;]|(?:整理|编印|供稿|[局部办委会处科室馆社组院校]编)$"
)
LONE = "stands alone between number or body and the text"
_WORDS = re.compile(r"[“”《》、·\d一-鿿]{5,40}$")  # of a title over an occasion
# over an occasion such a line names who speaks where, or the column in which the speech is printed
_NAMED = re.compile(
    r"(?:中学|小学|[一二三四五六七八九十]中|[网报社馆站台校园节式队组班]|典礼|论坛|活动|新闻|动态|要闻|专题|专栏|频道|园地|之窗|天地|文化|文选|[文论选]集|县|市|省|区|编印|编辑|整理)$"
)

_OF_DAY = 8  # characters of what a title says behind its day
_PARTED = " -|/,()于"  # these part a day from its source or place
_MEETING = re.compile(r"(?:召开|举行|举办|主持|出席)[^,。:;]{0,20}会$")


@record(frozen=True)
class Line:
    """A line that may be the title; ``end`` is 0 unless the title ends before the line does."""

    index: int
    block: Block
    key: str
    evidence: tuple[Evidence, ...]
    weight: float
    end: int = 0


def kin(a: str, b: str) -> bool:
    """Whether two keys are a title and a copy of it, with a site's or a speaker's name added.

    A paper about another, 关于批准…条约的决定, has its name and is no copy.
    """
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < 5 or short not in long or len(long) > 2 * len(short) + 14:
        return False
    before, _, behind = long.partition(short)
    return not (behind.startswith("的") and "关于" in before)


def abridges(short: str, long: str) -> bool:
    """Whether a key is that of a title without some words in its middle: 7路时刻表, 7路望川—柳湾时刻表."""
    if not 5 <= len(short) < len(long):
        return False
    same = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return 2 <= same <= len(short) - 2 and long.endswith(short[same:])


def titled_over(line: Line, lines: list[Line], doc: Document, profile: Profile) -> Line | None:
    """The line that is the title where ``line``, an occasion such as 在…会上的讲话, is the subtitle under it; None where it is none."""
    text, noun = line.block.text, rules(profile).cues["title-noun"]
    if text[0] != "在" or not noun.search(text) or line.end:
        return None
    above = next((x for x in lines if x.index == line.index - 1), None)
    if above is None or above.end or any(e.weight < 0 for e in above.evidence):
        return None
    words, below = above.block.text, doc.blocks[line.index + 1 : line.index + 2]
    if not below or labels(below[0].text, profile) or line.block.gap > below[0].gap:
        return None  # over the imprint of a site such a line may be the site's
    named = ORGAN.search(words) or _NAMED.search(words) or APART.search(words) or noun.search(words)
    return above if _WORDS.match(words) and not named else None


def is_of_day(b: Block, date: Mark, profile: Profile) -> bool:
    """Whether a line is a title that begins with its day: 2023年5月4日望川县渡口所所长主持例行记者会."""
    rest = b.text[b.find(date.span.end) :]
    if date.span.start != b.start or len(rest) < _OF_DAY or rest[0] in _PARTED:
        return False
    return _MEETING.search(rest) is not None or rules(profile).cues["title-noun"].search(rest) is not None
