"""The characters of a PDF page with their place, size and weight, turned so that lines run to the right."""

from __future__ import annotations

import ctypes
import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.readers.decode import ReadError
from pipeline.readers.office.symbols import symbol
from pipeline.readers.pdf.glyph import Glyph, is_wide

_BOLD_NAME = ("bold", "black", "heavy", "heiti", "simhei", "黑体", "黑體", "粗")
_BOLD_WEIGHT = 600
_STROKED = 2  # text render mode "fill, then stroke": how bold type is made of a font that has none
_SYMBOLS = ("wingdings 2", "wingdings", "symbol")  # fonts of signs, of which the text has the place alone
_LOST = "\ufffd"
# pdfium writes a hyphen at a line's end as U+0002; the glyph on the page is a hyphen.
_HYPHEN = 2
_BREAKS = frozenset((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029))
_FARTHEST = 14_400.0  # points, the largest page that PDF allows: what a broken file puts beyond is drawn in
_COMMON = range(0x4E00, 0xA000)  # the ideographs that every Chinese font has
# A glyph whose shorter side is less than this part of its longer has no area: no font has it; even 一 is thicker.
_FLAT = 0.01
_ASCENT = 0.88  # of an upright CJK glyph above its origin, in its size


@dataclass(frozen=True, slots=True)
class Page:
    """The glyphs of a page in content order; ``askew`` are those that run in another direction than most.

    ``upright`` tells that its lines run to the right as the page lies.
    """

    glyphs: tuple[Glyph, ...]
    askew: tuple[Glyph, ...]
    upright: bool


class _Style(NamedTuple):
    """What all characters of one text object have in common; ``turn`` counts quarters against the clock.

    ``symbols`` names the font if it is one of signs.
    """

    size: float
    width: float
    turn: int
    bold: bool
    symbols: str


class _Raw(NamedTuple):
    """A character as pdfium gives it: origin and box in the space of the page."""

    x: float
    y: float
    left: float
    right: float
    top: float
    bottom: float
    style: _Style
    text: str


def glyphs(page: Any) -> Page:
    """The characters of a ``pypdfium2.PdfPage``.

    Those without a Unicode value are U+FFFD, spaces that no glyph stands for are left out.
    """
    text = page.get_textpage()
    try:
        raw = list(_characters(text.raw))
    finally:
        text.close()
    turn = _turn(raw)
    upright_in_columns = turn == 3 and sum(r.style.turn == 0 for r in raw) * 2 > len(raw)
    straight, askew = [], []
    for char in raw:
        if char.style.turn == turn:
            straight.append(_turned(char, turn))
        elif upright_in_columns and char.style.turn == 0:
            straight.append(_upright(char))
        else:
            askew.append(_turned(char, char.style.turn))
    return Page(tuple(straight), tuple(askew), turn == 0)


