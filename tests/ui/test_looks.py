"""Nothing is cut off or out of reach: every screen and sheet, both languages, themes and scales."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mfd_desktop.app.address_book import recipients
from mfd_desktop.app.agenda import record_appointment, record_follow_up, remove_follow_up
from mfd_desktop.app.casework import close_case, save_case, save_client
from mfd_desktop.app.contacting import record_contact, remove_contact
from mfd_desktop.app.damage import Secret
from mfd_desktop.app.deadlines import add_by_rule, add_manual
from mfd_desktop.app.deadlines import of_case as deadlines_of
from mfd_desktop.app.demo_desk import MOMENT, demo_desks, make_desk, shown_case
from mfd_desktop.app.guided import begin, forms_of, save
from mfd_desktop.app.letters import begin_letter, finish_letter, letters_of, note_sent, save_letter
from mfd_desktop.app.options import DeviceSettings
from mfd_desktop.app.overview import case_list, case_page
from mfd_desktop.app.privacy import record_event
from mfd_desktop.app.procedure_tasks import choose_decision
from mfd_desktop.app.procedures import add_step, procedure_of_case, save_procedure
from mfd_desktop.app.releases import record_release
from mfd_desktop.app.session import Session, create_session
from mfd_desktop.app.structural import record_activity, work_between
from mfd_desktop.app.validities import save_validity, validities_of
from mfd_desktop.content.i18n import set_language
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import EntriesMissing, UserError, VaultDamaged
from mfd_desktop.domain.errors_damage import VaultSynced
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.privacy import RightsKind
from mfd_desktop.domain.records import Office, Place
from mfd_desktop.ui.aside import AsideWindow
from mfd_desktop.ui.backing_up import EndSheet
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.jobs import Jobs
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import ElidedLabel, IconLabel
from mfd_desktop.ui.kit.moments import DateEditor, TimeEditor
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.messages import Messages
from mfd_desktop.ui.notice_sheet import NoticeSheet
from mfd_desktop.ui.passphrase_sheet import PassphraseSheet
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.recovery_sheet import RecoverySheet
from mfd_desktop.ui.restore_view import Surroundings
from mfd_desktop.ui.screens import ENTRIES
from mfd_desktop.ui.screens.first_start import FirstStartWindow
from mfd_desktop.ui.screens.import_clients import ImportScreen
from mfd_desktop.ui.screens.letter import LetterScreen
from mfd_desktop.ui.screens.notice import NoticeScreen
from mfd_desktop.ui.theme import Scheme, apply_theme
from mfd_desktop.ui.unlock import UnlockWindow
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.notices import Notice

SIZES = ((1366, 768), (683, 384))
"""100 % and 200 % of the smallest screen, in logical pixels."""
SHEETS = (
    "contact",
    "referral:new",
    "referral",
    "contact_way:new",
    "contact_way",
    "residence_status:new",
    "residence_status",
    "household:new",
    "join:person",
    "level:change",
    "closing:case",
    "handover:case",
    "history:client",
    "history:case_file",
    "delete:case",
    "summary:case",
    "case:new",
    "follow_up:new",
    "appointment:new",
    "appointment",
    "release:new",
    "release",
    "withdrawal",
    "rights:new-request",
    "rights",
    "keeping:case",
    "access:case",
    "erasure:case",
    "recipient",
    "activity",
    "procedure:data",
    "pstep:new",
    "pstep:new-Z16",
    "family:link",
    "harm:return_funding",
    "task:title",
    "way:AUSBILDUNG_60C",
    "letter:new",
    "letter/sent",
    "letter/finish",
    "letters/new",
    "validity:new",
    "validity",
    "renewal",
    *(f"deadlines/{kind}" for kind in ("deadline", "finish", "extend", "change", "remove", "steps", "expired")),
    "deadlines/manual",
    "deadlines/compute",
    "deadlines/output",
)
RELEASES = (
    ("Jobcenter Musterburg, Leistung, Frau Beispiel", "Z03", {"form": "oral", "present": "Alle", "until_done": "1"}),
    ("Kindertagesstätte Sonnenschein", "Z04", {"valid_until": "31.8.2026"}),
    ("Verwaltungsgericht Trier", "Z01", {"given": ""}),
)
ANSWERS = {
    "deadline_soon": "yes", "deadline_day": "bald", "deportation": "yes", "privacy_info": "yes", "status": "S002",
    "interpreting": "M4", "interpreter_pledged": "no", "procedure_kind": "withdrawal", "procedure_stage": "decision",
    "lodged": "1.8.2026", "topics": "T05.3 T10 T11", "benefit": "basic", "benefit_cut": "yes", "insurance": "none",
    "housing_loss": "yes", "referral_1": "R16", "referral_1_warm": "1", "step_1": "Bescheid mit Umschlag bringen",
    "step_1_day": "24.11.2026",
}  # fmt: skip
NOTICE_TEXTS = {
    "kind": "OTHER", "rule": "WIDERSPRUCH_SGG_1M", "authority": "Jobcenter Musterburg, Widerspruchsstelle",
    "day": "16.11.2026", "form": "EINSCHREIBEN_UEBERGABE", "posted": "17.11.2026", "received": "19.11.2026",
    "instruction_period": "2W",
}  # fmt: skip
PLACES = (
    "case/master",
    "case/consents",
    *(entry.name for entry in ENTRIES),
    "import/read",
    "case/letters",
    "case/documents",
    "letter/final",
    "letter/preview",
    "notice/filled",
    "case/guided",
    "case/procedure",
    *(f"guided/{step}" for step in ("talk", "person", "procedure", "topics", "result", "summary")),
)
NAMES: set[str] = set()
"""Names of the clients of the desk: no window, and so no task bar and no list of windows, may tell one."""
ALMOST = 1
"""Logical pixels that rounding may take."""
MOST_TABS = 400


@dataclass(frozen=True)
class Look:
    """The program in one language and theme."""

    window: MainWindow
    desk: Desk
    sheets: dict[str, str]
    """Names of the sheets of the case page, with the ids of records."""
    letters: tuple[RecordId, ...]
    """A draft and a final letter."""
    form: RecordId
    """A guided form with many answers."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A small desk of the demonstration: several scripts, a full day."""
    desk = demo_desks()[0].reduced(0.05)
    session = make_desk(tmp_path_factory.mktemp("looks") / "vault", desk, FixedClock(MOMENT))
    series = {"day": "24.11.2026", "start": "09:00", "minutes": "60", "repeat": "weekly", "until": "22.12.2026"}
    longest = {"topics": "T05.3 T01.3 T06.1", "channel": "K1", "language": "ckb", "result": "X4", "group": "0"}
    case = shown_case(session)
    record_contact(session, case, {**longest, "day": "23.11.2026", "minutes": "90", "interpreting": "M5"})
    record_appointment(session, None, {**series, "title": "Offene Sprechstunde", "place": "Gemeindezentrum"})
    for recipient, purpose, more in RELEASES:
        told = {"recipient": recipient, "purpose": purpose, "matters": "A01 A02 A03 A04 A05 A11", "sender": "MFD"}
        record_release(session, case, {**told, "form": "written", "given": "2.2.2026", **more})
    record_activity(session, {"code": "ST23", "day": "heute", "minutes": "7", "dates": "1", "title": "Schulung"})
    record_event(session, case, RightsKind.REQUEST, {"matter": "correction", "day": "2.11.2026"})
    record_event(session, case, RightsKind.CONSENT, {"matter": "E01", "day": "2.2.2026", "ended": "2.3.2026"})
    _close_long_ago(session, case)
    _write_letters(session, case)
    save(session, begin(session, case, "first_interview"), ANSWERS)
    _lead_through_procedure(session, case)
    _change_and_delete(session, case)
    _add_deadlines(session, case)
    with session.vault.read() as db:
        for row in db.execute("SELECT family_name, given_name FROM client"):
            NAMES.update(name for name in row if name)
    assert len(NAMES) > 5
    yield session
    NAMES.clear()
    session.close()


