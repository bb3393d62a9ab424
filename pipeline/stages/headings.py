"""Finds lines that may be headings without a number, by their own signs and by the company they keep."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.frozen import record
from pipeline.model import Block, Mark
from pipeline.profile import Profile
from pipeline.stages.annexes import BARE_LABEL, names_other
from pipeline.stages.cells import is_member, is_of_row, rostered
from pipeline.stages.heading_series import asked, doubled, dynasties, terms
from pipeline.stages.marked import Emphasis
from pipeline.stages.programmes import under_hours
from pipeline.stages.rows import is_caption
from pipeline.stages.rules import rules
from pipeline.stages.signers import is_masked
from pipeline.stages.text import SENTENCE_END

_BRIEF = 20  # characters of a heading where no paragraph has a stop either
_CALLS = re.compile(r"[各诸]位")  # those who are there: 各位老同事
_NEVER = re.compile(
    r"^[“‘(《].*[”’)]$|[。;]|^(?:(?:附|注|图|表|P\.?S)\b|[图表] ?\d)"
    r"|^.{0,6}年.{1,4}月.{0,4}日?(?:.{0,8}|.{2,60}(?:通过|批准|公布))$|[|\t\ufffd]|  .*  "
    r"|[.·…]{3} ?[\dIVX]{1,4}$|^\([ivx]{1,5}\)|[及和与或]$"
    r"|^(?:本条例草案|旨在|废除|代以|加入)$"  # between the parts of a bill
    r"| {2,}(?:约|近)? ?\d[\d.,]*[%万亿元分人个次项]{0,3}$"
    r"|\d日(?:专?电|讯)(?: ?\([^()]{2,24}\))?$"  # 新华社望川8月8日电（记者 孟长河）
    r"|^\d[\d.,]*[万亿]?元(?:[至到以/—-]|$)"  # 300元至540元
    r"|^《[^》]{2,40}》 ?第[\d一二三四五六七八九十百零]{1,7}条(?:第.{1,3}[款项])*$"
    r"|^(?:[原被] *告|(?:被 *)?上 *诉 *人|(?:声 *请|抗 *告|相 *对|答 *辩|告 *诉) *人|[^ ,。]{0,4}(?:代 *理|辩 *护) *人)(?: +|:)"
    r"|^(?:关键词|关键字|主题词)[: ]|^[一-鿿·]{2,6} *(?:作词|作曲|填词|编曲)$"
    r"|^(?:[计附][发送呈抄缴])[^,。:]{2,20}[一二三四五六七八九十两\d]{1,3}[份件纸册本张束]$"
    r"|^[\[【]?(?:以下|下面)[为是系]|^(?:[A-Z\d/ .—-]*\d[A-Z\d/ .—-]*|[IVXLC]+)$"
    r"|^[\[〔【] ?(?:(?:收稿|修回|录用)(?:日期|时间)|(?:基金|资助|课题)项目|(?:作者|第一作者)简介|通[讯信]作者|作者单位"
    r"|中图分类号|文献标[识志]码|文章编号|引用格式|关键词|摘要) ?[\]〕】] ?."
)
_TIME = re.compile(r"[\[(]?\d\d:\d\d:\d\d(?:[.,]\d{1,3})?[\])]?$")  # over what was said then
_SPOKEN = re.compile(r"[。!?…]”? ?\([^()]*\)$")  # what was heard after the end of a sentence
_STOPS = "。,;、:!…—."
_GOES_ON = frozenset(",、")  # the sentence above a line is not over
_FIELD = re.compile(
    r"(?:[^:]{1,8}|[^:,]{4,16}(?:收费标准|金额|电话|地址|名称|编号|日期|时间|地点))(?:\([^()]{1,12}\))?:."
)
_ASKS = "如下|查明|认定|判决|裁定|裁决|会议|包括|以下|以上|下列|例如|即|现将|说|道|问|答|写|指出|认为|强调|几|事项|的是|有|为"
_COLON = re.compile(rf"(?!.*(?:{_ASKS}))[^。,;!?:“”]{{3,22}}:$")
# 我问,这是谁的船? tells what somebody asked
_TELLS = re.compile(r".{0,4}(?:我|他|她|人|们|谁)(?:.{0,3})[问说想喊道][,:“]")
_DATED = re.compile(r"(?:\d{4}|[〇零一二三四五六七八九]{4})年.{1,3}月.{1,3}日$")
_NOTE = re.compile(r"[\[〔(]1[\]〕)]|①|1[.、]")  # as the first of the notes under 注释 begins
_BAR = re.compile(r"[─—_-]{3}")
_PARTS = re.compile(r"[^ ,。]{2,12}(?: +[^ ,。]{2,12}){2,}$")
# a row with cells of one character too: 王小毛 男 七岁 籍贯望川
_ROW = re.compile(r"[^ ,。]{2,12}(?= +[^ ] )(?: +[^ ,。]{1,12}){3,}$")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SIGNED = re.compile(
    r"此致[,:]?$|\([一-鿿]{2,4}\)$"
)  # over whom a paper is sent to, or the office of who signs
# Words that name nothing but a section, whatever stands around them; 说明 among short lines heads a column.
BEHIND = frozenset(
    {
        "参考文献",
        "主要参考文献",
        "参考书目",
        "征引书目",
        "徵引书目",
        "引用书目",
        "引用文献",
        "致谢",
        "附则",
        "结束语",
        "结语",
        "后记",
        "摘要说明",
        "名词解释",
        "有关名词解释",
        "相关名词解释",
        "部分名词解释",
    }
)  # all other sections
SECTIONS = BEHIND | {
    "摘要",
    "中文摘要",
    "内容摘要",
    "内容提要",
    "前言",
    "引言",
    "序言",
    "编者的话",
    "出版说明",
    "编写说明",
    "编辑说明",
}
# the parts of a judgement of Taiwan, which hold all numbers
RULING = frozenset({"主文", "事实", "理由", "事实及理由", "犯罪事实", "犯罪事实及理由"})
_LONGEST = 40
# what the container calls an item of a list, and sets in no other way, or the words under a picture
_NO_HEADS = frozenset({("li",), ("caption",)})
_DYNASTY = 2.0  # what such a name costs as a paragraph


def unnumbered(
    blocks: Sequence[Block],
    bare: Sequence[int],
    taken: set[int],
    numbers: Mapping[int, Mark],
    profile: Profile,
    emphasis: Emphasis,
) -> dict[int, float]:
    """Index → what it costs to read the block as a paragraph, for those of the lines without a number built like headings.

    Text under the line speaks for it, and others of its build; a crowd of short lines is a table or a poem.
    """
    cue = rules(profile).cues["heading"]
    named, first = cue.match, cue.first
    shaped = [
        i
        for i in bare
        if (len(text := blocks[i].text) <= _LONGEST or first[text[0]])
        and blocks[i].hints not in _NO_HEADS
        and shape(text, profile)
    ]
    if pairs := doubled(blocks, bare, profile):
        shaped = sorted({*shaped, *pairs})
    if taken:
        shaped = [i for i in shaped if not (i - 1 in taken and _TIME.match(blocks[i - 1].text))]
    if shaped and (questions := asked(blocks, shaped)):
        shaped = [i for i in shaped if i not in questions]
    if shaped and (explained := terms(blocks, shaped)):
        shaped = [i for i in shaped if i not in explained]
    if shaped and (listed := rostered(blocks, profile)):
        shaped = [i for i in shaped if i not in listed]
    if shaped and (of_hour := under_hours(blocks)):
        shaped = [i for i in shaped if i not in of_hour]
    if shaped and not any(SENTENCE_END.search(b.text) for b in blocks):
        shaped = [i for i in shaped if len(blocks[i].text) <= _BRIEF and not _CALLS.match(blocks[i].text)]
    shaped = [i for i in shaped if not _is_of_fraction(blocks, i)]
    if not shaped:
        return {}
    company, out = _Company(blocks, taken, numbers, set(shaped)), {}
    for i in shaped:
        text = blocks[i].text
        cost = (
            None
            if _PARTS.match(text)
            or _ROW.match(text)
            or is_member(text, profile)
            or is_masked(text)
            or is_of_row(text, blocks[i - 1].text if i else "")
            else _cost(i, company, bool(named(text.replace(" ", ""))))
        )
        if cost is not None:
            out[i] = cost
    out |= dict.fromkeys(dynasties(blocks, bare), _DYNASTY)
    family = 0.6 if len(out) > 1 else -0.5
    return {i: cost + family + emphasis.of(blocks[i]) for i, cost in out.items()}


def _is_of_fraction(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line stands over or under the bar of a fraction, as formulas in laws have it: 完税价格= ────."""
    return any("=" in b.text and _BAR.search(b.text) for b in (*blocks[i - 1 : i], *blocks[i + 1 : i + 2]))


