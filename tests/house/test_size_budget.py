"""Modules, classes and functions stay small enough to be read; exceptions carry their reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULE, CLASS, FUNCTION = 400, 250, 60

# "path" or "path:Class" or "path:Class.function" -> why it may be longer
EXCEPTIONS: dict[str, str] = {}


def oversized(source: str, name: str) -> Iterator[tuple[str, int]]:
    lines = source.count("\n")
    if lines > MODULE:
        yield name, lines
    yield from _inside(ast.parse(source), f"{name}:")


def _inside(node: ast.AST, prefix: str) -> Iterator[tuple[str, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            length = (child.end_lineno or child.lineno) - child.lineno + 1
            if length > (CLASS if isinstance(child, ast.ClassDef) else FUNCTION):
                yield prefix + child.name, length
            yield from _inside(child, f"{prefix}{child.name}.")
        else:
            yield from _inside(child, prefix)


def _all_oversized() -> dict[str, int]:
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "packaging").rglob("*.py")]
    assert len(files) > 5
    return {
        name: lines
        for path in files
        for name, lines in oversized(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    }


def test_everything_keeps_the_size_budget() -> None:
    too_long = {name: lines for name, lines in _all_oversized().items() if name not in EXCEPTIONS}
    assert not too_long


def test_every_exception_is_still_needed_and_has_a_reason() -> None:
    assert set(EXCEPTIONS) <= set(_all_oversized())
    assert all(reason.strip() for reason in EXCEPTIONS.values())


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("x = 1\n" * 401, "m.py"),
        ("class Big:\n" + "    x = 1\n" * 250, "m.py:Big"),
        ("class A:\n    def long(self):\n" + "        x = 1\n" * 60, "m.py:A.long"),
        ("if True:\n    def long():\n" + "        x = 1\n" * 60, "m.py:long"),
    ],
)
def test_the_check_finds_what_is_too_long(source: str, name: str) -> None:
    assert name in dict(oversized(source, "m.py"))


def test_the_check_accepts_the_limit_itself() -> None:
    assert not dict(oversized("def f():\n" + "    x = 1\n" * 59, "m.py"))