def _lead_through_procedure(session: Session, case: RecordId) -> None:
    """A procedure in which every card of its tab is unfolded."""
    found = procedure_of_case(session, case)
    assert found is not None
    save_procedure(session, found.stamp.id, {"position": "Z15", "lodged": "", "registered": "20.6.2026"})
    add_step(session, found.stamp.id, {"day": "20.11.2026", "position": "Z15", "document": "Bescheid mit Umschlag"})
    choose_decision(session, found.stamp.id, "B04")
    save_client(session, found.client_id, {"needs": "V05 V11"})


def _change_and_delete(session: Session, case: RecordId) -> None:
    """A history with long and short texts, and a full recycle bin."""
    client = case_page(session, case).client.stamp.id
    for texts in ({"town": "Bad Neuenahr-Ahrweiler"}, {"note": "Wichtiges " * 90, "languages": "ckb ar"}, {"note": ""}):
        save_client(session, client, texts)
    save_case(session, case, {"access_way": "Z7"})
    for text in ("Anrufen", "Unterlagen für die Familienzusammenführung bei der Botschaft einreichen " * 3):
        remove_follow_up(session, record_follow_up(session, case, {"due": "heute", "text": text}).record_id)
    gone = record_contact(session, case, {"day": "20.11.2026", "minutes": "15", "topics": "T01", "language": "de"})
    remove_contact(session, gone.record_id)


