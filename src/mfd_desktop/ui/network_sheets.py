"""The sheets of Verbund: making one, joining one, letting a desk in or taking it out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFileDialog

from mfd_desktop.app.network import create_network
from mfd_desktop.app.network_fields import NETWORK
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.words_panel import WordsPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.network import Invitation
    from mfd_desktop.app.network_desks import KnownDesk
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_WIDTH = 720


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None if none was chosen."""
    options = QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.ShowDirsOnly
    chosen = QFileDialog.getExistingDirectory(parent, title, options=options)
    return Path(chosen) if chosen else None


def choose_file(parent: QWidget, name: str) -> Path | None:
    """Ask where to write a file of figures; its ending says how. None if nothing was chosen."""
    filters = "Excel (*.xlsx);;PDF (*.pdf);;CSV (*.csv);;JSON (*.json)"
    options = QFileDialog.Option.DontUseNativeDialog
    chosen, wanted = QFileDialog.getSaveFileName(parent, _("Ergebnis speichern"), name, filters, options=options)
    if not chosen:
        return None
    path = Path(chosen)
    ending = wanted[wanted.index("*.") + 1 : -1]
    return path if path.suffix else path.with_name(path.name + ending)


class CreateSheet(RecordSheet):
    """A new network: folder, names, how soon to report."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        """What was typed before a lock is there again."""
        form = CaseForm(desk, NETWORK, "network:new")
        super().__init__(desk, parent, _("Verbund anlegen"), form, lambda _texts: None, accept_text=_("Anlegen"))
        self._refusal = Banner()
        self._refusal.hide()
        self.add(self._refusal)
        browse = secondary(_("Ordner wählen …"))
        browse.clicked.connect(self._on_browse)
        self.add_button(browse)
        self.finished.connect(self.deleteLater)
        self.start({})

    def _on_browse(self) -> None:
        folder = choose_folder(self, _("Gemeinsamer Ordner"))
        if folder is not None:
            self.form.fields["folder"].editor.set_raw(str(folder))
            self.form.focus_field("name")

    def finish(self) -> bool:
        """Make the network off the thread of the window: the folder may be slow, and it may refuse."""
        texts, session = self.form.texts(), self.desk.session
        folder, days = Path(texts["folder"].strip()), int(texts["due_days"] or 0)

        def work(_progress: Progress) -> None:
            create_network(session, folder, texts["name"], texts["coordinator"], due_days=days)

        self.setEnabled(False)
        self.desk.jobs.run(work, done=lambda _none: self._on_made(), failed=self._on_not_made)
        return False

    def _on_made(self) -> None:
        self._forget()
        Sheet.accept(self)

    def _on_not_made(self, error: Exception) -> None:
        self.setEnabled(True)
        if not isinstance(error, UserError):
            raise error
        self._refusal.show_message(sentence(error), BannerKind.ERROR)


class CompareSheet(Sheet):
    """Ten words to compare; the accept button works only once that was ticked."""

    def __init__(self, parent: QWidget, title: str, accept_text: str, words: tuple[str, ...], tick: str) -> None:
        """``tick`` is what the counsellor confirms."""
        super().__init__(parent, title, accept_text, _WIDTH)
        self.panel = WordsPanel(title)
        self.panel.set_words(words)
        self.tick = QCheckBox(tick)
        if self.accept_button is not None:
            self.accept_button.setEnabled(False)
            self.tick.toggled.connect(self.accept_button.setEnabled)
        self.finished.connect(self.deleteLater)

    def add_words(self) -> None:
        """Append the words and the tick to the body."""
        self.add(self.panel)
        self.add(self.tick)


class JoinSheet(CompareSheet):
    """Joining a network whose coordinator's words were compared."""

    def __init__(self, parent: QWidget, invitation: Invitation) -> None:
        """Show whose network it is and the words."""
        words, tick = invitation.words, _("Verglichen: Alle zehn Wörter stimmen überein")
        super().__init__(parent, _("Verbund beitreten"), _("Beitreten"), words, tick)
        self.invitation = invitation
        self.add(Label(invitation.name, "strong"))
        names = ", ".join(invitation.coordinators)
        self.add(
            Label(_("Koordination: {names} · Ordner: {path}").format(names=names, path=invitation.folder), "muted")
        )
        self.add(
            Label(
                _(
                    "Rufen Sie die Koordination unter einer Nummer an, die Sie schon kennen, und lassen Sie sich die"
                    " zehn Wörter vorlesen. Nur wenn alle stimmen, ist dies der richtige Verbund."
                )
            )
        )
        self.add_words()


class ApproveSheet(CompareSheet):
    """Letting a desk in whose words were compared."""

    def __init__(self, parent: QWidget, desk: KnownDesk) -> None:
        """Show what the desk says of itself and its words."""
        tick = _("Verglichen: Alle zehn Wörter stimmen überein")
        super().__init__(parent, _("Stelle freigeben"), _("Freigeben"), desk.words, tick)
        self.desk = desk
        _add_desk(self, desk)
        self.add(
            Label(
                _(
                    "Rufen Sie die Stelle unter einer Nummer an, die Sie schon kennen, und lassen Sie sich die zehn"
                    " Wörter vorlesen. Sie stehen dort auf dem Bildschirm „Verbund“."
                )
            )
        )
        self.add_words()


class DeskSheet(CompareSheet):
    """A desk that was let in or taken out; from here it is taken out."""

    def __init__(self, parent: QWidget, desk: KnownDesk) -> None:
        """Show what the desk says of itself and its words."""
        open_ = desk.state == "approved"
        tick = _("Alle Meldungen dieser Stelle sollen nicht mehr zählen, auch frühere")
        super().__init__(parent, _("Stelle"), _("Freigabe widerrufen") if open_ else "", desk.words, tick)
        self.desk = desk
        _add_desk(self, desk)
        self.add(self.panel)
        if open_:
            self.add(Banner(_("Ein Widerruf lässt sich nicht zurücknehmen."), BannerKind.WARNING))
            self.add(self.tick)
        else:
            self.add(Banner(_("Die Freigabe dieser Stelle ist widerrufen. Nichts von ihr zählt."), BannerKind.WARNING))
            self.tick.deleteLater()


def _add_desk(sheet: Sheet, desk: KnownDesk) -> None:
    sheet.add(Label(desk.name, "strong"))
    facts = (desk.office if desk.office != desk.name else "", desk.carrier, share_words(desk.fte))
    sheet.add(Label(" · ".join(fact for fact in facts if fact), "muted"))


def share_words(fte: int) -> str:
    """Return ``0,75 Stelle`` for 75 hundredths, nothing if the desk does not say."""
    return _("Stellenanteil {share}").format(share=f"{fte // 100},{fte % 100:02d}") if fte else ""
