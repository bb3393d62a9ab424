"""The colours of the site by name, and whether text in them can be read: WCAG 2.2 contrast."""

from __future__ import annotations

import re
from collections.abc import Mapping

Colours = Mapping[str, str]

# the same values stand in templates/site/site.css, as a test says
LIGHT: Colours = {
    "paper": "#fbfaf6",
    "surface": "#f4f1ea",
    "ink": "#211f1b",
    "muted": "#615a50",
    "rule": "#ddd6c9",
    "accent": "#97281b",
    "accent-soft": "#f6e7e2",
    "mark": "#fdf0b4",
    "focus": "#1a5fb4",
}
DARK: Colours = {
    "paper": "#191815",
    "surface": "#22201c",
    "ink": "#e5e0d5",
    "muted": "#a89f91",
    "rule": "#3a362f",
    "accent": "#f09a86",
    "accent-soft": "#3a231d",
    "mark": "#41370f",
    "focus": "#8ab8ff",
}

# what stands on what, and the least contrast of the two
_PAIRS = (
    *((front, back, 4.5) for front in ("ink", "muted", "accent") for back in ("paper", "surface")),
    ("ink", "mark", 4.5),
    ("ink", "accent-soft", 4.5),
    ("focus", "paper", 3.0),
)
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def is_colour(value: str) -> bool:
    """Whether a string is a colour as ``#rgb`` or ``#rrggbb``: what CSS, a manifest and an icon all understand."""
    return _COLOUR.fullmatch(value) is not None


def contrast(one: str, other: str) -> float:
    """The contrast of two colours after WCAG 2.2, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def faint(colours: Colours) -> str:
    """Which colour cannot be read on which, as a sentence; "" when all can."""
    for front, back, least in _PAIRS:
        found = contrast(colours[front], colours[back])
        if found < least:
            return (
                f"{front} {colours[front]} on {back} {colours[back]} has a contrast of {found:.1f}:1; "
                f"at least {least}:1 is needed to be read (WCAG 2.2 AA)"
            )
    return ""


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    red, green, blue = (_linear(int(digits[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
