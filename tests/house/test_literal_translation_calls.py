"""Translation calls take literal strings only: anything computed could never be found in a catalogue."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "mfd_desktop"
TEXTS = {"_": 1, "N_": 1, "ngettext": 2}
# Here the functions are defined, and translate_marked() hands on a text that was marked elsewhere.
DEFINED_IN = PACKAGE / "content" / "i18n.py"


def computed(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        if name not in TEXTS:
            continue
        texts = node.args[: TEXTS[name]]
        literal = all(isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value for text in texts)
        if len(texts) < TEXTS[name] or not literal:
            yield node.lineno, ast.unparse(node)


def test_every_translated_text_is_a_literal() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {call}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != DEFINED_IN
        for line, call in computed(path.read_text(encoding="utf-8"))
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        "_(f'{n} Fälle')",
        "_('a' + b)",
        "_('{n}'.format(n=1))",
        "_('%s' % x)",
        "_(text)",
        "_('')",
        "N_(text)",
        "i18n.ngettext('ein Fall', plural, n)",
        "ngettext(singular='a', plural='b', number=1)",
    ],
)
def test_the_check_finds_computed_texts(source: str) -> None:
    assert list(computed(source))


@pytest.mark.parametrize("source", ["_('Fälle')", "_('a ' 'b')", "ngettext('ein Fall', '{n} Fälle', n).format(n=n)"])
def test_the_check_accepts_literals(source: str) -> None:
    assert not list(computed(source))
