"""Only mfd_desktop.files opens files for writing, moves or removes them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "mfd_desktop"
ALLOWED = PACKAGE / "files"

# Methods of Path (and of file-like engines of Qt) that change the disk, whatever object they are called on.
METHODS = {
    "write_text",
    "write_bytes",
    "touch",
    "unlink",
    "rmdir",
    "mkdir",
    "symlink_to",
    "hardlink_to",
    "chmod",
    "setOutputFileName",
}
# On these modules every function named here changes the disk; "*" stands for all functions.
MODULES = {
    "os": {
        "open", "fdopen", "mkdir", "makedirs", "remove", "unlink", "rename", "renames", "replace", "rmdir",
        "removedirs", "link", "symlink", "truncate", "ftruncate", "write", "pwrite", "writev", "sendfile",
        "mkfifo", "chmod", "chown", "copy_file_range",
    },
    "shutil": {"copy", "copy2", "copyfile", "copyfileobj", "copytree", "move", "rmtree", "make_archive",
               "unpack_archive", "chown", "copymode", "copystat"},
    "tempfile": {"*"},
    "zipfile": {"ZipFile"},
    "tarfile": {"open", "TarFile"},
    "gzip": {"open", "GzipFile"},
    "sqlite3": {"*"},
    "shelve": {"*"},
    "dbm": {"*"},
    "mmap": {"mmap"},
}  # fmt: skip
MODULES_READ = {*MODULES, "io", "codecs", "dataclasses", "copy", "operator"}
QT_CLASSES = {"QFile", "QSaveFile", "QTemporaryFile", "QTemporaryDir", "QLockFile", "QDir", "QPdfWriter"}
HANDLERS = {"FileHandler", "RotatingFileHandler", "TimedRotatingFileHandler", "WatchedFileHandler"}
WRITING = set("wax+")
MODE = set("rwaxbt+")


def writes(source: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(source)
    names = _imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = _called(node, names)
            if called:
                yield node.lineno, called
        elif isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in QT_CLASSES | HANDLERS:
                yield node.lineno, name


def _imported(tree: ast.AST) -> dict[str, str]:
    """Map local names to "module" or "module.function"."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name.split(".")[0]: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _called(node: ast.Call, names: dict[str, str]) -> str:
    """Return what is called if it changes the disk, else an empty text."""
    function = node.func
    if isinstance(function, ast.Name):
        return _function(node, names.get(function.id, function.id))
    if not isinstance(function, ast.Attribute):
        return ""
    base = function.value
    if isinstance(base, ast.Name) and base.id in names:
        full = f"{names[base.id]}.{function.attr}"
        # What stands for a whole module has no methods of a path.
        if names[base.id] in MODULES_READ or _function(node, full):
            return _function(node, full)
    return _method(node, function.attr)


def _function(node: ast.Call, full: str) -> str:
    if full in {"open", "io.open", "codecs.open"}:
        return full if _mode_writes(node, 1) else ""
    module, _, function = full.rpartition(".")
    known = MODULES.get(module, set())
    return full if function in known or "*" in known else ""


def _method(node: ast.Call, name: str) -> str:
    if name == "open":
        # Dialogues, sockets and the vault open too: only a mode that is one (or a computed one by name) counts.
        modes = [keyword.value for keyword in node.keywords if keyword.arg == "mode"]
        literal = [*node.args[:1], *modes]
        said = any(isinstance(mode, ast.Constant) and _mode_writes(node, 0) for mode in literal)
        return ".open" if said or any(not isinstance(mode, ast.Constant) for mode in modes) else ""
    if name in {"rename", "replace"}:
        # str.replace takes two arguments, date.replace keywords; Path.replace and Path.rename one target.
        target = len(node.args) == 1 or any(keyword.arg == "target" for keyword in node.keywords)
        return f".{name}" if target else ""
    return f".{name}" if name in METHODS else ""


def _mode_writes(node: ast.Call, position: int) -> bool:
    given = [keyword.value for keyword in node.keywords if keyword.arg == "mode"]
    given += node.args[position : position + 1]
    if not given:
        return False
    mode = given[0]
    if isinstance(mode, ast.Constant):
        return isinstance(mode.value, str) and set(mode.value) <= MODE and bool(WRITING & set(mode.value))
    return True


def test_nothing_outside_files_writes() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if not path.is_relative_to(ALLOWED)
        for line, what in writes(path.read_text(encoding="utf-8"))
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        "open(p, 'w')",
        "open(p, mode='ab')",
        "open(p, 'r+')",
        "open(p, mode)",
        "import io\nio.open(p, 'x')",
        "p.open('wb')",
        "p.write_text('x')",
        "Path('x').write_bytes(b'')",
        "p.replace(q)",
        "p.rename(target=q)",
        "p.unlink(missing_ok=True)",
        "import os\nos.open(p, os.O_RDWR)",
        "import os as system\nsystem.replace(a, b)",
        "from os import rename as mv\nmv(a, b)",
        "import shutil\nshutil.rmtree(p)",
        "from shutil import copyfile\ncopyfile(a, b)",
        "import tempfile\ntempfile.NamedTemporaryFile()",
        "from tempfile import mkstemp\nmkstemp()",
        "import sqlite3\nsqlite3.connect('x')",
        "from PySide6.QtCore import QSaveFile\nQSaveFile('x')",
        "import logging.handlers\nlogging.handlers.RotatingFileHandler('x')",
    ],
)
def test_the_check_finds_writing(source: str) -> None:
    assert list(writes(source))


@pytest.mark.parametrize(
    "source",
    [
        "open(p)",
        "open(p, 'rb')",
        "p.open('r', encoding='utf-8')",
        "'a'.replace('b', 'c')",
        "import dataclasses\ndataclasses.replace(a, b=1)",
        "day.replace(month=1)",
        "p.read_bytes()",
        "import os\nos.environ.get('X')",
    ],
)
def test_the_check_leaves_reading_alone(source: str) -> None:
    assert not list(writes(source))
