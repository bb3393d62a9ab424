"""What kind of text a text is, as far as its form and the words of its title tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.fold import fold
from pipeline.tei.view_types import Meta, Node, Part, Section, Turn

_LAW = re.compile(r"(?:法|条例|规则|规定|办法|细则|章程|守则)(?:[（(].*[)）])?$")
_SPEECH = re.compile(
    r"讲话|发言|致辞|致词|演讲|讲演|祝词|贺词|寄语|述职|政府工作报告|上(?:所作)?的(?:工作)?报告|发刊词|开幕词|闭幕词|交流材料"
)
_TRANSCRIPT = re.compile(r"访谈|采访|专访|对话|问答|答记者问|实录|座谈|记录|纪要")
_DOCUMENT = re.compile(
    r"(?:通知|通报|公告|通告|决定|决议|意见|请示|批复|函|命令|公报|方案|规划|计划|报告|总结|公约|信)"
    r"(?:[（(].*[)）])?$"
)
_MANY = 3  # turns or articles that make a transcript or a law


def kind(part: Part, meta: Meta) -> str:
    """speech, document, law, transcript, or "" where nothing tells.

    Args:
        part: the text.
        meta: what is known of it.
    """
    seen = Counter(_forms(part.children))
    title = fold(meta.title or (part.title.text if part.title else ""))
    if seen["turn"] >= _MANY or (seen["turn"] and _TRANSCRIPT.search(title)):
        return "transcript"
    if seen["article"] >= _MANY or (seen["article"] and _LAW.search(title)):
        return "law"
    if _SPEECH.search(title):
        return "speech"
    if meta.docket or _DOCUMENT.search(title):
        return "document"
    return "speech" if seen["salute"] else ""


def _forms(nodes: tuple[Node, ...]) -> Iterator[str]:
    """What tells the kind of a text, once for each time it occurs."""
    for node in nodes:
        if isinstance(node, Turn):
            yield "turn"
        elif isinstance(node, Section):
            if node.type == "article":
                yield "article"
            yield from _forms(node.children)
        elif node.kind == "salute":
            yield "salute"
