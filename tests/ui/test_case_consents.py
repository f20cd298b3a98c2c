"""Einwilligungen of a case: the list with lights, the pills of the head, and the sheets by keyboard."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import address_book, casework, drafts, letters, overview, releases
from mfd_desktop.app.release_gate import release_for
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.domain.releases import Lapse, Release, ReleaseForm
from mfd_desktop.ui.case_consent_sheets import sheet_for_missing
from mfd_desktop.ui.case_consents import ConsentsTab
from mfd_desktop.ui.case_forms import RecordSheet
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.buttons import Button
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.recipient_sheet import RecipientSheet
from mfd_desktop.ui.screens.case import CaseScreen

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
RAWS = {
    "recipient": "Jobcenter Musterstadt, Leistung", "purpose": "Z02", "matters": "A01 A05", "sender": "MFD",
    "form": "written", "given": "2.11.2026", "valid_until": "30.6.2027",
}  # fmt: skip
ORAL = {"form": "oral", "present": "Frau Probe", "mutual": "1"}


@pytest.fixture
def amal(people: dict[str, Any]) -> RecordId:
    """Her case."""
    return RecordId(people["amal"].case_id)


@pytest.fixture
def case(window: MainWindow, amal: RecordId) -> CaseScreen:
    """Amal's case, Einwilligungen."""
    window.show_place(Place("case", amal, "consents"))
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    return screen


@pytest.fixture
def take_back(desk: Desk) -> Callable[[], None]:
    """Take back what was told last."""
    told: list[Callable[[], None]] = []
    desk.messages.told.connect(lambda _text, _kind, _action, callback: told.append(callback))
    return lambda: told.pop()()


def add(session: Session, case_id: RecordId, **changed: str) -> RecordId:
    return releases.record_release(session, case_id, RAWS | changed).record_id


def stored(session: Session, case_id: RecordId) -> tuple[Release, ...]:
    return overview.case_page(session, case_id).releases


def lines(case: CaseScreen) -> list[tuple[str, str, str]]:
    tab = case.tab("consents")
    assert isinstance(tab, ConsentsTab)
    return [(row.badge, row.title, row.second) for row in tab.rows.rows()]


def badges(case: CaseScreen) -> list[str]:
    return [badge for badge, _title, _second in lines(case)]


def sheet_of(case: CaseScreen, qtbot: QtBot) -> RecordSheet:
    """Return the open sheet once it has the keys."""
    found = case.sheets.sheet
    assert isinstance(found, RecordSheet)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
    return found


def button(sheet: RecordSheet, words: str) -> Button:
    return next(found for found in sheet.findChildren(Button) if found.text() == words)


def test_without_a_release_it_says_what_that_means_and_what_to_do_first(case: CaseScreen) -> None:
    tab = case.tab("consents")
    assert isinstance(tab, ConsentsTab)
    assert lines(case) == []
    assert QApplication.focusWidget() is tab.add_button
    assert not any("Entbindung" in words for words in case.head.pills())


