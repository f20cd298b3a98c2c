"""A guided form on the screen: by keyboard to the end, saved as it goes, restored after locking."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from mfd_desktop.app import guided, overview
from mfd_desktop.app.session import Session
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place, State
from mfd_desktop.forms.library import Library
from mfd_desktop.ui.case_guided import GuidedTab
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.forms.hint_box import HintBox
from mfd_desktop.ui.forms.step_form import StepForm
from mfd_desktop.ui.forms.summary_view import SummaryView
from mfd_desktop.ui.kit.banner import Banner
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.guided import GuidedScreen
from mfd_desktop.ui.sealing import Sealer

TRIAGE = ("deadline_soon", "homeless", "violence", "ill", "suicidal", "deportation")


@pytest.fixture
def case_id(people: dict) -> RecordId:
    return people["samir"].case_id


@pytest.fixture
def form_id(session: Session, case_id: RecordId) -> RecordId:
    return guided.begin(session, case_id, "first_interview")


@pytest.fixture
def screen(window: MainWindow, form_id: RecordId) -> GuidedScreen:
    return show(window, form_id)


def show(window: MainWindow, form_id: RecordId, step: str = "") -> GuidedScreen:
    window.show_place(Place("guided", form_id, step))
    found = window.current()
    assert isinstance(found, GuidedScreen)
    return found


def form_of(screen: GuidedScreen) -> StepForm:
    assert screen.form is not None
    return screen.form


def tab_of(window: MainWindow, case_id: RecordId) -> GuidedTab:
    window.show_place(Place("case", case_id, "guided"))
    found = window.findChild(GuidedTab)
    assert found is not None
    return found


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, code, modifier)


def hints(screen: GuidedScreen) -> list[str]:
    return [box.accessibleName() for box in screen.findChildren(HintBox) if box.isVisible()]


def test_a_whole_talk_by_keyboard(
    window: MainWindow, session: Session, case_id: RecordId, type_text: Callable[[str], None]
) -> None:
    tab = tab_of(window, case_id)
    assert tab.empty.isVisible()
    assert QApplication.focusWidget() is tab.begin_button
    key(Qt.Key.Key_Return)
    screen = window.current()
    assert isinstance(screen, GuidedScreen)
    (row,) = guided.forms_of(session, case_id)
    for name in TRIAGE:
        assert isinstance(QApplication.focusWidget(), QRadioButton), name
        type_text("n")
        key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    steps = []
    while screen.form is not None and len(steps) < 20:
        steps.append(screen.place().tab)
        if steps[-1] == "topics":
            type_text("T10")
        key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert steps == ["talk", "person", "residence", "household", "topics", "needs", "result", "consents"]
    assert guided.read(session, row.record.stamp.id).raws["topics"] == "T10"
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert guided.read(session, row.record.stamp.id).record.finished is not None
    assert screen.note.text() == "Abgeschlossen am 23.11.2026."
    assert not screen.steps.isVisible()
    assert overview.today(session).counts.contacts == 1
    assert QApplication.focusWidget() is screen.ways.again
    key(Qt.Key.Key_Return)
    assert screen.place().tab == "summary"
    key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert screen.place().tab == "consents"


def test_an_urgent_answer_says_at_once_what_to_do(screen: GuidedScreen, session: Session, case_id: RecordId) -> None:
    assert hints(screen) == []
    editor = form_of(screen).fields["violence"].editor
    QTest.keyClick(editor.input_widget().focusProxy(), Qt.Key.Key_J)
    (said,) = hints(screen)
    assert said.startswith("Jetzt: Allein mit der Person weitersprechen")
    (made,) = overview.case_page(session, case_id).follow_ups
    assert made.urgent
    QTest.keyClick(editor.input_widget().focusProxy(), Qt.Key.Key_Delete)
    assert hints(screen) == []
    assert overview.case_page(session, case_id).follow_ups == ()


def test_fields_appear_and_hide_with_the_answers(screen: GuidedScreen) -> None:
    form = form_of(screen)
    day, editor = form.fields["deadline_day"], form.fields["deadline_soon"].editor
    assert not day.isVisible()
    QTest.keyClick(editor.input_widget().focusProxy(), Qt.Key.Key_J)
    assert day.isVisible()
    QTest.keyClick(editor.input_widget().focusProxy(), Qt.Key.Key_N)
    assert not day.isVisible()


def test_on_says_what_is_missing_and_skip_leaves_it_open(screen: GuidedScreen) -> None:
    assert not any(field.error() for field in form_of(screen).fields.values())
    screen.ways.forward.click()
    assert screen.place().tab == "urgent"
    wrong = [name for name, field in form_of(screen).fields.items() if field.error()]
    assert wrong == list(TRIAGE)
    assert form_of(screen).focused() == ("deadline_soon", 0)
    screen.ways.skip.click()
    assert screen.place().tab == "talk"
    screen.ways.back.click()
    assert screen.place().tab == "urgent"
    assert not screen.ways.back.isEnabled()


def test_tab_leads_from_the_last_question_to_the_way_on(window: MainWindow, screen: GuidedScreen) -> None:
    for step, last in (("urgent", "deportation"), ("result", "note"), ("household", "family_abroad")):
        screen.steps.rows.row_activated.emit(step)
        form_of(screen).focus_field(last)
        if last != "note":
            key(Qt.Key.Key_N)
        key(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is (screen.ways.back if step != "urgent" else screen.ways.skip)
    key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is screen.ways.forward


def test_what_makes_no_sense_is_kept_and_said_beside_the_field(
    window: MainWindow, session: Session, form_id: RecordId, type_text: Callable[[str], None]
) -> None:
    screen = show(window, form_id, "residence")
    form_of(screen).focus_field("expires")
    type_text("bald")
    key(Qt.Key.Key_Tab)
    assert form_of(screen).fields["expires"].error() == "Dieses Datum gibt es nicht. Beispiel: 24.11.2026"
    assert guided.read(session, form_id).raws["expires"] == "bald"
    screen = show(window, form_id, "urgent")
    assert [row.state for row in screen.steps.rows.rows() if row.key == "residence"] == ["etwas stimmt nicht"]


def test_the_steps_at_the_side_lead_everywhere(screen: GuidedScreen) -> None:
    screen.steps.rows.row_activated.emit("result")
    assert screen.place().tab == "result"
    assert screen.steps.where.text() == "Schritt 8 von 10"


def test_narrow_the_steps_fold_into_one_line(window: MainWindow, screen: GuidedScreen) -> None:
    window.resize(683, 384)
    QApplication.processEvents()
    assert not screen.steps.rows.isVisible()
    assert screen.steps.where.text() == "Schritt 1 von 10"
    screen.steps.fold.click()
    assert screen.steps.rows.isVisible()
    screen.steps.rows.row_activated.emit("talk")
    assert not screen.steps.rows.isVisible()
    assert screen.place().tab == "talk"


def test_the_summary_says_where_each_answer_stands_and_leads_back_to_it(
    window: MainWindow, session: Session, form_id: RecordId
) -> None:
    guided.save(session, form_id, {"deadline_soon": "yes", "gender": "w", "place": "Büro"})
    screen = show(window, form_id, "summary")
    view = screen.findChild(SummaryView)
    assert view is not None
    words = [label.text() for label in view.findChildren(Label)]
    for said in ("Weiblich", "Stammdaten", "Büro", "nur in diesem Formular", "Beratungskontakt", "Bitte ausfüllen."):
        assert said in words
    assert any(word.startswith("23.11.2026 · dringend · Frist") for word in words)
    bar = screen.scroller.verticalScrollBar()
    QApplication.processEvents()
    for code, there in ((Qt.Key.Key_PageDown, True), (Qt.Key.Key_PageUp, False)):
        key(code)
        assert (bar.value() > 0) is there
    screen.ways.forward.click()
    assert screen.place().tab == "urgent"
    assert form_of(screen).focused() == ("homeless", 0)
    assert form_of(screen).fields["homeless"].error() == "Bitte ausfüllen."


def test_locking_keeps_step_field_cursor_and_what_is_typed(
    window: MainWindow,
    session: Session,
    form_id: RecordId,
    sealer: Sealer,
    type_text: Callable[[str], None],
    reopen: Callable[[Session], Session],
    make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow],
) -> None:
    screen = show(window, form_id, "result")
    form_of(screen).focus_field("note")
    type_text("Angefangener Vermerk")
    key(Qt.Key.Key_Left)
    sealer.seal()
    window.cover()
    after = make_window(make_desk(reopen(session)))
    after.restore()
    again = after.current()
    assert isinstance(again, GuidedScreen)
    assert again.place().tab == "result"
    assert form_of(again).focused() == ("note", len("Angefangener Vermerk") - 1)
    assert form_of(again).fields["note"].editor.raw() == "Angefangener Vermerk"
    again.ways.forward.click()
    assert guided.read(again.desk.session, form_id).raws["note"] == "Angefangener Vermerk"


def test_a_change_elsewhere_is_shown_and_does_not_touch_what_is_typed(
    window: MainWindow, session: Session, form_id: RecordId, people: dict, type_text: Callable[[str], None]
) -> None:
    from mfd_desktop.app import casework

    screen = show(window, form_id, "household")
    form_of(screen).focus_field("household_size")
    type_text("4")
    casework.save_client(session, people["samir"].client_id, {"household_role": "Mutter"})
    assert form_of(screen).fields["household_role"].editor.raw() == "Mutter"
    assert form_of(screen).fields["household_size"].editor.raw() == "4"


def test_a_broken_form_says_so_and_the_rest_works(
    window: MainWindow, session: Session, case_id: RecordId, form_id: RecordId, tmp_path: Path
) -> None:
    for folder in ("codelists", "forms"):
        shutil.copytree(resource_path(folder), tmp_path / folder)
    sound = tmp_path / "forms" / "first_interview-1.toml"
    text = sound.read_text(encoding="utf-8")
    head = text[: text.index("[[steps]]")].replace('"first_interview"', '"other"')
    body = '[[steps]]\nname = "a"\ntitle = "A"\n[[steps.fields]]\nname = "x"\ntype = "text"\nlabel = "X"\n'
    (tmp_path / "forms" / "other-1.toml").write_text(head + body, encoding="utf-8")
    sound.write_text(text.replace('type = "minutes"', 'type = "hours"'), encoding="utf-8")
    session.forms = Library(session.lists, tmp_path)
    tab = tab_of(window, case_id)
    assert "first_interview-1.toml: $.steps[1].fields[1].type: Invalid value 'hours'" in tab.broken.text()
    (row,) = tab.forms.rows()
    assert row.badge == "nicht benutzbar"
    screen = show(window, form_id)
    assert "first_interview-1.toml" in screen.note.text()
    assert screen.form is None
    assert QApplication.focusWidget() is screen.to_case
    key(Qt.Key.Key_Return)
    assert window.place().screen == "case"
    tab.begin_button.click()
    other = window.current()
    assert isinstance(other, GuidedScreen)
    assert other.place().tab == "a"
    assert not other.note.isVisible()
    assert other.steps.rows.width() > 150, "the steps have their room again"


def test_a_version_that_is_not_there_is_named_by_its_title(
    window: MainWindow, session: Session, case_id: RecordId, form_id: RecordId
) -> None:
    with session.vault.write() as db:
        db.execute("UPDATE form_record SET form_version = 7")
    tab = tab_of(window, case_id)
    (row,) = tab.forms.rows()
    assert (row.title, row.badge) == ("Erstgespräch Sozialberatung", "nicht benutzbar")
    assert "diese Fassung des Formulars liegt nicht vor" in show(window, form_id).note.text()


def test_deleting_a_form_can_be_undone(
    window: MainWindow, session: Session, case_id: RecordId, form_id: RecordId
) -> None:
    guided.save(session, form_id, {"place": "Büro"})
    tab = tab_of(window, case_id)
    assert tab.first_widget() is tab.forms
    tab.forms.setFocus()
    key(Qt.Key.Key_Space)
    assert guided.forms_of(session, case_id) == ()
    assert tab.empty.isVisible()
    undo = next(found for found in window.findChildren(Banner) if found.isVisible() and found.text().startswith("Form"))
    undo.action_requested.emit()
    assert guided.read(session, form_id).raws["place"] == "Büro"
    assert len(tab.forms.rows()) == 1


def test_a_form_that_is_gone_leads_back_to_the_case(
    window: MainWindow, session: Session, screen: GuidedScreen, form_id: RecordId
) -> None:
    guided.remove(session, form_id)
    assert window.place().screen == "case"
    with pytest.raises(KeyError):
        window.show_place(Place("guided", form_id))
    assert screen.place().record_id is None


def test_a_contact_noted_before_is_taken_into_the_form(
    window: MainWindow, session: Session, case_id: RecordId, qtbot: QtBot
) -> None:
    from mfd_desktop.app.contacting import record_contact

    noted = record_contact(session, case_id, {"day": "heute", "minutes": "30", "topics": "T01"})
    tab = tab_of(window, case_id)
    told: list[str] = []
    tab.desk.messages.told.connect(lambda text, *_more: told.append(text))
    tab.begin_button.click()
    assert told == ["Der Kontakt, der heute schon notiert ist, gehört jetzt zu diesem Formular."]
    (row,) = guided.forms_of(session, case_id)
    assert row.record.contact_id == noted.record_id
    assert row.record.stamp.state is State.VALID
    qtbot.waitUntil(lambda: not tab.desk.jobs.busy)
