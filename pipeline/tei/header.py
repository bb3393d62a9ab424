"""Writes the teiHeader: what the file is, where it came from, who speaks, by which rules it was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from urllib.parse import quote, urlsplit

from lxml import etree

from pipeline.model import Document, Meta, Person
from pipeline.tei import names
from pipeline.tei.inline import Inline

_DECLARATIONS: tuple[tuple[str, dict[str, str], str], ...] = (
    ("correction", {"method": "markup"},
     "Damaged characters are kept in sic; the proposed reading is in corr, with its certainty."),
    ("normalization", {"method": "markup"},
     "No character of the source is changed. Script and width are converted only in output made from this file."),
    ("quotation", {"marks": "all"}, "Quotation marks are kept as characters of the text."),
    ("hyphenation", {"eol": "none"}, "Lines that the source broke inside a paragraph are joined."),
    ("segmentation", {},
     "Every character of the source is in text, in order, white space aside; navigation and other page "
     "furniture is in fw. White space between blocks is not significant."),
    ("interpretation", {},
     "The markup was made by rule. source gives the characters an element was made of, ana the rule, "
     "cert its certainty where it is not high."),
)  # fmt: skip
_LANGUAGES = {
    "zh-Hans": "Chinese, simplified script", "zh-Hant": "Chinese, traditional script", "zh": "Chinese",
}  # fmt: skip


def fill_header(header: etree._Element, doc: Document, numbers: Sequence[int], inline: Inline) -> None:
    """Write the header of a document whose text is written already.

    Args:
        header: the empty teiHeader.
        doc: the document.
        numbers: the numbers of its parts, empty for a single text.
        inline: knows the persons' identifiers and the rules that were used.
    """
    meta = doc.meta if numbers or not doc.parts else _merged(doc.meta, doc.parts[0].meta)
    persons = {person.id: person for person in doc.persons}
    title = meta.title
    file_desc = _add(header, "fileDesc")
    statement = _add(file_desc, "titleStmt")
    _add(statement, "title", title, type="main")
    if meta.subtitle:
        _add(statement, "title", meta.subtitle, type="sub")
    _author(statement, meta, persons, inline.persons)
    responsible = _add(statement, "respStmt")
    _add(responsible, "resp", "automatic conversion to TEI")
    _add(responsible, "name", "wengao", type="software")
    extent = _add(file_desc, "extent")
    _add(extent, "measure", unit="character", quantity=str(len(doc.source.text)))
    _add(extent, "measure", unit="byte", quantity=str(doc.source.size))
    publication = _add(file_desc, "publicationStmt")
    _add(publication, "publisher", "wengao")
    _add(publication, "idno", doc.source.sha256, type="sha256")
    _add(
        _add(publication, "availability", status="unknown"),
        "p",
        "Rights remain with the holders named in the source.",
    )
    _sources(file_desc, doc, numbers, meta, persons, inline.persons)
    _encoding(header, doc, inline)
    _profile(header, doc, meta, inline.persons)
    _add(_add(header, "revisionDesc"), "change", "Converted from the source named in sourceDesc.")


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, names.tag(name), attributes)
    element.text = names.legal(text) if text else None
    element.tail = "\n"
    return element


def _merged(first: Meta, second: Meta) -> Meta:
    return Meta(**{f.name: getattr(first, f.name) or getattr(second, f.name) for f in fields(Meta)})


def _author(parent: etree._Element, meta: Meta, persons: dict[str, Person], ids: dict[str, str]) -> None:
    if meta.author in persons:
        author = _add(parent, "author", ref="#" + ids[meta.author])
        _add(author, "persName", persons[meta.author].name)


def _date(parent: etree._Element, value: str, **attributes: str) -> None:
    if value:
        date = _add(parent, "date", value, **attributes)
        if names.iso_date(value):
            date.set("when", value)


def _sources(
    file_desc: etree._Element, doc: Document, numbers: Sequence[int], meta: Meta, persons: dict[str, Person],
    ids: dict[str, str],
) -> None:  # fmt: skip
    source = _add(file_desc, "sourceDesc")
    bibl = _bibl(source, meta, persons, ids)
    _add(bibl, "idno", doc.source.name, type="filename")
    address = _address(dict(doc.source.meta).get("url", ""))
    if address:
        _add(bibl, "ref", target=address)
    for key, value in doc.source.meta:
        _add(bibl, "note", value, type="container", n=names.legal(key))
    if numbers:
        # TEI wants one of several bibl to be the default for texts that choose none.
        bibl.set("default", "true")
    for number, part in zip(numbers, doc.parts, strict=bool(numbers)):
        _bibl(source, part.meta, persons, ids).set(names.XML_ID, f"src.t{number}")


def _bibl(
    parent: etree._Element, meta: Meta, persons: dict[str, Person], ids: dict[str, str]
) -> etree._Element:
    bibl = _add(parent, "bibl")
    if meta.title:
        _add(bibl, "title", meta.title, level="a")
    _author(bibl, meta, persons, ids)
    if meta.publisher:
        _add(bibl, "publisher", meta.publisher)
    # a date without @type is the one that the text bears itself, at its head or over its signature
    if meta.date_kind == "published":
        _date(bibl, meta.date, type="published")
    else:
        _date(bibl, meta.date)
    if meta.delivered != meta.date:
        _date(bibl, meta.delivered, type="delivered")
    _date(bibl, meta.adopted, type="adopted")
    if meta.docket:
        _add(bibl, "idno", meta.docket, type="docket")
    return bibl


def _address(value: str) -> str:
    """A web address in a form that every URI parser takes, "" when it is none."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not re.fullmatch(
        r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?", parts.netloc
    ):
        return ""
    path, query, fragment = (
        re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(piece, safe="/;:@&=+$,~!*'()%" + more, errors="replace"))
        for piece, more in ((parts.path, ""), (parts.query, "?"), (parts.fragment, "?"))
    )
    query, fragment = query and "?" + query, fragment and "#" + fragment
    return f"{parts.scheme}://{parts.netloc}{path}{query}{fragment}"


