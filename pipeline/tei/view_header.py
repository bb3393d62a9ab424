"""What a TEI header of our form says of the document: metadata, persons, and the rules its taxonomy describes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.tei.view_text import TEI, XML, Reader, all_text, pointer
from pipeline.tei.view_types import Meta, Person

if TYPE_CHECKING:
    from lxml.etree import _Element

_T = {"t": TEI[1:-1]}


def descriptions(root: _Element) -> dict[str, str]:
    """Rule id, without its prefix, → the sentence the taxonomy gives for it."""
    found: dict[str, str] = {}
    for category in root.iterfind("t:teiHeader/t:encodingDesc/t:classDecl/t:taxonomy/t:category", _T):
        sentence = category.find("t:catDesc", _T)
        if sentence is not None:
            found[category.get(f"{XML}id", "").removeprefix("r.")] = all_text(sentence).strip()
    return found


def persons(root: _Element, reader: Reader) -> tuple[Person, ...]:
    """The persons listed in the header."""
    path = "t:teiHeader/t:profileDesc/t:particDesc//t:person"
    return tuple(
        Person(
            person.get(f"{XML}id", ""),
            reader.plain(person.find("t:persName", _T)),
            reader.plain(person.find("t:occupation", _T)),
            person.get("role", ""),
        )
        for person in root.iterfind(path, _T)
    )


def meta(root: _Element, known: tuple[Person, ...], reader: Reader) -> Meta:
    """The metadata of the whole document.

    Args:
        root: the ``TEI`` element.
        known: the persons of the header, which authors refer to.
        reader: reads the strings.
    """
    header = root.find("t:teiHeader", _T)
    if header is None:
        return Meta()
    described = _described(header.find("t:fileDesc/t:sourceDesc/t:bibl", _T), known, reader)
    statement = header.find("t:fileDesc/t:titleStmt", _T)
    setting = header.find("t:profileDesc/t:settingDesc/t:setting", _T)
    measure = header.find("t:fileDesc/t:extent/t:measure[@unit='character']", _T)
    quantity = "" if measure is None else measure.get("quantity", "")
    return replace(
        described,
        title=_text(statement, "t:title[@type='main']", reader) or _text(statement, "t:title", reader),
        subtitle=_text(statement, "t:title[@type='sub']", reader),
        authors=_authors(statement, known, reader),
        delivered=described.delivered or _when(setting, "t:date", reader),
        place=_text(setting, "t:placeName", reader),
        sha256=_text(header, "t:fileDesc/t:publicationStmt/t:idno[@type='sha256']", reader),
        characters=int(quantity) if quantity.isdecimal() else 0,
        container=tuple(
            (note.get("n", ""), all_text(note))
            for note in header.iterfind("t:fileDesc/t:sourceDesc/t:bibl/t:note[@type='container']", _T)
        ),
    )


def part_meta(root: _Element, known: tuple[Person, ...], reader: Reader) -> dict[str, Meta]:
    """The metadata of the texts of a compilation, by the id that ``text/@decls`` points to."""
    return {
        bibl.get(f"{XML}id", ""): _described(bibl, known, reader)
        for bibl in root.iterfind("t:teiHeader/t:fileDesc/t:sourceDesc/t:bibl", _T)
        if f"{XML}id" in bibl.attrib
    }


def _described(bibl: _Element | None, known: tuple[Person, ...], reader: Reader) -> Meta:
    """What one ``bibl`` says."""
    link = None if bibl is None else bibl.find("t:ref", _T)
    return Meta(
        title=_text(bibl, "t:title", reader),
        authors=_authors(bibl, known, reader),
        published=_when(bibl, "t:date[@type='published']", reader),
        delivered=_when(bibl, "t:date[@type='delivered']", reader)
        or _own_date(bibl, reader)
        or _when(bibl, "t:date[@type='adopted']", reader),  # a law's own day
        publisher=_text(bibl, "t:publisher", reader),
        docket=_text(bibl, "t:idno[@type='docket']", reader),
        link="" if link is None else _link(link.get("target", "")),
        file=_text(bibl, "t:idno[@type='filename']", reader),
    )


def _text(parent: _Element | None, path: str, reader: Reader) -> str:
    return "" if parent is None else reader.plain(parent.find(path, _T))


def _own_date(bibl: _Element | None, reader: Reader) -> str:
    """The date of the text itself: the one without a type."""
    untyped = [d for d in (() if bibl is None else bibl.findall("t:date", _T)) if not d.get("type")]
    return (untyped[0].get("when") or reader.plain(untyped[0])) if untyped else ""


def _when(parent: _Element | None, path: str, reader: Reader) -> str:
    date = None if parent is None else parent.find(path, _T)
    return "" if date is None else date.get("when") or reader.plain(date)


def _authors(parent: _Element | None, known: tuple[Person, ...], reader: Reader) -> tuple[Person, ...]:
    if parent is None:
        return ()
    by_id = {person.id: person for person in known if person.id}
    found: list[Person] = []
    for author in parent.iterfind("t:author", _T):
        name = author.find("t:persName", _T)
        person = by_id.get(pointer(author.get("ref")) or pointer(None if name is None else name.get("ref")))
        written = reader.plain(author if name is None else name)
        if person or written:
            found.append(person if person and person.name else Person("", written))
    return tuple(found)


def _link(target: str) -> str:
    """A web address only: no other scheme may become a link."""
    return target if target.lower().startswith(("https://", "http://")) else ""
