"""Referrals on the page of a case: recorded by keyboard, offered after a referring contact, changed, deleted."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import contacting, drafts, overview, referring
from mfd_desktop.app.overview import CasePage
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.records import Place, Referral
from mfd_desktop.ui.case_forms import RecordSheet
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.case import CaseScreen
from mfd_desktop.ui.screens.today import TodayScreen
from mfd_desktop.ui.sealing import Sealer

CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
RAWS = {"day": "20.11.2026", "target": "R16", "warm": "0", "heard": "0", "ask_back": "1", "note": "Zettel"}
CONTACT = {"day": "heute", "minutes": "30", "topics": "T02", "channel": "K1", "language": "ar", "group": "0"}


@pytest.fixture
def case(window: MainWindow, people: dict[str, object]) -> CaseScreen:
    """The page of Amal's case."""
    window.show_place(Place("case", people["amal"].case_id))  # type: ignore[attr-defined]  # a Person of the fixture
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    return screen


@pytest.fixture
def take_back(desk: Desk) -> Callable[[], None]:
    """Take the offer of what was told last."""
    told: list[Callable[[], None]] = []
    desk.messages.told.connect(lambda _text, _kind, _action, callback: told.append(callback))
    return lambda: told.pop()()


def page(session: Session, case: CaseScreen) -> CasePage:
    case_id = case.place().record_id
    assert case_id is not None
    return overview.case_page(session, case_id)  # type: ignore[arg-type]  # an id


def referrals(session: Session, case: CaseScreen) -> tuple[Referral, ...]:
    return page(session, case).referrals


def sheet(qtbot: QtBot, case: CaseScreen) -> RecordSheet:
    """Return the open sheet once it has the keys."""
    found = case.sheets.sheet
    assert isinstance(found, RecordSheet)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
    return found


def back(qtbot: QtBot, case: CaseScreen) -> None:
    case.window().activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is case.window())


def test_a_referral_is_recorded_with_the_keyboard_and_can_be_taken_back(
    qtbot: QtBot, session: Session, case: CaseScreen, take_back: Callable[[], None],
    press: Callable[..., None], type_text: Callable[[str], None],
) -> None:  # fmt: skip
    (action,) = [each for each in case.head.fill_menu().actions() if each.text() == "Verweisung festhalten …"]
    action.trigger()
    form = sheet(qtbot, case).form
    assert form.texts() == {"day": "23.11.2026", "target": "", "warm": "0", "ask_back": "1", "note": ""}
    press(KEY.Key_Tab)
    type_text("Rechtsantrag")
    press(KEY.Key_Tab)
    press(KEY.Key_Space)
    press(KEY.Key_Return, CONTROL)
    (found,) = referrals(session, case)
    assert (found.target, found.warm, found.heard, found.contact_id) == ("R16", True, False, None)
    assert [entry.stamp.id for entry in page(session, case).follow_ups] == [found.follow_up_id]
    assert case.timeline.list.entries()[0].title == "Verweisung"
    assert "mit Übergabe" in case.timeline.list.entries()[0].spoken()
    assert "Anwaltschaft" in case.timeline.list.entries()[0].facts
    take_back()
    assert referrals(session, case) == ()
    assert page(session, case).follow_ups == ()


def test_a_target_is_asked_for(qtbot: QtBot, session: Session, case: CaseScreen, press: Callable[..., None]) -> None:
    case.sheets.open("referral:new")
    form = sheet(qtbot, case).form
    press(KEY.Key_Return, CONTROL)
    assert form.focused() == ("target", 0)
    assert referrals(session, case) == ()


@pytest.mark.parametrize(("result", "warm"), [("X4", False), ("X5", True)])
def test_after_a_referring_contact_the_referral_is_offered(
    qtbot: QtBot, session: Session, case: CaseScreen, press: Callable[..., None], type_text: Callable[[str], None],
    result: str, warm: bool,
) -> None:  # fmt: skip
    card = case.timeline.form_card
    assert card is not None
    assert not case.timeline.offer.isVisible()
    for name, text in (CONTACT | {"result": result, "day": "20.11.2026"}).items():
        card.form.fields[name].editor.set_raw(text)
    card.form.focus_first()
    press(KEY.Key_Return, CONTROL)
    assert case.timeline.offer.isVisible()
    press(KEY.Key_Return)
    form = sheet(qtbot, case).form
    assert form.texts()["day"] == "20.11.2026"
    assert form.texts()["warm"] == str(int(warm))
    form.focus_field("target")
    type_text("Jobcenter")
    press(KEY.Key_Return, CONTROL)
    (found,) = referrals(session, case)
    assert (found.target, found.warm) == ("R07", warm)
    assert found.contact_id == page(session, case).contacts[0].stamp.id
    assert not case.timeline.offer.isVisible()


