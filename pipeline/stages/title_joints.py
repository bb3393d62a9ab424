"""Joins a title that stands on two or three lines."""

from __future__ import annotations

import re

from pipeline.fold import fold
from pipeline.frozen import replace
from pipeline.model import Block, Document, Evidence
from pipeline.profile import Profile
from pipeline.screen import Rule
from pipeline.stages.adoption import is_history, within_brackets
from pipeline.stages.bylines import under_title
from pipeline.stages.catalogue import GENRE
from pipeline.stages.datelines import YEARS
from pipeline.stages.marked import heading_level
from pipeline.stages.rules import rules
from pipeline.stages.text import closed_up, is_name, key
from pipeline.stages.title_breaks import ON_OR_ABOUT
from pipeline.stages.title_lines import APART, ISSUED, LONE, ORGAN, SUFFIX, Line, kin

_OPENS = re.compile(r"在|关于")
_GOES_ON = re.compile(r"[及暨和与的上下]|中(?!共)|——(?!—)")
_SESSION = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[届次]|\d{4}年(?:度|第)"
)  # under the company that meets
# a kind of paper with its year and no subject: 2020年工作要点, 实施方案, 会议议程, 部门预算, 任免名单
_PAPER = re.compile(
    r"(?:(?:\d{4} ?年)?(?:上?半年)?度?(?:实施|工作|行动|活动|管理|暂行|试行|考核|评选|应急|建设|会议|大会|论坛|学术"
    r"|部门|单位|财政|预算|决算|公开|情况|信息|年度|人事|任免|值班|责任|国民经济和社会发展|统计|投资者关系){0,4}"
    r"(?:方案|要点|办法|规定|细则|意见|计划|总结|预案|规划|章程|制度|议程|日程|日程安排|安排|程序|节目单|秩序册|手册"
    r"|预算|决算|(?<=算)公开|(?<=[算开况])说明|(?<=统计)公报|(?<=年度)报告|名单|清单|记录表|值班表|简报))$"
)
# what a paper is for, or how far it is valid, and its kind: （2011—2030年）的批复, （试行）的通知
_ASIDE = re.compile(
    r"\((?:\d{4} ?(?:年|[-—–至])[^()]{0,12}|试行|暂行|修订|草案|修正案|征求意见稿)[^()]{0,6}\)的?[^,。:;()的]{2,16}$"
)
# in what state a paper is: （试行）, （示范文本）, （2013版）, （征求意见稿）
_STATE = re.compile(
    r"\((?:\d{4} ?年?)?(?:试行|暂行|修订|修正|草案|示范文本|参考文本|范本|版|[^()]{0,6}(?:意见|送审|讨论|修改|审议|报批)稿)\)$"
)
# 关于 without what it is about, or on the way to a kind of paper that is sent on: 关于转发省教育厅等部门
_SENT = re.compile(r"(?:关于)?(?:印发|转发|批转)|关于(?!.*的[^的]*$)")
_SENT_ON = re.compile(
    r"的(?:通知|批复|函|复函|决定|意见|公告|通告|通报|报告|请示|命令|议案|决议|指示)(?: ?\([^()]{1,8}\))?$"
)
_LINES = 3  # more of such a title
# the year of a budget or a report, over its name; what two sides issue, under their names
_COUNT = r"(?:\d{2,4}|[〇零一二三四五六七八九十]{2,4})"
_YEAR = re.compile(rf"{_COUNT}(?: ?[-—至/] ?{_COUNT})? ?年?(?:财政|学|会计)?年?度$")
_SIDES = re.compile(r"[^ ,。:;!?《》]{2,40}[和与同及、][^ ,。:;!?《》]{2,30}$")
_JOINT = re.compile(
    r"(?:关于[^,。:;!?]{2,40}的)?联合(?:声明|公报|新闻公报|宣言|公告|通报|倡议)$"
    r"|(?:关于)?[^,。:;!?关]{2,24}(?:协定|条约|议定书|谅解备忘录|换文)$"
)
# a plan with its number alone, and what is held or done in a year over the paper that rules it
_PLAN = re.compile(r"第[一二三四五六七八九十]{1,3}个[五十]年(?:规划|计划)")
_HELD = re.compile(
    r"[^,。:;!?()《》]{0,24}\d{4}年[^,。:;!?()《》]{2,30}(?:考试|招生|招聘|招录|大赛|比赛|竞赛|活动|工作|项目|行动|评审|遴选)$"
)
_RULED = re.compile(
    r"[^,。:;!?《》]{2,24}(?:大纲|章程|简章|方案|规程|细则|办法|公告|须知|计划|手册)(?:\([^()]{1,8}\))?$"
)
_OCCASION = 10  # characters of what is held, at the least
_ALIKE = 4  # first characters that two halves of a title do not share
_SHORTEST = 5  # characters of the name under a year
_STOPS = re.compile(r"[,。:;!?]|^\(.*\)$|号$")
_OFFICE = 24  # characters of an office and a name
_KIND = 10  # characters of the longest line that is only a kind of paper
_LIMIT = 40


