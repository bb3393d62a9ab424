"""What tags and inline styles mean for the look of a page: blocks, headings, emphasis, alignment, what is not drawn."""

from __future__ import annotations

import re
from typing import NamedTuple

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing",
    "main", "menu", "nav", "ol", "optgroup", "option", "p", "plaintext", "pre", "search", "section",
    "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp",
    "amp-ad", "amp-sidebar", "amp-social-share",
))  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# What browsers never draw as text; pictures and players among them are counted by ``PICTURES``.
REMOVED = frozenset((
    "head", "script", "style", "template", "title", "svg", "iframe", "video", "audio", "canvas",
    "noembed", "noframes", "datalist",
))  # fmt: skip
PICTURES = {
    "img": "pictures",
    "svg": "drawings",
    "video": "videos",
    "audio": "sounds",
    "iframe": "frames",
    "embed": "embedded objects",
    "object": "embedded objects",
    "canvas": "drawings",
}
EDITS = "mw-editsection"  # class of the links of a wiki behind a heading
_APART = "rich_media_meta"  # class of what WeChat sets apart in the line under a title
_BOLD_TAGS = frozenset({"b", "strong"})
_PREFORMATTED = frozenset({"pre", "listing", "xmp", "plaintext", "textarea"})
_NOTE = re.compile(r"\b(?:doc-)?(?:footnote|endnote|rearnote)\b(?!s)")
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[1-9]00|normal)", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*([a-z]+)", re.IGNORECASE)
_ALIGNED = {"center": "center", "middle": "center", "right": "right"}  # middle: as editors of 2000 wrote it
_PRE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_DISPLAY = re.compile(r"display\s*:\s*([a-z]+)", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:docx?|wps|xlsx?|et|pptx?|pdf|ofd|rtf|txt|zip|rar|7z|jpe?g|png|gif|tiff?)(?:[?#]|$)", re.IGNORECASE
)


class Look(NamedTuple):
    """How text at one place of a page is drawn; elements inside inherit it."""

    box: int = -1
    heading: int = 0
    bold: bool = False
    align: str = ""
    kept_space: bool = False
    quoted: bool = False
    note: bool = False
    hidden: bool = False
    gloss: bool = False
    linked: bool = False
    file: bool = False


def display_of(tag: str, style: str, names: str = "") -> str:
    """``block``, ``inline`` or ``none`` (not drawn) for an element, by its inline style, class and name."""
    found = _DISPLAY.search(style) if style else None
    value = found[1].lower() if found else ""
    if value == "none" or (value.startswith("inline") and tag in {"div", "p", "section", "li"}):
        return value[:6]
    block = tag in BLOCKS or value in {"block", "flex", "grid", "table"} or _APART in names
    return "block" if block else "inline"


def look_of(tag: str, attributes: dict[str, str | None], outer: Look, hidden: bool) -> Look:
    """The look inside an element that is not a block of its own, or the part of a block's look that is not its box."""
    style = attributes.get("style") or ""
    look = outer
    if hidden:
        look = look._replace(hidden=True)
    if tag in HEADINGS:
        look = look._replace(heading=HEADINGS[tag])
    elif tag == "blockquote":
        look = look._replace(quoted=True)
    elif _NOTE.search(f"{attributes.get('epub:type') or ''} {attributes.get('role') or ''}"):
        look = look._replace(note=True)
    elif tag == "rt":
        look = look._replace(gloss=True)
    elif tag == "a":
        look = _link(look, attributes.get("href") or "")
    if tag in _PREFORMATTED or (style and _PRE.search(style)):
        look = look._replace(kept_space=True)
    if tag in _BOLD_TAGS or style:
        look = _weight(look, tag, style)
    align = _align(tag, attributes.get("align") or "", style)
    return look if align is None else look._replace(align=align)


def _link(look: Look, href: str) -> Look:
    """A link within the page is a table of contents or a note, so it does not speak against its text; a button does."""
    if not href or (href.startswith("#") and href != "#"):
        return look
    return look._replace(linked=True, file=bool(_FILE.search(href)))


def _weight(look: Look, tag: str, style: str) -> Look:
    found = _BOLD.search(style)
    if found is None:
        return look._replace(bold=True) if tag in _BOLD_TAGS else look
    return look._replace(bold=found[1].lower() in {"bold", "600", "700", "800", "900"})


def _align(tag: str, attribute: str, style: str) -> str | None:
    """``center``, ``right``, "" for another alignment, None where the element does not say."""
    if tag == "center":
        return "center"
    found = _ALIGN.search(style) if style else None
    value = (found[1] if found else attribute).lower()
    if tag == "table":
        return ""  # its own alignment places the table; the text inside starts anew
    return _ALIGNED.get(value, "") if value else None
