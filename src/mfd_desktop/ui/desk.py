"""What every screen receives: the session, jobs, messages, and the signals screens talk through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.app.changes import Changes
    from mfd_desktop.app.options import DeviceSettings
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.errors import UserError
    from mfd_desktop.domain.records import OpenForm, Place
    from mfd_desktop.ui.jobs import Jobs
    from mfd_desktop.ui.messages import Messages


class SealedForm(Protocol):
    """Something with unsaved texts: a form or a grid."""

    @property
    def key(self) -> str:
        """Name of the form in sealed drafts and places."""

    def open_form(self) -> OpenForm | None:
        """Return what is not saved; None if nothing."""

    def isVisible(self) -> bool:
        """Tell whether the counsellor sees it."""

    def focused(self) -> tuple[str, int] | None:
        """Return the field with the focus and its cursor."""

    def focus_field(self, name: str, cursor: int = -1) -> None:
        """Put the focus into a field, the cursor where it was."""


class Desk(QObject):
    """The counsellor's desk while the vault is open. No screen calls another: they ask here for a place.

    Signals: ``changed(Changes, initiator)`` after something was stored; ``place_requested(Place)`` when a
    screen wants another one shown; ``names_toggled(bool)`` for F9; ``saved()`` once a change is durable;
    ``form_edited()`` at every key in a registered form; ``lock_requested()`` when a screen wants to lock;
    ``occupied_changed(bool)`` when long work begins or has ended to hold the vault;
    ``switch_requested(Path)`` when another vault is to be opened in place of this one.
    """

    changed = Signal(object, object)
    place_requested = Signal(object)
    names_toggled = Signal(bool)
    saved = Signal()
    form_edited = Signal()
    lock_requested = Signal()
    occupied_changed = Signal(bool)
    switch_requested = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, messages: Messages, device: DeviceSettings) -> None:
        """Take the open session and the collaborators of the screens."""
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.messages = messages
        self.device = device
        self.names_shown = False
        self.occupied = False
        self._forms: list[SealedForm] = []
        session.listen(self._on_announced)

    def go(self, place: Place) -> None:
        """Ask for another screen."""
        self.place_requested.emit(place)

    def show_names(self, *, shown: bool) -> None:
        """Show names instead of initials in lists, or the other way round."""
        self.names_shown = shown
        self.names_toggled.emit(shown)

    def occupy(self, *, occupied: bool) -> None:
        """Say that nothing may ask the vault for anything until the long work just begun has ended, or that it has."""
        if occupied:
            # What is typed is sealed while the vault is still free.
            self.occupied_changed.emit(True)
        self.occupied = occupied
        if not occupied:
            self.occupied_changed.emit(False)

    def label(self, name: str, initials: str) -> str:
        """Return the name or the initials, whichever is shown now."""
        return name if self.names_shown else initials

    def attempt(self, intention: Callable[[], object]) -> bool:
        """Run an intention; a ``UserError`` becomes a message. Return whether it was done."""
        from mfd_desktop.domain.errors import UserError

        try:
            intention()
        except UserError as error:
            self.tell(error)
            return False
        return True

    def tell(self, error: UserError) -> None:
        """Show what happened, what was kept and what to do."""
        self.messages.error(error)

    def register(self, form: SealedForm) -> None:
        """Have the form's unsaved texts sealed from now on."""
        self._forms.append(form)

    def unregister(self, form: SealedForm) -> None:
        """The form is gone."""
        if form in self._forms:
            self._forms.remove(form)

    @property
    def forms(self) -> tuple[SealedForm, ...]:
        """All forms that exist now."""
        return tuple(self._forms)

    def _on_announced(self, changes: Changes, initiator: object) -> None:
        self.changed.emit(changes, initiator)
        self.saved.emit()
