"""The environment that templates run in: they see values, and reach nothing of the program or the machine behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.tei import view_types
from pipeline.writers.pages import Words

if TYPE_CHECKING:
    from jinja2.runtime import Context

_OWN = frozenset(value for value in (*vars(view_types).values(), Words) if isinstance(value, type))
_LONGEST = 1_000_000  # of what a product may give, in characters, items or digits


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which nothing can be changed and no product grows without bounds.

    A loop that runs on is stopped by the time for one document; a product is one step, which no time limit interrupts.
    """

    intercepted_binops = frozenset({"*", "**"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute or item of a value. Our own frozen objects and labels are safe; asking each time doubles the time."""
        try:
            if type(obj) in _OWN and attribute[0] != "_":
                return getattr(obj, attribute)
        except AttributeError:
            pass
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """A product or power, unless it is larger than any page.

        Raises:
            SecurityError: it is.
        """
        if _size(operator, left, right) > _LONGEST:
            raise SecurityError(f"{operator} gives more than {_LONGEST} characters or digits")
        return super().call_binop(context, operator, left, right)


def _size(operator: str, left: Any, right: Any) -> int:
    """About how long a product or power becomes."""
    if isinstance(right, int) and isinstance(left, int):
        bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
        return int(bits)
    for many, times in ((left, right), (right, left)):
        if isinstance(many, str | bytes | list | tuple) and isinstance(times, int):
            return len(many) * times
    return 0
