"""Editor for yes or no, and the tick it is made of."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from mfd_desktop.ui.kit.editor import Editor
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.theme import GAP_SMALL


class Tick(QWidget):
    """A tick beside a text that wraps; a click on the text ticks too. `clicked(on)` when somebody did."""

    clicked = Signal(bool)

    def __init__(self, text: str, *, on: bool = False) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setProperty("kind", "tick")
        self.box.setAccessibleName(text)
        self.box.setToolTip(text)
        self.box.setChecked(on)
        self.box.clicked.connect(self.clicked)
        self._label = Label(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_SMALL)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1, Qt.AlignmentFlag.AlignVCenter)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.box.click()


class BoolEditor(Editor):
    """A tick. The raw text is 1 or 0, and empty as long as nobody answered."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.tick = Tick(text)
        self.box = self.tick.box
        self._answered = False
        self.box.clicked.connect(self._on_clicked)
        self._row.addWidget(self.tick, 1)
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