def _characters(handle: Any) -> Iterator[_Raw]:
    """All characters but those that pdfium itself put in."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    to_x, to_y, to_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    styles, found = _Styles(), dict[int, _Style]()
    high = 0
    for i in range(pdfium.FPDFText_CountChars(handle)):
        owner = pdfium.FPDFText_GetTextObject(handle, i)
        if not owner:
            continue
        code = pdfium.FPDFText_GetUnicode(handle, i)
        if code <= 0x20 and pdfium.FPDFText_IsGenerated(handle, i) == 1:
            continue
        if 0xD800 <= code < 0xDC00:  # the first half of a pair: pdfium counts UTF-16 units
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        address = ctypes.addressof(owner.contents)
        style = found.get(address)
        if style is None:
            style = found[address] = styles.of(owner)
            if code in _COMMON and pdfium.FPDFText_HasUnicodeMapError(handle, i) != 1:
                styles.must_draw(owner, handle, i)
        pdfium.FPDFText_GetCharOrigin(handle, i, to_x, to_y)
        pdfium.FPDFText_GetLooseCharBox(handle, i, to_box)
        text = _text(handle, i, code, style.symbols)
        x0, x1 = _near(box.left), _near(box.right)
        yield _Raw(_near(x.value), _near(y.value), x0, x1, _near(box.top), _near(box.bottom), style, text)


def _near(value: float) -> float:
    return min(_FARTHEST, max(-_FARTHEST, value))


def _text(handle: Any, i: int, code: int, symbols: str) -> str:
    if code == _HYPHEN:
        return "-"
    if symbols and 0xF000 <= code < 0xF100:
        return symbol(code, symbols)
    if code == 0 or code > sys.maxunicode or pdfium.FPDFText_HasUnicodeMapError(handle, i) == 1:
        return _LOST
    return " " if code in _BREAKS else chr(code)


class _Styles:
    """The styles of a page's text objects; some producers draw each character as an object of its own."""

    def __init__(self) -> None:
        self._matrix, self._size = pdfium.FS_MATRIX(), ctypes.c_float()
        self._to_matrix, self._to_size = ctypes.byref(self._matrix), ctypes.byref(self._size)
        self._known: dict[tuple[float | str, ...], _Style] = {}
        self._fonts: dict[int, tuple[bool, str]] = {}
        self._drawn: set[int] = set()

    def must_draw(self, owner: Any, handle: Any, i: int) -> None:
        """Refuse the file where neither it nor this machine has the font of an ideograph: pdfium then drops characters.

        Raises:
            ReadError: SRC134.
        """
        font = pdfium.FPDFTextObj_GetFont(owner)
        address = ctypes.addressof(font.contents) if font else 0
        if not address or address in self._drawn:
            return
        self._drawn.add(address)
        if pdfium.FPDFFont_GetIsEmbedded(font) == 1:
            return
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(handle, i, *map(ctypes.byref, (left, right, bottom, top)))
        sides = right.value - left.value, top.value - bottom.value
        if min(sides) < _FLAT * max(sides):
            raise ReadError("SRC134", font=_name(font))

    def of(self, owner: Any) -> _Style:
        """The style of a text object."""
        pdfium.FPDFPageObj_GetMatrix(owner, self._to_matrix)
        pdfium.FPDFTextObj_GetFontSize(owner, self._to_size)
        font = pdfium.FPDFTextObj_GetFont(owner)
        address = ctypes.addressof(font.contents) if font else 0
        if address not in self._fonts:
            self._fonts[address] = _font(font) if font else (False, "")
        bold, symbols = self._fonts[address]
        bold = bold or pdfium.FPDFTextObj_GetTextRenderMode(owner) == _STROKED
        m = self._matrix
        key = (m.a, m.b, m.c, m.d, self._size.value, bold, symbols)
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = _style(*key)
        return style


def _style(a: float, b: float, c: float, d: float, size: float, bold: bool, symbols: str) -> _Style:
    height = min(abs(size) * math.hypot(c, d), _FARTHEST)
    width = min(abs(size) * math.hypot(a, b), _FARTHEST)
    angle = math.degrees(math.atan2(b, a)) if width else 0.0
    quarters = round(angle / 90)
    # Type that is a little askew belongs to no line; a fifth "quarter" keeps it apart.
    turn = quarters % 4 if abs(angle - quarters * 90) < 5 else 4
    return _Style(height or 1.0, width or 1.0, turn, bold, symbols)


def _font(font: Any) -> tuple[bool, str]:
    """(whether it is bold, which font of signs it is or "")."""
    lower = _name(font).lower()
    bold = any(word in lower for word in _BOLD_NAME) or pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    family = lower.partition("+")[2] or lower
    symbols = next((s for s in _SYMBOLS if family.replace("-", " ").startswith((s, s.replace(" ", "")))), "")
    return bold, symbols


def _name(font: Any) -> str:
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    return name.value.decode("utf-8", "replace")


def _turn(raw: list[_Raw]) -> int:
    """The direction of most lines, in quarters; 3 also where upright characters stand below one another."""
    if not raw:
        return 0
    turn = Counter(r.style.turn % 4 for r in raw).most_common(1)[0][0]
    if turn:
        return turn
    down = right = 0
    for a, b in pairwise(raw):
        size = a.style.size
        dx, dy = b.x - a.x, b.y - a.y
        down += abs(dx) < 0.3 * size and -1.8 * size < dy < -0.5 * size
        right += abs(dy) < 0.3 * size and 0.2 * size < dx < 1.8 * size
    return 3 if down > right else 0


def _turned(char: _Raw, turn: int) -> Glyph:
    """A character in the frame of lines that run in its own direction."""
    size, width = char.style.size, char.style.width
    if turn == 1:
        start, end, base = char.y, char.top, -char.x
    elif turn == 2:
        start, end, base = -char.x, -char.left, -char.y
    elif turn == 3:
        start, end, base = -char.y, -char.bottom, char.x
    else:
        start, end, base = char.x, char.right, char.y
    # The boxes of embedded Type 3 fonts hold the ink alone, which for 一 or 、 is not what the character takes.
    if is_wide(char.text):
        end = start + width
    return Glyph(start, max(end, start), base, size, char.style.bold, char.text)


def _upright(char: _Raw) -> Glyph:
    """An upright character of vertical text; its line is the middle of its column."""
    size = char.style.size
    start = -(char.y + _ASCENT * size)
    return Glyph(start, start + size, char.x + 0.12 * char.style.width, size, char.style.bold, char.text)
