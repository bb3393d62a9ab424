"""Reads who speaks or writes from a line of its own: an office and a name, a name alone, or the label of an author."""

from __future__ import annotations

import re
from itertools import islice

from pipeline.model import Block, Document, Span
from pipeline.profile import Profile
from pipeline.stages.field import Field, moved, role_and_name, value_at
from pipeline.stages.imprint import fields
from pipeline.stages.marked_names import BEHIND, marked_name, name_behind_office, posted_name
from pipeline.stages.name_lists import numbered, press
from pipeline.stages.rules import rules
from pipeline.stages.text import closed_up, is_name, labelled, slice_of

_ROLE_NAME = re.compile(
    r"^—*(?P<role>[^,。:;!?—][^,。:;!?]{1,29}?)[ ]{1,6}(?P<name>[^ ,。:;()]{1,3}(?: {0,4}[^ ,。:;()]{1,2}){0,2})$"
)
_LATIN_NAME = re.compile(
    r"^(?:[Bb]y |Speaker: )?(?P<name>(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame|Rev|Hon)\.? )?"
    r"[A-Z][a-zé'-]+(?: [A-Z]\.?)?(?: (?:de|van|von|of))?(?: [A-Z][a-zé'-]+){1,2})$"
)
# the last word of the name of a body or of a part of its site
_LATIN_BODY = re.compile(
    r" (?:Association|Assembly|Bureau|Cent(?:er|re)|Club|College|Committee|Company|Council|Department|Forum|Foundation"
    r"|Government|Group|Hospital|Institute|Library|Museum|News|Office|Online|School|Service|Society|Union|University|Us)$"
)
_CAMERA = re.compile(r"(?<=[^ ]{2}) +[摄绘图]$")  # who took or drew a picture
UNIT = re.compile(r"[^ ]{2}[委办局中校院部所站队镇乡村社厂]$")  # 县委办, 市一中, 汤溪镇
_WORD = re.compile(r"[^ 、]+")
_SHORT_WORD = re.compile(r"[ 、]*+[^ 、]{2,12}+(?:[ 、]|$)")  # no name is longer
_SPREAD = 4  # characters of the longest name that is spread
# who heads a body, under a title: the name behind it needs no surname
_HEAD = re.compile(
    r"(?P<role>[^ ,。:;!?]{0,20}?(?:[省市县区州旗盟镇乡院]长|检察长|主席|书记|主任)) +(?P<name>[^ ,。:;!?]{2,10})$"
)
# characters with which names from Mongolian, Tibetan and Uyghur are written
_WRITTEN = frozenset(
    "阿艾安巴白拜宝保贝毕边别宾布才曹昌朝楚慈次措达丹旦德登迪地东多堆顿额恩尔丰夫甫嘎高嘎噶格公古贵哈海罕汗合赫和侯呼吉"
    "加嘉江杰金晋久卡凯康克肯库拉朗兰蓝浪勒力丽里莲林龙鲁洛罗麦买曼玛满毛美米明莫木那乃娜南尼年妮努诺欧帕培琪平珀普其齐奇恰"
    "强青秋曲群热仁日荣茹若赛萨桑色沙珊珠斯松苏索塔特提汀图吐托娃瓦旺维乌西喜夏香雅亚央叶依伊义益音英永尤玉元云扎赞增泽哲卓孜宗佐·"
)
_MEMORIAL = re.compile(r"(?P<role>[^ ,。:;]{2,40}?)臣 ?(?P<name>[^ ,。:;]{1,4}?) ?跪?(?:谨?奏)?$")
_STOP = re.compile(r"[,。:;!?]")
_SIGN = re.compile(r"^[□■◆●▪◎〇]? ?")
PLACED = frozenset("省市县区州乡镇村校院局厅部委")  # 温州市 before 市长 has the form of a name
_UNIT = 3  # characters of the shortest name of a unit
_LONGEST = 24  # of an office and a name without a blank between them


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
    if text[-1] in "跪奏" and (m := _MEMORIAL.match(text)):  # 直隶布政使臣荣昌跪
        return role_and_name(block, doc, m.span("role"), m.span("name"))
    if spread and _is_no_line_of_names(only, block, doc):
        return []
    if spread and text[-1] in "摄绘图" and _CAMERA.search(text):
        return []
    if found := press(text, profile):
        names = [value_at("author", block, doc, *place) for place in found.names]
        return [value_at("role", block, doc, *found.role), *names]
    listed = (spread or "、" in text) and _SHORT_WORD.match(text)
    words = list(islice(_WORD.finditer(text), 5)) if listed else []
    named = all(len(w[0]) >= 2 and is_name(w[0], profile) and w[0] not in profile.labels for w in words)
    if 2 <= len(words) <= 4 and named:
        office = len(words) == 2 and UNIT.match(words[0][0])
        kinds = ["role" if office else "author"] + ["author"] * (len(words) - 1)
        return [value_at(kind, block, doc, *w.span()) for kind, w in zip(kinds, words, strict=True)]
    if places := numbered(text, profile):
        return [value_at("author", block, doc, *place) for place in places]
    m = _LATIN_NAME.match(text) if text[0] <= "z" else None
    if m and not _LATIN_BODY.search(text):
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


