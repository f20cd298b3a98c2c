"""Melden: what leaves this PC and what does not, what is withheld and why, then the report itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mfd_desktop.app import drafts
from mfd_desktop.app.network_fields import REVISION
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.content.period_names import period_words
from mfd_desktop.domain.errors import PeriodClosed, UserError
from mfd_desktop.ui.case_forms import CaseForm
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.delivering import Delivery
    from mfd_desktop.app.periods import Prepared
    from mfd_desktop.domain.periods import Period
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_WIDTH = 640


class Reporting(QObject):
    """Opens the sheet for a period and reports it; one at a time. Belongs to the screen it is opened from."""

    def __init__(self, screen: QWidget, desk: Desk) -> None:
        """The sheet lies over ``screen``."""
        super().__init__(screen)
        self._screen = screen
        self._desk = desk
        self._busy = False
        self.sheet: ReportSheet | None = None

    def open(self, period: Period) -> None:
        """Count the period off the thread of the window, then show the sheet."""
        if self._busy or self.sheet is not None:
            return

        def work(_progress: Progress) -> Prepared:
            from mfd_desktop.app.periods import prepare

            return prepare(self._desk.session, period)

        self._busy = True
        self._desk.jobs.run(work, done=self._on_prepared, failed=self._on_failed)

    def _on_prepared(self, prepared: Prepared) -> None:
        self._busy = False
        self.sheet = ReportSheet(self._screen, self._desk, prepared)
        self.sheet.accepted.connect(self._on_accepted)
        self.sheet.finished.connect(self._on_finished)
        self.sheet.open()

    def _on_finished(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = None

    def _on_accepted(self) -> None:
        if self.sheet is None:
            return
        session, period, reason = self._desk.session, self.sheet.prepared.period, self.sheet.reason()

        def work(_progress: Progress) -> Delivery:
            from mfd_desktop.app.contributing import submit

            return submit(session, period, reason=reason)

        self._busy = True
        self._desk.jobs.run(work, done=self._on_reported, failed=self._on_failed)

    def _on_reported(self, delivery: Delivery) -> None:
        self._busy = False
        if delivery.waiting:
            self._desk.messages.warn(
                _("Festgehalten. Die Meldung wartet, bis der gemeinsame Ordner wieder da ist, und geht von selbst.")
            )
        else:
            self._desk.messages.info(_("Gemeldet. Die Meldung liegt im gemeinsamen Ordner."))

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, UserError):
            raise error
        self._desk.tell(error)


class ReportSheet(Sheet):
    """What a report of this period would be. A revision asks for its reason, which stays in the vault."""

    def __init__(self, parent: QWidget, desk: Desk, prepared: Prepared) -> None:
        """Explain; there is no button to report where it is not possible."""
        closed = prepared.refused or ("running" if prepared.running else "")
        words = period_words(prepared.period)
        if prepared.revision:
            title, accept = _("{period} berichtigen").format(period=words), _("Berichtigung melden")
        else:
            title, accept = _("{period} melden").format(period=words), _("Melden")
        super().__init__(parent, title, "" if closed else accept, _WIDTH)
        self.prepared = prepared
        self._desk = desk
        self.form: CaseForm | None = None
        if closed:
            why = sentence(PeriodClosed(words, closed))
            self.add(Banner(why, BannerKind.WARNING))
        self._explain()
        if prepared.revision and not closed:
            self.form = CaseForm(desk, REVISION, f"revision:{prepared.period}")
            self.form.load({})
            self.add(self.form)

    def reason(self) -> str:
        """Return why the period is reported once more."""
        return self.form.texts()["reason"].strip() if self.form else ""

    def accept(self) -> None:
        """Report, unless the reason is missing."""
        if self.form is not None:
            problems = self.form.check()
            if problems:
                self.form.focus_first(problems)
                return
            self.form.finish()
            self._desk.unregister(self.form)
        super().accept()

    def reject(self) -> None:
        """Close; a reason already typed waits for the next time."""
        if self.form is not None:
            typed = self.form.open_form()
            if typed is not None:
                drafts.seal(self._desk.session, (typed,), None)
            self._desk.unregister(self.form)
        super().reject()

    def _explain(self) -> None:
        published = self.prepared.protected
        tables = ngettext("{count} Tabelle", "{count} Tabellen", len(published.tables)).format(
            count=len(published.tables)
        )
        self.add(Label(_("Das verlässt diesen Rechner"), "strong"))
        self.add(
            Label(
                _(
                    "{tables} und die Gesamtzahlen, nur geschützte Werte: Jede Zahl zu Menschen ist um bis zu vier"
                    " verändert, keine ist 1 oder 2. Verschlüsselt für die Koordination."
                ).format(tables=tables)
            )
        )
        self.add(Label(_("Das bleibt hier"), "strong"))
        self.add(
            Label(
                _(
                    "Namen, Adressen, Geburtsdaten, Aktenzeichen, Vermerke, Briefe, einzelne Termine und die genauen"
                    " Zahlen."
                )
            )
        )
        for line in withheld_lines(self.prepared):
            self.add(Banner(line))
        self.add(
            Label(
                _("Mit der Meldung wird der Zeitraum eingefroren. Spätere Änderungen gehen in die Jahreszahlen ein."),
                "muted",
            )
        )


def withheld_lines(prepared: Prepared) -> list[str]:
    """Return which tables are kept back and why, a sentence for each reason."""
    reasons = Counter(prepared.protected.withheld.values())
    lines = []
    if reasons["few_persons"]:
        lines.append(
            _(
                "Weniger als zehn Personen in diesem Zeitraum: Es gehen nur die Gesamtzahlen und die strukturelle"
                " Arbeit hinaus, die übrigen Tabellen warten."
            )
        )
    if reasons["differencing"]:
        close = ", ".join(period_words(period) for period in prepared.close_to)
        lines.append(
            ngettext(
                "{count} Tabelle zu Personen bleibt hier: Gegenüber {close} haben sich weniger als zehn Personen"
                " geändert, der Vergleich könnte Einzelne erkennbar machen.",
                "{count} Tabellen zu Personen bleiben hier: Gegenüber {close} haben sich weniger als zehn Personen"
                " geändert, der Vergleich könnte Einzelne erkennbar machen.",
                reasons["differencing"],
            ).format(count=reasons["differencing"], close=close)
        )
    if reasons["half_year"]:
        lines.append(
            ngettext(
                "{count} seltene Tabelle geht erst mit dem Halbjahr hinaus.",
                "{count} seltene Tabellen gehen erst mit dem Halbjahr hinaus.",
                reasons["half_year"],
            ).format(count=reasons["half_year"])
        )
    return lines
