"""What a person has until a day: titles, Duldung, passports, benefits; shown, changed, renewed in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import law_fields, recycling, validities
from mfd_desktop.app.computing import texts_of
from mfd_desktop.app.saving import check, defaults, raws_of
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import State
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.kit.buttons import danger, secondary
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row
from mfd_desktop.ui.long_dates import distance
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.session import Session
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.deadlines import Validity
    from mfd_desktop.ui.desk import Desk

NEW = "new"


def validity_rows(session: Session, client_id: RecordId) -> list[Row]:
    """Return the lines of a person: what runs by its end, then what was renewed."""
    today = session.clock.today()
    return [_row(one, session.lists, today) for one in validities.validities_of(session, client_id)]


def _row(one: Validity, lists: CodeLists, today: date) -> Row:
    raw = one.stamp.raw
    until = format_date(one.until) if one.until else raw.get("until", "")
    badge, tone, icon = _badge(one, today)
    parts = (
        _("bis {day}").format(day=until) if until else "",
        one.label,
        _("Nr. {number}").format(number=one.number) if one.number else "",
        one.note,
    )
    return Row(
        f"validity:{one.stamp.id}",
        kind_of(one, lists),
        " · ".join(part for part in parts if part),
        badge=badge,
        tone=tone,
        icon=icon,
        muted=one.renewed is not None,
    )


def kind_of(one: Validity, lists: CodeLists) -> str:
    """Return what it is."""
    return lists.label("validity_kinds", one.kind) if one.kind else one.stamp.raw.get("kind", "") or _("ohne Angabe")


def _badge(one: Validity, today: date) -> tuple[str, Tone, str]:
    if one.stamp.state is State.DRAFT:
        return _("Entwurf"), Tone.WARNING, ""
    if one.renewed is not None:
        return _("erneuert"), Tone.NEUTRAL, ""
    if one.until is None:
        return "", Tone.NEUTRAL, ""
    if one.until < today:
        return _("abgelaufen"), Tone.URGENT, "triangle"
    if (one.until - today).days <= max(validities.reminder_days(one)):
        return distance(one.until, today), Tone.WARNING, "clock"
    return "", Tone.NEUTRAL, ""


class ValiditySheet(RecordSheet):
    """A new one, or one to change, renew or delete."""

    def __init__(
        self, desk: Desk, parent: QWidget, client_id: RecordId, rest: str, go_on: Callable[[str], None]
    ) -> None:
        """Raise KeyError if there is none called ``rest``; ``go_on`` opens another sheet after this one."""
        session = desk.session
        record = None if rest == NEW else validities.read_validity(session, RecordId(rest))
        record_id = record.stamp.id if record else None

        def store(texts: dict[str, str]) -> None:
            validities.save_validity(session, client_id, record_id, texts)

        form = CaseForm(desk, law_fields.VALIDITY, f"validity:{rest}:{client_id}", record_id=record_id)
        title = _("Gültigkeit") if record else _("Neue Gültigkeit")
        super().__init__(desk, parent, title, form, store, may_draft=True)
        self._go_on, self._id = go_on, rest
        if record is None:
            self.start(defaults(law_fields.VALIDITY, today=session.clock.today()))
            return
        if record.renewed is None:
            renew = secondary(_("Erneuert …"), "check")
            renew.clicked.connect(self.renew)
            self.add_button(renew)
        delete = danger(_("Löschen"), "trash")
        delete.clicked.connect(self.remove)
        self.add_button(delete)
        texts = raws_of(law_fields.VALIDITY, texts_of(record, law_fields.VALIDITY), record.stamp.raw)
        found = check(law_fields.VALIDITY, texts, today=session.clock.today(), lists=session.lists).problems
        self.start(texts, found)

    def renew(self) -> None:
        """Ask until when it is valid now, in place of this sheet."""
        self.finished.connect(lambda: self._go_on(f"renewal:{self._id}"))
        self.give_up()

    def remove(self) -> None:
        """Delete it and offer to bring it back."""
        session, gone, record_id = self.desk.session, list[str](), RecordId(self._id)
        self.give_up()
        if self.desk.attempt(lambda: gone.append(validities.remove_validity(session, record_id))):
            self.desk.messages.info(
                _("Gültigkeit gelöscht."),
                _("Rückgängig"),
                lambda: self.desk.attempt(lambda: recycling.restore(session, gone[0])),
            )


class RenewalSheet(RecordSheet):
    """Until when it is valid now; what was before is kept as renewed."""

    def __init__(self, desk: Desk, parent: QWidget, record_id: str) -> None:
        """Raise KeyError if it is gone."""
        session = desk.session
        self.record = validities.read_validity(session, RecordId(record_id))
        form = CaseForm(
            desk, law_fields.RENEWAL, f"renewal:{record_id}:{self.record.client_id}", record_id=self.record.stamp.id
        )
        super().__init__(desk, parent, _("Erneuert oder verlängert"), form, self._renew)
        until = format_date(self.record.until) if self.record.until else _("ohne Angabe")
        what = " · ".join(part for part in (kind_of(self.record, session.lists), self.record.label) if part)
        self.body.insertWidget(0, Label(_("{what}, bisher bis {day}").format(what=what, day=until), "strong"))
        self.start(defaults(law_fields.RENEWAL, today=session.clock.today()))

    def _renew(self, texts: dict[str, str]) -> None:
        session, old = self.desk.session, self.record
        saved = validities.renew_validity(session, old.stamp.id, texts)

        def undo() -> None:
            validities.remove_validity(session, saved.record_id)
            validities.save_validity(session, old.client_id, old.stamp.id, {"renewed": ""})

        self.desk.messages.info(_("Erneuert."), _("Rückgängig"), lambda: self.desk.attempt(undo))
