"""One Jinja environment per templates folder, sandboxed for those of users; whatever goes wrong in a template is one TemplateError."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup


class TemplateError(Exception):
    """A template is wrong. ``template`` is its file or name, ``line`` 0 when not known, ``reason`` what is wrong."""

    def __init__(self, template: str, line: int, reason: str) -> None:
        self.template, self.line, self.reason = template, line, reason
        super().__init__(f"{template}:{line}: {reason}" if line else f"{template}: {reason}")

    def __reduce__(self) -> tuple[type[TemplateError], tuple[str, int, str]]:
        """How a worker sends it: exceptions are built again from their message unless they say otherwise."""
        return TemplateError, (self.template, self.line, self.reason)


def render(name: str, folder: Path | None, **values: object) -> str:
    """Print values with a template.

    Args:
        name: the template's file name.
        folder: the user's templates folder, searched first.
        values: what the template may use, besides the filters of ``_environment``.

    Returns:
        The text.

    Raises:
        TemplateError: the template, or one it uses, cannot be read or run.
    """
    try:
        template = _environment(folder.resolve()).get_template(name) if folder else _builtin(name)
        return template.render(**values)
    except Exception as error:  # a template may do anything wrong that an expression can
        raise _told(error, name) from error


@cache
def _builtin(name: str) -> Template:
    return _environment(None).get_template(name)


@cache
def _environment(folder: Path | None) -> Environment:
    from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    from pipeline.resources import folder as resources
    from pipeline.writers import html, jinja, markdown, pages, records

    builtin = FileSystemLoader(resources("templates"))
    loaders: list[BaseLoader] = [FileSystemLoader(folder)] if folder else []
    # {% extends "builtin/document.html.j2" %} lets a template of the same name change single blocks
    loader = ChoiceLoader([*loaders, builtin, PrefixLoader({"builtin": builtin})])
    kind: type[Environment] = Environment
    # our own templates need no sandbox, which asks about each attribute and takes an eighth longer
    if folder:
        from pipeline.writers.sandbox import Sandbox

        kind = Sandbox
    environment = kind(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and ".html" in name,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=folder is not None,  # nobody edits our own in the middle of a run
    )

    def style(name: str) -> Markup:
        """A style sheet as it stands: CSS is not a template, ``{#`` may occur in it."""
        from markupsafe import Markup

        return Markup(loader.get_source(environment, name)[0])

    environment.globals["style"] = style if folder else cache(style)
    environment.filters.update(html.FILTERS | markdown.FILTERS | pages.FILTERS | records.FILTERS)
    environment.policies["json.dumps_function"] = json.JSONEncoder(ensure_ascii=False).encode
    environment.policies["json.dumps_kwargs"] = {}
    return jinja.shortened(environment)


def _told(error: Exception, name: str) -> TemplateError:
    """What went wrong with the template of a name, and where."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return TemplateError(error.filename or error.name or name, error.lineno, error.message or "")
    if isinstance(error, TemplateNotFound):
        return TemplateError(name, 0, f"there is no template {error.message}")
    return TemplateError(*_place(error, name), f"{type(error).__name__}: {error}")


def _place(error: Exception, name: str) -> tuple[str, int]:
    """The innermost template line the error passed through."""
    place: tuple[str, int] = (name, 0)
    trace: Any = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename.endswith((".j2", ".css")) or "__jinja_template__" in trace.tb_frame.f_globals:
            place = (code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place
