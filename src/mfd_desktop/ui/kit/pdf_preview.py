"""Pages of a PDF on the screen, from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.pdf_pages import POINTS_PER_INCH, PdfPages
from mfd_desktop.ui.theme import GAP, current_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QEvent

_BAND = 320
"""Pixel rows painted at a time, so that keys and the mouse are never kept waiting."""
_STEP = 1.25
_LEAST, _MOST = 0.5, 4.0
_WIDEST = 1.35
"""A page that fits the width is never shown larger than this times its true size."""
_SHARP = 1.5
"""Pixels a logical pixel from which small print is clear by itself."""
_TRUE = 96 / POINTS_PER_INCH


class _Band(NamedTuple):
    page: int
    top: int


class PdfPreview(QAbstractScrollArea):
    """Shows a PDF page below page, as wide as there is room; Ctrl with +, - and 0 or the wheel changes the size.

    Arrow keys, page keys, Home and End scroll. Signal ``page_changed(number)``, counted from 1.
    """

    page_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages: PdfPages | None = None
        self._zoom = 1.0
        self._number = 0
        self._tops: list[int] = []
        self._bands: dict[_Band, QImage] = {}
        self._before: dict[_Band, QImage] = {}
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_timer)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._name()

    def show_pdf(self, content: bytes | None) -> None:
        """Show the pages of a PDF from the first on; None shows nothing.

        What was seen before stays until it is painted anew, so that a letter being written does not flicker.
        """
        before = self._bands if content else {}
        if self._pages is not None:
            self._pages.close()
        self._pages = PdfPages(content) if content else None
        self._lay_out()
        self._before = before
        self.verticalScrollBar().setValue(0)
        self._on_scrolled()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._pages.sizes) if self._pages else 0

    @property
    def page_number(self) -> int:
        """The page most of which is seen, from 1; 0 without a PDF."""
        return self._number

    @property
    def settled(self) -> bool:
        """Whether everything that is seen has been painted."""
        return not self._timer.isActive()

    @property
    def bands_kept(self) -> int:
        """How many painted pieces are in memory."""
        return len(self._bands)

    def set_zoom(self, zoom: float) -> None:
        """Show pages ``zoom`` times as wide as fits."""
        zoom = min(max(zoom, _LEAST), _MOST)
        if zoom == self._zoom:
            return
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / max(self._whole_height(), 1)
        self._zoom = zoom
        self._lay_out()
        bar.setValue(round(middle * self._whole_height() - self.viewport().height() / 2))

    def zoom_by(self, steps: int) -> None:
        """Show the pages larger, or smaller, by so many steps."""
        self.set_zoom(self._zoom * _STEP**steps)

    def turn_pages(self, count: int) -> None:
        """Go to the beginning of the page so many further on, or back."""
        if self._tops:
            number = min(max(self._number - 1 + count, 0), len(self._tops) - 1)
            self.verticalScrollBar().setValue(round(self._tops[number]))

    def sizeHint(self) -> QSize:
        return QSize(520, 640)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 200)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        zooms = {Qt.Key.Key_Plus: self._zoom * _STEP, Qt.Key.Key_Minus: self._zoom / _STEP, Qt.Key.Key_0: 1.0}
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in zooms:
            self.set_zoom(zooms[key])
        elif key in ends:
            bar.setValue(ends[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (_STEP if event.angleDelta().y() > 0 else 1 / _STEP))
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        if event.type() == event.Type.DevicePixelRatioChange:
            self._lay_out()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        tokens = current_tokens()
        painter.fillRect(event.rect(), QColor(tokens.neutral_soft))
        for index in self._seen():
            place = self._place(index)
            painter.fillRect(place, QColor("#FFFFFF"))
            for band in self._bands_seen(index):
                image = self._bands.get(band, self._before.get(band))
                if image is not None:
                    painter.drawImage(self._band_place(band, image), image)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
        painter.end()
        if next(self._missing(), None) is not None:
            self._timer.start()

    def _lay_out(self) -> None:
        """Settle how large pages are and where they begin; what was painted at another size is forgotten."""
        self._bands, self._before = {}, {}
        self._tops = []
        top = GAP
        for index in range(self.page_count):
            self._tops.append(top)
            top += round(self._size(index)[1]) + GAP
        view = self.viewport()
        for bar, whole, room in (
            (self.verticalScrollBar(), self._whole_height(), view.height()),
            (self.horizontalScrollBar(), self._whole_width(), view.width()),
        ):
            bar.setPageStep(room)
            bar.setSingleStep(40)
            bar.setRange(0, max(whole - room, 0))
        self._on_scrolled()
        view.update()

    def _size(self, index: int) -> tuple[float, float]:
        """Return width and height of a page in logical pixels, a whole number of the screen's pixels wide."""
        if self._pages is None:
            return 0.0, 0.0
        room = max(self.width() - 2 * GAP - self.verticalScrollBar().sizeHint().width(), 80)
        wide = self._pages.sizes[index][0] * _TRUE * _WIDEST
        ratio = self.devicePixelRatioF()
        pixels = round(min(room, wide) * self._zoom * ratio)
        return pixels / ratio, self._pages.height_at(index, pixels) / ratio

    def _whole_height(self) -> int:
        return self._tops[-1] + round(self._size(len(self._tops) - 1)[1]) + GAP if self._tops else 0

    def _whole_width(self) -> int:
        return max((round(self._size(index)[0]) for index in range(self.page_count)), default=0) + 2 * GAP

    def _place(self, index: int) -> QRectF:
        """Return where a page lies in the viewport."""
        wide, high = self._size(index)
        room = max(self.viewport().width(), self._whole_width())
        ratio = self.devicePixelRatioF()
        left = round((room - wide) / 2 * ratio) / ratio
        top = round(self._tops[index] * ratio) / ratio
        return QRectF(left - self.horizontalScrollBar().value(), top - self.verticalScrollBar().value(), wide, high)

    def _seen(self) -> Iterator[int]:
        view = QRectF(self.viewport().rect())
        return (index for index in range(self.page_count) if self._place(index).intersects(view))

    def _bands_seen(self, index: int) -> Iterator[_Band]:
        place, ratio = self._place(index), self.devicePixelRatioF()
        first = max(int(-place.top() * ratio), 0) // _BAND
        last = int(min(self.viewport().height() - place.top(), place.height()) * ratio) // _BAND
        return (_Band(index, number * _BAND) for number in range(first, last + 1))

    def _band_place(self, band: _Band, image: QImage) -> QRectF:
        place, ratio = self._place(band.page), self.devicePixelRatioF()
        return QRectF(place.left(), place.top() + band.top / ratio, image.width() / ratio, image.height() / ratio)

    def _missing(self) -> Iterator[_Band]:
        return (band for index in self._seen() for band in self._bands_seen(index) if band not in self._bands)

    def _on_timer(self) -> None:
        band = next(self._missing(), None)
        if band is None or self._pages is None:
            self._before = {}
            self._timer.stop()
            return
        width = round(self._size(band.page)[0] * self.devicePixelRatioF())
        rows = min(_BAND, self._pages.height_at(band.page, width) - band.top)
        if rows > 0:
            fine = 2 if self.devicePixelRatioF() < _SHARP else 1
            self._bands[band] = self._pages.band(band.page, width, band.top, rows, fine=fine)
        else:
            self._bands[band] = QImage()
        self.viewport().update()

    def _on_scrolled(self) -> None:
        seen = list(self._seen())
        near = range(min(seen, default=0) - 1, max(seen, default=0) + 2)
        self._bands = {band: image for band, image in self._bands.items() if band.page in near}
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        number = sum(top <= middle for top in self._tops)
        if number != self._number:
            self._number = number
            self.page_changed.emit(number)
        self._name()
        self.viewport().update()

    def _name(self) -> None:
        if self._number:
            words = _("Vorschau: Seite {number} von {count}")
            self.setAccessibleName(words.format(number=self._number, count=self.page_count))
        else:
            self.setAccessibleName(_("Vorschau"))
