"""Verbund of a coordinator: desks to let in, who has reported, what was skipped, and the result for the whole state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app.contributing import ended_periods
from mfd_desktop.app.network import add_folder
from mfd_desktop.app.network_desks import approve, revoke
from mfd_desktop.app.wording import sentence
from mfd_desktop.app.wording_network import skip_reason
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.content.period_names import period_words
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.courier import start_delivery
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, quiet, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.field import Field, FormGrid
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.network_sheets import ApproveSheet, DeskSheet, choose_file, choose_folder, share_words
from mfd_desktop.ui.theme import GAP, Tone
from mfd_desktop.ui.words_panel import WordsPanel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mfd_desktop.app.aggregating import Aggregate, Report
    from mfd_desktop.app.network import Membership
    from mfd_desktop.app.network_desks import KnownDesk
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress


_MOST_SHOWN = 100
"""Files named one by one; somebody may have unpacked an archive into the folder."""


class CoordinatorView(QWidget):
    """Cards: the period, the desks, what was skipped, the folders and the words of the coordinator."""

    def __init__(self, desk: Desk) -> None:
        """Build the cards; ``show_membership`` fills them and reads the folders."""
        super().__init__()
        self._desk = desk
        self._reading = False
        self._again = False
        self.found: Aggregate | None = None
        self.banner = Banner()
        self.banner.hide()
        self._periods = {str(period): period for period in ended_periods(desk.session.clock.today())}
        self.period = CodeEditor([(code, period_words(period)) for code, period in self._periods.items()])
        self.period.set_raw(next(iter(self._periods)))
        self.period.committed.connect(self.read)
        self.save_button = primary(_("Ergebnis speichern …"), "statistics")
        self.save_button.clicked.connect(self._on_save)
        self.save_button.setEnabled(False)
        self.read_button = secondary(_("Neu lesen"), "undo")
        self.read_button.clicked.connect(self.read)
        self.summary = Label("", "strong")
        self.desks = RowList(_("Stellen"))
        self.desks.row_activated.connect(self._on_desk)
        self.desks.button_clicked.connect(self._on_desk)
        self.skipped = RowList(_("Nicht gezählte Dateien"))
        self.skipped_card = Card(_("Nicht gezählte Dateien"))
        self.folder_button = quiet(_("Weiterer Ordner …"), "plus")
        self.folder_button.clicked.connect(self._on_folder)
        self.words = WordsPanel(_("Koordination"))
        self._no_desks = Label(
            _("Noch hat sich keine Stelle gemeldet. Nennen Sie den Stellen den Ordner und am Telefon die zehn Wörter."),
            "muted",
        )
        self._folders = Label("", "muted")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        period, desks, folder = Card(_("Ergebnis")), Card(_("Stellen")), Card(_("Gemeinsamer Ordner"))
        grid = FormGrid()
        grid.add(Field(_("Zeitraum"), self.period))
        period.add(grid)
        period.add(self.summary)
        buttons = FlowBox()
        buttons.add(self.save_button)
        buttons.add(self.read_button)
        period.add(buttons)
        desks.add(self._no_desks)
        desks.add(self.desks)
        self.skipped_card.add(self.skipped)
        self.skipped_card.hide()
        folder.add_to_head(self.folder_button)
        folder.add(self._folders)
        folder.add(Label(_("Diese Wörter liest die Koordination am Telefon vor, wenn eine Stelle beitritt."), "muted"))
        folder.add(self.words)
        for widget in (self.banner, period, desks, self.skipped_card, folder):
            column.addWidget(widget)

    def first_widget(self) -> QWidget:
        """Where the focus begins."""
        return self.period.input_widget()

    def show_membership(self, found: Membership) -> None:
        """Show this state of things and read the folders anew."""
        self.words.set_words(found.words)
        self._folders.setText(_("Ordner: {path}").format(path=", ".join(str(path) for path in found.folders)))
        self.read()

    def read(self) -> None:
        """Read all folders for the chosen period, off the thread of the window; receipts are written with it."""
        if self._desk.jobs.closed:
            # The field of the period is left while the window closes.
            return
        if self._reading:
            self._again = True
            return
        session = self._desk.session
        period = self._periods.get(self.period.raw()) or next(iter(self._periods.values()))

        def work(_progress: Progress) -> Aggregate:
            from mfd_desktop.app.aggregating import acknowledge, aggregate

            found = aggregate(session, None, period)
            acknowledge(session, found)
            return found

        self._reading = True
        self._desk.jobs.run(work, done=self._on_read, failed=self._on_not_read)

    def _on_read(self, found: Aggregate) -> None:
        self.found = found
        self.banner.hide()
        self.desks.set_rows(_desk_rows(found))
        self.desks.setVisible(bool(found.desks))
        self._no_desks.setVisible(not found.desks)
        self.skipped.set_rows(skipped_rows(found))
        self.skipped_card.setVisible(bool(found.skipped))
        expected = len(found.reports) + len(found.missing)
        self.summary.setText(
            ngettext(
                "{count} von {all} Stelle hat gemeldet.", "{count} von {all} Stellen haben gemeldet.", expected
            ).format(count=len(found.reports), all=expected)
        )
        self.save_button.setEnabled(bool(found.reports))
        self._read_again()

    def _on_not_read(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._reading = False
            raise error
        self.banner.show_message(sentence(error), BannerKind.ERROR)
        self._read_again()

    def _read_again(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.read()

    def _on_desk(self, key: object) -> None:
        known = next((desk for desk in self.found.desks if desk.desk == key), None) if self.found else None
        if known is None:
            return
        if known.state == "unapproved":
            sheet: ApproveSheet | DeskSheet = ApproveSheet(self, known)
            sheet.accepted.connect(lambda: self._decide(lambda: approve(self._desk.session, known.desk)))
        else:
            sheet = DeskSheet(self, known)
            sheet.accepted.connect(lambda: self._decide(lambda: revoke(self._desk.session, known.desk)))
        sheet.open()

    def _decide(self, decision: Callable[[], None]) -> None:
        if self._desk.attempt(decision):
            start_delivery(self._desk, done=lambda _delivery: self.read())

    def _on_save(self) -> None:
        from mfd_desktop.app.state_files import state_file_name

        found = self.found
        path = choose_file(self, state_file_name(found, "xlsx")) if found else None
        if found is None or path is None:
            return
        session = self._desk.session

        def work(_progress: Progress) -> Path:
            from mfd_desktop.app.state_files import write_state_file

            write_state_file(session, found, path)
            return path

        self._desk.jobs.run(work, done=self._on_saved, failed=self._on_not_read)

    def _on_saved(self, path: Path) -> None:
        self._desk.messages.info(_("Gespeichert: {path}").format(path=path))

    def _on_folder(self) -> None:
        folder = choose_folder(self, _("Gemeinsamer Ordner"))
        if folder is not None:
            session = self._desk.session
            self._desk.jobs.run(
                lambda _progress: add_folder(session, folder), done=lambda _none: None, failed=self._on_not_read
            )


def _desk_rows(found: Aggregate) -> list[Row]:
    reported = {report.desk.desk: report for report in found.reports}
    rows = [_desk_row(desk, reported.get(desk.desk)) for desk in found.desks]
    # What asks for a decision comes first.
    return sorted(rows, key=lambda row: (not row.button, row.title.casefold()))


def _desk_row(desk: KnownDesk, report: Report | None) -> Row:
    facts = (desk.office if desk.office != desk.name else "", desk.carrier, share_words(desk.fte))
    second = " · ".join(fact for fact in facts if fact)
    if desk.state == "unapproved":
        return Row(desk.desk, desk.name, second, badge=_("neu"), tone=Tone.WARNING, button=_("Freigeben …"))
    if desk.state == "revoked":
        return Row(desk.desk, desk.name, second, badge=_("widerrufen"), icon="minus", muted=True)
    if report is None:
        return Row(desk.desk, desk.name, second, badge=_("fehlt"), icon="circle")
    return Row(desk.desk, desk.name, second, badge=_("gemeldet"), tone=Tone.GOOD, icon="check")


def skipped_rows(found: Aggregate) -> list[Row]:
    """Return a row for each of the first files that do not count, and one for the rest."""
    rows = [
        Row(
            number,
            _of_desk(found, skipped.path),
            f"{skipped.folder}: {skipped.path}",
            badge=skip_reason(skipped.reason),
            tone=Tone.WARNING,
        )
        for number, skipped in enumerate(found.skipped[:_MOST_SHOWN])
    ]
    if left := len(found.skipped) - len(rows):
        rows.append(
            Row(len(rows), ngettext("{count} weitere Datei", "{count} weitere Dateien", left).format(count=left))
        )
    return rows


def _of_desk(found: Aggregate, path: str) -> str:
    """Return the name of the desk in whose place a file lies, or what else the path begins with."""
    names = {desk.desk: ", ".join(dict.fromkeys((desk.name, desk.office))) for desk in found.desks}
    return next((name for desk, name in names.items() if desk in path), path.split("/")[0])
