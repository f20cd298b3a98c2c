"""Every letter says what it said when somebody last read it (golden/*.txt)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.fields import Value
from mfd_desktop.domain.records import Office
from mfd_desktop.letters.catalogue import Letter, Letters
from mfd_desktop.letters.compose import Order, compose
from mfd_desktop.render.blocks import Document

GOLDEN = Path(__file__).parent / "golden"


_TRANSLATED = [(name, language) for language in ("de", "ar") for name in ("G00", "G02", "G12", "G14")]


@pytest.mark.parametrize(("template", "language"), [*_TRANSLATED, ("G11", "de")])
def test_a_letter_says_what_it_said(
    letters: Letters, lists: CodeLists, office: Office, example: Callable[[Letter, str], dict[str, Value]],
    written: Callable[[Document], str], today: date, template: str, language: str,
) -> None:  # fmt: skip
    letter = letters.get(template, language)
    order = Order(today, language, with_german=True, our_sign="2026-0143")
    found = written(compose(letter, example(letter, language), office, order, lists))
    assert found == (GOLDEN / f"{template}.{language}.txt").read_text(encoding="utf-8")


def test_every_letter_has_its_golden_text(letters: Letters) -> None:
    wanted = {f"{name}.{language}.txt" for name, one in letters.usable().items() for language in one.languages}
    assert wanted == {path.name for path in GOLDEN.glob("*.txt")}
