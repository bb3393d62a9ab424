"""Checks a TEI tree: the schema, the rules a schema cannot say, and that no text was lost."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.model import Diagnostic, Span
from pipeline.resources import folder
from pipeline.tei import names, plain
from pipeline.tei.grammar import grammar, rough
from pipeline.tei.projection import compare, source_span

if TYPE_CHECKING:
    from lxml.isoschematron import Schematron  # type: ignore[import-not-found] # the stubs leave it out

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_MOST = 10


def validate(root: etree._Element, text: str | None) -> tuple[Diagnostic, ...]:
    """Check a TEI tree.

    Args:
        root: the TEI element.
        text: the decoded source to compare with; None when the tree is not compared.

    Returns:
        TEI101 (schema), TEI102 (Schematron, only looked at when the schema holds), LOS101 (text lost);
        at most ten of each; empty when all is well.
    """
    if text is not None and rough().validate(root) and plain.right(root, text):
        return ()
    if faults := tuple(schema_errors(root)):
        return faults if text is None else (*faults, *compare(root, text))
    return in_full(root, text)


def in_full(root: etree._Element, text: str | None) -> tuple[Diagnostic, ...]:
    """What the rules and the comparison say of a tree in which the schema finds no fault."""
    found = tuple(_schematron_errors(root))
    if text is not None:
        return (*found, *compare(root, text))
    return found or tuple(islice(_range_errors(root), _MOST))


@cache
def _schematron() -> Schematron:
    # Loaded here, as trees that are plainly right do without.
    from lxml.isoschematron import Schematron

    # Contexts by key, no list of fired rules: else the report is as long as the document and as slow to make.
    how = {"select-contexts": "key", "generate-fired-rule": "false"}
    return Schematron(etree.parse(folder("schemas") / "wengao.sch"), store_report=True, compile_params=how)


def schema_errors(root: etree._Element) -> Iterator[Diagnostic]:
    schema = grammar()
    if not schema.validate(root):
        for entry in list(schema.error_log)[:_MOST]:
            yield _diagnostic("TEI101", _at(root, entry.path), entry.message, entry.line)


def _schematron_errors(root: etree._Element) -> Iterator[Diagnostic]:
    schema = _schematron()
    if not schema.validate(root):
        for failed in islice(schema.validation_report.iter(f"{_SVRL}failed-assert"), _MOST):
            message = " ".join("".join(failed.itertext()).split())
            yield _diagnostic("TEI102", _at(root, failed.get("location")), f"{message} [{failed.get('id')}]")


def _range_errors(root: etree._Element) -> Iterator[Diagnostic]:
    """Ranges that leave the one around them; a rule of the Schematron in kind, but slow to say in XPath 1.

    Only for trees without a source: ranges that agree with the source nest as the text does.
    """
    around: list[Span] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        span = source_span(element)
        if span is None:
            continue
        if event == "end":
            around.pop()
            continue
        if around and not around[-1].start <= span.start <= span.end <= around[-1].end:
            what = "The range of source must lie within that of the element around it. [source-nests]"
            yield _diagnostic("TEI102", element, what)
        around.append(span)


def _at(root: etree._Element, path: str | None) -> etree._Element:
    # libxml2 ends the path of a faulty attribute with its name.
    found = root.getroottree().xpath(path.split("/@")[0]) if path else []
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else root


def _diagnostic(code: str, element: etree._Element, what: str, line: int = 0) -> Diagnostic:
    """A message about an element: its name, its line in the XML when it was read from a file, its source range."""
    name = etree.QName(element).localname
    identifier = element.get(names.XML_ID)
    if identifier:
        name += f" {identifier}"
    at = str(element.sourceline or line or "")
    message = f"line {at}, {name}: {what}" if at else f"{name}: {what}"
    values = (("message", message), ("line", at), ("element", name), ("what", what))
    spans = (source_span(near) for near in (element, *element.iterancestors()))
    return Diagnostic(code, next((span for span in spans if span), None), values)
