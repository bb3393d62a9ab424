"""Reads the lines around a title: labelled fields, dates, sources glued to dates, bylines, letter numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from itertools import islice

from pipeline.frozen import frozen
from pipeline.model import Block, Cert, Document, Evidence, Mark, Span, Why
from pipeline.numerals import chinese
from pipeline.profile import Profile
from pipeline.stages.catalogue import DATES, cells
from pipeline.stages.name_lists import press, several
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, closed_up, is_name, labelled, labels, within

_PUBLISHER = re.compile(
    r"^[^,。:;|>]{0,20}(?:网|网站|在线|日报|晚报|早报|时报|周报|快报|报|报社|通讯社|新华社|社|文库|电视台|广播电台|频道|杂志|期刊|学刊|校刊|出版社"
    r"|资讯|论坛|博客|平台|客户端|公众号|政府|委员会|协会|商会|学会|研究院|文献馆|图书馆|档案馆|中心"
    r"|[省市县区州旗][^ ]{1,12}(?:局|厅|委|办公室))$"
)
_ROLE_NAME = re.compile(
    r"^—*(?P<role>[^,。:;!?—][^,。:;!?]{1,29}?)[ ]{1,6}(?P<name>[^ ,。:;()]{1,3}(?: {0,4}[^ ,。:;()]{1,2}){0,2})$"
)
_LATIN_NAME = re.compile(
    r"^(?:[Bb]y |Speaker: )?(?P<name>(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame|Rev|Hon)\.? )?"
    r"[A-Z][a-zé'-]+(?: [A-Z]\.?)?(?: (?:de|van|von|of))?(?: [A-Z][a-zé'-]+){1,2})$"
)
_UNKNOWN = re.compile(r"(?<![^ ])[一-鿿]{2,6} ?:$")  # a label that is not in the profile, before its date
_SOURCE = re.compile(
    r"[^ ]{2,}(?= +(?:本报)?(?:记者|作者|通讯员|编辑|撰稿)"
    r"| +(?:[|丨] ?)?(?:订阅|关注|分享|收藏|打印|举报|投诉|纠错|评论|我要评论|发表评论|参与互动|手机看新闻)"
    r"(?: ?\(\d*\))?$)"
)
_RUN_ON = re.compile(
    r"(?<! ) {2,}+(?=[^ ])"
)  # before the first sentence, on one line with the source of a page
# beside the day and the hour a site put there
_HOUSE = re.compile(r"(?![于在])[^,。:;|>]{2,18}(?:大学|学院|学校|中学|小学|医院|公司|集团|法院|检察院)$")
_SIGNS = ",。:;!?"  # one of which stands in that sentence
_CAMERA = re.compile(r"(?<=[^ ]{2}) +[摄绘图]$")  # who took or drew a picture
UNIT = re.compile(r"[^ ]{2}[委办局中校院部所站队镇乡村社厂]$")  # 县委办, 市一中, 汤溪镇
_BEFORE_BOX = re.compile(r"[^【\[]{2,}(?=[【\[])")
_BUTTONS = re.compile(r"[【\[] ?(?:打印|列印|关闭|收藏|复制|纠错|推荐|评论|字[体号]|[大中小][ 】\]])")
_BOX = {"[": "]", "【": "】"}
_BOXES = "[]【】"
_CREDIT = re.compile(
    r" +(?:图|图片|摄|摄影|绘|绘图|视频|音频|编辑|排版) ?[/:]"
)  # another hand, behind the author
_ASIDE = re.compile(r"(?P<name>[^()]{2,4}) ?\((?P<role>[^()]{2,20})\)$")
_YEARS = re.compile(r"(?P<y>\d{2,3})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})$")
# Of three figures the year is no other; who writes it so may add the day of the week and the hour.
_WORDED = re.compile(
    r"(?P<y>1\d\d) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?日(?: ?\(?(?:星期|周)(?P<w>[一二三四五六日]))?"
)
_WEEK = "一二三四五六日"
_REPUBLICAN = re.compile(
    r"(?<![一-鿿])([一二三四五六七八九十]{1,4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_APART = re.compile(r"[^ |()\[\]【】]+")
_WORD = re.compile(r"[^ 、]+")
_SHORT_WORD = re.compile(r"[ 、]*+[^ 、]{2,12}+(?:[ 、]|$)")  # no name is longer
_COLON = re.compile(":")
_LABEL = 5  # characters of the longest label that may be glued to what stands before it
_LONGEST = 90  # of a line of fields in which such a label is looked for
_NAME = 6  # characters of a name that may have a full stop behind it
_OFFICE = 24  # of an office behind a name
_OFFICE_ASIDE = (("role", "role"), ("author", "name"))  # the field that each group of ``_ASIDE`` is
_RANK = re.compile(r"(?<=..)(?:(?:副|特聘|讲座|客座)?教授|副?研究员|研究馆员|院士|博士|讲师)$")
_HEADS = re.compile(r"\d{1,3} ?[人位名](?: |$)")  # how many speak on a recording: 发言人：4人
_FILE = re.compile(
    r"[.](?:m4a|mp[34]|wav|amr|aac|docx?|txt|pdf)$", re.IGNORECASE
)  # no title: 20231112_143005.m4a
_SPREAD = 4  # characters of the longest name that is spread
_NOBODY = (
    *("佚名", "匿名", "网络", "互联网", "不详", "未知", "本站", "小编", "编辑", "网站编辑", "本站编辑"),
    *("办公室", "综合办公室", "党政办", "党政办公室", "院办", "校办", "编辑部", "秘书处"),
    *("管理员", "系统管理员", "网站管理员", "admin", "administrator"),
)
_NO_SOURCE = frozenset({"未知", "不详", "管理员", "系统管理员", "网站管理员", "admin", "administrator"})


@frozen
class Field:
    """A value read from a line: its kind (published, source, author, …), place and certainty."""

    kind: str
    span: Span
    value: str
    cert: Cert = "high"


def may_label(block: Block, doc: Document) -> bool:
    """Whether a line may have a label, or cells."""
    text, source = block.text, doc.source.text
    return ":" in text or "/" in text or source.find("\t", block.start, block.end) >= 0


def fields(block: Block, doc: Document, profile: Profile) -> list[Field]:
    """The fields of a line with labels or dates (来源：… 发布时间：…), in order; [] when it has neither."""
    labelled = _labels(block.text, profile)
    dated = within(doc.marks, "date", block)
    if not labelled and (row := list(cells(block, doc, profile))):
        return [
            f
            for kind, lo, hi in row
            for f in _field(
                kind, block, doc, *_trim(block.text, lo, hi), _inside(dated, block, lo, hi), profile
            )
        ]
    if not labelled and not dated:
        return []
    out: list[Field] = []
    taken: list[tuple[int, int]] = []
    for n, (first, end, kind) in enumerate(labelled):
        stop = labelled[n + 1][0] if n + 1 < len(labelled) else len(block.text)
        lo, hi = _trim(block.text, end, stop)
        taken.append((first, hi))
        out += _field(kind, block, doc, lo, hi, _inside(dated, block, lo, hi), profile)
    read = {f.span for f in out}
    for mark in dated:
        if mark.span not in read:
            out.append(Field("date", mark.span, mark.value))
    sourced = any(f.kind == "source" for f in out)
    beside = _unlabelled(block, doc, profile, taken, dated)
    out += [f for f in beside if not (sourced and f.kind == "source")]  # the site, beside the source it names
    return sorted(out, key=lambda f: f.span.start)


def _labels(text: str, profile: Profile) -> list[tuple[int, int, str]]:
    """(start, end, kind of field) of all labels of a line, also of those that are glued to the value before them."""
    found = [(m.start(), m.end(), profile.field(m)) for m in labels(text, profile)]
    if not found or text.count(":") <= len(found) or len(text) > _LONGEST:
        return found
    ends = {text.rfind(":", first, end) for first, end, _ in found}
    for colon in (m.start() for m in _COLON.finditer(text) if m.start() not in ends):
        for n in range(_LABEL, 1, -1):
            if colon > n and (kind := profile.labels.get(text[colon - n : colon])):
                found.append((colon - n, colon + 1, kind))
                break
    return sorted(found)


def valued(kind: str, block: Block, doc: Document, profile: Profile) -> list[Field]:
    """The field of a line that is the value of the label above it."""
    dated = within(doc.marks, "date", block)
    return _field(kind, block, doc, 0, len(block.text), dated, profile)


def _inside(dated: list[Mark], block: Block, lo: int, hi: int) -> list[Mark]:
    """The dates that begin in ``text[lo:hi]`` of a block."""
    if lo >= hi or not dated:
        return []
    span = block.span(lo, hi)
    first, last = (bisect_left(dated, at, key=lambda m: m.span.start) for at in (span.start, span.end))
    return dated[first:last]


def _trim(text: str, lo: int, hi: int) -> tuple[int, int]:
    while lo < hi and text[lo] in " |·,;)】":
        lo += 1
    while hi > lo and text[hi - 1] in " |·,;([【]】":
        hi -= 1
    return lo, hi


def _unboxed(text: str, lo: int, hi: int) -> int:
    """Where a value in a box of its own begins (来源：[县渡口处]), whose end is no part of it already."""
    boxed = text[hi : hi + 1] == _BOX[text[lo]] and not any(sign in text[lo + 1 : hi] for sign in _BOXES)
    return _trim(text, lo + 1, hi)[0] if boxed else lo


def _field(
    kind: str, block: Block, doc: Document, lo: int, hi: int, dated: list[Mark], profile: Profile
) -> list[Field]:
    if lo >= hi:
        return []
    if kind not in DATES and block.text[lo] in _BOX and not _BUTTONS.match(block.text, lo):
        lo = _unboxed(block.text, lo, hi)
    span = block.span(lo, hi)
    if kind in DATES:
        found = [Field(kind, m.span, m.value) for m in dated[:1]]
        return found or _republic(kind, block, doc, lo, hi)
    end = next((m.span.start for m in dated if span.start < m.span.start), span.end)
    if (tab := doc.source.text.find("\t", span.start, end)) > 0:
        end = tab  # the next cell
    if end < span.end:
        lo, hi = _trim(block.text, lo, block.find(end))
        if unknown := _UNKNOWN.search(block.text, lo, hi):
            lo, hi = _trim(block.text, lo, unknown.start())
        if lo >= hi:
            return []
        span = block.span(lo, hi)
    if kind == "source" and (m := _SOURCE.match(block.text[lo:hi])):
        span = block.span(lo, lo + m.end())
    end = max([block.text.rfind(sign, lo, hi) for sign in _SIGNS]) if kind == "source" else -1
    if end > lo and (m := _RUN_ON.search(block.text, lo, end)):
        hi = m.start()
        span = block.span(lo, hi)
    if kind == "author":
        return _author(block, doc, lo, hi, profile)
    if kind == "title" and _FILE.search(block.text, lo, hi):
        kind = "other"
    if kind == "source" and (m := _BEFORE_BOX.match(block.text[lo:hi])):
        span = block.span(lo, lo + len(m.group().rstrip()))
    value = doc.source.text[span.start : span.end]
    if kind == "source" and (value.lower() in _NO_SOURCE or _BUTTONS.match(block.text, lo, hi)):
        return []
    return [] if not value.strip("-— ") else [Field(kind, span, value)]


def _republic(kind: str, block: Block, doc: Document, lo: int, hi: int) -> list[Field]:
    """A date by the years of the Republic after a label: 張貼日：101-09-28, 時間：112年8月17日（星期四）下午3時."""
    text = block.text[lo:hi]
    worded = _WORDED.match(text) if doc.lang.startswith("zh-Hant") else None
    m = worded or _YEARS.match(text)
    if not m or not 60 <= int(m["y"]) <= 150:
        return []
    try:
        day = date(int(m["y"]) + 1911, int(m["m"]), int(m["d"]))
    except ValueError:
        return []
    if worded and worded["w"] and _WEEK.index(worded["w"]) != day.weekday():
        return []
    return [Field(kind, block.span(lo, lo + m.end()), day.isoformat(), "medium")]


def republican(block: Block, doc: Document) -> Field | None:
    """The day that a traditional text gives by the years of the Republic without their name: （三十六年六月二日）."""
    text = block.text
    m = _REPUBLICAN.search(text) if "年" in text and doc.lang.startswith("zh-Hant") else None
    year, month, day = map(chinese, m.groups()) if m else (None, None, None)
    if not m or not year or not month or not day:
        return None
    try:
        value = date(year + 1911, month, day).isoformat()
    except ValueError:
        return None
    return Field("delivered", block.span(*m.span()), value, "medium")


def _author(block: Block, doc: Document, lo: int, hi: int, profile: Profile) -> list[Field]:
    """The value of an author's label: 作者：縣長林秀鳳 names an office before the name."""
    if credit := _CREDIT.search(block.text, lo, hi):
        hi = credit.start()
    text, spans = block.text[lo:hi], [block.span(lo, hi)]
    if text.partition(" ")[0].lower() in _NOBODY or _HEADS.match(text) or is_speech(text):
        return []
    if places := several(text, profile):
        return [_read("author", block, doc, lo + a, lo + b, "high") for a, b in places]
    if (
        text[-1] == ")"
        and (m := _ASIDE.match(text))
        and is_name(m["name"], profile)
        and rules(profile).cues["office"].search(m["role"])
    ):
        named = [(kind, *m.span(group)) for kind, group in _OFFICE_ASIDE]
        return [_read(kind, block, doc, lo + a, lo + b, "high") for kind, a, b in named]
    if not is_name(text, profile):
        for n in (3, 2, 4):
            if (
                len(text) - n >= 2
                and is_name(text[-n:], profile)
                and rules(profile).cues["office"].search(text[:-n].strip())
            ):
                spans = [block.span(lo, lo + len(text[:-n].rstrip())), block.span(hi - n, hi)]
                break
        else:
            if at := _rank(text, profile):
                name = len(text[:at].rstrip())
                spans = [block.span(lo + at, hi), block.span(lo, lo + name)]
    values = [doc.source.text[s.start : s.end] for s in spans]
    kinds = ["role", "author"][-len(spans) :]
    return [Field(k, s, v) for k, s, v in zip(kinds, spans, values, strict=True) if v.strip("-— ")]


