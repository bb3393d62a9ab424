"""The sums of a dataset: those of two halves add up to those of the whole, and none grows with the number of texts."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any

from pipeline.dataset.columns import Row

LENGTHS = tuple(step * 10**power for power in range(2, 7) for step in (1, 2, 5))
_HELD = 10_000  # distinct names whose sums are kept; the rarest beyond are counted together
_LISTED = 1_000


@dataclass(slots=True)
class Sums:
    """Texts and characters by a name, for as many names as may be held at most.

    When there are twice as many, the rarer ones are added up under no name, so that the sums stay right.
    """

    texts: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    rest: int = 0

    def add(self, name: str, characters: int, texts: int = 1) -> None:
        """Count texts under a name."""
        self.texts[name] += texts
        self.characters[name] += characters
        if len(self.texts) > 2 * _HELD:
            for rare, count in self.ranked()[_HELD:]:
                self.rest += count
                del self.texts[rare], self.characters[rare]

    def merge(self, other: Sums) -> None:
        """Add the sums of another part of the dataset."""
        self.rest += other.rest
        for name, count in other.texts.items():
            self.add(name, other.characters[name], count)

    def ranked(self) -> list[tuple[str, int]]:
        """The names with their texts, the most frequent first."""
        return sorted(self.texts.items(), key=lambda item: (-item[1], item[0]))

    def record(self) -> list[dict[str, Any]]:
        """The most frequent names as plain data."""
        listed = self.ranked()[:_LISTED]
        return [{"name": n, "texts": count, "characters": self.characters[n]} for n, count in listed]


@dataclass(slots=True)
class Statistics:
    """What is counted; texts are rows of status ok that are no compilation.

    ``lengths`` counts texts by the edges of ``LENGTHS``: the first below 100 characters, the last from 5,000,000 on.
    ``depths`` counts texts by their deepest section, ``warnings`` and ``errors`` rows by code.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    characters: int = 0
    paragraphs: int = 0
    sections: int = 0
    turns: int = 0
    repairs: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    certainties: Counter[str] = field(default_factory=Counter)
    depths: Counter[str] = field(default_factory=Counter)
    lengths: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    duplicates: Counter[str] = field(default_factory=Counter)
    years: Sums = field(default_factory=Sums)
    speakers: Sums = field(default_factory=Sums)

    def add(self, row: Row) -> None:
        """Count one row."""
        self.statuses[row["status"]] += 1
        self.warnings.update(row["warnings"])
        if row["status"] != "ok":
            self.errors[row["error"].partition(":")[0]] += 1
            return
        self.units[row["unit"]] += 1
        if row["unit"] == "compilation":
            return
        characters = row["n_chars"]
        self.texts += 1
        self.characters += characters
        self.paragraphs += row["n_paragraphs"]
        self.sections += len(row["sections"])
        self.turns += len(row["turns"])
        self.repairs += len(row["repairs"])
        self.languages["-".join(filter(None, (row["language"], row["language_script"])))] += 1
        self.types[row["doc_type"] or ""] += 1
        self.certainties[row["certainty"] or ""] += 1
        self.duplicates[row["duplicate"] or ""] += 1
        self.depths[str(max((section["level"] for section in row["sections"]), default=0))] += 1
        self.lengths[str(bisect_right(LENGTHS, characters))] += 1
        self.years.add(year(row), characters)
        for name, said in speakers(row).items():
            self.speakers.add(name, said)

    def merge(self, other: Statistics) -> None:
        """Add the sums of another part of the dataset. Merge parts in their order: beyond 20,000 names it matters."""
        for each in fields(self):
            own, new = getattr(self, each.name), getattr(other, each.name)
            if isinstance(own, Sums):
                own.merge(new)
            elif isinstance(own, Counter):
                own.update(new)
            else:
                setattr(self, each.name, own + new)

    def record(self) -> dict[str, Any]:
        """Everything as plain data, in an order that the rows alone decide."""
        return {
            "documents": self.units["document"] + self.units["compilation"] + self.statuses["failed"],
            "rows": dict(sorted(self.statuses.items())),
            "units": dict(sorted(self.units.items())),
            "texts": self.texts,
            "characters": self.characters,
            "paragraphs": self.paragraphs,
            "sections": self.sections,
            "turns": self.turns,
            "repairs": self.repairs,
            "languages": _ranked(self.languages),
            "types": _ranked(self.types),
            "certainty": _ranked(self.certainties),
            "duplicates": _ranked(self.duplicates),
            "outline_depth": {depth: self.depths[depth] for depth in sorted(self.depths, key=int)},
            "length": [
                {"from": (0, *LENGTHS)[i], "below": (*LENGTHS, None)[i], "texts": self.lengths[str(i)]}
                for i in sorted(map(int, self.lengths))
            ],
            "years": sorted(self.years.record(), key=lambda found: str(found["name"])),
            "speakers": self.speakers.record(),
            "warnings": _ranked(self.warnings),
            "errors": _ranked(self.errors),
        }


def year(row: Row) -> str:
    """The year of a text as four digits, "" where none is known."""
    found = (row["date_raw"] or "")[:4]
    return found if len(found) == 4 and found.isascii() and found.isdecimal() else ""


def speakers(row: Row) -> dict[str, int]:
    """Who speaks in a text and how many characters of it: each by the turns, the authors share the rest."""
    found: Counter[str] = Counter()
    for turn in row["turns"]:
        if turn["name"]:
            found[turn["name"]] += turn["end"] - turn["start"]
    rest = row["n_chars"] - sum(turn["end"] - turn["start"] for turn in row["turns"])
    authors = [person["name"] for person in row["people"] if person["kind"] == "author"]
    for name in authors:
        found[name] += rest // len(authors)
    return dict(found)


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