def joined(doc: Document, lines: list[Line], profile: Profile) -> list[Line]:
    """Join a title that stands on two or three lines."""
    out: list[Line] = []
    used: set[int] = set()
    for n, line in enumerate(lines):
        if line.index in used:
            continue
        run = [line]
        for nxt in lines[n + 1 : n + 4]:
            if (
                nxt.index != run[-1].index + 1
                or any(e.weight < -2 for e in nxt.evidence)
                or not _goes_on(run, nxt, lines[n + 1 :], doc, profile)
            ):
                break
            run.append(nxt)
        used |= {x.index for x in run}
        out.append(_merge(run) if len(run) > 1 else line)
    return out


def _goes_on(run: list[Line], nxt: Line, later: list[Line], doc: Document, profile: Profile) -> bool:
    """Whether the title goes on with line ``nxt``: another line says so, or the line before is unfinished."""
    text, ends = "".join(x.block.text for x in run), nxt.block.text
    if nxt.key == run[-1].key:
        return False
    if _said_whole(key(text + ends), doc) or text.count("《") > text.count("》"):
        return True
    if run[-1].block.hints and _stated_alone(run, nxt, doc):
        return False
    noun = rules(profile).cues["title-noun"]
    whole = closed_up(ends)
    if (
        not nxt.block.gap
        and ends[0] == "("
        and (YEARS.match(ends) or _STATE.match(ends) or (_ASIDE.match(ends) and noun.search(ends)))
    ):
        return True
    if _sent_on(text, nxt, doc, noun):
        return True
    if not nxt.block.gap and _opened(text, whole) and not (noun.search(text) or APART.search(ends)):
        return True
    kind = len(whole) <= _KIND and noun.search(whole) and (whole != ends or not nxt.block.gap)
    if kind and (text[-1] == "的" or ORGAN.search(text)):
        return True  # the kind of a paper under a body or under 关于…的: 人民法院, 民 事 判 决 书
    if not nxt.block.gap and _PAPER.match(whole) and _has_paper(run[-1], text, profile):
        return True
    if _called_one(run[-1], nxt) and not noun.search(text) and not APART.search(text + " " + ends):
        return True
    if (
        (ON_OR_ABOUT.match(text) or (len(run) > 1 and run[-1].block.text.startswith("关于")))
        and not noun.search(text)
        and noun.search(whole)
        and not SUFFIX.search(text)
        and not APART.search(text + " " + ends)
        and not _OPENS.match(ends)
    ):
        return True
    if (
        nxt.block.gap
        or is_name(ends, profile)
        or kin(nxt.key, run[0].key)
        or APART.search(text)
        or APART.search(ends)
        or GENRE.match(text)
        or (text[0] == "《" and ends[0] == "《" and "》" in text)
        or any(kin(x.key, run[0].key) for x in later if x is not nxt)
        or SUFFIX.search(text)
    ):
        return False
    if ORGAN.search(text) and ORGAN.search(ends) and len(later) > 1:
        return True
    if ends[0] == "在" and noun.search(ends) and _is_person(run[-1].block, doc, profile):
        return True  # 县委书记孟长河 over 在全县渡口会议上的讲话
    if _GOES_ON.match(ends):
        return len(ends) >= 3 and not (noun.search(text) and ORGAN.search(ends))  # 上海市教育局
    if ORGAN.search(text) and (ISSUED.search(ends) or (_SESSION.match(ends) and noun.search(ends))):
        return True
    if noun.search(text):
        return False
    if ORGAN.search(text) and any(e.rule == LONE for e in nxt.evidence):
        return False  # the body that writes the paper, and its title
    return (
        _over_occasion(doc, nxt)
        or _over_history(doc, nxt, noun)
        or (len(later) < 6 and not noun.search(ends) and _couplet(run, nxt))
    )


