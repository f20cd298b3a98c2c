"""The steps of the first start: each keeps its own editors, so nothing typed is lost when going back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from mfd_desktop.app.fieldsets import OFFICE
from mfd_desktop.app.moving import place_warning
from mfd_desktop.app.new_vault import check_office, folder_obstacle, office_raws
from mfd_desktop.app.wording import problem_text, sentence
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.field_editors import WIDE, editor_for
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import quiet, secondary
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.field import Field, FormGrid
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.new_passphrase import NewPassphrase
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.domain.records import Office

_OBSTACLES = {
    "relative": N_("Bitte den vollständigen Weg zum Ordner angeben."),
    "vault": N_("In diesem Ordner ist schon ein Tresor. Bitte einen anderen Ordner wählen oder den Tresor öffnen."),
    "not_empty": N_("Der Ordner ist nicht leer. Bitte einen leeren oder neuen Ordner wählen."),
    "no_folder": N_("Hier ist eine Datei im Weg. Bitte einen anderen Ordner wählen."),
    "read_only": N_("In diesen Ordner darf nicht geschrieben werden."),
}


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Clock and code lists, all that editors need before there is a vault."""

    clock: Clock
    lists: CodeLists


class Step(QWidget):
    """One step. Signal ``enter_pressed()``: Enter was pressed in the last field."""

    enter_pressed = Signal()

    def __init__(self, title: str) -> None:
        """Take the step's title."""
        super().__init__()
        self.title = title
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP)

    def complete(self) -> bool:
        """Tell whether the next step may follow; if not, say why beside the fields and put the focus there."""
        return True

    def start(self) -> None:
        """Put the focus into the first useful field."""


class WelcomeStep(Step):
    """What the vault is. Signals ``open_asked()``: there is a vault already; ``restore_asked()``."""

    open_asked = Signal()
    restore_asked = Signal()

    def __init__(self) -> None:
        """Build the texts."""
        super().__init__(_("Willkommen"))
        self.column.addWidget(
            Label(
                _(
                    "MFD Desktop ist die Fallakte für Ihre Beratung. Alles, was Sie über ratsuchende Personen"
                    " aufschreiben, liegt in einem Tresor: einem verschlüsselten Ordner auf diesem Rechner."
                )
            )
        )
        self.column.addWidget(
            Label(
                _(
                    "Der Tresor öffnet sich nur mit Ihrem Passwort. Das Programm braucht kein Internet und sendet"
                    " nichts."
                )
            )
        )
        self.column.addWidget(
            Label(
                _(
                    "In drei kurzen Schritten legen Sie ihn an: Ihre Dienststelle, der Ordner, das Passwort. Danach"
                    " drucken Sie drei Notfallblätter, falls Sie das Passwort einmal vergessen."
                ),
                "muted",
            )
        )
        row = FlowBox()
        self.existing = quiet(_("Vorhandenen Tresor öffnen …"))
        self.existing.clicked.connect(self.open_asked)
        row.add(self.existing)
        self.restore = quiet(_("Aus Sicherung wiederherstellen …"))
        self.restore.clicked.connect(self.restore_asked)
        row.add(self.restore)
        self.column.addWidget(row)


class OfficeStep(Step):
    """Office, desk, Träger and data-protection regime."""

    def __init__(self, source: Beginnings) -> None:
        """Build a field for each of the declared ones."""
        super().__init__(_("Ihre Dienststelle"))
        self._source = source
        self._logo: bytes | None = None
        self.office: Office | None = None
        self.fields: dict[str, Field] = {}
        self._banner = Banner()
        self._banner.hide()
        row = FlowBox()
        self.load_button = secondary(_("Aus Datei laden (OFFICE.toml) …"), "import")
        self.load_button.clicked.connect(self._on_load)
        row.add(self.load_button)
        self.column.addWidget(row)
        self.column.addWidget(self._banner)
        self._build()

    def _build(self) -> None:
        section, grid = "", FormGrid(520)
        for declared in OFFICE.fields:
            if declared.section != section:
                section, grid = declared.section, FormGrid(520)
                self.column.addWidget(Label(translate_marked(section), "heading"))
                self.column.addWidget(grid)
            helping = translate_marked(declared.help) if declared.help else ""
            editor = editor_for(declared, self._source)
            field = Field(translate_marked(declared.label), editor, helping, required=declared.required)
            grid.add(field, full=declared.kind in WIDE)
            self.fields[declared.name] = field

    def start(self) -> None:
        self.fields["name"].editor.input_widget().setFocus()

    def complete(self) -> bool:
        self.office, problems = check_office(
            {name: field.editor.raw() for name, field in self.fields.items()},
            lists=self._source.lists,
            today=self._source.clock.today(),
            logo=self._logo,
        )
        found = {problem.field: problem_text(problem) for problem in problems}
        for name, field in self.fields.items():
            field.set_error(found.get(name, ""))
        if problems:
            first = next(name for name in self.fields if name in found)
            self.fields[first].editor.input_widget().setFocus()
        return self.office is not None

    def load_file(self, path: Path) -> None:
        """Fill the fields from an OFFICE.toml; what is wrong with it is said above them."""
        from mfd_desktop.app.office_file import read_office_file

        try:
            office = read_office_file(path, self._source.lists)
        except UserError as error:
            self._banner.show_message(sentence(error), BannerKind.ERROR)
            return
        self._logo = office.logo
        for name, text in office_raws(office).items():
            self.fields[name].editor.set_raw(text)
            self.fields[name].set_error("")
        self._banner.show_message(_("Aus der Datei übernommen. Bitte prüfen Sie die Angaben."))

    def said(self) -> str:
        """Return what is said about the file."""
        return self._banner.text()

    def _on_load(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, filter="TOML (*.toml)", options=QFileDialog.Option.DontUseNativeDialog
        )
        if name:
            self.load_file(Path(name))


