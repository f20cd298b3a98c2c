"""What leaves the desk of deadlines: the week, the log to countersign, a calendar file; all without names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from mfd_desktop.app import deadline_prints as prints
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import parse_date
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.moments import DateEditor

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.buttons import Button


class OutputSheet(Sheet):
    """One day to begin with, and a button for each paper and the file."""

    def __init__(self, desk: Desk, parent: QWidget, _rest: str, _sheets: DeadlineSheets) -> None:
        """Begin with today."""
        super().__init__(parent, _("Fristen drucken und ausgeben"), width=640)
        self.desk = desk
        self.day = Field(_("Tag"), DateEditor(desk.session.clock.today), _("Erster Tag der Woche, Tag des Protokolls"))
        self.day.editor.set_raw(_("heute"))
        self.day.editor.normalise()
        self.add(self.day)
        self.week_button = self._card(
            _("Woche"),
            _("Was in den sieben Tagen ab diesem Tag abläuft und was überfällig ist; nur Fall- und Aktenzeichen."),
            secondary(_("Woche ansehen …"), "print"),
            lambda: self._show(_("Fristen der Woche"), prints.week_pdf, prints.WEEK),
        )
        self.log_button = self._card(
            _("Protokoll zum Gegenzeichnen"),
            _("Alle Fristen, die an diesem Tag eingetragen wurden, mit Platz für eine zweite Unterschrift."),
            secondary(_("Protokoll ansehen …"), "print"),
            lambda: self._show(_("Fristenprotokoll"), prints.log_pdf, prints.LOG),
        )
        self.calendar_button = self._card(
            _("Kalenderdatei"),
            _("Alle offenen Fristen für ein anderes Kalenderprogramm (ICS): nur „Frist“ und die Fallnummer."),
            secondary(_("Kalenderdatei speichern …"), "calendar"),
            self._on_calendar,
        )

    def _card(self, title: str, text: str, button: Button, act: Callable[[], object]) -> Button:
        card, row = Card(title), FlowBox()
        button.clicked.connect(act)
        row.add(button)
        card.add(Label(text, "muted"))
        card.add(row)
        self.add(card)
        return button

    def _show(self, title: str, make: Callable[..., bytes], kind: str) -> None:
        try:
            day = parse_date(self.day.editor.raw(), today=self.desk.session.clock.today())
        except (ValueError, OverflowError):
            self.day.set_error(_("Das ist kein Datum."))
            self.day.editor.input_widget().setFocus()
            return
        self.day.set_error("")
        self._paper(title, make, kind, day)

    def _paper(self, title: str, make: Callable[..., bytes], kind: str, day: date) -> None:
        # PDFium is loaded by who prints.
        from mfd_desktop.ui.paper_sheet import PaperSheet

        session = self.desk.session
        name = f"{title} {day.isoformat()}"
        paper = PaperSheet(self.desk, self, title, lambda: make(session, day), kind=kind, name=name)
        paper.finished.connect(paper.deleteLater)
        paper.open()

    def _on_calendar(self) -> None:
        name = prints.calendar_name(self.desk.session)
        chosen, _filter = QFileDialog.getSaveFileName(self, dir=name, options=QFileDialog.Option.DontUseNativeDialog)
        if chosen:
            path = Path(chosen)
            self.save_calendar(path if path.suffix else path.with_suffix(".ics"))

    def save_calendar(self, path: Path) -> None:
        """Write the calendar file to ``path`` and say so."""
        written: list[int] = []
        if self.desk.attempt(lambda: written.append(prints.export_calendar(self.desk.session, path))):
            said = ngettext(
                "Geschrieben: {name} mit {count} Frist.", "Geschrieben: {name} mit {count} Fristen.", written[0]
            )
            self.desk.messages.info(said.format(name=path.name, count=written[0]))
