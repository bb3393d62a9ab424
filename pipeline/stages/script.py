"""Tells the language and script of a text: zh-Hans, zh-Hant, Japanese, Korean, or another by its letters."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.model import Document
from pipeline.profile import Profile
from pipeline.script import is_hant

_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z]")
_ENGLISH = re.compile(r"\b(?:the|and|of|to|in|is|that|for)\b", re.IGNORECASE)
_SAMPLE, _PART = 20_000, 1_000


def script(doc: Document, profile: Profile, /) -> Document:
    """Set ``lang`` from the characters of the text (its first 20,000, which tell the language of a long one too)."""
    text = doc.source.text[:_SAMPLE]
    # a part of the characters settles nearly always what would be asked of all of them
    if _KANA.search(text) and len(_KANA.findall(text)) * 10 > _han(text):
        return replace(doc, lang="ja")
    if _HANGUL.search(text) and len(_HANGUL.findall(text)) > _han(text):
        return replace(doc, lang="ko")
    latin = len(_LATIN.findall(text))
    if latin > 3 * _han(text[:_PART]) and latin > 3 * _han(text):
        english = len(_ENGLISH.findall(text)) * 25 > len(text.split())
        return replace(doc, lang="en" if english else "und")
    return replace(doc, lang="zh-Hant" if is_hant(text) else "zh-Hans")


def _han(text: str) -> int:
    return len(_NOT_HAN.sub("", text))
