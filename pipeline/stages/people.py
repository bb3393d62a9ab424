"""Lists the persons of a document: one entry for one name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pipeline.model import Person

Kind = Literal["author", "speaker", "quoted"]


class People:
    """The persons of a document as they are entered, each once."""

    def __init__(self, persons: Iterable[Person] = ()) -> None:
        self.persons = list(persons)
        self._places = {person.name: n for n, person in reversed([*enumerate(self.persons)])}

    def enlist(self, name: str, role: str, kind: Kind) -> str:
        """The id of the person of this name, who is entered unless known."""
        place = self._places.get(name)
        if place is None:
            place = self._places[name] = len(self.persons)
            self.persons.append(Person(f"per.{place + 1}", name, role, kind))
        return self.persons[place].id

    def known(self, *names: str) -> str:
        """The id of the first person who has one of these names; "" for nobody."""
        places = [self._places[name] for name in names if name in self._places]
        return self.persons[min(places)].id if places else ""


def enlist(persons: tuple[Person, ...], name: str, role: str, kind: Kind) -> tuple[tuple[Person, ...], str]:
    """The list with this person in it, and the person's id. Who enters many takes ``People``."""
    for person in persons:
        if person.name == name:
            return persons, person.id
    new = Person(f"per.{len(persons) + 1}", name, role, kind)
    return (*persons, new), new.id
