"""The commands ``convert`` and ``wengao``: parse, call, print. What they do is in the modules they call."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipeline import cli_options as opt
from pipeline import cli_print as out
from pipeline.plan import STDOUT

if TYPE_CHECKING:
    from pipeline.dataset.about import About
    from pipeline.explain import Explanation
    from pipeline.plan import Layout
    from pipeline.profile import Profile
    from pipeline.site.config import SiteConfig

_HELP = {"help_option_names": ["-h", "--help"]}


def convert(
    inputs: opt.Inputs,
    to: opt.To = ["html"],  # noqa: B006 - Typer wants a list and copies it
    place: opt.Output = "output",
    script: opt.Script = None,
    opencc: opt.OpenCC = "own",
    templates: opt.Templates = None,
    site: opt.SiteFile = None,
    scripts: opt.Scripts = "",
    ui_lang: opt.UiLang = None,
    base_url: opt.BaseUrl = "",
    profile: opt.ProfileFile = None,
    encoding: opt.Encoding = None,
    text_field: opt.TextField = "",
    id_field: opt.IdField = "",
    meta_fields: opt.MetaFields = "",
    max_bytes: opt.MaxBytes = opt.LIMITS.bytes,
    max_unpacked: opt.MaxUnpacked = opt.LIMITS.unpacked,
    max_ratio: opt.MaxRatio = opt.LIMITS.ratio,
    max_entries: opt.MaxEntries = opt.LIMITS.entries,
    max_depth: opt.MaxDepth = opt.LIMITS.depth,
    max_memory: opt.MaxMemory = opt.MEMORY,
    timeout: opt.Timeout = opt.LIMITS.seconds,
    jobs: opt.Jobs = 0,
    force: opt.Force = False,
    prune: opt.Prune = False,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    text: opt.Wording = "repaired",
    tei_column: opt.TeiColumn = False,
    shard_size: opt.ShardSize = 10_000,
    keep: opt.Keep = [],  # noqa: B006 - as above
    licence: opt.Licence = "",
    engine: opt.Engine = "local",
    address: opt.Address = "",
    version: opt.Version = False,
) -> None:
    """Convert Chinese speeches and documents to HTML, Markdown, JSON and TEI.

    [bold]Examples[/bold]
      convert input/                                  every document, as web pages in output/
      convert speech.txt --to html,md,json,tei        four files beside each other
      convert corpus.jsonl --to json                   a data file: every row is a document
      convert speech.xml --to html                    a TEI file, corrected by hand
      convert input/ --to site                        an archive to read and search, for any web server
      convert speech.txt --to md -o -                 print it
    """
    from pipeline.dataset.collections import taken
    from pipeline.feed import get_ready
    from pipeline.garbage import seldom
    from pipeline.names import plain
    from pipeline.output import Locked
    from pipeline.plan import Layout, Plan, plan
    from pipeline.readers.options import Limits, Options
    from pipeline.report import Totals
    from pipeline.run import run
    from pipeline.stop import Stop
    from pipeline.work import Settings
    from pipeline.writers import RenderOptions

    suffixes, sets = opt.formats(to)
    target = opt.fitting(inputs, sets, suffixes, place, engine, address, keep)
    output = _staging() if target else Path(plain(place))
    limits = Limits(max_bytes, max_unpacked, max_ratio, max_entries, max_depth, timeout)
    kept = tuple(name.strip() for name in meta_fields.split(",") if name.strip())
    reading = Options(encoding, text_field, id_field, kept, limits)
    opt.official(opencc, script, plain=not sets and "card" not in suffixes)
    rendering, workers = RenderOptions(templates, script, opencc=opencc), jobs or _cores()
    get_ready(inputs, workers if suffixes else 1, output)
    pages, layout = None, Layout()
    if "card" in suffixes:
        pages, layout = _site(site, inputs, ui_lang, scripts, base_url, templates, script)
    layout = replace(layout, taken=taken(sets))
    settings = Settings(
        output,
        _profile(profile),
        rendering,
        suffixes,
        reading,
        workers,
        max_memory,
        force,
        prune,
        pages,
        layout.reserved,
    )
    seldom()
    collection = None
    if sets:
        from pipeline.dataset.run import Dataset
        from pipeline.dataset.task import Wanted

        about = _about(inputs).licensed(licence)
        wanted = Wanted(
            tuple(inputs), sets, text, tei_column, shard_size, tuple(keep), about, engine, address, target
        )
        collection = Dataset(wanted, settings)
    planned = plan(inputs, output, suffixes, layout) if suffixes else Plan((), (), False)
    many = sets or planned.site or len(planned.jobs) != 1 or planned.jobs[0].folder is not None
    if output == STDOUT and (many or len(suffixes) != 1):
        raise typer.BadParameter("- takes one document and one format", param_hint="--output")
    totals, stop = Totals(), Stop()
    try:
        with stop, out.Progress(math.inf if sets else planned.size, quiet, verbose) as show:
            run(planned, settings, totals, show, stop.asked, collection)
    except Locked as error:
        out.line(str(error), "red", err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:  # the second one: not even the documents in hand are waited for
        raise typer.Exit(130) from None
    finally:
        if not quiet:
            out.summary(totals, "" if output == STDOUT else target or str(output))
    if stop.signal:
        out.line("interrupted; run the same command again to go on", "red", err=True)
        raise typer.Exit(128 + stop.signal)
    raise typer.Exit(totals.exit_code(strict))


def explain(
    file: opt.File,
    to: opt.ExplainTo = None,
    output: opt.ExplainOutput = STDOUT,
    profile: opt.ProfileFile = None,
    encoding: opt.Encoding = None,
) -> None:
    """Print every line of a text with what it was taken for, how surely, why, and what else it might have been.

    [bold]Examples[/bold]
      wengao explain speech.txt | less
      wengao explain speech.txt --to html -o speech.explained.html
      wengao explain speech.txt --to json | python3 -m json.tool
    """
    from pipeline.convert import load
    from pipeline.explain import explain as explained
    from pipeline.messages import located
    from pipeline.readers import ReadError, tei
    from pipeline.stages import detect

    if to is None and output != STDOUT:
        raise typer.BadParameter("a file needs a format: --to html or --to json", param_hint="--output")
    rules = _profile(profile)
    try:
        source = load(file, encoding)
    except ReadError as error:
        out.message(located(file, None, (error.diagnostic,))[0])
        raise typer.Exit(1) from None
    if tei.is_tei(source):
        raise typer.BadParameter("TEI is the result, not the text; name the text", param_hint="FILE")
    found = explained(detect(source, rules))
    if to is None:
        out.explanation(found)
    else:
        _write_explanation(found, to, output)


def _write_explanation(found: Explanation, to: str, output: Path) -> None:
    from pipeline.messages import located
    from pipeline.output import WriteError, write

    try:
        if to == "html":
            from pipeline.explain.page import page

            write(output, page(found))
        else:
            from pipeline.explain.record import to_json

            write(output, to_json(found))
    except WriteError as error:
        out.message(located(str(output), None, (error.diagnostic,))[0])
        raise typer.Exit(3) from None


def check(files: opt.TeiFiles, source: opt.Sources = None, encoding: opt.Encoding = None) -> None:
    """Check TEI files: schema, Schematron, and that the whole source is in them.

    [bold]Example[/bold]
      wengao check output/ --source input/
    """
    from pipeline.check import check as check_one

    paths = [xml for path in files for xml in (sorted(path.rglob("*.xml")) if path.is_dir() else [path])]
    if not paths:
        raise typer.BadParameter("no .xml files there", param_hint="FILE")
    failed = False
    for path in paths:
        messages = check_one(path, source, encoding)
        for item in messages:
            out.message(item)
        bad = any(item.level == "error" for item in messages)
        failed |= bad
        if not bad:
            compared = not any(item.code in ("TEI103", "TEI104") for item in messages)
            out.line(f"{path}: valid" + (", and nothing of its source is lost" if compared else ""), "green")
    raise typer.Exit(1 if failed else 0)


def serve(folder: opt.SiteFolder = Path("output"), port: opt.Port = 0) -> None:
    """Show a site in the browsers of this machine, until Ctrl-C.

    [bold]Example[/bold]
      wengao serve output/
    """
    from pipeline.site.serve import ServeError
    from pipeline.site.serve import serve as served

    try:
        served(folder, port, lambda address: out.line(f"{address} shows {folder}; Ctrl-C ends"))
    except ServeError as error:
        out.line(str(error), "red", err=True)
        raise typer.Exit(2) from None


def rules(code: opt.Code = "") -> None:
    """Explain the codes of messages: one, or the list of all.

    [bold]Example[/bold]
      wengao rules OUT101
    """
    from pipeline.diagnostics import RULE, RULES

    if not code:
        for row in RULES:
            out.line(f"{row.code}  {row.level:<7}  {row.outline}")
        return
    found = RULE.get(code.upper())
    if found is None:
        raise typer.BadParameter(f"no code {code!r}; 'wengao rules' lists all", param_hint="CODE")
    out.line(f"{found.code} ({found.level}): {found.outline}", bold=True)
    out.line(f"\nWhy it matters: {found.why}\nWhat to do: {found.fix}")


def formats() -> None:
    """List the formats that can be read and written."""
    from pipeline.dataset.collections import COLLECTIONS
    from pipeline.readers import PACKINGS, READERS
    from pipeline.writers import WRITERS

    out.line("Read:", bold=True)
    for reader in READERS:
        out.line(f"  {' '.join(reader.suffixes):<21}  {reader.description}")
        if reader.keeps:
            out.line(f"{'':25}kept: {reader.keeps}", dim=True)
        if reader.extra:
            out.line(f"{'':25}needs: pip install 'wengao[{reader.extra}]'", dim=True)
    for packing, extra in PACKINGS.items():
        needs = f"; needs: pip install 'wengao[{extra}]'" if extra else ""
        out.line(f"  {'*' + packing:<21}  any of these, compressed{needs}")
    out.line("Written, with --to:", bold=True)
    for writer in WRITERS:
        out.line(f"  {writer.name:<5} {writer.suffix:<10}  {writer.description}")
    out.line("Written for all documents together:", bold=True)
    out.line(f"  {'site':<10} {'index.html, …':<18}  an archive of pages to read, browse, search and cite")
    for collection in COLLECTIONS:
        needs = f"; needs: pip install 'wengao[{collection.extra}]'" if collection.extra else ""
        out.line(f"  {collection.name:<10} {collection.files:<18}  {collection.description}{needs}")


def _profile(path: Path | None) -> Profile:
    from pipeline import profile

    try:
        return profile.default() if path is None else profile.load(path)
    except profile.ProfileError as error:
        out.line(str(error), "red", err=True)
        raise typer.Exit(2) from None


def _site(
    file: Path | None,
    inputs: list[str],
    language: str | None,
    scripts: str,
    base_url: str,
    templates: Path | None,
    script: str | None,
) -> tuple[SiteConfig, Layout]:
    """The settings of a site, from its file and the options, and where its outputs lie."""
    from pipeline.site.config import ConfigError
    from pipeline.site.options import settle

    if script is not None:
        raise typer.BadParameter("a site has pages in several scripts: --scripts", param_hint="--script")
    try:
        return settle(file, inputs, language, scripts, base_url, templates)
    except ConfigError as error:
        out.line(str(error), "red", err=True)
        raise typer.Exit(2) from None


def _staging() -> Path:
    """A folder for the report of a data set that is made at an address, where it is put when it is done."""
    import atexit
    import shutil
    import tempfile

    folder = tempfile.mkdtemp(prefix="wengao-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _about(inputs: list[str]) -> About:
    """What the owner says of a data set, in a file of the first folder."""
    from pipeline.dataset.about import About, AboutError, load

    path = next((Path(each, "dataset.yaml") for each in inputs if Path(each).is_dir()), None)
    try:
        return load(path) if path is not None and path.exists() else About()
    except AboutError as error:
        out.line(str(error), "red", err=True)
        raise typer.Exit(2) from None


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _app(no_args_is_help: bool = False) -> typer.Typer:
    return typer.Typer(
        context_settings=_HELP,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        no_args_is_help=no_args_is_help,
    )


def convert_app() -> typer.Typer:
    """The command ``convert``."""
    app = _app()
    app.command()(convert)
    return app


def wengao_app() -> typer.Typer:
    """The command ``wengao``."""
    app = _app(no_args_is_help=True)
    for command in (convert, explain, check, serve, rules, formats):
        app.command()(command)

    @app.callback()
    def wengao(version: opt.Version = False) -> None:
        """Chinese speeches and official documents → validated TEI → Markdown, HTML, JSON."""

    return app


def convert_main() -> None:
    """Run ``convert``."""
    out.speak_utf8()
    convert_app()()


def main() -> None:
    """Run ``wengao``."""
    out.speak_utf8()
    wengao_app()()
