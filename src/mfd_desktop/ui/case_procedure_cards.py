"""Cards of the tab Verfahren & Fristen: running deadlines, preparing the interview, needs, warnings, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mfd_desktop.app import deadlines, procedure_forms, procedure_guide
from mfd_desktop.content.i18n import _, content_text, ngettext
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.privacy import RightsKind
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.deadline_sheets import DeadlineSheets, new_key
from mfd_desktop.ui.deadline_words import row_of
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.procedure_parts import FoldingCard
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.app.procedure_guide import Standing
    from mfd_desktop.ui.desk import Desk

_INTERVIEW = frozenset({"Z03", "Z04", "Z05", "Z06", "Z07", "Z08", "Z20"})
_IN_PROCEDURE = frozenset({"Z01", "Z02", "Z03", "Z04", "Z05", "Z06", "Z07", "Z08", "Z20"})


class DeadlinesCard(Card):
    """The deadlines of the case: Enter shows one, Space marks it done; below, what can run at this position."""

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_standing`` fills it."""
        super().__init__(_("Fristen"))
        self.desk = desk
        self._case_id: RecordId | None = None
        self.sheets = DeadlineSheets(self, desk)
        self.rows = RowList(_("Fristen des Falls"))
        self.rows.row_activated.connect(lambda key: self.sheets.open(f"deadline:{key}"))
        self.rows.button_clicked.connect(lambda key: self.sheets.open(f"finish:{key}"))
        self.empty = Label("", "muted")
        self.can_run = Label("", "muted")
        self.add_button = secondary(_("Frist berechnen …"), "plus")
        self.add_button.clicked.connect(lambda: self.sheets.open(new_key("compute", self._case_id)))
        self.manual_button = secondary(_("Frist von Hand …"), "edit")
        self.manual_button.clicked.connect(lambda: self.sheets.open(new_key("manual", self._case_id)))
        buttons = FlowBox()
        buttons.add(self.add_button)
        buttons.add(self.manual_button)
        for widget in (self.rows, self.empty, self.can_run, buttons):
            self.add(widget)

    def show_standing(self, page: CasePage, found: Standing | None) -> None:
        """Show the deadlines of this case, those of shared notices too."""
        self._case_id = page.case.stamp.id
        today = self.desk.session.clock.today()
        rows = deadlines.of_case(self.desk.session, page.case.stamp.id)
        self.rows.set_rows([row_of(self.desk, row, today) for row in rows])
        self.rows.setVisible(bool(rows))
        self.empty.setText(_("Noch keine Frist. Ein Bescheid, einmal erfasst, legt alle seine Fristen auf einmal an."))
        self.empty.setVisible(not rows)
        running = {row.deadline.rule for row in rows}
        could = [rule.title for rule in (found.rules if found else ()) if rule.id not in running]
        titles = ", ".join(dict.fromkeys(content_text(title) for title in could))
        self.can_run.setText(_("An dieser Station können laufen: {titles}.").format(titles=titles))
        self.can_run.setVisible(bool(could))


