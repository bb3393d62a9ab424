"""The bytes of a data file as UTF-8, whatever its encoding, without holding it in memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from pipeline.readers.decode import decode
from pipeline.readers.metered import joined
from pipeline.readers.options import Options

_SAMPLE = 64 << 10
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def utf8(stream: BinaryIO, options: Options) -> io.BufferedReader:
    """The stream in UTF-8 without a byte order mark; what is not in its encoding becomes U+FFFD, save in UTF-8.

    Raises:
        ReadError: its first 64 KB are binary data, or in no encoding that can be told (SRC102, SRC112).
    """
    # read1, since read would throw away what came before an error.
    chunks = iter(partial(cast(io.BufferedIOBase, stream).read1, _SAMPLE), b"")
    buffered = joined(chunks)
    sample = buffered.peek(_SAMPLE)
    if sample.startswith(codecs.BOM_UTF8):
        buffered.read(len(codecs.BOM_UTF8))
        return buffered
    encoding = options.encoding or _encoding(sample)
    if codecs.lookup(encoding).name == "utf-8":
        return buffered
    return joined(_recoded(buffered, encoding))


def _encoding(sample: bytes) -> str:
    wide = next((name for mark, name in _WIDE if sample.startswith(mark)), "")
    if wide:
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        whole_lines = sample[: sample.rfind(b"\n") + 1]
        return decode(whole_lines or sample, None).encoding
    return "utf-8"


def _recoded(stream: io.BufferedReader, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while chunk := stream.read1(_SAMPLE):
        if text := decoder.decode(chunk):
            yield text.encode("utf-8", "replace")
    if text := decoder.decode(b"", final=True):
        yield text.encode("utf-8", "replace")
