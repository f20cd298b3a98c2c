"""Editor for one of a few answers, all of them in sight."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QRadioButton, QSizePolicy

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.editor import Editor
from mfd_desktop.ui.kit.flow import FlowLayout
from mfd_desktop.ui.kit.moments import InnerButton

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ChoiceEditor(Editor):
    """One code of a few (code, label); empty until chosen, and committed at once.

    Tab reaches the group once; arrows go to the other answers, Space or Enter takes one, so does its first letter;
    Delete takes the answer back.
    """

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._typed = ""
        self.buttons: dict[str, QRadioButton] = {}
        self.box = QFrame()
        self.box.setProperty("kind", "choice")
        flow = FlowLayout(self.box)
        for code, label in options:
            self.buttons[code] = self._make_button(code, label)
            flow.addWidget(self.buttons[code])
        self.clear_button = InnerButton("close", _("Antwort zurücknehmen (Entf)"), 12)
        self.clear_button.clicked.connect(lambda: self._choose(""))
        flow.addWidget(self.clear_button)
        self._focus_widget = self.box
        self._row.addWidget(self.box, 1)
        self.set_raw("")

    def raw(self) -> str:
        return self._typed

    def set_raw(self, text: str) -> None:
        self._typed = text
        for code, button in self.buttons.items():
            button.setChecked(code == text)
        self.clear_button.setVisible(bool(text))
        self._let_tab_reach(self.buttons.get(text) or next(iter(self.buttons.values())))

    def describe(self, text: str) -> None:
        super().describe(text)
        # The question would be lost to whoever only hears the answer that has the focus.
        for button in self.buttons.values():
            button.setAccessibleName(f"{self.box.accessibleName()}: {button.text()}")
            button.setAccessibleDescription(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(watched, event)
        return super().eventFilter(watched, event)

    def _make_button(self, code: str, label: str) -> QRadioButton:
        button = QRadioButton(label)
        button.setAutoExclusive(False)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._choose(code))
        button.installEventFilter(self)
        return button

    def _on_key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Do what the key means; say whether it means anything here."""
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        codes = list(self.buttons)
        place = next(number for number, code in enumerate(codes) if self.buttons[code] is watched)
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._let_tab_reach(self.buttons[codes[(place + _STEPS[key]) % len(codes)]], focus=True)
        elif key in _TAKING:
            self._choose(codes[place])
        elif key in _CLEARING:
            self._choose("")
        else:
            return self._take_letter(event.text())
        return True

    def _take_letter(self, letter: str) -> bool:
        wanted = letter.strip().casefold()
        meant = [code for code, button in self.buttons.items() if button.text().casefold().startswith(wanted or "\0")]
        if len(meant) == 1:
            self._choose(meant[0])
        return bool(meant)

    def _choose(self, code: str) -> None:
        focused = any(button.hasFocus() for button in self.buttons.values())
        changed = code != self._typed
        self.set_raw(code)
        if focused and code:
            self.buttons[code].setFocus()
        if changed:
            self.edited.emit()
            self.committed.emit()

    def _let_tab_reach(self, reached: QRadioButton, *, focus: bool = False) -> None:
        for button in self.buttons.values():
            policy = Qt.FocusPolicy.StrongFocus if button is reached else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        self.box.setFocusProxy(reached)
        self.setFocusProxy(reached)
        if focus:
            reached.setFocus(Qt.FocusReason.OtherFocusReason)
