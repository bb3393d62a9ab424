"""What a TEI header of our form says of the document: metadata, persons, and the rules its taxonomy describes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pipeline.tei.view_elements import ID, TEI, all_text, pointer
from pipeline.tei.view_text import Reader
from pipeline.tei.view_types import Meta, Person

if TYPE_CHECKING:
    from lxml.etree import _Element

    Named = dict[str, list[_Element]]

_SKIP = len(TEI)
_T = {"t": TEI[1:-1]}


def descriptions(root: _Element) -> dict[str, str]:
    """Rule id, without its prefix, → the sentence the taxonomy gives for it."""
    found: dict[str, str] = {}
    for category in root.iterfind("t:teiHeader/t:encodingDesc/t:classDecl/t:taxonomy/t:category", _T):
        sentence = category.find("t:catDesc", _T)
        if sentence is not None:
            found[category.get(ID, "").removeprefix("r.")] = all_text(sentence).strip()
    return found


class Header:
    """The header of a document, read once: its ``persons``, its ``meta`` and the metadata of each of its ``texts``.

    ``texts`` maps the id that ``text/@decls`` of a compilation points to.
    """

    def __init__(self, header: _Element | None) -> None:
        """Read ``teiHeader``; without one nothing is known."""
        self._reader = Reader()
        parts = _named(header)
        file, profile = _named(_first(parts["fileDesc"])), _named(_first(parts["profileDesc"]))
        self.persons = tuple(
            self._person(person) for known in profile["particDesc"] for person in known.iter(f"{TEI}person")
        )
        self._by_id = {person.id: person for person in self.persons if person.id}
        sources = [(bibl.get(ID), _named(bibl)) for bibl in _named(_first(file["sourceDesc"]))["bibl"]]
        self.texts = {id: Meta(**self._described(bibl)) for id, bibl in sources if id is not None}
        self.meta = self._meta(file, [bibl for _, bibl in sources], profile)

    def _person(self, person: _Element) -> Person:
        known = _named(person)
        name, role = self._plain(known["persName"]), self._plain(known["occupation"])
        return Person(person.get(ID, ""), name, role, person.get("role", ""))

    def _meta(self, file: Named, sources: list[Named], profile: Named) -> Meta:
        """The metadata of the whole document."""
        known = self._described(sources[0] if sources else _named(None))
        statement = _named(_first(file["titleStmt"]))
        setting = _named(_first(_named(_first(profile["settingDesc"]))["setting"]))
        publication = _named(_first(file["publicationStmt"]))
        measures = _typed(_named(_first(file["extent"]))["measure"], "character", "unit")
        quantity = measures[0].get("quantity", "") if measures else ""
        titles = statement["title"]
        return Meta(**known | {
            "title": self._plain(_typed(titles, "main")) or self._plain(titles),
            "subtitle": self._plain(_typed(titles, "sub")),
            "authors": self._authors(statement["author"]),
            "delivered": known["delivered"] or self._when(setting["date"]),
            "place": self._plain(setting["placeName"]),
            "sha256": self._plain(_typed(publication["idno"], "sha256")),
            "characters": int(quantity) if quantity.isdecimal() else 0,
            "container": tuple(
                (note.get("n", ""), all_text(note))
                for source in sources
                for note in _typed(source["note"], "container")
            ),
        })  # fmt: skip

    def _described(self, bibl: Named) -> dict[str, Any]:
        """What one ``bibl`` says, as fields of ``Meta``."""
        dates, numbers, links = bibl["date"], bibl["idno"], bibl["ref"]
        return {
            "title": self._plain(bibl["title"]),
            "authors": self._authors(bibl["author"]),
            "published": self._when(_typed(dates, "published")),
            "delivered": self._when(_typed(dates, "delivered"))
            or self._when([date for date in dates if not date.get("type")])  # that of the text itself
            or self._when(_typed(dates, "adopted")),  # a law's own day
            "publisher": self._plain(bibl["publisher"]),
            "docket": self._plain(_typed(numbers, "docket")),
            "link": _link(links[0].get("target", "")) if links else "",
            "file": self._plain(_typed(numbers, "filename")),
        }

    def _authors(self, authors: list[_Element]) -> tuple[Person, ...]:
        found: list[Person] = []
        for author in authors:
            name = _first(_named(author)["persName"])
            id = pointer(author.get("ref")) or pointer(None if name is None else name.get("ref"))
            person, written = self._by_id.get(id), self._reader.plain(author if name is None else name)
            if person or written:
                found.append(person if person and person.name else Person("", written))
        return tuple(found)

    def _plain(self, elements: list[_Element]) -> str:
        """The text of the first one."""
        return self._reader.plain(elements[0]) if elements else ""

    def _when(self, dates: list[_Element]) -> str:
        return (dates[0].get("when") or self._reader.plain(dates[0])) if dates else ""


def _named(parent: _Element | None) -> Named:
    """The children of an element by their names."""
    found: Named = defaultdict(list)
    for child in () if parent is None else parent:
        tag = child.tag
        found[tag[_SKIP:] if isinstance(tag, str) else ""].append(child)
    return found


def _first(elements: list[_Element]) -> _Element | None:
    return elements[0] if elements else None


def _typed(elements: list[_Element], value: str, key: str = "type") -> list[_Element]:
    return [element for element in elements if element.get(key) == value] if elements else elements


def _link(target: str) -> str:
    """A web address only: no other scheme may become a link."""
    return target if target.lower().startswith(("https://", "http://")) else ""
