"""The sentences about deadlines that cannot be computed."""

from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.app.wording import sentence
from mfd_desktop.domain import errors_law as errors
from mfd_desktop.domain.errors import UserError

DAY, OTHER = date(2026, 11, 2), date(2026, 11, 3)
KNOWN = ("A", "B")
EXAMPLES: list[tuple[UserError, tuple[str, ...]]] = [
    (errors.UnknownRule("X", KNOWN), ("X", "A, B")),
    (errors.UnknownRule("X", ()), ("X", "--list")),
    (errors.UnknownTriggerKind("X", KNOWN), ("X", "A, B")),
    (errors.UnknownNoticeForm("X", KNOWN), ("X", "A, B")),
    (errors.UnknownLand("X", KNOWN), ("X", "A, B")),
    (errors.UnknownRegime("X", KNOWN), ("X", "A, B")),
    (errors.UnknownVariant("R", "X", KNOWN), ("R", "X", "A, B")),
    (errors.UnknownVariant("R", "X", ()), ("R", "keine")),
    (errors.TriggerNotOfRule("R", "X", KNOWN), ("R", "X", "A, B")),
    (errors.TriggerNotOfRule("R", "", KNOWN), ("R", "A, B", "Auslöser")),
    (errors.TriggerNotOfForm("F", "X", KNOWN), ("F", "X", "A, B")),
    (errors.NoticeFormMissing("X", KNOWN), ("X", "A, B")),
    (errors.TriggerInFuture(OTHER, DAY), ("03.11.2026", "02.11.2026")),
    (errors.DayOutOfRange(DAY, 1900, 2200), ("02.11.2026", "1900", "2200")),
    (errors.PostedAfterDelivery(OTHER, DAY), ("03.11.2026", "02.11.2026")),
    (errors.PostedTwice(OTHER, DAY), ("03.11.2026", "02.11.2026")),
    (errors.RegimeContradiction("NEU", "Tag der Registrierung", DAY), ("neues Recht", "Registrierung", "02.11.2026")),
    (errors.RuleOfOtherLaw("R", "ALT", ()), ("R", "altes Recht")),
    (errors.RuleOfOtherLaw("R", "NEU", KNOWN, "Weil es so ist."), ("R", "neues Recht", "Weil es so ist.", "A, B")),
    (errors.RuleNotInForce("R", DAY, ""), ("R", "02.11.2026")),
    (errors.RuleNotInForce("R", DAY, "Aufgehoben"), ("R", "02.11.2026", "Aufgehoben")),
    (errors.BadDay("morgen früh"), ("morgen früh", "2026-11-02")),
    (errors.BadCases(Path("faelle.csv"), ""), ("faelle.csv", "gelesen")),
    (errors.BadCases(Path("faelle.csv"), "rule"), ("faelle.csv", "rule")),
]


@pytest.mark.parametrize(("error", "named"), EXAMPLES, ids=lambda value: type(value).__name__)
def test_each_says_in_one_line_what_is_wrong_and_what_there_is(error: UserError, named: tuple[str, ...]) -> None:
    text = sentence(error)
    assert all(word in text for word in named)
    assert not {"\n", "{"} & set(text)


def test_all_are_tried() -> None:
    own = {kind for name, kind in vars(errors).items() if isinstance(kind, type) and not name.startswith("_")}
    assert {kind for kind in own if kind.__module__ == errors.__name__} == {type(error) for error, _ in EXAMPLES}
