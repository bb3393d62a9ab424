"""Tells the language and script of a text: zh-Hans, zh-Hant, Japanese, Korean, or another by its letters."""

from __future__ import annotations

import re

from pipeline.characters import characters, upper
from pipeline.fold import FOREIGN, unusual
from pipeline.frozen import replace
from pipeline.model import Document
from pipeline.profile import Profile
from pipeline.script import is_hant, telling

_HAN_ROWS = bytes(range(0x34, 0xA0))
_FOREIGN = re.compile(f"[{FOREIGN}]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ENGLISH = re.compile(r"\b(?:the|and|of|to|in|is|that|for)\b", re.IGNORECASE)
_SAMPLE, _PART = 20_000, 1_000


def script(doc: Document, profile: Profile, /) -> Document:
    """Set ``lang`` from the characters of the text (its first 20,000, which tell the language of a long one too)."""
    lang = _lang(doc.source.text)
    return doc if lang == doc.lang else replace(doc, lang=lang)


def _lang(whole: str) -> str:
    # what the whole text holds, or a part of it, settles nearly always what would be asked of all the characters
    text, found = whole[:_SAMPLE], unusual(whole)
    foreign = _FOREIGN.search(text if found is None else "".join(found)) is not None
    if foreign:
        kana, hangul, han = len(_KANA.findall(text)), len(_HANGUL.findall(text)), _han(text)
        if kana and kana * 10 > han:
            return "ja"
        if hangul > han:
            return "ko"
    if _letters(characters(whole).latin) > 3 * _han(text[:_PART]):
        latin = _letters(text.encode("ascii", "ignore"))
        if latin > 3 * _han(text):
            english = len(_ENGLISH.findall(text)) * 25 > len(text.split())
            return "en" if english else "und"
    _, traditional = telling()
    if found is not None and found.isdisjoint(traditional):
        return "zh-Hans"
    return "zh-Hant" if is_hant(text, kana=foreign) else "zh-Hans"


def _han(text: str) -> int:
    rows = upper(text)
    return len(rows) - len(rows.translate(None, _HAN_ROWS))


def _letters(latin: bytes) -> int:
    return len(latin) - len(latin.translate(None, _LETTERS))
