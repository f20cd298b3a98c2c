"""The sheet that tells what was changed in a record, and sets a field back to what it was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.app import history
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.buttons import quiet, secondary
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.theme import GAP, GAP_SMALL, GAP_TINY

if TYPE_CHECKING:
    from datetime import datetime

    from mfd_desktop.app.history import Change, Step
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk

_AT_ONCE = 20
"""Steps shown before the button that shows more."""
_MOST_LETTERS = 600
_WIDTH = 640


class HistorySheet(Sheet):
    """What was changed in one record, the newest first. Raises KeyError if the record is gone."""

    def __init__(self, desk: Desk, parent: QWidget, table: str, record_id: RecordId) -> None:
        """Read the history of the record in ``table``."""
        super().__init__(parent, _("Verlauf der Änderungen"), width=_WIDTH)
        self.desk = desk
        self._table = table
        self._record_id = record_id
        self._shown = _AT_ONCE
        self._list: QWidget | None = None
        self.buttons: list[QWidget] = []
        self.add(
            Label(_("Jede Zeile sagt, was vorher dastand. „Wiederherstellen“ schreibt es in das Feld zurück."), "help")
        )
        self._fill()

    def _fill(self) -> None:
        """Put the list as it is now in place of the one shown."""
        if self._list is not None:
            self.body.removeWidget(self._list)
            self._list.hide()
            self._list.deleteLater()
        self._list, self.buttons = QWidget(), []
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        steps = history.history_of(self.desk.session, self._table, self._record_id)
        for step in steps[: self._shown]:
            column.addWidget(self._step(step))
        if not steps:
            column.addWidget(Label(_("Seit dem Erfassen wurde hier nichts geändert."), "muted"))
        if len(steps) > self._shown:
            more = quiet(_("Frühere Änderungen zeigen"))
            more.clicked.connect(self._on_more)
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._list)
        self._list.show()

    def _step(self, step: Step) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(Label(moment_words(step.moment), "muted"))
        for change in step.changes:
            column.addWidget(self._change(change))
        return box

    def _change(self, change: Change) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(GAP, 0, 0, 0)
        row.setSpacing(GAP)
        words = QVBoxLayout()
        words.setSpacing(GAP_TINY)
        words.addWidget(Label(change.label, "strong"))
        words.addWidget(Label(_("vorher: {text}").format(text=_short(change.before))))
        words.addWidget(Label(_("danach: {text}").format(text=_short(change.after)), "muted"))
        row.addLayout(words, 1)
        if change.restorable:
            button = secondary(_("Wiederherstellen"), "undo")
            said = _("Wiederherstellen: {field}, {text}").format(field=change.label, text=_short(change.before))
            button.setAccessibleName(said)
            button.clicked.connect(partial(self._on_restore, change))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self.buttons.append(button)
        return line

    def _on_restore(self, change: Change) -> None:
        session = self.desk.session

        def restore() -> None:
            history.restore_field(session, self._table, self._record_id, change.field, change.text)

        if self.desk.attempt(restore):
            self._fill()
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_more(self) -> None:
        self._shown += _AT_ONCE
        self._fill()


def moment_words(moment: datetime) -> str:
    """Return day and time of a moment where the counsellor is."""
    here = moment.astimezone()
    return _("{day}, {time} Uhr").format(day=format_date(here.date()), time=here.strftime("%H:%M"))


def _short(text: str) -> str:
    if not text:
        return _("leer")
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]} …"
