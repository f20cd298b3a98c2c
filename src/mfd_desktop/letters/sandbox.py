"""Texts with values in them: a closed subset of Jinja that can neither loop nor reach into a value.

Allowed are ``{{ name }}``, ``{{ name | weekday }}``, ``{{ name | lines }}`` and ``{% if … %}`` with ``not``, ``and``,
``or``, ``==`` and ``!=``; everything else is refused when a file is loaded. A value is only ever put out, never read
as a template.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mfd_desktop.letters.shown import finalized, in_lines, with_weekday

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

    from mfd_desktop.letters.shown import Shown

_NODES: Final = frozenset(
    {"Template", "Output", "TemplateData", "Name", "Const", "If", "Not", "And", "Or", "Compare", "Operand", "Filter"}
)
_FILTERS: Final = frozenset({"weekday", "lines"})
_OPERATORS: Final = frozenset({"eq", "ne"})


def faults(text: str, names: frozenset[str]) -> Iterator[str]:
    """Yield what makes ``text`` no usable template; ``names`` are the values it may name."""
    from jinja2 import TemplateSyntaxError, nodes

    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError as error:
        yield f"line {error.lineno}: {error.message}"
        return
    for node in (tree, *tree.find_all(nodes.Node)):
        kind = type(node).__name__
        if kind not in _NODES:
            yield f"{kind} is not allowed here"
        elif isinstance(node, nodes.Name) and (node.ctx != "load" or node.name not in names):
            yield f"there is no field {node.name!r}"
        elif isinstance(node, nodes.Filter) and (node.name not in _FILTERS or node.args or node.kwargs):
            yield f"the filter {node.name!r} is not allowed here"
        elif isinstance(node, nodes.Operand) and node.op not in _OPERATORS:
            yield f"comparing with {node.op!r} is not allowed here"


def filled(text: str, values: Mapping[str, Shown]) -> str:
    """Return ``text`` with the values put in; a name that has none raises ``jinja2.UndefinedError``."""
    return _template(text).render(values)


@lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, finalize=finalized, cache_size=0
    )
    environment.globals.clear()
    environment.filters = {"weekday": with_weekday, "lines": in_lines}
    environment.tests = {}
    return environment


@lru_cache(maxsize=512)
def _template(text: str) -> Template:
    return _environment().from_string(text)
