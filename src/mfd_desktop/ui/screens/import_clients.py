"""Aus Excel übernehmen: file, columns, preview, dry run, taking over, undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from mfd_desktop.app.importing import guess_mapping, import_clients, preview, read_sheet
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.long_work import gone_words, start_long_work, start_undo
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.screens.import_cards import ColumnsCard, FileCard, PreviewCard, TakeCard
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from mfd_desktop.app.importing import ImportResult, PreviewRow, Sheet
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress


class ImportScreen(Screen):
    """Takes clients over from a spreadsheet; nothing is stored before "Übernehmen"."""

    name: ClassVar[str] = "import"

    def __init__(self, desk: Desk) -> None:
        """Build the cards; the later ones appear once a file was read."""
        super().__init__(desk)
        self._sheet: Sheet | None = None
        self._asked = 0
        self._running: Progress | None = None
        self._batch: str | None = None
        self.file, self.columns, self.rows, self.take = FileCard(), ColumnsCard(), PreviewCard(), TakeCard()
        back = secondary(_("Zu den Einstellungen"), "arrow-left")
        back.clicked.connect(lambda: desk.go(Place("settings")))
        header = PageHeader(_("Aus Excel übernehmen"))
        header.add_action(back)
        scroller = PageScroller()
        for card in (self.file, self.columns, self.rows, self.take):
            scroller.column.addWidget(card)
        for card in (self.columns, self.rows, self.take):
            card.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(header)
        outer.addWidget(scroller, 1)
        self._connect()

    def _connect(self) -> None:
        self.file.choose_button.clicked.connect(self._on_choose)
        self.file.tab_chosen.connect(self._on_tab_chosen)
        self.columns.changed.connect(self._ask_preview)
        self.take.try_button.clicked.connect(lambda: self._start(dry_run=True))
        self.take.take_button.clicked.connect(lambda: self._start(dry_run=False))
        self.take.cancel_button.clicked.connect(self._on_cancel)
        self.take.undo_button.clicked.connect(self._on_undo)

    def go_to(self, place: Place) -> None:
        """Start at choosing a file."""
        self.file.choose_button.setFocus()

    def read_file(self, path: Path, tab: str | None = None) -> None:
        """Read a spreadsheet; what is wrong with it is said beside the button."""

        def work(_progress: Progress) -> Sheet:
            return read_sheet(path, tab)

        self.file.show_waiting()
        self.desk.jobs.run(work, done=self._on_read, failed=self._on_unreadable, exclusive="free")

    def _on_choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self,
            filter=_("Tabellen (*.xlsx *.xlsm *.xls *.ods *.csv)"),
            options=QFileDialog.Option.DontUseNativeDialog,
        )
        if name:
            self.read_file(Path(name))

    def _on_tab_chosen(self, tab: str) -> None:
        if self._sheet is not None and tab != self._sheet.tab:
            self.read_file(self._sheet.path, tab)

    def _on_read(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._batch = None
        self.file.show_sheet(sheet)
        self.columns.show_headings(sheet.headings, guess_mapping(sheet.headings))
        self.take.clear()
        for card in (self.columns, self.rows, self.take):
            card.show()
        self.columns.start()
        self._ask_preview()

    def _on_unreadable(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.file.show_error(sentence(error))

    def _ask_preview(self) -> None:
        sheet, mapping, session = self._sheet, self.columns.mapping(), self.desk.session
        if sheet is None:
            return
        self._asked += 1
        number = self._asked

        def work(_progress: Progress) -> tuple[PreviewRow, ...]:
            return preview(sheet, mapping, session)

        def done(rows: tuple[PreviewRow, ...]) -> None:
            if number == self._asked:
                self.rows.show_rows(rows, len(sheet.rows))
                self.take.allow(allowed=True)

        self.desk.jobs.run(work, done=done, failed=self._on_no_preview)

    def _on_no_preview(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.rows.show_error(sentence(error))
        self.take.allow(allowed=False)

    def _start(self, *, dry_run: bool) -> None:
        sheet, mapping, session = self._sheet, self.columns.mapping(), self.desk.session
        doubles = self.take.with_duplicates()
        if sheet is None or self._running is not None:
            return

        def work(progress: Progress) -> ImportResult:
            return import_clients(
                session,
                sheet,
                dry_run=dry_run,
                mapping=mapping,
                take_duplicates=doubles,
                progress=lambda done, total: progress.report(done / max(total, 1)),
                cancelled=lambda: progress.cancelled,
            )

        self.take.show_running()
        self._running = start_long_work(
            self.desk,
            work,
            done=self._on_result,
            failed=self._on_failed,
            progressed=self.take.show_progress,
            stopped=self._on_stopped,
        )

    def _on_cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def _on_result(self, result: ImportResult) -> None:
        self._running = None
        self._batch = result.batch
        self.take.show_result(result)

    def _on_stopped(self) -> None:
        self._running = None
        self.take.clear()

    def _on_failed(self, error: Exception) -> None:
        self._running = None
        self.take.clear()
        if not isinstance(error, UserError):
            raise error
        self.take.say(sentence(error), BannerKind.ERROR)

    def _on_undo(self) -> None:
        batch = self._batch
        if batch is None or self._running is not None:
            return
        self.take.show_running()
        self._running = start_undo(
            self.desk,
            batch,
            done=self._on_undone,
            failed=self._on_not_undone,
            stopped=self._on_undo_stopped,
            progressed=self.take.show_progress,
        )

    def _on_undone(self, gone: int) -> None:
        self._running = self._batch = None
        self.take.clear()
        self.take.say(gone_words(gone))
        self._ask_preview()

    def _on_undo_stopped(self) -> None:
        self._still_there(_("Abgebrochen. Die Übernahme ist unverändert da."))

    def _on_not_undone(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._running = None
            raise error
        self._still_there(sentence(error), BannerKind.ERROR)

    def _still_there(self, said: str, kind: BannerKind = BannerKind.INFO) -> None:
        self._running = None
        self.take.clear()
        self.take.undo_button.show()
        self.take.say(said, kind)
