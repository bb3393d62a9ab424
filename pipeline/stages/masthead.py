"""Tells the names of the paper, site or column that stand over a title, where a careless reader takes them for the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.frozen import record
from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.adoption import within_brackets
from pipeline.stages.bylines import byline
from pipeline.stages.imprint import fields
from pipeline.stages.rules import rules
from pipeline.stages.text import by_block, closed_up, is_name, labelled, labels, within
from pipeline.stages.title_lines import ISSUED, ORGAN, is_of_day

_PAPER = re.compile(
    r"(?P<name>[^ ,。:;!?《》的了在]{1,14}?"
    r"(?:日报|晚报|早报|晨报|时报|周报|快报|商报|青年报|工人报|周刊|月刊|旬刊|通讯社|新华社|电视台|广播电台))"
    r"(?P<form>网站?|数字报|电子报|电子版)?(?: ?(?:社论|评论员|评论员文章|本报评论员))?$"
)
_PRESS = frozenset("报刊社台")  # the name of a paper holds one of these
# other papers, told by the date under them; 通报 and the like are kinds of text
_OVER_DATE = re.compile(r"(?P<name>[一-鿿]{1,9}(?<![通简喜捷汇电海警预情申填上举])[报刊])$")
_RELEASES = re.compile(r"(?P<body>[^ ,。:;!?《》]{2,20}(?:政府|厅|局|部|处) ?)?新闻(?:公报|公告|文告|稿)$")
_GAZETTE = re.compile(r"[^ ,。:;!?《》]{2,16}(?:政府|行政区|总督府)公报$")
_SHEET = re.compile(r"第? ?[A-Z]?\d{1,3} ?版(?: ?[:(·] ?[^。,;]{1,20})?$")
ISSUE = re.compile(
    r"(?:(?:\d{1,3} +)?[^ ,。:;!?]{2,14} +(?:\d{4} ?年)? ?第 ?[^ ,。:;!?]{1,6} ?[卷期辑集册]"
    r"|[^ ,。:;!?]{2,12}公报 +第 ?[^ ,。:;!?]{1,8} ?号)(?= |$)"
)  # 公报 第112卷 第38期 委员会纪录
_N = "[\\d一二三四五六七八九十百]{1,4}"
# the issue of a journal: 2016年第2期, 第34卷第2期 with its name in two languages behind
_NUMBERED = re.compile(
    rf"(?:(?:\d{{4}} ?年 ?)?第 ?{_N} ?卷 ?[,(]? ?第 ?{_N} ?期\)?|\d{{4}} ?年 ?第 ?{_N} ?期(?: ?\(? ?总 ?第? ?{_N} ?期 ?\)?)?)(?= |$)"
)
# its month in two languages: 2016年4月 Local Culture Studies Apr. 2016
_MONTH = re.compile(
    r"\d{4} ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)? .*(?:Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec)[a-z]*[.,]? ?(?:\d{1,2}, ?)?\d{4}$"
)
_PAGED = re.compile(
    r"· ?\d{1,4} ?· +[^ ,。:;!?][^,。:;!?]{1,30}$|[^ ,。:;!?][^,。:;!?]{1,30} +· ?\d{1,4} ?·$"
)
_SERIES = re.compile(r"(?:国家|行业|地方|团体|企业)标准$")
# a volume of somebody's collected works; what it holds has a title of its own
_VOLUME = re.compile(
    r"[^,。:;!?《》]{2,16}(?:文选|选集|文集|全集|文存|文稿|论著) ?\(? ?第? ?[一二三四五六七八九十\d]{1,3} ?[卷册辑集] ?\)?$"
)
_VOLUME_ENDS = frozenset("卷册辑集)")
# the name of a column is made of two kinds of text: 通知公告, 新闻动态
_KINDS = re.compile(r"(?:通知|公告|公示|通告|通报|新闻|动态|要闻|资讯){2}$")
_RUBRIC = re.compile(
    r"(?:社论|社评|评论|短评|时评|专访|特写|评论员文章|本报评论员|本报社论|读者来信|群众来信|来函照登|读者论坛|小言论|短论)$"
)
_COLUMN = re.compile(r"(?:专栏|栏目|版面|版次|版名) ?:")
_BESIDE_DATE = re.compile(r"星期.|第? ?[A-Z]?\d{1,3} ?版|[ ,()·|]")
_RIGHTS = re.compile(r"版权|©|[Cc]opyright|主办|承办")
_LINKS = re.compile(r" *[|丨/·] *| +")
_WORDS = re.compile(r"[ :|,]")
_LONGEST = 90  # of a line that names a publisher
_FOOT = 14  # blocks at the end among which the page names its owner
_KICKER = 14  # characters
_NAME = 30  # characters of the longest masthead
_GENRE = 6  # characters of the longest column that has the name of a kind of text
_BELOW = 6  # lines below a masthead among which the title stands
_DEED = 10  # characters of a paper that has no name but its kind: 检察建议书 is that of the body over it
_SHORTEST = 4  # characters of a title that names no kind of text
_TOP = 5  # lines at the top among which the masthead stands


@record(frozen=True)
class Masthead:
    """A line over the title that is none; the first ``name`` characters of it are the publisher's name, where it has one."""

    name: int = 0


