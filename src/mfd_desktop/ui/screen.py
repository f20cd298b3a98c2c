"""Base of all screens: knows when it is stale and where the counsellor is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from mfd_desktop.domain.records import Place

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from mfd_desktop.app.changes import Changes
    from mfd_desktop.ui.desk import Desk


class Screen(QWidget):
    """One screen of the program.

    Subclasses set ``name`` (used in ``Place.screen``) and ``kinds`` (changes that make it stale), build their
    widgets in the constructor without reading the vault, and read it in ``refresh``, which runs when the
    screen is shown stale.
    """

    name: ClassVar[str] = ""
    kinds: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk) -> None:
        """Take the desk and follow its changes."""
        super().__init__()
        self.setProperty("kind", "page")
        self.desk = desk
        self._stale = True
        desk.changed.connect(self._on_changed)
        desk.names_toggled.connect(self._on_names_toggled)

    def refresh(self) -> None:
        """Read the vault and show it; must keep focus, cursor and unsaved texts."""

    def go_to(self, place: Place) -> None:
        """Show a record, tab or sheet of this screen; the base has only one place."""

    def first_widget(self) -> QWidget:
        """Return what gets the focus when the screen is shown; by a focus proxy Tab would pass by what is before it."""
        return self

    def place(self) -> Place:
        """Return where the counsellor is in this screen (without field and cursor, which the window adds)."""
        return Place(self.name)

    def refresh_if_stale(self) -> None:
        """Refresh now if something changed since the last time."""
        if self._stale:
            self._stale = False
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh before being shown."""
        self.refresh_if_stale()
        super().showEvent(event)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if initiator is not self and changes.kinds & self.kinds:
            self._mark_stale()

    def _on_names_toggled(self) -> None:
        self._mark_stale()

    def _mark_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh_if_stale()
