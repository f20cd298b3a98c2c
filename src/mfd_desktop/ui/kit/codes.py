"""Editors for codes of a list: one (`CodeEditor`) or several (`CodesEditor`)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.fields import SEPARATOR
from mfd_desktop.ui.kit.choices import Option
from mfd_desktop.ui.kit.code_entry import CodeEntry
from mfd_desktop.ui.kit.editor import Editor
from mfd_desktop.ui.kit.flow import FlowLayout
from mfd_desktop.ui.kit.labels import ElidedLabel, set_style_property
from mfd_desktop.ui.kit.moments import InnerButton
from mfd_desktop.ui.theme import GAP_TINY

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class _EntryEditor(Editor):
    """A framed entry with an arrow button."""

    def __init__(self, options: Sequence[tuple[str, str]], placeholder: str) -> None:
        super().__init__()
        choices = [Option(code, label) for code, label in options]
        self._labels = {option.code: option.label for option in choices}
        self.entry = CodeEntry(choices, placeholder)
        self._frame = QFrame()
        self._frame.setProperty("kind", "entry")
        self._arrow = InnerButton("chevron-down", _("Liste öffnen (Alt+Pfeil nach unten)"), 12)
        self._arrow.clicked.connect(self._on_arrow)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(6, 3, 4, 3)
        self._line.setSpacing(GAP_TINY)
        self._line.addWidget(self.entry, 1)
        self._line.addWidget(self._arrow)
        self._box = QVBoxLayout(self._frame)
        self._box.setContentsMargins(1, 1, 1, 1)
        self._box.setSpacing(0)
        self._box.addLayout(self._line)
        self.entry.anchor = self._frame
        self.entry.textEdited.connect(self._on_typed)
        self.entry.taken.connect(self._on_entry_taken)
        self.entry.returnPressed.connect(self._on_return)
        self._row.addWidget(self._frame, 1)
        self._adopt(self.entry)
        self.entry.focus_changed.connect(self._on_focus_changed)

    def cursor(self) -> int:  # type: ignore[override]
        return self.entry.cursorPosition()

    def set_cursor(self, position: int) -> None:
        self.entry.setCursorPosition(position)

    def set_invalid(self, *, invalid: bool) -> None:
        set_style_property(self._frame, "invalid", "true" if invalid else "false")

    def _on_typed(self) -> None:
        self.edited.emit()

    def _on_arrow(self) -> None:
        self.entry.setFocus()
        if self.entry.is_open():
            self.entry.close_list()
        else:
            self.entry.open_list(everything=True)

    def _on_focus_changed(self, focused: bool) -> None:
        set_style_property(self._frame, "focused", "true" if focused else "false")

    def _take(self, code: str) -> None:
        """Make an option part of the value and announce `edited` if that changes it."""
        raise NotImplementedError

    def _on_entry_taken(self, code: str) -> None:
        self._take(code)
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


class CodeEditor(_EntryEditor):
    """One code of a list of (code, label); empty until chosen.

    Typing filters by code, beginning of the label or of a word; Enter or Tab takes the highlighted option.
    The raw text is the code, or what was typed as long as it means none.
    """

    def __init__(self, options: Sequence[tuple[str, str]], placeholder: str = "") -> None:
        super().__init__(options, placeholder)
        self._code = ""

    def raw(self) -> str:
        return self._code or self.entry.text()

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other options; what is chosen or typed stays as text until it is set anew."""
        raw = self.raw()
        self._labels = dict(options)
        self.entry.options = tuple(Option(code, label) for code, label in options)
        self.set_raw(raw)

    def set_raw(self, text: str) -> None:
        self._code = text if text in self._labels else ""
        self.entry.show_text(self._labels.get(text, text))

    def _on_typed(self) -> None:
        self._code = ""
        super()._on_typed()

    def _take(self, code: str) -> None:
        changed = code != self._code
        self.set_raw(code)
        if changed:
            self.edited.emit()


class _Chip(QFrame):
    """One chosen option with a button that removes it."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setProperty("kind", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button = InnerButton("close", _("„{label}“ entfernen").format(label=label), 10)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 2, 0)
        layout.setSpacing(2)
        layout.addWidget(ElidedLabel(label))
        layout.addWidget(self.button)


class CodesEditor(_EntryEditor):
    """Several codes as chips before the entry; Backspace in the empty entry removes the last one.

    `most` limits the number (0: none). The raw text is the codes and what is typed, parted by spaces.
    """

    def __init__(self, options: Sequence[tuple[str, str]], placeholder: str = "", most: int = 0) -> None:
        super().__init__(options, placeholder)
        # Chips take further lines.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._placeholder = placeholder
        self._most = most
        self._codes: list[str] = []
        self._chips: list[_Chip] = []
        self._flow = FlowLayout(spacing=GAP_TINY)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._box.insertLayout(0, self._flow)
        self._all = self.entry.options
        self.entry.emptied_backwards.connect(self._on_backspace)

    def raw(self) -> str:
        return SEPARATOR.join([*self._codes, *self.entry.text().split()])

    def set_raw(self, text: str) -> None:
        parts = list(dict.fromkeys(text.split()))
        known = [part for part in parts if part in self._labels]
        self.entry.show_text(" ".join(part for part in parts if part not in self._labels))
        self._show(known)

    def codes(self) -> tuple[str, ...]:
        """The codes chosen."""
        return tuple(self._codes)

    def _show(self, codes: list[str]) -> None:
        self._codes = codes
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._make_chip(code) for code in codes]
        margins = (6, 5, 6, 0) if codes else (0, 0, 0, 0)
        self._flow.setContentsMargins(*margins)
        self.entry.options = tuple(option for option in self._all if option.code not in codes)
        full = bool(self._most) and len(codes) >= self._most
        self.entry.setReadOnly(full)
        self._arrow.setVisible(not full)
        most = _("Höchstens {number}; Rücktaste entfernt").format(number=self._most)
        self.entry.setPlaceholderText(most if full else self._placeholder)
        self.describe(self._description)
        self.updateGeometry()

    def describe(self, text: str) -> None:
        # Screen readers hear what is chosen here, since the chips never have the focus.
        self._description = text
        chosen = ", ".join(self._labels[code] for code in self._codes)
        stated = _("Gewählt: {labels}").format(labels=chosen) if chosen else ""
        self.entry.setAccessibleDescription(" ".join(part for part in (stated, text) if part))

    def _make_chip(self, code: str) -> _Chip:
        chip = _Chip(self._labels[code])
        chip.button.clicked.connect(lambda: self._remove(code))
        self._flow.addWidget(chip)
        return chip

    def _remove(self, code: str) -> None:
        self._show([kept for kept in self._codes if kept != code])
        self.edited.emit()
        self.committed.emit()

    def _on_backspace(self) -> None:
        if self._codes:
            self._remove(self._codes[-1])

    def _take(self, code: str) -> None:
        self.entry.show_text("")
        self._show([*self._codes, code])
        self.edited.emit()
