"""The cards of "Aus Excel übernehmen"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from mfd_desktop.app.importing import row_line, summary_lines, targets
from mfd_desktop.app.importing_headings import SEVERAL
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.checks import BoolEditor
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.field import Field, FormGrid
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.notes import NoteEditor
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mfd_desktop.app.importing import ImportResult, PreviewRow, Sheet


class FileCard(Card):
    """Chooses the file. Signal ``tab_chosen(str)``: another sheet of the workbook."""

    tab_chosen = Signal(str)

    def __init__(self) -> None:
        """Build the button; what was read is said below it."""
        super().__init__(_("Datei"))
        self.add(
            Label(
                _(
                    "Die erste Zeile der Tabelle enthält Überschriften wie Name, Vorname, Geburtsdatum. Die Datei wird"
                    " nur gelesen. Jede übernommene Person bekommt einen Fall."
                )
            )
        )
        self.choose_button = secondary(_("Datei wählen …"), "import")
        row = FlowBox()
        row.add(self.choose_button)
        self.add(row)
        self._banner = Banner()
        self._banner.hide()
        self.add(self._banner)
        self._tabs: tuple[str, ...] = ()
        self._tab: Field | None = None

    def show_waiting(self) -> None:
        """The file is being read."""
        self.choose_button.setEnabled(False)
        self._banner.show_message(_("Die Datei wird gelesen …"))

    def show_error(self, text: str) -> None:
        """Say why it could not be read."""
        self.choose_button.setEnabled(True)
        self.choose_button.setFocus()
        self._banner.show_message(text, BannerKind.ERROR)

    def said(self) -> str:
        """Return what is said about the file."""
        return self._banner.text()

    def show_sheet(self, sheet: Sheet) -> None:
        """Say what was read; offer the other sheets of the workbook."""
        self.choose_button.setEnabled(True)
        rows = ngettext("{count} Zeile", "{count} Zeilen", len(sheet.rows)).format(count=len(sheet.rows))
        self._banner.show_message(
            _("Gelesen: {name}, {rows}. Es ist noch nichts übernommen.").format(name=sheet.path.name, rows=rows)
        )
        if sheet.tabs != self._tabs:
            self._show_tabs(sheet.tabs)
        if self._tab is not None:
            self._tab.editor.set_raw(str(sheet.tabs.index(sheet.tab)))

    def _show_tabs(self, tabs: tuple[str, ...]) -> None:
        if self._tab is not None:
            self._tab.hide()
            self._tab.deleteLater()
            self._tab = None
        self._tabs = tabs
        if len(tabs) < 2:
            return
        editor = CodeEditor([(str(number), tab) for number, tab in enumerate(tabs)])
        editor.committed.connect(lambda: self._on_committed(editor.raw()))
        self._tab = Field(_("Tabellenblatt"), editor)
        self.add(self._tab)

    def _on_committed(self, raw: str) -> None:
        if raw.isdigit() and int(raw) < len(self._tabs):
            self.tab_chosen.emit(self._tabs[int(raw)])


class ColumnsCard(Card):
    """Which of their columns goes into which of our fields. Signal ``changed()``."""

    changed = Signal()

    def __init__(self) -> None:
        """Build an empty card."""
        super().__init__(_("Spalten"))
        self.add(Label(_("Links Ihre Überschrift, im Feld das Ziel. Leer: wird nicht übernommen."), "muted"))
        self._unmapped = Label("", "muted")
        self.add(self._unmapped)
        self._grid: FormGrid | None = None
        self._headings: tuple[str, ...] = ()
        self.fields: dict[int, Field] = {}

    def show_headings(self, headings: Sequence[str], mapping: Mapping[int, str]) -> None:
        """Make a field for each heading, filled with what was guessed."""
        if self._grid is not None:
            self._grid.hide()
            self._grid.deleteLater()
        self._headings = tuple(headings)
        self._grid, self.fields = FormGrid(), {}
        for column, heading in enumerate(headings):
            if not heading and column not in mapping:
                continue
            editor = CodeEditor(targets(), _("nicht übernehmen"))
            editor.set_raw(mapping.get(column, ""))
            editor.committed.connect(self._on_committed)
            field = Field(heading or _("Spalte {number}").format(number=column + 1), editor)
            self._grid.add(field)
            self.fields[column] = field
        self.add(self._grid)
        self._known = self.mapping()
        self._show_unmapped()

    def start(self) -> None:
        """Put the focus into the first column."""
        next(iter(self.fields.values())).editor.input_widget().setFocus()

    def mapping(self) -> dict[int, str]:
        """Return target by column for the columns that have one; of two with the same target the first counts."""
        known = {code for code, _label in targets()}
        found: dict[int, str] = {}
        for column, field in self.fields.items():
            target = field.editor.raw()
            if target in known and (target in SEVERAL or target not in found.values()):
                found[column] = target
        return found

    def unmapped(self) -> str:
        """Return what is said about the columns left out."""
        return self._unmapped.text()

    def _show_problems(self) -> None:
        known, mapping = {code for code, _label in targets()}, self.mapping()
        for column, field in self.fields.items():
            raw = field.editor.raw().strip()
            if not raw or column in mapping:
                field.set_error("")
            elif raw in known:
                field.set_error(_("Dieses Ziel hat schon eine andere Spalte."))
            else:
                field.set_error(_("Bitte einen Eintrag der Liste wählen."))

    def _on_committed(self) -> None:
        self._show_problems()
        if self.mapping() != self._known:
            self._known = self.mapping()
            self._show_unmapped()
            self.changed.emit()

    def _show_unmapped(self) -> None:
        left = [heading for column, heading in enumerate(self._headings) if heading and column not in self.mapping()]
        self._unmapped.setText(
            _("Nicht übernommene Spalten: {columns}").format(columns=", ".join(left))
            if left
            else _("Alle Spalten werden übernommen.")
        )


class PreviewCard(Card):
    """The first rows as they would be taken."""

    def __init__(self) -> None:
        """Build an empty list."""
        super().__init__(_("Vorschau"))
        self._banner = Banner()
        self._banner.hide()
        self.list = RowList(_("Erste Zeilen der Tabelle"))
        self.add(self._banner)
        self.add(self.list)

    def show_rows(self, rows: Sequence[PreviewRow], total: int) -> None:
        """Show these rows of ``total``."""
        self._banner.show_message("")
        self.set_title(
            _("Vorschau"),
            _("{shown} von {total} Zeilen").format(shown=len(rows), total=total),
        )
        self.list.set_rows([_row(row) for row in rows])

    def said(self) -> str:
        """Return why there is no preview."""
        return self._banner.text()

    def show_error(self, text: str) -> None:
        """Say why there is no preview."""
        self._banner.show_message(text, BannerKind.ERROR)
        self.list.set_rows(())


def _row(row: PreviewRow) -> Row:
    labels = dict(targets())
    names = [row.texts[name] for name in ("family_name", "given_name") if row.texts.get(name)]
    rest = [
        f"{labels.get(name, name)}: {text}"
        for name, text in row.texts.items()
        if text and name not in ("family_name", "given_name")
    ]
    words = {
        "taken": (_("Entwurf") if row.report.draft else "", Tone.WARNING),
        "duplicate": (_("doppelt?"), Tone.WARNING),
        "skipped": (_("ohne Name"), Tone.URGENT),
    }
    badge, tone = words[row.report.outcome]
    said = bool(row.report.problems) or row.report.outcome != "taken"
    return Row(
        row.report.row,
        ", ".join(names) or "–",
        second=row_line(row.report) if said else " · ".join(rest),
        date=str(row.report.row),
        badge=badge,
        tone=tone if badge else Tone.NEUTRAL,
        muted=row.report.outcome == "skipped",
    )


class TakeCard(Card):
    """Dry run, taking over with progress, the result and undoing it."""

    def __init__(self) -> None:
        """Build the buttons."""
        super().__init__(_("Übernehmen"))
        self.duplicates = BoolEditor(_("Mögliche Doppelte trotzdem übernehmen"))
        self.try_button = secondary(_("Probelauf"))
        self.take_button = primary(_("Übernehmen"), "import")
        self.cancel_button = secondary(_("Abbrechen"))
        self.undo_button = secondary(_("Rückgängig"), "undo")
        row = FlowBox()
        for button in (self.try_button, self.take_button, self.cancel_button, self.undo_button):
            row.add(button)
        self._progress = QProgressBar()
        self._progress.setRange(0, 100)
        self._progress.setAccessibleName(_("Fortschritt der Übernahme"))
        self._banner = Banner()
        self._lines = NoteEditor(lines=8)
        self._lines.text.setReadOnly(True)
        self._lines.text.setAccessibleName(_("Hinweise zu einzelnen Zeilen"))
        for widget in (self.duplicates, row, self._progress, self._banner, self._lines):
            self.add(widget)
        self.clear()

    def with_duplicates(self) -> bool:
        """Return whether possible duplicates are to be taken too."""
        return self.duplicates.raw() == "1"

    def allow(self, *, allowed: bool) -> None:
        """Whether the mapping makes sense."""
        self.try_button.setEnabled(allowed)
        self.take_button.setEnabled(allowed)

    def clear(self) -> None:
        """Before anything was tried."""
        self._set_running(running=False)
        self.undo_button.hide()
        self._banner.hide()
        self._lines.hide()

    def show_running(self) -> None:
        """The work has begun."""
        self.clear()
        self._progress.setValue(0)
        self._set_running(running=True)
        self.cancel_button.setFocus()

    def show_progress(self, fraction: float, _text: str) -> None:
        """How far it is."""
        self._progress.setValue(round(fraction * 100))

    def show_result(self, result: ImportResult) -> None:
        """Say what came of it; rows are named by their numbers."""
        self.clear()
        lines = summary_lines(result)
        said = 2 if result.dry_run and not result.cancelled else 1
        self.say(" ".join(lines[:said]))
        self._lines.set_raw("\n".join(lines[said:]))
        self._lines.setVisible(len(lines) > said)
        self.undo_button.setVisible(result.batch is not None)
        (self.undo_button if result.batch is not None else self.take_button).setFocus()

    def say(self, text: str, kind: BannerKind = BannerKind.INFO) -> None:
        """Show a sentence."""
        self._banner.show_message(text, kind)

    def result_text(self) -> str:
        """Return what is said now, sentence and lines."""
        return f"{self._banner.text()}\n{self._lines.raw()}"

    def _set_running(self, *, running: bool) -> None:
        self._progress.setVisible(running)
        self.cancel_button.setVisible(running)
        for widget in (self.try_button, self.take_button, self.duplicates):
            widget.setEnabled(not running)
