"""The characters of the fonts Symbol and Wingdings, which Word stores by their place in the font."""

from __future__ import annotations

# Only signs that stand in text or before items; an unknown bullet is still a bullet.
_WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫",
    0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "◻", 0xAB: "★",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
} | {0x80 + n: c for n, c in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")}  # fmt: skip
_WINGDINGS_2 = {
    0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "□",
} | {0x69 + n: c for n, c in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")}  # fmt: skip
_SYMBOL = {
    0x2D: "−", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xA8: "♦", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…",
    0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD0: "∠", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
} | dict(
    zip(
        map(ord, "ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcyw"),
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω",
        strict=True,
    )
)  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)


def symbol(code: int, font: str) -> str:
    """The character at a place of a font.

    Args:
        code: the place as Word writes it, with or without 0xF000.
        font: the font's name.

    Returns:
        U+FFFD for a sign without a known character.
    """
    place = code - 0xF000 if code in _PRIVATE else code
    known = _FONTS.get(font.lower())
    if known is not None and place in known:
        return known[place]
    if code in _PRIVATE:
        # Most text fonts show their ordinary characters there.
        return chr(place) if known is None and 0x20 <= place < 0x7F else "\ufffd"
    return chr(code) if known is None and 0x20 <= code < 0xD800 else "\ufffd"


def bullet(text: str, font: str) -> str:
    """The bullet of a list as a character that any font has.

    Args:
        text: the level's text.
        font: the font that it is set in.
    """
    text = text.strip()
    if text == "o":  # set in Courier New, where it looks like one
        return "○"
    if len(text) != 1:
        return text or "•"
    if ord(text) in _PRIVATE or font.lower() in _FONTS:
        known = _FONTS.get(font.lower(), _WINGDINGS)
        return known.get(ord(text) & 0xFF, "•") if ord(text) in _PRIVATE or ord(text) < 0x100 else text
    return "•" if 0xE000 <= ord(text) <= 0xF8FF else text
