"""What Heute and Fristen say about the law: a state that is too old, rule files that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mfd_desktop.app.law_state import is_old, state_of_law, unusable_files
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.banner import Banner, BannerKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mfd_desktop.law.library import RuleProblem
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress


def state_words(state: date | None) -> str:
    """Return ``Rechtsstand 19.08.2026``."""
    return _("Rechtsstand {day}").format(day=format_date(state)) if state else _("Rechtsstand unbekannt")


class LawNotice(QObject):
    """Two banners, hidden as long as all is well. Signal ``rules_read()`` once the rules were read for the second."""

    rules_read = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """Both are hidden until ``refresh``; what arrives after ``parent`` is gone is dropped."""
        super().__init__(parent)
        self._desk = desk
        self._running: Progress | None = None
        self._asked = False
        self.old, self.broken = Banner(), Banner()
        self.old.hide()
        self.broken.hide()

    def refresh(self, *, rules_used: bool) -> None:
        """Compare the state of the law with the clock; with ``rules_used`` look in the background whether every file
        of rules can be used (reading them takes long).
        """
        state, said = state_of_law(), ""
        if is_old(state, self._desk.session.clock.today()):
            said = _(
                "{state}: älter als zwölf Monate. Installieren Sie eine neue Fassung oder ein Fachpaket; bis dahin jede"
                " berechnete Frist am Gesetz nachprüfen."
            ).format(state=state_words(state))
        self.old.show_message(said, BannerKind.WARNING)
        if rules_used and not self._asked and not self._desk.jobs.closed:
            self._asked = True
            self._running = self._desk.jobs.run(
                lambda _progress: unusable_files(), done=self.show_broken, exclusive="free"
            )

    def show_broken(self, found: Sequence[RuleProblem]) -> None:
        """Name the files that cannot be used, and that nothing else is off."""
        said = ""
        if found:
            named = "; ".join(f"{one.file} ({one.place}: {one.reason})" for one in found)
            said = ngettext(
                "Eine Datei mit Fristregeln ist nicht benutzbar, ihre Regeln sind aus: {files}. Alle anderen gelten."
                " Fristen dieses Gebiets jetzt von Hand bestimmen.",
                "{count} Dateien mit Fristregeln sind nicht benutzbar, ihre Regeln sind aus: {files}. Alle anderen"
                " gelten. Fristen dieser Gebiete jetzt von Hand bestimmen.",
                len(found),
            ).format(count=len(found), files=named)
        self.broken.show_message(said, BannerKind.ERROR)
        self.rules_read.emit()