def test_nothing_is_offered_for_other_contacts_or_when_it_is_recorded(
    session: Session, case: CaseScreen, press: Callable[..., None]
) -> None:
    card = case.timeline.form_card
    assert card is not None
    referring.record_referral(session, page(session, case).case.stamp.id, RAWS | {"day": "heute"})
    for result in ("X1", "X4"):
        for name, text in (CONTACT | {"result": result}).items():
            card.form.fields[name].editor.set_raw(text)
        card.form.focus_first()
        press(KEY.Key_Return, CONTROL)
        assert not case.timeline.offer.isVisible()
    assert len(page(session, case).contacts) == 2


def test_the_offer_goes_with_its_contact_and_with_the_case(
    session: Session, case: CaseScreen, window: MainWindow, people: dict[str, object], press: Callable[..., None],
    take_back: Callable[[], None],
) -> None:  # fmt: skip
    card = case.timeline.form_card
    assert card is not None
    for name, text in (CONTACT | {"result": "X4"}).items():
        card.form.fields[name].editor.set_raw(text)
    card.form.focus_first()
    press(KEY.Key_Return, CONTROL)
    assert case.timeline.offer.isVisible()
    window.show_place(Place("case", people["ivan"].case_id))  # type: ignore[attr-defined]  # a Person of the fixture
    assert not case.timeline.offer.isVisible()
    window.show_place(Place("case", people["amal"].case_id))  # type: ignore[attr-defined]  # a Person of the fixture
    take_back()
    assert not case.timeline.offer.isVisible()


def test_a_contact_that_becomes_a_referral_offers_it_too(
    qtbot: QtBot, session: Session, case: CaseScreen, take_back: Callable[[], None]
) -> None:
    contact_id = contacting.record_contact(session, page(session, case).case.stamp.id, CONTACT).record_id
    case.sheets.open(f"contact:{contact_id}")
    contacting.save_contact(session, contact_id, {"result": "X5"})
    opened = case.sheets.sheet
    assert opened is not None
    opened.reject()
    take_back()
    assert case.sheets.name == f"referral:new-{contact_id}"
    assert sheet(qtbot, case).form.texts()["warm"] == "1"


def test_a_referral_is_changed_and_hearing_back_ends_its_follow_up(
    qtbot: QtBot, session: Session, case: CaseScreen, press: Callable[..., None]
) -> None:
    saved = referring.record_referral(session, page(session, case).case.stamp.id, RAWS)
    case.sheets.open(f"referral:{saved.record_id}")
    form = sheet(qtbot, case).form
    assert list(form.texts()) == ["day", "target", "warm", "heard", "note"]
    form.focus_field("heard")
    press(KEY.Key_Space)
    press(KEY.Key_Return, CONTROL)
    (found,) = referrals(session, case)
    assert found.heard
    assert page(session, case).follow_ups[0].done is not None
    assert ["Rückmeldung liegt vor" in entry.facts for entry in case.timeline.list.entries()] == [False, True]


def test_delete_removes_a_referral_and_undo_brings_it_back(
    qtbot: QtBot, session: Session, case: CaseScreen, take_back: Callable[[], None], press: Callable[..., None]
) -> None:
    saved = referring.record_referral(session, page(session, case).case.stamp.id, RAWS)
    back(qtbot, case)
    case.timeline.list.make_current(f"referral:{saved.record_id}")
    case.timeline.list.setFocus()
    press(KEY.Key_Delete)
    assert referrals(session, case) == ()
    take_back()
    assert [found.note for found in referrals(session, case)] == ["Zettel"]


def test_what_is_typed_into_the_sheet_outlives_a_lock_and_is_named_on_heute(
    qtbot: QtBot, session: Session, case: CaseScreen, window: MainWindow, sealer: Sealer,
    type_text: Callable[[str], None],
) -> None:  # fmt: skip
    case.sheets.open("referral:new")
    sheet(qtbot, case).form.focus_field("note")
    type_text("angefangen")
    sealer.seal()
    place = drafts.last_place(session)
    assert place is not None
    assert place.detail["sheet"] == "referral:new"
    window.show_place(Place("today"))
    today = window.current()
    assert isinstance(today, TodayScreen)
    assert [row.title for row in today.unfinished.rows.rows()] == ["Verweisung"]
    window.show_place(place)
    assert sheet(qtbot, case).form.texts()["note"] == "angefangen"


@pytest.mark.parametrize("place", ["case", "today"])
def test_a_follow_up_that_asks_back_asks_what_came_of_it(
    session: Session, case: CaseScreen, window: MainWindow, take_back: Callable[[], None], press: Callable[..., None],
    clock: FixedClock, place: str,
) -> None:  # fmt: skip
    referring.record_referral(session, page(session, case).case.stamp.id, RAWS | {"day": "20.10.2026"})
    if place == "today":
        window.show_place(Place("today"))
    screen = window.current()
    rows = screen.timeline.open_rows if isinstance(screen, CaseScreen) else screen.follow_ups.rows  # type: ignore[union-attr]  # Heute
    rows.setFocus()
    press(KEY.Key_Space)
    assert page(session, case).follow_ups[0].done == clock.today()
    assert not referrals(session, case)[0].heard, "only the counsellor knows"
    take_back()
    assert referrals(session, case)[0].heard
    take_back()
    assert not referrals(session, case)[0].heard
