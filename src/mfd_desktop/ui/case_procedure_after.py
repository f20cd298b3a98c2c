"""After the decision: the tasks that recognition brings, or the ways to stay after a rejection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mfd_desktop.app import procedure_forms, procedure_guide, procedure_tasks
from mfd_desktop.content.i18n import _, content_text, ngettext
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.choice import ChoiceEditor
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.procedure_parts import FoldingCard
from mfd_desktop.ui.procedure_words import chance_look, chance_sentence
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.app.procedure_guide import Standing
    from mfd_desktop.app.procedure_tasks import Task
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.law.right_to_stay import Assessment
    from mfd_desktop.ui.desk import Desk

_RECOGNISED = frozenset({"Z10", "Z30"})
_REJECTED = frozenset({"Z11", "Z12", "Z13", "Z14", "Z15", "Z16", "Z22", "Z23", "Z40", "Z41", "Z42", "Z43", "Z50"})


class TasksCard(FoldingCard):
    """What to do after protection was granted: Enter shows a task, Space takes it over, the button takes all of them.

    ``sheet_asked(name)``.
    """

    sheet_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_standing`` fills it."""
        super().__init__(_("Nach der Anerkennung"))
        self.desk = desk
        self._case_id: RecordId | None = None
        self._found: Standing | None = None
        self.said = Label("", "muted")
        self.decision: ChoiceEditor | None = None
        self.rows = RowList(_("Aufgaben nach der Anerkennung"))
        self.rows.row_activated.connect(lambda name: self.sheet_asked.emit(f"task:{name}"))
        self.rows.button_clicked.connect(lambda name: self._take([name]))
        self.all_button = secondary(_("Alle übernehmen"), "check")
        self.all_button.clicked.connect(self._on_all)
        buttons = FlowBox()
        buttons.add(self.all_button)
        for widget in (self.said, self.rows, buttons):
            self.column.addWidget(widget)

    def show_standing(self, page: CasePage, found: Standing | None) -> None:
        """Show what is still to be taken over."""
        if self._case_id != page.case.stamp.id:
            self.forget_choice()
        self._case_id, self._found = page.case.stamp.id, found
        self.setVisible(found is not None)
        if found is None:
            return
        session = self.desk.session
        decision = procedure_tasks.decision_of(session, found)
        tasks = procedure_tasks.tasks_of(session, found, page.case.stamp.id)
        self._offer_decisions(decision.code, noticed=decision.noticed)
        self.rows.set_rows([self._row(task) for task in tasks])
        self.rows.setVisible(bool(tasks))
        left = sum(not task.taken for task in tasks)
        self.all_button.setVisible(left > 0)
        self.all_button.setText(ngettext("{count} Aufgabe übernehmen", "Alle {count} Aufgaben übernehmen", left).format(
            count=left
        ))  # fmt: skip
        self.said.setText(self._words(decision.code, left, bool(tasks)))
        at_it = found.entry is not None and found.entry.code in _RECOGNISED
        self.unfold_if(relevant=at_it)

    def _words(self, code: str, left: int, tasks: bool) -> str:
        if not code:
            return _("Welche Entscheidung hat den Schutz gebracht? Danach richten sich die Aufgaben.")
        name = self.desk.session.lists.label("notice_kinds", code)
        if tasks and not left:
            return _("{decision}: Alle Aufgaben sind übernommen.").format(decision=name)
        return _(
            "{decision}: Aus jeder Aufgabe wird eine Frist, wo sich der Tag berechnen lässt, sonst eine Wiedervorlage."
        ).format(decision=name)

    def _offer_decisions(self, code: str, *, noticed: bool) -> None:
        """Ask for the decision as long as no notice says it."""
        if self.decision is None:
            known = sorted({
                each for task in procedure_guide.guide(self.desk.session).task_file.tasks for each in task.decisions
            })  # fmt: skip
            label = self.desk.session.lists.label
            self.decision = ChoiceEditor([(each, label("notice_kinds", each)) for each in known])
            self.decision.input_widget().setAccessibleName(_("Welche Entscheidung?"))
            self.decision.committed.connect(self._on_decided)
            self.column.insertWidget(1, self.decision)
        self.decision.set_raw(code)
        self.decision.setVisible(not noticed)

    def _row(self, task: Task) -> Row:
        entry = task.entry
        if task.taken:
            badge, tone, icon = _("übernommen"), Tone.GOOD, "check"
        elif task.trigger:
            badge, tone, icon = _("Frist"), Tone.ACCENT, "clock"
        else:
            badge, tone, icon = format_date(task.remind), Tone.NEUTRAL, "calendar"
        review = _("fachlich zu prüfen") if entry.review == "open" else ""
        parts = (content_text(entry.addressee), entry.basis, content_text(entry.hint) if entry.hint else "", review)
        return Row(
            entry.name, content_text(entry.text), " · ".join(part for part in parts if part), badge=badge, tone=tone,
            icon=icon, button="" if task.taken else _("Übernehmen"), muted=task.taken,
        )  # fmt: skip

    def _on_decided(self) -> None:
        if self._found is not None and self.decision is not None:
            session, procedure_id, code = self.desk.session, self._found.procedure.stamp.id, self.decision.raw()
            self.desk.attempt(lambda: procedure_tasks.choose_decision(session, procedure_id, code))

    def _on_all(self) -> None:
        self._take([str(row.key) for row in self.rows.rows() if row.button])

    def _take(self, names: list[str]) -> None:
        if self._found is None or self._case_id is None:
            return
        session, found, case_id, count = self.desk.session, self._found, self._case_id, list[int]()

        def take() -> None:
            count.append(procedure_tasks.take_over(session, found, case_id, names))

        if self.desk.attempt(take) and count[0]:
            said = ngettext("{count} Aufgabe steht jetzt im Fall.", "{count} Aufgaben stehen jetzt im Fall.", count[0])
            self.desk.messages.info(said.format(count=count[0]))


