"""Tells the names of the paper, site or column that stand over a title, where a careless reader takes them for the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.frozen import frozen
from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.adoption import within_brackets
from pipeline.stages.imprint import byline, fields
from pipeline.stages.rules import rules
from pipeline.stages.text import closed_up, is_name, key, labelled, labels, within
from pipeline.stages.title_lines import ORGAN

_PAPER = re.compile(
    r"(?P<name>[^ ,。:;!?《》]{1,14}?"
    r"(?:日报|晚报|早报|晨报|时报|周报|快报|商报|青年报|工人报|周刊|月刊|旬刊|通讯社|新华社|电视台|广播电台))"
    r"(?P<form>网站?|数字报|电子报|电子版)?(?: ?(?:社论|评论员|评论员文章|本报评论员))?$"
)
_RELEASES = re.compile(r"[^ ,。:;!?《》]{2,20}(?:政府|厅|局|部|处) ?新闻(?:公报|稿)$")
_SHEET = re.compile(r"第? ?[A-Z]?\d{1,3} ?版(?: ?[:(·] ?[^。,;]{1,20})?$")
ISSUE = re.compile(
    r"[^ ,。:;!?]{2,14} +(?:\d{4} ?年)? ?第 ?[^ ,。:;!?]{1,6} ?[卷期辑集册](?= |$)"
)  # 公报 第112卷 第38期 委员会纪录
_SERIES = re.compile(r"(?:国家|行业|地方|团体|企业)标准$")
_COLUMN = re.compile(r"(?:专栏|栏目|版面|版次|版名) ?:")
_BESIDE_DATE = re.compile(r"星期.|第? ?[A-Z]?\d{1,3} ?版|[ ,()·|]")
_ISSUED = re.compile(r"关于|印发|转发|批转")
_RIGHTS = re.compile(r"版权|©|[Cc]opyright|主办|承办")
_WORDS = re.compile(r"[ :|,]")
_LONGEST = 90  # of a line that names a publisher
_FOOT = 14  # blocks at the end among which the page names its owner
_GENRE = 6  # characters of the longest column that has the name of a kind of text
_BELOW = 6  # lines below a masthead among which the title stands
_TOP = 5  # lines at the top among which the masthead stands


@frozen
class Masthead:
    """A line over the title that is none; the first ``name`` characters of it are the publisher's name, where it has one."""

    name: int = 0


def mastheads(doc: Document, profile: Profile, shaped: Sequence[int], end: int) -> dict[int, Masthead]:
    """The lines of the paper, site or column over a title, of those that are shaped like titles.

    None is one unless a line below it could be the title; so a text whose only short line is 人民日报 has that title.
    """
    found: dict[int, Masthead] = {}
    names: tuple[set[str], set[str]] | None = None
    for n, i in enumerate(shaped[:_TOP]):
        block = doc.blocks[i]
        if stamped(block, doc, profile):
            continue
        later = [doc.blocks[j] for j in shaped[n + 1 : n + 1 + _BELOW] if j <= i + _BELOW]
        title = next((b.text for b in later if _could_be_title(b, doc, profile)), "")
        if not title:
            break
        names = names or (set(_sources(doc, profile, end)), set(_owners(doc)))
        if line := _masthead(block, title, *names, profile):
            found[i] = line
        elif not labelled(block.text, profile):
            break
    return found


def _masthead(
    block: Block, title: str, sources: set[str], owners: set[str], profile: Profile
) -> Masthead | None:
    """What a line over the line ``title`` names, given the keys of those who publish the text; None for another line."""
    text = block.text
    if m := _PAPER.match(text):
        return Masthead(0 if sources else m.end("name"))
    own = key(text)
    named = own in sources or own in owners
    if named and not (ORGAN.search(text) and _ISSUED.match(title)):
        return Masthead()
    return Masthead() if _RELEASES.match(text) or _is_column(text, title, profile) else None


def stamped(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line is mostly a date, with the day of the week, the sheet or the name of a column beside it."""
    dated = within(doc.marks, "date", block)
    if not dated or labels(block.text, profile):
        return bool(dated)
    rest = len(_BESIDE_DATE.sub("", block.text))
    return sum([m.span.end - m.span.start for m in dated]) > rest * 0.4


def _could_be_title(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line below a masthead has nothing against its being the title."""
    text = block.text
    return (
        len(text) >= 4
        and not text.startswith("——")
        and not within_brackets(text)
        and not labelled(text, profile)
        and not _COLUMN.match(text)
        and not _SHEET.match(text)
        and not is_name(text, profile)
        and not stamped(block, doc, profile)
        and not rules(profile).cues["docket"].match(text)
        and not byline(block, doc, profile)
    )


def _is_column(text: str, below: str, profile: Profile) -> bool:
    """Whether a line names a sheet or a column, or no more than the kind of text that the title below it names again."""
    if _SHEET.match(text) or ISSUE.match(text) or _SERIES.search(closed_up(text)) or _COLUMN.match(text):
        return True
    if text[0] == "【" and text[-1] == "】":
        return below[0] != "【"
    noun = rules(profile).cues["title-noun"]
    return (
        len(text) <= _GENRE
        and not below.endswith(text)  # which minutes the line 会议纪要 means
        and len(below) >= len(text) * 2
        and noun.search(text) is not None
        and noun.search(below) is not None
    )


def _sources(doc: Document, profile: Profile, end: int) -> Iterator[str]:
    """The keys of the publishers that the lines before the text name."""
    for block in doc.blocks[: end + 1]:
        for f in fields(block, doc, profile) if len(block.text) <= _LONGEST else ():
            if f.kind == "source":
                yield key(block.text[block.find(f.span.start) : block.find(f.span.end)])


def _owners(doc: Document) -> Iterator[str]:
    """The keys of those who own the page, as its foot names them."""
    for block in doc.blocks[-_FOOT:]:
        if len(block.text) <= _LONGEST and _RIGHTS.search(block.text):
            yield from (key(word) for word in _WORDS.split(_RIGHTS.sub(" ", block.text)) if len(word) > 3)