def _is_person(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line is a person with an office or 同志, glued to the name."""
    text = block.text
    if " " in text or len(text) > _OFFICE:
        return False
    if text.endswith("同志"):
        return is_name(text[:-2], profile)
    return {f.kind for f in under_title(block, doc, profile)} == {"role", "author"}


def _stated_alone(run: list[Line], nxt: Line, doc: Document) -> bool:
    """Whether the container sets two lines as headings of two levels, or one as none, and states a title that is one alone."""
    above, below = heading_level(run[-1].block), heading_level(nxt.block)
    if not above or above == below:
        return False
    stated = [key(fold(value)) for name, value in doc.source.meta if name == "title"]
    return (below > 0 and nxt.key in stated) or (len(run) == 1 and run[0].key in stated)


def _opened(text: str, ends: str) -> bool:
    """Whether a line over another is no title without it: a year, the two sides that issue a paper, what a plan is for."""
    if text[-1] == "度" and _YEAR.match(text):
        return len(ends) >= _SHORTEST
    if _PLAN.match(ends) or (len(text) >= _OCCASION and _HELD.match(text) and _RULED.match(ends)):
        return len(text) >= _SHORTEST and not ORGAN.search(text)
    return _JOINT.match(ends) is not None and _SIDES.match(text) is not None


def _sent_on(text: str, nxt: Line, doc: Document, noun: Rule) -> bool:
    """Whether a title that says what is sent on ends in its kind on one of the next lines, which have no gap: …的通知."""
    if "于" not in text and "发" not in text:
        return False
    m = None if _SENT_ON.search(text) else _SENT.search(text)
    if m is None or (noun.search(text) and "发" not in m[0]):
        return False
    for n, block in enumerate(doc.blocks[nxt.index : nxt.index + _LINES]):
        line = block.text
        if block.gap or len(line) > _LIMIT or _STOPS.search(line):
            return False
        if line.startswith("关于") and (n or "发" not in m[0]):
            return False
        if _SENT_ON.search(line):
            return True
    return False


def _has_paper(line: Line, text: str, profile: Profile) -> bool:
    """Whether a line without a kind of paper may have it on the next one: it names a body, an occasion or a subject."""
    return (
        len(text) >= 5
        and not rules(profile).cues["title-noun"].search(text)
        and not rules(profile).cues["site"].search(text)
        and not APART.search(text.removesuffix(")"))
        and not is_name(text, profile)
        and line.weight > 0
    )


def _called_one(line: Line, nxt: Line) -> bool:
    """Whether the container calls two neighbouring lines the title."""
    both = set(line.block.hints).intersection(nxt.block.hints)
    return not nxt.block.gap and ("title" in both or "h1" in both) and not nxt.block.text.startswith("——")


def _said_whole(both: str, doc: Document) -> bool:
    """Whether a line near the top says two lines in one; their key is given."""
    first, last, size = both[:1], both[-1:], len(both)
    lines = [text for b in doc.blocks[:_LIMIT] if size <= len(text := b.text) < 110]
    return any(first in x and last in x and both in (k := key(x)) and len(k) <= size + 20 for x in lines)


def _couplet(run: list[Line], nxt: Line) -> bool:
    """Two lines of one length without stops: the halves of a title in parallel."""
    a, b = run[-1].block.text, nxt.block.text
    return len(run) == 1 and 8 <= len(a) <= 30 and abs(len(a) - len(b)) <= 4 and a[:_ALIKE] != b[:_ALIKE]


def _over_occasion(doc: Document, line: Line) -> bool:
    """Whether the occasion of a speech stands under a line behind a dash; over other subtitles a title has one line."""
    below = doc.blocks[line.index + 1 : line.index + 2]
    return any(b.text.startswith(("——在", "—在")) for b in below)


def _over_history(doc: Document, line: Line, noun: Rule) -> bool:
    """Whether a kind of paper stands over the line that says when it was adopted: nothing else than its title is above."""
    below = doc.blocks[line.index + 1 : line.index + 2]
    return (
        noun.search(line.block.text) is not None
        and bool(below)
        and within_brackets(below[0].text)
        and "通过" in below[0].text
        and is_history(below[0])
    )


def _merge(run: list[Line]) -> Line:
    first = run[0].block
    block = replace(
        first, spans=tuple(s for x in run for s in x.block.spans), text="".join(x.block.text for x in run)
    )
    best = max(run, key=lambda x: x.weight)
    evidence = (*best.evidence, Evidence("goes on over lines", 1.0))
    return Line(run[0].index, block, key(block.text), evidence, sum([e.weight for e in evidence]))
