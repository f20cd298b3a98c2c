"""The sheets for a follow-up and an appointment; Heute, the calendar and the case page open them by key.

Keys: ``follow_up:new:<case id or ->``, ``follow_up:<id>``, ``appointment:new:<case id or ->``, ``appointment:<id>``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from mfd_desktop.app import agenda, fieldsets
from mfd_desktop.app.saving import defaults
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import format_date, parse_date
from mfd_desktop.domain.fields import Problem
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.ui.agenda_actions import (
    cancel_appointment,
    finish_follow_up,
    remove_appointment,
    remove_follow_up,
)
from mfd_desktop.ui.agenda_form import AgendaForm, AgendaSheet
from mfd_desktop.ui.history_button import offer_history
from mfd_desktop.ui.kit.buttons import danger, secondary
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.domain.records import Appointment, FollowUp
    from mfd_desktop.ui.desk import Desk

NO_CASE = "-"
_ONE = ("day", "start", "minutes", "title", "place")


def new_key(kind: str, case_id: RecordId | None = None) -> str:
    """Return the key of the sheet for a new ``follow_up`` or ``appointment``."""
    return f"{kind}:new:{case_id or NO_CASE}"


class FollowUpSheet(AgendaSheet):
    """A new follow-up, or one to change, tick off or delete."""

    def __init__(
        self, parent: QWidget, desk: Desk, key: str, record: FollowUp | None, case_id: RecordId | None
    ) -> None:
        """Open the sheet on ``record``, or for a new one."""
        title = _("Wiedervorlage") if record else _("Neue Wiedervorlage")
        form = _form(desk, fieldsets.FOLLOW_UP, key, record)
        super().__init__(parent, desk, title, form, record, case_id)
        self.record = record
        if record is not None:
            done = secondary(_("Erledigt") if record.done is None else _("Wieder öffnen"), "check")
            done.clicked.connect(self._on_done)
            self.add_button(done)
            _add_delete(self, lambda: remove_follow_up(desk, record))
            offer_history(desk, self, form, "follow_up", record.stamp.id)

    def store(self, case_id: RecordId | None, texts: dict[str, str]) -> None:
        session = self.desk.session
        if self.record is None:
            agenda.record_follow_up(session, case_id, texts)
        else:
            agenda.save_follow_up(session, self.record.stamp.id, self.form.touched(), case=_moved(self.form, case_id))

    def _on_done(self) -> None:
        if self.record is not None:
            finish_follow_up(self.desk, self.record.stamp.id, done=self.record.done is None)
            self.leave()


class AppointmentSheet(AgendaSheet):
    """A new appointment or series, or one to change, call off or delete."""

    def __init__(
        self, parent: QWidget, desk: Desk, key: str, record: Appointment | None, case_id: RecordId | None
    ) -> None:
        """Open the sheet on ``record``, or for a new one."""
        title = _("Termin") if record else _("Neuer Termin")
        form = _form(desk, fieldsets.APPOINTMENT, key, record, only=_ONE if record else None)
        super().__init__(parent, desk, title, form, record, case_id)
        self.record = record
        self.rest: QCheckBox | None = None
        if record is None:
            return
        if record.series_id is not None:
            self.rest = QCheckBox(_("Diesen und die folgenden Termine der Reihe"))
            self.rest.setToolTip(_("Gilt für Speichern, Absagen und Löschen; das Datum ändert sich nur bei diesem."))
            self.add(self.rest)
        if record.cancelled:
            self.add(Label(_("Dieser Termin ist abgesagt."), "muted"))
        self.cancel_button = secondary(_("Findet doch statt") if record.cancelled else _("Absagen"))
        self.cancel_button.clicked.connect(self._on_cancelled)
        self.add_button(self.cancel_button)
        _add_delete(self, lambda: remove_appointment(desk, record, rest_of_series=self._whole_rest()))
        offer_history(desk, self, form, "appointment", record.stamp.id)

    def problems(self, texts: Mapping[str, str]) -> tuple[Problem, ...]:
        found = super().problems(texts)
        repeats = texts.get("repeat", "") in agenda.REPEATS
        if repeats and not texts["until"].strip() and not any(one.field == "until" for one in found):
            return (*found, Problem("until", "required"))
        return found

    def store(self, case_id: RecordId | None, texts: dict[str, str]) -> None:
        session = self.desk.session
        if self.record is not None:
            # Only what was touched: the later ones of a series may differ in the rest.
            touched, rest = self.form.touched(), self._whole_rest()
            case = _moved(self.form, case_id)
            agenda.save_appointment(session, self.record.stamp.id, touched, case=case, rest_of_series=rest)
            return
        agenda.record_appointment(session, case_id, texts)
        if texts["repeat"] in agenda.REPEATS:
            self._tell_series(texts)

    def _tell_series(self, texts: Mapping[str, str]) -> None:
        today = self.desk.session.clock.today()
        first, until = (parse_date(texts[name], today=today) for name in ("day", "until"))
        days = agenda.series_days(first, until, *agenda.REPEATS[texts["repeat"]])
        said = ngettext(
            "{count} Termin gespeichert, der letzte am {last}.",
            "{count} Termine gespeichert, der letzte am {last}.",
            len(days),
        )
        self.desk.messages.info(said.format(count=len(days), last=format_date(days[-1])))

    def _whole_rest(self) -> bool:
        return self.rest is not None and self.rest.isChecked()

    def _on_cancelled(self) -> None:
        if self.record is not None:
            cancel_appointment(self.desk, self.record, rest_of_series=self._whole_rest())
            self.leave()


class AgendaSheets:
    """The sheet a screen has open, if any; belongs to the screen."""

    def __init__(self, screen: QWidget, desk: Desk) -> None:
        """Sheets lie over ``screen``."""
        self._screen = screen
        self._desk = desk
        self._sheet: AgendaSheet | None = None

    @property
    def sheet(self) -> AgendaSheet | None:
        """The open sheet."""
        return self._sheet

    @property
    def key(self) -> str:
        """Key of the open sheet, empty without one; goes into the screen's place."""
        return self._sheet.form.key if self._sheet is not None else ""

    def open(self, key: str, raws: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None) -> bool:
        """Open the sheet named by ``key``; return False if one is open already or the record is gone.

        ``raws`` are texts a new one begins with, by field; ``typed`` are unsaved texts laid over them (there
        ``case`` is the number of a case).
        """
        sheet = self._make(key) if self._sheet is None else None
        if sheet is None:
            return False
        today = self._desk.session.clock.today()
        sheet.fill({**defaults(sheet.form.fieldset, today=today), **(raws or {})} if sheet.is_new else sheet.stored())
        sheet.lay_over(typed or {})
        sheet.given_up.connect(lambda values: self._offer_back(key, raws, values))
        sheet.finished.connect(self._on_finished)
        self._sheet = sheet
        sheet.open()
        return True

    def _make(self, key: str) -> AgendaSheet | None:
        kind, _colon, rest = key.partition(":")
        try:
            return _SHEETS[kind](self._screen, self._desk, key, rest)
        except KeyError:
            return None

    def _offer_back(self, key: str, raws: Mapping[str, str] | None, values: Mapping[str, str]) -> None:
        def back() -> None:
            self.open(key, raws, values)

        self._desk.messages.info(_("Die Eingabe wurde verworfen."), _("Rückgängig"), back)

    def _on_finished(self) -> None:
        self._sheet = None


