"""Sites of nothing but a search page, for its tests: texts of our own, an archive of any size, pages to link to."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jinja2

from pipeline.site import search
from pipeline.site.model import Paragraph, Text
from pipeline.site.words import words
from pipeline.tei.view_types import Person

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("speech", "document", "law", "transcript", "article", "poem")
SPEAKERS = ("林小满", "周桥", "吳渡")
PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>:root {{ --ink: #211f1b; --paper: #fbfaf6; --muted: #615a50; --rule: #ddd6c9; --accent: #97281b; --mark: #fdf0b4 }}
body {{ color: var(--ink); background: var(--paper) }} a {{ color: var(--accent) }}</style>
<link rel="stylesheet" href="search/search.css"></head><body><main><h1>{title}</h1>{body}</main></body></html>"""


def paragraphs(files: Iterable[Path]) -> list[str]:
    """The lines of plain texts."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in sorted(files))
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def text(number: int, said: Sequence[str], **more: Any) -> Text:
    """A text with years, speakers, sources and kinds that differ from those of its neighbours."""
    made = Text(
        id=f"texts/{number:04} 篇#{number % 7}",
        title=said[0][:40],
        authors=(Person("", SPEAKERS[number % 3]), *([Person("", SPEAKERS[0])] if number % 5 == 1 else [])),
        delivered=f"{1990 + number % 11}-0{1 + number % 9}-11" if number % 4 else "",
        publisher=f"河湾镇文化站{number % 2 + 1}" if number % 3 else "",
        kind=KINDS[number % 6],
        lang="zh-Hant" if number % 2 else "zh-Hans",
        paragraphs=tuple(Paragraph(f"p{n}", each) for n, each in enumerate(said[1:], 1)),
    )
    return Text(**{name: getattr(made, name) for name in made.__slots__} | more)


def resampled(lines: Sequence[str], count: int, size: int, seed: int = 1) -> list[Text]:
    """As many texts of about as many characters, from paragraphs drawn at random."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        said = [rng.choice(lines)]
        while sum(map(len, said)) < size:
            said.append(rng.choice(lines))
        made.append(text(number, said))
    return made


def write(folder: Path, texts: Sequence[Text], language: str = "zh-Hans") -> Path:
    """Write a search page, its index and a bare page for each text; return the search page."""
    for path, data in search.build(texts):
        place(folder / path, data)
    for each in texts:
        body = "".join(f'<p id="{escape(p.id)}">{escape(p.text)}</p>' for p in each.paragraphs)
        place(
            folder / f"{each.id}.html",
            PAGE.format(lang=each.lang, title=escape(each.title), body=body).encode(),
        )
    loader = jinja2.FileSystemLoader(ROOT / "templates" / "site")
    env = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    known = words(language)
    form = env.get_template("search_form.html.j2").render(words=known, lists=[("years.html", known["years"])])
    page = PAGE.format(lang=language, title=known["search"], body=form)
    place(folder / "search.html", page.encode())
    return folder / "search.html"


def place(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@contextmanager
def loaded(page: Any) -> Iterator[list[tuple[int, int]]]:
    """Collect the sizes of the scripts that a page loads meanwhile, as they are and compressed."""
    sizes: list[tuple[int, int]] = []

    def note(request: Any) -> None:
        path = Path(unquote(urlsplit(request.url).path))
        if path.suffix == ".js":
            data = path.read_bytes()
            sizes.append((len(data), len(gzip.compress(data))))

    page.on("request", note)
    yield sizes
    page.remove_listener("request", note)
