"""Field types: each parses, checks and words an answer of its kind."""

from datetime import date, time
from typing import Any

import msgspec
import pytest

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.i18n import set_language
from mfd_desktop.domain.fields import FieldError, Kind
from mfd_desktop.forms.fieldtypes import AnyField

TODAY = date(2026, 11, 23)
LISTS = CodeLists()
OPTIONS = [{"code": "shared", "label": "Gemeinschaftsunterkunft"}, {"code": "rented", "label": "Eigene Mietwohnung"}]


def make(kind: str, **more: Any) -> AnyField:
    found: AnyField = msgspec.convert({"type": kind, "name": "a", "label": "Person", **more}, type=AnyField)
    return found


@pytest.mark.parametrize(
    ("field", "raw", "value", "words"),
    [
        (make("text"), " Amal ", "Amal", "Amal"),
        (make("note"), "zwei\nZeilen", "zwei\nZeilen", "zwei\nZeilen"),
        (make("date"), "1.12.2026", date(2026, 12, 1), "01.12.2026"),
        (make("time"), "9", time(9), "09:00"),
        (make("minutes"), "45", 45, "45 Minuten"),
        (make("number"), "3", 3, "3"),
        (make("code", codes="genders"), "w", "w", "Weiblich"),
        (make("codes", codes="topics"), "T03 T01.3", ("T03", "T01.3"), "Einbürgerung, Anhörung"),
        (make("choice", options=OPTIONS), "rented", "rented", "Eigene Mietwohnung"),
        (make("yes_no"), "unknown", "unknown", "Unbekannt"),
        (make("flag"), "1", True, "Ja"),
        (make("flag"), "0", False, "Nein"),
        (make("flag", yes="Mit Übergabe", no="Adresse genannt"), "0", False, "Adresse genannt"),
    ],
)
def test_an_answer_is_parsed_and_put_into_words(field: AnyField, raw: str, value: object, words: str) -> None:
    assert field.answerable
    assert field.parse(raw, today=TODAY, lists=LISTS) == value
    assert field.format(value, LISTS) == words  # type: ignore[arg-type]  # a value by kind
    nothing = field.parse("", today=TODAY, lists=LISTS)
    assert field.format(nothing, LISTS) == ""
    assert field.validate(nothing) is None
    asked_for = msgspec.structs.replace(field, required=True)
    problem = asked_for.validate(nothing)
    assert (problem and problem.code, asked_for.validate(value)) == ("required", None)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("field", "raw", "code"),
    [
        (make("text", most=3), "vier", "too_long"),
        (make("date"), "31.2.", "no_date"),
        (make("date", past=True), "24.11.2026", "future_date"),
        (make("time"), "25:00", "no_time"),
        (make("minutes"), "50", "not_quarter_hours"),
        (make("minutes", most=60), "75", "too_large"),
        (make("number", most=5), "6", "too_large"),
        (make("number"), "viele", "no_number"),
        (make("code", codes="genders"), "x", "unknown_code"),
        (make("codes", codes="topics", most=1), "T01 T02", "too_many"),
        (make("choice", options=OPTIONS), "other", "unknown_code"),
        (make("yes_no"), "vielleicht", "unknown_code"),
        (make("flag"), "ja", "no_flag"),
    ],
)
def test_what_means_nothing_is_refused(field: AnyField, raw: str, code: str) -> None:
    with pytest.raises(FieldError) as caught:
        field.parse(raw, today=TODAY, lists=LISTS)
    assert caught.value.code == code


def test_a_text_to_read_takes_no_answer() -> None:
    found = make("info", tone="warning")
    assert not found.answerable
    assert found.declared().kind is Kind.TEXT


def test_labels_and_choices_are_those_of_the_interface_language() -> None:
    set_language("en")
    try:
        assert make("text").declared().label == "Person"
        assert make("text", help="Wer tut was?").declared().help == "Who does what?"
        assert make("yes_no").choices() == (("yes", "Yes"), ("no", "No"), ("unknown", "Unknown"))  # type: ignore[union-attr]
        assert make("choice", options=OPTIONS).format("shared", LISTS) == "Shared accommodation"
        assert make("flag").choices() == ()  # type: ignore[union-attr]
    finally:
        set_language("de")
