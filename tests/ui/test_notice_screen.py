"""Bescheid erfassen with real keys: few of them, every deadline at once, nothing guessed, nothing lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mfd_desktop.app import attachments, deadlines, drafts, noticing
from mfd_desktop.app.casework import create_client, found_household, join_household, read_case
from mfd_desktop.app.notice_choices import questions_of
from mfd_desktop.app.options import DeviceSettings
from mfd_desktop.app.procedures import begin_procedure, procedure_of, read_procedure, save_procedure
from mfd_desktop.app.session import Session, create_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.deadlines import Notice
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Office, Place, State
from mfd_desktop.law.decisions import shipped_decisions
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.jobs import Jobs
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.messages import Messages
from mfd_desktop.ui.notice_change import ChangeSheet
from mfd_desktop.ui.notice_editing import NoticeEditing
from mfd_desktop.ui.screens.case import CaseScreen
from mfd_desktop.ui.screens.notice import NoticeScreen
from mfd_desktop.ui.sealing import Sealer
from mfd_desktop.vault.keys import FLOOR_COST

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
OFFICE = Office(name="Dienststelle Musterburg", carrier="Musterträger e. V.", regime="DSGVO", district="07315")
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
A_KEY, A_FACT = 0.28, 2.0
"""Seconds: a key of an average typist (keystroke-level model), and to read a fact off the paper."""
LETTER = {"kind": "B08", "form": "EINFACHER_BRIEF", "posted": "16.11.2026", "authority": "BAMF"}
ANSWERED = " ".join(f"{code}=no" for code in questions_of("B06", ""))
YELLOW = {
    "kind": "B06", "circumstances": ANSWERED, "authority": "BAMF", "day": "18.11.2026", "form": "PZU_EINLEGUNG",
    "delivered": "21.11.2026", "instruction_period": "2W",
}  # fmt: skip


@dataclass(frozen=True)
class Family:
    """Amal with her procedure under the new law, her husband without cut-off dates, and the case."""

    case_id: RecordId
    amal: RecordId
    samir: RecordId
    """Procedures."""


@pytest.fixture(scope="module")
def shared(dressed: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """One vault and window for all tests, each of which enters people of its own."""
    folder = tmp_path_factory.mktemp("notice")
    session = create_session(folder / "vault", "nur fuer diesen Test", OFFICE, clock=FixedClock(NOON), cost=FLOOR_COST)
    jobs = Jobs()
    window = MainWindow(Desk(session, jobs, Messages(), DeviceSettings(folder / "config")))
    window.resize(1366, 768)
    yield window
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    jobs.close()
    session.close()


@pytest.fixture
def window(shared: MainWindow, qtbot: QtBot) -> Iterator[MainWindow]:
    shared.show()
    shared.activateWindow()
    qtbot.waitUntil(shared.isActiveWindow)
    yield shared
    # The platform without a screen takes a window that was hidden while active for active for ever.
    other = QWidget()
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    shared.hide()
    other.hide()


@pytest.fixture
def session(shared: MainWindow) -> Session:
    return shared.desk.session


@pytest.fixture
def desk(shared: MainWindow) -> Desk:
    return shared.desk


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


def make_family(session: Session) -> Family:
    """Enter two people of one household; nobody real is called so."""
    own, case_id = _person(session, "Amal", bamf_number="9876543-475")
    other, other_case = _person(session, "Samir")
    join_household(session, other, found_household(session, own, "Haushalt Testperson"))
    raws = {"kind": "first", "stage": "waiting"}
    amal = begin_procedure(session, case_id, {**raws, "lodged": "3.8.2026", "registered": "20.7.2026"})
    samir = begin_procedure(session, other_case, raws)
    return Family(case_id, amal.record_id, samir.record_id)


def _person(session: Session, name: str, **more: str) -> tuple[RecordId, RecordId]:
    raws = {"family_name": "Testperson", "given_name": name, "languages": "ar", **more}
    saved, case_id = create_client(session, raws, case={"opened": "02.11.2026"})
    return saved.record_id, case_id


@pytest.fixture
def screen(window: MainWindow, family: Family) -> NoticeScreen:
    """The screen with a new notice in Amal's case."""
    window.show_place(Place("notice", family.case_id))
    current = window.current()
    assert isinstance(current, NoticeScreen)
    assert current.editing is not None
    assert current.editing.case_id == family.case_id
    return current


