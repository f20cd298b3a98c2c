"""The sheet of a referral on the case page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets, recycling, referring
from mfd_desktop.app.saving import defaults
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.fields import show
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import REFERRING_RESULTS
from mfd_desktop.ui.case_data_sheets import NEW, CaseDataSheets
from mfd_desktop.ui.history_button import offer_history

if TYPE_CHECKING:
    from mfd_desktop.app.casework import Saved
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.records import Contact
    from mfd_desktop.ui.kit.dialog import Sheet

_NEW_FIELDS = ("day", "target", "warm", "ask_back", "note")
_FIELDS = ("day", "target", "warm", "heard", "note")


class ReferralSheets(CaseDataSheets):
    """Makes the sheets ``referral:<id>``, ``referral:new`` and ``referral:new-<contact id>``."""

    def _referral(self, page: CasePage, rest: str) -> Sheet:
        new, _dash, contact_id = rest.partition("-")
        return self._new_referral(page, rest, contact_id) if new == NEW else self._stored_referral(page, rest)

    def _new_referral(self, page: CasePage, rest: str, contact_id: str) -> Sheet:
        session, case_id = self.desk.session, page.case.stamp.id
        contact = _contact(page, contact_id)

        def store(texts: dict[str, str]) -> None:
            made_in = contact.stamp.id if contact else None
            saved: Saved = referring.record_referral(session, case_id, texts, contact_id=made_in)
            self._offer_undo(_("Verweisung festgehalten."), lambda: referring.remove_referral(session, saved.record_id))

        sheet = self._record_sheet(
            _("Verweisung festhalten"), fieldsets.REFERRAL, rest, case_id, store, only=_NEW_FIELDS
        )
        texts = defaults(fieldsets.REFERRAL, today=session.clock.today())
        if contact is not None:
            warm = REFERRING_RESULTS.get(contact.result or "", False)
            texts |= {"day": show(contact.day) or texts["day"], "warm": show(warm)}
        sheet.start(texts)
        return sheet

    def _stored_referral(self, page: CasePage, rest: str) -> Sheet:
        session = self.desk.session
        referral = referring.read_referral(session, RecordId(rest))

        def store(texts: dict[str, str]) -> None:
            referring.save_referral(session, referral.stamp.id, texts)

        sheet = self._record_sheet(_("Verweisung"), fieldsets.REFERRAL, rest, page.case.stamp.id, store, only=_FIELDS)
        self._add_delete(sheet, lambda: self.remove_referral(referral.stamp.id))
        offer_history(self.desk, sheet, sheet.form, "referral", referral.stamp.id)
        self._start(sheet, fieldsets.REFERRAL, referral)
        return sheet

    def remove_referral(self, referral_id: RecordId) -> None:
        """Delete a referral and offer to bring it back."""
        session = self.desk.session
        gone: list[str] = []
        if self.desk.attempt(lambda: gone.append(referring.remove_referral(session, referral_id))):
            self._offer_undo(_("Verweisung gelöscht."), lambda: recycling.restore(session, gone[0]))


def _contact(page: CasePage, contact_id: str) -> Contact | None:
    """Return the contact a referral was made in; raise KeyError if it is gone."""
    if not contact_id:
        return None
    for contact in page.contacts:
        if contact.stamp.id == contact_id:
            return contact
    raise KeyError(contact_id)
