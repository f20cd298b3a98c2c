"""Saving a final letter as a file: on request only, with a warning, never under a name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app import letters
from mfd_desktop.content.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.letters import Letter
    from mfd_desktop.ui.desk import Desk


def ask_and_save(desk: Desk, parent: QWidget, letter: Letter) -> None:
    """Warn, ask for a place and write the frozen pages there."""
    said = _(
        "Die Datei ist nicht verschlüsselt: Wer sie findet, kann sie lesen. Sie liegt außerhalb des Tresors und wird"
        " nicht mit dem Fall gelöscht."
    )
    desk.messages.ask(parent, _("Als PDF speichern"), said, _("Ort wählen …"), lambda: _choose(desk, parent, letter))


def _choose(desk: Desk, parent: QWidget, letter: Letter) -> None:
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, _("Als PDF speichern"), str(Path.home() / letter.file_name), _("PDF-Datei (*.pdf)"))
    # The system's own dialogue would add the file to lists of what was used last.
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.fileSelected.connect(lambda path: save_letter(desk, letter, Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def save_letter(desk: Desk, letter: Letter, path: Path) -> None:
    """Write the frozen pages into a file and say so."""
    if desk.attempt(lambda: letters.save_pages(desk.session, letter.stamp.id, path)):
        desk.messages.info(_("Gespeichert: {name}").format(name=path.name))