@pytest.fixture
def told(desk: Desk) -> Iterator[list[tuple[str, Callable[[], object]]]]:
    """Collect what is told: text and what undoing it runs."""
    found: list[tuple[str, Callable[[], object]]] = []

    def hear(text: str, _kind: object, _action: str, callback: Callable[[], object]) -> None:
        found.append((text, callback))

    desk.messages.told.connect(hear)
    yield found
    desk.messages.told.disconnect(hear)


class Keys:
    """Types with real keys and counts them."""

    def __init__(self, press: Callable[..., None]) -> None:
        self.count = self.facts = 0
        self._press = press

    def type(self, text: str) -> None:
        """Type a fact that has to be read first."""
        self.facts += 1
        for letter in text:
            self._press(letter)
            self.count += 1

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        self._press(key, *modifiers)
        self.count += 1

    def on(self, times: int = 1) -> None:
        """Go on to the next field."""
        for _time in range(times):
            self.press(KEY.Key_Tab)


@pytest.fixture
def keys(press: Callable[..., None]) -> Keys:
    return Keys(press)


def editing(screen: NoticeScreen) -> NoticeEditing:
    assert screen.editing is not None
    return screen.editing


def only(session: Session, family: Family) -> Notice:
    (notice,) = noticing.notices_of(session, family.case_id)
    return notice


def shown(screen: NoticeScreen) -> dict[str, date | None]:
    """Return rule and day to act by of every deadline shown, in its order."""
    return {view.planned.rule: view.planned.act_by for view in screen.result.views}


def open_notice(window: MainWindow, session: Session, family: Family, **more: str) -> NoticeScreen:
    """Record a notice and show it to be changed."""
    raws = {**YELLOW, "circumstances": "", "land": "RP", **more}
    noticing.record_notice(session, family.case_id, [family.amal], raws)
    notice = only(session, family)
    assert notice.stamp.state is State.VALID
    window.show_place(Place("notice", family.case_id, detail={"notice": str(notice.stamp.id)}))
    current = window.current()
    assert isinstance(current, NoticeScreen)
    return current


# --- by keyboard ----------------------------------------------------------


def test_a_notice_is_entered_by_keyboard_in_less_than_a_minute(
    session: Session, window: MainWindow, family: Family, keys: Keys, told: list[tuple[str, object]]
) -> None:
    window.show_place(Place("case", family.case_id))
    keys.press(KEY.Key_F5)
    screen = window.current()
    assert isinstance(screen, NoticeScreen)
    keys.on()
    keys.press(KEY.Key_Space)  # the husband as well
    keys.on()
    keys.type("b08")
    keys.on()
    for _question in editing(screen).form.questions.asked:
        keys.type("n")
        keys.on()
    assert editing(screen).form.texts()["authority"].startswith("Bundesamt")
    keys.on()
    keys.type("9876543-475")
    keys.on()
    keys.type("181126")
    keys.on()
    keys.type("1")
    keys.on()
    keys.type("1")
    keys.on()
    keys.type("211126")
    keys.on(2)
    keys.press(KEY.Key_Space)  # the envelope is kept
    keys.on(2)
    assert editing(screen).form.cut_offs.isVisible(), "the husband's procedure lacks them"
    keys.type("030826")
    keys.on()
    keys.type("1 w")
    keys.press(KEY.Key_Return, CTRL)

    assert keys.count * A_KEY + keys.facts * A_FACT <= 60, (keys.count, keys.facts)
    notice = only(session, family)
    assert notice.stamp.state is State.VALID
    assert (notice.kind, notice.form, notice.delivered) == ("B08", "PZU_EINLEGUNG", date(2026, 11, 21))
    assert (notice.file_number, notice.day, notice.envelope_kept) == ("9876543-475", date(2026, 11, 18), True)
    assert notice.instruction_period == "1W"
    assert set(notice.procedures) == {family.amal, family.samir}
    assert procedure_of(session, _client(session, family.samir)).lodged == date(2026, 8, 3)  # type: ignore[union-attr]
    found = {row.deadline.rule: row.deadline for row in deadlines.of_case(session, family.case_id)}
    assert len(found) >= 3, "lawsuit, urgent application and grounds at least"
    assert min(row.act_by for row in found.values() if row.act_by) == date(2026, 11, 30)
    assert told[-1][0] == f"Bescheid gespeichert, {len(found)} Fristen"
    assert isinstance(window.current(), CaseScreen)


