"""Every argument and option of the commands, with its help text; values are checked here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.readers.options import Limits

_READ, _DATA, _LIMITS, _RUN, _SAY = "Reading", "Data files", "Limits", "Runs", "Messages"
_SET, _SITE = "Data sets", "Site"
LIMITS = Limits()
MEMORY = 2 << 30


def _print_version(wanted: bool) -> None:
    if wanted:
        from pipeline import __version__

        typer.echo(f"wengao {__version__}")
        raise typer.Exit


def _complete_formats(incomplete: str) -> list[str]:
    from pipeline.dataset.collections import COLLECTIONS
    from pipeline.writers import WRITERS

    done, comma, _ = incomplete.rpartition(",")
    given = set(done.split(","))
    if given & {"html", "site"}:  # one of them excludes the other
        given |= {"html", "site"}
    names = [*(writer.name for writer in WRITERS), "site", *(format.name for format in COLLECTIONS)]
    return [done + comma + name for name in names if name not in given]


def _codec(name: str | None) -> str | None:
    import codecs

    if name is not None:
        try:
            codecs.lookup(name)
            "a".encode(name)
        except LookupError:
            raise typer.BadParameter(f"no encoding {name!r}; try gb18030, big5hkscs or utf-16") from None
    return name


def _size(value: str | int) -> int:
    """Bytes, from a number with K, M or G behind it or none."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmg]?)i?b?", str(value).strip().lower())
    if found is None:
        raise typer.BadParameter(f"no size {value!r}; write for example 64M or 2G")
    return int(float(found[1]) * 1024 ** " kmg".index(found[2] or " "))