class InterviewCard(FoldingCard):
    """How far the interview is prepared; what the person tells is kept only if that was switched on, until a day."""

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_standing`` fills it."""
        super().__init__(_("Anhörung vorbereiten"))
        self.desk = desk
        self._case_id: RecordId | None = None
        self.state = Label("")
        self.private = Label("", "muted")
        self.list_button = secondary("", "check")
        self.list_button.clicked.connect(lambda: self._open(procedure_forms.INTERVIEW))
        self.sheet_button = secondary("", "lock")
        self.sheet_button.clicked.connect(lambda: self._open(procedure_forms.SHEET))
        buttons = FlowBox()
        buttons.add(self.list_button)
        buttons.add(self.sheet_button)
        for widget in (self.state, self.private, buttons):
            self.column.addWidget(widget)

    def show_standing(self, page: CasePage, found: Standing | None) -> None:
        """Show what is prepared in this case."""
        session = self.desk.session
        if self._case_id != page.case.stamp.id:
            self.forget_choice()
        self._case_id = page.case.stamp.id
        done = procedure_forms.interview(session, page.case.stamp.id)
        parts = [_("{done} von {all} Punkten besprochen").format(done=done.ticked, all=done.points)]
        if done.day is not None:
            parts.insert(0, _("Anhörung am {day}").format(day=format_date(done.day)))
        if done.prepared is not None:
            parts.append(_("vorbereitet am {day}").format(day=format_date(done.prepared)))
        parts.append(_("Checkliste vollständig") if done.complete else _("Checkliste noch nicht vollständig"))
        self.state.setText(" · ".join(parts))
        self.list_button.setText(_("Checkliste öffnen") if done.record else _("Checkliste beginnen"))
        offered = procedure_guide.sheet_offered(session)
        self.sheet_button.setVisible(offered or done.sheet is not None)
        self.sheet_button.setText(_("Arbeitsblatt öffnen") if done.sheet else _("Arbeitsblatt beginnen"))
        self.private.setText(self._said(done.sheet is not None, offered, done.delete_on))
        at_it = found is not None and found.entry is not None and found.entry.code in _INTERVIEW
        self.unfold_if(relevant=at_it)

    def _said(self, there: bool, offered: bool, delete_on: object) -> str:
        if there and delete_on is not None:
            return _("Das Arbeitsblatt wird am {day} endgültig gelöscht.").format(day=format_date(delete_on))  # type: ignore[arg-type]  # a day
        if there or offered:
            return _("Das Arbeitsblatt hat einen Löschtag; dann wird es mit seinem Verlauf gelöscht.")
        return _(
            "Hier steht nur, dass vorbereitet wurde. Was die Person erzählt, wird nicht gespeichert; wer das braucht,"
            " schaltet das Arbeitsblatt in den Einstellungen ein."
        )

    def _open(self, form: str) -> None:
        made: list[RecordId] = []
        session, case_id = self.desk.session, self._case_id
        if case_id is None:
            return
        if self.desk.attempt(lambda: made.append(procedure_forms.open_form(session, case_id, form))):
            self.desk.go(Place("guided", made[0]))


class NeedsCard(FoldingCard):
    """Special needs the person told of by free will, with the articles they rest on."""

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_standing`` fills it."""
        super().__init__(_("Besondere Schutzbedarfe"))
        self.desk = desk
        self._case_id: RecordId | None = None
        self.rows = RowList(_("Besondere Schutzbedarfe"))
        self.rows.row_activated.connect(lambda _key: self._open())
        self.said = Label("", "muted")
        self.ask_button = secondary(_("Fragen (freiwillig) …"), "person")
        self.ask_button.clicked.connect(self._open)
        buttons = FlowBox()
        buttons.add(self.ask_button)
        for widget in (self.rows, self.said, buttons):
            self.column.addWidget(widget)

    def show_standing(self, page: CasePage, found: Standing | None) -> None:
        """Show the needs of this person and whether storing and reporting them was agreed to."""
        session = self.desk.session
        if self._case_id != page.case.stamp.id:
            self.forget_choice()
        self._case_id = page.case.stamp.id
        needs = page.client.needs
        self.rows.set_rows([self._row(code) for code in needs])
        self.rows.setVisible(bool(needs))
        given = {event.matter for event in page.rights.events if event.open and event.kind is RightsKind.CONSENT}
        agreed = procedure_guide.guide(session).vulnerability_file.consent in given
        if needs and not agreed:
            text = _(
                "Eine Einwilligung zum Speichern besonderer Angaben ist nicht festgehalten: im Reiter „Einwilligungen“"
                " nachholen oder die Angaben löschen."
            )
        elif needs:
            text = _("Einwilligung zum Speichern liegt vor; melden nur mit eigener Einwilligung (§ 12a Abs. 3 AsylG).")
        else:
            text = _("Niemand muss hierzu etwas sagen. Fragen Sie mit Einwilligung, und nur so weit die Person möchte.")
        self.said.setText(text)
        at_it = found is not None and found.entry is not None and found.entry.code in _IN_PROCEDURE
        self.unfold_if(relevant=bool(needs) or at_it)

    def _row(self, code: str) -> Row:
        lists, guide = self.desk.session.lists, procedure_guide.guide(self.desk.session)
        known = {need.code: need for need in guide.vulnerability_file.needs}
        need = known.get(code)
        if need is None:
            return Row(code, lists.label("needs", code), icon="person")
        old = need.old or _("in der RL 2013/33/EU nicht genannt")
        return Row(code, lists.label("needs", code), f"{need.new} · {old}", icon="person")

    def _open(self) -> None:
        made: list[RecordId] = []
        session, case_id = self.desk.session, self._case_id
        form = procedure_forms.VULNERABILITY
        if case_id is None:
            return
        if self.desk.attempt(lambda: made.append(procedure_forms.open_form(session, case_id, form))):
            self.desk.go(Place("guided", made[0]))