def is_speech(text: str) -> bool:
    """Whether the words behind a label such as 发言人： are what is said, as nobody is called by a sentence."""
    return len(text) > _NAME and SENTENCE_END.search(text)


def _rank(text: str, profile: Profile) -> int:
    """Where the rank begins that stands behind a name: 黄文远教授, 卢敏 县农业局局长; 0 where none does."""
    if (m := _RANK.search(text)) and is_name(text[: m.start()], profile):
        return m.start()
    name, _, rest = text.partition(" ")
    rest = rest.lstrip()
    if not rest or len(rest) > _OFFICE or not is_name(name, profile) or is_name(rest, profile):
        return 0
    return len(text) - len(rest) if rules(profile).cues["office"].search(rest) else 0


def _unlabelled(
    block: Block, doc: Document, profile: Profile, taken: list[tuple[int, int]], dated: list[Mark]
) -> list[Field]:
    """What stands beside a date without a label: 2021-03-31 06:10华夏高考网, （2012年6月13日）罗淑慧."""
    cuts = sorted(taken + [(block.find(m.span.start), block.find(m.span.end)) for m in dated])
    out, at = [], 0
    stamped = any("T" in m.value for m in dated)
    office = rules(profile).cues["office"]
    for lo, hi in [*cuts, (len(block.text), len(block.text))]:
        role: tuple[int, int] | None = None
        for word in _APART.finditer(block.text, at, max(at, lo)):
            (first, end), name = word.span(), word[0]
            if name[0] == "《" and name[-1] == "》":
                first, end, name = first + 1, end - 1, name[1:-1]
            kind = "source" if _PUBLISHER.match(name) else "author" if is_name(name, profile) else ""
            if not kind and stamped and _HOUSE.match(name):
                kind = "source"
            if kind == "author" and end == lo and (lo, hi) in taken:
                continue  # the beginning of a label: 文档编号
            if kind == "author" and role:
                out.append(_read("role", block, doc, *role))
            if kind:
                out.append(_read(kind, block, doc, first, end))
            role = (first, end) if not kind and office.search(name) else None
        at = max(at, hi)
    return out