def _client(session: Session, procedure_id: RecordId) -> RecordId:
    return read_procedure(session, procedure_id).client_id


def test_it_is_reached_from_the_deadlines_and_asks_for_the_case(
    window: MainWindow, family: Family, session: Session, press: Callable[..., None]
) -> None:
    window.show_place(Place("deadlines"))
    press(KEY.Key_F5)
    screen = window.current()
    assert isinstance(screen, NoticeScreen)
    assert screen.frame.case_card.isVisible()
    assert not screen.frame.save_button.isVisible()
    assert screen.place() == Place("notice")
    number = read_case(session, family.case_id).number
    for letter in number:
        press(letter)
    press(KEY.Key_Return)
    assert editing(screen).case_id == family.case_id
    assert not screen.frame.case_card.isVisible()
    assert screen.place() == Place("notice", family.case_id)
    window.show_place(Place("notice"))
    assert screen.frame.case_card.isVisible()


def test_words_of_the_operative_part_find_the_decision(screen: NoticeScreen, keys: Keys) -> None:
    editing(screen).form.focus_field("kind")
    keys.type("Asylberechtigter")
    keys.on()
    assert editing(screen).form.kind == "B01"


def test_every_decision_gives_its_deadlines_under_the_laws_that_know_it(
    session: Session, screen: NoticeScreen, family: Family
) -> None:
    for law, day in (("ALT", "1.3.2026"), ("NEU", "3.8.2026")):
        save_procedure(session, family.amal, {"lodged": day, "examination_started": day})
        for kind in shipped_decisions().codes:
            editing(screen).lay_over({**YELLOW, "kind": kind, "circumstances": ""})
            assert editing(screen).law == law
            if shipped_decisions().decision(kind).effect(law) is None:
                _is_refused(screen)
            else:
                _is_complete(screen)


def _is_refused(screen: NoticeScreen) -> None:
    """The law does not know the decision: said at the field, and nothing to save."""
    assert not screen.result.views
    assert "gibt es nicht" in editing(screen).form.fields["kind"].error()
    assert "kind" in {problem.field for problem in editing(screen).missing()}


def _is_complete(screen: NoticeScreen) -> None:
    """Deadlines at once; open questions have to be answered; with every answer there are still deadlines."""
    form = editing(screen).form
    assert screen.result.views, form.kind
    assert form.questions.open_questions() == form.questions.asked
    for code in form.questions.asked:
        form.questions.answers[code].buttons["yes"].click()
    editing(screen).compute()
    assert screen.result.views, form.kind
    assert not form.questions.open_questions()
    assert form.raws()["circumstances"].split() == list(form.questions.asked)


# --- the result -----------------------------------------------------------


def test_the_result_follows_the_keys(qtbot: QtBot, screen: NoticeScreen, keys: Keys) -> None:
    assert screen.result.views == []
    for name, text in YELLOW.items():
        editing(screen).form.fields[name].editor.set_raw(text if name != "delivered" else "")
    editing(screen).lay_over({})
    assert screen.result.views == []
    editing(screen).form.focus_field("delivered")
    keys.type("211126")
    qtbot.waitUntil(lambda: bool(screen.result.views))
    days = [view.planned.act_by for view in screen.result.views]
    assert days == sorted(days, key=lambda day: day or date.max)
    assert days[0] == date(2026, 12, 7)
    first = screen.result.views[0]
    assert not first.unfolded
    first.steps_button.click()
    keys.press(KEY.Key_Backspace)
    keys.type("6")
    editing(screen).compute()
    assert screen.result.views[0].unfolded, "stays unfolded"
    assert "Rechenweg schließen" in screen.result.views[0].steps_button.text()


def test_the_earlier_day_of_the_instruction_leads(screen: NoticeScreen) -> None:
    editing(screen).lay_over({**YELLOW, "instructed": "30.11.2026"})
    assert next(iter(shown(screen).values())) == date(2026, 11, 30)
    (banner,) = screen.result.banners
    assert "30.11.2026" in banner.text()
    assert banner.accessibleName().startswith("Achtung")
    editing(screen).lay_over({"instructed": "", "instruction_period": "2W"})
    (banner,) = screen.result.banners
    assert banner.accessibleName().startswith("Hinweis")