def shape(text: str, profile: Profile) -> bool:
    """Whether a folded line without a number has the build of a heading: short, a phrase, no field, no date."""
    cues = rules(profile).cues
    named = cues["heading"]
    if named.first[text[:1]] and named.match(text.replace(" ", "")):
        return True
    if not 2 <= len(text) <= _LONGEST:
        return False
    last = text[-1]
    if last != ":" and last in _STOPS:
        return False
    if cues["salute"].match(text) or cues["letter"].match(text) or cues["closing"].match(text):
        return False
    if last == ":":
        return _COLON.match(text) is not None
    if last == "?" and _TELLS.match(text):
        return False
    if last == "号" and cues["docket"].match(text):
        return False
    if last == ")" and _SPOKEN.search(text):
        return False
    return _NEVER.search(text) is None and _FIELD.match(text) is None


@record(frozen=True)
class _Company:
    """What may stand around a line that is built like a heading."""

    blocks: Sequence[Block]
    taken: set[int]
    numbers: Mapping[int, Mark]
    shaped: set[int]

    def has(self, i: int) -> bool:
        """Whether another line has the build of a heading, or of a cell of a table that lost its cells."""
        if i in self.shaped:
            return True
        if not 0 <= i < len(self.blocks):
            return False
        block = self.blocks[i]
        return "row" not in block.hints and (len(block.text) <= 4 or bool(_PARTS.match(block.text)))

    def crowd(self, i: int) -> bool:
        """Whether a short line stands among others: the cells of a table, a list of names."""
        before, after = self.has(i - 1), self.has(i + 1)
        return (before and (after or self.has(i - 2))) or (after and self.has(i + 2))