def _conditions(given: list[str]) -> list[str]:
    if given:
        from pipeline.dataset.filters import parse

        try:
            for each in given:
                parse(each)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    return given


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files, folders (with all folders below) or - for standard input.",
        show_default=False,
    ),
]
To = Annotated[
    list[str],
    typer.Option(
        "--to",
        metavar="FORMATS",
        help="Formats to make, separated by commas: html, md, json, txt, tei for each document; "
        "site, jsonl, jsonl.zst, parquet, mnbvc, csv, dataset for all of them.",
        autocompletion=_complete_formats,
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR",
        help="Folder to write to; - prints one document in one format.",
    ),
]
Script = Annotated[
    Literal["hans", "hant", "tw", "hk"] | None,
    typer.Option(
        "--script",
        help="Write html, md and json in this script; tei always keeps the source's.",
    ),
]
OpenCC = Annotated[
    Literal["own", "official"],
    typer.Option(
        "--opencc",
        help="What converts the script: dictionaries that come along, or the installed opencc package.",
    ),
]
Templates = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar="DIR",
        help="Folder of templates that replace built-in ones of the same name.",
        exists=True,
        file_okay=False,
    ),
]
ProfileFile = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="FILE",
        help="YAML file with rules of your own: numbering styles, cues, furniture.",
        exists=True,
        dir_okay=False,
        rich_help_panel=_READ,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of the input where it cannot be found out, such as gb18030.",
        callback=_codec,
        rich_help_panel=_READ,
    ),
]
TextField = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Column of a data file that holds the text, where it is not plain.",
        rich_help_panel=_DATA,
    ),
]
IdField = Annotated[
    str,
    typer.Option(metavar="NAME", help="Column that names each document.", rich_help_panel=_DATA),
]
MetaFields = Annotated[
    str,
    typer.Option(
        metavar="NAMES",
        help="Columns to keep as metadata, separated by commas; all of them unless given.",
        rich_help_panel=_DATA,
    ),
]
MaxBytes = Annotated[
    int,
    typer.Option(
        metavar="SIZE",
        parser=_size,
        show_default=False,
        help="Largest document, unpacked.  \\[default: 64M]",
        rich_help_panel=_LIMITS,
    ),
]
MaxUnpacked = Annotated[
    int,
    typer.Option(
        metavar="SIZE",
        parser=_size,
        show_default=False,
        help="Most that one archive or compressed file may unpack to.  \\[default: 1G]",
        rich_help_panel=_LIMITS,
    ),
]
MaxRatio = Annotated[
    int,
    typer.Option(
        metavar="N", min=0, help="Most unpacked bytes for each packed one.", rich_help_panel=_LIMITS
    ),
]
MaxEntries = Annotated[
    int, typer.Option(metavar="N", min=0, help="Most files in one archive.", rich_help_panel=_LIMITS)
]
MaxDepth = Annotated[
    int, typer.Option(metavar="N", min=0, help="Most archives inside one another.", rich_help_panel=_LIMITS)
]
Timeout = Annotated[
    float,
    typer.Option(
        metavar="SECONDS", help="Longest time for one document; 0 is no limit.", rich_help_panel=_LIMITS
    ),
]
MaxMemory = Annotated[
    int,
    typer.Option(
        metavar="SIZE",
        parser=_size,
        show_default=False,
        help="Most memory for one worker.  \\[default: 2G]",
        rich_help_panel=_LIMITS,
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=0,
        show_default=False,
        help="Documents to convert side by side.  \\[default: one for each core]",
        rich_help_panel=_RUN,
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Convert again what is done already, also what was changed by hand.",
        rich_help_panel=_RUN,
    ),
]
Prune = Annotated[
    bool, typer.Option("--prune", help="Remove the outputs of inputs that are gone.", rich_help_panel=_RUN)
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit with code 4 when there are warnings.", rich_help_panel=_SAY)
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print errors only and no summary.", rich_help_panel=_SAY)
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Print every message and every document.", rich_help_panel=_SAY),
]
Wording = Annotated[
    Literal["repaired", "original"],
    typer.Option(
        "--text", help="Damaged wording as it is read, or as the source has it.", rich_help_panel=_SET
    ),
]
TeiColumn = Annotated[
    bool, typer.Option("--tei-column", help="Put the TEI into a column of its own.", rich_help_panel=_SET)
]
ShardSize = Annotated[
    int, typer.Option(metavar="N", min=1, help="Texts in each data file, about.", rich_help_panel=_SET)
]
Keep = Annotated[
    list[str],
    typer.Option(
        "--filter",
        metavar="CONDITION",
        callback=_conditions,
        show_default=False,
        help="Keep only texts of which this is true, such as 'n_chars>=200'; may be given several times.",
        rich_help_panel=_SET,
    ),
]
Licence = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="Licence to state in the card, such as cc-by-4.0.", rich_help_panel=_SET
    ),
]
Engine = Annotated[
    Literal["local", "ray"],
    typer.Option(help="Work on this machine, or on a Ray cluster.", rich_help_panel=_SET),
]
Address = Annotated[
    str,
    typer.Option(
        metavar="HOST:PORT", help="The cluster; without it Ray starts on this machine.", rich_help_panel=_SET
    ),
]
SiteFile = Annotated[
    Path | None,
    typer.Option(
        "--site",
        metavar="FILE",
        help="What the site says of itself; site.yaml in a folder of the input unless given.",
        show_default=False,
        exists=True,
        dir_okay=False,
        rich_help_panel=_SITE,
    ),
]
Scripts = Annotated[
    str,
    typer.Option(
        metavar="SCRIPTS",
        show_default=False,
        help="Scripts besides its own that each text has a page in: none, or some of hans, hant, tw, hk; "
        "hans,hant unless given.",
        rich_help_panel=_SITE,
    ),
]
UiLang = Annotated[
    Literal["zh-Hans", "zh-Hant", "en"] | None,
    typer.Option(
        help="Language of the words around the texts; zh-Hans unless given.",
        show_default=False,
        rich_help_panel=_SITE,
    ),
]
BaseUrl = Annotated[
    str,
    typer.Option(
        metavar="URL",
        show_default=False,
        help="Address that the site will have; sitemap and canonical links need it.",
        rich_help_panel=_SITE,
    ),
]
Version = Annotated[
    bool,
    typer.Option(
        "--version",
        help="Print the version and exit.",
        callback=_print_version,
        is_eager=True,
    ),
]
File = Annotated[
    str, typer.Argument(metavar="FILE", help="A text, or - for standard input.", show_default=False)
]
ExplainTo = Annotated[
    Literal["html", "json"] | None,
    typer.Option("--to", help="Make a page to look through, or a record, instead of lines for the terminal."),
]
ExplainOutput = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="FILE", help="File for the page or record; - prints it."),
]
TeiFiles = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="TEI files, or folders of them.", show_default=False)
]
Sources = Annotated[
    Path | None,
    typer.Option(
        "--source",
        metavar="DIR",
        help="Folder of the texts the TEI was made from.  \\[default: beside the TEI file]",
        exists=True,
        file_okay=False,
        show_default=False,
    ),
]
SiteFolder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the site.", show_default=False)]
Port = Annotated[
    int,
    typer.Option(
        metavar="N", min=0, max=65535, show_default=False, help="Port.  \\[default: one that is free]"
    ),
]
Code = Annotated[str, typer.Argument(metavar="CODE", help="A code such as OUT101.", show_default=False)]