# --- bad input ------------------------------------------------------------


WRONG = (
    ({**YELLOW, "delivered": "24.11.2026"}, "delivered", "Das Datum liegt in der Zukunft."),
    ({**YELLOW, "delivered": "31.11.2026"}, "delivered", "Dieses Datum gibt es nicht"),
    ({**LETTER, "posted": "20.11.2026", "received": "18.11.2026"}, "posted", ""),
    ({**YELLOW, "kind": "Brieftaube"}, "kind", "Brieftaube"),
    ({**YELLOW, "day": "22.11.2026"}, "day", ""),
)


def test_what_cannot_be_is_said_at_its_field_and_not_saved(
    screen: NoticeScreen, session: Session, family: Family
) -> None:
    nothing = editing(screen).form.texts()
    for texts, field, sentence in WRONG:
        screen.frame.save_button.setFocus()
        editing(screen).lay_over({**nothing, **texts})
        assert editing(screen).form.fields[field].error(), texts
        assert sentence in editing(screen).form.fields[field].error()
        screen.save()
        assert screen.frame.problems.isVisible()
        assert noticing.notices_of(session, family.case_id) == ()


def test_nothing_is_asked_for_before_it_is_saved(screen: NoticeScreen) -> None:
    editing(screen).compute()
    assert not [name for name, field in editing(screen).form.fields.items() if field.error()]
    screen.save()
    assert editing(screen).form.fields["kind"].error() == "Bitte ausfüllen."
    focused = editing(screen).form.focused()
    assert focused is not None
    assert focused[0] == "kind"


def test_half_a_way_of_delivery_is_asked_to_the_end(screen: NoticeScreen) -> None:
    editing(screen).lay_over({**YELLOW, "form": "PZU"})
    assert editing(screen).form.fields["form"].error() == ""
    assert screen.result.views == []
    screen.save()
    assert editing(screen).form.fields["form"].error() == "Bitte auch ankreuzen, wie genau."
    closer = editing(screen).form.fields["form"].editor.closer()  # type: ignore[attr-defined]
    assert QApplication.focusWidget() is closer.buttons["PZU_EINLEGUNG"]


def test_a_day_that_another_way_asked_for_does_not_count(screen: NoticeScreen) -> None:
    editing(screen).lay_over({**YELLOW, "posted": "2.11.2026"})
    assert editing(screen).form.raws()["posted"] == ""
    editing(screen).lay_over({"form": "EINFACHER_BRIEF"})
    assert editing(screen).form.raws()["delivered"] == ""
    assert editing(screen).form.texts()["delivered"] == "21.11.2026", "comes back with the way"


def test_an_open_question_stands_in_the_result_and_has_to_be_answered(
    screen: NoticeScreen, session: Session, family: Family
) -> None:
    editing(screen).lay_over({**YELLOW, "circumstances": ANSWERED.replace("entry_ban=no", "")})
    assert editing(screen).open_questions() == 1
    assert screen.result.views
    screen.save()
    assert noticing.notices_of(session, family.case_id) == ()
    editing(screen).form.questions.answers["entry_ban"].buttons["no"].click()
    assert editing(screen).open_questions() == 0
    screen.save()
    assert only(session, family).circumstances == ()


def test_the_cut_off_dates_that_are_missing_are_asked_for_once_for_everybody(
    screen: NoticeScreen, session: Session, family: Family
) -> None:
    both = f"{family.amal} {family.samir}"
    editing(screen).lay_over(YELLOW)
    card = editing(screen).form.cut_offs
    assert not card.isVisible(), "Amal's are known"
    editing(screen).lay_over({"people": both})
    assert card.isVisible()
    assert "12.06.2026" in card.form.fields["lodged"].editor.input_widget().accessibleDescription()
    card.form.fields["lodged"].editor.set_raw("1.3.2026")
    card.form.fields["lodged"].editor.commit()
    lodged = {client: procedure_of(session, _client(session, client)).lodged for client in (family.amal, family.samir)}  # type: ignore[union-attr]
    assert lodged == {family.amal: date(2026, 8, 3), family.samir: date(2026, 3, 1)}
    assert card.isVisible(), "a slip can be put right"
    card.form.fields["lodged"].editor.set_raw("31.2.2026")
    card.form.fields["lodged"].editor.commit()
    assert "Dieses Datum gibt es nicht" in card.form.fields["lodged"].error()


