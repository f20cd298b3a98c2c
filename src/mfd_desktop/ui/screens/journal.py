"""Protokoll: what was unlocked, exported, printed, handed over, erased and set, newest first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from mfd_desktop.app import overview
from mfd_desktop.app.journal import log_broken_at, log_entries
from mfd_desktop.app.journal_pages import chain_words, log_pdf, moment_words, note_log_printed, write_log
from mfd_desktop.app.wording_journal import EVENTS, detail_words, event_words
from mfd_desktop.content.i18n import _, translate_marked
from mfd_desktop.domain.fields import show
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.moments import DateEditor
from mfd_desktop.ui.kit.table import Column, DataTable
from mfd_desktop.ui.pdf_printing import print_pdf
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP, GAP_SMALL

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from mfd_desktop.app.overview import CaseLabel
    from mfd_desktop.domain.journal import LogEntry
    from mfd_desktop.ui.desk import Desk

PRINT_NAME = "MFD-Protokoll"


class JournalScreen(Screen):
    """Filter by kind and first day; a broken chain is said above the list, with its place."""

    name: ClassVar[str] = "journal"
    kinds: ClassVar[frozenset[str]] = frozenset({"setting", "recovery", "backup", "handover"})

    def __init__(self, desk: Desk) -> None:
        """Build the widgets; the vault is read when the screen is shown."""
        super().__init__(desk)
        self._all: tuple[LogEntry, ...] = ()
        self._people: dict[str, CaseLabel] = {}
        self.broken_at: int | None = None
        self.header = PageHeader(_("Protokoll"))
        self.kind = CodeEditor([(event.value, translate_marked(words)) for event, words in EVENTS.items()], _("Alles"))
        self.since = DateEditor(desk.session.clock.today, _("Ab wann"))
        self.table: DataTable[LogEntry] = DataTable(_("Einträge"), self._columns(), identity=lambda one: one.position)
        self.chain = Banner()
        self.print_button, self.save_button = secondary(_("Drucken …"), "print"), secondary(_("PDF speichern …"))
        self._build()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP_SMALL)
        for editor, name in ((self.kind, _("Filtern nach Art")), (self.since, _("Filtern ab einem Tag"))):
            editor.input_widget().setAccessibleName(name)
            editor.edited.connect(self._show)
            line.addWidget(editor, 1)
        self.print_button.clicked.connect(self._on_print)
        self.save_button.clicked.connect(self._on_save)
        self.header.add_action(self.print_button)
        self.header.add_action(self.save_button)
        card = Card(grow=True)
        card.body.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.header)
        column.addWidget(self.chain)
        column.addLayout(line)
        column.addWidget(card, 1)

    def _columns(self) -> tuple[Column[LogEntry], ...]:
        return (
            Column(_("Zeitpunkt"), moment_words, lambda one: one.position, 2),
            Column(_("Was"), lambda one: event_words(one.event), stretch=3),
            Column(_("Einzelheit"), detail_words, stretch=3),
            Column(_("Person"), self._person, stretch=2),
        )

    def refresh(self) -> None:
        """Read the log and prove its chain."""
        session = self.desk.session
        self._all = log_entries(session)
        self.broken_at = log_broken_at(session)
        self._people = overview.labels_of_clients(session, {one.client_id for one in self._all if one.client_id})
        self.chain.show_message(
            chain_words(self.broken_at), BannerKind.ERROR if self.broken_at is not None else BannerKind.INFO
        )
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Much is logged without an announcement, so every showing reads anew."""
        self._stale = True
        super().showEvent(event)

    def go_to(self, place: Place) -> None:
        """Restore the filter."""
        if place.detail:
            self.kind.set_raw(place.detail.get("kind", ""))
            self.since.set_raw(place.detail.get("since", ""))
            self._show()
        self.kind.input_widget().setFocus()

    def place(self) -> Place:
        """Return the filter."""
        detail = {"kind": self.kind.raw(), "since": self.since.raw()}
        return Place(self.name, detail={name: text for name, text in detail.items() if text})

    def shown(self) -> list[LogEntry]:
        """Return the entries that pass the filter."""
        kind, since = self.kind.raw(), self.since.value()
        return [
            one for one in self._all
            if (not kind or one.event.value == kind)
            and (since is None or one.moment.astimezone().date() >= since)
        ]  # fmt: skip

    def _show(self) -> None:
        found = self.shown()
        self.header.set_title(_("Protokoll"), _("{count} Einträge").format(count=len(found)))
        self.table.set_rows(found)

    def _person(self, entry: LogEntry) -> str:
        if not entry.handle:
            return ""
        label = self._people.get(entry.client_id or "")
        if label is None:
            return _("gelöschte Person")
        return f"{label.number} · {self.desk.label(label.name, label.initials)}"

    def _on_print(self) -> None:
        content = log_pdf(self.desk.session, self.shown(), self.broken_at)
        self.desk.attempt(
            lambda: print_pdf(self, content, name=PRINT_NAME, noted=lambda: note_log_printed(self.desk.session))
        )

    def _on_save(self) -> None:
        day = show(self.desk.session.clock.today())
        chosen, _kind = QFileDialog.getSaveFileName(
            self, dir=f"MFD-Protokoll-{day}.pdf", filter="PDF (*.pdf)", options=QFileDialog.Option.DontUseNativeDialog
        )
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Write what is shown to ``path`` and say so."""
        content = log_pdf(self.desk.session, self.shown(), self.broken_at)
        if self.desk.attempt(lambda: write_log(self.desk.session, content, path)):
            self.desk.messages.info(_("Gespeichert: {name}").format(name=path.name))
