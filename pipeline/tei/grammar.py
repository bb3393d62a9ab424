"""The grammar of schemas/wengao.rng: as it stands, and what the program writes of it, without what a quick look asks faster."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import cast

from lxml import etree

from pipeline.resources import folder
from pipeline.tei.header import version

_RNG = "{http://relaxng.org/ns/structure/1.0}"
_NAMED = ("att", "pointer", "word")  # how the names of attributes, and of what they hold, begin
_NAMESPACES = {"r": _RNG.strip("{}")}
# What only people write.
_UNWRITTEN = etree.XPath(
    "//r:ref[contains(' note lb hi seg supplied q quote att.lang att.role ', concat(' ', @name, ' '))]"
    " | //r:element[@name = 'orig' or @name = 'reg'] | //r:attribute[@name = 'rows' or @name = 'cols']",
    namespaces=_NAMESPACES,
)
# The attributes whose values are left to the quick look: identifiers, and pointers of the text and of authors.
_LEFT = etree.XPath(
    "//r:start//r:attribute[@name = 'xml:id'] | //r:define[@name = 'att.id' or @name = 'att.ref']//r:attribute"
    " | //r:element[@name = 'sp' or @name = 'said']//r:attribute[@name = 'who']",
    namespaces=_NAMESPACES,
)
# What any element of the text may have, all left to it.
_ATTS = f"""
<zeroOrMore xmlns="{_RNG.strip("{}")}">
  <attribute>
    <choice>
      <name ns="">source</name><name ns="">ana</name><name ns="">cert</name>
      <name ns="http://www.w3.org/XML/1998/namespace">id</name>
    </choice>
  </attribute>
</zeroOrMore>"""


def _schema() -> etree._Element:
    return etree.parse(folder("schemas") / "wengao.rng").getroot()


@cache
def grammar() -> etree.RelaxNG:
    """The grammar as it stands."""
    return etree.RelaxNG(_schema())


@cache
def rough() -> etree.RelaxNG:
    """The grammar for what the program writes, where what the quick look asks may be anything: identifiers, pointers.

    libxml2 takes more time for these values than for all the rest: it makes a copy of each pointer, and a table of all
    identifiers. Names of attributes cost it time too, so that they stand in the place of their names, and each thing
    that may stand somewhere, so that there is nothing that only people write.
    """
    schema = _schema()
    for part in _found(_UNWRITTEN, schema):
        _drop(part)
    for attribute in _found(_LEFT, schema):
        for value in attribute.iterchildren(f"{_RNG}data", f"{_RNG}ref"):
            attribute.replace(value, etree.Element(f"{_RNG}text"))
    # attributes with a pattern, which libxml2 compiles whenever it meets one, and what the program writes there
    own = ("prefixDef", "ident", "src"), ("application", "version", version())
    for element, name, written in own:
        path = f".//{_RNG}element[@name='{element}']/{_RNG}attribute[@name='{name}']"
        (attribute,) = schema.iterfind(path)
        only = etree.Element(f"{_RNG}value")
        only.text = written
        attribute.replace(attribute[0], only)
    named = {define.get("name"): define for define in schema.iterfind(f"{_RNG}define")}
    named["atts"][:] = [etree.fromstring(_ATTS)]
    while found := [ref for ref in schema.iter(f"{_RNG}ref") if ref.get("name", "").startswith(_NAMED)]:
        for ref in found:
            _replace(ref, list(deepcopy(named[ref.get("name")]).iterchildren("*")))
    return etree.RelaxNG(schema)


def _found(path: etree.XPath, schema: etree._Element) -> list[etree._Element]:
    return cast("list[etree._Element]", path(schema))


def _drop(part: etree._Element) -> None:
    """Remove a part of the grammar, and what is around it and holds nothing else."""
    parent = part.getparent()
    assert parent is not None
    parent.remove(part)
    if not len(parent):
        _drop(parent)


def _replace(ref: etree._Element, parts: list[etree._Element]) -> None:
    parent = ref.getparent()
    assert parent is not None
    at = parent.index(ref)
    parent[at : at + 1] = parts