class WaysCard(FoldingCard):
    """The ways to stay and how each stands. Enter shows one. ``sheet_asked(name)``."""

    sheet_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_standing`` fills it."""
        super().__init__(_("Bleibewege nach einer Ablehnung"))
        self.desk = desk
        self._case_id: RecordId | None = None
        self.said = Label("", "muted")
        self.rows = RowList(_("Bleibewege"))
        self.rows.row_activated.connect(lambda code: self.sheet_asked.emit(f"way:{code}"))
        self.ask_button = secondary("", "edit")
        self.ask_button.clicked.connect(self._on_asked)
        buttons = FlowBox()
        buttons.add(self.ask_button)
        for widget in (self.said, buttons, self.rows):
            self.column.addWidget(widget)

    def show_standing(self, page: CasePage, found: Standing | None) -> None:
        """Show how every way stands by the answers given."""
        if self._case_id != page.case.stamp.id:
            self.forget_choice()
        self._case_id = page.case.stamp.id
        record, ways = procedure_forms.ways_to_stay(self.desk.session, page)
        self.rows.set_rows([_way_row(way) for way in ways])
        self.ask_button.setText(_("Fragen weiter beantworten") if record else _("Fragen beantworten"))
        self.said.setText(
            _(
                "Erst alle Bleibewege prüfen; über Ausreise wird danach gesprochen. „Möglich“ heißt: Nach den Antworten"
                " fehlt nichts. Ob die Behörde zustimmt, sagt das nicht."
            )
        )
        at_it = found is not None and found.entry is not None and found.entry.code in _REJECTED
        self.unfold_if(relevant=at_it)

    def _on_asked(self) -> None:
        made: list[RecordId] = []
        session, case_id, form = self.desk.session, self._case_id, procedure_forms.RIGHT_TO_STAY
        if case_id is None:
            return
        if self.desk.attempt(lambda: made.append(procedure_forms.open_form(session, case_id, form))):
            self.desk.go(Place("guided", made[0]))


def _way_row(found: Assessment) -> Row:
    word, tone, icon = chance_look(found.chance)
    return Row(found.way.code, content_text(found.way.title), chance_sentence(found), badge=word, tone=tone, icon=icon)
