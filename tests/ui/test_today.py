"""Heute: what is shown, ticking off, opening, first steps; by keys and mouse."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import agenda, contacting, drafts, overview, referring, structural
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.screens.today import TodayScreen
from mfd_desktop.ui.theme import Tone
from mfd_desktop.ui.today_rows import ASLEEP


@pytest.fixture
def show_today(desk: Desk, show_alone: Callable[..., None]) -> Callable[..., TodayScreen]:
    def show(width: int = 1366, height: int = 768) -> TodayScreen:
        screen = TodayScreen(desk)
        show_alone(screen, width, height)
        screen.first_widget().setFocus()
        return screen

    return show


@pytest.fixture
def asked(desk: Desk) -> list[Place]:
    places: list[Place] = []
    desk.place_requested.connect(places.append)
    return places


def follow_up(session: Session, case_id: object, due: str, text: str) -> str:
    return agenda.record_follow_up(session, case_id, {"due": due, "text": text}).record_id  # type: ignore[arg-type]


def contact(session: Session, person: object, **raws: str) -> str:
    topic = session.lists.codes("topics")[0]
    texts = {"day": "20.11.2026", "minutes": "45", "topics": topic, "channel": "K1", "language": "ar", **raws}
    return contacting.record_contact(session, person.case_id, texts).record_id  # type: ignore[attr-defined]


def titles(rows: RowList) -> list[str]:
    return [row.title for row in rows.rows()]


def row(rows: RowList, key: object) -> Row:
    return next(found for found in rows.rows() if found.key == key)


def test_an_empty_vault_says_what_to_do_first(
    show_today: Callable[..., TodayScreen], asked: list[Place], press: Callable
) -> None:
    screen = show_today()
    assert screen.welcome.isVisible()
    assert screen.first_person.hasFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert asked == [Place("new_client"), Place("import")]
    assert not screen.unfinished.isVisible()


def test_the_welcome_goes_with_the_first_client(show_today: Callable[..., TodayScreen], session: Session) -> None:
    from mfd_desktop.app.casework import create_client

    screen = show_today()
    create_client(session, {"family_name": "Probe"}, case={"opened": "23.11.2026", "level": "ACCOMPANIMENT"})
    assert not screen.welcome.isVisible()


def test_the_date_is_written_out(show_today: Callable[..., TodayScreen]) -> None:
    from PySide6.QtWidgets import QLabel

    words = [label.text() for label in show_today().header.findChildren(QLabel) if label.isVisible()]
    assert words == ["Heute", "Montag, 23. November 2026"]


def test_appointments_of_today_show_initials_and_names_only_with_f9(
    show_today: Callable[..., TodayScreen], session: Session, people: dict, desk: Desk
) -> None:
    texts = {"day": "23.11.2026", "start": "9:30", "title": "Kita-Platz", "place": "Rathaus"}
    agenda.record_appointment(session, people["amal"].case_id, texts)
    agenda.record_appointment(session, None, {"day": "24.11.2026", "start": "9:30", "title": "Morgen erst"})
    screen = show_today()
    number = people["amal"].number
    assert titles(screen.appointments.rows) == [f"{number} · A. T. · Kita-Platz · Rathaus"]
    desk.show_names(shown=True)
    assert titles(screen.appointments.rows) == [f"{number} · Testperson, Amal · Kita-Platz · Rathaus"]
    desk.show_names(shown=False)
    spoken = screen.appointments.rows.rows()[0].spoken()
    assert "Testperson" not in spoken


def test_a_called_off_appointment_says_so(show_today: Callable[..., TodayScreen], session: Session) -> None:
    found = agenda.record_appointment(session, None, {"day": "23.11.2026", "start": "9", "title": "Runde"})
    agenda.cancel_appointment(session, found.record_id)
    (shown,) = show_today().appointments.rows.rows()
    assert (shown.date, shown.title) == ("09:00", "abgesagt · Runde")
    assert shown.muted


def test_overdue_follow_ups_are_urgent_by_sign_word_and_date(
    show_today: Callable[..., TodayScreen], session: Session, people: dict
) -> None:
    late = follow_up(session, people["ivan"].case_id, "20.11.2026", "Nachfragen")
    now = follow_up(session, None, "23.11.2026", "Statistik")
    follow_up(session, None, "24.11.2026", "Noch nicht")
    rows = show_today().follow_ups.rows
    urgent, due = row(rows, late), row(rows, now)
    assert (urgent.tone, urgent.icon, urgent.badge, urgent.date) == (
        Tone.URGENT, "triangle", "seit 3 Tagen", "Fr 20.11.",
    )  # fmt: skip
    assert urgent.second == f"{people['ivan'].number} · I. P."
    assert (due.tone, due.badge, due.second) == (Tone.ACCENT, "heute", "ohne Fall")
    assert "Noch nicht" not in titles(rows)


def test_space_ticks_off_moves_on_and_undo_brings_it_back(
    show_today: Callable[..., TodayScreen], session: Session, desk: Desk, press: Callable
) -> None:
    told: list[Callable[[], None]] = []
    desk.messages.told.connect(lambda _text, _kind, _action, callback: told.append(callback))
    first, second, third = (follow_up(session, None, "23.11.2026", f"Nummer {number}") for number in (1, 2, 3))
    rows = show_today().follow_ups.rows
    assert rows.hasFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert [found.key for found in rows.rows()] == [first, third]
    assert rows.current_key() == third, "the next one takes the place of the one that went"
    told[-1]()
    assert [found.key for found in rows.rows()] == [first, second, third]


def test_the_last_one_ticked_off_leaves_the_focus_in_the_card(
    show_today: Callable[..., TodayScreen], session: Session, press: Callable
) -> None:
    follow_up(session, None, "23.11.2026", "Einzige")
    screen = show_today()
    press(Qt.Key.Key_Space)
    assert screen.follow_ups.rows.rows() == ()
    assert QApplication.focusWidget() is screen.new_follow_up


def test_a_click_on_the_button_ticks_off_and_on_the_row_opens(
    show_today: Callable[..., TodayScreen], session: Session, qtbot: QtBot
) -> None:
    record_id = follow_up(session, None, "23.11.2026", "Anklicken")
    screen = show_today()
    rows = screen.follow_ups.rows
    rect = rows.visualRect(rows.model().index(0, 0))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert screen.sheets.key == f"follow_up:{record_id}"
    assert screen.sheets.sheet is not None
    screen.sheets.sheet.reject()
    button = rect.center()
    button.setX(rect.right() - 10)
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=button)
    assert rows.rows() == ()


def test_cases_asleep_lead_to_the_filtered_list(
    show_today: Callable[..., TodayScreen], session: Session, people: dict, asked: list[Place], press: Callable
) -> None:
    screen = show_today()
    (asleep,) = screen.follow_ups.rows.rows()
    assert (asleep.key, asleep.title) == (ASLEEP, "1 Fall ohne Kontakt seit 6 Monaten durchsehen")
    press(Qt.Key.Key_Return)
    assert asked == [Place("cases", detail={"filter": "asleep"})]
    contact(session, people["ivan"])
    assert screen.follow_ups.rows.rows() == ()


def test_the_list_of_cases_then_shows_only_those_asleep(window: object, people: dict, press: Callable) -> None:
    window.show_place(Place("today"))  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return)
    cases = window.current()  # type: ignore[attr-defined]
    assert cases.name == "cases"
    assert cases.table.model().rowCount() == 1


def test_what_is_incomplete_is_listed_and_opens_where_it_is_completed(
    show_today: Callable[..., TodayScreen], session: Session, people: dict, asked: list[Place], press: Callable
) -> None:
    draft = contact(session, people["amal"], topics="", day="")
    short = contacting.record_short_contact(session, {"day": "20.11.2026", "minutes": "15"}).record_id
    forms = {
        "short_contact:new": Place("short_contact"),
        "day_entry": Place("day_entry"),
        "client:new": Place("new_client"),
        f"client:{people['ivan'].client_id}": Place("case", people["ivan"].case_id, "master"),
        f"contact:new:{people['samir'].case_id}": Place(
            "case", people["samir"].case_id, "timeline", detail={"form": "open"}
        ),
        f"case_closing:case:{people['samir'].case_id}": Place(
            "case", people["samir"].case_id, "master", detail={"sheet": "closing:case"}
        ),
        "client:new:way": None,
        "contact_way:new:" + "0" * 32: None,
    }
    sealed = tuple(drafts.open_form(key, {"note": "Probe"}) for key in forms)
    drafts.seal(session, sealed, None)
    screen = show_today()
    rows = screen.unfinished.rows
    assert screen.unfinished.isVisible()
    assert {found.badge for found in rows.rows()} == {"Entwurf – wird nicht gezählt", "nicht gespeichert"}
    rows.setFocus()
    for _row in rows.rows():
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_Down)
    assert asked[:2] == [
        Place("case", people["amal"].case_id, "timeline", detail={"sheet": f"contact:{draft}"}),
        Place("short_contact", detail={"sheet": "edit", "contact": short}),
    ]
    sealed_at_once = [place for place in forms.values() if place is not None]
    assert sorted(asked[2:], key=repr) == sorted(sealed_at_once, key=repr)


def test_a_sealed_appointment_is_completed_here(
    show_today: Callable[..., TodayScreen], session: Session, press: Callable
) -> None:
    drafts.seal(session, (drafts.open_form("appointment:new:-", {"title": "Angefangen"}),), None)
    screen = show_today()
    screen.unfinished.rows.setFocus()
    press(Qt.Key.Key_Return)
    assert screen.sheets.sheet is not None
    assert screen.sheets.sheet.form.texts()["title"] == "Angefangen"
    screen.sheets.sheet.leave()


def test_the_quarter_counts_exactly_and_leaves_drafts_out(
    show_today: Callable[..., TodayScreen], session: Session, people: dict
) -> None:
    topic = session.lists.codes("topics")[0]
    contact(session, people["amal"])
    contact(session, people["amal"], minutes="30")
    contact(session, people["ivan"], topics="")
    contact(session, people["samir"], day="30.09.2026")
    group = session.lists.codes("person_groups")[0]
    short = {"day": "20.11.2026", "minutes": "15", "topics": topic, "language": "de", "channel": "K1"}
    contacting.record_short_contact(session, {**short, "person_group": group})
    for target in ("R07", "R99"):
        referring.record_referral(session, people["amal"].case_id, {"day": "heute", "target": target})
    activity = {"code": "ST13", "day": "02.10.2026", "minutes": "60", "dates": "1"}
    for changes in ({}, {"day": "30.09.2026"}, {"minutes": "7"}):
        structural.record_activity(session, activity | changes)
    figures = show_today().figures
    spoken = {name: figure.accessibleName() for name, figure in figures.items()}
    assert spoken == {
        "persons": "1 Personen", "contacts": "3 Kontakte", "short_contacts": "1 Kurzberatungen",
        "hours": "1,5 Stunden", "procedures": "0 Asylverfahren", "referrals": "1 Verweisungen",
        "activities": "1 Aktivitäten",
    }  # fmt: skip


def test_new_entries_begin_with_the_buttons_of_the_cards(show_today: Callable[..., TodayScreen], qtbot: QtBot) -> None:
    screen = show_today()
    qtbot.mouseClick(screen.new_appointment, Qt.MouseButton.LeftButton)
    sheet = screen.sheets.sheet
    assert sheet is not None
    assert (screen.sheets.key, sheet.form.texts()["day"]) == ("appointment:new:-", "23.11.2026")
    assert screen.place() == Place("today", detail={"sheet": "appointment:new:-"})
    sheet.reject()
    qtbot.mouseClick(screen.new_follow_up, Qt.MouseButton.LeftButton)
    assert screen.sheets.key == "follow_up:new:-"
    screen.go_to(screen.place())
    assert screen.sheets.sheet is not None
    screen.sheets.sheet.reject()
    assert screen.place() == Place("today")


def test_nothing_is_cut_off_sideways_at_200_percent(
    show_today: Callable[..., TodayScreen], session: Session, people: dict
) -> None:
    follow_up(session, people["ivan"].case_id, "20.11.2026", "Unterlagen zur Anerkennung nachgereicht?")
    contact(session, people["amal"], topics="")
    screen = show_today(587, 330)
    cards = (screen.appointments, screen.follow_ups, screen.unfinished, screen.quarter)
    for card in cards:
        assert card.mapTo(screen, card.rect().topLeft()).x() >= 0
        assert card.mapTo(screen, card.rect().topRight()).x() < screen.width()
    tops = [card.mapTo(screen, card.rect().topLeft()).y() for card in cards]
    assert tops == sorted(tops), "the cards stand below each other"
    assert len(set(tops)) == 4


def test_heute_reads_the_vault_once_when_it_is_shown(window: object, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    refresh = TodayScreen.refresh
    monkeypatch.setattr(TodayScreen, "refresh", lambda screen: (read.append(1), refresh(screen)))
    for screen in ("today", "calendar", "today"):
        window.show_place(Place(screen))  # type: ignore[attr-defined]
    assert len(read) == 2


def test_drafts_of_single_parts_name_whose_they_are_and_open_their_sheet(
    session: Session, window: object, people: dict, press: Callable
) -> None:
    amal = people["amal"]
    way = overview.case_page(session, amal.case_id).ways[0].stamp.id
    forms = {
        f"contact_way:{way}:{amal.client_id}": f"contact_way:{way}",
        f"case_data:data:{amal.case_id}": "case:data",
        f"household:rename:{amal.client_id}": "household:rename",
    }
    drafts.seal(session, tuple(drafts.open_form(key, {"note": "Probe"}) for key in forms), None)
    window.show_place(Place("today"))  # type: ignore[attr-defined]
    today = window.current()  # type: ignore[attr-defined]
    rows = today.unfinished.rows.rows()
    assert len(rows) == 3
    assert all(amal.number in found.second for found in rows)
    assert {line.place.detail["sheet"] for line in today._unfinished} == set(forms.values())  # noqa: SLF001
    drafts.seal(session, (), None, tuple(forms)[1:])
    today.refresh()
    today.unfinished.rows.setFocus()
    press(Qt.Key.Key_Return)
    sheet = window.current().sheets.sheet  # type: ignore[attr-defined]
    assert sheet.form.texts()["note"] == "Probe"
    sheet.give_up()


def test_labels_are_read_for_what_is_listed_only(session: Session, people: dict) -> None:
    found = overview.today(session)
    assert len(found.asleep) == 1
    assert found.labels == {}
