"""Choosing a passphrase: typed twice, with an estimate of its strength and a suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app.new_vault import shortest_passphrase
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import WeakPassphrase
from mfd_desktop.ui.kit.buttons import quiet
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.secret import SecretEditor
from mfd_desktop.ui.kit.strength import StrengthMeter
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Callable

_PAUSE_MS = 250
"""Milliseconds without a key before the estimate is made."""


class NewPassphrase(QWidget):
    """Two entries that must agree. ``entered`` when Enter is pressed in the second.

    ``about`` returns what others know of the owner; it is asked at each estimate.
    """

    entered = Signal()

    def __init__(self, about: Callable[[], tuple[str, ...]], label: str) -> None:
        """Build both entries; ``label`` names the first."""
        super().__init__()
        self._about = about
        self._least = shortest_passphrase()
        self.first, self.second = SecretEditor(), SecretEditor()
        self.meter, self.suggest = StrengthMeter(), quiet(_("Wörter vorschlagen"))
        helping = _("Mindestens {count} Zeichen").format(count=self._least)
        self.field = Field(label, self.first, helping, required=True)
        self.again = Field(_("Passwort wiederholen"), self.second, required=True)
        self.suggest.clicked.connect(self._on_suggest)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.estimate_now)
        self.first.line.textChanged.connect(lambda _text: self._timer.start(_PAUSE_MS))
        self.first.line.returnPressed.connect(self.second.line.setFocus)
        self.second.line.returnPressed.connect(self.entered)
        self._build()

    def _build(self) -> None:
        row = FlowBox()
        row.add(self.suggest)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (self.field, self.meter, row, self.again):
            column.addWidget(widget)
        self.meter.show_estimate(None)

    def passphrase(self) -> str:
        """Return what was typed."""
        return self.first.raw()

    def clear(self) -> None:
        """Forget what was typed."""
        for editor in (self.first, self.second):
            editor.set_raw("")

    def complete(self) -> bool:
        """Tell whether both agree and are long enough; say what is wrong beside the entries."""
        short = len(self.passphrase()) < self._least
        differs = not short and self.second.raw() != self.passphrase()
        self.field.set_error(sentence(WeakPassphrase(self._least)) if short else "")
        self.again.set_error(_("Die beiden Eingaben sind verschieden.") if differs else "")
        if short:
            self.first.input_widget().setFocus()
        elif differs:
            self.second.input_widget().setFocus()
        return not short and not differs

    def estimate_now(self) -> None:
        """Show how strong what was typed is."""
        from mfd_desktop.app.strength import estimate

        self._timer.stop()
        text = self.passphrase()
        self.meter.show_estimate(estimate(text, self._about()) if text else None)

    def _on_suggest(self) -> None:
        from mfd_desktop.app.strength import suggestion

        # In sight, because she has to learn it; she types it once more below.
        self.first.show_text()
        self.first.set_raw(suggestion())
        self.second.set_raw("")
        self.estimate_now()
        self.second.input_widget().setFocus()
