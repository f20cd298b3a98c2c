"""Rules no tool knows: imports of domain, fixed waits, importable modules, described packages."""

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "mfd_desktop"
MODULES = sorted(
    ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__") for path in PACKAGE.rglob("*.py")
)


def foreign_imports(source: str) -> Iterator[tuple[int, str]]:
    """Yield imports that are neither standard library nor mfd_desktop.domain."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or "."]
        else:
            continue
        for module in modules:
            own = module == "mfd_desktop.domain" or module.startswith("mfd_desktop.domain.")
            if not own and module.split(".")[0] not in sys.stdlib_module_names:
                yield node.lineno, module


def fixed_waits(source: str) -> Iterator[int]:
    """Yield lines that wait a fixed time instead of for something."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            call = (node.func.value.id, node.func.attr)
            if call in {("qtbot", "wait"), ("QTest", "qWait"), ("QTest", "qSleep")}:
                yield node.lineno


def test_domain_uses_the_standard_library_only() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {module}"
        for path in (PACKAGE / "domain").rglob("*.py")
        for line, module in foreign_imports(path.read_text(encoding="utf-8"))
    ]
    assert not found


@pytest.mark.parametrize("source", ["import msgspec", "from babel import Locale", "from mfd_desktop.files import x"])
def test_the_check_finds_foreign_imports(source: str) -> None:
    assert list(foreign_imports(f"def f():\n    {source}"))


def test_no_test_waits_a_fixed_time() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "tests").rglob("*.py")
        for line in fixed_waits(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_the_check_finds_fixed_waits() -> None:
    assert list(fixed_waits("qtbot.wait(100)"))
    assert not list(fixed_waits("qtbot.waitUntil(done)"))


@pytest.mark.parametrize("module", [name for name in MODULES if not name.endswith("__main__")])
def test_every_module_can_be_imported(module: str) -> None:
    importlib.import_module(module)


def test_every_package_says_what_lives_in_it() -> None:
    packages = sorted(PACKAGE.rglob("__init__.py"))
    assert packages
    silent = [
        str(path.relative_to(ROOT))
        for path in packages
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_names_of_test_files_are_unique() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(set(names)) == sorted(names)
