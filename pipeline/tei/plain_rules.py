"""Whether the rules of wengao.sch plainly hold, by a look at a tree as it is written to a file.

So do those of the grammar that ``grammar.rough`` leaves open: identifiers are names and distinct, pointers are pointers.
"""

from __future__ import annotations

import re
from typing import get_args

from lxml import etree

from pipeline.model import Cert
from pipeline.tei import names

_GROUP, _TEXT = names.tag("group"), names.tag("text")

# xs:ID: a name without a colon; letters are those that `names` writes.
_ID = re.compile(r' xml:id="([A-Za-z_\u4e00-\u9fa5][A-Za-z0-9._\u4e00-\u9fa5-]*)"')
# In the header: the elements that are pointed to. Patterns that begin with words are fast.
_CATEGORY = re.compile(r'<category xml:id="([^"]*)"')
_BIBL, _PERSON = [re.compile(rf'<{name}(?= )[^>]* xml:id="([^"]*)"') for name in ("bibl", "person")]
_CHECKSUM = '<idno type="sha256">'
_COMMENT = re.compile("<[!?]")  # a comment or an instruction, in which something may look like an element

# Tags where a rule may be broken, by the rule; none of them stands in what the program writes.
_DOUBTS = {
    "": _COMMENT.pattern[1:],
    "choice-pairs": r'choice(?![^>]*><sic>[^<]*</sic><corr cert="[a-z]+"(?:/|>[^<]*</corr)></choice>)',
    "gap-desc": r"gap(?![^>]*><desc>(?=(?:\s|&#13;)*+[^\s<])[^<]*+</desc></gap>)",
    "list-kind": r'list(?![^>]* (?:type|rend)=")',
}
_CERTAINTIES = {f'cert="{cert}' for cert in get_args(Cert)}
_POINTER = re.compile(r' ((?:ana|who|ref|cert)="[^"]*)"')
# A doubt, the end of a div, or the beginning of one with its n. To tell them apart behind takes less time than by groups.
_END = "/div"
_TAG = re.compile(rf"""<({"|".join(_DOUBTS.values())}|{_END}|div(?:[^>]* n="[^"]*)?)""")


class Rules:
    """The rules for one tree that is valid by the rough grammar."""

    def __init__(self, root: etree._Element, header: etree._Element, text: etree._Element) -> None:
        xml = etree.tostring(header, encoding="unicode", with_tail=False)
        # ana-resolves, who-resolves, ref-resolves: to a category, to a person. resp-resolves: the program writes no resp.
        self._known = _CERTAINTIES | {f'ana="#{id}' for id in _CATEGORY.findall(xml)}
        self._known.update([f'{name}="#{id}' for id in _PERSON.findall(xml) for name in ("who", "ref")])
        self._ids: set[str] = set()
        self._sound = (
            self._refer(f'<TEI xml:id="{root.get(names.XML_ID)}">{xml}')
            and _COMMENT.search(xml) is None
            # checksum: there is one for the file
            and xml.count(_CHECKSUM, 0, xml.index("</publicationStmt>")) == 1
            and _parted(xml, text)
        )
        self._around = [""]  # the n of the divs that are open, or of the div around them

    def hold(self, xml: str) -> bool:
        """Whether no rule can be broken in a piece of the text."""
        return self._sound and self._refer(xml) and self._extend(xml)

    def end(self) -> bool:
        """Whether every div was closed: one without content is not, and the walk through them waits for its end."""
        return len(self._around) == 1

    def _refer(self, xml: str) -> bool:
        """Whether all pointers resolve, and all identifiers are names."""
        return self._known.issuperset(_POINTER.findall(xml)) and self._named(xml)

    def _named(self, xml: str) -> bool:
        """Whether all identifiers are names, and new ones."""
        found, ids = _ID.findall(xml), self._ids
        many = len(ids) + len(found)
        ids.update(found)
        return len(ids) == many and len(found) == xml.count(' xml:id="')

    def _extend(self, xml: str) -> bool:
        """No doubts, and n-extends: the n of a div begins with that of the div around it."""
        around = self._around
        for tag in _TAG.findall(xml):
            if tag == _END:
                around.pop()
            elif tag.startswith("div"):
                above, n = (
                    around[-1],
                    tag.partition(" n=")[2],
                )  # from its quotation mark on, as it may be empty
                if n and above and not n.startswith(f"{above}."):
                    return False
                around.append(n or above)
            else:
                return False
        return True


def _parted(header: str, text: etree._Element) -> bool:
    """part-distinct: each text of a group has its own number; decls-resolves: and points to a bibl."""
    parts = [part for group in text.iterchildren(_GROUP) for part in group.iterchildren(_TEXT)]
    if not parts:
        return True
    bibls = [f"#{id}" for id in _BIBL.findall(header)]
    numbers = {part.get("n") for part in parts}
    decls = {part.get("decls") for part in parts} - {None}
    return len(numbers) == len(parts) and decls.issubset(bibls)
