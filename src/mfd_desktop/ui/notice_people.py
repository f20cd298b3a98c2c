"""Whom a notice concerns: tick boxes of the people with a procedure, so that it is entered once for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QSizePolicy

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.fields import SEPARATOR
from mfd_desktop.ui.kit.editor import Editor
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.theme import GAP_LARGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.notice_choices import Concerned


class PeopleEditor(Editor):
    """The raw text is the ids of the procedures ticked, parted by spaces."""

    def __init__(self, people: Sequence[Concerned]) -> None:
        """Offer these people; nobody is ticked."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.boxes: dict[str, QCheckBox] = {}
        self._typed = ""
        flow = FlowBox(spacing=GAP_LARGE)
        for person in people:
            box = QCheckBox((person.client.name or _("Ohne Namen")).replace("&", "&&"))
            box.clicked.connect(self._on_clicked)
            flow.add(box)
            self.boxes[str(person.procedure.stamp.id)] = box
        self._row.addWidget(flow, 1)
        self._focus_widget = next(iter(self.boxes.values()), None)
        if self._focus_widget is not None:
            self.setFocusProxy(self._focus_widget)

    def raw(self) -> str:
        return self._typed

    def set_raw(self, text: str) -> None:
        self._typed = text
        ticked = text.split()
        for procedure_id, box in self.boxes.items():
            box.setChecked(procedure_id in ticked)

    def describe(self, text: str) -> None:
        super().describe(text)
        # The field has named the first one by the question alone.
        for box in self.boxes.values():
            box.setAccessibleName(f"{_('Für wen?')}: {box.text()}")

    def set_invalid(self, *, invalid: bool) -> None:
        """What is wrong stands below; a tick has no border."""

    def input_widget(self) -> QWidget:
        return self._focus_widget or self

    def _on_clicked(self) -> None:
        kept = [one for one in self._typed.split() if one not in self.boxes]
        self._typed = SEPARATOR.join([*kept, *(one for one, box in self.boxes.items() if box.isChecked())])
        self.edited.emit()
        self.committed.emit()
