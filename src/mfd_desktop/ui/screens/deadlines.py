"""Fristen: all deadlines by the day to act by, grouped by how urgent they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from mfd_desktop.app import deadlines
from mfd_desktop.app.law_state import state_of_law
from mfd_desktop.app.rulebook import is_read
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.deadline_menu import deadline_menu
from mfd_desktop.ui.deadline_sheets import DeadlineSheets, new_key
from mfd_desktop.ui.deadline_words import Group, group_of, grouped, kept_out, row_of
from mfd_desktop.ui.kit.buttons import icon_button, primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.law_notice import LawNotice, state_words
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP, GAP_SMALL, GAP_TINY

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QShowEvent

    from mfd_desktop.domain.deadlines import DeadlineRow
    from mfd_desktop.ui.desk import Desk

_OPEN, _DONE = 0, 1
_INTO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)


class DeadlinesScreen(Screen):
    """The desk of deadlines. Filter, tab, current row and open sheet are part of its place."""

    name: ClassVar[str] = "deadlines"
    kinds: ClassVar[frozenset[str]] = frozenset({"deadline", "notice", "procedure", "case", "client"})

    def __init__(self, desk: Desk) -> None:
        """Build the widgets; the vault is read when the screen is shown."""
        super().__init__(desk)
        self._all: tuple[DeadlineRow, ...] = ()
        self._judged = False
        self._day: date | None = None
        self.sheets = DeadlineSheets(self, desk)
        self.header = PageHeader(_("Fristen"))
        self.filter = TextEditor(_("Filtern: Bezeichnung, Nummer oder Name"))
        self.kind = CodeEditor(desk.session.lists.choices("deadline_kinds"), _("Art"))
        self.tabs = QTabBar()
        self.list = RowList(_("Fristen"), grow=False)
        self.empty = Label("", "strong")
        self.offers = FlowBox()
        self.law = LawNotice(desk, self)
        self.compute = primary(_("Frist berechnen"), "plus")
        self.manual = secondary(_("Von Hand …"), "edit")
        self.notice = secondary(_("Bescheid erfassen  F5"), "mail")
        self.output = secondary(_("Drucken …"), "print")
        self.reset = secondary(_("Filter zurücksetzen"), "undo")
        self._hints = {
            self.output: _("Drucken: Woche, Protokoll, Kalenderdatei (Strg+P)"),
            self.notice: _("Bescheid erfassen  F5"),
            self.manual: _("Frist von Hand eintragen"),
            self.compute: _("Frist berechnen"),
        }
        # At 200 % there is no room for words above the list.
        self._small = {
            self.output: icon_button("print", ""), self.notice: icon_button("mail", ""),
            self.manual: icon_button("edit", ""), self.compute: primary("", "plus"),
        }  # fmt: skip
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP_TINY)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Welche Fristen"))
        for title in (_("Offen"), _("Erledigt")):
            self.tabs.addTab(title)
        self.filter.input_widget().setAccessibleName(_("Fristen filtern"))
        self.kind.input_widget().setAccessibleName(_("Filtern nach Art der Frist"))
        line.addWidget(self.tabs)
        line.addWidget(self.filter, 3)
        line.addWidget(self.kind, 2)
        for button, small in self._small.items():
            self.header.add_action(button)
            for each in (button, small):
                each.setToolTip(self._hints[button])
                each.setAccessibleName(self._hints[button])
            small.clicked.connect(button.click)
            small.hide()
            line.addWidget(small)
        card = Card(grow=True)
        card.body.addWidget(self.list, 1)
        card.add(self.empty)
        self.offers.add(self.reset)
        card.add(self.offers)
        self._spacer = QWidget()
        card.body.addWidget(self._spacer, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.header)
        for banner in (self.law.broken, self.law.old):
            column.addWidget(banner)
        column.addLayout(line)
        column.addWidget(card, 1)

    def _connect(self) -> None:
        self.compute.clicked.connect(lambda: self.sheets.open(new_key("compute")))
        self.manual.clicked.connect(lambda: self.sheets.open(new_key("manual")))
        self.output.clicked.connect(self._on_output)
        self.notice.clicked.connect(self._on_notice)
        self.reset.clicked.connect(self._on_reset)
        self.tabs.currentChanged.connect(self._on_tab)
        for editor in (self.filter, self.kind):
            editor.edited.connect(self._show)
        self.filter.input_widget().installEventFilter(self)
        self.list.row_activated.connect(lambda key: self.sheets.open(f"deadline:{key}"))
        self.list.button_clicked.connect(lambda key: self.sheets.open(f"finish:{key}"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self.sheets.closed.connect(self._on_sheet_closed)
        self.law.rules_read.connect(self._on_rules_read)
        self._watch = WidthWatch(self)
        self._watch.changed.connect(self._on_width_changed)
        remove = QShortcut(QKeySequence("Del"), self.list)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(lambda: self._act("remove"))
        QShortcut(QKeySequence("F5"), self).activated.connect(self._on_notice)
        printing = QShortcut(QKeySequence("Ctrl+P"), self)
        printing.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        printing.activated.connect(self._on_output)

    def _on_notice(self) -> None:
        self.desk.go(Place("notice"))

    def refresh(self) -> None:
        """Read all deadlines of the tab; filter and current row stay."""
        # The rules take longer to read than the desk may take to appear; what is outdated is marked once they are.
        self._judged, self._day = is_read(), self.desk.session.clock.today()
        done = self.tabs.currentIndex() == _DONE
        self._all = deadlines.desk(self.desk.session, done=done, judge=self._judged)
        self._show()
        self.law.refresh(rules_used=True)

    def go_to(self, place: Place) -> None:
        """Restore tab, filter, current row and sheet; without any of them keep what is shown."""
        detail = place.detail
        if detail:
            self._stale = self._stale or bool(detail.get("done")) is not (self.tabs.currentIndex() == _DONE)
            self._restore(detail.get("text", ""), detail.get("kind", ""), done=bool(detail.get("done")))
        self.refresh_if_stale()
        if place.record_id is not None:
            self.list.make_current(place.record_id)
        (self.list if self.list.rows() else self.filter.input_widget()).setFocus(Qt.FocusReason.OtherFocusReason)
        if detail.get("sheet"):
            self.sheets.open(detail["sheet"])

    def place(self) -> Place:
        """Return tab, filter, current row and open sheet."""
        detail = {
            "done": "1" if self.tabs.currentIndex() == _DONE else "",
            "text": self.filter.raw(),
            "kind": self.kind.raw(),
            "sheet": self.sheets.key,
        }
        key = self.list.current_key()
        found = {name: text for name, text in detail.items() if text}
        return Place(self.name, RecordId(str(key)) if key is not None else None, detail=found)

    def first_widget(self) -> QWidget:
        """Return the list, or the filter while it is empty."""
        return self.list if self.list.rows() else self.filter.input_widget()

    def showEvent(self, event: QShowEvent) -> None:
        """Another day sorts the groups anew."""
        self._stale = self._stale or self._day != self.desk.session.clock.today()
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the filter field Down goes into the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _INTO_LIST:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        today = self.desk.session.clock.today()
        wanted, kind = self.filter.raw().strip().casefold(), self.kind.raw()
        known = {option.code for option in self.kind.entry.options}
        rows = [
            row
            for row in self._all
            if (kind not in known or row.deadline.kind.value == kind) and not (wanted and kept_out(row, wanted))
        ]
        self.list.set_rows(grouped(rows, today, lambda row: row_of(self.desk, row, today)))
        self.list.setVisible(bool(rows))
        self._spacer.setVisible(not rows)
        self.empty.setVisible(not rows)
        self.offers.setVisible(not rows and bool(self._all))
        self.empty.setText(self._nothing())
        self.header.set_title(_("Fristen"), self._subtitle())

    def _nothing(self) -> str:
        if self._all:
            return _("Keine Frist passt zu diesem Filter.")
        if self.tabs.currentIndex() == _DONE:
            return _("Noch keine Frist ist erledigt.")
        return _("Keine offene Frist. Eine neue entsteht aus einem Bescheid, aus einer Regel oder von Hand.")

    def _subtitle(self) -> str:
        today = self.desk.session.clock.today()
        parts = []
        if self.tabs.currentIndex() == _OPEN:
            late = sum(group_of(row.deadline, today) is Group.OVERDUE for row in self._all)
            parts.append(_("{count} offen").format(count=len(self._all)))
            if late:
                parts.append(_("{count} überfällig").format(count=late))
        parts.append(state_words(state_of_law()))
        parts.append(_("Namen verbergen F9") if self.desk.names_shown else _("Namen zeigen F9"))
        return " · ".join(parts)

    def _act(self, kind: str) -> None:
        key = self.list.current_key()
        if key is not None:
            self.sheets.open(f"{kind}:{key}")

    def _on_menu(self, position: QPoint) -> None:
        """Offer the actions of the row under the mouse, or of the current one for the menu key."""
        key = self.list.current_key()
        row = next((row for row in self._all if row.deadline.stamp.id == key), None)
        if row is not None:
            menu = deadline_menu(self.list, row, self.sheets, self.desk)
            menu.popup(self.list.viewport().mapToGlobal(position))
            menu.aboutToHide.connect(menu.deleteLater)

    def _on_sheet_closed(self) -> None:
        if self.isVisible():
            self.first_widget().setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self, text: str, kind: str, *, done: bool) -> None:
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(_DONE if done else _OPEN)
        self.tabs.blockSignals(False)
        self.filter.set_raw(text)
        self.kind.set_raw(kind)

    def _on_output(self) -> None:
        self.sheets.open("output:-")

    def _on_width_changed(self, narrow: bool) -> None:
        for button, small in self._small.items():
            button.setVisible(not narrow)
            small.setVisible(narrow)

    def _on_rules_read(self) -> None:
        if not self._judged and not self._stale:
            self.refresh()

    def _on_tab(self) -> None:
        self.refresh()

    def _on_reset(self) -> None:
        self._restore("", "", done=self.tabs.currentIndex() == _DONE)
        self._show()
        self.filter.input_widget().setFocus()

    def _on_names_toggled(self) -> None:
        # The rows are known; reading thousands again would be felt.
        self._show()
