"""The sheets of the case page, each opened by a name that goes into the screen's place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mfd_desktop.app import casework, contacting, fieldsets, recycling
from mfd_desktop.app.referring import referral_missing
from mfd_desktop.app.saving import check, raws_of
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.fields import show
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import REFERRING_RESULTS
from mfd_desktop.ui.agenda_sheets import AgendaSheets
from mfd_desktop.ui.case_consent_sheets import ConsentSheets
from mfd_desktop.ui.case_data_sheets import NEW
from mfd_desktop.ui.case_entries import draft_words
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet, draft_note, on_ctrl_enter
from mfd_desktop.ui.case_household import JoinSheet
from mfd_desktop.ui.case_privacy_sheets import PrivacySheets
from mfd_desktop.ui.case_referral_sheets import ReferralSheets
from mfd_desktop.ui.choose_letter import ChooseLetterSheet
from mfd_desktop.ui.history_button import offer_history
from mfd_desktop.ui.kit.buttons import danger
from mfd_desktop.ui.kit.dialog import WIDE_SHEET, Sheet
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.records import Contact, ContactWay, ResidenceStatus
    from mfd_desktop.ui.desk import Desk

_OF_PROCEDURE = ("procedure", "pstep", "family", "harm", "task", "way")
"""Kinds of sheets that ``ProcedureSheets`` makes."""
_Part = TypeVar("_Part", "ContactWay", "ResidenceStatus")


class ContactSheet(Sheet):
    """A contact to read, change and delete. Each field is stored when it is left."""

    def __init__(self, desk: Desk, parent: QWidget, contact: Contact, remove: Callable[[], None]) -> None:
        """Take the contact; ``remove`` deletes it."""
        super().__init__(parent, _("Kontakt"), width=WIDE_SHEET)
        self.desk = desk
        self._id = contact.stamp.id
        self._note = draft_note()
        self._note.action_requested.connect(self._on_discarded)
        self._pill = Pill(_("Entwurf – wird nicht gezählt"), Tone.WARNING)
        self.form = CaseForm(desk, fieldsets.CONTACT, f"contact:{self._id}", save=self._save, record_id=self._id)
        self.form.saved.connect(lambda saved: self._pill.setVisible(bool(saved.problems)))
        delete = danger(_("Löschen"), "trash")
        delete.clicked.connect(self.reject)
        delete.clicked.connect(remove)
        self.add_button(delete)
        offer_history(desk, self, self.form, "contact", self._id)
        for widget in (self._note, self._pill, self.form):
            self.add(widget)
        on_ctrl_enter(self, self.reject)
        self._load(contact)
        self.finished.connect(lambda: desk.unregister(self.form))

    def done(self, result: int) -> None:
        """Store the field being edited before closing."""
        self.form.store()
        super().done(result)

    def _load(self, contact: Contact) -> None:
        session = self.desk.session
        values, raw = contacting.contact_values(contact), contact.stamp.raw
        found = check(
            fieldsets.CONTACT, {}, today=session.clock.today(), lists=session.lists, stored=values, stored_raw=raw
        )
        texts = raws_of(fieldsets.CONTACT, values, raw)
        self._note.setVisible(self.form.show_record(self.form.key, self._id, texts, found.problems))
        self._pill.setVisible(bool(draft_words(contact.stamp)))

    def _save(self, texts: dict[str, str]) -> Saved:
        return contacting.save_contact(self.desk.session, self._id, texts)

    def _on_discarded(self) -> None:
        self._note.hide()
        self.form.clear({})
        self._load(contacting.read_contact(self.desk.session, self._id))


class CaseSheets(ReferralSheets):
    """The sheet the case page has open, if any.

    Names: ``contact:<id>``, ``referral:<id, new or new-<contact id>>``, ``contact_way:<id or new>``,
    ``residence_status:<id or new>``, ``household:<new or rename>``, ``join:person``, ``level:change``,
    ``closing:case``, ``delete:case``, ``history:<client or case_file>``, ``handover:case``, ``document:<id>``,
    ``validity:<id or new>``, ``renewal:<id>``, ``summary:case``, ``case:<new or data>``,
    ``letter:<new or id of the notice answered>``, ``follow_up:<id or new>``, ``appointment:<id or new>``,
    and those of ``ConsentSheets``, ``PrivacySheets`` and ``ProcedureSheets``.
    """

    def __init__(self, desk: Desk, parent: QWidget, page: Callable[[], CasePage | None]) -> None:
        """Sheets lie over ``parent`` and are about the case of ``page()``."""
        super().__init__(desk, parent)
        self._page = page
        self._agenda = AgendaSheets(parent, desk)
        self._sheet: Sheet | None = None
        self._name = ""
        self._makers: dict[str, Callable[[CasePage, str], Sheet]] = {
            "contact": self._contact,
            "referral": self._referral,
            "contact_way": self._contact_way,
            "residence_status": self._residence_status,
            "household": self._household,
            "join": lambda page, _rest: JoinSheet(desk, parent, page),
            "level": self._level,
            "closing": self._closing,
            "case": self._case,
            "letter": lambda page, rest: _letter(desk, parent, page, rest),
            "document": lambda _page, rest: _document(desk, parent, rest),
            "handover": lambda page, _rest: _hand_over(desk, parent, page),
            "history": lambda page, rest: _history(desk, parent, page, rest),
            "delete": lambda page, _rest: _delete(desk, parent, page),
            "summary": lambda page, _rest: _summary(desk, parent, page),
            "validity": lambda page, rest: _validity(desk, parent, page, rest, self.open),
            "renewal": lambda _page, rest: _renewal(desk, parent, rest),
            **ConsentSheets(desk, parent, self.open).makers,
            **PrivacySheets(desk, parent, self.open).makers,
            **{kind: partial(self._of_procedure, kind) for kind in _OF_PROCEDURE},
        }

    @property
    def name(self) -> str:
        """Name of the open sheet, empty without one."""
        if self._agenda.key:
            return _without_case(self._agenda.key)
        return self._name

    @property
    def sheet(self) -> Sheet | None:
        """The open sheet."""
        return self._agenda.sheet or self._sheet

    def open(self, name: str) -> None:
        """Open a sheet; nothing happens if one is open already or its record is gone."""
        page = self._page()
        kind, _colon, rest = name.partition(":")
        if page is None or self.sheet is not None:
            return
        if kind in ("follow_up", "appointment"):
            self._agenda.open(f"{kind}:new:{page.case.stamp.id}" if rest == NEW else name)
            return
        try:
            sheet = self._makers[kind](page, rest)
        except KeyError:
            return
        if isinstance(sheet, RecordSheet):
            sheet.reopen = lambda: self.open(name)
        self._sheet, self._name = sheet, name
        sheet.finished.connect(self._on_finished)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _of_procedure(self, kind: str, page: CasePage, rest: str) -> Sheet:
        # Most cases have no procedure: nobody else pays for its sheets.
        from mfd_desktop.ui.case_procedure_sheets import ProcedureSheets

        return ProcedureSheets(self.desk, self._parent).makers[kind](page, rest)

    def _on_finished(self) -> None:
        self._sheet, self._name = None, ""

    def remove_contact(self, contact_id: RecordId) -> None:
        """Delete a contact and offer to bring it back."""
        session = self.desk.session
        gone: list[str] = []
        if self.desk.attempt(lambda: gone.append(contacting.remove_contact(session, contact_id))):
            self._offer_undo(_("Kontakt gelöscht."), lambda: recycling.restore(session, gone[0]))

    def remove_contact_way(self, way: ContactWay) -> None:
        """Delete a contact way and offer to bring it back."""
        session, gone = self.desk.session, list[str]()
        if self.desk.attempt(lambda: gone.append(casework.remove_contact_way(session, way.client_id, way.stamp.id))):
            self._offer_undo(_("Kontaktweg gelöscht."), lambda: recycling.restore(session, gone[0]))

    def remove_residence_status(self, status: ResidenceStatus) -> None:
        """Delete an entry of the status history and offer to bring it back."""
        session, client_id, gone = self.desk.session, status.client_id, list[str]()
        if self.desk.attempt(
            lambda: gone.append(casework.remove_residence_status(session, client_id, status.stamp.id))
        ):
            self._offer_undo(_("Aufenthaltsstatus gelöscht."), lambda: recycling.restore(session, gone[0]))

    def reopen_case(self) -> None:
        """Open the closed case again and offer to close it as it was."""
        page, session = self._page(), self.desk.session
        if page is None:
            return
        case = page.case
        before = {"closed": show(case.closed), "outcome": case.outcome or ""}
        if self.desk.attempt(lambda: casework.reopen_case(session, case.stamp.id)):
            self._offer_undo(
                _("Der Fall ist wieder offen."), lambda: casework.close_case(session, case.stamp.id, before)
            )

    def _contact(self, _page: CasePage, rest: str) -> Sheet:
        contact = contacting.read_contact(self.desk.session, RecordId(rest))
        sheet = ContactSheet(self.desk, self._parent, contact, lambda: self.remove_contact(contact.stamp.id))
        sheet.finished.connect(lambda: self._offer_referral(contact))
        return sheet

    def _offer_referral(self, before: Contact) -> None:
        """Offer to record the referral that the contact now ends in."""
        page = self._page()
        if page is None or before.result in REFERRING_RESULTS:
            return
        if referral_missing(page, before.stamp.id):
            name = f"referral:{NEW}-{before.stamp.id}"
            said = _("Wohin wurde verwiesen? Das ist noch nicht festgehalten.")
            self.desk.messages.info(said, _("Verweisung festhalten"), lambda: self.open(name))

    def _contact_way(self, page: CasePage, rest: str) -> Sheet:
        way = _find(page.ways, rest)
        client_id, session = page.client.stamp.id, self.desk.session
        record_id = way.stamp.id if way else None

        def store(texts: dict[str, str]) -> None:
            casework.save_contact_way(session, client_id, record_id, texts)

        title = _("Kontaktweg") if way else _("Neuer Kontaktweg")
        sheet = self._record_sheet(title, fieldsets.CONTACT_WAY, rest, client_id, store, may_draft=True)
        if way is not None:
            self._add_delete(sheet, lambda: self.remove_contact_way(way))
            offer_history(self.desk, sheet, sheet.form, "contact_way", way.stamp.id)
        self._start(sheet, fieldsets.CONTACT_WAY, way)
        return sheet

    def _residence_status(self, page: CasePage, rest: str) -> Sheet:
        status = _find(page.statuses, rest)
        client_id, session = page.client.stamp.id, self.desk.session
        record_id = status.stamp.id if status else None

        def store(texts: dict[str, str]) -> None:
            casework.save_residence_status(session, client_id, record_id, texts)

        title = _("Aufenthaltsstatus") if status else _("Neuer Aufenthaltsstatus")
        sheet = self._record_sheet(title, fieldsets.RESIDENCE_STATUS, rest, client_id, store, may_draft=True)
        if status is not None:
            self._add_delete(sheet, lambda: self.remove_residence_status(status))
            offer_history(self.desk, sheet, sheet.form, "residence_status", status.stamp.id)
        self._start(sheet, fieldsets.RESIDENCE_STATUS, status)
        return sheet


def _letter(desk: Desk, parent: QWidget, page: CasePage, rest: str) -> Sheet:
    from mfd_desktop.app import noticing

    notice_id = None if rest == NEW else noticing.read_notice(desk.session, RecordId(rest)).stamp.id
    return ChooseLetterSheet(desk, parent, page.case.stamp.id, notice_id)


def _document(desk: Desk, parent: QWidget, attachment_id: str) -> Sheet:
    # PDFium and the editors are loaded with the first document somebody looks at.
    from mfd_desktop.app import attachments as documents
    from mfd_desktop.ui.document_sheet import DocumentSheet

    def remove(found: RecordId) -> None:
        gone: list[str] = []
        if desk.attempt(lambda: gone.append(documents.remove(desk.session, found))):
            desk.messages.info(
                _("Dokument gelöscht."),
                _("Rückgängig"),
                lambda: desk.attempt(lambda: recycling.restore(desk.session, gone[0])),
            )

    return DocumentSheet(desk, parent, attachment_id, remove)


def _history(desk: Desk, parent: QWidget, page: CasePage, rest: str) -> Sheet:
    # Seldom looked at: nobody else pays for it.
    from mfd_desktop.ui.history_sheet import HistorySheet

    records = {"client": page.client.stamp.id, "case_file": page.case.stamp.id}
    return HistorySheet(desk, parent, rest, records[rest])


def _validity(desk: Desk, parent: QWidget, page: CasePage, rest: str, go_on: Callable[[str], None]) -> Sheet:
    from mfd_desktop.ui.case_validities import ValiditySheet

    return ValiditySheet(desk, parent, page.client.stamp.id, rest, go_on)


def _renewal(desk: Desk, parent: QWidget, rest: str) -> Sheet:
    from mfd_desktop.ui.case_validities import RenewalSheet

    return RenewalSheet(desk, parent, rest)


def _delete(desk: Desk, parent: QWidget, page: CasePage) -> Sheet:
    # Seldom done: nobody else pays for it.
    from mfd_desktop.ui.case_delete_sheet import DeleteSheet

    return DeleteSheet(desk, parent, page)


def _summary(desk: Desk, parent: QWidget, page: CasePage) -> Sheet:
    # Seldom printed: nobody else pays for it.
    from mfd_desktop.app.case_summary import KIND, summary_pdf
    from mfd_desktop.ui.paper_sheet import PaperSheet

    number, case_id = page.case.number, page.case.stamp.id
    title = _("Fallübersicht {number}").format(number=number)
    return PaperSheet(
        desk, parent, title, lambda: summary_pdf(desk.session, case_id), kind=KIND, name=number,
        client_id=page.client.stamp.id,
    )  # fmt: skip


def _hand_over(desk: Desk, parent: QWidget, page: CasePage) -> Sheet:
    # Seldom used: nobody else pays for it.
    from mfd_desktop.ui.handover_sheet import HandOverSheet

    return HandOverSheet(desk, parent, page)


def _find(parts: tuple[_Part, ...], rest: str) -> _Part | None:
    """Return the part with this id, None for a new one; raise KeyError if it is gone."""
    if rest == NEW:
        return None
    for part in parts:
        if part.stamp.id == rest:
            return part
    raise KeyError(rest)


def _without_case(key: str) -> str:
    kind, _colon, rest = key.partition(":")
    return f"{kind}:{NEW}" if rest.startswith(f"{NEW}:") else key