def test_each_release_has_its_light_with_those_that_are_over_last(
    session: Session, case: CaseScreen, amal: RecordId
) -> None:
    add(session, amal, recipient="Kita Sonne", given="1.2.2026", valid_until="31.8.2026", purpose="Z04")
    add(session, amal, recipient="BAMF", purpose="Z01", valid_until="", until_done="1")
    add(session, amal, recipient="VG Trier", purpose="Z01", valid_until="1.12.2026")
    add(session, amal, **ORAL)
    add(session, amal, recipient="Sozialamt", given="")
    add(session, amal, recipient="Jugendamt", given="3.11.2026", matters="")
    gone = add(session, amal, recipient="Schuldnerberatung", purpose="Z08")
    releases.withdraw_release(session, gone, {"withdrawn": "10.11.2026"})
    told = " · Name und Kontaktdaten, Einkommen und Leistungen"
    assert {title: (badge, second) for badge, title, second in lines(case)} == {
        "Sozialamt": (
            "vorbereitet", f"noch nicht erteilt · Leistungen und Existenzsicherung{told}",
        ),
        "Jugendamt": ("Entwurf", "Leistungen und Existenzsicherung"),
        "Jobcenter Musterstadt, Leistung": (
            "Unterschrift fehlt", f"bis 30.06.2027 · Leistungen und Existenzsicherung · mündlich · wechselseitig{told}",
        ),
        "VG Trier": ("läuft ab", f"bis 01.12.2026 · Aufenthalts- und Asylverfahren{told}"),
        "BAMF": ("gültig", f"bis zum Abschluss · Aufenthalts- und Asylverfahren{told}"),
        "Schuldnerberatung": ("widerrufen", f"am 10.11.2026 · Schulden{told}"),
        "Kita Sonne": ("abgelaufen", f"am 31.08.2026 · Kita und Schule{told}"),
    }  # fmt: skip
    assert badges(case)[0] == "vorbereitet"
    assert badges(case)[-2:] == ["widerrufen", "abgelaufen"]
    assert case.head.pills()[-2:] == [
        "Entbindung: Jobcenter Musterstadt, VG Trier, BAMF",
        "Keine Entbindung mehr: Schuldnerberatung, Kita Sonne",
    ]


def test_with_the_case_ends_what_was_given_for_the_matter(
    session: Session, case: CaseScreen, amal: RecordId, clock: FixedClock
) -> None:
    add(session, amal, valid_until="", until_done="1")
    casework.close_case(session, amal, {"closed": "heute", "outcome": "O1"})
    clock.moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    case.refresh()
    assert [(badge, second.split(" · ")[0]) for badge, _title, second in lines(case)] == [
        ("beendet", "mit dem Fall am 23.11.2026")
    ]


def test_who_has_another_release_that_counts_is_not_named_as_over(
    session: Session, case: CaseScreen, amal: RecordId, clock: FixedClock
) -> None:
    add(session, amal, valid_until="5.11.2026")
    add(session, amal)
    for number in range(4):
        add(session, amal, recipient=f"Amt {number}", given=f"{number + 10}.11.2026")
    assert case.head.pills()[-1] == "Entbindung: Amt 3, Amt 2, Amt 1 und 2 weitere"
    clock.moment = datetime(2027, 7, 1, 9, 0, tzinfo=UTC)
    case.refresh()
    assert case.head.pills()[-1] == "Keine Entbindung mehr: Amt 3, Amt 2, Amt 1 und 2 weitere"
    assert set(badges(case)) == {"abgelaufen"}


def test_an_oral_release_is_recorded_by_keyboard_and_taken_back(
    session: Session, case: CaseScreen, amal: RecordId, qtbot: QtBot,
    press: Callable[..., None], type_text: Callable[[str], None], take_back: Callable[[], None],
) -> None:  # fmt: skip
    address_book.save_recipient(session, None, {"name": "Jobcenter Musterstadt", "department": "Leistung"})
    press(KEY.Key_Return)
    sheet = sheet_of(case, qtbot)
    assert not sheet.form.fields["present"].isVisible()
    type_text("leist")
    press(KEY.Key_Return)
    assert sheet.form.fields["recipient"].editor.raw() == "Jobcenter Musterstadt, Leistung"
    for _step in range(2):
        press(KEY.Key_Tab)
    type_text("Z02")
    press(KEY.Key_Tab)
    for code in ("A01", "A05"):
        type_text(code)
        press(KEY.Key_Return)
    for _step in range(3):
        press(KEY.Key_Tab)
    press(KEY.Key_A, CONTROL)
    type_text("münd")
    press(KEY.Key_Tab)
    assert sheet.form.fields["present"].isVisible()
    type_text("heute")
    press(KEY.Key_Tab)
    type_text("Frau Probe")
    for _step in range(2):
        press(KEY.Key_Tab)
    type_text("30.6.27")
    press(KEY.Key_Return, CONTROL)
    assert case.sheets.sheet is None
    (one,) = stored(session, amal)
    assert (one.form, one.purpose, one.matters, one.present) == (ReleaseForm.ORAL, "Z02", ("A01", "A05"), "Frau Probe")
    assert one.recipient_id is not None
    assert badges(case) == ["Unterschrift fehlt"]
    assert [entry.text for entry in overview.case_page(session, amal).follow_ups] == [
        "Unterschrift zur mündlichen Entbindung einholen: Jobcenter Musterstadt, Leistung"
    ]
    take_back()
    assert (stored(session, amal), overview.case_page(session, amal).follow_ups) == ((), ())


