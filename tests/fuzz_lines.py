"""A grammar of the lines that speeches, papers, laws and transcripts have, with the damage that copies of them have.

Every function takes a ``Random``, so that the same lines come from a seed or from Hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

# ruff: noqa: E501 - lists of samples are easier to read in long lines

TITLES = (
    "在河湾镇读书会上的讲话", "柳湾渡口管理办法", "关于停渡三天的通知", "石桥养护员冬训班记录", "在河灣鎮讀書會上的講話", "夜校的灯",
    "读书会发言稿三篇", "河湾镇人民代表大会第三次会议纪要", "Remarks at the ferry pier", "——记北岸的一座桥", "渡口 的 故事", "船工发言稿（精选5篇）",
)  # fmt: skip
DATES = (
    "2021年3月18日", "（2021年3月18日）", "2021-03-18", "2021-03-18 10:20", "二〇二一年三月十八日", "二○二一年三月", "民國一一〇年三月十八日", "2021.3.18",
    "3月18日", "2021年", "2021年13月40日", "0000-00-00", "时间：2021-03-18", "发布日期：2021年3月18日　来源：河湾发布", "来源：望川文献网 2021/3/18", "99999年9月9日",
)  # fmt: skip
BYLINES = (
    "镇文化站　林小满", "石桥养护站站长 祝安", "作者：祝安", "河湾镇人民政府", "主讲人：祝安　记录：林小满", "（祝安）", "祝安", "河政办〔2021〕7号", "河湾镇水利站文件",
    "文号：河政〔2021〕7号 来源：河湾发布", "发布时间：2021-03-18 来源： 作者：", "签发人：祝安",
)  # fmt: skip
SALUTES = (
    "同志们：", "各位师傅：", "各村民委员会：", "尊敬的各位来宾、各位朋友：", "Dear friends,", "各位代表！", "同志們：", "船工朋友们", "致河湾镇全体村民：",
)  # fmt: skip
SENTENCES = (
    "桥是大家的，养桥是我们的。", "今年冬天我们把每一座石桥都走了一遍，看了桥墩，也看了桥面。", "读了不讲，过几天就忘了！", "谁来撑船？", "水大了看桥墩", "会议由祝安主持，林小满作了记录。",
    "祝安指出：“渡口不能停。”", "老船工说：「鐘聲就是路。」", "全年修渠 3.5 公里，用工1.2万个。", "第一条热线开通以后，来电话的人很多。", "他说：“先修‘老桥’，再修新桥”，大家都点头",
    "We kept the bell, the bench and the price of the ticket.", "谢谢大家。", "特此通知。", "一是修桥，二是修路，三是修船。", "下面，我讲三点意见。", "業(yè)务要熟，發(fā)言要短。", "他叫刘XX，住在***村。",
    "一要看水，二要看石头；三要看人。", "⼀切从⽔开始。", "根据《渡口管理办法》（以下简称《办法》），制定本细则。", "见注[1]。",
)  # fmt: skip
HEADS = ("先看桥墩", "把时间留给晚上", "总则", "灯", "关于经费的问题", "看水是第一件事。", "工具放好，人再走", "開渠引水", "What we kept", "提高认识，切实增强责任感。各村要把这件事放在前面")  # fmt: skip
STAGE = (
    "（掌声）",
    "(笑)",
    "（全场起立）",
    "【休会】",
    "（播放《渡口的歌》）",
    "（掌声，他停了一下）",
    "[众笑]",
)
TURNS = (
    "主持人：",
    "记者：",
    "林小满：",
    "问：",
    "答：",
    "祝安（站长）：",
    "【祝安】",
    "▲主持人：",
    "林小滿 :",
    "A：",
    "审判长：",
    "祝安：（笑）",
    "某某：",
    "10:20 祝安：",
)
CLOSINGS = (
    "河湾镇人民政府", "石桥养护站", "2020年12月8日", "（此件公开发布）", "抄送：县水文站。", "附件：1.桥图", "附件1", "附：名单", "祝安　林小满", "此致", "敬礼！", "（盖章）", "印发：各村",
)  # fmt: skip
FURNITURE = (
    "首页 > 讲话 > 正文", "网站首页|机构|公开|互动", "【打印】【关闭】", "上一篇：渡口的灯", "下一篇：没有了", "分享到：微信 微博", "责任编辑：林小满", "- 3 -", "第3页 共9页", "3",
    "浏览次数：120", "版权所有 转载请注明", "以上是小编整理的范文，希望对大家有帮助", "相关阅读：", "字号：大 中 小", "本文来自网络", "1/12", "扫一扫关注我们", "当前位置：首页 >> 渡口",
)  # fmt: skip
TABLES = (
    "村 | 户数 | 公里", "| 上湾 | 31 | 12.5 |", "|---|:-:|---|", "下湾\t24\t3", "上湾　　31　　12.5", "甲 | 乙", "姓名：祝安 性别：女", "||||", "|", "\t\t", "┌──┬──┐", "│甲│乙│", "序号 项目 数量", "1 桥板 20",
)  # fmt: skip
PARTS = (
    "篇一",
    "【篇2】",
    "第三篇",
    "发言稿四：渡口",
    "船工发言稿（二）",
    "（之三）",
    "范文1",
    "读书会发言稿篇二",
    "第一讲 看水 (1/3)",
)
LISTED = (
    "• 看水",
    "- 看石头",
    "* 看人",
    "——修桥",
    "●●",
    "·",
    "■ 材料",
    "□ 待办",
    "◆春：种◆夏：收",
    "1",
    "①",
    "（一）",
    "一、",
    "第一条",
    "１．",
    "㈠",
    "⒈⒉",
    "Ⅳ.",
    "附件 3",
)
# Text that other programs would take for markup.
MARKUP = (
    "<script>alert(1)</script>", "</pre></main><b onclick=x>", "<!-- 注 -->", "<p>段</p>", "&lt;b&gt; &amp; &#60;", "]]>", "<?xml?>", "# 题", "## 题 ##", "> 引", "- [ ] 办", "***", "---", "===", "```", "    缩进",
    "[文](javascript:alert(1))", "![图](x.png)", "[a]: http://e.org", "`码`", "a | b", "*强* __强__ ~~删~~", "\\", "\\*", "1) 项", "{{ 7*7 }}", "{% raw %}", "{# 注 #}", "title: 甲", "- a: b", "no", "010", "~", "null",
    "%TAG", "&a *a", "!!python/object", "\" onload=\"x", "' or '", "http://e.org/a_b_c?x=1&y=2", "javascript:alert(1)", "${x}", "src:1,2", "[1]", "[1]", "[^1]: 注", "^", "\u2460 [2] 注文", "&nbsp;", "&nbsp;&nbsp;渡口&nbsp; &ldquo;桥&rdquo;&nbsp;", "??各位船工：", "??一、修桥", "??船来了。", "<br>", "</script>",
)  # fmt: skip
# Characters that look like nothing, stand for nothing, or change what stands beside them.
ODD = (
    "\ufffd", "\ue19b", "\U000f0001", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\u2066", "\u2069", "\u200f", "\u0301", "\u20dd", "\u3099", "\ufe0f", "\U000e0100", "\u00a0", "\u3000", "\u2028", "\x85", "\x0b", "\x0c", "\r",
    "\x7f", "\x9f", "\x01", "\x1b", "\ufffe", "\ud800", "\udfff", "\U0001f600", "👩‍👩‍👧", "𠮷", "ﷺ", "İ", "ß", "ﬁ", "Ⅷ", "①", "㈱", "\u0e01\u0e33", "ا", "א", "한", "か\u3099", "А", "\u1680", "\u180e", "\u2003", "\t", " ", "  ",
    "\ufdd0", "\u115f", "\U0010ffff", "\u0085", "\u3030", "〇", "○", "━", "’", "“", "”", "‘", "「", "」", "（", "）", "(", ")", "[", "]", "：", ":", "。", "，", "、", "—", "——", "*", "_", "|", "<", ">", "&", "\\",
)  # fmt: skip
_CN = "一二三四五六七八九十"
_WAYS: tuple[Callable[[int], str], ...] = (
    lambda n: f"{cn(n)}、", lambda n: f"（{cn(n)}）", lambda n: f"{n}.", lambda n: f"{n}、", lambda n: f"（{n}）", lambda n: f"({n}) ", lambda n: f"{n})",
    lambda n: chr(0x2460 + (n - 1) % 20), lambda n: f"第{cn(n)}章　", lambda n: f"第{cn(n)}节 ", lambda n: f"第{cn(n)}条　", lambda n: f"第{n}条 ", lambda n: f"第{n}-1條 ", lambda n: f"{cn(n)}是", lambda n: f"{cn(n)}要",
    lambda n: f"第{cn(n)}，", lambda n: f"{'壹贰叁肆伍陆柒捌玖拾'[(n - 1) % 10]}、", lambda n: f"{'甲乙丙丁戊己庚辛壬癸'[(n - 1) % 10]}、", lambda n: f"{chr(0x2160 + (n - 1) % 12)}、", lambda n: f"({chr(97 + (n - 1) % 26)})",
    lambda n: f"{chr(97 + (n - 1) % 26)}. ", lambda n: f"1.{n} ", lambda n: f"2.{n}.1 ", lambda n: chr(0x2488 + (n - 1) % 20), lambda n: chr(0x2474 + (n - 1) % 20), lambda n: chr(0x3220 + (n - 1) % 10),
    lambda n: f"第{cn(n)}个方面，", lambda n: f"其{cn(n)}，", lambda n: ("首先，", "其次，", "再次，", "最后，")[(n - 1) % 4], lambda n: f"之{cn(n)}：", lambda n: f"案由{n}：", lambda n: f"第{cn(n)}部分 ", lambda n: f"附件{n} ", lambda n: f"{chr(0xFF10 + n % 10)}．",
    lambda n: f"[{n}] ", lambda n: f"{cn(n)}  ", lambda n: f"第{cn(n)}条之{cn(n)} ",
)  # fmt: skip


def cn(n: int) -> str:
    """A number below a hundred in Chinese numerals."""
    tens, ones = divmod(n % 100, 10)
    return (_CN[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (
        _CN[ones - 1] if ones else ""
    ) or "〇"


def body(r: Random) -> str:
    """One to four sentences, now and then a very long run of them."""
    few = "".join(r.choice(SENTENCES) for _ in range(r.choice((1, 1, 2, 2, 3, 4))))
    return few if r.randrange(60) else few * r.randrange(2, 40)


def numbered(r: Random) -> list[str]:
    """A run of numbered lines: one style or nested ones, in order or not, headings or whole paragraphs."""
    ways = [r.choice(_WAYS) for _ in range(r.choice((1, 1, 2, 3)))]
    lines, counts = [], [r.choice((1, 1, 1, 2, 9))] * len(ways)
    for _ in range(r.randrange(2, 8)):
        depth = r.randrange(len(ways))
        lines.append(
            ways[depth](counts[depth])
            + r.choice((r.choice(HEADS), body(r), r.choice(HEADS) + "。" + body(r), ""))
        )
        counts[depth] += r.choice((1, 1, 1, 1, 0, 2))
        counts[depth + 1 :] = [1] * (len(ways) - depth - 1)
        if r.randrange(3) == 0:
            lines.append(body(r))
    return lines


def talk(r: Random) -> list[str]:
    """Turns, some of them with stage notes and further paragraphs."""
    labels = [r.choice(TURNS) for _ in range(r.choice((1, 2, 2, 3)))]
    lines = []
    for _ in range(r.randrange(1, 7)):
        lines.append(r.choice(labels) + r.choice((body(r), r.choice(STAGE) + body(r), "", r.choice(LISTED))))
        if r.randrange(4) == 0:
            lines.append(r.choice((body(r), r.choice(STAGE))))
    return lines


def wrapped(r: Random) -> list[str]:
    """Prose in lines of one width, with or without indents, as old files have it, pages numbered in between."""
    text, width, indent = body(r) + body(r), r.choice((12, 20, 34)), r.choice(("", "　　", "  "))
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    if r.randrange(3) == 0:
        lines.insert(len(lines) // 2, r.choice(FURNITURE))
    return [indent + lines[0], *lines[1:]]


def listed(*samples: tuple[str, ...]) -> Callable[[Random], list[str]]:
    """A run of lines out of lists of samples."""
    return lambda r: [r.choice(r.choice(samples)) for _ in range(r.choice((1, 1, 2, 3, 4)))]


GROUPS: tuple[Callable[[Random], list[str]], ...] = (
    lambda r: [body(r)], lambda r: [body(r)], listed(TITLES), listed(DATES, BYLINES), listed(SALUTES), numbered, numbered, talk, wrapped,
    listed(STAGE), listed(CLOSINGS, DATES, BYLINES), listed(FURNITURE), listed(TABLES), listed(PARTS, TITLES), listed(LISTED), listed(MARKUP), lambda r: [""] * r.randrange(1, 4),
)  # fmt: skip


def damaged(r: Random, line: str) -> str:
    """A line with one thing done to it that happens to lines."""
    at = r.randrange(len(line) + 1)
    match r.randrange(12):
        case 0 | 1 | 2:
            return line[:at] + r.choice(ODD) + line[at:]
        case 3:
            return line[:at] + "".join(r.choice(ODD) for _ in range(r.randrange(1, 6))) + line[at:]
        case 4:
            return line[:at] + r.choice(MARKUP) + line[at:]
        case 5:
            return line[at:]
        case 6:
            return line[:at]
        case 7:
            return r.choice(("　　", "  ", "\t", "\u00a0 ", " " * 40)) + line + r.choice(("", " ", "　"))
        case 8:
            return r.choice((" ", "　")).join(line)
        case 9:
            return line + r.choice(TITLES + STAGE + SENTENCES + DATES + LISTED)
        case 10:
            return line.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789().,:;[]<>"})
        case _:
            return chr(r.choice((r.randrange(0x20, 0x3100), r.randrange(0x20, 0x110000)))) + line


def lines(r: Random, most: int = 9) -> list[str]:
    """The lines of one text: often front, body and close in their order, else whatever comes."""
    out: list[str] = []
    if r.randrange(3):
        for samples in (TITLES, DATES, BYLINES, SALUTES):
            out += [r.choice(samples)] if r.randrange(3) else []
    for _ in range(r.randrange(1, most)):
        out += r.choice(GROUPS)(r)
    if r.randrange(3) == 0:
        out += [r.choice(CLOSINGS), r.choice(DATES)]
    if r.randrange(200) == 0:  # a long text, in which what takes too long for each line shows
        out = (out * 1000)[: r.randrange(200, 1000)]
    rate = r.choice((0, 0, 40, 12, 3))
    return [damaged(r, line) if rate and r.randrange(rate) == 0 else line for line in out]
