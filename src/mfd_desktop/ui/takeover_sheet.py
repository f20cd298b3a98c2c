"""Opening a case package: from whom, whose case, what is in it; then it becomes a case here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar

from mfd_desktop.app.taking_over import take_over
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.handover import STAND_IN
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.handover_words import content_rows
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.dialog import WIDE_SHEET
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.network_sheets import CompareSheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.taking_over import Found, Merged
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress


class TakeOverSheet(CompareSheet):
    """What is in the package; a sender who is not known yet is compared by telephone first."""

    def __init__(self, desk: Desk, parent: QWidget, found: Found) -> None:
        """``found`` was read to its end and is whole."""
        title = _("Fall zurücknehmen") if found.home else _("Fall übernehmen")
        tick = _("Verglichen: Alle zehn Wörter stimmen überein")
        super().__init__(parent, title, _("Zurücknehmen") if found.home else _("Übernehmen"), found.words, tick)
        self._wanted_width = WIDE_SHEET
        self._desk, self._found = desk, found
        self.refusal, self.progress = Banner(), QProgressBar()
        self._add_facts()
        if found.known:
            self.panel.deleteLater()
            self.tick.deleteLater()
            if self.accept_button is not None:
                self.accept_button.setEnabled(True)
        else:
            self.add(
                Label(
                    _(
                        "Diese Stelle ist hier noch nicht bekannt. Rufen Sie sie unter einer Nummer an, die Sie schon"
                        " kennen, und lassen Sie sich die zehn Wörter vorlesen."
                    )
                )
            )
            self.add_words()
        self._add_contents()

    def _add_facts(self) -> None:
        found = self._found
        self.add(Label(found.name or _("Ohne Namen"), "strong"))
        facts = [
            _("Von {sender}").format(sender=found.sender.label),
            _("dort Fall {number}").format(number=found.number),
            _("gepackt am {day}").format(day=format_date(found.day)),
        ]
        if found.purpose == STAND_IN and found.until:
            facts.append(_("Vertretung bis {day}").format(day=format_date(found.until)))
        self.add(Label(" · ".join(facts), "muted"))
        if found.similar:
            numbers = ", ".join(match.number for match in found.similar)
            said = _(
                "Diese Person gibt es hier vielleicht schon: Fall {numbers}. Es wird trotzdem ein neuer Fall angelegt."
            )
            self.add(Banner(said.format(numbers=numbers), BannerKind.WARNING))
        if found.home:
            self.add(
                Label(
                    _(
                        "Neues kommt in den Fall, der hier liegt. Was inzwischen auf beiden Seiten geändert wurde,"
                        " bleibt so, wie es hier steht. Gelöscht wird nichts."
                    )
                )
            )

    def _add_contents(self) -> None:
        contents = RowList(_("Inhalt des Pakets"), grow=False)
        contents.set_rows(content_rows(self._found.rows, self._desk.session.lists))
        self.add(Label(_("Inhalt des Pakets"), "strong"))
        self.add(contents)
        for widget in (self.refusal, self.progress):
            widget.hide()
            self.add(widget)
        self.progress.setAccessibleName(_("Der Fall wird übernommen"))

    def accept(self) -> None:
        """Take the case over off the thread of the window."""
        session, found = self._desk.session, self._found

        def work(progress: Progress) -> tuple[RecordId, Merged | None]:
            def report(part: float) -> None:
                progress.check()
                progress.report(part)

            return take_over(session, found, progress=report)

        self._set_busy(busy=True)
        running = self._desk.jobs.run(
            work,
            done=self._on_taken,
            failed=self._on_failed,
            stopped=lambda: self._set_busy(busy=False),
            progressed=lambda part, _text: self.progress.setValue(round(part * 100)),
        )
        self.rejected.connect(running.cancel)

    def _set_busy(self, *, busy: bool) -> None:
        self.progress.setVisible(busy)
        if self.accept_button is not None:
            self.accept_button.setEnabled(not busy)

    def _on_taken(self, taken: tuple[RecordId, Merged | None]) -> None:
        case_id, merged = taken
        self.done(self.DialogCode.Accepted)
        self._desk.go(Place("case", case_id))
        if merged is None:
            self._desk.messages.info(_("Der Fall ist übernommen und hat hier eine eigene Nummer."))
            return
        said = _("Zurückgenommen: {added} neu, {changed} geändert.").format(added=merged.added, changed=merged.changed)
        if merged.both:
            said += " " + _("{count} auf beiden Seiten geändert: so geblieben, wie es hier stand.").format(
                count=merged.both
            )
        self._desk.messages.info(said)

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, UserError):
            raise error
        self.refusal.show_message(sentence(error), BannerKind.ERROR)
