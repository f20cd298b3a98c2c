"""Verbund: the shared folder as this vault sees it: nobody yet, a desk, or the coordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.app.network import membership
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.network_coordinator import CoordinatorView
from mfd_desktop.ui.network_desk import DeskView
from mfd_desktop.ui.network_start import StartView
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.ui.desk import Desk


class NetworkScreen(Screen):
    """Shows one of three faces, by the part this vault has."""

    name: ClassVar[str] = "network"
    kinds: ClassVar[frozenset[str]] = frozenset({"network", "period", "office"})

    def __init__(self, desk: Desk) -> None:
        """Build the head; the face is made when it is known which."""
        super().__init__(desk)
        self.header = PageHeader(_("Verbund"))
        self.view: StartView | DeskView | CoordinatorView | None = None
        self._role: str | None = None
        self._scroller = PageScroller()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, GAP)
        outer.setSpacing(GAP)
        outer.addWidget(self.header)
        outer.addWidget(self._scroller, 1)

    def refresh(self) -> None:
        """Show what the vault knows; the shared folder is looked at off the thread of the window."""
        found = membership(self.desk.session)
        role = found.role if found else ""
        if role != self._role:
            self._role = role
            self._change_view(role)
        self.header.set_title(_("Verbund"), found.name if found else "")
        if found is not None and isinstance(self.view, DeskView | CoordinatorView):
            self.view.show_membership(found)

    def first_widget(self) -> QWidget:
        """Return what the view begins with."""
        return self if self.view is None else self.view.first_widget()

    def go_to(self, place: Place) -> None:
        """Open the sheet that was open, if any."""
        self.refresh_if_stale()
        if place.detail.get("sheet") == "create" and isinstance(self.view, StartView):
            self.view.open_create()

    def showEvent(self, event: QShowEvent) -> None:
        """Desks report without asking: every showing reads anew."""
        self._stale = True
        super().showEvent(event)

    def place(self) -> Place:
        creating = isinstance(self.view, StartView) and self.view.creating
        return Place(self.name, detail={"sheet": "create"} if creating else {})

    def _change_view(self, role: str) -> None:
        if self.view is not None:
            self._scroller.column.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
        self.view = _VIEWS[role](self.desk)
        self._scroller.column.addWidget(self.view)
        self.view.show()


_VIEWS: dict[str, type[StartView] | type[DeskView] | type[CoordinatorView]] = {
    "": StartView,
    "desk": DeskView,
    "coordinator": CoordinatorView,
}
