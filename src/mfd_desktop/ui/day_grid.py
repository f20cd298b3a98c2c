"""The grid of the Tagesnachtrag: a day and rows, typed without leaving the keyboard, kept sealed like a form."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mfd_desktop.app import drafts, fieldsets, settings
from mfd_desktop.app.saving import check, defaults
from mfd_desktop.content.i18n import _, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.fields import Problem
from mfd_desktop.ui.day_row import COLUMNS, DayRow, arrange, make_grid
from mfd_desktop.ui.kit.buttons import icon_button
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import ElidedLabel
from mfd_desktop.ui.kit.moments import DateEditor
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.theme import GAP_SMALL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mfd_desktop.domain.records import OpenForm
    from mfd_desktop.ui.desk import Desk

KEY = "day_entry"
ROWS = 5
"""Rows shown at first; Enter in the last one adds another."""


class DayGrid(QWidget):
    """Follows the same protocol as ``RecordForm`` for sealing and for places: fields are ``day``, ``row0.case`` ….

    Signals: ``day_changed()`` when another valid day is meant; ``case_left(row)`` when a row's case cell was left.
    """

    day_changed = Signal()
    case_left = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Build an empty grid; ``load`` fills it."""
        super().__init__()
        self.key = KEY
        self._desk = desk
        self._narrow = False
        self._shown: date | None = None
        self.rows: list[DayRow] = []
        self.day = DateEditor(desk.session.clock.today)
        self.day_field = Field(_("Datum"), self.day)
        self._headings = {name: ElidedLabel(translate_marked(text), "muted") for name, text in COLUMNS.items()}
        self._column = QVBoxLayout(self)
        self._build()
        self._watch = WidthWatch(self)
        self._watch.changed.connect(self._on_width_changed)
        # The protocol of forms is all that sealing asks for.
        desk.register(self)
        self.destroyed.connect(lambda: desk.unregister(self))

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_SMALL)
        self.day.setMinimumWidth(170)
        before = icon_button("arrow-left", _("Ein Tag zurück (Alt+Pfeil nach links)"))
        after = icon_button("arrow-right", _("Ein Tag vor (Alt+Pfeil nach rechts)"))
        before.clicked.connect(lambda: self.move_day(-1))
        after.clicked.connect(lambda: self.move_day(+1))
        line = QHBoxLayout()
        line.setSpacing(GAP_SMALL)
        line.addWidget(self.day_field)
        for button in (before, after):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        self._column.addLayout(line)
        head = QWidget()
        self._head = make_grid(head)
        for heading in self._headings.values():
            heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        arrange(self._head, self._headings, narrow=False)
        self._column.addWidget(head)
        self.day.edited.connect(self._desk.form_edited)
        self.day.committed.connect(self._on_day_committed)

    def load(self) -> None:
        """Start with today and empty rows, then lay the sealed draft over them."""
        sealed = drafts.draft(self._desk.session, KEY)
        values = dict(sealed.values) if sealed else {}
        self.day.set_raw(values.get("day") or format_date(self._desk.session.clock.today()))
        count = 1 + max((_row_of(name) for name in values), default=-1)
        self._shown = self.day.value()
        self.fill([_texts_of(values, number) for number in range(count)])

    def fill(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Show these rows from the first one on and make all others empty."""
        while len(self.rows) < max(ROWS, len(rows)):
            self._add_row()
        start = self._start()
        for number, row in enumerate(self.rows):
            row.start(start)
            if number < len(rows) and rows[number]:
                row.fill(rows[number])

    def value(self) -> date | None:
        """The day meant, None if there is none or it lies in the future."""
        day = self.day.value()
        return day if day is not None and day <= self._desk.session.clock.today() else None

    def move_day(self, days: int) -> None:
        """Go back or forward some days, not beyond today."""
        today = self._desk.session.clock.today()
        wanted = min((self.day.value() or today) + timedelta(days=days), today)
        self.day.set_raw(format_date(wanted))
        self._desk.form_edited.emit()
        self._on_day_committed()

    def typed(self) -> list[DayRow]:
        """Return the rows in which something was typed."""
        return [row for row in self.rows if row.touched()]

    def judge(self, row: DayRow) -> tuple[Problem, ...]:
        """Return what is wrong with a row; the day is judged apart."""
        texts = row.texts()
        session = self._desk.session
        problems = check(fieldsets.CONTACT, self.raws(texts), today=session.clock.today(), lists=session.lists).problems
        found = [problem for problem in problems if problem.field != "day"]
        if row.case_id is None:
            code = "unknown_code" if texts["case"].strip() else "required"
            found.insert(0, Problem("case", code, texts["case"]))
        return tuple(found)

    def show_problems(self) -> str:
        """Say beside every row what is wrong with it; return the field of the first problem, empty if there is none."""
        first = ""
        for number, row in enumerate(self.rows):
            problems = self.judge(row) if row.touched() else ()
            if problems or row.wrong:
                row.show_problems(problems)
            if problems and not first:
                first = f"row{number}.{problems[0].field}"
        return first

    def finish(self) -> None:
        """Rows were stored or brought back: seal at once what is still to be stored."""
        left = self.open_form()
        if left is None:
            drafts.forget(self._desk.session, KEY)
        else:
            drafts.seal(self._desk.session, (left,), None)

    def raws(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return the texts of a contact of this day from those of a row."""
        return {
            **{name: text for name, text in texts.items() if name != "case"},
            "day": self.day.raw(),
            "group": "0",
        }

    def open_form(self) -> OpenForm | None:
        """Return what is not saved, for sealing."""
        values = {
            f"row{number}.{name}": text
            for number, row in enumerate(self.rows)
            if row.touched()
            for name, text in row.texts().items()
        }
        return drafts.open_form(KEY, {"day": self.day.raw(), **values}) if values else None

    def focused(self) -> tuple[str, int] | None:
        """Return the field with the focus and its cursor."""
        if self.day.input_widget().hasFocus():
            return "day", self.day.cursor()
        for number, row in enumerate(self.rows):
            if name := row.focused():
                return f"row{number}.{name}", row.cells[name].cursor()
        return None

    def focus_field(self, name: str, cursor: int = -1) -> None:
        """Put the focus into a field, the cursor where it was."""
        editor = self.day if name == "day" else None
        number, cell = _row_of(name), name.partition(".")[2]
        while number >= len(self.rows):
            self._add_row()
        if number >= 0 and cell in COLUMNS:
            editor = self.rows[number].cells[cell]  # type: ignore[assignment]  # any editor will do
        if editor is not None:
            editor.input_widget().setFocus()
            if cursor >= 0:
                editor.set_cursor(cursor)

    def _start(self) -> dict[str, str]:
        session = self._desk.session
        texts = defaults(fieldsets.CONTACT, today=session.clock.today())
        return texts | {"channel": settings.vault_settings(session)["default_channel"]}

    def _add_row(self) -> None:
        row = DayRow(self._desk, len(self.rows))
        row.set_narrow(narrow=self._narrow)
        row.start(self._start())
        row.edited.connect(self._desk.form_edited)
        row.next_asked.connect(lambda: self._on_next_asked(row))
        row.left.connect(lambda name: self._on_cell_left(row, name))
        self.rows.append(row)
        self._column.addWidget(row)
        # Now, not with the next layout: Tab passes by what is not shown yet.
        row.show()

    def _on_next_asked(self, row: DayRow) -> None:
        following = self.rows.index(row) + 1
        self.focus_field(f"row{following}.case")

    def _on_cell_left(self, row: DayRow, name: str) -> None:
        if row.wrong:
            row.show_problems(self.judge(row) if row.touched() else ())
        if name == "case":
            self.case_left.emit(row)

    def _on_day_committed(self) -> None:
        if self.day.value() != self._shown:
            self._shown = self.day.value()
            self.day_changed.emit()

    def _on_width_changed(self, narrow: bool) -> None:
        self._narrow = narrow
        arrange(self._head, self._headings, narrow=narrow)
        for row in self.rows:
            row.set_narrow(narrow=narrow)


def _row_of(name: str) -> int:
    digits = name.partition(".")[0].removeprefix("row")
    return int(digits) if digits.isdecimal() else -1


def _texts_of(values: Mapping[str, str], number: int) -> dict[str, str]:
    begin = f"row{number}."
    return {name.removeprefix(begin): text for name, text in values.items() if name.startswith(begin)}