def _add_deadlines(session: Session, case: RecordId) -> None:
    """Deadlines of every group, the longest rule, and things that end."""
    posted = {"trigger_kind": "AUFGABE_ZUR_POST", "notice_form": "EINFACHER_BRIEF", "land": "RP"}
    add_by_rule(
        session, case, {**posted, "rule": "WIDERSPRUCH_SGG_1M", "trigger_day": "1.10.2026", "note": "Note " * 40}
    )
    for title, due, kind in (
        ("Stellungnahme zur Mitwirkung bei der Passbeschaffung gegenüber der Ausländerbehörde", "24.11.2026", "loss"),
        ("Entscheidung", "1.10.2026", "authority"),
        ("Termin beim Verwaltungsgericht", "23.11.2026", "appointment"),
        ("Ohne Tag", "", "benefit"),
    ):
        add_manual(session, case, {"title": title, "due": due, "kind": kind, "warnings": "14, 7, 3, 1"})
    client = case_page(session, case).client.stamp.id
    texts = {
        "kind": "benefit",
        "until": "20.11.2026",
        "label": "Bürgergeld, Jobcenter Musterburg",
        "number": "12345//67",
    }
    save_validity(session, client, None, texts)


def _close_long_ago(session: Session, shown: RecordId) -> None:
    """Two files whose time of keeping is over, one of them in dispute."""
    old = [row.case_id for row in case_list(session) if row.case_id != shown][:2]
    for case in old:
        save_case(session, case, {"opened": "2.1.2020"})
        close_case(session, case, {"closed": "1.2.2020", "outcome": "O1"})
    record_event(session, old[0], RightsKind.DISPUTE, {"note": "Klage gegen den Bescheid", "day": "2.11.2026"})


def _write_letters(session: Session, case: RecordId) -> None:
    """A certificate that is final, and a letter to somebody else for which there is no release."""
    final = begin_letter(session, case, "G12", texts={"day": "20.11.2026"})
    finish_letter(session, final)
    note_sent(session, final, {"sent_way": "mailbox", "sent_day": "23.11.2026", "sent_note": "Zeugin: die Kollegin"})
    draft = begin_letter(session, case, "G00", "ar", texts={"to": "third_party", "purpose": "Z06", "subject": "Frage"})
    texts = {
        "address": "Verwaltungsgericht Trier",
        "body": "Sie wurde verfolgt.",
        "subject_other": "x",
        "body_other": "x",
    }
    save_letter(session, draft, texts)


LOOKS = (
    ("de-light", "de-dark", "en-light", "en-dark") if os.environ.get("MFD_PROOF") == "1" else ("de-light", "en-dark")
)
"""Room depends on the language and hardly on the theme: each is walked once; `make proof` walks every pair."""