def under_title(block: Block, doc: Document, profile: Profile) -> list[Field]:
    """Role and name of a line that is a byline only where a title stands over it: 校长冯敬之, 王文澜 教授, □李明, 市长 阿依古丽."""
    text = block.text
    if len(text) > 60:
        return []
    sign = _SIGN.match(text).end()  # type: ignore[union-attr] # it matches the empty string too
    own = text[sign:]
    if not own:
        return []
    if posted := posted_name(own, profile):
        return role_and_name(block, doc, *(moved(place, sign) for place in posted))
    m = _HEAD.match(own) if " " in own else None
    if m and _WRITTEN.issuperset(m["name"]):
        return role_and_name(block, doc, moved(m.span("role"), sign), moved(m.span("name"), sign))
    if marked := marked_name(own, profile):
        return role_and_name(block, doc, *(moved(place, sign) for place in marked))
    if len(own) > _LONGEST:
        return []
    if sign and is_name(own, profile):
        return role_and_name(block, doc, (0, 0), (sign, len(text)))
    if sign and (m := BEHIND.match(own)) and is_name(m["name"], profile):
        return role_and_name(block, doc, moved(m.span("role"), sign), moved(m.span("name"), sign))
    office = rules(profile).cues["office"]
    name, _, role = own.partition(" ")
    if role:
        if UNIT.match(name) and is_name(role, profile):
            at = len(text) - len(role.lstrip())
            return role_and_name(block, doc, (sign, sign + len(name)), (at, len(text)))
        is_role = (
            " " not in role.strip() and len(role) <= 12 and is_name(name, profile) and office.search(role)
        )
        return (
            role_and_name(block, doc, (len(text) - len(role.strip()), len(text)), (sign, sign + len(name)))
            if is_role
            else []
        )
    # 孟长河校长; 江宁区区长 is no such line
    if 5 <= len(own) <= 7 and own[2] not in PLACED and is_name(own[:3], profile):
        behind = office.search(own[3:])
        if behind and not behind.start():
            return role_and_name(block, doc, (sign + 3, len(text)), (sign, sign + 3))
    n = 0 if _STOP.search(own) else name_behind_office(own, profile)
    return role_and_name(block, doc, (sign, len(text) - n), (len(text) - n, len(text))) if n else []


def unended(block: Block) -> Block:
    """A line without the colon at its end: 望川大学教授 柳青禾： over the title of what he says."""
    return slice_of(block, 0, len(block.text) - 1) if block.text[-1] == ":" and len(block.text) > 1 else block


def with_unit(block: Block, doc: Document, profile: Profile) -> list[Field]:
    """A unit and a name, which are too little for a byline but under the titles of a collection: 上渠镇 柳青禾."""
    text = block.text
    unit, blank, name = text.partition(" ")
    name = name.lstrip()
    if (
        not blank
        or len(unit) < _UNIT
        or len(text) > _LONGEST
        or _STOP.search(text)
        or not is_name(name, profile)
    ):
        return []
    return role_and_name(block, doc, (0, len(unit)), (len(text) - len(name), len(text)))
