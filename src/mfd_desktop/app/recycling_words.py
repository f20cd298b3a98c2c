"""What lies in the recycle bin, in words."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.i18n import N_, _, content_text, translate_marked
from mfd_desktop.domain.dates import format_date

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.bin import BinEntry

KINDS = {
    "activity": N_("Aktivität"), "appointment": N_("Termin"), "attachment": N_("Dokument"),
    "authority_notice": N_("Bescheid"),
    "case_file": N_("Fall"), "client": N_("Person mit allen Daten"), "contact": N_("Kontakt"),
    "contact_way": N_("Kontaktweg"), "deadline": N_("Frist"), "follow_up": N_("Wiedervorlage"),
    "form_record": N_("Formular"), "handover": N_("Übergabe"), "household": N_("Haushalt"),
    "letter": N_("Brief"), "privacy_event": N_("Datenschutz-Eintrag"),
    "procedure": N_("Verfahren"), "procedure_step": N_("Schritt im Verfahren"), "validity": N_("Gültigkeit"),
    "recipient": N_("Stelle im Adressbuch"), "referral": N_("Verweisung"),
    "release": N_("Schweigepflichtentbindung"), "residence_status": N_("Aufenthaltsstatus"),
}  # fmt: skip
"""What a record of each table is called."""
_LISTS = {
    "residence_status": "residence_status", "procedure": "procedure_kinds", "procedure_step": "procedure_positions",
    "validity": "validity_kinds",
}  # fmt: skip
"""Tables whose records are known again by a code of a list."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def entry_words(session: Session, entry: BinEntry) -> str:
    """Return what a deleted record is, and by what it is known again."""
    kind = _("Kurzberatung") if entry.table == "contact" and not entry.number else translate_marked(KINDS[entry.table])
    title = _title(session, entry)
    return _("{kind}: {title}").format(kind=kind, title=title) if title else kind


def _title(session: Session, entry: BinEntry) -> str:
    if _DAY.fullmatch(entry.title):
        return format_date(date.fromisoformat(entry.title))
    if entry.table in _LISTS:
        return session.lists.label(_LISTS[entry.table], entry.title)
    if entry.table == "form_record":
        try:
            return content_text(session.forms.get(entry.title, session.forms.versions()[entry.title]).title)
        except (ContentError, KeyError):
            return entry.title
    return "" if entry.table == "privacy_event" else entry.title