@pytest.fixture(scope="module", params=LOOKS)
def look(
    request: pytest.FixtureRequest, filled: Session, dressed: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Look]:
    """One main window for all screens, hidden between the tests."""
    language, theme = request.param.split("-")
    set_language(language)
    apply_theme(dressed, Scheme(theme))
    jobs = Jobs()
    desk = Desk(filled, jobs, Messages(), DeviceSettings(tmp_path_factory.mktemp("looks") / "config"))
    window = MainWindow(desk)
    case = shown_case(filled)
    page = case_page(filled, case)
    ids = {
        "contact": page.contacts[0].stamp.id,
        "referral": page.referrals[0].stamp.id,
        "contact_way": page.ways[0].stamp.id,
        "residence_status": page.statuses[0].stamp.id,
        "appointment": page.appointments[0].stamp.id,
        "release": page.releases[0].stamp.id,
        "withdrawal": page.releases[1].stamp.id,
        "rights": page.rights.open_requests[0].stamp.id,
        "recipient": recipients(filled)[0].stamp.id,
        "validity": validities_of(filled, page.client.stamp.id)[0].stamp.id,
        "renewal": validities_of(filled, page.client.stamp.id)[0].stamp.id,
        "activity": work_between(filled, MOMENT.date(), MOMENT.date()).activities[0].stamp.id,
    }
    sheets = {name: f"{name}:{ids[name]}" if name in ids else name for name in SHEETS} | {"": case}
    late = next(row.deadline.stamp.id for row in deadlines_of(filled, case) if row.deadline.rule)
    for name in SHEETS:
        if name.startswith("deadlines/"):
            kind = name.partition("/")[2]
            sheets[name] = f"{kind}:{'-' if kind in ('manual', 'compute', 'output') else late}"
    found = letters_of(filled, case)
    written = (next(one for one in found if one.template == "G00"), next(one for one in found if one.final))
    letters = tuple(letter.stamp.id for letter in written)
    yield Look(window, desk, sheets, letters, forms_of(filled, case)[0].record.stamp.id)
    jobs.close()
    window.close()
    # Now, because dressing the application anew dresses everything that lives.
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="module", autouse=True)
def _as_before(dressed: QApplication) -> Iterator[None]:
    yield
    set_language("de")
    apply_theme(dressed, Scheme.LIGHT)


@pytest.fixture
def shown(look: Look, qtbot: QtBot) -> Iterator[Look]:
    """The window on the screen and active."""
    look.window.show()
    look.window.activateWindow()
    qtbot.waitUntil(look.window.isActiveWindow)
    yield look
    # The platform without a screen takes a window that was hidden while active for active for ever.
    other = QWidget()
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    look.window.hide()
    other.hide()


@pytest.mark.parametrize("place", PLACES)
def test_a_screen_shows_everything_and_names_it(shown: Look, place: str, qtbot: QtBot, tmp_path: Path) -> None:
    for size in SIZES:
        _show(shown, place, size, qtbot, tmp_path)
        assert shown.window.size().toTuple() == size, "the window would not fit the screen"
        assert not faults(shown.window), size


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_shows_everything_and_names_it(shown: Look, name: str) -> None:
    for size in SIZES:
        sheet = _open(shown, name, size)
        found = faults(sheet)
        _close(sheet)
        assert not found, size


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("look", ["de-light"], indirect=True)
def test_tab_reaches_everything_on_a_screen_in_order_and_comes_round(
    shown: Look, place: str, qtbot: QtBot, tmp_path: Path
) -> None:
    for size in SIZES:
        _show(shown, place, size, qtbot, tmp_path)
        assert not tab_faults(shown.window), size


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("look", ["de-light"], indirect=True)
def test_tab_reaches_everything_on_a_sheet_in_order_and_comes_round(shown: Look, name: str) -> None:
    for size in SIZES:
        sheet = _open(shown, name, size)
        found = tab_faults(sheet)
        _close(sheet)
        assert not found, size


@pytest.mark.usefixtures("look")
def test_the_windows_before_the_desk(tmp_path: Path, show_alone: Callable[..., None]) -> None:
    jobs, found = Jobs(), []
    for size in SIZES:
        unlock, first = UnlockWindow(tmp_path / "vault"), FirstStartWindow(tmp_path / "new" / "vault", jobs)
        show_alone(unlock, *size)
        unlock.show_error("Passwort stimmt nicht")
        found += faults(unlock) + tab_faults(unlock)
        unlock.hide()
        show_alone(first, *size)
        found += _walk_first_start(first)
        first.hide()
    jobs.close()
    assert not found


@pytest.mark.parametrize(
    "error",
    [
        None,
        VaultDamaged(Path("tresor"), "database_damaged"),
        EntriesMissing(Path("tresor"), 3),
        VaultSynced(Path("tresor"), ("cases (conflicted copy).db",)),
    ],
    ids=["restore", "damaged", "missing", "synced"],
)
def test_the_pages_beside_unlocking(
    tmp_path: Path, qtbot: QtBot, dressed: QApplication, show_alone: Callable[..., None], error: UserError | None
) -> None:
    jobs, found = Jobs(), []
    around = Surroundings(jobs, FixedClock(MOMENT), tmp_path / "tresor", "")
    for size in SIZES:
        window = AsideWindow(around, Secret("Birne Lampe Turm"), error)
        show_alone(window, *size)
        qtbot.waitUntil(lambda: not jobs.busy)
        found += faults(window) + tab_faults(window)
        window.hide()
    jobs.close()
    assert not found


