"""Statistik: figures of a period, intern or for others, what is not counted, and files."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mfd_desktop.app import periods
from mfd_desktop.app.contacting import record_contact
from mfd_desktop.app.session import Session
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.screens.statistics import INTERN, PUBLIC, StatisticsScreen

CONTACT = {"day": "12.11.2026", "minutes": "30", "topics": "T01", "channel": "K4", "language": "ar",
           "interpreting": "M5", "result": "X2", "group": "0"}  # fmt: skip


@pytest.fixture
def screen(
    desk: Desk, session: Session, people: dict[str, object], show_alone: Callable[..., None]
) -> StatisticsScreen:
    for name in ("amal", "ivan", "samir"):
        for _ in range(2):
            record_contact(session, people[name].case_id, CONTACT)  # type: ignore[attr-defined]
    found = StatisticsScreen(desk)
    show_alone(found)
    return found


def figures(screen: StatisticsScreen) -> dict[str, str]:
    return {words: figure.accessibleName().split(" ")[0] for words, figure in screen.figures.items()}


def rows(screen: StatisticsScreen, table: str) -> list[tuple[str, ...]]:
    card = next(card for card in screen.tables.cards if card.accessibleName() == table)
    assert card.table is not None
    model = card.table.model()
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_the_current_quarter_is_counted_at_first(screen: StatisticsScreen) -> None:
    assert str(screen.period()) == "2026-Q4"
    assert figures(screen)["Personen"] == "3"
    assert figures(screen)["Kontakte"] == "6"
    assert ("Telefon", "6") in rows(screen, "Kontakte nach Kanal")
    assert screen.state.text() == "läuft noch"
    assert "nicht gemeldet" in screen.fixed.text()


def test_the_switch_changes_word_note_and_tables(screen: StatisticsScreen) -> None:
    assert (screen.word.text(), screen.is_intern()) == ("Intern", True)
    screen.kind.setCurrentIndex(PUBLIC)
    assert (screen.word.text(), screen.is_intern()) == ("Weitergabefähig", False)
    assert "geschützt" in screen.note.text()
    assert figures(screen)["Personen"] == "3"
    channels = next(card for card in screen.tables.cards if card.accessibleName() == "Kontakte nach Kanal")
    assert channels.table is None
    assert any("weniger als zehn Personen" in label.text() for label in channels.findChildren(Label))
    screen.kind.setCurrentIndex(INTERN)
    assert ("Telefon", "6") in rows(screen, "Kontakte nach Kanal")


def test_arrows_and_tabs_choose_the_period(screen: StatisticsScreen) -> None:
    screen.bar.before.click()
    assert (str(screen.period()), figures(screen)["Kontakte"]) == ("2026-Q3", "0")
    assert screen.bar.words.text() == "3. Quartal 2026"
    assert screen.state.text() == "offen"
    screen.bar.kinds.setCurrentIndex(1)
    assert (str(screen.period()), figures(screen)["Kontakte"]) == ("2026-H2", "6")
    screen.bar.kinds.setCurrentIndex(2)
    assert str(screen.period()) == "2026"
    screen.bar.after.click()
    assert str(screen.period()) == "2027"


def test_a_place_brings_period_kind_and_subject_back(screen: StatisticsScreen) -> None:
    screen.bar.before.click()
    screen.kind.setCurrentIndex(PUBLIC)
    screen.tables.tabs.setCurrentIndex(5)
    place = screen.place()
    screen.go_to(Place("statistics", detail={"period": "2026", "kind": "intern", "group": "0"}))
    assert (str(screen.period()), screen.is_intern(), screen.tables.group()) == ("2026", True, "0")
    screen.go_to(place)
    assert (str(screen.period()), screen.is_intern(), screen.tables.group()) == ("2026-Q3", False, "5")
    assert screen.place() == place


def test_every_table_has_its_place_under_one_subject(screen: StatisticsScreen) -> None:
    seen: list[str] = []
    for group in range(screen.tables.tabs.count()):
        screen.tables.tabs.setCurrentIndex(group)
        assert screen.tables.cards
        seen += [card.accessibleName() for card in screen.tables.cards]
    assert len(seen) == len(set(seen)) == len(periods.tables().tables)


def test_narrow_the_tables_stand_below_each_other(screen: StatisticsScreen, qtbot: QtBot) -> None:
    screen.resize(560, 384)
    qtbot.waitUntil(lambda: len({card.x() for card in screen.tables.cards}) == 1)
    screen.resize(1366, 768)
    qtbot.waitUntil(lambda: len({card.x() for card in screen.tables.cards}) == 2)


def test_drafts_are_listed_with_the_way_to_them(
    screen: StatisticsScreen, session: Session, desk: Desk, people: dict[str, object], qtbot: QtBot
) -> None:
    assert not screen.drafts.isVisible()
    case_id = people["amal"].case_id  # type: ignore[attr-defined]
    draft = record_contact(session, case_id, CONTACT | {"minutes": "bald"}).record_id
    assert screen.drafts.isVisible()
    (row,) = screen.uncounted.rows()
    assert "nicht gezählt" in row.badge
    with qtbot.waitSignal(desk.place_requested) as asked:
        screen.uncounted.row_activated.emit(row.key)
    place = asked.args[0]
    assert (place.screen, place.record_id, place.detail) == ("case", case_id, {"sheet": f"contact:{draft}"})
    assert figures(screen)["Kontakte"] == "6"


def test_a_submitted_period_says_so(screen: StatisticsScreen, session: Session) -> None:
    prepared = periods.prepare(session, Period(2026, "Q", 3))
    with session.vault.write() as db:
        periods.freeze(db, prepared, now=session.clock.now(), sequence=1, digest="ab")
    screen.bar.before.click()
    assert screen.state.text() == "gemeldet am 23.11.2026"
    assert "nicht neu gezählt" in screen.fixed.text()


def test_a_heading_sorts_by_the_figure(screen: StatisticsScreen) -> None:
    card = next(card for card in screen.tables.cards if card.accessibleName() == "Kontakte nach Kanal")
    assert card.table is not None
    card.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [row[1] for row in rows(screen, "Kontakte nach Kanal")][:3] == ["6", "6", "0"]


def test_the_terms_are_explained(screen: StatisticsScreen) -> None:
    screen.help_button.click()
    (sheet,) = [found for found in screen.findChildren(Sheet) if found.isVisible()]
    words = {label.text() for label in sheet.findChildren(Label)}
    assert {"Person", "Kurzberatung", "Weitergabefähig", "Weniger als zehn Personen"} <= words
    sheet.reject()


def test_figures_for_others_are_written_at_once(
    screen: StatisticsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, desk: Desk
) -> None:
    proposed: list[str] = []

    def choose(_parent: object, **more: object) -> tuple[str, str]:
        proposed.append(str(more["dir"]))
        return str(tmp_path / "zahlen"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    screen.kind.setCurrentIndex(PUBLIC)
    with qtbot.waitSignal(desk.messages.told) as told:
        screen.files.buttons["json"].click()
    assert proposed == ["MFD-2026-Q4-weitergabefaehig.json"]
    assert "zahlen.json" in told.args[0]
    assert json.loads((tmp_path / "zahlen.json").read_bytes())["kind"] == "weitergabefaehig"


def test_intern_figures_are_written_after_a_question(
    screen: StatisticsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, desk: Desk
) -> None:
    names = iter([str(tmp_path / "exakt.csv"), ""])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (next(names), ""))

    def question() -> Sheet:
        screen.files.buttons["csv"].click()
        return next(found for found in screen.findChildren(Sheet) if found.isVisible())

    question().reject()
    assert not (tmp_path / "exakt.csv").exists()
    with qtbot.waitSignal(desk.messages.told):
        question().accept()
    assert "intern" in (tmp_path / "exakt.csv").read_text(encoding="utf-8")
    question().accept()
    assert len(list(tmp_path.glob("*.csv"))) == 1


def test_a_file_that_cannot_be_written_is_said(
    screen: StatisticsScreen, tmp_path: Path, qtbot: QtBot, desk: Desk
) -> None:
    with qtbot.waitSignal(desk.messages.told) as told:
        screen.files.write(tmp_path / "weg" / "a.csv")
    assert "Ordner" in told.args[0]
