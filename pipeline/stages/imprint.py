"""Reads the fields of the lines around a title: what stands behind labels, dates, and sources glued to dates."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.author_field import author_value
from pipeline.stages.catalogue import DATES, cells, is_spread
from pipeline.stages.field import Field, value_at
from pipeline.stages.republican import labelled_republican
from pipeline.stages.rules import rules
from pipeline.stages.text import is_name, labels, within

PUBLISHER = re.compile(
    r"^[^,。:;|>]{0,20}(?:网|网站|在线|日报|晚报|早报|时报|周报|快报|报|报社|通讯社|新华社|社|文库|电视台|广播电台|频道|杂志|[日周旬月半季双期学校会院专丛集]刊|画报|出版社"
    r"|资讯|论坛|博客|平台|客户端|公众号|政府|委员会|协会|商会|学会|研究院|文献馆|图书馆|档案馆|中心"
    r"|[省市县区州旗][^ ]{1,12}(?:局|厅|委|办公室))$"
)
_UNKNOWN = re.compile(r"(?<![^ ])[一-鿿]{2,6} ?:$")  # a label that is not in the profile, before its date
_SOURCE = re.compile(
    r"[^ ]{2,}(?= +(?:本报)?(?:记者|作者|通讯员|编辑|撰稿)"
    r"| +(?:[|丨] ?)?(?:订阅|关注|分享|收藏|打印|举报|投诉|纠错|评论|我要评论|发表评论|参与互动|手机看新闻|[大小]字号(?: [大小]字号)?)"
    r"(?: ?\(\d*\))?$)"
)
_RUN_ON = re.compile(
    r"(?<! ) {2,}+(?=[^ ])"
)  # before the first sentence, on one line with the source of a page
# beside the day and the hour a site put there; 江城发布 is the account of a city
_HOUSE = re.compile(
    r"(?![于在])(?:[^,。:;|>]{2,18}(?:大学|学院|学校|中学|小学|医院|公司|集团|法院|检察院|融媒体?)|[一-鿿]{1,7}[^员者编人]发布)$"
)
# where an account of WeChat or of a portal posts: 2021-03-31 06:10 发表于江苏
_POSTED = re.compile(r"\d (?:发表于|来自|发布于) ?[一-鿿]{2,4}$")
_PRESS = re.compile(r"(?:本报)?(?:记者|通讯员)(?=..)")  # glued to the name
_PRINTED = re.compile(r"(?:原?载于?|刊于|摘自|选自|转自)?《([^《》]+)》$")
_SIGNS = ",。:;!?"  # one of which stands in that sentence
_BEFORE_BOX = re.compile(r"[^【\[]{2,}(?=[【\[])")
_BUTTONS = re.compile(r"[【\[] ?(?:打印|列印|关闭|收藏|复制|纠错|推荐|评论|字[体号]|[大中小][ 】\]])")
_BOX = {"[": "]", "【": "】"}
_BOXES = "[]【】"
_APART = re.compile(r"[^ |()\[\]【】]+")
_COLON = re.compile(":")
_LABEL = 5  # characters of the longest label that may be glued to what stands before it
_LONGEST = 90  # of a line of fields in which such a label is looked for
_FILE = re.compile(
    r"[.](?:m4a|mp[34]|wav|amr|aac|docx?|txt|pdf)$", re.IGNORECASE
)  # no title: 20231112_143005.m4a
_NO_SOURCE = frozenset({"未知", "不详", "管理员", "系统管理员", "网站管理员", "admin", "administrator"})


def is_site(name: str, profile: Profile) -> bool:
    """Whether words behind a title, or beside it, name a site or a publisher."""
    return PUBLISHER.match(name) is not None or rules(profile).cues["site"].search(name) is not None


def may_label(block: Block, doc: Document) -> bool:
    """Whether a line may have a label, or cells."""
    text, source = block.text, doc.source.text
    return (
        ":" in text
        or "/" in text
        or "】" in text
        or source.find("\t", block.start, block.end) >= 0
        or is_spread(text)
    )


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
        return found or labelled_republican(kind, block, doc, lo, hi)
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
        return author_value(block, doc, lo, hi, profile)
    if kind == "title" and _FILE.search(block.text, lo, hi):
        kind = "other"
    if kind == "source" and (m := _BEFORE_BOX.match(block.text[lo:hi])):
        span = block.span(lo, lo + len(m.group().rstrip()))
    value = doc.source.text[span.start : span.end]
    if kind == "source" and (
        value.lower() in _NO_SOURCE or value.isdigit() or _BUTTONS.match(block.text, lo, hi)
    ):
        return []
    return [] if not value.strip("-— ") else [Field(kind, span, value)]


def _unlabelled(
    block: Block, doc: Document, profile: Profile, taken: list[tuple[int, int]], dated: list[Mark]
) -> list[Field]:
    """What stands beside a date without a label: 2021-03-31 06:10华夏高考网, （2012年6月13日）罗淑慧."""
    cuts = sorted(taken + [(block.find(m.span.start), block.find(m.span.end)) for m in dated])
    out, at = [], 0
    stamped = any("T" in m.value for m in dated)
    posted = stamped and _POSTED.search(block.text) is not None
    office = rules(profile).cues["office"]
    for lo, hi in [*cuts, (len(block.text), len(block.text))]:
        role: tuple[int, int] | None = None
        for word in _APART.finditer(block.text, at, max(at, lo)):
            (first, end), name = word.span(), word[0]
            if quoted := _PRINTED.match(name):
                first, end, name = first + quoted.start(1), first + quoted.end(1), quoted[1]
            if (press := _PRESS.match(name)) and is_name(name[press.end() :], profile):
                first, name = first + press.end(), name[press.end() :]
            kind = "source" if PUBLISHER.match(name) else "author" if is_name(name, profile) else ""
            if not kind and stamped and _HOUSE.match(name):
                kind = "source"
            if posted and hi > lo and not block.text[end:lo].strip():
                kind = "source"  # the account, whatever its name
            if kind == "author" and end == lo and (lo, hi) in taken:
                continue  # the beginning of a label: 文档编号
            if kind == "author" and role:
                out.append(value_at("role", block, doc, *role))
            if kind:
                out.append(value_at(kind, block, doc, first, end))
            role = (first, end) if not kind and office.search(name) else None
        at = max(at, hi)
    return out