@pytest.mark.parametrize("kind", ["passphrase", "notice", "recovery", "backup"])
def test_the_sheets_of_keys_and_backups(shown: Look, kind: str, tmp_path: Path) -> None:
    jobs, found = Jobs(), []
    for size in SIZES:
        shown.window.resize(*size)
        sheet = _sheet_of_keys(shown, kind, tmp_path, jobs)
        sheet.open()
        sheet.resize(min(sheet.width(), size[0] - 12), min(sheet.height(), size[1] - 32))
        sheet.activateWindow()
        found += faults(sheet)
        if kind != "backup":  # that one has a single button
            found += tab_faults(sheet)
        _close(sheet)
    jobs.close()
    assert not found


def _sheet_of_keys(look: Look, kind: str, folder: Path, jobs: Jobs) -> Sheet:
    if kind == "notice":
        return NoticeSheet(look.desk, look.window, Notice(1, "recovered", "stand_in", MOMENT))
    if kind == "backup":
        return EndSheet(look.window, look.desk)
    if kind == "recovery":
        recovery = RecoverySheet(look.window, folder, look.desk.session.clock, jobs)
        recovery.second.words.text.setPlainText("legs spew acadmic ")
        return recovery
    sheet = PassphraseSheet(look.desk, look.window, own=True)
    sheet.entry.first.set_raw("Birne Lampe Turm Kamel")
    sheet.entry.estimate_now()
    sheet.known.buttons["yes"].click()
    return sheet


def test_what_is_wrong_is_found(show_alone: Callable[..., None]) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    label, sign, entry, notes, beyond = QLabel("zu lang"), QPushButton(), QLineEdit(), QTextEdit(), QFrame(window)
    label.setFixedWidth(20)
    for widget in (label, sign, entry, notes):
        column.addWidget(widget)
    beyond.setGeometry(390, 0, 30, 30)
    show_alone(window, 400, 300)
    found = faults(window)
    for start, said in (
        ("QLabel", "zu lang"),
        ("QPushButton", "without name"),
        ("QLineEdit", "without a name"),
        ("QTextEdit", "without a name"),
        ("QFrame", "outside"),
    ):
        assert any(one.startswith(start) and said in one for one in found), start
    assert len(found) == 5
    NAMES.add("Testperson")
    window.setWindowTitle("Fall Testperson, Amal")
    assert any("tells" in one and "Testperson" in one for one in faults(window))
    NAMES.discard("Testperson")
    assert any("Tab does not leave it" in one for one in tab_faults(window))


def _walk_first_start(first: FirstStartWindow) -> list[str]:
    found = faults(first) + tab_faults(first)
    first.next_button.click()
    first.next_button.click()
    found += faults(first) + tab_faults(first)
    texts = {
        "name": "Dienststelle Musterburg",
        "carrier": "Musterverband e. V.",
        "regime": "DSGVO",
        "district": "07235",
    }
    for name, text in texts.items():
        first.office.fields[name].editor.set_raw(text)
    for _step in range(2):
        first.next_button.click()
        found += faults(first) + tab_faults(first)
    assert first.step() is first.passphrase
    first.next_button.click()
    return found + faults(first)


def _show(look: Look, place: str, size: tuple[int, int], qtbot: QtBot, folder: Path) -> None:
    look.window.resize(*size)
    screen, _slash, tab = place.partition("/")
    case = look.sheets[""] if screen == "case" else None
    if screen == "letter":
        side = {"side": "preview"} if tab == "preview" else {}
        look.window.show_place(Place(screen, look.letters[tab == "final"], detail=side))
    elif screen == "guided":
        look.window.show_place(Place(screen, look.form, tab))
    elif place == "notice/filled":
        _fill_notice(look)
    else:
        look.window.show_place(Place(screen, case, tab if screen == "case" else ""))
    if tab == "read":
        _read_workbook(look.window.findChild(ImportScreen), qtbot, folder)
    qtbot.waitUntil(lambda: not look.desk.jobs.busy)
    settle(look.window)


def _fill_notice(look: Look) -> None:
    """A notice that asks for everything: cut-off dates, document, two days, with its result and calculation shown."""
    look.window.show_place(Place("notice", look.sheets[""]))
    screen = look.window.findChild(NoticeScreen)
    assert screen is not None
    assert screen.editing is not None
    screen.editing.lay_over(NOTICE_TEXTS)
    assert screen.result.views, "nothing computed"
    for view in screen.result.views:
        if not view.unfolded:
            view.steps_button.click()


