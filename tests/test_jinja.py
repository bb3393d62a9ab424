"""Templates give what they give with Jinja as it is; only the steps to it are fewer."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from pipeline.writers.jinja import shortened


class Own:
    """Says of itself what it is in HTML."""

    def __html__(self) -> str:
        return "<i>own</i>"

    def __str__(self) -> str:
        return "<own>"


VALUES = {
    "plain": "渠", "signs": "<a href=\"x\">'&'</a>", "safe": Markup("<b>&amp;</b>"), "number": 12, "share": 0.5,
    "yes": True, "nothing": None, "many": ["<", 1, Markup("<br>")], "own": Own(), "empty": "",
}  # fmt: skip
MACRO = "{% macro m(a, b='<d>') %}[{{ a }}|{{ b }}]{% endmacro %}"
TEMPLATES = (
    *(f"{{{{ {name} }}}}" for name in VALUES),
    "{{ signs | e }}{{ signs | safe }}{{ signs | upper }}{{ signs ~ safe }}{{ many | join('<') }}",
    "{{ '<%s>' | format(signs) }}{{ safe + signs }}{{ signs + safe }}{{ '&' }}{{ '&' if nothing }}",
    MACRO
    + "{{ m(signs) }}{{ m(safe, number) }}{{ m(b=signs, a=1) }}{{ m(signs, b=safe) }}{{ m(m(signs), m) }}",
    MACRO + "{% for x in many %}{{ m(x, loop.index) }}{% endfor %}",
    MACRO + "{% set x %}{{ m(signs, safe) }}<hr>{% endset %}{{ x }}{{ x | length }}{{ x | e }}{{ m(x) }}",
    MACRO + "{% filter upper %}{{ m(signs, '&') }}{% endfilter %}",
    MACRO + "{% autoescape false %}{{ m(signs, safe) }}{{ signs }}{% endautoescape %}{{ m(signs) }}",
    MACRO + "{{ m() }}",
    MACRO + "{{ m(1, 2, 3) }}",
    MACRO + "{{ m(1, c=3) }}",
    MACRO + "{{ m(1, 2, c=3) }}",
    MACRO + "{{ m(*many[:2]) }}{{ m(**{'a': signs}) }}{{ [1, 2] | map('string') | join }}",
    "{% macro v(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ v(1) }}{{ v(signs, 2, x=safe) }}",
    "{% macro c(a) %}<{{ caller(a) }}>{% endmacro %}{% call(x) c(signs) %}{{ x }}!{% endcall %}{{ c(1) }}",
    "{% macro r(n) %}{{ n }}{% if n %}{{ r(n - 1) }}{% endif %}{% endmacro %}{{ r(5) }}",
    "{% from 'other' import o, m %}{{ o(signs) }}{{ m }}",
    "{% import 'other' as x with context %}{{ x.o(signs) }}{{ x.o }}",
    "{% extends 'base' %}{% block b %}{{ super() }}{{ o(safe) }}{{ self.c() }}{% endblock %}",
    "{% include 'included' %}",
    "{{ unknown }}",
    "{{ unknown is defined }}{{ cycler('<', 1).next() }}{{ dict(a=signs) }}{{ signs.replace('<', safe) }}",
)
OTHERS = {
    "other": "{% macro o(a) %}<u>{{ a }}{{ number }}</u>{% endmacro %}{% set m = '<m>' %}",
    "base": "{% from 'other' import o %}{% block b %}{{ o(signs) }}{% endblock %}{% block c %}{{ signs }}{% endblock %}",
    "included": "{{ signs }}{{ number }}",
}


def rendered(environment: Environment, template: str) -> str:
    """What a template gives, or the error that it ends in."""
    environment.loader = DictLoader({**OTHERS, "page": template})
    environment.globals["number"] = 12
    try:
        return environment.get_template("page").render(VALUES)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("kind", [Environment, ImmutableSandboxedEnvironment])
@pytest.mark.parametrize("autoescape", [True, False])
@pytest.mark.parametrize("template", TEMPLATES)
def test_as_jinja(template: str, autoescape: bool, kind: type[Environment]) -> None:
    whole = kind(autoescape=autoescape, undefined=StrictUndefined)
    short = shortened(kind(autoescape=autoescape, undefined=StrictUndefined))
    assert rendered(short, template) == rendered(whole, template)


def test_a_macro_shows_nothing_of_itself() -> None:
    sandbox = shortened(ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
    for inside in ("_plain", "_plain.__globals__", "_func", "__init__", "_count"):
        assert "unsafe" in rendered(sandbox, f"{MACRO}{{{{ m.{inside} }}}}")
