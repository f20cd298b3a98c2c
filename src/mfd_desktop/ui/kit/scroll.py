"""The scrolled column a screen lives in."""

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from mfd_desktop.ui.theme import GAP, GAP_LARGE


class PageScroller(QScrollArea):
    """Scrolls up and down only and keeps the widget with the focus in sight. Add to `column`."""

    def __init__(self, margin: int = 0) -> None:
        super().__init__()
        self._settling = False
        self._part: QWidget | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Qt::ScrollBarAlwaysOff and Qt::NoFocus as numbers: the name `Qt` takes 20 ms before the first paint.
        self.setProperty("horizontalScrollBarPolicy", 1)
        self.setProperty("focusPolicy", 0)
        self.content = QWidget()
        self.content.setProperty("kind", "scrolled")
        self.column = QVBoxLayout()
        self.column.setSpacing(GAP)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(margin, margin, margin, margin)
        outer.setSpacing(0)
        outer.addLayout(self.column)
        # An alignment of the column would ignore the height that wrapped texts need.
        outer.addStretch(1)
        self.setWidget(self.content)
        self._laid_out = QTimer(self)
        self._laid_out.setSingleShot(True)
        self._laid_out.setInterval(0)
        self._laid_out.timeout.connect(self._show_focus)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def fill(self) -> None:
        """Give the column all the height there is, for its own stretches to share out."""
        if isinstance(outer := self.content.layout(), QVBoxLayout):
            outer.setStretch(0, 1)
            outer.setStretch(1, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Qt settle the scroll bars once for each change of the content's size.

        A content that fits without a bar but not beside one makes Qt change its mind for ever, until the stack is full.
        """
        if event.type() != QEvent.Type.Resize or watched is not self.widget():
            return super().eventFilter(watched, event)
        if self._settling:
            return False
        self._settling = True
        try:
            return super().eventFilter(watched, event)
        finally:
            self._settling = False

    def turn(self, pages: int) -> None:
        """Go on by so many pages, back if negative."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def show_focus_soon(self) -> None:
        """Bring what has the focus into sight as soon as a page that was just put in is laid out."""
        self._laid_out.start()

    def show_from_top_soon(self, part: QWidget) -> None:
        """Bring the beginning of ``part`` to the top as soon as the page is laid out."""
        self._part = part
        self._laid_out.start()

    def _show_focus(self) -> None:
        if self._part is not None:
            top = self._part.mapTo(self.content, QPoint(0, 0)).y()
            self._part = None
            self.verticalScrollBar().setValue(top)
            return
        focus = self.content.focusWidget()
        if focus is not None and self.content.isAncestorOf(focus):
            self.ensureWidgetVisible(focus, 0, 2 * GAP_LARGE)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.content.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, GAP_LARGE)