def _encoding(header: etree._Element, doc: Document, inline: Inline) -> None:
    import pipeline
    from pipeline.decisions import describe

    encoding = _add(header, "encodingDesc")
    _add(_add(encoding, "projectDesc"), "p", "The structure of a text, recovered by rule.")
    editorial = _add(encoding, "editorialDecl")
    for name, attributes, text in _DECLARATIONS:
        _add(_add(editorial, name, **attributes), "p", text)
    cite = _add(_add(encoding, "refsDecl"), "citeStructure", unit="section", match="//body//div", use="@n")
    cite.tail = "\n"
    prefix = _add(
        _add(encoding, "listPrefixDef"), "prefixDef", ident="src", matchPattern="([0-9]+),([0-9]+)",
        replacementPattern=quote(doc.source.name, errors="replace") + "#char=$1,$2",
    )  # fmt: skip
    _add(
        prefix,
        "p",
        "Characters of the source's text layer (of a plain text: all of it, decoded): RFC 5147, Unicode code points, half-open.",
    )
    rules = {target[1:]: rule for rule, target in sorted(inline.rules.items())}
    if rules:
        taxonomy = _add(_add(encoding, "classDecl"), "taxonomy")
        taxonomy.set(names.XML_ID, "tax.rules")
        for identifier, rule in rules.items():
            category = _add(taxonomy, "category")
            category.set(names.XML_ID, identifier)
            _add(category, "catDesc", describe(rule))
    version = re.match(
        r"\d+[a-z]*\d*(?:\.\d+[a-z]*\d*){0,3}", getattr(pipeline, "__version__", "0"), re.ASCII
    )
    application = _add(
        _add(encoding, "appInfo"), "application", ident="wengao", version=version.group() if version else "0"
    )
    _add(application, "label", "wengao")


def _profile(header: etree._Element, doc: Document, meta: Meta, ids: dict[str, str]) -> None:
    profile = _add(header, "profileDesc")
    language = names.language(doc.lang)
    _add(_add(profile, "langUsage"), "language", _LANGUAGES.get(language, language), ident=language)
    if meta.delivered or meta.place:
        setting = _add(_add(profile, "settingDesc"), "setting")
        _date(setting, meta.delivered)
        if meta.place:
            _add(setting, "placeName", meta.place)
    if doc.persons:
        people = _add(_add(profile, "particDesc"), "listPerson")
        for given in dict.fromkeys(person.id for person in doc.persons):
            _person(people, next(person for person in doc.persons if person.id == given), ids[given])


def _person(people: etree._Element, person: Person, identifier: str) -> None:
    element = _add(people, "person", role=person.kind)
    element.set(names.XML_ID, identifier)
    _add(element, "persName", person.name)
    if person.role:
        _add(element, "occupation", person.role)
