"""Heute shows deadlines and what ends first; a validity date is renewed from the case in one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from mfd_desktop.app import deadlines, drafts, validities
from mfd_desktop.app.casework import read_case, save_residence_status
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import Place
from mfd_desktop.law.library import RuleProblem
from mfd_desktop.ui.case_validities import RenewalSheet, ValiditySheet
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.case import CaseScreen
from mfd_desktop.ui.screens.deadlines import DeadlinesScreen
from mfd_desktop.ui.screens.today import TodayScreen
from mfd_desktop.ui.today_deadlines import MOST

if TYPE_CHECKING:
    from conftest import Person

TODAY = date(2026, 11, 23)


def by_hand(session: Session, person: Person, title: str, days: int | None, kind: str = "loss") -> str:
    due = "" if days is None else format_date(TODAY + timedelta(days=days))
    raws = {"title": title, "due": due, "kind": kind, "warnings": "3, 1"}
    return deadlines.add_manual(session, person.case_id, raws).record_id


@pytest.fixture
def today(window: MainWindow, people: dict[str, Person]) -> TodayScreen:
    window.show_place(Place("today"))
    found = window.current()
    assert isinstance(found, TodayScreen)
    return found


def test_what_is_late_due_or_without_a_day_stands_before_warnings_and_what_ends(
    today: TodayScreen, window: MainWindow, session: Session, people: dict[str, Person], qtbot: QtBot
) -> None:
    assert today.deadlines.rows.isHidden(), "an empty list says so in words"
    amal, ivan = people["amal"], people["ivan"]
    late = by_hand(session, amal, "Widerspruch", -2)
    by_hand(session, ivan, "Stellungnahme", 0)
    by_hand(session, ivan, "Frist ohne Tag", None)
    by_hand(session, amal, "Eilantrag", 3)
    by_hand(session, amal, "Begründung", 30)
    by_hand(session, amal, "Wartefrist", -5, "waiting")
    raws = {"kind": "toleration", "until": "5.12.2026"}
    paper = validities.save_validity(session, amal.client_id, None, raws).record_id
    save_residence_status(session, people["samir"].client_id, None, {"code": "S002", "expires": "20.11.2026"})
    rows = today.deadlines.rows.rows()
    assert [(row.badge, row.title) for row in rows] == [
        ("seit 2 Tagen", "Widerspruch"),
        ("heute", "Stellungnahme"),
        ("ohne Tag", "Frist ohne Tag"),
        ("in 3 Tagen", "Eilantrag"),
        ("vorbei", "Wartefrist"),
        ("seit 3 Tagen", "Aufenthaltsgestattung ist abgelaufen"),
        ("in 12 Tagen", "Duldung läuft ab"),
    ]
    assert today.first_widget() is today.deadlines.rows
    today.deadlines.rows.button_clicked.emit(rows[0].key)
    assert window.place() == Place("today", detail={"sheet": f"finish:{late}"})
    assert today.deadline_sheets.sheet is not None
    today.deadline_sheets.sheet.reject()
    today.deadlines.rows.row_activated.emit(rows[0].key)
    assert today.deadline_sheets.key == f"deadline:{late}"
    today.deadline_sheets.sheet.reject()
    today.deadlines.rows.row_activated.emit(rows[-1].key)
    case = window.current()
    assert isinstance(case, CaseScreen)
    assert case.sheets.name == f"validity:{paper}"
    case.sheets.sheet.reject()  # type: ignore[union-attr]  # it is open
    window.show_place(Place("today", detail={"sheet": f"deadline:{late}"}))
    assert today.deadline_sheets.key == f"deadline:{late}"


def test_many_lines_lead_to_fristen_but_what_is_late_is_never_left_out(
    today: TodayScreen, window: MainWindow, session: Session, people: dict[str, Person]
) -> None:
    for number in range(MOST):
        by_hand(session, people["amal"], f"Spät {number}", -1 - number)
    for number in range(3):
        by_hand(session, people["amal"], f"Bald {number}", 1)
    rows = today.deadlines.rows.rows()
    assert len([row for row in rows if row.title.startswith("Spät")]) == MOST
    assert rows[-1].title == "2 weitere Fristen oder Gültigkeiten"
    today.deadlines.rows.button_clicked.emit(rows[-1].key)
    assert isinstance(window.current(), DeadlinesScreen)


def test_old_law_and_unusable_rules_are_said_on_heute(
    desk: Desk,
    make_window: Callable[[Desk], MainWindow],
    session: Session,
    people: dict[str, Person],
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    problem = RuleProblem("social.toml", "$", "broken")
    monkeypatch.setattr("mfd_desktop.ui.law_notice.unusable_files", lambda: (problem, problem))
    raws = {"rule": "WIDERSPRUCH_SGG_1M", "trigger_kind": "AUFGABE_ZUR_POST", "notice_form": "EINFACHER_BRIEF"}
    deadlines.add_by_rule(session, people["amal"].case_id, {**raws, "trigger_day": "1.10.2026", "land": "RP"})
    clock.moment += timedelta(days=365)
    window = make_window(desk)
    window.show_place(Place("today"))
    screen = window.current()
    assert isinstance(screen, TodayScreen)
    assert screen.law.old.isVisible()
    qtbot.waitUntil(screen.law.broken.isVisible)
    assert "social.toml ($: broken)" in screen.law.broken.text()


def test_a_validity_date_is_added_changed_renewed_deleted_and_all_of_it_undone(
    window: MainWindow, desk: Desk, session: Session, people: dict[str, Person]
) -> None:
    told: list[Callable[[], object] | None] = []
    desk.messages.told.connect(lambda _text, _kind, _action, callback: told.append(callback))
    person = people["samir"]
    window.show_place(Place("case", person.case_id, "master", detail={"sheet": "validity:new"}))
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    sheet = screen.sheets.sheet
    assert isinstance(sheet, ValiditySheet)
    for name, text in {"kind": "passport", "until": "1.1.27", "label": "Testland"}.items():
        sheet.form.fields[name].editor.set_raw(text)
    sheet.accept()
    (row,) = screen.master.validities.rows.rows()
    assert (row.title, row.second, row.badge) == ("Nationalpass", "bis 01.01.2027 · Testland", "in 39 Tagen")
    screen.sheets.open(str(row.key))
    sheet = screen.sheets.sheet
    assert isinstance(sheet, ValiditySheet)
    sheet.renew()
    renewal = screen.sheets.sheet
    assert isinstance(renewal, RenewalSheet)
    renewal.form.fields["until"].editor.set_raw("1.1.2032")
    renewal.accept()
    titles = [(row.badge, row.second) for row in screen.master.validities.rows.rows()]
    assert titles == [("", "bis 01.01.2032 · Testland"), ("erneuert", "bis 01.01.2027 · Testland")]
    undo = told[-1]
    assert undo is not None
    undo()
    (only,) = validities.validities_of(session, person.client_id)
    assert (only.until, only.renewed) == (date(2027, 1, 1), None)
    screen.sheets.open(f"validity:{only.stamp.id}")
    sheet = screen.sheets.sheet
    assert isinstance(sheet, ValiditySheet)
    sheet.remove()
    assert not validities.validities_of(session, person.client_id)
    undo = told[-1]
    assert undo is not None
    undo()
    assert len(validities.validities_of(session, person.client_id)) == 1
    assert read_case(session, person.case_id).client_id == person.client_id


def test_what_was_typed_about_a_deadline_and_not_stored_leads_back_to_its_sheet(
    today: TodayScreen, window: MainWindow, session: Session, people: dict[str, Person]
) -> None:
    late = by_hand(session, people["amal"], "Widerspruch", -2)
    client = people["amal"].client_id
    forms = tuple(
        drafts.open_form(key, {"note": "getippt"}, None)
        for key in ("manual:-", f"deadline_finish:{late}", f"validity:new:{client}")
    )
    drafts.seal(session, forms, None)
    window.show_place(Place("cases"))
    window.show_place(Place("today"))
    lines = {row.title: row.key for row in today.unfinished.rows.rows()}
    assert set(lines) == {"Frist", "Stammdaten"}
    today.unfinished.rows.row_activated.emit(lines["Stammdaten"])
    case = window.current()
    assert isinstance(case, CaseScreen)
    assert case.sheets.name == "validity:new"
    assert case.sheets.sheet is not None
    case.sheets.sheet.reject()
    window.show_place(Place("today"))
    keys = [row.key for row in today.unfinished.rows.rows() if row.title == "Frist"]
    today.unfinished.rows.row_activated.emit(keys[0])
    screen = window.current()
    assert isinstance(screen, DeadlinesScreen)
    assert screen.sheets.key in ("manual:-", f"finish:{late}")