def test_somebody_without_a_procedure_is_asked_for_it(window: MainWindow, session: Session) -> None:
    client_id, case_id = _person(session, "Ivan")
    window.show_place(Place("notice", case_id))
    screen = window.current()
    assert isinstance(screen, NoticeScreen)
    assert not editing(screen).form.people_card.isVisible()
    editing(screen).lay_over(YELLOW)
    screen.save()
    assert "people" in {problem.field for problem in editing(screen).missing()}
    editing(screen).form.begin.kind.buttons["first"].click()
    procedure = procedure_of(session, client_id)
    assert procedure is not None
    assert editing(screen).form.procedures() == (procedure.stamp.id,)
    assert editing(screen).form.texts()["delivered"] == "21.11.2026"
    assert not editing(screen).form.cut_offs.isHidden()
    screen.save()
    (notice,) = noticing.notices_of(session, case_id)
    assert notice.procedures == (procedure.stamp.id,)


def test_another_notice_follows_the_rule_chosen(screen: NoticeScreen, session: Session, family: Family) -> None:
    texts = {**LETTER, "kind": "OTHER", "authority": "Jobcenter Musterburg", "rule": "WIDERSPRUCH_SGG_1M"}
    editing(screen).lay_over(texts)
    assert not editing(screen).form.questions.asked
    assert not editing(screen).form.cut_offs.isVisible()
    assert shown(screen) == {"WIDERSPRUCH_SGG_1M": date(2026, 12, 21)}
    screen.save()
    assert only(session, family).rule == "WIDERSPRUCH_SGG_1M"


def test_the_scanned_notice_is_chosen_or_added(
    qtbot: QtBot, tmp_path: Path, window: MainWindow, session: Session, family: Family, keys: Keys
) -> None:
    stored = attachments.add_bytes(session, family.case_id, "Bescheid.txt", b"Bescheid")
    window.show_place(Place("notice", family.case_id))
    screen = window.current()
    assert isinstance(screen, NoticeScreen)
    editing(screen).lay_over(YELLOW)
    editing(screen).form.focus_field("attachment_id")
    keys.type("Besch")
    keys.on()
    assert editing(screen).form.texts()["attachment_id"] == stored
    scan = tmp_path / "umschlag.txt"
    scan.write_text("Umschlag", encoding="utf-8")
    editing(screen).form.document.take(scan)
    qtbot.waitUntil(lambda: editing(screen).form.texts()["attachment_id"] not in ("", stored))
    screen.save()
    notice = only(session, family)
    assert notice.attachment_id is not None
    document = attachments.read_attachment(session, notice.attachment_id)
    assert (document.name, document.day) == ("umschlag.txt", date(2026, 11, 21)), "one date for both"


# --- changing -------------------------------------------------------------


def test_a_changed_date_shows_everything_that_changes_before_it_is_saved(
    window: MainWindow, session: Session, family: Family
) -> None:
    screen = open_notice(window, session, family)
    assert not editing(screen).form.touched()
    editing(screen).lay_over({"delivered": "20.11.2026"})
    screen.save()
    assert isinstance(screen.sheet, ChangeSheet)
    rows = screen.sheet.rows.rows()
    assert any("07.12.2026 → " in row.second and "04.12.2026" in row.second for row in rows)
    assert all(row.badge for row in rows)
    assert screen.sheet.close_button.text() == "Zurück"
    screen.sheet.reject()
    assert only(session, family).delivered == date(2026, 11, 21)
    assert editing(screen).form.texts()["delivered"] == "20.11.2026"
    screen.save()
    assert screen.sheet is not None
    screen.sheet.accept()
    assert only(session, family).delivered == date(2026, 11, 20)
    assert isinstance(window.current(), CaseScreen)


