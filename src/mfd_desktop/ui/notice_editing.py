"""One notice being entered or changed: its form, what it concerns, and what it would set going."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app import drafts, noticing
from mfd_desktop.app.casework import values_of
from mfd_desktop.app.law_fields import NOTICE
from mfd_desktop.app.notice_choices import concerned, cut_offs_of, is_asylum, is_unknown, law_of
from mfd_desktop.app.saving import defaults, raws_of
from mfd_desktop.content.i18n import _, translate_marked
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.fields import SEPARATOR, Problem
from mfd_desktop.domain.records import State
from mfd_desktop.law.explain import LAWS
from mfd_desktop.ui.case_forms import draft_note
from mfd_desktop.ui.kit.buttons import quiet
from mfd_desktop.ui.notice_form import DOCUMENT, PEOPLE, NoticeForm
from mfd_desktop.ui.notice_ways import WAYS
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QHideEvent

    from mfd_desktop.app.notice_choices import Concerned
    from mfd_desktop.app.noticing import NoticePreview
    from mfd_desktop.domain.deadlines import Change
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk

QUIET_MS = 150
"""After the last key until the result follows."""
_REQUIRED = "required"


class NoticeEditing(QWidget):
    """``previewed(NoticePreview)`` whenever the notice as it stands was computed.

    ``people_changed()`` when there are others to choose from than it was made with: it has to be made anew.
    """

    previewed = Signal(object)
    people_changed = Signal()

    def __init__(self, desk: Desk, case_id: RecordId, notice_id: RecordId | None) -> None:
        """Take the case and the notice, None for a new one; raise KeyError if there is no such record."""
        super().__init__()
        self.desk = desk
        self.case_id = case_id
        self.notice_id = notice_id
        self.made_id: RecordId | None = None
        self._people = concerned(desk.session, case_id)
        self.form = NoticeForm(desk, case_id, notice_id, self._people)
        self.discard_button = quiet(_("Eingabe verwerfen"), "undo")
        self.restored = draft_note()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._on_quiet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.restored)
        column.addWidget(self.form)
        column.addWidget(self.discard_button)
        self._load()
        self._connect()

    def _connect(self) -> None:
        self.form.edited.connect(self._timer.start)
        self.form.shape_changed.connect(self._fit)
        self.form.people.committed.connect(self._fit)
        self.form.cut_offs.stored.connect(self.reload_people)
        self._fit()

    def _load(self) -> None:
        session = self.desk.session
        if self.notice_id is None:
            own = [str(one.procedure.stamp.id) for one in self._people if one.own]
            texts = defaults(NOTICE, today=session.clock.today()) | {PEOPLE: SEPARATOR.join(own)}
        else:
            notice = noticing.read_notice(session, self.notice_id)
            texts = raws_of(NOTICE, values_of(notice, NOTICE), notice.stamp.raw)
            texts |= {PEOPLE: SEPARATOR.join(notice.procedures), DOCUMENT: notice.attachment_id or ""}
        self.restored.setVisible(self.form.load(texts))
        if self.notice_id is not None and notice.stamp.state is State.VALID:
            self.form.fit(self.law)
            self.form.settle()

    @property
    def ticked(self) -> tuple[Concerned, ...]:
        """Whom the notice concerns, of those who can be chosen."""
        chosen = self.form.procedures()
        return tuple(one for one in self._people if one.procedure.stamp.id in chosen)

    @property
    def law(self) -> str:
        """The law (ALT, NEU) the decision falls under; empty while that is open."""
        return law_of(self.desk.session, self.form.kind, self.ticked)

    def reload_people(self) -> None:
        """Read procedures again, for their cut-off dates; ``people_changed()`` if there are others than before."""
        before = [one.procedure.stamp.id for one in self._people]
        self._people = concerned(self.desk.session, self.case_id)
        if before != [one.procedure.stamp.id for one in self._people]:
            self.people_changed.emit()
            return
        self._fit()
        self._timer.start()

    def compute(self) -> None:
        """Compute the notice as it stands and say beside its fields what cannot be."""
        self._timer.stop()
        if self.desk.occupied:
            return
        try:
            found = self._preview()
        except UserError as error:
            self.desk.tell(error)
            return
        self.form.show_problems(self._while_typing(found.problems))
        self._say_unknown()
        self.previewed.emit(found)

    def _on_quiet(self) -> None:
        if self.isVisible():
            self.compute()

    def missing(self) -> tuple[Problem, ...]:
        """Return everything that is wrong or missing, in the order of the fields."""
        found = {problem.field: problem for problem in self._preview().problems}
        if is_asylum(self.form.kind) and not self.form.procedures():
            found[PEOPLE] = Problem(PEOPLE, _REQUIRED)
        if is_unknown(self.form.kind, self.law):
            found["kind"] = Problem("kind", _REQUIRED)
        if self.form.questions.open_questions():
            found["circumstances"] = Problem("circumstances", _REQUIRED)
        return tuple(found[name] for name in self.form.fields if name in found)

    def show_missing(self, problems: Sequence[Problem]) -> None:
        """Say at the fields what is missing, and go to the first one."""
        self.form.show_problems(problems)
        self._say_closer()
        self._say_unknown()
        self.form.focus_field(problems[0].field)

    def affected(self) -> tuple[Change, ...]:
        """Return everything that changes with a recorded notice; nothing for a new one."""
        if self.notice_id is None:
            return ()
        return noticing.affected_by(self.desk.session, self.notice_id, self.form.raws(), self.form.procedures())

    def store(self, initiator: object) -> None:
        """Record the notice, or change it; ``made_id`` then names a new one. Raise UserError if that fails."""
        session, raws, whom = self.desk.session, self.form.raws(), self.form.procedures()
        if self.notice_id is None:
            saved = noticing.record_notice(session, self.case_id, whom, raws, initiator=initiator)
            self.made_id = saved.record_id
        else:
            noticing.change_notice(session, self.notice_id, raws, whom, initiator=initiator)
        self.form.finish()

    def lay_over(self, texts: Mapping[str, str]) -> None:
        """Put texts back that were given up or taken back."""
        for name, text in texts.items():
            self.form.fields[name].editor.set_raw(text)
        self._fit()
        self.desk.form_edited.emit()
        self.compute()

    def open_questions(self) -> int:
        """Return how many questions nobody has answered yet."""
        return len(self.form.questions.open_questions())

    def first_field(self) -> str:
        """Return where to begin: with the people if there are several to choose from."""
        return PEOPLE if len(self._people) > 1 else "kind"

    def close_form(self) -> None:
        """The notice is no longer edited here; what is not stored is sealed before it goes."""
        self._timer.stop()
        unsaved = self.form.open_form()
        if unsaved is not None:
            self.desk.attempt(lambda: drafts.seal(self.desk.session, (unsaved,), None))
        for form in (self.form, self.form.cut_offs.form):
            self.desk.unregister(form)
        self.hide()
        self.deleteLater()

    def _preview(self) -> NoticePreview:
        session = self.desk.session
        return noticing.preview(session, self.case_id, self.form.procedures(), self.form.raws())

    def _while_typing(self, problems: Sequence[Problem]) -> list[Problem]:
        """Leave out what is only not there yet, or being typed."""
        focused = self.form.focused()
        typing = focused[0] if focused else ""
        ways = {way.code for way in WAYS}
        half = "form" if self.form.fields["form"].editor.raw() in ways else ""
        return [one for one in problems if one.code != _REQUIRED and one.field not in (typing, half)]

    def _say_unknown(self) -> None:
        """Say that the law found does not know this decision: nothing would be computed."""
        if is_unknown(self.form.kind, self.law):
            law = translate_marked(LAWS[self.law])
            said = _("Diese Entscheidung gibt es nicht ({law}). Bitte die Art oder den Stichtag prüfen.")
            self.form.fields["kind"].set_error(said.format(law=law))

    def _say_closer(self) -> None:
        if self.form.fields["form"].editor.raw() in {way.code for way in WAYS}:
            self.form.fields["form"].set_error(_("Bitte auch ankreuzen, wie genau."))

    def _fit(self) -> None:
        self.form.fit(self.law)
        own = any(one.own for one in self._people)
        asylum = is_asylum(self.form.kind)
        self.form.begin.setVisible(asylum and not own)
        self.form.people_card.setVisible(bool(self._people) or (asylum and not own))
        rule = self.form.fields["rule"].editor.raw()
        self.form.cut_offs.show_for(self.ticked, cut_offs_of(self.desk.session, self.form.kind, rule))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is computed for nobody."""
        self._timer.stop()
        super().hideEvent(event)
