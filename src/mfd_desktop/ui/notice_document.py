"""The scanned notice: one of the documents of the case, or a file added now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout

from mfd_desktop.app import attachments
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.document_intake import Intake
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.editor import Editor
from mfd_desktop.ui.theme import GAP_SMALL

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk


class DocumentEditor(Editor):
    """The raw text is the id of a document of the case, empty without one."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk; ``show_case`` says of which case."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._desk = desk
        self._case_id: RecordId | None = None
        self.choice = CodeEditor((), _("Dokument dieses Falls"))
        self.add_button = secondary(_("Datei hinzufügen …"), "plus")
        self.intake = Intake(desk)
        self._column = QVBoxLayout()
        self._column.setSpacing(GAP_SMALL)
        for widget in (self.choice, self.add_button, self.intake):
            self._column.addWidget(widget)
        self._row.addLayout(self._column, 1)
        self.choice.edited.connect(self.edited)
        self.choice.committed.connect(self.committed)
        self.choice.undo_asked.connect(self.undo_asked)
        self.add_button.clicked.connect(self._on_add)
        self.intake.taken.connect(self._on_taken)
        self._focus_widget = self.choice.input_widget()
        self.setFocusProxy(self._focus_widget)

    def show_case(self, case_id: RecordId) -> None:
        """Offer the documents of this case."""
        self._case_id = case_id
        found = attachments.attachments_of(self._desk.session, case_id)
        options = [
            (str(one.stamp.id), " · ".join((one.name, format_date(one.day)) if one.day else (one.name,)))
            for one in found
        ]
        self.choice.set_options(options)

    def raw(self) -> str:
        return self.choice.raw()

    def set_raw(self, text: str) -> None:
        self.choice.set_raw(text)

    def describe(self, text: str) -> None:
        super().describe(text)
        self.choice.describe(text)

    def set_invalid(self, *, invalid: bool) -> None:
        self.choice.set_invalid(invalid=invalid)

    def input_widget(self) -> QWidget:
        return self.choice.input_widget()

    def take(self, path: Path) -> None:
        """Store a file as a document of the case and choose it."""
        if self._case_id is not None:
            self.intake.take(self._case_id, [path])

    def _on_add(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, options=QFileDialog.Option.DontUseNativeDialog)
        if chosen:
            self.take(Path(chosen))

    def _on_taken(self, stored: list[tuple[Path, RecordId]]) -> None:
        if not stored or self._case_id is None:
            return
        self.show_case(self._case_id)
        self.choice.set_raw(str(stored[-1][1]))
        self.edited.emit()
        self.committed.emit()
