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
# filter that gives markup → the one that gives its text, which is enough where it is printed
_PIECES = {"said": "said_as_text"}


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
    """Compiles our own templates. Those of documents print objects and sequences alone, so that no dot and no bracket in
    them needs a search, and call their macros with all arguments by their places."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self._short = self.name is not None and self.name.startswith(_DOCUMENTS)
        macros = node.find_all(nodes.Macro) if self._short else ()
        self._macros = {macro.name: len(macro.args) for macro in macros}
        for output in node.find_all(nodes.Output) if self._short else ():
            for child in output.nodes:
                if isinstance(child, nodes.Filter):
                    child.name = _PIECES.get(child.name, child.name)
        self._piece: nodes.Expr | None = None
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if not self._short:
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        if not self._short or isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if node is not self._piece:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")._plain(")
        for arg in node.args:
            self.visit(arg, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self._piece = node if self._is_piece(node) else None
        if self._piece is None:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not self._is_piece(node):
            super()._output_child_post(node, frame, finalize)

    def _is_piece(self, node: nodes.Expr) -> bool:
        """Whether an expression gives a string that goes into the page as it is."""
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            return len(node.args) == self._macros.get(node.node.name)
        return isinstance(node, nodes.Filter) and node.name in _PIECES.values()


class _Template(Template):
    """A template whose compiled code prints and makes macros in our way."""

    @classmethod
    def from_code(cls, environment: Environment, code: CodeType, *more: Any, **named: Any) -> Template:
        template = super().from_code(environment, code, *more, **named)
        # in compiled code ``escape`` stands around what is printed and nowhere else, ``Markup`` around strings alone
        template.root_render_func.__globals__.update(escape=_printed, Macro=Macro, Markup=marked)
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
