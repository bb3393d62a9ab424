"""The bytes of a data file as UTF-8, whatever its encoding, without holding it in memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from pipeline.readers.decode import decode
from pipeline.readers.encoding import settled
from pipeline.readers.encoding.codec import mark, meant
from pipeline.readers.metered import joined
from pipeline.readers.options import Options

_SAMPLE = 64 << 10


def utf8(stream: BinaryIO, options: Options) -> io.BufferedReader:
    """The stream in UTF-8 without a byte order mark; what is not in its encoding becomes U+FFFD, save in UTF-8.

    Its first bytes tell the encoding as they tell that of a text, and it is read by the same codec.

    Raises:
        ReadError: its first 64 KB are binary data, or in no encoding that can be told (SRC102, SRC112).
    """
    # read1, since read would throw away what came before an error.
    chunks = iter(partial(cast(io.BufferedIOBase, stream).read1, _SAMPLE), b"")
    buffered = joined(chunks)
    sample = buffered.peek(_SAMPLE)
    name, start = settled(sample, options.encoding) if options.encoding else _found_out(sample)
    buffered.read(start)
    return buffered if name == "utf-8" else joined(_recoded(buffered, name))


def _found_out(sample: bytes) -> tuple[str, int]:
    name, start = mark(sample)
    if name:
        return name, start
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        whole_lines = sample[: sample.rfind(b"\n") + 1]
        return decode(whole_lines or sample, None).encoding, 0
    return "utf-8", 0


def _recoded(stream: io.BufferedReader, name: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(name)("replace")
    ended = False
    while not ended:
        ended = not (chunk := stream.read1(_SAMPLE))
        if text := decoder.decode(chunk, ended):
            yield meant(text, name).encode("utf-8", "replace")