def mastheads(doc: Document, profile: Profile, shaped: Sequence[int], end: int) -> dict[int, Masthead]:
    """The lines of the paper, site or column over a title, of those that are shaped like titles.

    None is one unless a line below it could be the title; so a text whose only short line is 人民日报 has that title.
    """
    found: dict[int, Masthead] = {}
    for n, i in enumerate(shaped[:_TOP]):
        block = doc.blocks[i]
        if stamped(block, doc, profile):
            continue
        below = [doc.blocks[j] for j in shaped[n + 1 : n + 1 + _BELOW] if j <= i + _BELOW]
        if not below:
            break
        if _of_journal(i, block.text, found, doc, profile):
            if not _title(below, doc, profile):
                break
            found[i] = Masthead()
            continue
        if len(block.text) > _NAME:
            break
        line = _masthead(i, below, doc, profile, end)
        if (not line and not labelled(block.text, profile)) or not _title(below, doc, profile):
            break
        if line:
            found[i] = line
    return found


def _of_journal(i: int, text: str, found: dict[int, Masthead], doc: Document, profile: Profile) -> bool:
    """Whether a line is the issue of a journal or its month, the head of a page of it, or its name beside the issue."""
    if len(text) > _LONGEST:
        return False
    if "第" in text and (_NUMBERED.match(text) or ISSUE.match(text)):
        return True
    if (text[0].isdecimal() and _MONTH.match(text)) or ("·" in (text[0], text[-1]) and _PAGED.match(text)):
        return True
    blocks = doc.blocks
    if len(text) > _KICKER or i + 2 >= len(blocks) or rules(profile).cues["title-noun"].search(text):
        return False
    under = i and i - 1 in found and _NUMBERED.match(blocks[i - 1].text)
    at = i + 1 if under else i + 2 if not i and _NUMBERED.match(blocks[1].text) else 0
    if not at or at + 1 >= len(blocks) or not _could_be_title(blocks[at], doc, profile):
        return False
    below = blocks[at + 1]
    return below.text.startswith(("——", "【摘", "[摘", "摘要")) or bool(byline(below, doc, profile))


def _title(below: Sequence[Block], doc: Document, profile: Profile) -> str:
    """The first line below a masthead that could be the title. Few lines come so far that it is looked for."""
    return next((b.text for b in below if _could_be_title(b, doc, profile)), "")


def _masthead(i: int, below: Sequence[Block], doc: Document, profile: Profile, end: int) -> Masthead | None:
    """What line ``i`` over the title among the lines ``below`` names; None where it is no masthead."""
    block = doc.blocks[i]
    text = block.text
    m = None if _PRESS.isdisjoint(text) else _PAPER.match(text) or _OVER_DATE.match(text)
    if m and (m.re is _PAPER or stamped(doc.blocks[i + 1], doc, profile)):
        return Masthead(0 if any(_sources(doc.blocks[: end + 1], doc, profile)) else m.end("name"))
    m = _RELEASES.match(text) if "新闻" in text else None
    # where only the body that issues it stands below, 新闻稿 is all the title there is
    if m and (m["body"] or not ORGAN.search(_title(below, doc, profile))):
        return Masthead()
    if _is_column(text, below, doc, profile):
        return Masthead()
    if text.endswith("公报") and _GAZETTE.match(text) and _names_act(doc.blocks[i + 1 : end], profile):
        return Masthead()
    if i and len(text) <= _KICKER and _in_menu(i, doc):
        return Masthead()
    own = text.rstrip("网站")
    again = [b for b in doc.blocks[: end + 1] if own in b.text and b is not block]
    named = any(source.rstrip("网站") == own for source in _sources(again, doc, profile)) or _owns(text, doc)
    title = _title(below, doc, profile) if named and ORGAN.search(text) else ""
    if not named or (title and (ISSUED.match(title) or (title[-1] == "书" and len(title) <= _DEED))):
        return None
    return Masthead()