class FolderStep(Step):
    """Where the vault lies."""

    def __init__(self, proposed: Path) -> None:
        """Propose a folder."""
        super().__init__(_("Ordner des Tresors"))
        self.column.addWidget(
            Label(
                _(
                    "Hier wird der Tresor angelegt. Er gehört auf diesen Rechner, nicht auf ein Netzlaufwerk und"
                    " nicht in einen Ordner, der mit einer Cloud abgeglichen wird."
                )
            )
        )
        self.editor = TextEditor()
        self.editor.set_raw(str(proposed))
        self.editor.line.returnPressed.connect(self.enter_pressed)
        self.field = Field(_("Ordner"), self.editor, required=True)
        self.warning = Banner()
        self.warning.hide()
        self._warned = ""
        self.column.addWidget(self.field)
        self.column.addWidget(self.warning)
        row = FlowBox()
        choose = secondary(_("Ordner wählen …"))
        choose.clicked.connect(self._on_choose)
        row.add(choose)
        self.column.addWidget(row)

    @property
    def folder(self) -> Path:
        """The folder typed or chosen."""
        return Path(self.editor.raw().strip()).expanduser()

    def start(self) -> None:
        self.editor.input_widget().setFocus()

    def complete(self) -> bool:
        obstacle = folder_obstacle(self.folder)
        self.field.set_error(translate_marked(_OBSTACLES[obstacle]) if obstacle else "")
        if obstacle:
            self.start()
        return not obstacle and self._is_accepted()

    def _is_accepted(self) -> bool:
        """Warn once of a folder that another program carries elsewhere; going on once more accepts it."""
        said, known = place_warning(self.folder), self._warned
        self._warned = str(self.folder)
        self.warning.show_message(
            _("{warning} Trotzdem hier anlegen? Dann noch einmal „Weiter“.").format(warning=said) if said else "",
            BannerKind.WARNING,
        )
        return not said or known == self._warned

    def _on_choose(self) -> None:
        found = QFileDialog.getExistingDirectory(
            self, options=QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.ShowDirsOnly
        )
        if found:
            self.editor.set_raw(found)
            self.complete()


class PassphraseStep(Step):
    """The passphrase, twice."""

    def __init__(self, about: Callable[[], tuple[str, ...]]) -> None:
        """``about`` returns what is known of the counsellor and makes no good passphrase."""
        super().__init__(_("Ihr Passwort"))
        self.column.addWidget(
            Label(
                _(
                    "Nehmen Sie mehrere Wörter, die nichts miteinander und nichts mit Ihnen zu tun haben. Fünf"
                    " zufällige Wörter schützen besser als ein kurzes Passwort mit Sonderzeichen, und Sie können sie"
                    " sich merken."
                )
            )
        )
        self.entry = NewPassphrase(about, _("Passwort"))
        self.entry.entered.connect(self.enter_pressed)
        self.first, self.second = self.entry.first, self.entry.second
        self.field, self.again = self.entry.field, self.entry.again
        self.column.addWidget(self.entry)
        self.column.addWidget(
            Banner(
                _(
                    "Vergessen Sie das Passwort, öffnen nur noch zwei Ihrer drei Notfallblätter den Tresor. Ohne"
                    " Blätter ist er dann verloren; auch Ihr Träger kann ihn nicht öffnen."
                ),
                BannerKind.WARNING,
            )
        )

    @property
    def passphrase(self) -> str:
        """The passphrase typed."""
        return self.entry.passphrase()

    def start(self) -> None:
        self.entry.first.input_widget().setFocus()

    def complete(self) -> bool:
        return self.entry.complete()
