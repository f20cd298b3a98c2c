"""Sheets that do something with a deadline: done with proof, extended, changed, removed with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QFileDialog

from mfd_desktop.app import attachments as documents
from mfd_desktop.app import deadlines, law_fields, recycling
from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.app.saving import defaults, raws_of
from mfd_desktop.content.i18n import N_, _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.fields import Field as Declared
from mfd_desktop.domain.fields import Kind
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.deadline_words import last_day, run_out, title_of
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.dialog import WIDE_SHEET
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.deadlines import Deadline
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk

REMOVAL = FieldSet(
    "deadline_removal",
    (Declared("reason", Kind.NOTE, N_("Warum wird sie gelöscht?"), required=True, most=1000),),
)


class ActSheet(RecordSheet):
    """A form about what is done with a deadline; what the vault refuses is said beside the fields.

    ``kind`` begins its key.
    """

    kind: ClassVar[str] = ""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        fieldset: FieldSet,
        deadline_id: str,
        sheets: DeadlineSheets,
        *,
        accept_text: str = "",
        form_kind: type[CaseForm] = CaseForm,
    ) -> None:
        """Raise KeyError if there is no such deadline."""
        self.row = deadlines.read_row(desk.session, RecordId(deadline_id))
        self.deadline: Deadline = self.row.deadline
        key = f"{fieldset.name}:{deadline_id}"
        form = form_kind(desk, fieldset, key, record_id=self.deadline.stamp.id)
        super().__init__(desk, parent, title, form, self._do, accept_text=accept_text, width=WIDE_SHEET)
        self._problems: Sequence[Problem] = ()
        name = desk.label(self.row.name, self.row.initials)
        case = _("Fall {number} · {name}").format(number=self.row.number, name=name)
        self.body.insertWidget(0, Label(f"{title_of(self.deadline)}\n{case}", "strong"))
        self.reopen = lambda: sheets.open(f"{self.kind}:{deadline_id}")

    def act(self, texts: dict[str, str]) -> Sequence[Problem]:
        """Do it; return what is wrong with the texts, if anything was and nothing was done."""
        raise NotImplementedError

    def finish(self) -> bool:
        """Close only if it was done."""
        if not self.desk.attempt(lambda: self._do(self.form.texts())):
            return False
        if self._problems:
            self.form.show_problems(self._problems)
            self.form.focus_first(self._problems)
            return False
        self.leave()
        return True

    def leave(self) -> None:
        """Close with nothing left over."""
        self._forget()
        self.done(self.DialogCode.Accepted)

    def _do(self, texts: dict[str, str]) -> None:
        self._problems = self.act(texts)

    def _begin(self, fieldset: FieldSet) -> None:
        self.start(defaults(fieldset, today=self.desk.session.clock.today()))


class FinishSheet(ActSheet):
    """How it ended, and the proof: what it is, and the document that shows it."""

    kind = "finish"

    def __init__(self, desk: Desk, parent: QWidget, deadline_id: str, sheets: DeadlineSheets) -> None:
        """Begin with today and kept."""
        super().__init__(
            desk, parent, _("Frist erledigt"), law_fields.FINISH, deadline_id, sheets, accept_text=_("Erledigt")
        )
        # PDFium and threads are needed only by who adds a file.
        from mfd_desktop.ui.document_intake import Intake

        self.documents = CodeEditor((), _("Aus den Dokumenten des Falls"))
        self._field = Field(_("Dokument zum Nachweis"), self.documents)
        self.intake = Intake(desk)
        self.intake.taken.connect(self._on_taken)
        self.add_file = secondary(_("Datei hinzufügen …"), "plus")
        self.add_file.clicked.connect(self._on_add)
        for widget in (self._field, self.add_file, self.intake):
            self.add(widget)
        self._offer()
        texts = defaults(law_fields.FINISH, today=desk.session.clock.today())
        if run_out(self.deadline, desk.session.clock.today()) or not self.deadline.own:
            # Nobody shall note by habit that it was kept.
            texts["ending"] = ""
        self.start(texts)

    def act(self, texts: dict[str, str]) -> Sequence[Problem]:
        session, deadline_id = self.desk.session, self.deadline.stamp.id
        known = {one.stamp.id for one in documents.attachments_of(session, self.deadline.case_id)}
        chosen = self.documents.raw()
        problems = deadlines.finish(session, deadline_id, {**texts, "proof_id": chosen if chosen in known else ""})
        if not problems:
            self.desk.messages.info(
                _("Frist erledigt."),
                _("Rückgängig"),
                lambda: self.desk.attempt(lambda: deadlines.reopen(session, deadline_id)),
            )
        return problems

    def _offer(self, chosen: str = "") -> None:
        found = documents.attachments_of(self.desk.session, self.deadline.case_id)
        options = [
            (one.stamp.id, " · ".join((one.name, format_date(one.day or one.stamp.created.date())))) for one in found
        ]
        self.documents.set_options(options)
        self.documents.set_raw(chosen or self.documents.raw())
        self._field.set_help("" if found else _("Noch kein Dokument im Fall: Faxbericht oder Kopie hier hinzufügen"))

    def _on_add(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileNames(self, options=QFileDialog.Option.DontUseNativeDialog)
        self.take(chosen)

    def take(self, names: Sequence[str]) -> None:
        """Store files as documents of the case; the last one becomes the proof."""
        from pathlib import Path

        if names:
            self.intake.take(self.deadline.case_id, [Path(name) for name in names])

    def _on_taken(self, stored: list[tuple[Path, RecordId]]) -> None:
        self._offer(stored[-1][1])
        self.refit()


class ExtendSheet(ActSheet):
    """A new last day that authority or court allowed."""

    kind = "extend"

    def __init__(self, desk: Desk, parent: QWidget, deadline_id: str, sheets: DeadlineSheets) -> None:
        """Begin with what was allowed before."""
        super().__init__(desk, parent, _("Frist verlängert"), law_fields.EXTENSION, deadline_id, sheets)
        said = _(
            "Verlängern kann nur, wer die Frist gesetzt hat: Behörde oder Gericht. Eine Frist aus dem Gesetz, etwa für"
            " Klage oder Widerspruch, verlängert niemand."
        )
        self.body.insertWidget(1, Banner(said, BannerKind.WARNING if self.deadline.rule else BannerKind.INFO))
        last = last_day(self.deadline)
        if last is not None:
            self.body.insertWidget(2, Label(_("Bisher bis {day}").format(day=format_date(last)), "muted"))
        if self.deadline.extended is not None:
            back = secondary(_("Verlängerung zurücknehmen"), "undo")
            back.clicked.connect(self._on_back)
            self.add_button(back)
        self.start(raws_of(law_fields.EXTENSION, deadlines.texts_of(self.deadline, law_fields.EXTENSION), {}))

    def act(self, texts: dict[str, str]) -> Sequence[Problem]:
        session, deadline_id = self.desk.session, self.deadline.stamp.id
        before = raws_of(law_fields.EXTENSION, deadlines.texts_of(self.deadline, law_fields.EXTENSION), {})

        def undo() -> None:
            if before["extended"]:
                deadlines.extend(session, deadline_id, before)
            else:
                deadlines.take_back_extension(session, deadline_id)

        problems = deadlines.extend(session, deadline_id, texts)
        if not problems:
            self.desk.messages.info(_("Verlängerung eingetragen."), _("Rückgängig"), lambda: self.desk.attempt(undo))
        return problems

    def _on_back(self) -> None:
        session, deadline_id = self.desk.session, self.deadline.stamp.id
        if self.desk.attempt(lambda: deadlines.take_back_extension(session, deadline_id)):
            self.leave()


class RemoveSheet(ActSheet):
    """An open deadline goes only with a reason."""

    kind = "remove"

    def __init__(self, desk: Desk, parent: QWidget, deadline_id: str, sheets: DeadlineSheets) -> None:
        """Ask for the reason."""
        super().__init__(desk, parent, _("Frist löschen"), REMOVAL, deadline_id, sheets, accept_text=_("Löschen"))
        said = (
            _("Die Frist ist noch offen. Sie kommt 30 Tage in den Papierkorb; der Grund steht danach im Vermerk.")
            if self.deadline.done is None
            else _("Die Frist kommt für 30 Tage in den Papierkorb.")
        )
        self.body.insertWidget(1, Label(said, "muted"))
        self._begin(REMOVAL)

    def act(self, texts: dict[str, str]) -> Sequence[Problem]:
        session, gone = self.desk.session, list[str]()
        gone.append(deadlines.remove_deadline(session, self.deadline.stamp.id, texts["reason"]))
        self.desk.messages.info(
            _("Frist gelöscht."),
            _("Rückgängig"),
            lambda: self.desk.attempt(lambda: recycling.restore(session, gone[0])),
        )
        return ()
