"""Printing the week on A4.

A week hangs on a wall and stays in the queue of a printer. So it holds case numbers only: no names, no initials, and
no text of a follow-up; a client's name that slipped into the title or place of an appointment is left out. The name
of the document says nothing of anybody either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPen

from mfd_desktop.app.leaving import without_name
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date, format_time
from mfd_desktop.domain.errors import PrinterRefused
from mfd_desktop.ui.fonts import INTERFACE_FAMILY
from mfd_desktop.ui.long_dates import short_day
from mfd_desktop.ui.print_dialog import PrintJob, open_print_dialog
from mfd_desktop.ui.week_layout import lay_out, week_days, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from datetime import date

    from PySide6.QtGui import QPagedPaintDevice
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import Week
    from mfd_desktop.domain.records import Appointment, FollowUp
    from mfd_desktop.ui.week_layout import Block, WeekLayout

_MARGIN_MM = 12.0
_TITLE, _HEAD, _CHIP, _LEFT = 9.0, 9.0, 4.4, 12.0
_TEXT_MM, _TITLE_MM = 3.0, 5.0
_TIGHTEST = 1.3
"""How much too long a text may be to be drawn narrower instead of being cut."""
_INK, _MUTED, _LINE, _SOFT = QColor("#000000"), QColor("#4D4D4D"), QColor("#999999"), QColor("#EEEEEE")


@dataclass(frozen=True, slots=True)
class PrintedWeek:
    """A week with the hours its calendar begins and ends at, and the public holidays in it."""

    week: Week
    hours: tuple[int, int] = (8, 18)
    holidays: Mapping[date, str] | None = None


def page_layout() -> QPageLayout:
    """Return A4 across."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Landscape,
        margins,
        QPageLayout.Unit.Millimeter,
    )


def print_week(parent: QWidget, printed: PrintedWeek, noted: Callable[[], None] | None = None) -> QPrintDialog:
    """Open the system's print dialogue; the week is printed when it is accepted. Raises SpoolOnDisk.

    ``noted`` writes the entry of the log before that.
    """

    def draw(printer: QPrinter) -> Generator[None]:
        render_week(printed, printer)
        yield

    job = PrintJob(_("Woche drucken"), _("Wochenplan"), page_layout(), draw, noted=noted)
    return open_print_dialog(parent, job)


def render_week(printed: PrintedWeek, device: QPagedPaintDevice) -> None:
    """Draw the week on one page of ``device``, whose page layout is kept. Raises PrinterRefused."""
    painter = QPainter(device)
    if not painter.isActive():
        raise PrinterRefused
    try:
        _Page(painter, printed).draw()
    finally:
        painter.end()