def _read(kind: str, block: Block, doc: Document, lo: int, hi: int, cert: Cert = "medium") -> Field:
    span = block.span(lo, hi)
    return Field(kind, span, doc.source.text[span.start : span.end], cert)


def byline(block: Block, doc: Document, profile: Profile) -> list[Field]:
    """Role and name of a line under the title (党支部书记  杨润智, 作者：…, a name alone); [] when it is none."""
    text = block.text
    label = labelled(text, profile)
    if label and profile.field(label) == "author":
        return [f for f in fields(block, doc, profile) if f.kind == "author"]
    spread = " " in text
    only = closed_up(text) if spread else text
    if len(only) <= 6 and is_name(text, profile):
        return [
            Field("author", Span(block.start, block.end), doc.source.text[block.start : block.end], "medium")
        ]
    if spread and _is_no_line_of_names(only, block, doc):
        return []
    if spread and text[-1] in "摄绘图" and _CAMERA.search(text):
        return []
    if found := press(text, profile):
        names = [_read("author", block, doc, *place) for place in found.names]
        return [_read("role", block, doc, *found.role), *names]
    listed = (spread or "、" in text) and _SHORT_WORD.match(text)
    words = list(islice(_WORD.finditer(text), 5)) if listed else []
    if 2 <= len(words) <= 4 and all(len(w.group()) >= 2 and is_name(w.group(), profile) for w in words):
        office = len(words) == 2 and UNIT.match(words[0][0])
        kinds = ["role" if office else "author"] + ["author"] * (len(words) - 1)
        return [_read(kind, block, doc, *w.span()) for kind, w in zip(kinds, words, strict=True)]
    m = _LATIN_NAME.match(text) if text[0] <= "z" else None
    if m:
        return [Field("author", block.span(m.start("name"), m.end("name")), m["name"], "medium")]
    m = _ROLE_NAME.match(text) if spread else None
    if (
        m
        and is_name(m["name"], profile)
        and (
            rules(profile).cues["office"].search(m["role"])
            or len(m["role"]) >= 4
            or profile.labels.get(m["role"]) == "author"
        )
    ):
        spans = [block.span(a, b) for a, b in (m.span("role"), m.span("name"))]
        role, name = (doc.source.text[s.start : s.end] for s in spans)
        who = Field("author", spans[1], name)
        return [who] if profile.labels.get(m["role"]) == "author" else [Field("role", spans[0], role), who]
    return []


def _is_no_line_of_names(only: str, block: Block, doc: Document) -> bool:
    """Whether the blanks of a line, which is ``only`` without them, just spread it over its width, or part cells of a row."""
    return (only != block.text and len(only) > _SPREAD) or doc.source.text.count(
        "\t", block.start, block.end
    ) > 1


def why(rule: str, cert: Cert = "high", reason: str = "") -> Why:
    """A decision with one reason."""
    return Why(rule, cert, (Evidence(reason or rule, 1.0),))
