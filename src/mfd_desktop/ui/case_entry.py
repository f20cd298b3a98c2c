"""Finding a case by its number or by a part of the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from mfd_desktop.app import overview
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.choices import Option
from mfd_desktop.ui.kit.code_entry import CodeEntry
from mfd_desktop.ui.kit.editor import Editor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from mfd_desktop.app.overview import CaseLabel
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk

_EDITOR_MARGIN = 28
"""What frame and margins take of the width of an editor."""
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


def show_fitting(entry: CodeEntry, label: str, width: int) -> None:
    """Show all of a label while it is being edited; otherwise what an editor of that width has room for, ending in …"""
    if entry.hasFocus():
        if entry.text() != label:
            entry.show_text(label)
            entry.selectAll()
        return
    room = width - _EDITOR_MARGIN
    text = entry.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, room) if room > 0 else label
    if entry.text() != text:
        entry.show_text(text)
    entry.setCursorPosition(0)


class CaseEntry(CodeEntry):
    """An entry whose list comes from a search instead of a fixed list of options; the best match is highlighted."""

    def __init__(self, find: Callable[[str], Sequence[Option]], placeholder: str) -> None:
        super().__init__((), placeholder)
        self._find = find

    def open_list(self, *, everything: bool = False) -> None:
        self.options = tuple(self._find(self.text()))
        super().open_list(everything=True)
        if self._popup is not None and self._popup.isVisible() and self._typed:
            self._popup.highlight(0)

    def meant(self) -> Option | None:
        if not self._typed or not self.text().strip():
            return None
        found = self._find(self.text())
        return found[0] if len(found) == 1 else None


class CaseEditor(Editor):
    """One case. The raw text is its number, or what was typed as long as no case is chosen.

    ``chosen`` follows when another case was taken.
    """

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        """Take the desk to search and to know whether names are shown."""
        super().__init__()
        self._desk = desk
        self._case: CaseLabel | None = None
        self._found: dict[str, CaseLabel] = {}
        self.entry = CaseEntry(self._find, _("Nummer oder Name"))
        self.entry.textEdited.connect(self._on_typed)
        self.entry.taken.connect(self._on_taken)
        self.entry.returnPressed.connect(self._on_return)
        self._row.addWidget(self.entry, 1)
        self._adopt(self.entry)
        self.entry.focus_changed.connect(self._show_case)
        desk.names_toggled.connect(self._show_case)

    @property
    def case_id(self) -> RecordId | None:
        """The case chosen."""
        return self._case.case_id if self._case else None

    def raw(self) -> str:
        return self._case.number if self._case else self.entry.text()

    def set_raw(self, text: str) -> None:
        case_id = overview.case_by_number(self._desk.session, text) if "-" in text else None
        self._case = overview.label_of(self._desk.session, case_id) if case_id else None
        self.entry.show_text(self._label(self._case) if self._case else text)
        self._show_case()

    def cursor(self) -> int:  # type: ignore[override]
        return self.entry.cursorPosition()

    def set_cursor(self, position: int) -> None:
        self.entry.setCursorPosition(position)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_case()

    def _find(self, text: str) -> list[Option]:
        found = overview.find_cases(self._desk.session, text)
        self._found = {label.number: label for label in found}
        return [Option(label.number, self._label(label)) for label in found]

    def _label(self, label: CaseLabel) -> str:
        return f"{label.number} · {self._desk.label(label.name, label.initials)}"

    def _take(self, number: str) -> None:
        before = self.case_id
        self._case = self._found[number]
        self.entry.show_text(self._label(self._case))
        if before != self.case_id:
            self.edited.emit()
            self.chosen.emit()

    def _on_typed(self) -> None:
        self._case = None
        self.edited.emit()

    def _on_taken(self, number: str) -> None:
        self._take(number)
        self.committed.emit()

    def _on_return(self) -> None:
        if (option := self.entry.meant()) is not None:
            self._take(option.code)
        self.commit()

    def _on_left(self, reason: Qt.FocusReason) -> None:
        option = self.entry.highlighted() if reason in _BY_TAB else None
        option = option or self.entry.meant()
        if option is not None:
            self._take(option.code)
        self.entry.close_list()
        super()._on_left(reason)

    def _show_case(self) -> None:
        if self._case is not None:
            show_fitting(self.entry, self._label(self._case), self.width())
