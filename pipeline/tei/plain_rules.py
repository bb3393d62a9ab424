"""Whether the rules of wengao.sch plainly hold, by a look at the file as it will be written.

The Schematron is the rule. This only saves asking it: a tree that is plainly right, as all are that the program makes, has
none of its faults, and any tree that is not plainly right is given to it.
"""

from __future__ import annotations

import re
from itertools import chain

from lxml import etree

from pipeline.tei import names

_CATEGORY, _PERSON, _BIBL = map(names.tag, ("category", "person", "bibl"))
_AUTHOR, _IDNO, _TEXT, _GROUP = map(names.tag, ("author", "idno", "text", "group"))
_STATEMENT = f"{names.tag('fileDesc')}/{names.tag('publicationStmt')}"

# Tags where a rule may be broken, by the rule; none of them stands in what the program writes.
_DOUBTS = {
    "": r"[!?]|note|reg|supplied",  # comments, and what is no source text
    "choice-pairs": r'orig|choice(?![^>]*><sic>[^<]*</sic><corr cert="[a-z]+"(?:/|>[^<]*</corr)></choice>)',
    "gap-desc": r"gap(?![^>]*><desc>(?=(?:\s|&#13;)*+[^\s<])[^<]*+</desc></gap>)",
    "list-kind": r'list(?![^>]* (?:type|rend)=")',
    "n-extends": r"div[^>]*/>",  # the walk through the divs waits for their ends
}
_DOUBT = re.compile(f"<(?:{'|'.join(_DOUBTS.values())})")
_POINTER = re.compile(r' ((?:ana|who|ref|resp)="[^"]*)"')
_DIV = re.compile(r'<(/?)div(?:[^>]*( n="[^"]*)")?')


def hold(header: etree._Element, text: etree._Element, xml: str) -> bool:
    """Whether no rule can be broken.

    Args:
        header: the header of a tree that is valid by the grammar.
        text: and its text.
        xml: the text as XML.
    """
    return (
        _DOUBT.search(xml) is None and _resolve(header, xml) and _extend(xml)
        and _parted(header, text) and _identified(header)
    )  # fmt: skip


def _identified(header: etree._Element) -> bool:
    """checksum: one for the file."""
    statement = header.find(_STATEMENT)
    if statement is None:
        return False
    return [idno.get("type") for idno in statement.iterchildren(_IDNO)].count("sha256") == 1


def _resolve(header: etree._Element, xml: str) -> bool:
    """ana-resolves, who-resolves, ref-resolves: to a category, a person; resp-resolves: whatever it is, it is rare."""
    known = {f'ana="#{category.get(names.XML_ID)}' for category in header.iter(_CATEGORY)}
    for person in header.iter(_PERSON):
        known |= {f'who="#{person.get(names.XML_ID)}', f'ref="#{person.get(names.XML_ID)}'}
    authors = (f'ref="{author.get("ref")}' for author in header.iter(_AUTHOR) if "ref" in author.attrib)
    return known.issuperset(chain(_POINTER.findall(xml), authors))


def _extend(xml: str) -> bool:
    """n-extends: the n of a div begins with that of the div around it."""
    around = [""]
    for end, n in _DIV.findall(xml):
        if end:
            around.pop()
            continue
        above = around[-1]
        if n and above and not n.startswith(f"{above}."):
            return False
        around.append(n or above)
    return True


def _parted(header: etree._Element, text: etree._Element) -> bool:
    """part-distinct: each text of a group has its own number; decls-resolves: and points to a bibl."""
    group = text.find(_GROUP)
    if group is None:
        return True
    texts = list(group.iterchildren(_TEXT))
    bibls = {f"#{bibl.get(names.XML_ID)}" for bibl in header.iter(_BIBL)}
    return len({part.get("n") for part in texts}) == len(texts) and all(
        part.get("decls", "") in bibls for part in texts if "decls" in part.attrib
    )