def _read_workbook(screen: ImportScreen | None, qtbot: QtBot, folder: Path) -> None:
    import openpyxl

    assert screen is not None
    book = openpyxl.Workbook()
    for row in (("Nachname", "Vorname", "Geburtsdatum", "Schuhgröße"), ("Probe", "Ivan", "31.02.1985", "b")):
        book.active.append(row)
    book.save(folder / "liste.xlsx")
    screen.read_file(folder / "liste.xlsx")
    qtbot.waitUntil(lambda: bool(screen.rows.list.rows()))


def _open(look: Look, name: str, size: tuple[int, int]) -> Sheet:
    look.window.resize(*size)
    kind, _colon, record_id = look.sheets[name].partition(":")
    if kind in ("recipient", "activity"):
        screen = {"recipient": "address_book", "activity": "structure"}[kind]
        look.window.show_place(Place(screen, detail={"sheet": record_id}))
    elif name.startswith("deadlines/"):
        look.window.show_place(Place("deadlines", detail={"sheet": look.sheets[name]}))
    elif name == "letters/new":
        look.window.show_place(Place("letters", detail={"sheet": "new"}))
    elif name == "letter/sent":
        look.window.show_place(Place("letter", look.letters[1], detail={"sheet": "sent"}))
    elif name == "letter/finish":
        look.window.show_place(Place("letter", look.letters[0]))
        look.window.findChild(LetterScreen).finish()
    else:
        look.window.show_place(Place("case", look.sheets[""], "master", detail={"sheet": look.sheets[name]}))
    sheet = next(found for found in look.window.findChildren(Sheet) if found.isVisible())
    # The platform without a screen has one of 800 × 800.
    sheet.resize(min(sheet.width(), size[0] - 12), min(sheet.height(), size[1] - 32))
    sheet.activateWindow()
    settle(sheet)
    return sheet


def _close(sheet: Sheet) -> None:
    sheet.reject()
    QApplication.sendPostedEvents(sheet, QEvent.Type.DeferredDelete)


def settle(root: QWidget) -> None:
    """Let every layout come to rest."""
    for _round in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.processEvents()
    assert root.isVisible()


def faults(root: QWidget) -> list[str]:
    """Say what is cut off or without a name in what ``root`` shows."""
    settle(root)
    found = []
    for widget in root.findChildren(QWidget):
        if widget.window() is not root.window() or not widget.isVisible() or _inside_a_view(widget):
            continue
        said = "; ".join(filter(None, (_outside(widget), _cut(widget), _nameless(widget))))
        if said:
            found.append(f"{_path(widget)}: {said}")
    return found + telling_windows()


def telling_windows() -> list[str]:
    """Say which window tells others (title, icon, task bar, screen reader's list of windows) the name of a client."""
    found = []
    for window in QApplication.topLevelWidgets():
        if window.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip):
            continue
        handle = window.windowHandle()
        said = (window.windowTitle(), window.windowIconText(), window.windowFilePath(), window.accessibleName(),
                window.windowRole(), window.objectName(), handle.title() if handle else "")  # fmt: skip
        words = {word for text in said for word in re.findall(r"[^\W_]+", text)}
        told = {name for name in NAMES if set(re.findall(r"[^\W_]+", name)) & words}
        found += [f"{type(window).__name__} tells {sorted(told)}"] if told else []
    return found


def _outside(widget: QWidget) -> str:
    """Whether a widget reaches beyond its parent, where it cannot be seen; scrolled contents only sideways."""
    parent = widget.parentWidget()
    above = parent.parentWidget()
    if isinstance(above, QScrollArea) and parent is above.viewport():
        return "" if widget.width() <= parent.width() + ALMOST else f"{widget.width()} wide in {parent.width()}"
    room = parent.rect().adjusted(-ALMOST, -ALMOST, ALMOST, ALMOST)
    return "" if room.contains(widget.geometry()) else f"{_tell(widget.geometry())} outside {_tell(parent.rect())}"


