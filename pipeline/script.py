"""Tells simplified from traditional Chinese and converts between them with the dictionaries of OpenCC."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from pipeline.script_engine import Pass

Script = Literal["Hans", "Hant", "mixed", "other"]

DISTRIBUTION, PACKAGE, FOLDER = "opencc-python-reimplemented", "opencc", "dictionary"

Group = tuple[str, ...]
_ST: Group = ("STPhrases", "STCharacters")
_TS: Group = ("TSPhrases", "TSCharacters")

CHAINS: dict[str, tuple[Group, ...]] = {
    "hk2s": (("HKVariantsRevPhrases", "HKVariantsRev"), _TS),
    "s2hk": (_ST, ("HKVariants",)),
    "s2t": (_ST,),
    "s2tw": (_ST, ("TWVariants",)),
    "s2twp": (_ST, ("TWPhrases",), ("TWVariants",)),
    "t2hk": (("HKVariants",),),
    "t2s": (_TS,),
    "t2tw": (("TWVariants",),),
    "tw2s": (("TWVariantsRevPhrases", "TWVariantsRev"), _TS),
    "tw2sp": (("TWPhrasesRev", "TWVariantsRevPhrases", "TWVariantsRev"), _TS),
}

CONFIGS: tuple[str, ...] = tuple(CHAINS)

MIXED_SHARE = 0.25  # at less, traditional texts that quote a few simplified forms would count as mixed
KANA_SHARE = 0.1  # one の in a shop name does not make a text Japanese; running Japanese has far more

KANA = "[ぁ-ゖァ-ヺㇰ-ㇿｦ-ﾝ]"
HAN = "[㐀-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
PARTS = (200, 2_000)
CHUNK = 1 << 20  # hits are listed to be counted, which takes more memory than the text itself


class Converter:
    """One conversion, ready to be used many times; threads may share it and it can be pickled."""

    def __init__(self, config: str) -> None:
        """Prepare a conversion; its dictionaries are read at the first use.

        Args:
            config: One of ``CONFIGS``, e.g. ``s2t`` or ``tw2sp``.

        Raises:
            ValueError: The name is unknown; the message lists the allowed ones.
        """
        if config not in CHAINS:
            raise ValueError(f"unknown conversion {config!r}; allowed: {', '.join(CONFIGS)}")
        self.config = config

    def convert(self, text: str) -> str:
        """Convert a text; anything that is not in the dictionaries stays as it is.

        Args:
            text: Any string, also with line breaks, markup or characters outside the BMP.

        Returns:
            The converted text; only ``s2twp`` and ``tw2sp`` can change its length.
        """
        for each in _passes(self.config):
            text = each.convert(text)
        return text


def convert(text: str, config: str) -> str:
    """Convert a text between simplified and traditional Chinese.

    Args:
        text: Any string.
        config: One of ``CONFIGS``.

    Returns:
        The converted text.

    Raises:
        ValueError: The conversion is unknown; the message lists the allowed ones.
    """
    return Converter(config).convert(text)


def detect(text: str) -> Script:
    """Say which Chinese script a text is written in.

    Args:
        text: Any string; all of it counts, so that a document in two scripts is not missed.

    Returns:
        ``Hans`` or ``Hant``; ``mixed`` when the rarer script has a quarter or more of the telling characters;
        ``other`` for Japanese, for text without Han and for Han that reads the same in both scripts.
    """
    if text.isascii():
        return "other"
    simplified, traditional = _classes()
    hans, hant = _count(simplified, text), _count(traditional, text)
    if not hans and not hant:
        return "other"
    kana = _count(re.compile(KANA), text)
    if kana and kana >= KANA_SHARE * (kana + _count(re.compile(HAN), text)):
        return "other"
    if min(hans, hant) >= MIXED_SHARE * (hans + hant):
        return "mixed"
    return "Hans" if hans > hant else "Hant"


def is_hant(text: str, kana: bool = True) -> bool:
    """Whether ``detect`` says ``Hant``; mostly known as soon as a part of the text is in one script enough.

    Args:
        text: Any string.
        kana: False where the text is known to hold none.
    """
    simplified, traditional = _classes()
    for part in PARTS:
        hans, hant = _count(simplified, text[:part]), _count(traditional, text[:part])
        if hans > hant and hans > _count(traditional, text):
            return False
        if hant > hans and not kana and hant > (1 / MIXED_SHARE - 1) * _count(simplified, text):
            return True
    return detect(text) == "Hant"


def han_to_simplified_table() -> dict[int, int]:
    """Map every traditional character to its first simplified form, one to one, for ``str.translate``.

    Returns:
        A new dictionary of code points; characters that do not change are not in it.
    """
    pairs = ((key, value.split(" ")[0]) for key, value in dictionary("TSCharacters").items())
    return {ord(key): ord(value) for key, value in pairs if key != value}


def _count(pattern: re.Pattern[str], text: str) -> int:
    """Count the characters of a class."""
    return sum(len(pattern.findall(text, at, at + CHUNK)) for at in range(0, len(text), CHUNK))


@cache
def telling() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters found only in simplified and only in traditional writing."""
    # 群, 床 or 么 have another traditional form, but Taiwan and Hong Kong write them so too
    regional = set().union(*dictionary("TWVariants").values(), *dictionary("HKVariants").values())
    kept = set().union(*dictionary("TSPhrases").values())
    simplified = {key for key, value in dictionary("STCharacters").items() if key not in value}
    traditional = {key for key, value in dictionary("TSCharacters").items() if key not in value}
    return _common(simplified - traditional - regional), _common(traditional - simplified - kept)


def _common(chars: set[str]) -> frozenset[str]:
    # rare characters beyond the BMP tell nothing that others do not, and make a class thirty times slower
    return frozenset(char for char in chars if char <= chr(0xFFFF))


@cache
def _classes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return ``telling`` as classes of regular expressions."""
    simplified, traditional = (re.compile(f"[{''.join(sorted(chars))}]") for chars in telling())
    return simplified, traditional


@cache
def _passes(config: str) -> tuple[Pass, ...]:
    """Build the passes over a text, each reading what the one before returned."""
    folded: list[list[Group]] = []
    for group in CHAINS[config]:
        # replacing single characters needs no pass of its own, the one before can write them at once
        if folded and len(group) == 1 and all(len(key) == 1 for key in dictionary(group[0])):
            folded[-1].append(group)
        else:
            folded.append([group])
    return tuple(_pass(group, *after) for group, *after in folded)


@cache
def _pass(group: Group, *after: Group) -> Pass:
    return Pass(map(dictionary, group), [dictionary(name) for (name,) in after])


@cache
def dictionary(name: str) -> dict[str, str]:
    """Read one dictionary.

    Args:
        name: Its file name without ``.txt``.

    Returns:
        Key to values, the latter separated by blanks with the preferred one first; shared, do not change it.
    """
    text = (_folder() / f"{name}.txt").read_text(encoding="utf-8")
    cells = text.strip().replace("\n", "\t").split("\t")
    return dict(zip(cells[::2], cells[1::2], strict=True))


@cache
def _folder() -> Path:
    # several distributions install a package of this name, so the folder is looked for without importing it
    spec = find_spec(PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(place) / FOLDER / "STPhrases.txt").is_file():
            return Path(place) / FOLDER
    from importlib.metadata import distribution  # slower to import than most dictionaries are to read

    return Path(str(distribution(DISTRIBUTION).locate_file(f"{PACKAGE}/{FOLDER}")))
