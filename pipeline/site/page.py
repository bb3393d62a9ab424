"""A page of the site as its head speaks of it, and as its address is written on it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.site.address import absolute, relative
from pipeline.site.cite import Citation
from pipeline.site.config import SiteConfig


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the same text in another format; ``path`` from the root of the site."""

    path: str
    type: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the head of a page says; paths are from the root of the site, () and None where there is nothing.

    ``lang`` is the language of its main words. ``kind`` is home, list, data or "". ``cited`` is the text on it, in the
    script of the page. ``scripts`` are (language, path) of the same text in every script, this page among them and the
    source's own script first. ``crumbs`` are (title, path) from the home page down to this one. ``texts`` are those
    that a list or a compilation holds, as (title, path).
    """

    path: str
    title: str
    lang: str
    description: str = ""
    kind: str = ""
    cited: Citation | None = None
    scripts: tuple[tuple[str, str], ...] = ()
    downloads: tuple[Download, ...] = ()
    crumbs: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    def link(self, path: str, config: SiteConfig) -> str:
        """The address of another page or file on this one: whole where the base is known, else relative."""
        return absolute(config.base_url, path) if config.base_url else relative(self.path, path)