def test_what_is_missing_is_said_and_it_can_be_kept_as_prepared(
    session: Session, case: CaseScreen, amal: RecordId, qtbot: QtBot, press: Callable[..., None]
) -> None:
    case.sheets.open("release:new:Z04:Kita Sonne")
    sheet = sheet_of(case, qtbot)
    assert (sheet.form.texts()["purpose"], sheet.form.texts()["recipient"]) == ("Z04", "Kita Sonne")
    press(KEY.Key_Return, CONTROL)
    wrong = {name: field.error() for name, field in sheet.form.fields.items() if field.error()}
    assert wrong == {
        "matters": "Bitte ausfüllen.",
        "given": "Bitte ausfüllen.",
        "valid_until": "Bitte entweder ein Datum eintragen oder „bis zum Abschluss der Angelegenheit“ wählen.",
    }
    button(sheet, "Als Entwurf speichern").click()
    assert badges(case) == ["vorbereitet"]
    assert release_for(session, amal, "Kita Sonne", "Z04", session.clock.today()) is None


def test_a_day_takes_the_tick_away_and_the_tick_the_day(case: CaseScreen, qtbot: QtBot) -> None:
    case.sheets.open("release:new")
    form = sheet_of(case, qtbot).form
    day, tick = form.fields["valid_until"].editor, form.fields["until_done"].editor
    tick.input_widget().click()  # type: ignore[attr-defined]  # a box
    assert (tick.raw(), day.raw()) == ("1", "")
    form.focus_field("valid_until")
    qtbot.keyClicks(day.input_widget(), "1.1.27")
    assert (tick.raw(), day.raw()) == ("0", "1.1.27")
    tick.input_widget().click()  # type: ignore[attr-defined]  # a box
    assert (tick.raw(), day.raw()) == ("1", "")
    case.sheets.sheet.reject()  # type: ignore[union-attr]  # it is open


def test_the_signed_sheet_comes(session: Session, case: CaseScreen, amal: RecordId, qtbot: QtBot) -> None:
    one = add(session, amal, **ORAL)
    case.sheets.open(f"release:{one}")
    sheet = sheet_of(case, qtbot)
    assert sheet.form.fields["paper"].isVisible()
    sheet.form.fields["paper"].editor.set_raw("heute")
    sheet.accept()
    assert badges(case) == ["gültig"]
    assert [entry.done for entry in overview.case_page(session, amal).follow_ups] == [session.clock.today()]


def test_a_release_is_withdrawn_with_its_day_and_the_withdrawal_taken_back(
    session: Session, case: CaseScreen, amal: RecordId, qtbot: QtBot, press: Callable[..., None],
    type_text: Callable[[str], None], take_back: Callable[[], None],
) -> None:  # fmt: skip
    one = add(session, amal)
    case.sheets.open(f"release:{one}")
    button(sheet_of(case, qtbot), "Widerrufen …").click()
    assert case.sheets.name == f"withdrawal:{one}"
    sheet = sheet_of(case, qtbot)
    press(KEY.Key_A, CONTROL)
    type_text("1.11.2026")
    press(KEY.Key_Return, CONTROL)
    assert sheet.form.fields["withdrawn"].error() == "Das Ende liegt vor dem Anfang."
    press(KEY.Key_A, CONTROL)
    type_text("gestern")
    press(KEY.Key_Return, CONTROL)
    assert badges(case) == ["widerrufen"]
    take_back()
    assert badges(case) == ["gültig"]
    releases.withdraw_release(session, one, {"withdrawn": "gestern"})
    case.sheets.open(f"release:{one}")
    button(sheet_of(case, qtbot), "Widerruf zurücknehmen").click()
    assert badges(case) == ["gültig"]
    take_back()
    assert stored(session, amal)[0].lapse(session.clock.today()) is Lapse.WITHDRAWN


