"""The hint beside printing: which copies remain that the program cannot remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.buttons import Button
from mfd_desktop.ui.print_dialog import what_the_printer_keeps

if TYPE_CHECKING:
    from mfd_desktop.ui.kit.dialog import Sheet


class PrinterHint(Button):
    """A quiet button that says what the printing system and printers keep."""

    def __init__(self) -> None:
        super().__init__(_("Was der Drucker behält"), "quiet", "info")
        self.sheet: Sheet | None = None
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        from mfd_desktop.ui.kit.dialog import Sheet
        from mfd_desktop.ui.kit.labels import Label

        self.sheet = Sheet(self.window(), _("Was der Drucker behält"))
        self.sheet.add(Label(what_the_printer_keeps()))
        self.sheet.finished.connect(self.sheet.deleteLater)
        self.sheet.open()
