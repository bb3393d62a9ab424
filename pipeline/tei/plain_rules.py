"""Whether the rules of wengao.sch plainly hold, by a look at a tree as it is written to a file.

So do those of the grammar that ``grammar.rough`` leaves open: identifiers are names and distinct, pointers are pointers.
"""

from __future__ import annotations

import re

from lxml import etree

from pipeline.tei import names

_PARTS = f"{names.tag('group')}/{names.tag('text')}"

# xs:ID: a name without a colon; letters are those that `names` writes.
_ID = re.compile(r' xml:id="([A-Za-z_\u4e00-\u9fa5][A-Za-z0-9._\u4e00-\u9fa5-]*)"')
# In the header: the elements that are pointed to, and the pointers to persons. Patterns that begin with words are fast.
_CATEGORY = re.compile(r'<category xml:id="([^"]*)"')
_BIBL, _PERSON = [re.compile(rf'<{name}(?= )[^>]* xml:id="([^"]*)"') for name in ("bibl", "person")]
_REF = re.compile(r' ref="([^"]*)"')
_STATEMENT = "publicationStmt>"
_CHECKSUM = '<idno type="sha256">'

# Tags where a rule may be broken, by the rule; none of them stands in what the program writes.
_DOUBTS = {
    "": r"[!?]|note|reg|supplied",  # comments, and what is no source text
    "choice-pairs": r'orig|choice(?![^>]*><sic>[^<]*</sic><corr cert="[a-z]+"(?:/|>[^<]*</corr)></choice>)',
    "gap-desc": r"gap(?![^>]*><desc>(?=(?:\s|&#13;)*+[^\s<])[^<]*+</desc></gap>)",
    "list-kind": r'list(?![^>]* (?:type|rend)=")',
    "n-extends": r"div[^>]*/>",  # the walk through the divs waits for their ends
}
_POINTER = re.compile(r' ((?:ana|who|ref|resp)="[^"]*)"')
# A doubt, the end of a div, or the beginning of one with its n.
_TAG = re.compile(rf"""<(?:({"|".join(_DOUBTS.values())})|(/)div|div(?:[^>]*( n="[^"]*)")?)""")


class Rules:
    """The rules for one tree that is valid by the rough grammar."""

    def __init__(self, root: etree._Element, header: etree._Element, text: etree._Element) -> None:
        xml = etree.tostring(header, encoding="unicode", with_tail=False)
        persons = [f"#{id}" for id in _PERSON.findall(xml)]
        # ana-resolves, who-resolves, ref-resolves: to a category, to a person. resp-resolves: the program writes no resp.
        self._known = {f'ana="#{id}' for id in _CATEGORY.findall(xml)}
        self._known.update([f'{name}="{id}' for id in persons for name in ("who", "ref")])
        self._ids: set[str] = set()
        self._sound = (
            self._named(f' xml:id="{root.get(names.XML_ID)}"')
            and self._named(xml)
            and _has_checksum(xml)
            and set(persons).issuperset(_REF.findall(xml))
            and _parted(xml, text)
        )
        self._around = [""]  # the n of the divs that are open, or of the div around them

    def hold(self, xml: str) -> bool:
        """Whether no rule can be broken in a piece of the text."""
        return (
            self._sound
            and self._known.issuperset(_POINTER.findall(xml))
            and self._named(xml)
            and self._extend(xml)
        )

    def _named(self, xml: str) -> bool:
        """Whether all identifiers are names, and new ones."""
        found, ids = _ID.findall(xml), self._ids
        many = len(ids) + len(found)
        ids.update(found)
        return len(ids) == many and len(found) == xml.count(' xml:id="')

    def _extend(self, xml: str) -> bool:
        """No doubts, and n-extends: the n of a div begins with that of the div around it."""
        around = self._around
        for doubt, end, n in _TAG.findall(xml):
            if doubt:
                return False
            if end:
                around.pop()
                continue
            above = around[-1]
            if n and above and not n.startswith(f"{above}."):
                return False
            around.append(n or above)
        return True


def _has_checksum(header: str) -> bool:
    """checksum: there is one for the file. And no comment or instruction looks like an element of the header."""
    statement = header.split(_STATEMENT, 2)
    return (
        len(statement) == 3
        and statement[1].count(_CHECKSUM) == 1
        and "<!" not in header
        and "<?" not in header
    )


def _parted(header: str, text: etree._Element) -> bool:
    """part-distinct: each text of a group has its own number; decls-resolves: and points to a bibl."""
    parts = text.findall(_PARTS)
    if not parts:
        return True
    bibls = [f"#{id}" for id in _BIBL.findall(header)]
    numbers = {part.get("n") for part in parts}
    decls = {part.get("decls") for part in parts} - {None}
    return len(numbers) == len(parts) and decls.issubset(bibls)
