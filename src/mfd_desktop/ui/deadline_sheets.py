"""The sheets about deadlines; the desk of deadlines, Heute and the case page open them by key.

Keys: ``deadline:<id>`` everything about one; ``finish:<id>``, ``extend:<id>``, ``change:<id>``, ``remove:<id>``,
``steps:<id>`` how it was computed, ``expired:<id>`` what is still possible; ``manual:<case id or ->``,
``compute:<case id or ->`` new ones; ``output:-`` prints and the calendar file.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.dialog import Sheet

NO_CASE = "-"
_SHEETS = {
    "deadline": ("deadline_detail_sheet", "DetailSheet"),
    "finish": ("deadline_act_sheets", "FinishSheet"),
    "extend": ("deadline_act_sheets", "ExtendSheet"),
    "change": ("deadline_change_sheet", "ChangeSheet"),
    "remove": ("deadline_act_sheets", "RemoveSheet"),
    "manual": ("deadline_new_sheets", "ManualSheet"),
    "compute": ("deadline_compute_sheet", "ComputeSheet"),
    "steps": ("deadline_steps_sheet", "StepsSheet"),
    "expired": ("deadline_expired_sheet", "ExpiredSheet"),
    "output": ("deadline_output_sheet", "OutputSheet"),
}
"""Module and class of each kind of sheet; made with the desk, the parent, the rest of the key and the sheets."""
KINDS = frozenset(_SHEETS)
"""What the keys of these sheets begin with."""


def new_key(kind: str, case_id: RecordId | None = None) -> str:
    """Return the key of the sheet for a new deadline, ``manual`` or ``compute``."""
    return f"{kind}:{case_id or NO_CASE}"


class DeadlineSheets(QObject):
    """The sheet a screen has open, if any. Signal ``closed()`` after one was closed and no other follows."""

    closed = Signal()

    def __init__(self, screen: QWidget, desk: Desk) -> None:
        """Sheets lie over ``screen`` and live as long as it."""
        super().__init__(screen)
        self._screen = screen
        self._desk = desk
        self._next = ""
        self.sheet: Sheet | None = None
        self.key = ""

    def open(self, key: str) -> bool:
        """Open the sheet named by ``key``; False if one is open already or its record is gone."""
        kind, _colon, rest = key.partition(":")
        if self.sheet is not None or kind not in _SHEETS:
            return False
        module, name = _SHEETS[kind]
        # Nobody pays for the sheets not opened.
        make: Callable[[Desk, QWidget, str, DeadlineSheets], Sheet] = getattr(
            import_module(f"mfd_desktop.ui.{module}"), name
        )
        try:
            sheet = make(self._desk, self._screen, rest, self)
        except KeyError:
            return False
        self.sheet, self.key, self._next = sheet, key, ""
        sheet.finished.connect(self._on_finished)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()
        return True

    def go_on(self, key: str) -> None:
        """Open another sheet in place of the one that is open."""
        self._next = key
        if self.sheet is None:
            self.open(key)
        else:
            self.sheet.reject()

    def _on_finished(self) -> None:
        self.sheet, self.key = None, ""
        if self._next:
            self.open(self._next)
        if self.sheet is None:
            self.closed.emit()
