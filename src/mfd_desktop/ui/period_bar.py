"""Choosing a period: quarter, half-year or year, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from mfd_desktop.app.period_view import containing, step
from mfd_desktop.content.i18n import _
from mfd_desktop.content.period_names import period_words
from mfd_desktop.ui.kit.buttons import icon_button
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.theme import GAP_SMALL

if TYPE_CHECKING:
    from mfd_desktop.domain.periods import Period

_KINDS = ("Q", "H", "")


class PeriodBar(FlowBox):
    """Tabs for the kind, arrows for before and after; ``changed(Period)`` when another one was chosen."""

    changed = Signal(object)

    def __init__(self, period: Period) -> None:
        """Start with this period."""
        super().__init__()
        self._period = period
        self.kinds = QTabBar()
        self.kinds.setDrawBase(False)
        self.kinds.setExpanding(False)
        self.kinds.setAccessibleName(_("Art des Zeitraums"))
        for word in (_("Quartal"), _("Halbjahr"), _("Jahr")):
            self.kinds.addTab(word)
        self.before = icon_button("arrow-left", _("Zeitraum davor"))
        self.after = icon_button("arrow-right", _("Zeitraum danach"))
        self.words = Label("", "strong", wrap=False)
        steps = QWidget()
        row = QHBoxLayout(steps)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_SMALL)
        for widget in (self.before, self.words, self.after):
            row.addWidget(widget)
        self.add(self.kinds)
        self.add(steps)
        self.set_period(period)
        self.kinds.currentChanged.connect(self._on_kind)
        self.before.clicked.connect(lambda: self._choose(step(self._period, -1)))
        self.after.clicked.connect(lambda: self._choose(step(self._period, 1)))

    def period(self) -> Period:
        """Return the period chosen."""
        return self._period

    def set_period(self, period: Period) -> None:
        """Show another period without announcing it."""
        self._period = period
        self.words.setText(period_words(period))
        blocked = self.kinds.blockSignals(True)
        self.kinds.setCurrentIndex(_KINDS.index(period.kind))
        self.kinds.blockSignals(blocked)

    def _on_kind(self, index: int) -> None:
        # Of a longer period the part that ends with it.
        self._choose(containing(self._period.last, _KINDS[index]))

    def _choose(self, period: Period) -> None:
        self.set_period(period)
        self.changed.emit(period)