def _follow_up_sheet(parent: QWidget, desk: Desk, key: str, rest: str) -> AgendaSheet:
    if rest.startswith("new:"):
        return FollowUpSheet(parent, desk, key, None, _case_of(rest))
    record = agenda.read_follow_up(desk.session, RecordId(rest))
    return FollowUpSheet(parent, desk, key, record, record.case_id)


def _appointment_sheet(parent: QWidget, desk: Desk, key: str, rest: str) -> AgendaSheet:
    if rest.startswith("new:"):
        return AppointmentSheet(parent, desk, key, None, _case_of(rest))
    record = agenda.read_appointment(desk.session, RecordId(rest))
    return AppointmentSheet(parent, desk, key, record, record.case_id)


_SHEETS: dict[str, Callable[[QWidget, Desk, str, str], AgendaSheet]] = {
    "follow_up": _follow_up_sheet,
    "appointment": _appointment_sheet,
}


def _case_of(rest: str) -> RecordId | None:
    case = rest.removeprefix("new:")
    return RecordId(case) if case not in ("", NO_CASE) else None


def _form(
    desk: Desk,
    fieldset: FieldSet,
    key: str,
    record: FollowUp | Appointment | None,
    only: tuple[str, ...] | None = None,
) -> AgendaForm:
    return AgendaForm(desk, fieldset, key, only=only, record_id=record.stamp.id if record else None)


def _moved(form: AgendaForm, case_id: RecordId | None) -> agenda.OfCase | None:
    """Return the case the entry shall belong to, if it is another one than before."""
    return agenda.OfCase(case_id) if form.case_touched else None


def _add_delete(sheet: AgendaSheet, delete: Callable[[], None]) -> None:
    def on_clicked() -> None:
        delete()
        sheet.leave()

    button = danger(_("Löschen"), "trash")
    button.clicked.connect(on_clicked)
    sheet.add_button(button)
