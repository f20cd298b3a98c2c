"""Changing a passphrase: the old one, the new one twice, and whether somebody else may know the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from mfd_desktop.app.passphrases import change_passphrase
from mfd_desktop.app.settings import read_office
from mfd_desktop.app.strength import about_office
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError, WrongPassphrase
from mfd_desktop.ui.jobs import Cancelled
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.choice import ChoiceEditor
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.secret import SecretEditor
from mfd_desktop.ui.long_work import start_long_work
from mfd_desktop.ui.new_passphrase import NewPassphrase

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_ONLY_ME, _OTHERS = "no", "yes"


class PassphraseSheet(Sheet):
    """``changed(bool)`` once it is done, with whether the whole vault got new keys. ``own``: the counsellor's."""

    changed = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget, *, own: bool) -> None:
        """Build the entries; only for the counsellor's own passphrase is it asked who may know the old one."""
        super().__init__(parent, _("Passwort ändern"), _("Passwort ändern"))
        self._desk = desk
        self._work: Progress | None = None
        about = about_office(read_office(desk.session))
        self.current = SecretEditor()
        self.current_field = Field(_("Bisheriges Passwort"), self.current, required=True)
        self.entry = NewPassphrase(lambda: about, _("Neues Passwort"))
        self.known = ChoiceEditor(((_ONLY_ME, _("Nein, nur ich")), (_OTHERS, _("Ja, oder ich bin nicht sicher"))))
        self.known_field = Field(
            _("Kann jemand anderes das bisherige Passwort kennen?"),
            self.known,
            _("Zum Beispiel, weil es jemand gesehen hat, es aufgeschrieben war oder Sie es weitergegeben haben."),
            required=True,
        )
        self.meaning, self.refusal, self.progress = Banner(), Banner(), QProgressBar()
        self.progress.setAccessibleName(_("Der Tresor bekommt neue Schlüssel"))
        self._build(own=own)

    def _build(self, *, own: bool) -> None:
        self.add(self.current_field)
        self.add(self.entry)
        self.add(self.known_field)
        self.add(self.meaning)
        self.add(
            Label(
                _(
                    "Sicherungen, die es schon gibt, öffnen sich weiter mit dem bisherigen Passwort. Löschen Sie sie,"
                    " sobald eine neue geprüft ist, wenn jemand es kennt."
                ),
                "muted",
            )
        )
        for widget in (self.refusal, self.progress):
            widget.hide()
            self.add(widget)
        self.meaning.hide()
        self.known.committed.connect(self._on_known)
        self.current.line.returnPressed.connect(self.entry.first.line.setFocus)
        self.known_field.setVisible(own)
        if not own:
            self.known.set_raw(_ONLY_ME)

    @property
    def _rekeys(self) -> bool:
        return self.known.raw() == _OTHERS

    def _on_known(self) -> None:
        text = _(
            "Der ganze Tresor bekommt neue Schlüssel. Das dauert je nach Umfang einige Sekunden bis Minuten. Danach"
            " öffnen ihn die bisherigen Notfallblätter und das Passwort einer Vertretung nicht mehr; neue Blätter"
            " können Sie gleich drucken."
        )
        self.meaning.show_message(text if self._rekeys else "", BannerKind.WARNING)
        self.known_field.set_error("")
        self.refit()

    def accept(self) -> None:
        """Check the entries and change the passphrase off the thread of the window."""
        if self._work is not None:
            return
        self.current_field.set_error("" if self.current.raw() else _("Bitte ausfüllen."))
        self.known_field.set_error("" if self.known.raw() else _("Bitte wählen."))
        if not self.current.raw():
            self.current.input_widget().setFocus()
            return
        if not self.entry.complete() or not self.known.raw():
            return
        session, current, new, known = self._desk.session, self.current.raw(), self.entry.passphrase(), self._rekeys

        def work(progress: Progress) -> bool:
            done = change_passphrase(
                session, current, new, known, progress=progress.report, cancelled=lambda: progress.cancelled
            )
            if not done:
                raise Cancelled
            return known

        self._set_busy(busy=True)
        self._work = start_long_work(
            self._desk,
            work,
            done=self._on_done,
            failed=self._on_failed,
            stopped=self._on_stopped,
            progressed=lambda part, _text: self.progress.setValue(round(part * 100)),
        )

    def reject(self) -> None:
        """Close, or give a change up that does not hold yet."""
        if self._work is not None:
            self._work.cancel()
            return
        super().reject()

    def done(self, result: int) -> None:
        """Forget the passphrases with the sheet."""
        self.current.set_raw("")
        self.entry.clear()
        super().done(result)

    def _on_done(self, known: bool) -> None:
        self._work = None
        self.changed.emit(known)
        super().accept()

    def _on_stopped(self) -> None:
        self._work = None
        self._set_busy(busy=False)
        self.refusal.show_message(_("Abgebrochen. Es gilt weiter das bisherige Passwort."))

    def _on_failed(self, error: Exception) -> None:
        self._work = None
        self._set_busy(busy=False)
        if not isinstance(error, UserError):
            raise error
        if isinstance(error, WrongPassphrase):
            self.current_field.set_error(_("Das ist nicht das bisherige Passwort."))
            self.current.input_widget().setFocus()
            return
        said = _("{reason} Es gilt weiter das bisherige Passwort.").format(reason=sentence(error))
        self.refusal.show_message(said, BannerKind.ERROR)

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.current_field, self.entry, self.known_field, self.accept_button):
            if widget is not None:
                widget.setDisabled(busy)
        self.refusal.hide()
        self.progress.setRange(0, 100 if self._rekeys else 0)
        self.progress.setVisible(busy)
