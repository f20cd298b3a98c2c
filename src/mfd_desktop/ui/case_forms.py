"""Forms of the case page: one set of editors that moves from record to record, and a form in a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from mfd_desktop.app import drafts
from mfd_desktop.app.saving import check
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import SHEET_WIDTH, Sheet
from mfd_desktop.ui.record_form import RecordForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk


class CaseForm(RecordForm):
    """A form whose editors are used again for the next record: building them takes longer than reading a case."""

    def show_record(
        self,
        key: str,
        record_id: RecordId | None,
        raws: Mapping[str, str],
        problems: Iterable[Problem] = (),
    ) -> bool:
        """Seal what is unsaved of the record shown, then show another; return whether a draft of it was restored."""
        unsaved = self.open_form() if key != self.key else None
        if unsaved is not None:
            self.desk.attempt(lambda: drafts.seal(self.desk.session, (unsaved,), None))
        self.key = key
        self.record_id = record_id
        self._loaded = {}
        return self.load(raws, problems)

    def store(self) -> None:
        """Store every field of a live form that is not stored yet, as if it were left now."""
        for name in self.touched():
            self._on_committed(name)

    def check(self, stored: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
        """Say beside each field what is wrong with the texts as they stand, and return it."""
        session = self.desk.session
        texts = {**(stored or {}), **self.texts()}
        found = check(self.fieldset, texts, today=session.clock.today(), lists=session.lists).problems
        self.show_problems(found)
        return found

    def focus_first(self, problems: Sequence[Problem] = ()) -> None:
        """Put the focus into the first field that is wrong, or the first of all."""
        wrong = {problem.field for problem in problems}
        self.focus_field(next((name for name in self.fields if name in wrong), next(iter(self.fields))))


def draft_note() -> Banner:
    """Return the hidden note that a draft was restored; its action gives the draft up."""
    note = Banner(_("Entwurf wiederhergestellt"), BannerKind.INFO, _("Verwerfen"))
    note.hide()
    return note


def on_ctrl_enter(widget: QWidget, action: Callable[[], object]) -> None:
    """Run ``action`` at Ctrl+Enter while the focus is inside ``widget``."""
    for keys in ("Ctrl+Return", "Ctrl+Enter"):
        shortcut = QShortcut(QKeySequence(keys), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)


class RecordSheet(Sheet):
    """A new record, or one that is stored as a whole. Nothing is stored before it is accepted.

    ``store`` gets all texts and may raise UserError. Invalid texts are said beside their fields; with ``may_draft``
    they can be stored as a draft all the same. Giving up offers to bring the texts back through ``reopen``.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        form: CaseForm,
        store: Callable[[dict[str, str]], object],
        *,
        accept_text: str = "",
        may_draft: bool = False,
        width: int = SHEET_WIDTH,
    ) -> None:
        """Take a form without ``save`` that is not loaded yet; ``start`` loads it."""
        super().__init__(parent, title, accept_text or _("Speichern"), width)
        self.desk = desk
        self.form = form
        self.reopen: Callable[[], object] | None = None
        self.further_check: Callable[[dict[str, str]], str] | None = None
        self._store = store
        self._stored: Mapping[str, str] = {}
        self._may_draft = may_draft
        self._note = draft_note()
        self._note.action_requested.connect(self._on_discarded)
        self._draft_button = secondary(_("Als Entwurf speichern"))
        self._draft_button.clicked.connect(self.finish)
        self._draft_button.hide()
        self.add_button(self._draft_button)
        self.add(self._note)
        self.add(form)

    def start(
        self, raws: Mapping[str, str], problems: Iterable[Problem] = (), fixed: Mapping[str, str] | None = None
    ) -> None:
        """Show these texts; ``fixed`` are texts of fields the form does not show but the checks need."""
        self._raws = dict(raws)
        self._stored = fixed or {}
        self._note.setVisible(self.form.load(raws, problems))

    def accept(self) -> None:
        """Store and close, or say what is wrong."""
        if self.accept_button is not None:
            # Leaving the field takes the code meant by the letters typed so far.
            self.accept_button.setFocus(Qt.FocusReason.OtherFocusReason)
        problems = self.form.check(self._stored)
        if problems:
            self._draft_button.setVisible(self._may_draft and any(self.form.texts().values()))
            self._fit()
            self.form.focus_first(problems)
        elif not self._refused():
            self.finish()

    def finish(self) -> bool:
        """Store the texts as they stand and close; return whether that was done."""
        done = self.desk.attempt(lambda: self._store(self.form.texts()))
        if done:
            self._forget()
            super().accept()
        return done

    def give_up(self) -> None:
        """Close without storing, and forget what was typed."""
        self._forget()
        super().reject()

    def reject(self) -> None:
        """Close without storing; what was typed can be brought back."""
        touched = self.form.touched()
        unsaved = drafts.open_form(self.form.key, touched, self.form.record_id)
        self.give_up()
        if touched and self.reopen is not None:
            reopen = self.reopen

            def bring_back() -> None:
                drafts.seal(self.desk.session, (unsaved,), None)
                reopen()

            self.desk.messages.info(_("Eingaben verworfen."), _("Rückgängig"), bring_back)

    def _refused(self) -> bool:
        """Ask the check that needs more than the texts; its sentence stands beside the last field."""
        said = self.further_check(self.form.texts()) if self.further_check else ""
        if said:
            name = list(self.form.fields)[-1]
            self.form.fields[name].set_error(said)
            self.form.focus_field(name)
        return bool(said)

    def _forget(self) -> None:
        self.form.finish()
        self.desk.unregister(self.form)

    def _on_discarded(self) -> None:
        self._note.hide()
        self.form.clear(self._raws)
        self.form.focus_first()