class _Page:
    """One page; all lengths in millimetres, the painter is scaled."""

    def __init__(self, painter: QPainter, printed: PrintedWeek) -> None:
        device = painter.device()
        self._scale = device.logicalDpiX() / 25.4
        self._painter = painter
        self._week = printed.week
        self._holidays = printed.holidays or {}
        self._days = week_days(printed.week.monday)
        self._hours = _all_hours(printed.week, printed.hours)
        self._layout: WeekLayout = lay_out(printed.week, *self._hours)
        self._size = QSizeF(device.width() / self._scale, device.height() / self._scale)
        self._weekend = (self._size.width() - _LEFT) / 11

    def draw(self) -> None:
        last = format_date(self._days[-1])
        title = _("Woche {number} · {first}–{last}").format(
            number=self._days[0].isocalendar().week, first=format_date(self._days[0])[:6], last=last
        )
        self._text(QRectF(0, 0, self._size.width(), _TITLE), title, _TITLE_MM, bold=True)
        chips = [self._chips(column) for column in range(7)]
        top = _TITLE + _HEAD + max(map(len, chips)) * _CHIP + 1
        self._draw_frame(top)
        for column, lines in enumerate(chips):
            for number, (text, struck) in enumerate(lines):
                left, width = self._column(column)
                place = QRectF(left + 0.8, _TITLE + _HEAD + number * _CHIP, width - 1.6, _CHIP)
                self._text(place, text, _TEXT_MM, struck=struck)
        for block in self._layout.blocks:
            self._draw_block(block, top)

    def _draw_frame(self, top: float) -> None:
        first, last = self._hours
        hour = (self._size.height() - top) / (last - first)
        for number in range(last - first + 1):
            y = top + number * hour
            self._line(QRectF(0, y, self._size.width(), 0))
            if number < last - first:
                place = QRectF(0, y + 0.3, _LEFT - 1.5, 4)
                self._text(place, f"{first + number:02d}:00", _TEXT_MM, muted=True, right=True)
        self._line(QRectF(0, _TITLE, self._size.width(), 0))
        for column, day in enumerate(self._days):
            left, width = self._column(column)
            self._line(QRectF(left, _TITLE, 0, self._size.height() - _TITLE))
            self._text(QRectF(left + 0.8, _TITLE + 0.5, width - 1.6, 4), short_day(day), _TEXT_MM, bold=True)
            holiday = QRectF(left + 0.8, _TITLE + 4.2, width - 1.6, 4)
            self._text(holiday, self._holidays.get(day, ""), _TEXT_MM, muted=True)

    def _draw_block(self, block: Block, top: float) -> None:
        first, last = self._hours
        minute = (self._size.height() - top) / ((last - first) * 60)
        left, width = self._column(block.weekday)
        lane = (width - 1) / block.lanes
        place = QRectF(
            left + 0.5 + lane * block.lane,
            top + (block.begin - first * 60) * minute + 0.3,
            lane - 0.4,
            (block.end - block.begin) * minute - 0.6,
        )
        self._box(place)
        fitting = max(int(place.height() / (_TEXT_MM * 1.3)), 1)
        metrics = QFontMetricsF(self._font(_TEXT_MM, bold=True), self._painter.device())
        room = (place.width() - 1.2) * self._scale
        lines = self._lines(block.appointment)
        if fitting == 1 and metrics.horizontalAdvance(" · ".join(lines)) > room:
            # Time and number whole rather than the beginning of everything.
            lines = lines[:1]
        lines = wrapped(lines, fitting, room, metrics.horizontalAdvance)
        height = min(_TEXT_MM * 1.3, place.height())
        for number, text in enumerate(lines):
            spot = QRectF(place.left() + 0.8, place.top() + number * height, place.width() - 1.2, height)
            self._text(spot, text, _TEXT_MM, bold=number == 0, struck=block.appointment.cancelled)

    def _lines(self, appointment: Appointment) -> list[str]:
        label = self._week.labels.get(appointment.case_id) if appointment.case_id is not None else None
        begin = format_time(appointment.start) if appointment.start is not None else ""
        head = " ".join(part for part in (begin, label.number if label else "") if part)
        name = label.name if label else ""
        words = (without_name(text, name) for text in (appointment.title, appointment.place))
        return [part for part in (head, *words) if part]

    def _chips(self, column: int) -> list[tuple[str, bool]]:
        ends = [
            (_("Frist {number}").format(number=row.number), False) for row in self._week.deadlines
            if row.deadline.act_by == self._days[column]
        ]  # fmt: skip
        due = [
            (self._due(follow_up), False) for follow_up in self._week.follow_ups if follow_up.due == self._days[column]
        ]
        untimed = self._layout.untimed[column]
        return [*ends, *due, *((" · ".join(self._lines(found)), found.cancelled) for found in untimed)]

    def _due(self, follow_up: FollowUp) -> str:
        label = self._week.labels.get(follow_up.case_id) if follow_up.case_id is not None else None
        return _("Wiedervorlage {number}").format(number=label.number if label else "").strip()

    def _column(self, column: int) -> tuple[float, float]:
        """Return left edge and width of a day; the weekend is narrower."""
        usual = (self._size.width() - _LEFT - 2 * self._weekend) / 5
        left = _LEFT + min(column, 5) * usual + max(column - 5, 0) * self._weekend
        return left, usual if column < 5 else self._weekend

    def _line(self, rect: QRectF) -> None:
        self._painter.setPen(QPen(_LINE, 0.15 * self._scale))
        scaled = self._scaled(rect)
        self._painter.drawLine(scaled.topLeft(), scaled.bottomRight())

    def _box(self, rect: QRectF) -> None:
        self._painter.setPen(QPen(_INK, 0.2 * self._scale))
        self._painter.setBrush(_SOFT)
        self._painter.drawRect(self._scaled(rect))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def _text(
        self,
        rect: QRectF,
        text: str,
        height: float,
        *,
        bold: bool = False,
        muted: bool = False,
        struck: bool = False,
        right: bool = False,
    ) -> None:
        if not text:
            return
        font = self._font(height, bold=bold)
        font.setStrikeOut(struck)
        self._painter.setFont(font)
        self._painter.setPen(_MUTED if muted else _INK)
        place = self._scaled(rect)
        metrics = QFontMetricsF(font, self._painter.device())
        if 1 < metrics.horizontalAdvance(text) / place.width() < _TIGHTEST:
            font.setStretch(int(100 * place.width() / metrics.horizontalAdvance(text)))
            metrics = QFontMetricsF(font, self._painter.device())
            self._painter.setFont(font)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), cut)

    def _font(self, height: float, *, bold: bool) -> QFont:
        font = QFont(INTERFACE_FAMILY)
        font.setPixelSize(round(height * self._scale))
        font.setBold(bold)
        return font

    def _scaled(self, rect: QRectF) -> QRectF:
        scale = self._scale
        return QRectF(rect.left() * scale, rect.top() * scale, rect.width() * scale, rect.height() * scale)


def _all_hours(week: Week, hours: tuple[int, int]) -> tuple[int, int]:
    """Return the hours widened so that everything of the week lies inside: paper has no edge to look beyond."""
    begins: Sequence[int] = [entry.start.hour for entry in week.appointments if entry.start is not None]
    return min(hours[0], *begins, hours[0]), max(hours[1], *(begin + 1 for begin in begins), hours[1])
