"""Writes the teiHeader: what the file is, where it came from, who speaks, by which rules it was made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from operator import attrgetter
from urllib.parse import quote, urlsplit

from pipeline.decisions import describe
from pipeline.model import Document, Meta, Person, Source
from pipeline.tei import names
from pipeline.tei.names import attribute, element

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
_VALUES = attrgetter(*(field.name for field in fields(Meta)))
_NETLOC = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_VERSION = re.compile(r"\d+[a-z]*\d*(?:\.\d+[a-z]*\d*){0,3}", re.ASCII)


def header(
    doc: Document, numbers: Sequence[int], persons: Mapping[str, str], rules: Mapping[str, str]
) -> str:
    """The header of a document, as XML.

    Args:
        doc: the document.
        numbers: the numbers of its parts, empty for a single text.
        persons: the persons' ids in the document → their identifiers in the file.
        rules: the rules that the text names → their pointers.
    """
    meta = doc.meta if numbers or not doc.parts else _merged(doc.meta, doc.parts[0].meta)
    authors = {person.id: _author(person, persons) for person in doc.persons}
    return "".join((
        f"<teiHeader><fileDesc>{_title(meta, authors)}{_file(doc.source)}",
        f"<sourceDesc>{_sources(doc, numbers, meta, authors)}</sourceDesc>\n</fileDesc>\n",
        f"<encodingDesc>{_editorial()}{_prefix(doc.source.name)}{_taxonomy(rules)}{_application()}</encodingDesc>\n",
        f"<profileDesc>{_profile(doc, meta, persons)}</profileDesc>\n",
        "<revisionDesc><change>Converted from the source named in sourceDesc.</change>\n</revisionDesc>\n",
        "</teiHeader>\n",
    ))  # fmt: skip


def _merged(first: Meta, second: Meta) -> Meta:
    return Meta(*[one or other for one, other in zip(_VALUES(first), _VALUES(second), strict=True)])


def _author(person: Person, persons: Mapping[str, str]) -> str:
    return f'<author ref="#{persons[person.id]}">{element("persName", person.name)}</author>\n'


def _title(meta: Meta, authors: Mapping[str, str]) -> str:
    return "".join((
        "<titleStmt>",
        element('title type="main"', meta.title),
        element('title type="sub"', meta.subtitle) if meta.subtitle else "",
        authors.get(meta.author, ""),
        *(authors[person] for person in meta.coauthors),
        "<respStmt><resp>automatic conversion to TEI</resp>\n",
        '<name type="software">wengao</name>\n</respStmt>\n</titleStmt>\n',
    ))  # fmt: skip


def _file(source: Source) -> str:
    """How large it is, and its checksum."""
    return "".join((
        f'<extent><measure unit="character" quantity="{len(source.text)}"/>\n',
        f'<measure unit="byte" quantity="{source.size}"/>\n</extent>\n',
        "<publicationStmt><publisher>wengao</publisher>\n",
        element('idno type="sha256"', source.sha256),
        '<availability status="unknown"><p>Rights remain with the holders named in the source.</p>\n',
        "</availability>\n</publicationStmt>\n",
    ))  # fmt: skip


def _date(value: str, type: str = "") -> str:
    if not value:
        return ""
    kind = f' type="{type}"' if type else ""
    when = f' when="{value}"' if names.iso_date(value) else ""
    return f"<date{kind}{when}>{names.content(value)}</date>\n"


def _sources(doc: Document, numbers: Sequence[int], meta: Meta, authors: Mapping[str, str]) -> str:
    """A bibl for the file, and one for each text of a compilation."""
    address = _address(dict(doc.source.meta).get("url", ""))
    # TEI wants one of several bibl to be the default for texts that choose none.
    found = [
        '<bibl default="true">' if numbers else "<bibl>",
        _bibl(meta, authors),
        element('idno type="filename"', doc.source.name),
        f'<ref target="{attribute(address)}"/>\n' if address else "",
        *(element(f'note type="container" n="{attribute(key)}"', value) for key, value in doc.source.meta),
        "</bibl>\n",
    ]
    for number, part in zip(numbers, doc.parts, strict=bool(numbers)):
        found.append(f'<bibl xml:id="src.t{number}">{_bibl(part.meta, authors)}</bibl>\n')
    return "".join(found)


def _bibl(meta: Meta, authors: Mapping[str, str]) -> str:
    return "".join((
        element('title level="a"', meta.title) if meta.title else "",
        authors.get(meta.author, ""),
        *(authors[person] for person in meta.coauthors),
        element("publisher", meta.publisher) if meta.publisher else "",
        # a date without @type is the one that the text bears itself, at its head or over its signature
        _date(meta.date, "published" if meta.date_kind == "published" else ""),
        _date(meta.delivered, "delivered") if meta.delivered != meta.date else "",
        _date(meta.adopted, "adopted"),
        element('idno type="docket"', meta.docket) if meta.docket else "",
    ))  # fmt: skip


def _address(value: str) -> str:
    """A web address in a form that every URI parser takes, "" when it is none."""
    if not value:
        return ""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not _NETLOC.fullmatch(parts.netloc):
        return ""
    path, query, fragment = (
        _STRAY_PERCENT.sub("%25", quote(piece, safe="/;:@&=+$,~!*'()%" + more, errors="replace"))
        for piece, more in ((parts.path, ""), (parts.query, "?"), (parts.fragment, "?"))
    )
    query, fragment = query and "?" + query, fragment and "#" + fragment
    return f"{parts.scheme}://{parts.netloc}{path}{query}{fragment}"


@cache
def _editorial() -> str:
    """What is the same in every file: how texts are treated, and how they are cited."""
    declared = ""
    for name, given, text in _DECLARATIONS:
        attributes = "".join(f' {key}="{value}"' for key, value in given.items())
        declared += f"<{name}{attributes}>{element('p', text)}</{name}>\n"
    return (
        "<projectDesc><p>The structure of a text, recovered by rule.</p>\n</projectDesc>\n"
        f"<editorialDecl>{declared}</editorialDecl>\n"
        '<refsDecl><citeStructure unit="section" match="//body//div" use="@n"/>\n</refsDecl>\n'
    )


def _prefix(name: str) -> str:
    return (
        '<listPrefixDef><prefixDef ident="src" matchPattern="([0-9]+),([0-9]+)" '
        f'replacementPattern="{quote(name, errors="replace")}#char=$1,$2">'
        "<p>Characters of the source's text layer (of a plain text: all of it, decoded): RFC 5147, "
        "Unicode code points, half-open.</p>\n</prefixDef>\n</listPrefixDef>\n"
    )


def _taxonomy(rules: Mapping[str, str]) -> str:
    if not rules:
        return ""
    categories = {target: _category(rule) for rule, target in sorted(rules.items())}
    return (
        f'<classDecl><taxonomy xml:id="tax.rules">{"".join(categories.values())}</taxonomy>\n</classDecl>\n'
    )


@lru_cache(maxsize=4096)
def _category(rule: str) -> str:
    return f'<category xml:id="{names.rule_id(rule)}">{element("catDesc", describe(rule))}</category>\n'


@cache
def version() -> str:
    """The version of the program as TEI may say it."""
    from pipeline import __version__

    return found.group() if (found := _VERSION.match(__version__)) else "0"


@cache
def _application() -> str:
    return (
        f'<appInfo><application ident="wengao" version="{version()}"><label>wengao</label>\n'
        "</application>\n</appInfo>\n"
    )


def _profile(doc: Document, meta: Meta, persons: Mapping[str, str]) -> str:
    language = names.language(doc.lang)
    used = element(f'language ident="{language}"', _LANGUAGES.get(language, language))
    found = f"<langUsage>{used}</langUsage>\n"
    setting = _date(meta.delivered) + (element("placeName", meta.place) if meta.place else "")
    if setting:
        found += f"<settingDesc><setting>{setting}</setting>\n</settingDesc>\n"
    # one entry for each id, where the first person has it
    people = {person.id: _person(person, persons[person.id]) for person in reversed(doc.persons)}
    if people:
        listed = "".join([people[given] for given in dict.fromkeys(person.id for person in doc.persons)])
        found += f"<particDesc><listPerson>{listed}</listPerson>\n</particDesc>\n"
    return found


def _person(person: Person, identifier: str) -> str:
    role = element("occupation", person.role) if person.role else ""
    name = element("persName", person.name)
    return f'<person role="{person.kind}" xml:id="{identifier}">{name}{role}</person>\n'