def test_what_is_finished_is_named_and_stays(window: MainWindow, session: Session, family: Family) -> None:
    screen = open_notice(window, session, family)
    row = deadlines.of_case(session, family.case_id)[0]
    raws = {"done": "heute", "ending": "kept", "proof": session.lists.choices("deadline_proofs")[0][0]}
    assert deadlines.finish(session, row.deadline.stamp.id, raws) == ()
    editing(screen).lay_over({"delivered": "20.11.2026"})
    screen.save()
    assert screen.sheet is not None
    assert any("Erledigte Frist bleibt" in found.badge for found in screen.sheet.rows.rows())
    screen.sheet.reject()


def test_a_note_alone_is_saved_without_asking(window: MainWindow, session: Session, family: Family) -> None:
    screen = open_notice(window, session, family)
    editing(screen).lay_over({"note": "Übersetzung fehlt"})
    screen.save()
    assert screen.sheet is None
    assert only(session, family).note == "Übersetzung fehlt"


# --- nothing is lost ------------------------------------------------------


def test_what_is_typed_survives_locking(
    tmp_path: Path, keys: Keys, reopen: Callable[[Session], Session], make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow],
) -> None:  # fmt: skip
    session = create_session(tmp_path / "v", "nur fuer diesen Test", OFFICE, clock=FixedClock(NOON), cost=FLOOR_COST)
    family, window = make_family(session), make_window(make_desk(session))
    sealer = Sealer(window.desk, window.place)
    window.show_place(Place("notice", family.case_id))
    screen = window.current()
    assert isinstance(screen, NoticeScreen)
    texts = {**YELLOW, "circumstances": ANSWERED, "people": f"{family.amal} {family.samir}"}
    editing(screen).lay_over(texts)
    editing(screen).form.focus_field("file_number")
    keys.type("98")
    sealer.seal()
    window.desk.form_edited.disconnect()
    for timer in sealer.findChildren(QTimer):
        timer.stop()
    window.hide()

    later = make_window(make_desk(reopen(session)))
    later.restore()
    again = later.current()
    assert isinstance(again, NoticeScreen)
    form = editing(again).form
    assert {name: form.texts()[name] for name in texts} == texts
    assert form.texts()["file_number"] == "98"
    assert form.focused() == ("file_number", 2)
    assert editing(again).open_questions() == 0
    assert not editing(again).restored.isHidden()
    assert again.result.views
    editing(again).restored.action_requested.emit()
    assert form is not editing(again).form
    assert not editing(again).form.touched()
    assert drafts.all_drafts(again.desk.session) == ()


def test_going_to_another_case_keeps_what_was_typed(
    window: MainWindow, screen: NoticeScreen, family: Family, session: Session
) -> None:
    editing(screen).lay_over({"authority": "BAMF Trier"})
    window.show_place(Place("notice", _person(session, "Ivan")[1]))
    assert editing(screen).form.texts()["authority"] == ""
    window.show_place(Place("notice", family.case_id))
    assert editing(screen).form.texts()["authority"] == "BAMF Trier"


def test_saving_can_be_taken_back_and_discarding_too(
    window: MainWindow,
    session: Session,
    screen: NoticeScreen,
    family: Family,
    told: list[tuple[str, Callable[[], object]]],
) -> None:
    editing(screen).lay_over(YELLOW)
    screen.save()
    assert only(session, family)
    told[-1][1]()
    assert noticing.notices_of(session, family.case_id) == ()
    assert window.current() is screen
    assert editing(screen).form.texts()["delivered"] == "21.11.2026"
    editing(screen).discard_button.click()
    assert editing(screen).form.texts()["delivered"] == ""
    told[-1][1]()
    assert editing(screen).form.texts()["delivered"] == "21.11.2026"


def test_a_draft_is_never_silent(screen: NoticeScreen, session: Session, family: Family) -> None:
    editing(screen).lay_over({"kind": "B06", "authority": "BAMF"})
    screen.save()
    screen.frame.problems.action_requested.emit()
    assert only(session, family).stamp.state is State.DRAFT
    (row,) = deadlines.of_case(session, family.case_id)
    assert row.deadline.act_by is None, "stands first on the desk"


def test_a_case_that_is_gone_leads_to_the_list(window: MainWindow, family: Family) -> None:
    with pytest.raises(KeyError):
        window.show_place(Place("notice", RecordId("0" * 32)))
    with pytest.raises(KeyError):
        window.show_place(Place("notice", family.case_id, detail={"notice": "0" * 32}))
