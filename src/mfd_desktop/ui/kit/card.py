"""White panel with a title: the unit every screen is composed of."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from mfd_desktop.ui.kit.labels import ElidedLabel, Label
from mfd_desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL


class Card(QFrame):
    """Title, optional note or widget at the right, and a body; `grow` takes all the height there is."""

    def __init__(self, title: str = "", note: str = "", *, grow: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        vertical = QSizePolicy.Policy.Expanding if grow else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self._title = ElidedLabel(title, "heading")
        self._note = ElidedLabel(note, "muted")
        self._head = QHBoxLayout()
        self._head.setSpacing(GAP)
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._head.addWidget(self._note)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP_SMALL)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP_LARGE, GAP, GAP_LARGE, GAP)
        outer.setSpacing(GAP_SMALL)
        outer.addLayout(self._head)
        outer.addLayout(self.body)
        self.set_title(title, note)

    def set_title(self, title: str, note: str = "") -> None:
        """Show another title and note."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(title)

    def add(self, widget: QWidget) -> None:
        """Append a widget to the body."""
        self.body.addWidget(widget)

    def add_layout(self, layout: QLayout) -> None:
        """Append a layout to the body."""
        self.body.addLayout(layout)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a pill or a button at the right of the title."""
        self._head.addWidget(widget)


class Figure(QWidget):
    """A large number with the word for what it counts."""

    def __init__(self, value: str, words: str) -> None:
        super().__init__()
        self._value = ElidedLabel(value, "figure")
        self._words = Label(words, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._value)
        layout.addWidget(self._words)
        self.set_value(value)

    def set_value(self, value: str) -> None:
        """Show another number."""
        self._value.setText(value)
        self.setAccessibleName(f"{value} {self._words.text()}")
