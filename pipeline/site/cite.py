"""How a text is cited: as a reference to read, and as BibTeX, RIS and CSL-JSON to import.

There is no day of access in it: that is the reader's, and the pages say the same every time they are made.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pipeline.site.model import Text
from pipeline.writers.pages import written_date

_TEX = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}", **{c: f"\\{c}" for c in "#$%&_"},
}  # fmt: skip
_IN_URL = str.maketrans({c: f"%{ord(c):02X}" for c in '{}\\"<>^`| '})
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_ENDS = tuple(stop + close for stop in ".。?？!！…" for close in ("", "”"))
_PLAIN_ID = re.compile(r"[a-z0-9][a-z0-9._/-]*")

# kind: type in CSL, in RIS
_TYPES = {
    "speech": ("speech", "GEN"),
    "document": ("document", "GEN"),
    "law": ("legislation", "STAT"),
    "transcript": ("interview", "GEN"),
    "article": ("article", "GEN"),
    "poem": ("document", "GEN"),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A text with what only the site knows of it; "" where there is none.

    ``url`` is its whole address, ``container`` the title of its compilation, ``archive`` the title of the site;
    ``compilation`` says that it is one itself; a text without an id is the archive as a whole.
    """

    text: Text
    url: str = ""
    container: str = ""
    archive: str = ""
    compilation: bool = False

    @property
    def key(self) -> str:
        """The key of the text in a bibliography: ASCII, the same in every run and different for every id."""
        if _PLAIN_ID.fullmatch(self.text.id):
            return self.text.id.replace("/", ":")
        rest = "-".join(re.findall("[a-z0-9]+", self.text.id.lower()))
        return "-".join(filter(None, (rest[:40], sha256(self.text.id.encode()).hexdigest()[:10])))

    @property
    def date(self) -> str:
        """The day it was published, or else given or signed, as far as it is known: YYYY, YYYY-MM or YYYY-MM-DD."""
        return day(self.text.published or self.text.delivered)

    @property
    def address(self) -> str:
        """Where it can be read: its page, or else where the source said it came from."""
        return self.url or self.text.link


def day(iso: str) -> str:
    """A date without its time; "" when it is none that the formats of references know."""
    date = iso.partition("T")[0]
    return date if _DATE.fullmatch(date) else ""


def plain(cited: Citation, language: str) -> str:
    """The reference as a line of text: after GB/T 7714 for a Chinese reader, in plain style for an English one."""
    return _english(cited) if language == "en" else _gbt(cited)


def _gbt(cited: Citation) -> str:
    text = cited.text
    names = [author.name for author in text.authors]
    authors = ", ".join(names[:3]) + (", 等" if len(names) > 3 else "")
    mark = ("[M]", "[M/OL]") if cited.compilation else ("[Z]", "[EB/OL]")
    if not text.id:
        mark = ("[DB]", "[DB/OL]")
    title = ": ".join(filter(None, (text.title, text.subtitle))) + mark[bool(cited.address)]
    title += f"//{cited.container}" if cited.container else ""
    issued = ", ".join(filter(None, (text.publisher, cited.date[:4] if text.publisher else "")))
    if len(cited.date) > 4 or (not text.publisher and cited.date):
        issued += f"({cited.date})"
    return " ".join(
        _stopped(piece) for piece in (authors, title, issued, cited.archive, cited.address) if piece
    )


def _english(cited: Citation) -> str:
    text = cited.text
    authors = ", ".join(author.name for author in text.authors)
    title = ": ".join(filter(None, (text.title, text.subtitle)))
    issued = ", ".join(filter(None, (text.publisher, written_date(cited.date, "en") if cited.date else "")))
    quoted = title if cited.compilation else f"“{_stopped(title)}”"
    within = f"In {cited.container}" if cited.container else ""
    pieces = (authors, quoted, within, issued, cited.archive, cited.address)
    return " ".join(_stopped(piece) for piece in pieces if piece)


def _stopped(piece: str) -> str:
    return piece if piece.endswith(_ENDS) else f"{piece}."


def bibtex(cited: Citation) -> str:
    """The reference as an entry of BibTeX or BibLaTeX, in UTF-8."""
    text = cited.text
    kind = "book" if cited.compilation else "incollection" if cited.container else "misc"
    fields = {
        "author": " and ".join(f"{{{_tex(author.name)}}}" for author in text.authors),
        "title": _tex(": ".join(filter(None, (text.title, text.subtitle)))),
        "booktitle": _tex(cited.container),
        "publisher": _tex(text.publisher),
        "address": _tex(text.place),
        "year": cited.date[:4],
        "date": cited.date,
        "number": _tex(text.docket),
        "url": _line(cited.address).translate(_IN_URL),
        "keywords": _tex(", ".join(text.subjects)),
        "language": text.lang,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@{kind}{{{cited.key},", *lines, "}")) + "\n"


def _tex(value: str) -> str:
    return "".join(_TEX.get(c, c) for c in _line(value))


def ris(cited: Citation) -> str:
    """The reference in the format RIS, with the line ends that it asks for."""
    text = cited.text
    kind = (
        "BOOK" if cited.compilation else "CHAP" if cited.container else _TYPES.get(text.kind, ("", "GEN"))[1]
    )
    date = "/".join([*cited.date.split("-"), "", ""][:3]) + "/" if cited.date else ""
    rows = [
        ("TY", kind),
        ("ID", cited.key),
        *(("AU", author.name) for author in text.authors),
        ("TI", ": ".join(filter(None, (text.title, text.subtitle)))),
        ("T2", cited.container),
        ("PB", text.publisher),
        ("CY", text.place),
        ("PY", cited.date[:4]),
        ("DA", date),
        ("M1", text.docket),
        ("UR", cited.address),
        *(("KW", subject) for subject in text.subjects),
        ("LA", text.lang),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in rows if value]
    return "\r\n".join((*lines, "ER  - ", ""))


def csl(cited: Citation) -> dict[str, Any]:
    """The reference as an item of CSL-JSON."""
    text = cited.text
    kind = (
        "book"
        if cited.compilation
        else "chapter"
        if cited.container
        else _TYPES.get(text.kind, ("document",))[0]
    )
    found: dict[str, Any] = {
        "id": cited.key,
        "type": kind,
        "title": ": ".join(filter(None, (text.title, text.subtitle))),
        # a Chinese name is not cut into a family's and a given one: nothing here knows where
        "author": [{"literal": author.name} for author in text.authors],
        "container-title": cited.container,
        "archive": cited.archive,
        "publisher": text.publisher,
        "publisher-place": text.place,
        "issued": _csl_date(cited.date),
        "event-date": _csl_date(text.delivered) if text.delivered and text.published else None,
        "number": text.docket,
        "URL": cited.address,
        "keyword": ", ".join(text.subjects),
        "language": text.lang,
    }
    return {name: value for name, value in found.items() if value}


def csl_json(cited: tuple[Citation, ...]) -> str:
    """Items of CSL-JSON as a file that reference managers read."""
    return json.dumps([csl(item) for item in cited], ensure_ascii=False, indent=1) + "\n"


def _csl_date(iso: str) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(piece) for piece in day(iso).split("-")]]} if day(iso) else None


def _line(value: str) -> str:
    """A value on one line: a break would end a field of RIS."""
    return _CONTROL.sub(" ", value).strip()