def _cut(widget: QWidget) -> str:
    if isinstance(widget, ElidedLabel):
        whole = widget.fontMetrics().horizontalAdvance(widget.text()) <= widget.contentsRect().width()
        return "" if whole or widget.toolTip() == widget.text() else "elided without a tool tip"
    if isinstance(widget, QLabel) and not isinstance(widget, IconLabel):
        return _cut_label(widget)
    if isinstance(widget, QTabBar):
        return _cut_tabs(widget)
    if isinstance(widget, QLineEdit):
        return _cut_entry(widget)
    if isinstance(widget, QAbstractButton):
        return _smaller(widget)
    if isinstance(widget, QAbstractScrollArea):
        return _cut_view(widget)
    return ""


def _cut_label(label: QLabel) -> str:
    room = label.contentsRect()
    if not label.wordWrap():
        return _smaller(label)
    needed = label.fontMetrics().boundingRect(
        QRect(0, 0, room.width(), 10_000), int(Qt.TextFlag.TextWordWrap), label.text()
    )
    if needed.width() > room.width() + ALMOST or label.heightForWidth(label.width()) > label.height() + ALMOST:
        return f"{_tell(needed)} in {_tell(room)}: {label.text()!r}"
    return ""


def _smaller(widget: QWidget) -> str:
    hint, size = widget.sizeHint(), widget.size()
    fits = hint.width() <= size.width() + ALMOST and hint.height() <= size.height() + ALMOST
    return "" if fits else f"{hint.toTuple()} in {size.toTuple()}: {getattr(widget, 'text', str)()!r}"


def _cut_tabs(bar: QTabBar) -> str:
    for number in range(bar.count()):
        shape, text = bar.tabRect(number), bar.tabText(number)
        if bar.fontMetrics().horizontalAdvance(text) > shape.width() or shape.right() > bar.width():
            return f"tab {text!r} {_tell(shape)} in {bar.width()}"
    return ""


def _cut_entry(line: QLineEdit) -> str:
    if line.minimumSizeHint().height() > line.height() + ALMOST:
        return f"{line.height()} high instead of {line.minimumSizeHint().height()}"
    needed = line.fontMetrics().horizontalAdvance(line.text())
    if isinstance(line.parentWidget(), DateEditor | TimeEditor) and needed > line.contentsRect().width():
        return f"{line.text()!r} does not fit {line.width()}"
    if line.text() and not line.hasFocus() and needed > line.contentsRect().width() and line.cursorPosition():
        return f"shows the end of {line.text()!r}"
    return ""


def _cut_view(view: QAbstractScrollArea) -> str:
    """What is scrolled must have a scroll bar, and sideways nothing may have to be scrolled."""
    if view.horizontalScrollBar().maximum() > ALMOST:
        return f"{view.horizontalScrollBar().maximum()} too narrow"
    hidden = view.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if hidden and view.verticalScrollBar().maximum() > ALMOST:
        return f"{view.verticalScrollBar().maximum()} too low, and no scroll bar"
    return ""


def _nameless(widget: QWidget) -> str:
    """Whether screen readers have nothing to say about what can have the focus."""
    name = widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        if widget.text().strip():
            return ""
        return "" if name and widget.toolTip() else "a sign without name and tool tip"
    if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
        return ""
    if name:
        return ""
    named = any(label.buddy() is widget and label.text() for label in widget.window().findChildren(QLabel))
    return "" if named else "takes the focus without a name"


def tab_faults(root: QWidget) -> list[str]:
    """Press Tab until it comes round, and say what it leaves out, mixes up or does not leave."""
    start = _focus_of(root)
    reached = [start]
    for _press in range(MOST_TABS):
        QTest.keyClick(reached[-1], Qt.Key.Key_Tab)
        now = _focus_of(root)
        if now is reached[-1]:
            return [f"{_path(now)}: Tab does not leave it"]
        if now is start:
            break
        if now in reached:
            return [f"{_path(now)}: Tab runs in a circle"]
        reached.append(now)
    else:
        return ["Tab never comes round"]
    found = [f"{_path(widget)}: Tab passes it by" for widget in _by_tab(root) if widget not in reached]
    return found + _mixed_up(root, reached, start)


def _focus_of(root: QWidget) -> QWidget:
    focus = QApplication.focusWidget()
    if focus is None:
        root.setFocus()
        root.focusNextPrevChild(True)
        focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the focus"
    return focus


def _by_tab(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.window() is root
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not _inside_a_view(widget)
    ]


