"""The picture of the procedure on the case page, and its way out as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from mfd_desktop.app.procedure_line import ProcedureLine, export_picture, line_of
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.drawing_view import DrawingView

if TYPE_CHECKING:
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.app.procedure_guide import Standing
    from mfd_desktop.ui.desk import Desk


class PictureCard(Card):
    """What happened, what runs, what comes next; hidden without a procedure."""

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_standing`` fills it."""
        super().__init__(_("Verlauf im Bild"))
        self.desk = desk
        self._page: CasePage | None = None
        self._line: ProcedureLine | None = None
        self.view = DrawingView(_("Verlauf des Verfahrens"))
        self.save_button = secondary(_("Als Bild speichern (SVG) …"))
        self.save_button.clicked.connect(self._on_save)
        self.add(self.view)
        self.add_to_head(self.save_button)

    def show_standing(self, page: CasePage, found: Standing | None) -> None:
        """Show the procedure of this case."""
        self.setVisible(found is not None)
        self._page = page
        if found is None:
            self._line = None
            return
        self._line = line = line_of(self.desk.session, found, page.case.stamp.id)
        self.view.show_drawing(line.drawn, line.described())

    def _on_save(self) -> None:
        if self._page is None:
            return
        name = f"{self._page.case.number}.svg"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, dir=name, filter="*.svg", options=QFileDialog.Option.DontUseNativeDialog
        )
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix else path.with_suffix(".svg"))

    def save(self, path: Path) -> None:
        """Write the picture to ``path``, which is logged, and say so."""
        page, line = self._page, self._line
        if page is None or line is None:
            return
        if self.desk.attempt(lambda: export_picture(self.desk.session, line, path, page.client.stamp.id)):
            self.desk.messages.info(_("Geschrieben: {name}").format(name=path.name))
