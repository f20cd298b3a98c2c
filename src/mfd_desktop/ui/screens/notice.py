"""Bescheid erfassen: the notice at the left, what it sets going at the right, computed at every key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app import noticing, overview
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import BannerKind
from mfd_desktop.ui.notice_change import ChangeSheet
from mfd_desktop.ui.notice_editing import NoticeEditing
from mfd_desktop.ui.notice_form import PEOPLE
from mfd_desktop.ui.notice_frame import NoticeFrame
from mfd_desktop.ui.screen import Screen

if TYPE_CHECKING:
    from mfd_desktop.app.noticing import NoticePreview
    from mfd_desktop.domain.deadlines import Change
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.notice_result import NoticeResult

CASE_TAB = "procedure"
"""Tab of the case page that shows notices and deadlines."""


class NoticeScreen(Screen):
    """The place holds the case and, of one that was recorded, the notice. Without a case it is asked for."""

    name: ClassVar[str] = "notice"
    kinds: ClassVar[frozenset[str]] = frozenset({"client", "case", "procedure", "attachment", "notice"})

    def __init__(self, desk: Desk) -> None:
        """Build the frame; case and notice come with ``go_to``."""
        super().__init__(desk)
        self.editing: NoticeEditing | None = None
        self.sheet: ChangeSheet | None = None
        self.frame = NoticeFrame(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        self._connect()

    @property
    def result(self) -> NoticeResult:
        """What was computed."""
        return self.frame.result

    def _connect(self) -> None:
        self.frame.save_button.clicked.connect(self.save)
        self.frame.back_button.clicked.connect(self._on_back)
        self.frame.problems.action_requested.connect(self._on_keep_draft)
        self.frame.case.chosen.connect(self._on_case_chosen)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)

    def refresh(self) -> None:
        """Read case, people and procedures again; what is typed stays."""
        if self.editing is None:
            return
        try:
            label = overview.label_of(self.desk.session, self.editing.case_id)
            self.editing.reload_people()
        except KeyError:
            self._forget()
            self.desk.go(Place("cases"))
            return
        title = _("Bescheid ändern") if self.editing.notice_id is not None else _("Bescheid erfassen")
        shown = self.desk.label(label.name, label.initials)
        self.frame.header.set_title(title, _("Fall {number} · {person}").format(number=label.number, person=shown))

    def go_to(self, place: Place) -> None:
        """Show a new or a recorded notice of a case; raise KeyError if there is none."""
        notice = place.detail.get("notice")
        if place.record_id is None:
            self._show_choice()
            return
        self.begin(RecordId(place.record_id), RecordId(notice) if notice else None)
        if not place.field and self.editing is not None:
            self.editing.form.focus_field(self.editing.first_field())

    def place(self) -> Place:
        """Return case and notice."""
        if self.editing is None:
            return Place(self.name)
        detail = {"notice": str(self.editing.notice_id)} if self.editing.notice_id is not None else {}
        return Place(self.name, self.editing.case_id, detail=detail)

    def first_widget(self) -> QWidget:
        """Return the question for the case, or the first field."""
        return self.frame.case.input_widget() if self.editing is None else self.frame.save_button

    def begin(self, case_id: RecordId, notice_id: RecordId | None = None) -> None:
        """Show the form of a notice; one that is open already stays as it is. Raise KeyError for no such record."""
        now = self.editing
        if now is None or (now.case_id, now.notice_id) != (case_id, notice_id):
            made = NoticeEditing(self.desk, case_id, notice_id)
            self._forget()
            made.previewed.connect(self._on_previewed)
            made.people_changed.connect(self._on_people_changed)
            made.discard_button.clicked.connect(self._on_discard)
            made.restored.action_requested.connect(self._on_discard)
            self.frame.put_in(made)
            self.editing = made
        self.refresh()
        if self.editing is not None:
            self.editing.compute()

    def save(self) -> None:
        """Store the notice with all its deadlines; a changed one first shows everything that changes with it."""
        if self.editing is None or self.sheet is not None:
            return
        # Leaving the field by this way takes the option that is highlighted in its list.
        self.frame.save_button.setFocus()
        self.editing.compute()
        missing = self.editing.missing()
        if missing:
            self.editing.show_missing(missing)
            self.frame.problems.show_message(
                _("Noch nicht gespeichert, es fehlt etwas. Ihre Eingaben bleiben hier stehen."),
                BannerKind.WARNING,
                _("Als Entwurf behalten"),
            )
            return
        self._store_or_ask()

    def _store_or_ask(self) -> None:
        editing = self.editing
        if editing is None:
            return
        found: list[tuple[Change, ...]] = []
        if not self.desk.attempt(lambda: found.append(editing.affected())):
            return
        if not found[0]:
            self._store()
            return
        self.sheet = ChangeSheet(self, found[0])
        self.sheet.accepted.connect(self._store)
        self.sheet.finished.connect(self._on_sheet_finished)
        self.sheet.open()

    def _store(self) -> None:
        editing, count = self.editing, len(self.result.views)
        if editing is None:
            return
        store = editing.store
        if not self.desk.attempt(lambda: store(self)):
            return
        said = ngettext("Bescheid gespeichert, {count} Frist", "Bescheid gespeichert, {count} Fristen", count)
        self._leave(said.format(count=count))

    def _leave(self, said: str) -> None:
        """Go to the case after saving, and offer to take a new notice back."""
        editing = self.editing
        if editing is None:
            return
        case_id, made, texts = editing.case_id, editing.made_id, editing.form.texts()
        self._forget()
        self.desk.go(Place("case", case_id, CASE_TAB))
        if made is None:
            self.desk.messages.info(said)
        else:
            self.desk.messages.info(said, _("Rückgängig"), lambda: self._take_back(case_id, made, texts))

    def _take_back(self, case_id: RecordId, made: RecordId, texts: dict[str, str]) -> None:
        """Delete what was just recorded and put its texts back, unless the next one has been begun."""
        reason = _("Gleich nach dem Speichern zurückgenommen")
        if not self.desk.attempt(lambda: noticing.remove_notice(self.desk.session, made, reason)):
            return
        self.desk.go(Place(self.name, case_id))
        if self.editing is not None and not self.editing.form.touched():
            self.editing.lay_over(texts)

    def _on_keep_draft(self) -> None:
        if self.editing is None:
            return
        store = self.editing.store
        if self.desk.attempt(lambda: store(self)):
            self._leave(_("Als Entwurf behalten. Was nicht zu berechnen war, steht bei den Fristen ganz oben."))

    def _on_discard(self) -> None:
        editing = self.editing
        if editing is None:
            return
        case_id, notice_id, texts = editing.case_id, editing.notice_id, editing.form.touched()
        editing.form.finish()
        self._forget()
        self.begin(case_id, notice_id)
        self.desk.messages.info(_("Die Eingabe wurde verworfen."), _("Rückgängig"), lambda: self._bring_back(texts))

    def _on_people_changed(self) -> None:
        """Make the form anew with everybody who has a procedure now; what was typed stays."""
        editing = self.editing
        if editing is None:
            return
        texts = editing.form.touched()
        self._forget()
        self.begin(editing.case_id, editing.notice_id)
        if self.editing is not None:
            own = self.editing.form.people.raw()
            self.editing.lay_over({**texts, PEOPLE: texts.get(PEOPLE) or own})
            self.editing.form.focus_field("kind")

    def _bring_back(self, texts: dict[str, str]) -> None:
        if self.editing is not None:
            self.editing.lay_over(texts)

    def _on_back(self) -> None:
        case_id = self.editing.case_id if self.editing is not None else None
        self.desk.go(Place("case", case_id, CASE_TAB) if case_id is not None else Place("cases"))

    def _on_case_chosen(self) -> None:
        if self.frame.case.case_id is not None:
            self.desk.go(Place(self.name, self.frame.case.case_id))

    def _on_sheet_finished(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = None

    def _on_previewed(self, found: NoticePreview) -> None:
        if self.editing is not None:
            self.frame.show_preview(found, self.desk.session.clock.today(), self.editing.open_questions())

    def _show_choice(self) -> None:
        """Ask for the case; a notice that was being entered is found again by its case."""
        self._forget()
        self.frame.header.set_title(_("Bescheid erfassen"))
        self.frame.case.set_raw("")
        self.frame.case.input_widget().setFocus()

    def _forget(self) -> None:
        """Take the form away; what was typed is sealed then, unless it was stored."""
        self.frame.take_out()
        if self.editing is not None:
            self.editing.close_form()
            self.editing = None