def _cost(i: int, company: _Company, named: bool) -> float | None:
    blocks, taken = company.blocks, company.taken
    text = blocks[i].text
    following = next((j for j in range(i + 1, len(blocks)) if j not in taken or named), None)
    plain = named and text.replace(" ", "") in SECTIONS and following not in company.shaped
    if (
        following is None
        or (company.crowd(i) and not plain)
        or not (named or _LETTERS.search(text.replace(" ", "")))
    ):
        return None
    if text[-1] == ":" and ":" in (blocks[i - 1].text[-1] if i else "", blocks[i + 1].text[-1]):
        return None  # the fields of a form
    nxt = blocks[following]
    annexed = bool(i) and BARE_LABEL.match(blocks[i - 1].text) is not None
    cost = 1.2 + 1.5 * (named and _NOTE.match(nxt.text) is not None)
    if len(nxt.text) >= 40:
        cost += 1.0
    elif nxt.start in company.numbers:
        cost += 0.5
    elif not named and not annexed and not company.has(following):
        if len(nxt.text) < 16 and not SENTENCE_END.search(nxt.text):
            return None
        cost -= 0.8
    if i:
        before = blocks[i - 1].text
        if (before[-1] in _GOES_ON and i - 1 not in taken and not named) or _SIGNED.match(before):
            return None
        ended = i - 1 in taken or bool(SENTENCE_END.search(before)) or is_caption(before)
        if not ended and not company.has(i - 1):
            cost -= 0.6
        if annexed or _DATED.match(before):
            cost += (
                1.5  # the title of an annex, under its number or under the signature of what it is annexed to
            )
    if i and names_other(text):
        cost += 1.0 + 1.5 * ended
    cost += 1.6 * named + plain
    cost -= 0.4 * text.endswith("?") + 0.6 * text.endswith(":") + 0.5 * (len(text) > 30)
    return cost - 0.5 * (" " in text and len(text) > 12 and not text.isascii())
