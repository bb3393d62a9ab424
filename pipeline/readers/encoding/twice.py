"""Undoes what a program did that took UTF-8 for another encoding and wrote that as UTF-8 again: æ¸¡å£, 娓″彛 for 渡口."""

from __future__ import annotations

import re

from pipeline.model import Diagnostic
from pipeline.readers.decode import Decoded

_FIRST = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 60  # characters from the first that is not ASCII, which tell nearly always that nothing is wrong
_LEAST = 6  # Chinese characters that come out; fewer could be so by chance
_HAN = re.compile("[\u4e00-\u9fff]")
# what the first bytes of ，。的一是在人我 and others like them became; the codec is loaded only where one is there
_GBK = re.compile("[锛銆鐨涓鏄鍦浜鎴]")
# Windows-1252 as the web reads it: the bytes that it leaves free are control characters (WHATWG Encoding, 9.1)
_WINDOWS = {
    ord(char): byte for byte in range(0x80, 0xA0) if (char := bytes([byte]).decode("cp1252", "ignore"))
}


def once(found: Decoded) -> Decoded:
    """The text as it was before, with SRC133; ``found`` itself where not every character can be read back."""
    first = _FIRST.search(found.text)
    if first is None:
        return found
    sample = found.text[first.start() : first.start() + _SAMPLE]
    for codec in ("windows-1252", "gb18030"):
        if (codec == "gb18030" and not _GBK.search(sample)) or not _fits(sample, codec):
            continue
        try:
            text = _bytes(found.text, codec).decode()
        except UnicodeError:
            continue
        if len(_HAN.findall(text)) >= _LEAST:
            told = Diagnostic("SRC133", None, (("encoding", codec),))
            return Decoded(text, found.encoding, (*found.diagnostics, told))
    return found


def _bytes(text: str, codec: str) -> bytes:
    """The bytes that a program took for the characters of a text. Raises UnicodeEncodeError where there are none."""
    return text.translate(_WINDOWS).encode("latin-1") if codec == "windows-1252" else text.encode(codec)


def _fits(sample: str, codec: str) -> bool:
    """Whether the bytes of a sample are UTF-8, but for a character at its end that the sample cuts."""
    try:
        _bytes(sample, codec).decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    except UnicodeEncodeError:
        return False
    return True
