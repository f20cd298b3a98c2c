"""Writing the figures of a period into a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from mfd_desktop.app.period_files import file_name, write_file
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from mfd_desktop.domain.periods import Period
    from mfd_desktop.ui.desk import Desk


class FilesCard(Card):
    """A button for each kind of file; what is chosen above is written. Intern asks first."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        """Take the desk and the widget that questions are asked in front of."""
        super().__init__(_("Als Datei"))
        self._desk = desk
        self._asker = window
        self._period: Period | None = None
        self._intern = True
        self._said = Label("", "muted")
        self.buttons = {
            "xlsx": secondary(_("Excel …")),
            "pdf": secondary(_("PDF …")),
            "csv": secondary(_("CSV …")),
            "json": secondary(_("JSON …")),
        }
        row = FlowBox()
        for ending, button in self.buttons.items():
            button.clicked.connect(partial(self._on_clicked, ending))
            row.add(button)
        self.add(self._said)
        self.add(row)
        self.body.addStretch(1)

    def show_kind(self, period: Period, *, intern: bool) -> None:
        """Say what would be written."""
        self._period, self._intern = period, intern
        name = file_name(period, "xlsx", intern=intern)
        self._said.setText(_("Geschrieben wird, was oben gewählt ist, zum Beispiel {name}.").format(name=name))

    def _on_clicked(self, ending: str) -> None:
        if not self._intern:
            self.choose(ending)
            return
        self._desk.messages.ask(
            self._asker,
            _("Exakte Zahlen in eine Datei schreiben?"),
            _(
                "Die Datei ist nicht verschlüsselt und nicht zur Weitergabe bestimmt: Aus kleinen Zahlen lassen sich"
                " Einzelne erkennen. Für Träger, Land und Verbund gibt es die weitergabefähigen Zahlen."
            ),
            _("Intern schreiben"),
            lambda: self.choose(ending),
        )

    def choose(self, ending: str) -> None:
        """Ask where to and write."""
        if self._period is None:
            return
        name, _kind = QFileDialog.getSaveFileName(
            self._asker,
            dir=file_name(self._period, ending, intern=self._intern),
            filter=f"*.{ending}",
            options=QFileDialog.Option.DontUseNativeDialog,
        )
        if name:
            path = Path(name)
            self.write(path if path.suffix else path.with_suffix(f".{ending}"))

    def write(self, path: Path) -> None:
        """Write the period to ``path`` off the thread of the window, and say so."""
        period, intern, session = self._period, self._intern, self._desk.session
        if period is None:
            return
        self._desk.jobs.run(
            lambda _progress: write_file(session, period, path, intern=intern),
            done=lambda _none: self._desk.messages.info(_("Geschrieben: {name}").format(name=path.name)),
            failed=self._on_failed,
        )

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._desk.tell(error)
