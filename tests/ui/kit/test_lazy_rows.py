"""Headings and lines made when first shown: keys go past headings, thousands of lines cost nothing."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from mfd_desktop.ui.kit.lazy_rows import LazyRows
from mfd_desktop.ui.kit.rows import Row, RowList

COUNT = 5000


@pytest.fixture
def made() -> list[int]:
    return []


@pytest.fixture
def lazy(made: list[int]) -> LazyRows:
    """Two headings at 0 and 3 among many lines."""
    headings = {0: Row("h0", "Oben", heading=True), 3: Row("h3", "Unten", heading=True)}
    keys = [headings[place].key if place in headings else place for place in range(COUNT)]

    def make(place: int) -> Row:
        made.append(place)
        return Row(place, f"Zeile {place}", badge="wichtig")

    return LazyRows(keys, make, headings, (1, 2))


@pytest.fixture
def shown(lazy: LazyRows, show_alone: Callable[..., None]) -> RowList:
    rows = RowList("Probe", grow=False)
    rows.set_rows(lazy)
    show_alone(rows, 700, 400)
    return rows


def test_only_what_is_shown_or_measured_is_made_and_only_once(shown: RowList, made: list[int]) -> None:
    assert shown.model().rowCount() == COUNT
    assert 3 < len(made) < 40
    assert len(set(made)) == len(made)
    shown.make_current(COUNT - 1)
    assert shown.current_key() == COUNT - 1
    shown.grab()
    assert COUNT - 1 in made
    assert len(made) < 80


def test_it_is_a_sequence(lazy: LazyRows) -> None:
    assert len(lazy) == COUNT
    assert lazy[0].heading
    assert [row.title for row in lazy.samples()] == ["Zeile 1", "Zeile 2"]
    for place in (-1, COUNT):
        with pytest.raises(IndexError):
            lazy[place]


def test_keys_and_clicks_do_not_stop_at_a_heading(shown: RowList) -> None:
    activated: list[object] = []
    shown.row_activated.connect(activated.append)
    shown.setFocus(Qt.FocusReason.OtherFocusReason)
    assert shown.current_key() == 1
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(shown, key)
    assert activated == [4]
    heading = shown.visualRect(shown.model().index(0, 0))
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=heading.center())
    QTest.mouseMove(shown.viewport(), heading.center() + QPoint(3, 0))
    assert activated == [4]
    assert heading.height() < shown.visualRect(shown.model().index(1, 0)).height()


def test_a_list_as_high_as_its_rows_counts_headings_with_their_own_height(show_alone: Callable[..., None]) -> None:
    rows = RowList("Probe")
    rows.set_rows([Row("h", "Kopf", heading=True), Row(1, "Eins", "darunter"), Row(2, "Zwei", "darunter")])
    show_alone(rows, 700, 400)
    last = rows.visualRect(rows.model().index(2, 0))
    assert rows.height() == last.bottom() + 1
