"""Editor for yes or no."""

from PySide6.QtWidgets import QCheckBox

from mfd_desktop.ui.kit.editor import Editor


class BoolEditor(Editor):
    """A tick. The raw text is 1 or 0, and empty as long as nobody answered."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box = QCheckBox(text)
        self._answered = False
        self.box.clicked.connect(self._on_clicked)
        self._row.addWidget(self.box)
        self._row.addStretch(1)
        self._adopt(self.box)

    def raw(self) -> str:
        if not self._answered:
            return ""
        return "1" if self.box.isChecked() else "0"

    def set_raw(self, text: str) -> None:
        self._answered = text in ("0", "1")
        self.box.setChecked(text == "1")

    def _on_clicked(self) -> None:
        self._answered = True
        self.edited.emit()
        self.committed.emit()
