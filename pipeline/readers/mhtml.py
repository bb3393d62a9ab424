"""Web pages saved with their pictures (MHTML): the page is read as HTML, frames after it, and its address is kept."""

from __future__ import annotations

import email
from email.message import Message
from email.utils import parsedate_to_datetime

from pipeline.model import Source
from pipeline.readers.decode import Decoded, ReadError, decode
from pipeline.readers.html import declaration, source_of_pages
from pipeline.readers.options import DEFAULT, Options


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """Read a saved page.

    Raises:
        ReadError: no HTML in it or no MIME message at all (SRC117), its bytes are not text, or there is no text.
    """
    try:
        # From some thousand parts inside parts on, the parser runs out of stack; no browser writes such files.
        message = email.message_from_bytes(data)
        parts = [
            part
            for part in message.walk()
            if part.get_content_type() in {"text/html", "application/xhtml+xml"}
        ]
        pages = [_decoded(part, options) for part in parts]
    except RecursionError:
        raise ReadError("SRC117", kind="MHTML", reason="its parts are nested too deep") from None
    if not pages:
        raise ReadError("SRC117", kind="MHTML", reason="there is no HTML part in it")
    address = message.get("Snapshot-Content-Location") or parts[0].get("Content-Location") or ""
    saved = _saved(message)
    return source_of_pages(
        [page.text for page in pages],
        data,
        name,
        pages[0].encoding,
        [found for page in pages for found in page.diagnostics],
        str(address).strip(),
        (("crawled", saved),) if saved else (),
    )


def _decoded(part: Message, options: Options) -> Decoded:
    payload = part.get_payload(decode=True)
    page = payload if isinstance(payload, bytes) else b""
    return decode(page, options.encoding, part.get_content_charset() or declaration(page))


def _saved(message: Message) -> str:
    """When the page was saved, as ISO 8601; "" when the file does not say."""
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).isoformat()
    except ValueError:
        return ""
