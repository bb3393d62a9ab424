"""The lists of an archive: its texts by year, speaker, source, kind and subject, each group with a page of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from pipeline.fold import fold
from pipeline.names import safe
from pipeline.site.model import Text

KINDS = ("speech", "document", "law", "transcript", "article", "poem", "compilation")


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that have something in common; ``path`` is that of their page, ``key`` "" where it is unknown to them.

    ``lang`` is the language of the label, "" for that of the pages' own words; ``values`` are the spellings of what
    they have in common.
    """

    key: str
    label: str
    path: str
    texts: tuple[Text, ...]
    lang: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Axis:
    """A way to divide an archive; ``name`` is the key of its word and the name of its page.

    ``places`` are the groups that each text is in, by its id, as numbers in ``groups``.
    """

    name: str
    groups: tuple[Group, ...]
    places: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, name: str, groups: Sequence[Group]) -> Axis:
        """The division into some groups."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number, group in enumerate(groups):
            for text in group.texts:
                places[text.id].append(number)
        return cls(name, tuple(groups), {id: tuple(numbers) for id, numbers in places.items()})

    @property
    def path(self) -> str:
        """The page that lists the groups."""
        return f"browse/{self.name}.html"


def axes(texts: tuple[Text, ...], volumes: tuple[Text, ...], words: Mapping[str, str]) -> tuple[Axis, ...]:
    """All divisions of an archive that tell something, the years among them always.

    Args:
        texts: all texts, in the order in which lists show them.
        volumes: the compilations.
        words: those of the site.
    """
    kinds = {kind: words[kind if kind == "compilation" else f"kind_{kind}"] for kind in KINDS}
    named = [
        _axis("years", "year", texts, lambda t: (year(t),), words, "undated"),
        _axis("speakers", "speaker", texts, lambda t: tuple(a.name for a in t.authors), words, "no_speaker"),
        _axis("sources", "source", texts, lambda t: (t.publisher,), words, "no_source"),
        _axis("kinds", "kind", texts, lambda t: (t.kind,), words, "no_kind", kinds),
        _axis("subjects", "subject", texts, lambda t: t.subjects, words, ""),
    ]
    if volumes:
        together = Group("compilation", kinds["compilation"], "browse/kind-compilation.html", volumes)
        known = [group for group in named[3].groups if group.key]
        rest = [group for group in named[3].groups if not group.key]
        named[3] = Axis.of("kinds", (*known, together, *rest))
    # whatever is unknown, the texts without a date stand in a list
    return tuple(
        axis for axis in named if axis.groups and (axis.name == "years" or any(g.key for g in axis.groups))
    )


def year(text: Text) -> str:
    """The year of a text as four digits, else ""."""
    return text.year if len(text.year) == 4 and text.year.isdecimal() else ""


def _axis(
    name: str,
    stem: str,
    texts: Iterable[Text],
    values: Callable[[Text], tuple[str, ...]],
    words: Mapping[str, str],
    unknown: str,
    labels: Mapping[str, str] | None = None,
) -> Axis:
    """Divide texts by values; the largest group comes first, the latest year before the others."""
    found: dict[str, list[Text]] = {}
    spelt: dict[str, Counter[tuple[str, str]]] = {}
    for text in texts:
        for value in dict.fromkeys(filter(None, values(text))) or ("",):
            key = fold(value).casefold()
            found.setdefault(key, []).append(text)
            spelt.setdefault(key, Counter())[value, text.lang] += 1
    if not unknown:
        found.pop("", None)
    keys = sorted(found, key=lambda key: (-len(found[key]), key))
    keys = sorted(sorted(found, reverse=True) if name == "years" else keys, key=lambda key: not key)
    groups = [_group(key, found[key], spelt[key], stem, words, unknown, labels) for key in keys]
    return Axis.of(name, groups)


def _group(
    key: str,
    texts: list[Text],
    spelt: Counter[tuple[str, str]],
    stem: str,
    words: Mapping[str, str],
    unknown: str,
    labels: Mapping[str, str] | None,
) -> Group:
    if not key:
        return Group("", words[unknown], f"browse/{unknown.replace('_', '-')}.html", tuple(texts))
    path = f"browse/{stem}-{slug(key)}.html"
    if labels is not None:
        return Group(key, labels[key], path, tuple(texts))
    label, lang = min(spelt, key=lambda spelling: (-spelt[spelling], spelling))
    return Group(
        key,
        label,
        path,
        tuple(texts),
        "" if stem == "year" else lang,
        tuple(sorted({value for value, _ in spelt})),
    )


def slug(name: str) -> str:
    """The name as part of a file's name; what must be changed for that gets a mark, so that no two names fall together."""
    plain = safe(name).replace(" ", "_")
    return plain if plain == name else f"{plain}-{sha256(name.encode()).hexdigest()[:6]}"
