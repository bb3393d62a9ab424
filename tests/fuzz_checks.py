"""What must hold of every case: readers refuse or read, nothing is lost on any way out, and the time is bounded."""

from __future__ import annotations

import json
import re
import time
import traceback
from collections import Counter
from pathlib import Path

from fuzz_cases import Case
from fuzz_outputs import PARSER, Broken, must, only_written, outputs, squeezed, whole
from lxml import html

from pipeline.convert import Conversion, convert, render
from pipeline.diagnostics import level
from pipeline.explain import explain
from pipeline.explain.page import page
from pipeline.explain.record import record, to_json
from pipeline.messages import located
from pipeline.model import Source
from pipeline.readers import ReadError
from pipeline.readers import tei as tei_reader
from pipeline.readers.tei import is_tei
from pipeline.writers import RenderOptions

SECONDS = 5.0
FORMATS = ("tei", "html", "md", "json")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PIPELINE = str(Path(__file__).resolve().parents[1] / "pipeline")


def check(case: Case, thorough: bool = True) -> Counter[str]:
    """Run one case through everything. Returns what was counted; raises whatever goes wrong.

    ``thorough`` converts a second time, to compare, and into the other script.
    """
    seen: Counter[str] = Counter()
    began = time.process_time()
    for source in case.sources():
        if isinstance(source, ReadError):
            must(bool(str(source)), "refused without a message")
            seen["refused"] += 1
            continue
        seen["documents"] += 1
        seen["characters"] += len(source.text)
        _document(source, bool(case.fixes), thorough, seen)
    seconds = time.process_time() - began
    must(seconds < SECONDS, f"took {seconds:.1f} s")
    return seen


def signature(error: BaseException) -> str:
    """What tells failures apart: the kind and the last line of the program that it went through."""
    if isinstance(error, Broken):
        return re.sub(r"[\d.]+ s", "… s", str(error).partition(":")[0])
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(_PIPELINE)]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else "tests"
    return f"{type(error).__name__} in {place}"


def _document(source: Source, corrected: bool, thorough: bool, seen: Counter[str]) -> None:
    try:
        made = convert(source)
    except ReadError as error:  # XML that is not ours is told from ours only here
        must(is_tei(source), f"refused by convert: {error}")
        return
    if is_tei(source) and not made.ok:
        return
    found = [m for m in located(source.name, source, made.diagnostics) if m.level == "error"]
    for message in found:
        must(corrected and message.code.startswith("FIX"), f"not ok, {message.code}: {message}")
    seen["unmet corrections"] += bool(found)
    files = {name: render(made.tei, name) for name in FORMATS}
    outputs(made.tei, files)
    if made.document is not None:
        whole(made.tei, source.text)
        _explained(made)
        _again(made, files)
    if thorough:
        second = convert(source)
        must(files == {name: render(second.tei, name) for name in FORMATS}, "not the same bytes twice")
        for name in ("html", "md", "json"):
            render(
                made.tei,
                name,
                RenderOptions(script="hans" if "hant" in second.tei.get(_LANG, "").lower() else "hant"),
            )
        seen["twice"] += 1


def _explained(made: Conversion) -> None:
    assert made.document is not None
    told = explain(made.document)
    shown = record(told)
    json.loads(to_json(told))
    source = made.source
    lines = [source.text[line.span.start : line.span.end] for line in source.lines]
    must([line["text"] for line in shown["lines"]] == lines, "explain lacks lines")
    lost = [line["number"] for line in shown["lines"] for role in line["roles"] if role["group"] == "lost"]
    must(not lost, f"explain found no role: {lost}")
    tree = html.document_fromstring(page(told), parser=PARSER)
    only_written(tree, "explain.html.j2")
    pres = [squeezed(pre.text_content()) for pre in tree.xpath("//pre")]
    must(pres == [squeezed(line) for line in lines], "the page of explain has not the lines")


def _again(made: Conversion, files: dict[str, bytes]) -> None:
    """The TEI, read back from its file, is valid and gives the same files."""
    source = tei_reader.read(files["tei"], "text.xml")
    second = convert(source)
    errors = [d for d in second.diagnostics if level(d) == "error"]
    must(not errors, f"TEI read back is not valid: {errors[:2]}")
    for name in FORMATS:
        must(render(second.tei, name) == files[name], f"{name} from the TEI file differs")
