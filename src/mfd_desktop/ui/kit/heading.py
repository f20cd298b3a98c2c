"""Head of a screen."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from mfd_desktop.ui.kit.flow import FlowLayout
from mfd_desktop.ui.kit.labels import ElidedLabel
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.theme import GAP, GAP_SMALL


class PageHeader(QWidget):
    """Title, muted subtitle, actions or pills at the right; narrow: the actions go below."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self._title = ElidedLabel(title, "title")
        self._subtitle = ElidedLabel(subtitle, "muted", least=140)
        words = QHBoxLayout()
        words.setSpacing(GAP)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        words.addStretch(1)
        self._side = QWidget()
        self._actions = FlowLayout(self._side, align_right=True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(GAP_SMALL)
        self._grid.addLayout(words, 0, 0)
        self._grid.addWidget(self._side, 0, 1)
        self._grid.setColumnStretch(0, 1)
        self._watch = WidthWatch(self, below=700)
        self._watch.changed.connect(self._on_width_changed)
        self._set_subtitle_shown()

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Show another title."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._set_subtitle_shown()

    def add_action(self, widget: QWidget) -> None:
        """Add a button or pill at the right."""
        self._actions.addWidget(widget)

    def clear_actions(self) -> None:
        """Take all buttons and pills away."""
        while (item := self._actions.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def _set_subtitle_shown(self) -> None:
        self._subtitle.setVisible(bool(self._subtitle.text()))

    def _on_width_changed(self, narrow: bool) -> None:
        self._grid.removeWidget(self._side)
        if narrow:
            self._grid.addWidget(self._side, 1, 0, 1, 2)
        else:
            self._grid.addWidget(self._side, 0, 1)
        self._actions.set_align_right(align_right=not narrow)
