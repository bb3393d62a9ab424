"""What can be taken away: the data page, the table of all texts, their references, and the schemas of the files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.resources import folder
from pipeline.site import cite
from pipeline.site.archive import Archive, counts
from pipeline.site.frame import File, Site, show
from pipeline.site.model import Text
from pipeline.site.page import Page
from pipeline.site.words import words

_FILES = (
    ("exports/texts.csv", "file_csv"), ("exports/texts.bib", "file_bib"), ("exports/texts.ris", "file_ris"),
    ("exports/texts.csl.json", "file_csl"),
)  # fmt: skip
_SCHEMAS = (
    ("exports/wengao.rng", "file_rng"), ("exports/wengao.sch", "file_sch"), ("exports/document.schema.json", "file_schema"),
)  # fmt: skip
_COLUMNS = (
    "id", "within", "title", "subtitle", "authors", "delivered", "published", "publisher", "place", "docket", "kind",
    "lang", "characters", "repairs", "link", "file", "sha256", "page", "tei",
)  # fmt: skip


def data(archive: Archive, site: Site) -> Iterator[File]:
    """The data page and its files.

    Raises:
        TemplateError: a template is wrong.
    """
    ui, config = words(site.config.language), site.config
    page = Page("data.html", ui["data"], config.language, kind="data", crumbs=((ui["data"], "data.html"),))
    whole = (*archive.texts, *archive.volumes)
    titles = {volume.id: volume.title for volume in archive.volumes}
    cited = tuple(
        cite.Citation(
            text, f"{config.base_url}{text.id}.html" if config.base_url else "", titles.get(text.within, ""),
            config.title, text.id in titles,
        )
        for text in whole
    )  # fmt: skip
    own = cite.Citation(
        Text("index", config.title, publisher=config.publisher, lang=config.language),
        config.base_url,
        compilation=True,
    )
    yield show(
        "data", page, site, counts=counts(archive, config.language), files=_FILES, schemas=_SCHEMAS,
        reference=cite.plain(own, config.language),
    )  # fmt: skip
    for path, _ in _SCHEMAS:
        yield path, (folder("schemas") / PurePosixPath(path).name).read_bytes()
    yield "exports/texts.csv", _table(whole)
    yield "exports/texts.bib", "\n".join(map(cite.bibtex, cited)).encode()
    yield "exports/texts.ris", "\r\n".join(map(cite.ris, cited)).encode()
    yield "exports/texts.csl.json", cite.csl_json(cited).encode()


def _table(texts: tuple[Text, ...]) -> bytes:
    """All texts as a table in CSV, a row for each."""
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\n")
    table.writerow(_COLUMNS)
    for text in sorted(texts, key=lambda text: text.id):
        values = {
            "authors": "; ".join(author.name for author in text.authors),
            "page": f"{text.id}.html",
            "tei": f"{text.within or text.id}.xml",
        }
        table.writerow([values[name] if name in values else getattr(text, name) for name in _COLUMNS])
    return written.getvalue().encode()