class HarmCard(FoldingCard):
    """Applications that bar ways. Enter shows the warning; only after it can one be recorded. ``sheet_asked(name)``."""

    sheet_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Build the list; it is the same for everybody."""
        super().__init__(_("Vorsicht: Anträge, die anderen Wegen schaden"))
        self.desk = desk
        self.rows = RowList(_("Anträge, die anderen Wegen schaden"))
        self.rows.row_activated.connect(lambda name: self.sheet_asked.emit(f"harm:{name}"))
        self.column.addWidget(self.rows)

    def show_standing(self, found: Standing | None) -> None:
        """Show what to warn of."""
        session = self.desk.session
        rows = []
        for entry in procedure_guide.guide(session).harmful_file.applications:
            off = entry.module and not procedure_guide.return_module_on(session)
            count = len(entry.bars)
            second = ngettext("{count} Folge", "{count} Folgen", count).format(count=count)
            rows.append(
                Row(
                    entry.name,
                    content_text(entry.title),
                    second,
                    badge=_("wird hier nicht erfasst") if off else _("Warnung"),
                    tone=Tone.NEUTRAL if off else Tone.WARNING,
                    icon="warning",
                )
            )
        self.rows.set_rows(rows)
        self.setVisible(found is not None)


class EventsCard(Card):
    """What happened in the procedure, the newest first; Enter changes an entry, or goes to the notice it came with.

    ``sheet_asked(name)``.
    """

    sheet_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_standing`` fills it."""
        super().__init__(_("Was bisher geschah"))
        self.desk = desk
        self.rows = RowList(_("Schritte des Verfahrens"))
        self.rows.row_activated.connect(self._on_activated)
        self._found: Standing | None = None
        self.empty = Label(_("Noch kein Schritt festgehalten."), "muted")
        self.add(self.empty)
        self.add(self.rows)

    def show_standing(self, found: Standing | None) -> None:
        """Show the steps of this procedure."""
        self._found = found
        self.setVisible(found is not None)
        if found is None:
            return
        names = {entry.code: entry.name for entry in procedure_guide.guide(self.desk.session).positions}
        rows = []
        for step in reversed(found.events):
            name = content_text(names[step.position]) if step.position in names else ""
            title = name or step.document or step.note.partition("\n")[0] or _("Ereignis")
            second = " · ".join(part for part in (step.document if name else "", step.note if name else "") if part)
            draft = bool(step.stamp.raw)
            rows.append(
                Row(
                    step.stamp.id,
                    title,
                    second.replace("\n", " "),
                    format_date(step.day) if step.day else "",
                    badge=_("Entwurf") if draft else _("Bescheid") if step.notice_id else "",
                    tone=Tone.WARNING if draft else Tone.NEUTRAL,
                    icon="mail" if step.notice_id else "dot",
                )
            )
        self.rows.set_rows(rows)
        self.rows.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def _on_activated(self, key: str) -> None:
        steps = self._found.events if self._found is not None else ()
        notice = next((step.notice_id for step in steps if step.stamp.id == key), None)
        if notice is None or self._found is None:
            self.sheet_asked.emit(f"pstep:{key}")
        else:
            self.desk.go(Place("notice", self._found.procedure.case_id, detail={"notice": notice}))


class FamilyCard(Card):
    """The procedures of the people who belong together; Enter goes to one's case. Hidden without any."""

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_standing`` fills it."""
        super().__init__(_("Familie im Verfahren"))
        self.desk = desk
        self.rows = RowList(_("Familie im Verfahren"))
        self.rows.row_activated.connect(self._on_activated)
        self.add(Label(_("Ein Bescheid für mehrere wird einmal erfasst und gilt für alle, die er nennt."), "muted"))
        self.add(self.rows)

    def show_standing(self, found: Standing | None) -> None:
        """Show the relatives of this procedure."""
        family = found.family if found is not None else ()
        names = {entry.code: entry.name for entry in procedure_guide.guide(self.desk.session).positions}
        self.rows.set_rows(
            [
                Row(
                    relative.case_id or "",
                    self.desk.label(relative.name, relative.initials) or _("Ohne Namen"),
                    content_text(names.get(relative.procedure.position, "")) or _("Stand noch nicht eingetragen"),
                    icon="family",
                )
                for relative in family
            ]
        )
        self.setVisible(bool(family))

    def _on_activated(self, case_id: str) -> None:
        if case_id:
            self.desk.go(Place("case", RecordId(case_id), "procedure"))
