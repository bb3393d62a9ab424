"""Whether the rules of wengao.sch plainly hold, by a look at a text as it is written to a file."""

from __future__ import annotations

import re

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


class Rules:
    """The rules for one tree that is valid by the grammar."""

    def __init__(self, header: etree._Element, text: etree._Element) -> None:
        self._known = _pointers(header)
        authors = {f'ref="{author.get("ref")}' for author in header.iter(_AUTHOR) if "ref" in author.attrib}
        self._sound = _identified(header) and _parted(header, text) and self._known.issuperset(authors)
        self._around = [""]  # the n of the divs that are open, or of the div around them

    def hold(self, xml: str) -> bool:
        """Whether no rule can be broken in a piece of the text."""
        return (
            self._sound and _DOUBT.search(xml) is None
            and self._known.issuperset(_POINTER.findall(xml)) and self._extend(xml)
        )  # fmt: skip

    def _extend(self, xml: str) -> bool:
        """n-extends: the n of a div begins with that of the div around it."""
        around = self._around
        for end, n in _DIV.findall(xml):
            if end:
                around.pop()
                continue
            above = around[-1]
            if n and above and not n.startswith(f"{above}."):
                return False
            around.append(n or above)
        return True


def _pointers(header: etree._Element) -> set[str]:
    """ana-resolves, who-resolves, ref-resolves: attributes that point to a category, to a person.

    resp-resolves: none, as the program writes none.
    """
    known = {f'ana="#{category.get(names.XML_ID)}' for category in header.iter(_CATEGORY)}
    for person in header.iter(_PERSON):
        id = person.get(names.XML_ID)
        known |= {f'who="#{id}', f'ref="#{id}'}
    return known


def _identified(header: etree._Element) -> bool:
    """checksum: there is one for the file."""
    statement = header.find(_STATEMENT)
    idnos = [] if statement is None else statement.iterchildren(_IDNO)
    return [idno.get("type") for idno in idnos].count("sha256") == 1


def _parted(header: etree._Element, text: etree._Element) -> bool:
    """part-distinct: each text of a group has its own number; decls-resolves: and points to a bibl."""
    group = text.find(_GROUP)
    if group is None:
        return True
    texts = list(group.iterchildren(_TEXT))
    bibls = {f"#{bibl.get(names.XML_ID)}" for bibl in header.iter(_BIBL)}
    pointers = {part.get("decls") for part in texts} - {None}
    return len({part.get("n") for part in texts}) == len(texts) and bibls.issuperset(pointers)
