"""Web pages: the article is the text, everything else on the page furniture; no character is lost on the way.

The page is drawn as a browser lays it out (``html.draw``), the article found by the density of its prose
(``html.main``), and what the page says about itself read as evidence (``html.meta``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from selectolax.lexbor import LexborHTMLParser

from pipeline.model import Diagnostic, Source
from pipeline.readers.decode import decode
from pipeline.readers.html.lines import Drawn, Page, bare
from pipeline.readers.html.main import Found, aside, main_text
from pipeline.readers.html.meta import meta_of, said_by, titles_of
from pipeline.readers.html.shown import drawn
from pipeline.readers.html.signs import is_cut
from pipeline.readers.html.style import HEADINGS
from pipeline.readers.html.title import named_in_cells, stated_title
from pipeline.readers.html.words import is_pager
from pipeline.readers.layer import Layer
from pipeline.readers.options import DEFAULT, Options

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']?([\w.:-]+)|<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_NESTING = re.compile(
    r"<(/?)(?=(?:div|section|article|main|aside|nav|header|footer|figure|fieldset|center|blockquote|dir|menu"
    r"|details|address|[uod]l)[\s/>])",
    re.IGNORECASE,
)
# An HTML parser takes <title/> for the start of a title without end, and CDATA for a comment.
_CLOSED = re.compile(
    r"""<([A-Za-z][\w:.-]*+)((?:\s++[^\s=/<>"']++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'))?+)*+)\s*+/>"""
)
# What is never closed is looked through once, not again from every place where such a thing opens.
_CDATA = re.compile(r"<!\[CDATA\[(?:(.*?)\]\]>|.*)", re.DOTALL)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
# An HTML parser ends a DOCTYPE at the first >, inside its internal subset, and takes the rest for text.
_SUBSET = re.compile(r"(<!DOCTYPE[^>\[]*)\[(?:.*?\]\s*>|(.*))", re.IGNORECASE | re.DOTALL)
# The parser looks through all open elements at each block, so deeper ones would take quadratic time.
_DEEPEST = 2000
_HEAD = 4096
_FRAME = 4  # a frame with less than this part of the longest one's prose is none of the text
_OF_ALL = frozenset({"bold", "center", "right", "quote"})


def read(data: bytes, name: str, options: Options = DEFAULT, declared: str | None = None) -> Source:
    """Read a web page.

    Args:
        data: its bytes.
        name: what it is called.
        options: encoding and limits.
        declared: the charset that its container gives (HTTP, MIME), which browsers trust more than the page's own.

    Raises:
        ReadError: not text, not in this encoding, or no text in it.
    """
    decoded = decode(data, options.encoding, declared or declaration(data))
    return source_of_pages([decoded.text], data, name, decoded.encoding, decoded.diagnostics)


def declaration(data: bytes) -> str | None:
    """The charset that a page declares in its first 4 kB."""
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii") if found else None


def source_of_pages(
    pages: Sequence[str],
    data: bytes,
    name: str,
    encoding: str,
    diagnostics: Iterable[Diagnostic],
    address: str = "",
    more: tuple[tuple[str, str], ...] = (),
) -> Source:
    """The source made of a page, and of the pages in its frames.

    Args:
        pages: their HTML; the metadata are those of the first one.
        data: the bytes of the file, for checksum and size.
        name: what the document is called.
        encoding: how the file encodes its text.
        diagnostics: those of its decoding.
        address: where the page was fetched from, if the file says so.
        more: metadata that the file adds to those of the page.

    Raises:
        ReadError: no text in them (SRC104).
    """
    layer, found = Layer(), list(diagnostics)
    pictures: Counter[str] = Counter()
    trees = [parse(html, xml=html.lstrip()[:5] == "<?xml") for html in pages]
    drawings = [drawn(tree) for tree in trees]
    said = [said_by(tree) for tree in trees]
    titles = [named_in_cells(page.lines) + titles_of(one) for page, one in zip(drawings, said, strict=True)]
    mains = [main_text(page, own) for page, own in zip(drawings, titles, strict=True)]
    least = max(main.prose for main in mains) / _FRAME
    for tree, page, main in zip(trees, drawings, mains, strict=True):
        # Of several frames, one with hardly any prose is a menu or an advertisement.
        put(layer, page, main if main.prose >= least else aside(page, "frame"))
        found += lost(tree, page)
        pictures += page.pictures
    found += left_out(pictures)
    if not all(main.sure for main in mains if main.prose >= least):
        found.append(Diagnostic("SRC126"))
    title = stated_title(titles[0], drawings[0].lines, mains[0].kinds)
    return layer.source(data, name, encoding, meta_of(said[0], title, address) + more, found)


def parse(html: str, xml: bool = False) -> LexborHTMLParser:
    """Parse a page.

    Args:
        html: its source; blocks nested so deep that no author wrote them are made inline, with all their text.
        xml: whether it is written as XML, where any element may be closed at once and text may stand in CDATA.
    """
    html = (
        _SUBSET.sub(lambda m: f"{m[1]}>" if m[2] is None else m[0], html, count=1)
        if "[" in html[:_HEAD]
        else html
    )
    if xml:
        html = _CDATA.sub(lambda m: m[0] if m[1] is None else escape(m[1], quote=False), html)
        html = _CLOSED.sub(
            lambda match: match[0] if match[1] in _VOID else f"<{match[1]}{match[2]}></{match[1]}>", html
        )
    depth = deepest = 0
    for match in _NESTING.finditer(html):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return LexborHTMLParser(_flattened(html) if deepest > _DEEPEST else html)


def _flattened(html: str) -> str:
    depth = 0

    def renamed(match: re.Match[str]) -> str:
        nonlocal depth
        depth += 0 if match[1] else 1
        deep = depth > _DEEPEST
        depth = max(depth - 1, 0) if match[1] else depth
        return f"<{match[1]}deep-" if deep else match[0]

    return _NESTING.sub(renamed, html)


def put(layer: Layer, page: Page, main: Found) -> None:
    """Add the lines of a page: the text with its hints and empty lines, furniture with its kind."""
    texts = [line for line, kind in zip(page.lines, main.kinds, strict=True) if line.chars and not kind]
    common = _OF_ALL.intersection(*(line.hints for line in texts)) if len(texts) > 1 else frozenset()
    above, blank, paged = "", False, False
    for number, (line, kind) in enumerate(zip(page.lines, main.kinds, strict=True)):
        if not line.chars:
            blank = blank or not kind
        elif kind:
            layer.add(line.text, f"fw:{kind}")
            paged = paged or is_pager(line.text)
        else:
            cut = paged and is_cut(above, line)
            if blank and not cut:
                layer.blank()
            level = main.levels.get(number)
            hints = ("caption",) if number in main.captions else _hints(line, common)
            if level:
                hints = (level, *(hint for hint in hints if hint not in HEADINGS))
            more = (*hints, *(("rest",) if cut else ()))
            layer.add(line.marker + line.text, *more)
            above, blank, paged = line.text, False, False


def _hints(line: Drawn, common: frozenset[str]) -> tuple[str, ...]:
    """The hints of a line of text; what holds for every line says nothing of one."""
    hints = tuple(hint for hint in line.hints if hint not in common)
    return (*hints, "numbered") if line.marker else hints


def lost(tree: LexborHTMLParser, page: Page) -> list[Diagnostic]:
    """SRC127 when a character of the tree is neither in a line nor in what is not drawn."""
    root = tree.root
    if root is None:
        return []
    kept = sum(len(bare(line.text)) for line in page.lines) + sum(len(bare(text)) for text in page.removed)
    missing = len(bare(root.text(deep=True))) - kept
    if not missing:
        return []
    kept_text = "\n".join([*(bare(line.text) for line in page.lines), *map(bare, page.removed)])
    texts = (bare(node.text_content or "") for node in root.traverse(include_text=True) if node.is_text_node)
    first = next((text for text in texts if text not in kept_text), "")
    return [Diagnostic("SRC127", None, (("count", str(missing)), ("text", first[:30])))]


def left_out(pictures: Counter[str]) -> list[Diagnostic]:
    """SRC121 for pictures and the like."""
    if not pictures:
        return []
    found = ", ".join(f"{kind}: {count}" for kind, count in sorted(pictures.items()))
    return [Diagnostic("SRC121", None, (("found", found),))]
