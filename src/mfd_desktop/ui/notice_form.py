"""The form of a notice: whom it concerns, what it says, how it arrived, what it says about remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Signal

from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.app.law_fields import NOTICE, OTHER
from mfd_desktop.app.notice_choices import (
    DECIDED_BY,
    NO_INSTRUCTION,
    all_questions,
    follows,
    is_asylum,
    kind_hits,
    kind_options,
    questions_of,
    recognised_by,
    rule_options,
)
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.fields import SEPARATOR, Kind
from mfd_desktop.domain.fields import Field as Declared
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.choices import Option
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.field import Field, FormGrid
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.notice_begin import BeginProcedure
from mfd_desktop.ui.notice_cut_offs import CutOffsCard
from mfd_desktop.ui.notice_delivery import DeliveryEditor
from mfd_desktop.ui.notice_document import DocumentEditor
from mfd_desktop.ui.notice_people import PeopleEditor
from mfd_desktop.ui.notice_questions import QuestionsEditor
from mfd_desktop.ui.notice_ways import DAYS
from mfd_desktop.ui.record_form import RecordForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.app.notice_choices import Concerned
    from mfd_desktop.app.session import Session
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.editor import Editor
    from mfd_desktop.ui.notice_ways import AskedDay

PEOPLE, DOCUMENT = "people", "attachment_id"
NOTICE_FORM: Final = FieldSet(
    NOTICE.name,
    (
        Declared(PEOPLE, Kind.TEXT, N_("Für wen?")),
        *NOTICE.fields,
        Declared(DOCUMENT, Kind.TEXT, N_("Der Bescheid als Dokument")),
    ),
    NOTICE.checks,
)
"""The fields of a notice with what is stored beside them: procedures and document."""
_NONE: Final = "none"
"""Code of ``instruction_periods``: there is no instruction on remedies."""
_DAYS: Final = ("delivered", "posted", "received")
_HEARD: Final = ("kind", "rule", "circumstances", "form")
_NARROW_GRID: Final = 440


class NoticeForm(RecordForm):
    """``edited`` at every key; ``shape_changed()`` when other fields are asked for."""

    shape_changed = Signal()
    two_columns_from = _NARROW_GRID

    def __init__(self, desk: Desk, case_id: RecordId, notice_id: RecordId | None, people: Sequence[Concerned]) -> None:
        """Take the case, the notice unless it is a new one, and whom it may concern; ``load`` fills it."""
        # Everything is made in the order it is seen, for that is the order of Tab.
        self._case_id, self._offered = case_id, people
        key = f"notice:{notice_id}" if notice_id is not None else f"notice:new:{case_id}"
        super().__init__(desk, NOTICE_FORM, key, record_id=notice_id)
        self.document.show_case(case_id)
        for name in _HEARD:
            self.fields[name].editor.edited.connect(self._on_shape)
        self.fields["kind"].editor.committed.connect(self._ask_next)

    @property
    def kind(self) -> str:
        """The kind of notice as it is chosen or typed."""
        return self.fields["kind"].editor.raw()

    @property
    def people(self) -> PeopleEditor:
        """Who is ticked."""
        return cast("PeopleEditor", self.fields[PEOPLE].editor)

    @property
    def document(self) -> DocumentEditor:
        """The scanned notice."""
        return cast("DocumentEditor", self.fields[DOCUMENT].editor)

    @property
    def questions(self) -> QuestionsEditor:
        """What the chosen decision asks."""
        return cast("QuestionsEditor", self.fields["circumstances"].editor)

    def _build(self, names: Sequence[str], *, sections: bool) -> None:
        self._grids: dict[str, FormGrid] = {}
        self.people_card = Card(_("Für wen?"))
        self.people_card.add(self._field(PEOPLE))
        self.fields[PEOPLE].hide_label()
        self.begin = BeginProcedure(self.desk, self._case_id)
        self.people_card.add(self.begin)
        self._column.addWidget(self.people_card)
        self._build_what()
        self._build_how()
        self.cut_offs = CutOffsCard(self.desk, self._case_id)
        self._column.addWidget(self.cut_offs)
        self._build_rest()

    def _build_what(self) -> None:
        self._tenor, self._follows = Label(), Label("", "help")
        what = Card(_("Was steht im Bescheid?"))
        what.add(self._field("kind"))
        what.add(self._tenor)
        what.add(self._follows)
        what.add(self._field("rule"))
        what.add(self._field("circumstances"))
        self.fields["circumstances"].hide_label()
        what.add(self._field("authority"))
        what.add(self._grid("what", "file_number", "day"))
        self._column.addWidget(what)

    def _build_how(self) -> None:
        how = Card(_("Wie und wann kam er an?"))
        how.add(self._field("form"))
        how.add(self._grid("days", *_DAYS))
        for name in ("envelope_kept", "represented"):
            how.add(self._field(name))
        self._column.addWidget(how)

    def _build_rest(self) -> None:
        told = Card(_("Rechtsbehelfsbelehrung"), _("abtippen, wie sie im Bescheid steht"))
        told.add(self._grid("told", "instruction_period", "instructed", "court", "land"))
        told.add(self._field("instruction"))
        kept = Card(_("Dokument und Vermerk"))
        kept.add(self._field(DOCUMENT))
        kept.add(self._field("note"))
        for card in (told, kept):
            self._column.addWidget(card)

    def settle(self) -> None:
        """The notice was recorded complete: what was not said of it was answered with no."""
        self.questions.settle()
        self._loaded["circumstances"] = self.questions.raw()

    def _field(self, name: str) -> Field:
        return self.make_field(self.fieldset[name])

    def _grid(self, key: str, *names: str) -> FormGrid:
        grid = FormGrid(self.two_columns_from)
        for name in names:
            grid.add(self.make_field(self.fieldset[name]))
        self._grids[key] = grid
        return grid

    def make_editor(self, declared: Declared) -> Editor:
        """Return the editors that only a notice has."""
        if declared.name == PEOPLE:
            return PeopleEditor(self._offered)
        if declared.name == "form":
            return DeliveryEditor()
        if declared.name == "circumstances":
            return QuestionsEditor(all_questions())
        if declared.name == DOCUMENT:
            return DocumentEditor(self.desk)
        if declared.name == "kind":
            return _kind_editor(self.desk.session)
        if declared.name == "rule":
            return CodeEditor(rule_options(self.desk.session), _("Regel suchen, zum Beispiel: Widerspruch"))
        return super().make_editor(declared)

    def raws(self) -> dict[str, str]:
        """Return what is stored as the notice: a day that this way of delivery does not ask for is empty."""
        texts = self.texts()
        asked = self._asked_days()
        texts |= {name: "" for name in _DAYS if name not in asked}
        if texts["kind"] != OTHER:
            texts["rule"] = ""
        no_instruction = (NO_INSTRUCTION,) if texts["instruction_period"] == _NONE else ()
        texts["circumstances"] = SEPARATOR.join([*self.questions.said().split(), *no_instruction])
        del texts[PEOPLE]
        return texts

    def procedures(self) -> tuple[RecordId, ...]:
        """Return the procedures of those it concerns."""
        return tuple(RecordId(found) for found in self.people.raw().split())

    def fit(self, law: str) -> None:
        """Ask only for what this notice needs under a law (ALT, NEU; empty: both), and in its words."""
        kind = self.kind
        reads = recognised_by(kind)
        self._tenor.setText(_("Im Tenor steht: {text}").format(text=reads) if reads else "")
        self._follows.setText("\n".join(follows(kind)))
        for label in (self._tenor, self._follows):
            label.setVisible(bool(label.text()))
        self.questions.offer(questions_of(kind, law))
        self.fields["circumstances"].setVisible(bool(self.questions.asked))
        self.fields["rule"].setVisible(kind == OTHER)
        asked = self._asked_days()
        for name, day in asked.items():
            self.fields[name].set_label(translate_marked(day.label))
            self.fields[name].set_help(translate_marked(day.help))
        self._grids["days"].show_only([self.fields[name] for name in asked])
        self._grids["days"].setVisible(bool(asked))

    def _ask_next(self) -> None:
        """Tab has chosen the field behind the kind before it was known what the kind asks: go back to that."""
        focused = self.focused()
        if focused is None or focused[0] != "authority":
            return
        if self.kind == OTHER and not self.fields["rule"].editor.raw():
            self.focus_field("rule")
        elif self.questions.open_questions():
            self.focus_field("circumstances")

    def _name_authority(self) -> None:
        """Fill in who decides this, where nobody else can and nothing was typed."""
        authority = self.fields["authority"].editor
        decided_by = DECIDED_BY if is_asylum(self.kind) else ""
        if authority.raw() in ("", *((DECIDED_BY,) if not decided_by else ())):
            authority.set_raw(decided_by)

    def _asked_days(self) -> dict[str, AskedDay]:
        days = DAYS.get(self.fields["form"].editor.raw(), ())
        return {day.field: day for day in days}

    def _on_shape(self) -> None:
        self._name_authority()
        self.shape_changed.emit()


def _kind_editor(session: Session) -> CodeEditor:
    """Return the editor of the kind: its list says how the operative part reads, and can be searched by that."""
    editor = CodeEditor(kind_options(session), _("Wort oder Kürzel, zum Beispiel: unbegründet, B06"))
    editor.entry.options = tuple(Option(code, words) for code, words in kind_hits(session))
    return editor
