"""A user's template sees the values of a document and nothing else, changes nothing, and cannot run for ever."""

# ruff: noqa: E501 - samples are easier to read in long lines

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tei_samples import SPEECH

from pipeline.tei.view import view
from pipeline.writers import WRITERS, RenderOptions, TemplateError

WRITE = {writer.name: writer.write for writer in WRITERS}
NOTES: tuple[dict[str, str | int | None], ...] = ({"code": "OUT101", "message": "gap"},)

REACHES = (
    "{{ ''.__class__.__mro__ }}", "{{ ''['__class__'] }}", "{{ ().__class__.__base__.__subclasses__() }}", "{{ view.__class__ }}",
    "{{ view['__class__'] }}", "{{ view.parts[0].__init__.__globals__ }}", "{{ view.meta.__dataclass_fields__ }}", "{{ view.parts[0].__reduce__() }}",
    "{{ style.__globals__ }}", "{{ style.__code__ }}", "{{ self.__init__.__globals__ }}", "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'] }}", "{{ view | attr('__class__') }}", "{{ '{0.__class__}'.format(view) }}", "{{ ['__class__'] | map('attr', 'x') | list }}",
    "{{ view | map(attribute='__class__') | list }}", "{{ (view.lang | words).__class__ }}", "{{ ''.format_map({}).__class__ }}", "{% include '../secret.txt' %}",
    "{% include '/etc/hostname' %}", "{{ style('../secret.txt') }}", "{% import 'os' as os %}{{ os }}", "{{ open('secret.txt') }}", "{{ __import__('os') }}",
)  # fmt: skip
CHANGES = (
    "{{ diagnostics[0].update({}) }}",
    "{{ diagnostics[0].clear() }}",
    "{{ [].append(1) }}",
    "{{ {}.update({}) }}",
    "{% set view.lang = 'x' %}",
)
GROWS = ("{{ 'x' * 10 ** 9 }}", "{{ 10 ** 9 * 'x' }}", "{{ [1] * 10 ** 9 }}", "{{ 9 ** (9 ** 9) }}", "{{ 2 ** (10 ** 9) }}", "{{ range(10 ** 9) | list }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")  # fmt: skip
ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"

Command = Callable[..., "subprocess.CompletedProcess[str]"]


def rendered(folder: Path, template: str) -> str:
    templates = folder / "templates"
    templates.mkdir()
    (folder / "secret.txt").write_text("SECRET", encoding="utf-8")
    (templates / "document.md.j2").write_text(template, encoding="utf-8")
    return WRITE["md"](SPEECH, view(SPEECH), RenderOptions(templates=templates, diagnostics=NOTES)).decode()


@pytest.mark.parametrize("template", REACHES)
def test_a_template_reaches_nothing_behind_the_values(tmp_path: Path, template: str) -> None:
    try:
        made = rendered(tmp_path, template)
    except TemplateError:
        return
    assert not any(word in made for word in ("class", "SECRET", "built-in", "<module", "object at")), made


@pytest.mark.parametrize("template", CHANGES)
def test_a_template_changes_no_value(tmp_path: Path, template: str) -> None:
    with pytest.raises(TemplateError):
        rendered(tmp_path, template)
    assert NOTES == ({"code": "OUT101", "message": "gap"},)


@pytest.mark.parametrize("template", GROWS)
def test_a_template_cannot_fill_the_memory_in_one_step(tmp_path: Path, template: str) -> None:
    began = time.process_time()
    with pytest.raises(TemplateError):
        rendered(tmp_path, template)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(("template", "made"), [("{{ 6 * 7 }}", "42"), ("{{ '=' * 5 }}", "====="), ("{{ 2 ** 10 }}", "1024"), ("{{ 1.5 * 2 }}", "3.0")])  # fmt: skip
def test_a_template_may_still_multiply(tmp_path: Path, template: str, made: str) -> None:
    assert rendered(tmp_path, template) == made + "\n"


def test_a_template_that_runs_for_ever_is_stopped_and_the_other_formats_are_not_written(
    tmp_path: Path, speech: Path, command: Command
) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "document.md.j2").write_text(ENDLESS, encoding="utf-8")
    done = command("convert", speech, "--to", "md,json", "--templates", templates, "--timeout", "1")
    assert done.returncode == 1, done.stderr
    assert "SRC128" in done.stderr
    assert not list(tmp_path.glob("output/speech.*"))
