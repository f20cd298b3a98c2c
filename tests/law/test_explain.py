"""A computed deadline in words, in German and in English."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from mfd_desktop.content.i18n import set_language
from mfd_desktop.law.calculation import compute
from mfd_desktop.law.explain import explain, headline
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.phrases import LandName, Several, Span
from mfd_desktop.law.results import Facts, Message, Result

DAY = date(2026, 10, 24)
Write = Callable[..., RuleBook]


@pytest.fixture(autouse=True)
def _german_again() -> Iterator[None]:
    yield
    set_language("de")


def result(written: Write, trigger: str = "ZUSTELLUNG", **rule: Any) -> Result:
    return compute(written(rule), Facts("PROBE", trigger, DAY))


def said(found: Result) -> dict[str, list[str]]:
    return {section.title.shown(): [line.shown() for line in section.lines] for section in explain(found)}


def test_everything_stands_under_its_heading(written: Write) -> None:
    found = said(
        result(
            written,
            effect="Bescheid wird bestandskräftig",
            suspensive="ja",
            hint="Umschlag aufheben",
            tasks=["Klage einreichen"],
            readings=[{"name": "short", "reason": "Vorsicht", "shift": False}],
        )
    )
    assert list(found) == [
        *("Ergebnis", "So ist gerechnet", "Andere vertretbare Lesarten"),
        *("Zu beachten", "Zu tun", "Grundlage"),
    ]
    assert found["Ergebnis"][:2] == ["Probe", "Letzter Tag: Mo 02.11.2026."]
    assert found["Ergebnis"][2].startswith("Sicher handeln bis: Fr 30.10.2026.")
    assert found["So ist gerechnet"][0] == "Zustellung: Sa 24.10.2026."
    assert found["Andere vertretbare Lesarten"] == ["Sa 31.10.2026: Vorsicht"]
    assert found["Zu beachten"][-3:] == [
        "Folge: Bescheid wird bestandskräftig",
        "Aufschiebende Wirkung: ja",
        "Umschlag aufheben",
    ]
    assert found["Zu tun"] == ["Klage einreichen"]
    assert found["Grundlage"] == [
        "Regel PROBE, Fassung 1.",
        "Rechtsgrundlage: § 1 Probe",
        "Quelle: Probe; geprüft am 23.11.2026.",
        "Rechtsstand: 19.08.2026.",
    ]


def test_sections_without_sentences_are_left_out(written: Write) -> None:
    found = said(result(written, "GEBURT", triggers=["GEBURT"]))
    assert list(found) == ["Ergebnis", "So ist gerechnet", "Grundlage"]


def test_the_same_in_english(written: Write) -> None:
    found = result(written)
    set_language("en")
    english = said(found)
    assert english["Result"][1] == "Last day: Mon 02.11.2026."
    path = "Sat 31.10.2026 → Sun 01.11.2026 (All Saints' Day) → Mon 02.11.2026"
    assert english["How it is computed"][-1].startswith(f"{path}: the end moves to the next working day")
    german = {line for lines in said(found).values() for line in lines}
    assert "Es zählt der Eingang bis 24:00 Uhr" not in " ".join(german)


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ({"kind": "authority"}, "Letzter Tag der Behörde: Mo 02.11.2026."),
        ({"kind": "waiting", "shift": False}, "Letzter Tag der Wartezeit: Sa 31.10.2026."),
        ({"kind": "benefit"}, "Letzter Tag: Mo 02.11.2026."),
        ({"kind": "appointment", "shift": False}, "Termin: Sa 31.10.2026."),
        ({"kind": "benefit", "result": "effective", "shift": False}, "Erster Tag, für den"),
        ({"length": None, "shift": False}, "Das Gesetz nennt keinen letzten Tag."),
        ({"kind": "waiting", "direction": "backward", "shift": False}, "Frühestens ab: Sa 17.10.2026."),
    ],
)
def test_each_kind_has_its_own_words(written: Write, rule: dict[str, Any], first: str) -> None:
    assert headline(result(written, **rule))[0].shown().startswith(first)


def test_periods_of_others_say_when_they_are_surely_over(written: Write) -> None:
    authority = headline(result(written, kind="authority"))
    assert authority[1].shown().startswith("Sicher abgelaufen: ab Di 03.11.2026.")
    earliest = headline(result(written, kind="waiting", direction="backward", shift=False))
    assert earliest[1].shown() == "Nach jeder Lesart zulässig: ab Sa 17.10.2026."
    chance = headline(result(written, kind="benefit", direction="backward", shift=False))
    assert chance[1].shown().startswith("Alles bereit haben bis: Fr 16.10.2026")


def test_an_appointment_has_one_line(written: Write) -> None:
    assert len(headline(result(written, kind="appointment", shift=False))) == 1


def test_readings_of_the_other_law_name_it(written: Write) -> None:
    old = {"regime": "ALT", "cut_off": "procedure", "valid_until": date(2026, 6, 11)}
    new = {"regime": "NEU", "cut_off": "procedure", "valid_from": date(2026, 6, 12), "length": {"n": 3, "unit": "days"}}
    book = written(old, new)
    beside = compute(book, Facts("PROBE", "ZUSTELLUNG", DAY, lodged=date(2026, 1, 2)))
    (line,) = said(beside)["Andere vertretbare Lesarten"]
    assert line.startswith("Di 27.10.2026 (PROBE, neues Recht): Über einen vor dem 12.06.2026 eingereichten Antrag")
    assert "Regel PROBE, Fassung 1, altes Recht." in said(beside)["Grundlage"]
    unknown = compute(book, Facts("PROBE", "ZUSTELLUNG", DAY))
    assert said(unknown)["Andere vertretbare Lesarten"] == ["Mo 02.11.2026 (PROBE, altes Recht)"]


def test_a_reading_without_a_day_says_so(written: Write) -> None:
    law = {"cut_off": "procedure", "shift": False, "triggers": ["GEBURT"]}
    book = written({**law, "regime": "ALT"}, {**law, "regime": "NEU", "length": None, "immediate": True})
    found = compute(book, Facts("PROBE", "GEBURT", DAY))
    assert said(found)["Andere vertretbare Lesarten"] == ["Kein letzter Tag (PROBE, neues Recht)"]


def test_what_is_to_be_done_at_once_says_so(written: Write) -> None:
    found = headline(result(written, length=None, immediate=True, shift=False))
    assert [line.shown() for line in found] == [
        "Das Gesetz nennt keinen letzten Tag.",
        "Sofort handeln, am besten bis: Mo 26.10.2026, dem nächsten Werktag (Rheinland-Pfalz).",
    ]


def test_another_reading_of_a_benefit_shows_its_first_day(written: Write) -> None:
    reading = {"name": "longer", "reason": "Länger", "length": {"n": 2, "unit": "weeks"}}
    found = result(written, kind="benefit", result="effective", direction="backward", shift=False, readings=[reading])
    assert said(found)["Andere vertretbare Lesarten"] == ["Sa 10.10.2026: Länger"]


def test_values_show_themselves() -> None:
    assert LandName("BUND").shown() == "nur bundesweite Feiertage"
    assert LandName("RP").shown() == "Rheinland-Pfalz"
    spans = (Span(1, "years"), Span(2, "working_days"), Span(3, "months"), Span(1, "weeks"), Span(1, "days"))
    assert [span.shown() for span in spans] == ["1 Jahr", "2 Arbeitstage", "3 Monate", "1 Woche", "1 Tag"]
    assert Message("{n} {day}", {"n": 2, "day": DAY}).shown() == "2 24.10.2026"


def test_several_texts_stand_one_after_another() -> None:
    assert Several(("Klage", "Eilantrag")).shown() == "Klage; Eilantrag"
