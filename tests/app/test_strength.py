"""The estimate of a passphrase: advice that is never far too good."""

import pytest

from mfd_desktop.app.strength import Strength, about_office, estimate, suggestion
from mfd_desktop.domain.records import Office

OFFICE = Office("MFD Musterstadt", "Muster-Träger", "DSGVO", "07315", counsellor="Beate Beispiel", town="Musterstadt")


@pytest.mark.parametrize(
    ("passphrase", "level"),
    [
        ("passwort", Strength.WEAK),
        ("12345678", Strength.WEAK),
        ("Sommer2026", Strength.WEAK),
        ("Musterstadt2026", Strength.WEAK),
        ("BeateBeispiel", Strength.WEAK),
        ("qwertzuiop", Strength.WEAK),
        ("Gießkanne Leuchtturm", Strength.FAIR),
        ("xK3!pQ9zLw0;", Strength.GOOD),
        ("Gießkanne Leuchtturm Birne Nagel Pfütze", Strength.STRONG),
        ("correct horse battery staple", Strength.STRONG),
    ],
)
def test_what_is_weak_and_what_is_strong(passphrase: str, level: Strength) -> None:
    assert estimate(passphrase, about_office(OFFICE)).level is level


def test_names_of_the_owner_are_no_secret() -> None:
    alone, known = (estimate("Beispielhausen7", about) for about in ((), ("Beispielhausen",)))
    order = list(Strength)
    assert order.index(known.level) <= order.index(alone.level)
    assert known.span in ("seconds", "minutes")


def test_a_suggestion_is_good_although_its_words_are_known() -> None:
    found = {suggestion() for _ in range(20)}
    assert len(found) == 20
    for text in found:
        assert len(text.split()) == 5
        assert estimate(text).level in (Strength.GOOD, Strength.STRONG)
    assert estimate(suggestion()).span == "years"


def test_a_text_of_any_length_is_judged_by_its_beginning() -> None:
    text = "Turm Birne Lampe Kamel Zucker Garten Fenster Teller Wolke Besen Hammer Nebel Insel"
    assert estimate(text * 1000) == estimate(text)
