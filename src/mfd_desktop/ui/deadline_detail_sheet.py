"""Everything about one deadline, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout

from mfd_desktop.app import deadlines
from mfd_desktop.app.attachments import read_attachment
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.deadline_words import badge, run_out, title_of
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import danger, primary, secondary
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.long_dates import long_day
from mfd_desktop.ui.theme import GAP, GAP_SMALL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.deadlines import Deadline
    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.buttons import Button

_WIDTH = 720


class DetailSheet(Sheet):
    """Facts of a deadline as they are stored, a way to each action, and at its end the list of what still helps."""

    def __init__(self, desk: Desk, parent: QWidget, deadline_id: str, sheets: DeadlineSheets) -> None:
        """Raise KeyError if there is no such deadline."""
        self.row = deadlines.read_row(desk.session, RecordId(deadline_id))
        super().__init__(parent, _("Frist {number}").format(number=self.row.number), width=_WIDTH)
        self.desk, self._sheets = desk, sheets
        self.expired, self.outdated = Banner(), Banner()
        self.buttons: dict[str, Button] = {}
        self._build()

    @property
    def _deadline(self) -> Deadline:
        return self.row.deadline

    def _build(self) -> None:
        today = self.desk.session.clock.today()
        top = FlowBox()
        top.add(Pill(*badge(self._deadline, today)))
        case = _("Fall {number} · {name}").format(
            number=self.row.number, name=self.desk.label(self.row.name, self.row.initials)
        )
        top.add(Label(case, "muted", wrap=False))
        self.add(Label(title_of(self._deadline), "strong"))
        self.add(top)
        for banner in (self.expired, self.outdated):
            banner.hide()
            self.add(banner)
        self._warn(today)
        self.body.addLayout(self._facts())
        self.add(self._buttons())

    def _warn(self, today: date) -> None:
        if run_out(self._deadline, today):
            said = _("Die Frist ist abgelaufen. Das ist nicht das Ende: Es gibt noch Wege, manche nur wenige Tage.")
            self.expired.show_message(said, BannerKind.WARNING, _("Was jetzt noch geht"))
            self.expired.action_requested.connect(lambda: self._go("expired"))
        if self.row.outdated and self._deadline.done is None:
            self.outdated.show_message(
                _("Ein Stichtag des Verfahrens oder die Regel ist heute anders als bei der Berechnung."),
                BannerKind.WARNING,
                _("Rechenweg ansehen"),
            )
            self.outdated.action_requested.connect(lambda: self._go("steps"))

    def _facts(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(GAP)
        form.setVerticalSpacing(GAP_SMALL)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, value in self._pairs():
            if value:
                form.addRow(Label(name, "muted", wrap=False), Label(value))
        return form

    def _pairs(self) -> Iterator[tuple[str, str]]:
        deadline, lists = self._deadline, self.desk.session.lists
        yield from self._ends()
        yield _("Art"), lists.label("deadline_kinds", deadline.kind.value)
        yield _("Vorfristen"), ", ".join(map(str, deadline.warnings)) if deadline.warnings and deadline.own else ""
        yield _("Auslöser am"), format_date(deadline.trigger_day) if deadline.trigger_day else ""
        yield _("Bekanntgabe"), lists.label("notice_forms", deadline.notice_form) if deadline.notice_form else ""
        yield _("Aktenzeichen"), self.row.file_number
        rule = _("{rule}, Fassung {version}").format(rule=deadline.rule, version=deadline.rule_version)
        yield _("Regel"), rule if deadline.rule else _("von Hand eingetragen")
        yield _("Vermerk"), deadline.note
        if deadline.done is not None:
            yield _("Ausgang"), lists.label("deadline_endings", deadline.ending) if deadline.ending else ""
            yield _("Nachweis"), self._proof()
            yield _("Vermerk zum Ausgang"), deadline.done_note

    def _ends(self) -> Iterator[tuple[str, str]]:
        deadline = self._deadline
        if not deadline.own:
            yield _("Läuft bis"), _day(deadline.due)
            yield _("Sicher vorbei ab"), _day(deadline.expired_for_sure)
            return
        if deadline.act_by is None:
            yield _("Handeln bis"), _("noch kein Tag: bitte ergänzen")
        yield _("Verlängert bis"), _day(deadline.extended)
        yield _("Verlängert von"), deadline.extension_note
        yield _("Sicher handeln bis"), _day(deadline.safe_due)
        yield _("Gesetzlich bis"), _day(deadline.due)

    def _proof(self) -> str:
        deadline, lists = self._deadline, self.desk.session.lists
        said = [lists.label("deadline_proofs", deadline.proof) if deadline.proof else ""]
        if deadline.proof_id is not None:
            try:
                said.append(read_attachment(self.desk.session, deadline.proof_id).name)
            except KeyError:
                said.append(_("Das Dokument ist gelöscht."))
        return " · ".join(part for part in said if part)

    def _buttons(self) -> FlowBox:
        deadline, box = self._deadline, FlowBox()
        if deadline.done is None:
            self._add(box, "finish", primary(_("Erledigt …"), "check"))
            self._add(box, "extend", secondary(_("Verlängert bis …"), "calendar"))
        else:
            self._add(box, "reopen", secondary(_("Wieder öffnen"), "undo"), self._reopen)
        self._add(box, "change", secondary(_("Ändern …"), "edit"))
        if deadline.rule:
            self._add(box, "steps", secondary(_("Rechenweg")))
        if deadline.notice_id is not None:
            self._add(box, "notice", secondary(_("Zum Bescheid"), "mail"), self._to_notice)
        self._add(
            box,
            "letter",
            secondary(_("Brief …"), "letters"),
            lambda: self._to_case({"sheet": f"letter:{self._deadline.notice_id or 'new'}"}),
        )
        self._add(box, "case", secondary(_("Zur Akte"), "cases"), lambda: self._to_case({}))
        self._add(box, "remove", danger(_("Löschen …"), "trash"))
        return box

    def _add(self, box: FlowBox, name: str, button: Button, act: Callable[[], object] | None = None) -> None:
        button.clicked.connect(act if act is not None else lambda: self._go(name))
        self.buttons[name] = button
        box.add(button)

    def _go(self, kind: str) -> None:
        self._sheets.go_on(f"{kind}:{self._deadline.stamp.id}")

    def _to_case(self, detail: dict[str, str]) -> None:
        self.reject()
        self.desk.go(Place("case", self._deadline.case_id, "letters" if detail else "", detail=detail))

    def _to_notice(self) -> None:
        self.reject()
        self.desk.go(Place("notice", self._deadline.case_id, detail={"notice": str(self._deadline.notice_id)}))

    def _reopen(self) -> None:
        session, deadline_id = self.desk.session, self._deadline.stamp.id
        if self.desk.attempt(lambda: deadlines.reopen(session, deadline_id)):
            self.reject()
            self.desk.messages.info(_("Die Frist ist wieder offen."))


def _day(day: date | None) -> str:
    return long_day(day) if day is not None else ""