def stamped(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line is mostly a date, with the day of the week, the sheet or the name of a column beside it."""
    dated = within(doc.marks, "date", block)
    if not dated or labels(block.text, profile):
        return bool(dated)
    if is_of_day(block, dated[0], profile):
        return False
    rest = len(_BESIDE_DATE.sub("", block.text))
    return sum([m.span.end - m.span.start for m in dated]) > rest * 0.4


def is_kicker(doc: Document, profile: Profile, i: int, paper: bool) -> bool:
    """Whether a line is the short one that a paper sets over a title, which source and date follow.

    ``paper`` tells that a masthead shows it to be one; otherwise the source must.
    """
    if i + 2 >= len(doc.blocks):
        return False
    kicker, title, imprint = doc.blocks[i : i + 3]
    return (
        len(kicker.text) <= min(len(title.text), _KICKER)
        and not title.gap
        and (paper or "报" in imprint.text)
        and bool(within(doc.marks, "date", imprint) or labelled(imprint.text, profile))
        and not rules(profile).cues["title-noun"].search(kicker.text)
        and not byline(title, doc, profile)
    )


def _could_be_title(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line below a masthead has nothing against its being the title."""
    text, cues = block.text, rules(profile).cues
    return (
        (len(text) >= _SHORTEST or cues["title-noun"].search(closed_up(text)) is not None)
        and not text.startswith("——")
        and not within_brackets(text)
        and not labelled(text, profile)
        and not _COLUMN.match(text)
        and not _SHEET.match(text)
        and not is_name(text, profile)
        and (not stamped(block, doc, profile) or _dated_act(block, doc, profile))
        and (not cues["docket"].match(text) or cues["numbered-act"].match(text) is not None)
        and not byline(block, doc, profile)
    )


def _dated_act(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line is the kind of a paper and its day: 總統令 中華民國八十四年八月十日."""
    dated = within(doc.marks, "date", block)
    before = block.text[: block.find(dated[0].span.start)].rstrip() if dated else ""
    return rules(profile).cues["title-noun"].search(closed_up(before)) is not None


def _in_menu(i: int, doc: Document) -> bool:
    """Whether a line is the name of a column, which the menu above it has among its links."""
    waste, text = by_block(doc.marks, "furniture"), doc.blocks[i].text
    above = [b for b in doc.blocks[:i] if text in b.text and b.start in waste]
    return any(waste[b.start].value == "menu" and text in _LINKS.split(b.text) for b in above)


def _names_act(below: Sequence[Block], profile: Profile) -> bool:
    """Whether a line under the name of a gazette is the number of one of the acts that are printed in it."""
    docket = rules(profile).cues["docket"]
    return any(docket.match(b.text) for b in below[:_BELOW])


def _is_column(text: str, below: Sequence[Block], doc: Document, profile: Profile) -> bool:
    """Whether a line names a sheet or a column, or no more than the kind of text that the title below it names again."""
    if len(text) <= _GENRE and (_RUBRIC.match(text) or _KINDS.match(text)):
        return True
    if text[-1] in _VOLUME_ENDS and _VOLUME.match(text):
        return True
    if ("版" in text and _SHEET.match(text)) or ("第" in text and ISSUE.match(text)):
        return True
    if (text[-1] == "准" and _SERIES.search(closed_up(text))) or (":" in text and _COLUMN.match(text)):
        return True
    if text[0] == "【" and text[-1] == "】":
        return not _title(below, doc, profile).startswith("【")
    noun = rules(profile).cues["title-noun"]
    if len(text) > _GENRE or not noun.search(text):
        return False
    title = _title(below, doc, profile)
    return (
        not title.endswith(text)  # which minutes the line 会议纪要 means
        and len(title) >= len(text) * 2
        and noun.search(title) is not None
    )


def _sources(blocks: Sequence[Block], doc: Document, profile: Profile) -> Iterator[str]:
    """The publishers that lines before the text name."""
    for block in blocks:
        for f in fields(block, doc, profile) if len(block.text) <= _LONGEST else ():
            if f.kind == "source":
                yield block.text[block.find(f.span.start) : block.find(f.span.end)]


def _owns(name: str, doc: Document) -> bool:
    """Whether a line in the foot names the owner of the page so."""
    foot = (b.text for b in doc.blocks[-_FOOT:] if name in b.text and len(b.text) <= _LONGEST)
    return any(_RIGHTS.search(text) and name in _WORDS.split(_RIGHTS.sub(" ", text)) for text in foot)
