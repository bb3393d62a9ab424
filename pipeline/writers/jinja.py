"""Three of Jinja's steps made short, which a page takes by the thousand: attributes, printing a value, calling a macro.

What is printed is the same: Jinja makes an object of its own of every printed string and of what a macro gives, to tell
markup from text where they meet again, asks every callable whether it wants the context, and looks for every attribute in
a function of its own.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import markupsafe
from jinja2 import Template, nodes, runtime
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType

    from jinja2 import Environment

# HTML as markup, which is not escaped again
marked: Callable[[str], Markup] = partial(str.__new__, Markup)
# what ``escape`` does to a string before it makes an object of it; older releases have no name for that
escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(escape(text)))


_DOCUMENTS = ("document.", "blocks.")


def shortened(environment: Environment) -> Environment:
    """Let the templates of an environment take the short steps."""
    environment.template_class = _Template
    environment.context_class = _Context
    if not environment.sandboxed:  # a sandbox must be asked for each attribute
        environment.code_generator_class = _Generator
    return environment


def _printed(value: object) -> str:
    """A value as a piece of a page: markup as it is, everything else escaped."""
    if type(value) is str:
        return escaped(value)
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else escape(value)


class _Generator(CodeGenerator):
    """Compiles our own templates. Those of documents print objects alone, so that no dot in them is before a key."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if self.name is None or not self.name.startswith(_DOCUMENTS):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


class _Template(Template):
    """A template whose compiled code prints and makes macros in our way."""

    @classmethod
    def from_code(cls, environment: Environment, code: CodeType, *more: Any, **named: Any) -> Template:
        template = super().from_code(environment, code, *more, **named)
        # in compiled code ``escape`` stands around what is printed and nowhere else
        template.root_render_func.__globals__.update(escape=_printed, Macro=Macro)
        # they are a chain of two, which is gone through for each page
        template.globals = dict(template.globals)
        return template


class Macro(runtime.Macro):
    """A macro that remembers its function, which takes as many arguments as the macro when it wants nothing else."""

    def __init__(self, environment: Environment, function: Callable[..., str], *more: Any) -> None:
        super().__init__(environment, function, *more)
        wants_more = self.catch_kwargs or self.catch_varargs or self.caller
        self._plain = function
        self._count = -1 if wants_more else len(self.arguments)


class _Context(runtime.Context):
    """A context that calls macros with all their arguments at once, when all are given by their places."""

    def call(__self, __obj: Callable[..., Any], *args: Any, **named: Any) -> Any:
        # by name only who wants the context is told where it is called from
        if (
            type(__obj) is Macro
            and len(args) == __obj._count
            and len(named) == ("_loop_vars" in named) + ("_block_vars" in named)
        ):
            text = __obj._plain(*args)
            return marked(text) if __self.eval_ctx.autoescape else text
        return super().call(__obj, *args, **named)
