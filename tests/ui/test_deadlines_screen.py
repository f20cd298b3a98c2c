"""Fristen: groups, filter, everything that is done with a deadline, new ones by hand and by a rule, papers."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import deadlines, law_state
from mfd_desktop.app.attachments import add_bytes
from mfd_desktop.app.benchmark_desk import add_deadlines
from mfd_desktop.app.casework import create_client, read_case
from mfd_desktop.app.session import Session, create_session, open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.deadlines import DeadlineRow
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Office, Place
from mfd_desktop.law.library import RuleProblem
from mfd_desktop.ui.case_forms import RecordSheet
from mfd_desktop.ui.deadline_act_sheets import FinishSheet
from mfd_desktop.ui.deadline_compute_sheet import ComputeSheet
from mfd_desktop.ui.deadline_detail_sheet import DetailSheet
from mfd_desktop.ui.deadline_expired_sheet import ExpiredSheet
from mfd_desktop.ui.deadline_menu import deadline_menu
from mfd_desktop.ui.deadline_new_sheets import ManualSheet
from mfd_desktop.ui.deadline_output_sheet import OutputSheet
from mfd_desktop.ui.deadline_steps_sheet import StepsSheet
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.paper_sheet import PaperSheet
from mfd_desktop.ui.screens.deadlines import DeadlinesScreen
from mfd_desktop.vault import slots
from mfd_desktop.vault.keys import FLOOR_COST

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
PASSPHRASE = "nur fuer diesen Test"
OFFICE = Office("Dienststelle Musterburg", "Musterträger e. V.", "DSGVO", "07315")
POSTED = {
    "rule": "WIDERSPRUCH_SGG_1M",
    "trigger_kind": "AUFGABE_ZUR_POST",
    "notice_form": "EINFACHER_BRIEF",
    "land": "RP",
}


@dataclass
class Person:
    case_id: RecordId
    number: str


def by_hand(session: Session, case_id: RecordId, title: str, days: int | None, kind: str = "loss") -> RecordId:
    due = "" if days is None else format_date(TODAY + timedelta(days=days))
    raws = {"title": title, "due": due, "kind": kind, "warnings": "3, 1"}
    return deadlines.add_manual(session, case_id, raws).record_id


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Person], dict[str, RecordId]]:
    """A vault with three people, a deadline for each group and one by a rule."""
    folder = tmp_path_factory.mktemp("deadlines") / "vault"
    session = create_session(folder, PASSPHRASE, OFFICE, clock=FixedClock(NOON), cost=FLOOR_COST)
    people = {}
    for name, family, given in (
        ("amal", "Testperson", "Amal"),
        ("ivan", "Probe", "Ivan"),
        ("samir", "Beispiel", "Samir"),
    ):
        raws = {"family_name": family, "given_name": given}
        case_id = create_client(session, raws, case={"opened": "2.11.2026", "level": "ACCOMPANIMENT"})[1]
        people[name] = Person(case_id, read_case(session, case_id).number)
    amal, ivan = people["amal"].case_id, people["ivan"].case_id
    made = {
        "late": by_hand(session, amal, "Widerspruch", -2),
        "today": by_hand(session, ivan, "Stellungnahme", 0),
        "week": by_hand(session, amal, "Eilantrag", 3),
        "later": by_hand(session, ivan, "Begründung", 31),
        "authority": by_hand(session, amal, "Entscheidung der Behörde", -5, "authority"),
        "undated": by_hand(session, ivan, "Frist ohne Tag", None),
    }
    made["rule"] = deadlines.add_by_rule(session, amal, {**POSTED, "trigger_day": "19.11.2026"}).record_id
    session.close()
    return folder, people, made


_stretch = functools.cache(slots.stretch)


@pytest.fixture
def session(
    vault: tuple[Path, dict[str, Person], dict[str, RecordId]],
    tmp_path: Path,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Session]:
    """A copy of the vault, unlocked."""
    monkeypatch.setattr(slots, "stretch", _stretch)
    shutil.copytree(vault[0], tmp_path / "vault")
    opened = open_session(tmp_path / "vault", PASSPHRASE, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def people(vault: tuple[Path, dict[str, Person], dict[str, RecordId]]) -> dict[str, Person]:
    return vault[1]


@pytest.fixture
def made(vault: tuple[Path, dict[str, Person], dict[str, RecordId]]) -> dict[str, RecordId]:
    return vault[2]


@pytest.fixture
def screen(desk: Desk, show_alone: Callable[..., None]) -> DeadlinesScreen:
    found = DeadlinesScreen(desk)
    show_alone(found, 1130, 700)
    return found


@pytest.fixture
def told(desk: Desk) -> Iterator[list[tuple[str, Callable[[], object] | None]]]:
    """What was said with the undo that was offered."""
    found: list[tuple[str, Callable[[], object] | None]] = []
    desk.messages.told.connect(lambda text, _kind, _action, callback: found.append((text, callback)))
    return found


def lines(screen: DeadlinesScreen) -> list[str]:
    return [row.title for row in screen.list.rows()]


def opened(screen: DeadlinesScreen, key: str) -> Sheet:
    assert screen.sheets.open(key), key
    assert screen.sheets.sheet is not None
    return screen.sheets.sheet


def fill(sheet: RecordSheet, **texts: str) -> None:
    for name, text in texts.items():
        sheet.form.fields[name].editor.set_raw(text)


def test_groups_stand_in_the_order_of_urgency_each_with_sign_word_and_day(screen: DeadlinesScreen) -> None:
    assert lines(screen) == [
        "Ohne Tag: bitte klären (1)", "Frist ohne Tag",
        "Überfällig (1)", "Widerspruch",
        "Heute (1)", "Stellungnahme",
        "In den nächsten sieben Tagen (1)", "Eilantrag",
        "Später (2)", "Widerspruch (Sozialrecht)", "Begründung",
        "Fristen der Behörde und Wartefristen (1)", "Entscheidung der Behörde",
    ]  # fmt: skip
    rows = {row.title: row for row in screen.list.rows()}
    assert (rows["Widerspruch"].badge, rows["Widerspruch"].icon, rows["Widerspruch"].date) == (
        "seit 2 Tagen", "triangle", "Sa 21.11.",
    )  # fmt: skip
    assert rows["Eilantrag"].icon == "clock"
    assert "2026-" in rows["Eilantrag"].second
    assert "Vorfristen 3, 1 Tage" in rows["Eilantrag"].second
    assert rows["Entscheidung der Behörde"].badge == "vorbei"
    assert "Chance" in rows["Entscheidung der Behörde"].second
    assert not rows["Frist ohne Tag"].button


def test_keys_go_past_the_headings(screen: DeadlinesScreen, press: Callable[..., None]) -> None:
    screen.list.setFocus()
    press(Qt.Key.Key_Home)
    assert screen.list.currentIndex().row() == 1
    press(Qt.Key.Key_Down)
    assert screen.list.currentIndex().row() == 3


def test_a_filter_by_words_numbers_names_and_kind(screen: DeadlinesScreen, people: dict[str, Person]) -> None:
    for text, found in (
        ("eilan", {"Eilantrag"}),
        (people["ivan"].number, {"Frist ohne Tag", "Stellungnahme", "Begründung"}),
        ("probe", {"Frist ohne Tag", "Stellungnahme", "Begründung"}),
        ("21.11.2026", {"Widerspruch"}),
        ("wider", {"Widerspruch", "Widerspruch (Sozialrecht)"}),
        ("nichts davon", set()),
    ):
        screen.filter.set_raw(text)
        screen.filter.edited.emit()
        assert {row.title for row in screen.list.rows() if not row.heading} == found, text
    assert screen.empty.isVisible()
    screen.reset.click()
    screen.kind.set_raw("authority")
    screen.kind.edited.emit()
    assert lines(screen)[1:] == ["Entscheidung der Behörde"]


def test_f9_shows_names(screen: DeadlinesScreen, desk: Desk) -> None:
    assert "A. T." in screen.list.rows()[3].second
    desk.show_names(shown=True)
    assert "Testperson, Amal" in screen.list.rows()[3].second


def test_its_place_brings_filter_tab_row_and_sheet_back(window: MainWindow, made: dict[str, RecordId]) -> None:
    wanted = {"text": "wider", "kind": "loss", "sheet": f"change:{made['rule']}"}
    window.show_place(Place("deadlines", made["rule"], detail=wanted))
    screen = window.current()
    assert isinstance(screen, DeadlinesScreen)
    assert (screen.filter.raw(), screen.list.current_key()) == ("wider", made["rule"])
    place = window.place()
    assert (place.screen, place.record_id, place.detail) == ("deadlines", made["rule"], wanted)
    assert screen.sheets.sheet is not None
    screen.sheets.sheet.reject()
    assert window.place().detail == {"text": "wider", "kind": "loss"}
    window.show_place(Place("deadlines", detail={"done": "1"}))
    assert screen.empty.text() == "Noch keine Frist ist erledigt."


def test_two_thousand_open_deadlines_are_there_at_once(
    screen: DeadlinesScreen, session: Session, made: dict[str, RecordId]
) -> None:
    add_deadlines(session, 2000 - len(made))
    screen.refresh()
    assert sum(not row.heading for row in screen.list.rows()) == 2000


def test_done_with_a_document_of_the_case_as_proof(
    screen: DeadlinesScreen, session: Session, made: dict[str, RecordId], people: dict[str, Person], told: list[tuple]
) -> None:
    document = add_bytes(session, people["amal"].case_id, "Faxbericht.txt", b"OK")
    screen.list.make_current(made["week"])
    screen.list.button_clicked.emit(made["week"])
    sheet = screen.sheets.sheet
    assert isinstance(sheet, FinishSheet)
    sheet.accept()
    assert sheet.form.fields["proof"].error(), "what was kept needs a proof"
    fill(sheet, proof="fax_report", done_note="Seiten 1 bis 3")
    sheet.documents.set_raw(document)
    sheet.accept()
    done = deadlines.read_deadline(session, made["week"])
    assert (done.done, done.ending, done.proof, done.proof_id) == (TODAY, "kept", "fax_report", document)
    assert "Eilantrag" not in lines(screen)
    screen.tabs.setCurrentIndex(1)
    assert "Nachweis: Faxbericht" in screen.list.rows()[1].second
    detail = opened(screen, f"deadline:{made['week']}")
    assert "Faxbericht.txt" in " ".join(label.text() for label in detail.findChildren(type(screen.empty)))
    detail.reject()
    undo = told[-1][1]
    assert undo is not None
    undo()
    assert deadlines.read_deadline(session, made["week"]).done is None


def test_a_file_added_there_becomes_the_proof(
    screen: DeadlinesScreen, made: dict[str, RecordId], tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = opened(screen, f"finish:{made['week']}")
    assert isinstance(sheet, FinishSheet)
    file = tmp_path / "quittung.txt"
    file.write_text("Eingang bestätigt", encoding="utf-8")
    sheet.take([str(file)])
    qtbot.waitUntil(lambda: bool(sheet.documents.raw()))
    assert sheet.documents.entry.text().startswith("quittung.txt")


def test_of_an_expired_one_nobody_says_kept_by_habit(screen: DeadlinesScreen, made: dict[str, RecordId]) -> None:
    sheet = opened(screen, f"finish:{made['late']}")
    assert isinstance(sheet, FinishSheet)
    assert sheet.form.fields["ending"].editor.raw() == ""


def test_extended_not_before_its_end_and_taken_back(
    screen: DeadlinesScreen, session: Session, made: dict[str, RecordId], told: list[tuple]
) -> None:
    sheet = opened(screen, f"extend:{made['week']}")
    assert isinstance(sheet, RecordSheet)
    fill(sheet, extended="24.11.", extension_note="Amt, telefonisch")
    sheet.accept()
    assert sheet.form.fields["extended"].error()
    fill(sheet, extended="15.12.")
    sheet.accept()
    assert deadlines.read_deadline(session, made["week"]).act_by == date(2026, 12, 15)
    told[-1][1]()
    assert deadlines.read_deadline(session, made["week"]).extended is None


def test_an_open_one_goes_with_a_reason_and_comes_back(
    screen: DeadlinesScreen, session: Session, made: dict[str, RecordId], told: list[tuple]
) -> None:
    sheet = opened(screen, f"remove:{made['later']}")
    assert isinstance(sheet, RecordSheet)
    sheet.accept()
    assert sheet.form.fields["reason"].error()
    fill(sheet, reason="Doppelt eingetragen")
    sheet.accept()
    assert "Begründung" not in lines(screen)
    told[-1][1]()
    assert deadlines.read_deadline(session, made["later"]).note == "Doppelt eingetragen"
    assert "Begründung" in lines(screen)


def test_changing_takes_early_warnings_and_the_day_of_one_by_hand(
    screen: DeadlinesScreen, session: Session, made: dict[str, RecordId]
) -> None:
    sheet = opened(screen, f"change:{made['later']}")
    assert isinstance(sheet, RecordSheet)
    fill(sheet, warnings="drei")
    sheet.accept()
    assert sheet.form.fields["warnings"].error()
    fill(sheet, warnings="14 7", due="2.1.27")
    sheet.accept()
    found = deadlines.read_deadline(session, made["later"])
    assert (found.warnings, found.due) == ((14, 7), date(2027, 1, 2))


def test_changing_the_facts_of_a_rule_computes_anew_or_is_refused(
    screen: DeadlinesScreen, session: Session, made: dict[str, RecordId]
) -> None:
    sheet = opened(screen, f"change:{made['rule']}")
    assert isinstance(sheet, RecordSheet)
    assert sheet.form.fields["variant"].isHidden()
    fill(sheet, trigger_day="1.1.2027")
    sheet.accept()
    assert sheet.form.fields["trigger_day"].error()
    assert deadlines.read_deadline(session, made["rule"]).due == date(2026, 12, 23)
    fill(sheet, trigger_day="20.11.2026", title="Widerspruch gegen die Kürzung")
    sheet.accept()
    found = deadlines.read_deadline(session, made["rule"])
    assert (found.due, found.title) == (date(2026, 12, 24), "Widerspruch gegen die Kürzung")


def test_the_menu_of_a_row_offers_what_fits(screen: DeadlinesScreen, made: dict[str, RecordId]) -> None:
    rows = {row.deadline.stamp.id: row for row in deadlines.desk(screen.desk.session)}

    def menu_of(row: DeadlineRow) -> list[QAction]:
        return deadline_menu(screen.list, row, screen.sheets, screen.desk).actions()

    assert "Rechenweg" in [action.text() for action in menu_of(rows[made["rule"]])]
    actions = menu_of(rows[made["later"]])
    words = [action.text() for action in actions]
    assert words == ["Öffnen", "Erledigt …", "Verlängert bis …", "Ändern …", "Löschen …", "Zur Akte"]
    actions[1].trigger()
    assert screen.sheets.key == f"finish:{made['later']}"


def test_from_the_details_to_the_case_and_to_a_letter(
    screen: DeadlinesScreen, desk: Desk, made: dict[str, RecordId], people: dict[str, Person]
) -> None:
    went: list[Place] = []
    desk.place_requested.connect(went.append)
    for name in ("case", "letter"):
        sheet = opened(screen, f"deadline:{made['rule']}")
        assert isinstance(sheet, DetailSheet)
        assert not {"Testperson", "Amal"} & set(sheet.windowTitle().split())
        sheet.buttons[name].click()
    assert [(place.screen, place.record_id, place.detail.get("sheet")) for place in went] == [
        ("case", people["amal"].case_id, None), ("case", people["amal"].case_id, "letter:new"),
    ]  # fmt: skip


def test_done_ones_open_again(screen: DeadlinesScreen, session: Session, made: dict[str, RecordId]) -> None:
    deadlines.finish(session, made["today"], {"done": "23.11.2026", "ending": "settled"})
    sheet = opened(screen, f"deadline:{made['today']}")
    assert isinstance(sheet, DetailSheet)
    sheet.buttons["reopen"].click()
    assert deadlines.read_deadline(session, made["today"]).done is None


def test_a_sheet_whose_deadline_is_gone_does_not_open(screen: DeadlinesScreen, made: dict[str, RecordId]) -> None:
    assert not screen.sheets.open("deadline:gone")
    assert not screen.sheets.open("unknown:x")
    opened(screen, f"deadline:{made['today']}")
    assert not screen.sheets.open(f"deadline:{made['late']}")


def test_by_hand_with_a_day_in_any_form(
    screen: DeadlinesScreen, session: Session, people: dict[str, Person], told: list[tuple]
) -> None:
    sheet = opened(screen, "manual:-")
    assert isinstance(sheet, ManualSheet)
    for name, text in {"title": "Frist der Bank", "due": "+10"}.items():
        sheet.form.fields[name].editor.set_raw(text)
    sheet.accept()
    assert sheet.case_field is not None
    assert sheet.case_field.error(), "a deadline belongs to a case"
    sheet.reject()
    told[-1][1]()
    again = screen.sheets.sheet
    assert isinstance(again, ManualSheet)
    assert again.form.fields["title"].editor.raw() == "Frist der Bank"
    assert again.form.case is not None
    again.form.case.set_raw(people["samir"].number)
    again.accept()
    row = next(row for row in deadlines.desk(session) if row.deadline.title == "Frist der Bank")
    assert (row.number, row.deadline.due) == (people["samir"].number, TODAY + timedelta(days=10))


@pytest.mark.parametrize("kind", ["compute", "manual"])
def test_giving_up_an_empty_sheet_says_nothing(kind: str, screen: DeadlinesScreen, told: list[tuple]) -> None:
    opened(screen, f"{kind}:-").reject()
    assert told == []


def test_computed_while_it_is_typed(screen: DeadlinesScreen, session: Session, people: dict[str, Person]) -> None:
    sheet = opened(screen, f"compute:{people['samir'].case_id}")
    assert isinstance(sheet, ComputeSheet)
    fields = sheet.form.fields
    fields["rule"].editor.set_raw("GEBURTSANZEIGE_1W")
    sheet.form.edited.emit()
    assert fields["notice_form"].isHidden(), "a birth is no notice"
    assert fields["trigger_kind"].editor.raw() == "GEBURT"
    fields["rule"].editor.set_raw("WIDERSPRUCH_SGG_1M")
    fields["trigger_kind"].editor.set_raw("")
    sheet.form.edited.emit()
    assert not fields["notice_form"].isHidden()
    for name, text in {**POSTED, "trigger_day": "24.12.2026"}.items():
        fields[name].editor.set_raw(text)
    sheet.show_result()
    assert "24.12.2026" in sheet.outcome.problem.text()
    sheet.accept()
    assert fields["trigger_day"].error()
    fields["trigger_day"].editor.set_raw("19.11.")
    sheet.show_result()
    assert "23.12.2026" in sheet.pinned.text()
    assert "4 Tage danach gilt der Bescheid als zugegangen" in sheet.outcome.text()
    assert fields["warnings"].editor.raw() == "14, 7, 3, 1"
    sheet.accept()
    row = next(row for row in deadlines.desk(session) if row.number == people["samir"].number)
    assert (row.deadline.title, row.deadline.due) == ("Widerspruch (Sozialrecht)", date(2026, 12, 23))


def test_the_search_of_rules_knows_words_and_codes(screen: DeadlinesScreen, people: dict[str, Person]) -> None:
    from mfd_desktop.ui.kit.choices import matches
    from mfd_desktop.ui.kit.codes import CodeEditor

    sheet = opened(screen, f"compute:{people['samir'].case_id}")
    assert isinstance(sheet, ComputeSheet)
    editor = sheet.form.fields["rule"].editor
    assert isinstance(editor, CodeEditor)
    for typed in ("WIDERSPRUCH_SGG_1M", "widersp"):
        assert "WIDERSPRUCH_SGG_1M" in {option.code for option in matches(editor.entry.options, typed)}


def test_the_steps_explain_print_and_renew(
    screen: DeadlinesScreen, session: Session, made: dict[str, RecordId], qtbot: QtBot, told: list[tuple]
) -> None:
    sheet = opened(screen, f"steps:{made['rule']}")
    assert isinstance(sheet, StepsSheet)
    for part in ("WIDERSPRUCH_SGG_1M, Fassung 1", "Rechtsstand: 19.08.2026", "23.12.2026", "Rechtsbehelfsbelehrung"):
        assert part in sheet.view.text()
    sheet.print_sheet()
    paper = sheet.findChild(PaperSheet)
    assert paper is not None
    qtbot.waitUntil(paper.print_button.isEnabled)
    paper.reject()
    sheet.reject()
    with session.vault.write() as db:
        db.execute("UPDATE deadline SET due = '2026-12-01' WHERE id = ?", (made["rule"],))
    again = opened(screen, f"steps:{made['rule']}")
    assert isinstance(again, StepsSheet)
    again.renew()
    assert deadlines.read_deadline(session, made["rule"]).due == date(2026, 12, 23)
    assert "23.12.2026" in told[-1][0]
    assert screen.sheets.key == f"steps:{made['rule']}", "it shows itself anew"


def test_an_expired_one_leads_to_what_is_still_possible(
    screen: DeadlinesScreen, session: Session, made: dict[str, RecordId], people: dict[str, Person]
) -> None:
    late = deadlines.add_by_rule(session, people["amal"].case_id, {**POSTED, "trigger_day": "1.10.2026"}).record_id
    detail = opened(screen, f"deadline:{late}")
    assert isinstance(detail, DetailSheet)
    said = detail.expired.text()
    assert "noch Wege" in said
    assert "zu spät" not in said.casefold()
    detail.expired.action_requested.emit()
    sheet = screen.sheets.sheet
    assert isinstance(sheet, ExpiredSheet)
    card = next(card for card in sheet.cards if card.check.id == "restitution_sgg")
    assert card.day is not None
    card.day.editor.set_raw("bald")
    card.add_button.click()
    assert card.day.error()
    card.day.editor.set_raw("20.11.2026")
    card.add_button.click()
    assert "bis 21.12.2026" in card.done.text()
    assert card.add_button.isHidden()
    new = next(row for row in deadlines.desk(session) if row.deadline.rule == "WIEDEREINSETZUNG_SGG_1M")
    assert new.deadline.case_id == people["amal"].case_id
    texts = " ".join(label.text() for label in sheet.findChildren(type(screen.empty)))
    assert "zu spät" not in texts.casefold()


def test_papers_and_the_calendar_file(
    screen: DeadlinesScreen, press: Callable[..., None], tmp_path: Path, qtbot: QtBot, told: list[tuple]
) -> None:
    screen.list.setFocus()
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    sheet = screen.sheets.sheet
    assert isinstance(sheet, OutputSheet)
    sheet.day.editor.set_raw("nie")
    sheet.week_button.click()
    assert sheet.day.error()
    sheet.day.editor.set_raw("heute")
    for button in (sheet.week_button, sheet.log_button):
        button.click()
        paper = sheet.findChild(PaperSheet)
        assert paper is not None
        qtbot.waitUntil(paper.print_button.isEnabled)
        paper.reject()
        QApplication.sendPostedEvents(paper)
        paper.setParent(None)
    sheet.save_calendar(tmp_path / "fristen.ics")
    assert (tmp_path / "fristen.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "6 Fristen" in told[-1][0]


def test_the_state_of_the_law_and_files_that_are_off(
    window: MainWindow,
    desk: Desk,
    clock: FixedClock,
    made: dict[str, RecordId],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    problem = RuleProblem("dublin.toml", "$.rules[0]", "unknown field")
    monkeypatch.setattr("mfd_desktop.ui.law_notice.unusable_files", lambda: (problem,))
    clock.moment += timedelta(days=300)
    window.show_place(Place("deadlines"))
    screen = window.current()
    assert isinstance(screen, DeadlinesScreen)
    assert "Rechtsstand 19.08.2026: älter als zwölf Monate" in screen.law.old.text()
    qtbot.waitUntil(screen.law.broken.isVisible)
    assert "dublin.toml ($.rules[0]: unknown field)" in screen.law.broken.text()
    assert "Alle anderen gelten" in screen.law.broken.text()
    labels = {label.text() for label in window.findChildren(type(window._navigation._law))}  # noqa: SLF001
    assert f"Rechtsstand {format_date(law_state.state_of_law() or TODAY)}" in labels


def test_what_is_outdated_is_marked_as_soon_as_the_rules_are_read(
    desk: Desk,
    session: Session,
    made: dict[str, RecordId],
    show_alone: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    with session.vault.write() as db:
        db.execute("UPDATE deadline SET rule_version = 7 WHERE id = ?", (made["rule"],))
    read = threading.Event()
    monkeypatch.setattr("mfd_desktop.ui.screens.deadlines.is_read", read.is_set)
    monkeypatch.setattr("mfd_desktop.ui.law_notice.unusable_files", lambda: () if read.wait(20) else None)
    screen = DeadlinesScreen(desk)
    show_alone(screen, 1130, 700)

    def said() -> str:
        return next(row.second for row in screen.list.rows() if row.key == made["rule"])

    assert "neu rechnen" not in said()
    read.set()
    qtbot.waitUntil(lambda: "neu rechnen" in said())


def test_after_the_safe_day_it_still_runs_until_its_end_in_law(
    screen: DeadlinesScreen, session: Session, made: dict[str, RecordId]
) -> None:
    with session.vault.write() as db:
        db.execute("UPDATE deadline SET safe_due = '2026-11-20', due = '2026-11-30' WHERE id = ?", (made["rule"],))
    screen.refresh()
    row = next(row for row in screen.list.rows() if row.key == made["rule"])
    assert (row.badge, row.icon, row.date) == ("noch bis Mo 30.11.", "warning", "Fr 20.11.")
    assert "gesetzlich bis Mo 30.11." in row.second
    assert "abgelaufen" not in row.second
    detail = opened(screen, f"deadline:{made['rule']}")
    assert isinstance(detail, DetailSheet)
    assert detail.expired.isHidden()
    detail.reject()
    with session.vault.write() as db:
        db.execute("UPDATE deadline SET extended = '2026-12-15' WHERE id = ?", (made["rule"],))
    screen.refresh()
    row = next(row for row in screen.list.rows() if row.key == made["rule"])
    assert (row.badge, row.date) == ("in 22 Tagen", "Di 15.12.")
    assert "verlängert" in row.second


def test_a_period_that_is_not_the_persons_own_is_no_loss_when_it_ends(
    screen: DeadlinesScreen, made: dict[str, RecordId]
) -> None:
    detail = opened(screen, f"deadline:{made['authority']}")
    assert isinstance(detail, DetailSheet)
    assert detail.expired.isHidden()
    detail.reject()
    sheet = opened(screen, f"finish:{made['authority']}")
    assert isinstance(sheet, FinishSheet)
    assert sheet.form.fields["ending"].editor.raw() == ""