def official(opencc: str, script: str | None, plain: bool) -> None:
    """Check that the official OpenCC package can be used, where it is asked for.

    Args:
        opencc: the engine.
        script: the script to convert to.
        plain: whether only files of single documents are written.

    Raises:
        typer.BadParameter: it is not installed, or nothing is converted by it.
    """
    if opencc != "official":
        return
    from pipeline.script_official import OfficialError, check

    if script is None or not plain:
        what = "it converts html, md, json and txt with --script; sites and data sets use the own engine"
        raise typer.BadParameter(what, param_hint="--opencc")
    try:
        check()
    except OfficialError as error:
        raise typer.BadParameter(str(error), param_hint="--opencc") from None


def fitting(
    inputs: list[str],
    sets: tuple[str, ...],
    single: dict[str, str],
    output: str,
    engine: str,
    head: str,
    filters: list[str],
) -> str:
    """The address that a data set is made at, "" for a folder.

    Raises:
        typer.BadParameter: what is asked does not go together.
    """
    if not sets and engine == "local" and not head and not any("://" in path for path in (*inputs, output)):
        return ""
    from pipeline.dataset.options import Unfit, check
    from pipeline.names import is_address, plain

    try:
        check(inputs, sets, single, output, engine, head, filters)
    except Unfit as error:
        raise typer.BadParameter(str(error), param_hint=error.option) from None
    return output if is_address(plain(output)) else ""


def formats(given: list[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Turn the values of ``--to`` into format → suffix for single documents, and formats of data sets.

    A site is the formats of each text and the card that its pages are made from.

    Raises:
        typer.BadParameter: a format that does not exist, or whose packages are not installed.
    """
    from pipeline.dataset.collections import COLLECTIONS, installed
    from pipeline.writers import CARD, SITE, WRITERS

    single = {writer.name: writer.suffix for writer in WRITERS} | {"site": ""}
    many = {collection.name: collection for collection in COLLECTIONS}
    listed = ", ".join([*single, *many])
    names = [name.strip().lower() for value in given for name in value.split(",") if name.strip()]
    for name in names:
        if name not in single and name not in many:
            raise typer.BadParameter(f"no format {name!r}; there are {listed}", param_hint="--to")
        extra = many[name].extra if name in many else ""
        if extra and not installed(extra):
            reason = f"{name} needs more packages: pip install 'wengao[{extra}]'"
            raise typer.BadParameter(reason, param_hint="--to")
    if not names:
        raise typer.BadParameter(f"no format named; there are {listed}", param_hint="--to")
    if "site" in names:
        if "html" in names:
            raise typer.BadParameter("a site has pages of its own; leave out html", param_hint="--to")
        single[CARD.name] = CARD.suffix
        names = [*SITE, CARD.name, *(name for name in names if name != "site")]
    names = list(dict.fromkeys(names))
    return {n: single[n] for n in names if n in single}, tuple(n for n in names if n in many)
