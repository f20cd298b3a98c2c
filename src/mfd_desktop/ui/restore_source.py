"""Where a backup lies and what opens it: the first step of restoring."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from mfd_desktop.app.damage import Secret
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.banner import Banner
from mfd_desktop.ui.kit.buttons import quiet, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.secret import SecretEditor
from mfd_desktop.ui.network_sheets import choose_folder


class SourceCard(Card):
    """Folder and passphrase, or two sheets. Signal ``asked()``: show the states."""

    asked = Signal()

    def __init__(self, folder: str) -> None:
        """Propose the folder used last; empty if none is known."""
        super().__init__(_("1. Sicherung"))
        self.folder = TextEditor()
        self.folder.set_raw(folder)
        self.passphrase = SecretEditor()
        self.sheets = (TextEditor(), TextEditor())
        self.said = Banner()
        self.show_button = secondary(_("Stände zeigen"))
        self.way_button = quiet("")
        self._by_sheets = False
        self._pass_field = Field(_("Passwort zur Zeit der Sicherung"), self.passphrase)
        self._sheet_fields = (
            Field(_("Wörter des ersten Blatts"), self.sheets[0]),
            Field(_("Wörter des zweiten Blatts"), self.sheets[1]),
        )
        self._build()
        self._use_sheets(used=False)

    def _build(self) -> None:
        for field in (Field(_("Ordner der Sicherung"), self.folder, required=True), self._pass_field):
            self.add(field)
        for field in self._sheet_fields:
            self.add(field)
        browse = secondary(_("Ordner wählen …"))
        browse.clicked.connect(self._on_browse)
        self.show_button.clicked.connect(self.asked)
        self.way_button.clicked.connect(lambda: self._use_sheets(used=not self._by_sheets))
        for editor in (self.folder, self.passphrase, *self.sheets):
            editor.line.returnPressed.connect(self.asked)
        row = FlowBox()
        for button in (browse, self.show_button, self.way_button):
            row.add(button)
        self.add(row)
        self.add(self.said)
        self.said.hide()

    def start(self) -> None:
        """Put the focus where something is to be typed."""
        (self.passphrase if self.folder.raw() else self.folder).input_widget().setFocus()

    def chosen_folder(self) -> Path:
        """Return the folder typed or chosen."""
        return Path(self.folder.raw().strip())

    def secret(self) -> Secret | None:
        """Return what was typed to open the backup; None if nothing was. Raises SheetWrong, SheetsUnfit."""
        if self._by_sheets:
            from mfd_desktop.app.recovering import secret_of

            return Secret(recovery=secret_of(self.sheets[0].raw(), self.sheets[1].raw()))
        return Secret(self.passphrase.raw()) if self.passphrase.raw() else None

    def _use_sheets(self, *, used: bool) -> None:
        self._by_sheets = used
        for field in self._sheet_fields:
            field.setVisible(used)
        self._pass_field.setVisible(not used)
        self.way_button.setText(_("Mit dem Passwort öffnen") if used else _("Mit zwei Notfallblättern öffnen"))

    def _on_browse(self) -> None:
        folder = choose_folder(self, _("Ordner der Sicherung"))
        if folder is not None:
            self.folder.set_raw(str(folder))
            self.passphrase.input_widget().setFocus()
