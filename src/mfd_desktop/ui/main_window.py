"""The main window: navigation, search, messages and the screen shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from mfd_desktop.app import drafts, settings
from mfd_desktop.app.law_state import state_of_law
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.law_notice import state_words
from mfd_desktop.ui.navigation import Navigation
from mfd_desktop.ui.screens import ENTRIES, make_screen
from mfd_desktop.ui.search_bar import SearchBar
from mfd_desktop.ui.theme import GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.screen import Screen

_BANNER_MS = 12_000


class MainWindow(QMainWindow):
    """Signals: ``lock_asked()``; ``closed()`` when the window is closed. The title holds no name.

    ``may_close`` is asked before closing.
    """

    lock_asked = Signal()
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Build the frame; ``show_place`` shows a screen in it."""
        super().__init__()
        self.desk = desk
        self.setWindowTitle("MFD Desktop")
        self._screens: dict[str, Screen] = {}
        self._undo: Callable[[], object] | None = None
        self.may_close: Callable[[], bool] = lambda: True
        office = settings.read_office(desk.session)
        self._navigation = Navigation(office.name if office else "")
        self._navigation.show_law(state_words(state_of_law()))
        self._search = SearchBar(desk)
        self._short = secondary(_("Kurzberatung  Strg+N"), "plus")
        self._short.clicked.connect(self._on_short_contact)
        self._banner = Banner()
        self._banner.hide()
        self._banner.action_requested.connect(self._on_banner_action)
        self._banner_timer = QTimer(self)
        self._banner_timer.setSingleShot(True)
        self._banner_timer.timeout.connect(self._banner.hide)
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self._search, 1)
        top.addWidget(self._short)
        right = QVBoxLayout()
        right.setContentsMargins(GAP_HUGE, GAP_LARGE, GAP_HUGE, 0)
        right.setSpacing(GAP)
        right.addLayout(top)
        right.addWidget(self._banner)
        right.addWidget(self._stack, 1)
        self._right = right
        page = QWidget()
        page.setProperty("kind", "page")
        line = QHBoxLayout(page)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._navigation)
        line.addLayout(right, 1)
        self.setCentralWidget(page)
        self._watch = WidthWatch(self)
        self._watch.changed.connect(self._on_width_changed)

    def _connect(self) -> None:
        self._navigation.chosen.connect(lambda name: self.show_place(Place(name)))
        self._navigation.lock_asked.connect(self.lock_asked)
        self._search.lock_asked.connect(self.lock_asked)
        self.desk.place_requested.connect(self.show_place)
        self.desk.messages.told.connect(self._on_told)
        self.desk.saved.connect(self._on_saved)
        self.desk.changed.connect(self._on_changed)
        self.desk.occupied_changed.connect(self._on_occupied_changed)
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+K": self._search.start,
            "Ctrl+N": self._on_short_contact,
            "Ctrl+Shift+N": lambda: self.show_place(Place("new_client", detail={"new": "1"})),
            "Ctrl+L": self.lock_asked.emit,
            "F9": self._on_names_key,
        }
        for found in ENTRIES:
            if found.shortcut:
                keys[found.shortcut] = partial(self.show_place, Place(found.name))
        for sequence, action in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.activated.connect(action)

    def show_place(self, place: Place) -> None:
        """Show a screen, and in it a record, tab, field and cursor; not while long work holds the vault."""
        if self.desk.occupied:
            self.desk.messages.info(_("Einen Augenblick: Erst muss die laufende Arbeit fertig oder abgebrochen sein."))
            return
        screen = self._screens.get(place.screen)
        if screen is None:
            screen = make_screen(place.screen, self.desk)
            self._screens[place.screen] = screen
            self._stack.addWidget(screen)
        screen.go_to(place)
        self._stack.setCurrentWidget(screen)
        screen.refresh_if_stale()
        self._navigation.show_current(place.screen)
        if place.field:
            self._restore_field(place)
        elif not screen.isAncestorOf(QApplication.focusWidget() or self):
            # What the screen chose in go_to while it was hidden, else the screen itself.
            (screen.focusWidget() or screen.first_widget()).setFocus(Qt.FocusReason.OtherFocusReason)

    def current(self) -> Screen | None:
        """Return the screen shown."""
        return next((found for found in self._screens.values() if found is self._stack.currentWidget()), None)

    def place(self) -> Place:
        """Return where the counsellor is, with field and cursor."""
        screen = self.current()
        found = screen.place() if screen else Place("today")
        for form in self.desk.forms:
            if form.isVisible() and (focus := form.focused()) is not None:
                name, cursor = focus
                return Place(found.screen, found.record_id, found.tab, f"{form.key}/{name}", cursor, found.detail)
        return found

    def restore(self) -> None:
        """Show the place of the last lock or crash, or Heute."""
        last = drafts.last_place(self.desk.session)
        known = {found.name for found in ENTRIES}
        if last is not None and last.screen in known:
            try:
                self.show_place(last)
            except KeyError:
                self.show_place(Place("today"))
        else:
            self.show_place(Place("today"))

    def cover(self) -> None:
        """Replace everything shown by an empty page."""
        self.setCentralWidget(QWidget())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Announce the end, unless what is typed cannot be sealed and the counsellor would rather stay."""
        if self.may_close():
            self.closed.emit()
            super().closeEvent(event)
        else:
            event.ignore()

    def _restore_field(self, place: Place) -> None:
        key, _slash, name = place.field.rpartition("/")
        for form in self.desk.forms:
            if form.key == key:
                form.focus_field(name, place.cursor)

    def _on_names_key(self) -> None:
        if not self.desk.occupied:
            self.desk.show_names(shown=not self.desk.names_shown)

    def _on_occupied_changed(self, occupied: bool) -> None:
        self._search.setEnabled(not occupied)
        self._short.setEnabled(not occupied)
        if occupied:
            self._banner.hide()

    def _on_short_contact(self) -> None:
        self.show_place(Place("short_contact", detail={"new": "1"}))

    def _on_told(self, text: str, kind: BannerKind, action: str, callback: Callable[[], object] | None) -> None:
        self._undo = callback
        self._banner.show_message(text, kind, action)
        if kind is BannerKind.ERROR:
            self._banner_timer.stop()
        else:
            self._banner_timer.start(_BANNER_MS)

    def _on_banner_action(self) -> None:
        callback, self._undo = self._undo, None
        self._banner.hide()
        if callback is not None:
            callback()

    def _on_saved(self) -> None:
        moment = self.desk.session.clock.now().astimezone()
        self._navigation.show_saved(_("Gespeichert {time}").format(time=f"{moment:%H:%M}"))

    def _on_changed(self, changes: object, _initiator: object) -> None:
        if "office" in getattr(changes, "kinds", ()):
            office = settings.read_office(self.desk.session)
            self._navigation.show_office(office.name if office else "")

    def _on_width_changed(self, narrow: bool) -> None:
        self._navigation.set_compact(compact=narrow)
        side = GAP if narrow else GAP_HUGE
        self._right.setContentsMargins(side, GAP_SMALL if narrow else GAP_LARGE, side, 0)
        self._short.setText("" if narrow else _("Kurzberatung  Strg+N"))
        self._short.setToolTip(_("Kurzberatung  Strg+N"))
        self._short.setAccessibleName(_("Kurzberatung  Strg+N"))