def _mixed_up(root: QWidget, reached: list[QWidget], start: QWidget) -> list[str]:
    found = []
    for form in root.findChildren(RecordForm):
        fields = [field.editor.input_widget() for field in form.fields.values() if field.isVisible()]
        places = [reached.index(field) for field in fields if field in reached]
        # The walk may begin in the middle of a form.
        turns = sum(after < before for before, after in pairwise(places))
        if turns > (1 if start in fields else 0):
            found.append(f"{form.key}: not in the order of its fields")
    return found


def _inside_a_view(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QAbstractItemView | QTabBar):
            return True
        parent = parent.parentWidget()
    # Viewports, scroll bars and what else an area or an entry has inside.
    near = widget.parentWidget()
    return (isinstance(near, QAbstractScrollArea) and widget is not near) or isinstance(near, QLineEdit)


def _path(widget: QWidget) -> str:
    names = [type(widget).__name__]
    parent = widget.parentWidget()
    while parent is not None and len(names) < 4:
        names.append(type(parent).__name__)
        parent = parent.parentWidget()
    place = widget.mapTo(widget.window(), QPoint(0, 0)).toTuple()
    return f"{' < '.join(names)} “{widget.accessibleName()}” at {place}"


def _tell(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"


@pytest.fixture(scope="module")
def networks(filled: Session, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Session]]:
    """A vault for each face; desk and coordinator have a folder with everything there is to say about one."""
    from mfd_desktop.app.contributing import submit
    from mfd_desktop.app.delivering import deliver_outbox
    from mfd_desktop.app.network import create_network, join_network, look_at_network
    from mfd_desktop.app.network_desks import approve, known_desks, read_members

    root = tmp_path_factory.mktemp("networks")
    folder = root / "shared"
    folder.mkdir()
    longest = Office(
        "Fachdienst für Migration und Integration Musterburg-Land", "Musterträger", "KDG", "07315", fte="0,5"
    )
    clock = FixedClock(MOMENT)
    coordinator, *desks = (
        create_session(root / name, "Probe-Tresor-2026", longest, clock=clock, cost=FLOOR_COST)
        for name in ("coordinator", "one", "two", "three")
    )
    create_network(coordinator, folder, "Migrationsfachdienste in Musterland", "Fachreferat Musterverband", due_days=15)
    for desk in desks:
        join_network(desk, look_at_network(folder))
        deliver_outbox(desk)
    for known in known_desks(read_members(coordinator))[1:]:
        approve(coordinator, known.desk)
    deliver_outbox(coordinator)
    for desk in desks:
        submit(desk, Period(2026, "Q", 3))
    (path, *_others) = folder.rglob("contributions/**/*.json")
    path.with_name("copy (conflicted copy).json").write_bytes(path.read_bytes())
    folder.rename(root / "away")
    submit(desks[0], Period(2026, "Q", 2))
    (root / "away").rename(folder)
    yield {"start": filled, "desk": desks[0], "coordinator": coordinator}
    for session in (coordinator, *desks):
        session.close()


@pytest.mark.parametrize("face", ["start", "desk", "coordinator"])
def test_every_face_of_the_network_shows_everything_and_names_it(
    look: Look, networks: dict[str, Session], face: str, qtbot: QtBot, show_alone: Callable[..., None]
) -> None:
    desk = Desk(networks[face], look.desk.jobs, Messages(), look.desk.device)
    window, found = MainWindow(desk), []
    for size in SIZES:
        show_alone(window, *size)
        window.show_place(Place("network"))
        qtbot.waitUntil(lambda: not desk.jobs.busy)
        found += faults(window) + tab_faults(window)
        sheet = _sheet_of_face(window, face, qtbot, desk)
        sheet.resize(min(sheet.width(), size[0] - 12), min(sheet.height(), size[1] - 32))
        sheet.activateWindow()
        found += faults(sheet) + tab_faults(sheet)
        _close(sheet)
    window.hide()
    window.deleteLater()
    assert not found


def _sheet_of_face(window: MainWindow, face: str, qtbot: QtBot, desk: Desk) -> Sheet:
    from mfd_desktop.ui.network_coordinator import CoordinatorView
    from mfd_desktop.ui.network_desk import DeskView

    if face == "start":
        window.show_place(Place("network", detail={"sheet": "create"}))
    elif face == "desk":
        window.findChild(DeskView).periods.button_clicked.emit("2026-Q1")
    else:
        view = window.findChild(CoordinatorView)
        view.desks.button_clicked.emit(view.desks.rows()[0].key)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    return next(found for found in window.findChildren(Sheet) if found.isVisible())
