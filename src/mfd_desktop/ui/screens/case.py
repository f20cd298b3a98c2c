"""The page of one case: who it is, and its tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar, QVBoxLayout

from mfd_desktop.app import drafts, overview
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_head import CaseHead
from mfd_desktop.ui.case_sheets import CaseSheets
from mfd_desktop.ui.case_tabs import TABS, make_tab, tab_place
from mfd_desktop.ui.case_timeline import TimelineTab
from mfd_desktop.ui.kit.labels import set_style_property
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP_LARGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.ui.case_master_data import MasterTab
    from mfd_desktop.ui.case_tabs import CaseTab
    from mfd_desktop.ui.desk import Desk

STACKED_BELOW = 900
"""Logical pixels; narrower than this there is one column."""


class CaseScreen(Screen):
    """One case. The place holds tab, current entry, filter, unfolded form and open sheet."""

    name: ClassVar[str] = "case"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            "client",
            "case",
            "contact",
            "referral",
            "agenda",
            "setting",
            "release",
            "letter",
            "form",
            "handover",
            "attachment",
            "privacy",
            "procedure",
            "deadline",
            "notice",
            "validity",
        }
    )

    def __init__(self, desk: Desk) -> None:
        """Build head and Verlauf; the other tabs come when they are first asked for."""
        super().__init__(desk)
        self._case_id: RecordId | None = None
        self._page: CasePage | None = None
        self.head = CaseHead(desk)
        self.tabs = QTabBar()
        self.timeline = TimelineTab(desk)
        self._made: dict[int, CaseTab] = {0: self.timeline}
        self._behind: set[int] = {0}
        self.sheets = CaseSheets(desk, self, lambda: self._page)
        self._form_wanted: bool | None = None
        self._scroller = PageScroller()
        self._watch = WidthWatch(self, below=STACKED_BELOW)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.tabs.setAccessibleName(_("Bereiche des Falls"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for entry in TABS:
            self.tabs.addTab(entry.title(narrow=False))
        for widget in (self.head, self.tabs, self.timeline):
            self._scroller.column.addWidget(widget)
        self._scroller.column.setContentsMargins(0, 0, 0, GAP_LARGE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroller)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab_chosen)
        self._watch.changed.connect(self._on_width_changed)
        self.head.contact_asked.connect(self._on_contact_asked)
        self.head.sheet_asked.connect(self.sheets.open)
        self.head.reopen_asked.connect(self.sheets.reopen_case)
        self.timeline.sheet_asked.connect(self.sheets.open)
        self.timeline.removal_asked.connect(self._on_removal_asked)
        self.timeline.form_folded.connect(self._on_form_folded)
        for keys, action in (
            ("F4", lambda: self.sheets.open("letter:new")),
            ("F5", self._on_notice_asked),
            ("F6", self._on_contact_asked),
            ("F7", lambda: self.sheets.open("follow_up:new")),
            ("F8", lambda: self.sheets.open("appointment:new")),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def tab(self, name: str) -> CaseTab:
        """Return a tab, built when first asked for, showing what the case is now."""
        place = tab_place(name)
        if place not in self._made:
            tab = make_tab(place, self.desk)
            tab.sheet_asked.connect(self.sheets.open)
            tab.set_narrow(narrow=self._watch.narrow)
            tab.hide()
            self._scroller.column.addWidget(tab)
            self._made[place] = tab
            self._behind.add(place)
        if self._page is not None and place in self._behind:
            self._behind.discard(place)
            self._made[place].show_page(self._page)
        return self._made[place]

    @property
    def current_tab(self) -> CaseTab:
        """The tab shown."""
        return self.tab(TABS[self.tabs.currentIndex()].name)

    @property
    def master(self) -> MasterTab:
        """The tab Stammdaten."""
        return cast("MasterTab", self.tab("master"))

    def refresh(self) -> None:
        """Read the case again; if it is gone meanwhile, go back to the list."""
        if self._case_id is None:
            return
        try:
            self._page = overview.case_page(self.desk.session, self._case_id)
        except KeyError:
            self._case_id, self._page = None, None
            self.desk.go(Place("cases"))
            return
        self._show_page()

    def go_to(self, place: Place) -> None:
        """Show a case; raise KeyError if there is none."""
        if place.record_id is None:
            raise KeyError(place.screen)
        case_id = RecordId(place.record_id)
        self._page = overview.case_page(self.desk.session, case_id)
        self._stale = False
        other = case_id != self._case_id
        self._case_id = case_id
        if other:
            unsaved = drafts.draft(self.desk.session, f"contact:new:{case_id}") is not None
            self._form_wanted = True if unsaved else None
            self._scroller.verticalScrollBar().setValue(0)
        if other or place.tab:
            self._choose_tab(place.tab)
        if "form" in place.detail:
            self._form_wanted = place.detail["form"] == "open"
        self.timeline.set_form_open(shown=self._form_shown())
        self._show_page()
        self._show_tab()
        self._restore(place.detail)

    def _restore(self, detail: Mapping[str, str]) -> None:
        if detail.get("filter"):
            self.timeline.show_filter(detail["filter"])
        self.timeline.list.make_current(detail.get("row", ""))
        if detail.get("row") and self.tabs.currentIndex() == 0:
            self.timeline.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_first()
            self.current_tab.restore(detail)
        if detail.get("sheet"):
            self.sheets.open(detail["sheet"])

    def place(self) -> Place:
        """Return case, tab, and in ``detail`` form, filter, current entry and open sheet."""
        detail = {
            "form": "open" if self.timeline.form_open else "folded",
            "filter": self.timeline.filter.raw(),
            "row": self.timeline.list.current_key(),
            "sheet": self.sheets.name,
            **self.current_tab.detail(),
        }
        return Place(
            self.name,
            self._case_id,
            TABS[self.tabs.currentIndex()].name,
            detail={name: text for name, text in detail.items() if text},
        )

    def _show_page(self) -> None:
        if self._page is None:
            return
        self.head.show_page(self._page)
        # Only what is seen is filled; the others when they are next asked for.
        self._behind = set(self._made)
        self.tab(TABS[self.tabs.currentIndex()].name)

    def _show_tab(self) -> None:
        shown = self.current_tab
        for tab in self._made.values():
            tab.setVisible(tab is shown)

    def _choose_tab(self, name: str) -> None:
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(tab_place(name))

    def _on_tab_chosen(self) -> None:
        self._show_tab()
        if self._watch.narrow:
            # Only once it is laid out is there room to scroll to.
            QTimer.singleShot(0, self, self._scroll_to_tabs)

    def _scroll_to_tabs(self) -> None:
        """Let the tab chosen have all the height: at 200 % the head alone fills the window."""
        self._scroller.verticalScrollBar().setValue(self.tabs.y())

    def _focus_first(self) -> None:
        shown = self.current_tab
        # At 200 % the list would scroll away the head, which is all there is room for.
        folded = shown is self.timeline and self._watch.narrow and not self.timeline.form_open
        widget = self.head.contact_button if folded else shown.first_widget()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _form_shown(self) -> bool:
        if self._form_wanted is not None:
            return self._form_wanted
        closed = self._page is not None and self._page.case.closed is not None
        return not closed and not self._watch.narrow

    def _on_width_changed(self, narrow: bool) -> None:
        set_style_property(self.tabs, "dense", "true" if narrow else "")
        for place, entry in enumerate(TABS):
            self.tabs.setTabText(place, entry.title(narrow=narrow))
        for tab in self._made.values():
            tab.set_narrow(narrow=narrow)
        if self._page is not None and not self.timeline.form_in_use:
            self.timeline.set_form_open(shown=self._form_shown())

    def _on_notice_asked(self) -> None:
        if self._case_id is not None:
            self.desk.go(Place("notice", self._case_id))

    def _on_contact_asked(self) -> None:
        self._choose_tab(TABS[0].name)
        self._form_wanted = True
        self.timeline.set_form_open(shown=True)
        self._show_tab()
        self._focus_first()

    def _on_form_folded(self) -> None:
        self._form_wanted = False
        self.timeline.set_form_open(shown=False)
        self._focus_first()

    def _on_removal_asked(self, name: str) -> None:
        kind, _colon, rest = name.partition(":")
        if kind == "contact":
            self.sheets.remove_contact(RecordId(rest))
        elif kind == "referral":
            self.sheets.remove_referral(RecordId(rest))