def test_one_that_is_over_is_renewed(session: Session, case: CaseScreen, amal: RecordId, qtbot: QtBot) -> None:
    old = add(session, amal, valid_until="5.11.2026", mutual="1")
    case.sheets.open(f"release:{old}")
    button(sheet_of(case, qtbot), "Erneuern …").click()
    assert case.sheets.name == f"release:again:{old}"
    sheet = sheet_of(case, qtbot)
    texts = sheet.form.texts()
    assert {name: texts[name] for name in ("recipient", "purpose", "matters", "mutual", "given", "valid_until")} == {
        "recipient": RAWS["recipient"], "purpose": "Z02", "matters": "A01 A05", "mutual": "1", "given": "",
        "valid_until": "",
    }  # fmt: skip
    sheet.form.fields["given"].editor.set_raw("heute")
    sheet.form.fields["until_done"].editor.set_raw("1")
    sheet.accept()
    assert badges(case) == ["gültig", "abgelaufen"]


def test_the_sheet_to_sign_is_written_before_anything_is_signed(
    session: Session, case: CaseScreen, desk: Desk, amal: RecordId, qtbot: QtBot
) -> None:
    places: list[Place] = []
    desk.place_requested.disconnect()
    desk.place_requested.connect(places.append)
    case.sheets.open("release:new:Z04:Kita Sonne")
    sheet = sheet_of(case, qtbot)
    sheet.form.fields["matters"].editor.set_raw("A01 A06")
    button(sheet, "Blatt drucken …").click()
    assert badges(case) == ["vorbereitet"]
    case.sheets.open(f"release:{stored(session, amal)[0].stamp.id}")
    sheet = sheet_of(case, qtbot)
    sheet.form.fields["reader"].editor.set_raw("Frau Probe")
    button(sheet, "Blatt drucken …").click()
    first, again = (letters.read_letter(session, str(place.record_id)) for place in places)
    assert [place.screen for place in places] == ["letter", "letter"]
    assert (first.template, first.case_id, first.language) == ("G02", amal, "ar")
    expected = {"recipient": "Kita Sonne", "purpose": "Z04", "matters": "A01 A06", "client_name": "Amal Testperson"}
    assert {name: first.fields[name] for name in expected} == expected
    assert (first.fields["sender"], again.fields["reader"]) == (
        "Dienststelle Musterburg, Musterträger e. V.",
        "Frau Probe",
    )


def test_a_release_that_letters_rest_on_says_so_and_cannot_be_deleted(
    session: Session, case: CaseScreen, amal: RecordId, qtbot: QtBot
) -> None:
    one = add(session, amal)
    letter = letters.begin_letter(session, amal, "G02")
    with session.vault.write() as db:
        db.execute("UPDATE letter SET release_id = ?, frozen = created WHERE id = ?", (one, letter))
    case.sheets.open(f"release:{one}")
    sheet = sheet_of(case, qtbot)
    assert "Auf diese Entbindung stützt sich 1 Brief." in [label.text() for label in sheet.findChildren(Label)]
    assert "Löschen" not in [found.text() for found in sheet.findChildren(Button)]
    sheet.reject()


def test_what_was_typed_into_a_sheet_given_up_comes_back(
    desk: Desk, window: MainWindow, amal: RecordId, qtbot: QtBot, take_back: Callable[[], None]
) -> None:
    sheet = sheet_for_missing(desk, window, amal, "Z02", "Jobcenter")
    sheet.open()
    qtbot.waitUntil(sheet.isActiveWindow)
    sheet.form.fields["place"].editor.set_raw("Mainz")
    sheet.reject()
    take_back()
    (again,) = (found for found in window.findChildren(RecordSheet) if found.isVisible())
    assert again.form.texts()["place"] == "Mainz"
    again.give_up()


