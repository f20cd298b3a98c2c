"""Ctrl+Z in forms: the field changes of one record, taken back and made again one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QTextEdit

from mfd_desktop.content.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.ui.kit.editor import Editor

_MOST = 200
_MOST_LETTERS = 60


@dataclass(slots=True)
class _Changed:
    field: str
    before: str
    after: str


class FieldUndo:
    """What was changed in one form since it shows its record, the last change on top.

    A change is taken back only while its field still says what the change made of it, so that nothing somebody else
    has written since is lost.
    """

    def __init__(self, read: Callable[[str], str | None], put: Callable[[str, str], bool]) -> None:
        """``read`` returns the text of a field, None if it is gone; ``put`` stores one and returns whether it could."""
        self._read = read
        self._put = put
        self._done: list[_Changed] = []
        self._undone: list[_Changed] = []

    def note(self, field: str, before: str, after: str) -> None:
        """A field was left with another text; typing on in it is no further change."""
        if before == after:
            return
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last is not None and (last.field, last.after) == (field, before) and after.startswith(before or "\0"):
            last.after = after
            return
        self._done = [*self._done[1 - _MOST :], _Changed(field, before, after)]

    def forget(self) -> None:
        """Another record is shown, or all of it was stored or given up."""
        self._done.clear()
        self._undone.clear()

    def undo(self) -> str:
        """Take the last change back; return its field, empty if there is none."""
        return self._go(self._done, self._undone, forward=False)

    def redo(self) -> str:
        """Make the change taken back last again; return its field, empty if there is none."""
        return self._go(self._undone, self._done, forward=True)

    def _go(self, source: list[_Changed], target: list[_Changed], *, forward: bool) -> str:
        while source:
            change = source.pop()
            is_now, wanted = (change.before, change.after) if forward else (change.after, change.before)
            if self._read(change.field) != is_now:
                continue
            if not self._put(change.field, wanted):
                source.append(change)
                return ""
            target.append(change)
            return change.field
        return ""


def said(label: str, editor: Editor, *, again: bool) -> str:
    """Return what came back, as the field shows it now."""
    widget, shown = editor.input_widget(), ""
    if isinstance(widget, QLineEdit):
        shown = widget.text()
    elif isinstance(widget, QTextEdit):
        shown = " ".join(widget.toPlainText().split())
    if len(shown) > _MOST_LETTERS:
        shown = f"{shown[:_MOST_LETTERS]} …"
    if shown:
        words = _("Wiederholt – {field}: {text}") if again else _("Rückgängig – {field}: {text}")
    else:
        words = _("Wiederholt – {field}") if again else _("Rückgängig – {field}")
    return words.format(field=label, text=shown)
