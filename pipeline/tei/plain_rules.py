"""Whether the rules of wengao.sch plainly hold, by a look at a text as it is written to a file."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.tei import names


def _path(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces={"tei": names.NS}, smart_strings=False)


# checksum: there is one for the file.
_IDENTIFIED = _path("count(tei:fileDesc/tei:publicationStmt/tei:idno[@type = 'sha256']) = 1")
_CATEGORIES = _path("tei:encodingDesc/tei:classDecl/tei:taxonomy/tei:category/@xml:id")
_PERSONS = _path("tei:profileDesc/tei:particDesc/tei:listPerson/tei:person/@xml:id")
_BIBLS = _path("tei:fileDesc/tei:sourceDesc/tei:bibl/@xml:id")
_AUTHORS = _path("tei:fileDesc//tei:author/@ref")
_NUMBERS, _DECLS = _path("tei:group/tei:text/@n"), _path("tei:group/tei:text/@decls")

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
    """The rules for one tree that is valid by the grammar."""

    def __init__(self, header: etree._Element, text: etree._Element) -> None:
        persons = _list(_PERSONS(header))
        # ana-resolves, who-resolves, ref-resolves: to a category, to a person. resp-resolves: the program writes no resp.
        self._known = {f'ana="#{id}' for id in _list(_CATEGORIES(header))}
        self._known.update([f'{name}="#{id}' for id in persons for name in ("who", "ref")])
        authors = _list(_AUTHORS(header))
        self._sound = (
            _IDENTIFIED(header) is True
            and {f"#{id}" for id in persons}.issuperset(authors)
            and _parted(header, text)
        )
        self._around = [""]  # the n of the divs that are open, or of the div around them

    def hold(self, xml: str) -> bool:
        """Whether no rule can be broken in a piece of the text."""
        return self._sound and self._known.issuperset(_POINTER.findall(xml)) and self._extend(xml)

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


def _parted(header: etree._Element, text: etree._Element) -> bool:
    """part-distinct: each text of a group has its own number; decls-resolves: and points to a bibl."""
    numbers = _list(_NUMBERS(text))
    if not numbers:
        return True
    bibls = {f"#{id}" for id in _list(_BIBLS(header))}
    return len(set(numbers)) == len(numbers) and bibls.issuperset(_list(_DECLS(text)))


def _list(found: object) -> list[str]:
    """What a path to attributes finds."""
    return found if isinstance(found, list) else []
