"""Settings: where backups go, making one now, and which states there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QProgressBar

from mfd_desktop.app.backing_up import choose_backup_folder, listed_states, on_same_disk, status
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.backing_up import start_backup
from mfd_desktop.ui.backup_words import lacking_words, moment_words, notice
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.backing_up import BackupStatus, ListedState
    from mfd_desktop.domain.backups import Made
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_SHOWN = 8


class BackupCard(Card):
    """Folder, proof, states; everything that asks the medium runs beside the window."""

    def __init__(self, desk: Desk) -> None:
        """Build the buttons."""
        super().__init__(_("Datensicherung"))
        self._desk = desk
        self._running: Progress | None = None
        self._all_shown = False
        self._states: tuple[ListedState, ...] = ()
        self.folder = Label("", "muted")
        self.proof = Label("")
        self.result = Banner()
        self.result.hide()
        self.result.action_requested.connect(self._on_cancel)
        self.choose_button = secondary(_("Ordner wählen …"))
        self.choose_button.clicked.connect(self._on_choose)
        self.run_button = secondary(_("Jetzt sichern"), "check")
        self.run_button.clicked.connect(self.back_up)
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(_("Fortschritt der Datensicherung"))
        self.bar.hide()
        self.states = RowList(_("Stände der Datensicherung"))
        self.more_button = secondary(_("Alle Stände zeigen"))
        self.more_button.clicked.connect(self._on_more)
        buttons = FlowBox()
        buttons.add(self.choose_button)
        buttons.add(self.run_button)
        for widget in (self.proof, self.folder, buttons, self.result, self.bar, self.states, self.more_button):
            self.add(widget)

    def start(self) -> None:
        """Put the focus into the card."""
        self._show_known(status(self._desk.session))
        (self.run_button if self.run_button.isVisibleTo(self) else self.choose_button).setFocus()

    def refresh(self) -> None:
        """Show what the vault knows at once, and what is in the folder as soon as it answers."""
        found = status(self._desk.session)
        self._show_known(found)
        if self._running is None and found.state != "none":
            self.result.show_message(*notice(found))
        if found.folder is None:
            self._on_states(())
        elif not self._desk.jobs.closed:
            self._desk.jobs.run(
                lambda _progress: listed_states(self._desk.session),
                done=self._on_states,
                failed=self._on_no_states,
                exclusive="free",
            )

    def _show_known(self, found: BackupStatus) -> None:
        chosen = found.folder is not None
        self.folder.setText(_("Ordner: {path}").format(path=found.folder) if chosen else "")
        self.folder.setVisible(chosen)
        self.proof.setText(
            _("Letzte geprüfte Sicherung: {moment}").format(moment=moment_words(found.proven))
            if found.proven is not None
            else _("Noch keine geprüfte Sicherung. Wählen Sie einen Ordner, am besten auf einem anderen Datenträger.")
        )
        self.run_button.setVisible(chosen)
        self.choose_button.setText(_("Anderen Ordner wählen …") if chosen else _("Ordner wählen …"))

    def back_up(self) -> None:
        """Back up now, with a bar; work goes on meanwhile."""
        if self._running is not None:
            return
        self._set_running(_("Die Akten werden gesichert und die Sicherung geprüft. Sie können weiterarbeiten."))
        self._running = start_backup(
            self._desk,
            done=self._on_done,
            failed=self._on_failed,
            stopped=self._on_stopped,
            progressed=self._on_progressed,
        )

    def choose(self, folder: Path) -> None:
        """Use this folder; the first backup is made at once."""

        def work(_progress: Progress) -> bool:
            return on_same_disk(self._desk.session, choose_backup_folder(self._desk.session, folder))

        self.choose_button.setEnabled(False)
        self._desk.jobs.run(work, done=self._on_chosen, failed=self._on_refused, exclusive="free")

    def _on_choose(self) -> None:
        # Qt's own dialogue: the one of the system would keep the folder in its list of recently used ones.
        options = QFileDialog.Option.ShowDirsOnly | QFileDialog.Option.DontUseNativeDialog
        found = QFileDialog.getExistingDirectory(self, _("Ordner für die Datensicherung"), options=options)
        if found:
            self.choose(Path(found))

    def _on_chosen(self, same_disk: bool) -> None:
        self.choose_button.setEnabled(True)
        self.refresh()
        self.back_up()
        if same_disk:
            said = _(
                "Dieser Ordner liegt auf demselben Datenträger wie der Tresor: Geht der kaputt, ist beides weg. Besser"
                " ist ein USB-Stick, eine externe Festplatte oder ein Netzlaufwerk."
            )
            self._desk.messages.warn(said)

    def _on_refused(self, error: Exception) -> None:
        self.choose_button.setEnabled(True)
        self._say(error)

    def _set_running(self, said: str) -> None:
        self.result.show_message(said, action=_("Abbrechen"))
        self.bar.setValue(0)
        self.bar.show()
        self.run_button.setEnabled(False)

    def _on_progressed(self, part: float, _text: str) -> None:
        self.bar.setValue(round(part * 100))

    def _on_cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def _on_done(self, made: Made | None) -> None:
        self._end()
        if made is None:
            return
        if made.lacking:
            self.result.show_message(lacking_words(len(made.lacking)), BannerKind.WARNING)
        else:
            self.result.show_message(_("Gesichert und geprüft: {counts}.").format(counts=_counted(made.counts)))

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self._say(error)

    def _on_stopped(self) -> None:
        self._end()
        self.result.show_message(_("Abgebrochen. Frühere Sicherungen sind unverändert da."))

    def _end(self) -> None:
        self._running = None
        self.bar.hide()
        self.run_button.setEnabled(True)
        self.refresh()

    def _say(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.result.show_message(sentence(error), BannerKind.ERROR)

    def _on_states(self, states: tuple[ListedState, ...]) -> None:
        self._states = states
        self._show_states()

    def _on_no_states(self, error: Exception) -> None:
        self._on_states(())
        self._say(error)

    def _on_more(self) -> None:
        self._all_shown = True
        self._show_states()
        self.states.setFocus()

    def _show_states(self) -> None:
        shown = self._states if self._all_shown else self._states[:_SHOWN]
        self.states.set_rows([_row(one) for one in shown])
        self.states.setVisible(bool(shown))
        self.more_button.setVisible(len(shown) < len(self._states))


def _row(one: ListedState) -> Row:
    badge, tone = _badge(one)
    counts = _counted(one.counts) if one.counts is not None else _("mit einem früheren Schlüssel gesichert")
    return Row(one.state.name, counts, date=moment_words(one.state.moment), badge=badge, tone=tone)


def _badge(one: ListedState) -> tuple[str, Tone]:
    if one.broken:
        return _("beschädigt"), Tone.URGENT
    return (_("geprüft"), Tone.GOOD) if one.proven is not None else (_("nicht geprüft"), Tone.WARNING)


def _counted(counts: Mapping[str, int]) -> str:
    clients, contacts, documents = counts["clients"], counts["contacts"], counts["attachments"]
    return ", ".join(
        (
            ngettext("{count} ratsuchende Person", "{count} ratsuchende Personen", clients).format(count=clients),
            ngettext("{count} Kontakt", "{count} Kontakte", contacts).format(count=contacts),
            ngettext("{count} Dokument", "{count} Dokumente", documents).format(count=documents),
        )
    )
