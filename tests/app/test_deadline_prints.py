"""What leaves the desk of deadlines on paper and as a file: numbers and days, never a name; all of it in the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from mfd_desktop.app import deadline_prints as prints
from mfd_desktop.app import deadlines
from mfd_desktop.app.deadline_sheet import sheet_document, sheet_pdf
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.session import Session
from mfd_desktop.content.i18n import set_language
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event

NewCase = Callable[..., tuple[RecordId, RecordId]]
TODAY = date(2026, 11, 23)
CANARY, GIVEN = "Kanarienvogel", "Zeisig"
LETTER = {
    "rule": "WIDERSPRUCH_SGG_1M",
    "trigger_kind": "AUFGABE_ZUR_POST",
    "notice_form": "EINFACHER_BRIEF",
    "land": "RP",
}


def words(part: object) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, tuple):
        return "\n".join(words(each) for each in part)
    if is_dataclass(part):
        return "\n".join(words(getattr(part, field.name)) for field in fields(part))
    return ""


@pytest.fixture
def case_id(session: Session, new_case: NewCase) -> RecordId:
    """A case with one deadline by a rule, three by hand (one late, one without a day), one of them with names in it."""
    case_id = new_case(CANARY, GIVEN)[1]
    assert not deadlines.add_by_rule(session, case_id, {**LETTER, "trigger_day": "22.10.2026"}).problems
    for title, due in ((f"Stellungnahme für {GIVEN} {CANARY}", "25.11.2026"), ("Zu spät", "20.11.2026"), ("Offen", "")):
        raws = {"title": title, "due": due, "kind": "loss", "warnings": "3, 1", "note": f"von {CANARY}"}
        deadlines.add_manual(session, case_id, raws)
    return case_id


def names_in(text: str) -> set[str]:
    return {name for name in (CANARY, GIVEN, "Z. K.") if name.casefold() in text.casefold()}


@pytest.mark.usefixtures("case_id")
def test_the_week_holds_numbers_and_rules_and_no_word_that_somebody_typed(session: Session) -> None:
    document = prints.week_document(session, TODAY)
    said = words(document)
    assert not names_in(said)
    assert "Stellungnahme" not in said
    for told in ("2026-0001", "Widerspruch (Sozialrecht)", "Do 26.11.2026", "Fr 20.11.2026", "Überfällig"):
        assert told in said
    assert "1 Frist hat noch keinen berechneten Tag." in said
    assert prints.week_pdf(session, TODAY).startswith(b"%PDF")


def test_a_week_without_deadlines_says_so(session: Session) -> None:
    assert "läuft keine Frist ab" in words(prints.week_document(session, TODAY))
    assert "keine Frist eingetragen" in words(prints.log_document(session, TODAY))


@pytest.mark.usefixtures("case_id")
def test_the_log_to_countersign_names_rule_trigger_and_days_and_leaves_names_out(
    session: Session, clock: FixedClock
) -> None:
    said = words(prints.log_document(session, TODAY))
    assert not names_in(said)
    for told in ("WIDERSPRUCH_SGG_1M, Fassung 1", "Do 22.10.2026", "Do 26.11.2026", "Stellungnahme für … …", "offen"):
        assert told in said
    assert {"Gegengezeichnet", "Eingetragen"} <= set(said.splitlines())
    assert prints.log_pdf(session, TODAY).startswith(b"%PDF")
    clock.moment += timedelta(days=1)
    assert "WIDERSPRUCH" not in words(prints.log_document(session, clock.today()))


def test_the_calendar_file_tells_a_number_and_keeps_its_identities(
    session: Session, case_id: RecordId, tmp_path: Path
) -> None:
    path = tmp_path / prints.calendar_name(session)
    assert path.name == "fristen-2026-11-23.ics"
    assert prints.export_calendar(session, path) == 3
    text = path.read_bytes().replace(b"\r\n ", b"").decode()
    assert not names_in(text)
    assert {line for line in text.split("\r\n") if line.startswith("SUMMARY")} == {"SUMMARY:Frist 2026-0001"}
    assert "Stellungnahme" not in text
    uids = {line for line in text.split("\r\n") if line.startswith("UID")}
    assert uids == {
        f"UID:{row.deadline.stamp.id}@mfd-desktop" for row in deadlines.desk(session) if row.deadline.act_by is not None
    }
    assert case_id not in text
    deadlines.save_deadline(session, deadlines.desk(session)[1].deadline.stamp.id, {"title": "Anders"})
    prints.export_calendar(session, path)
    again = path.read_bytes().replace(b"\r\n ", b"").decode()
    assert {line for line in again.split("\r\n") if line.startswith("UID")} == uids
    logged = [entry.detail for entry in log_entries(session) if entry.event is Event.EXPORT]
    assert logged == ["deadlines.ics", "deadlines.ics"]


@pytest.mark.parametrize(
    ("language", "told"),
    [("de", "Die Rechtsbehelfsbelehrung im Bescheid geht vor"), ("en", "The instruction on remedies in the notice")],
)
def test_the_sheet_of_one_deadline_explains_it_without_a_name(
    session: Session, case_id: RecordId, language: str, told: str
) -> None:
    row = next(row for row in deadlines.of_case(session, case_id) if row.deadline.rule)
    result = deadlines.readings_of(session, row.deadline.stamp.id)
    assert result is not None
    set_language("en" if language == "en" else "de")
    try:
        document = sheet_document(session, row, result)
        pdf = sheet_pdf(session, row.deadline.stamp.id)
    finally:
        set_language("de")
    said = words(document)
    assert not names_in(said)
    assert told in said
    for part in ("2026-0001", "WIDERSPRUCH_SGG_1M", "26.11.2026", "22.10.2026", "19.08.2026", "§ 84 Abs. 1 SGG"):
        assert part in said
    assert pdf.startswith(b"%PDF")


def test_a_deadline_without_a_rule_has_no_sheet(session: Session, case_id: RecordId) -> None:
    by_hand = next(row for row in deadlines.of_case(session, case_id) if not row.deadline.rule)
    with pytest.raises(KeyError):
        sheet_pdf(session, by_hand.deadline.stamp.id)