def test_the_sheet_that_a_letter_lacks_opens_over_any_window(
    session: Session, desk: Desk, window: MainWindow, amal: RecordId, qtbot: QtBot
) -> None:
    sheet = sheet_for_missing(desk, window, amal, "Z02", "Jobcenter: Leistung")
    sheet.open()
    qtbot.waitUntil(sheet.isActiveWindow)
    for name, text in {"matters": "A01", "given": "heute", "until_done": "1"}.items():
        sheet.form.fields[name].editor.set_raw(text)
    sheet.accept()
    assert release_for(session, amal, "Jobcenter: Leistung", "Z02", session.clock.today()) is not None


def test_a_release_is_deleted_and_brought_back(
    session: Session, case: CaseScreen, amal: RecordId, qtbot: QtBot, take_back: Callable[[], None]
) -> None:
    one = add(session, amal, given="")
    case.sheets.open(f"release:{one}")
    sheet = sheet_of(case, qtbot)
    assert not [found for found in sheet.findChildren(Button) if found.text() == "Widerrufen …"]
    button(sheet, "Löschen").click()
    assert lines(case) == []
    take_back()
    assert badges(case) == ["vorbereitet"]


def test_a_new_recipient_goes_into_the_address_book_on_the_way(
    session: Session, case: CaseScreen, qtbot: QtBot, type_text: Callable[[str], None]
) -> None:
    case.sheets.open("release:new")
    outer = sheet_of(case, qtbot)
    type_text("Jugendamt Probe")
    button(outer, "Neu …").click()
    inner = outer.findChild(RecipientSheet)
    assert inner is not None
    qtbot.waitUntil(lambda: QApplication.activeWindow() is inner)
    assert inner.form.texts()["name"] == "Jugendamt Probe"
    inner.form.focus_field("department")
    type_text("Kita")
    inner.accept()
    assert outer.form.texts()["recipient"] == "Jugendamt Probe, Kita"
    assert [entry.label for entry in address_book.recipients(session)] == ["Jugendamt Probe, Kita"]
    outer.reject()


def test_what_is_typed_in_the_sheet_survives_locking(
    session: Session, case: CaseScreen, desk: Desk, window: MainWindow, amal: RecordId, qtbot: QtBot,
    type_text: Callable[[str], None],
) -> None:  # fmt: skip
    case.sheets.open("release:new:Z04:Kita Sonne")
    form = sheet_of(case, qtbot).form
    form.focus_field("sender")
    type_text(" und Frau Probe")
    unsaved = form.open_form()
    assert unsaved is not None
    drafts.seal(session, (unsaved,), case.place())
    place = case.place()
    assert place.detail["sheet"] == "release:new:Z04:Kita Sonne"
    desk.unregister(form)
    case.sheets.sheet.hide()  # type: ignore[union-attr]  # it is open
    case.sheets._on_finished()  # noqa: SLF001 - what locking does by ending the process
    window.show_place(place)
    again = sheet_of(case, qtbot)
    assert again.form.texts()["sender"].endswith(" und Frau Probe")
    assert again.form.texts()["recipient"] == "Kita Sonne"
    again.give_up()


def test_a_sheet_of_somebody_elses_release_does_not_open(
    session: Session, case: CaseScreen, people: dict[str, Any]
) -> None:
    other = add(session, people["ivan"].case_id)
    for name in (f"release:{other}", f"release:again:{other}", f"withdrawal:{other}", f"release:{'0' * 32}"):
        case.sheets.open(name)
        assert case.sheets.sheet is None


def test_the_current_release_is_part_of_the_place(
    session: Session, case: CaseScreen, window: MainWindow, amal: RecordId
) -> None:
    ids = [add(session, amal, given=f"{day}.11.2026") for day in (3, 4, 5)]
    tab = case.tab("consents")
    assert isinstance(tab, ConsentsTab)
    tab.rows.make_current(f"release:{ids[1]}")
    place = case.place()
    tab.rows.make_current(f"release:{ids[0]}")
    window.show_place(place)
    assert tab.rows.current_key() == f"release:{ids[1]}"
