"""A page of the site printed with its template: what every template sees, and where pages of texts lie."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.site.address import relative
from pipeline.site.config import SiteConfig
from pipeline.site.metadata import head
from pipeline.site.page import Page
from pipeline.site.words import fill, words
from pipeline.site.written import Written
from pipeline.writers.templates import render

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share: the settings, the (label, path) pairs of the menu, whether there is a feed, own pages."""

    config: SiteConfig
    menu: tuple[tuple[str, str], ...]
    feed: bool = False
    written: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A text to go to from another one."""

    path: str
    title: str
    lang: str


def show(template: str, page: Page, site: Site, **values: object) -> File:
    """Print a page.

    Args:
        template: its name, without ``site/`` and ``.html.j2``.
        page: what its head says; the home page is put before its crumbs.
        site: what all pages share.
        values: what the template needs besides.

    Returns:
        Its path from the root of the site, and its bytes.

    Raises:
        TemplateError: the template is wrong.
    """
    config, ui = site.config, words(site.config.language)
    page = replace(page, crumbs=((ui["home"], "index.html"), *page.crumbs))
    text = render(
        f"site/{template}.html.j2",
        config.templates,
        **{"section": "", **values},
        page=page,
        site=site,
        config=config,
        ui=ui,
        fill=fill,
        head=head(page, config),
        href=lambda path: relative(page.path, path),
    )
    return page.path, text.encode()
