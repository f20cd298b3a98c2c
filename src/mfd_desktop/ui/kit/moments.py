"""Editors for dates, times and durations: free typing, normal form on leaving the field."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date, format_time, parse_date, parse_time
from mfd_desktop.ui.icons import icon
from mfd_desktop.ui.kit.editor import LineEditor
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.theme import current_tokens

STEP = 15
"""Minutes."""
_LONGEST = 24 * 60


class InnerButton(QToolButton):
    """Small button inside an entry; reached by a key of the entry, so Tab passes it by."""

    def __init__(self, icon_name: str, name: str, size: int = 16) -> None:
        super().__init__()
        self._icon_name = icon_name
        self.setProperty("kind", "inner")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setIconSize(QSize(size, size))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        self.setIcon(icon(self._icon_name, current_tokens().muted, self.iconSize().width()))


class _CalendarPopup(QFrame):
    """A month in a popup window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self.calendar = QCalendarWidget()
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.calendar.setAccessibleName(_("Kalender"))
        self._dress()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.calendar)

    def _dress(self) -> None:
        tokens = current_tokens()
        weekend = QTextCharFormat()
        weekend.setForeground(QColor(tokens.muted))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, weekend)
        # Qt's own arrows stay black in the dark.
        for name, sign, said in (
            ("qt_calendar_prevmonth", "arrow-left", _("Voriger Monat")),
            ("qt_calendar_nextmonth", "arrow-right", _("Nächster Monat")),
        ):
            button = self.calendar.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setIcon(icon(sign, tokens.ink, 16))
                button.setAccessibleName(said)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "calendar"):
            self._dress()


class DateEditor(LineEditor):
    """A day: 1.2.26, 010226, 1.2., heute, -2 … become TT.MM.JJJJ; what is no date stays as typed.

    Alt+Down or the button opens a calendar.
    """

    def __init__(self, today: Callable[[], date], placeholder: str = "") -> None:
        super().__init__(placeholder or _("TT.MM.JJJJ"))
        self._today = today
        self._popup: _CalendarPopup | None = None
        self.button = InnerButton("calendar", _("Kalender öffnen (Alt+Pfeil nach unten)"))
        self.button.clicked.connect(self.open_calendar)
        self._row.addWidget(self.button)

    def value(self) -> date | None:
        """The day meant, None if there is none."""
        try:
            return parse_date(self.raw(), today=self._today())
        except (ValueError, OverflowError):
            return None

    def normalise(self) -> None:
        value = self.value()
        if value is not None and format_date(value) != self.raw():
            self.line.setText(format_date(value))

    def open_calendar(self) -> None:
        """Show the month of the day typed, or this month."""
        popup = self._make_popup()
        shown = self.value() or self._today()
        popup.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        popup.adjustSize()
        room = self.screen().availableGeometry()
        place = self.mapToGlobal(QPoint(0, self.height() + 2))
        if place.y() + popup.height() > room.bottom():
            place.setY(max(self.mapToGlobal(QPoint(0, 0)).y() - popup.height() - 2, room.top()))
        place.setX(max(min(place.x(), room.right() - popup.width()), room.left()))
        popup.move(place)
        popup.show()
        popup.calendar.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt_down or event.key() == Qt.Key.Key_F4:
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def _make_popup(self) -> _CalendarPopup:
        if self._popup is None:
            self._popup = _CalendarPopup(self)
            self._popup.calendar.clicked.connect(self._on_picked)
            self._popup.calendar.activated.connect(self._on_picked)
        return self._popup

    def _on_picked(self, day: QDate) -> None:
        picked = format_date(date(day.year(), day.month(), day.day()))
        if self._popup is not None:
            self._popup.close()
        if picked != self.raw():
            self.line.setText(picked)
            self.edited.emit()
            self.committed.emit()
        self.line.setFocus()


class TimeEditor(LineEditor):
    """A time of day: 9, 930, 9:30 become HH:MM; what is no time stays as typed."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(placeholder or _("HH:MM"))

    def normalise(self) -> None:
        try:
            text = format_time(parse_time(self.raw()))
        except ValueError:
            return
        if text != self.raw():
            self.line.setText(text)


class StepsEditor(LineEditor):
    """A duration in minutes, in steps of a quarter of an hour: up and down, or typed (45, 1:30).

    The raw text is the number of minutes; anything else, or a number off the steps, stays as typed.
    """

    def __init__(self, step: int = STEP) -> None:
        super().__init__()
        self._step = step
        self._row.addWidget(Label(_("Minuten"), "muted", wrap=False))
        self.up = InnerButton("plus", _("Länger (Pfeil nach oben)"))
        self.down = InnerButton("minus", _("Kürzer (Pfeil nach unten)"))
        self.up.clicked.connect(lambda: self._change(+1))
        self.down.clicked.connect(lambda: self._change(-1))
        self._row.addWidget(self.down)
        self._row.addWidget(self.up)
        self.line.setMaximumWidth(90)
        self._row.addStretch(0)

    def minutes(self) -> int | None:
        """Minutes meant, None if the text is no duration."""
        text = self.raw().strip()
        hours, colon, rest = text.partition(":")
        if colon and _is_number(hours) and _is_number(rest) and len(rest) == 2 and int(rest) < 60:
            return int(hours) * 60 + int(rest)
        return int(text) if _is_number(text) else None

    def normalise(self) -> None:
        minutes = self.minutes()
        if minutes is not None and str(minutes) != self.raw():
            self.line.setText(str(minutes))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            direction = {Qt.Key.Key_Up: +1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if direction:
                self._change(direction)
                return True
        return super().eventFilter(watched, event)

    def _change(self, direction: int) -> None:
        now = self.minutes() or 0
        step = self._step
        wanted = (now // step + 1) * step if direction > 0 else (now - 1) // step * step
        wanted = min(max(wanted, step), _LONGEST)
        if str(wanted) != self.raw():
            self.line.setText(str(wanted))
            self.edited.emit()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4
