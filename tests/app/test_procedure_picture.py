"""The picture of a procedure: order, today, marks of their own shape, bars, long texts, many steps."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from mfd_desktop.app.procedure_picture import MOST, Moment, Period, Sort, described, picture
from mfd_desktop.render.drawings import Box, Label, Line
from mfd_desktop.render.figures import PRINT
from mfd_desktop.render.svg import to_svg

TODAY = date(2026, 11, 28)
NOTICE = Moment(date(2026, 11, 24), "Bescheid: offensichtlich unbegründet", "zugestellt")
LAWSUIT = Moment(date(2026, 12, 1), "Klage", "sicher bis 01.12.2026", Sort.DEADLINE)
NEXT = Moment(None, "Klage und Eilantrag", "möglicher nächster Schritt", Sort.NEXT)


def labels(*moments: Moment, periods: tuple[Period, ...] = (), width: float = 480) -> list[Label]:
    return [one for one in picture(moments, periods, TODAY, width=width).shapes if isinstance(one, Label)]


def test_what_was_stands_above_today_what_will_be_below() -> None:
    texts = [label.text for label in labels(NEXT, LAWSUIT, NOTICE)]
    order = [texts.index(words) for words in (NOTICE.title, "Heute", LAWSUIT.title, NEXT.title)]
    assert order == sorted(order)
    ups = [label.y for label in labels(NEXT, LAWSUIT, NOTICE)]
    assert ups == sorted(ups)


def test_a_deadline_of_today_is_still_ahead_and_a_step_of_today_is_done() -> None:
    due, done = Moment(TODAY, "Frist", sort=Sort.DEADLINE), Moment(TODAY, "Angehört")
    assert described((due, done), TODAY).splitlines() == ["28.11.2026 Angehört", "28.11.2026 Heute", "28.11.2026 Frist"]


def test_the_words_for_who_cannot_see_it_hold_everything() -> None:
    assert described((NEXT, LAWSUIT, NOTICE), TODAY).splitlines() == [
        "24.11.2026 Bescheid: offensichtlich unbegründet zugestellt",
        "28.11.2026 Heute",
        "01.12.2026 Klage sicher bis 01.12.2026",
        "Klage und Eilantrag möglicher nächster Schritt",
    ]


@pytest.mark.parametrize("sort", list(Sort))
def test_every_sort_has_a_mark_of_its_own(sort: Sort) -> None:
    shown = picture((Moment(TODAY + timedelta(1), "Etwas", sort=sort),), (), TODAY).shapes
    marks = [shape for shape in shown if isinstance(shape, Box)]
    if sort is Sort.TODAY:
        assert not marks
        assert sum(isinstance(shape, Line) and shape.width == 2.5 for shape in shown) == 2
    else:
        assert len(marks) == 1
        round_one = marks[0].radius * 2 == marks[0].width
        assert round_one is (sort in (Sort.STEP, Sort.NEXT))
        assert (marks[0].fill == "panel") is (sort in (Sort.NEXT, Sort.WAITING))


def test_running_periods_lie_side_by_side_from_their_first_to_their_last_day() -> None:
    periods = (
        Period(NOTICE.day or TODAY, LAWSUIT.day or TODAY),
        Period(NOTICE.day or TODAY, date(2026, 12, 24)),
        Period(date(2026, 12, 2), date(2026, 12, 24)),
    )
    last = Moment(date(2026, 12, 24), "Klagebegründung", sort=Sort.DEADLINE)
    shapes = picture((NOTICE, LAWSUIT, last), periods, TODAY).shapes
    bars = [shape for shape in shapes if isinstance(shape, Box) and shape.width == 3.0]
    assert [round(bar.x) for bar in bars].count(round(bars[0].x)) == 2, "the third begins when the first is over"
    rows = {label.text: label.y for label in labels(NOTICE, LAWSUIT, last, periods=periods)}
    for bar, title in ((bars[0], LAWSUIT.title), (bars[1], last.title)):
        assert bar.y < rows[NOTICE.title] < bar.y + bar.height
        assert bar.y + bar.height == pytest.approx(rows[title], abs=8)


def test_a_period_that_began_before_everything_shown_is_drawn_from_the_top() -> None:
    shapes = picture((LAWSUIT,), (Period(date(2020, 1, 1), date(2030, 1, 1)),), TODAY).shapes
    (bar,) = [shape for shape in shapes if isinstance(shape, Box) and shape.width == 3.0]
    assert bar.height > 0


def test_long_titles_are_broken_and_stay_inside() -> None:
    words = "Überstellungsentscheidung mit Abschiebungsanordnung in einen anderen Mitgliedstaat " * 3
    for width in (240, 480, 640):
        drawn = picture((Moment(TODAY, words, words),), (), TODAY, width=width)
        shown = [shape for shape in drawn.shapes if isinstance(shape, Label) and shape.anchor == "start"]
        assert len(shown) > 4
        assert all(shape.x + len(shape.text) * shape.size * 0.5 <= width for shape in shown if " " in shape.text)
        assert max(shape.y for shape in shown) < drawn.height


def test_of_very_many_steps_the_newest_are_shown_and_the_others_counted() -> None:
    many = [Moment(TODAY - timedelta(day), f"Schritt {day}") for day in range(MOST + 7)]
    lines = described(many, TODAY).splitlines()
    assert len(lines) == MOST + 2
    assert lines[0] == "7 frühere Schritte"
    assert lines[-2:] == ["28.11.2026 Schritt 0", "28.11.2026 Heute"]


def test_it_is_well_formed_svg_with_hostile_and_arabic_titles() -> None:
    drawn = picture((Moment(TODAY, "<script>&\"' مرحبا"),), (), TODAY)
    svg = to_svg(drawn, {name: colour for name, colour in PRINT.items() if name != "none"})
    assert "".join(ElementTree.fromstring(svg).itertext()).count("<script>&\"' مرحبا") == 1  # noqa: S314 - our own


def test_nothing_known_is_today_alone() -> None:
    assert [label.text for label in labels()] == ["28.11.2026", "Heute"]
