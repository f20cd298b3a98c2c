"""What a case from outside may hold: values every reader of this program takes, whoever signed them.

A single day that is none would keep Heute from ever opening again, so each value is looked at before it is stored, and
all of it is read back before it counts.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.attachments import MOST_BYTES
from mfd_desktop.vault import (
    agenda,
    attachments,
    authority_notices,
    cases,
    clients,
    contacts,
    deadlines,
    forms,
    letters,
    privacy,
    procedure_steps,
    procedures,
    referrals,
    releases,
    validities,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId

Values = dict[str, Any]

_DAYS = frozenset({
    "birth_date", "entry_date", "since", "expires", "opened", "closed", "keep_from", "lodged", "registered",
    "examination_started", "began", "begun", "ended", "finished", "due", "safe_due", "done", "day", "trigger_day",
    "posted", "received", "effective", "given", "valid_until", "withdrawn", "sent_day", "asked",
    "delivered", "instructed", "withdrawal_started", "expired_for_sure",
    "extended", "until", "renewed",
})  # fmt: skip
_MOMENTS = frozenset({"created", "changed", "frozen", "verified", "text_read"})
_TEXTS = frozenset({"raw", "fields"})
"""JSON objects of texts."""
_FIRST, _LAST = 1000, 3000
"""Years in which reckoning with months and weeks stays within what dates can be."""
_MOST = {"minutes": 100_000, "size": MOST_BYTES, "sealed_size": 2 * MOST_BYTES}
_MOST_OF_ALL = 2**40


class BadRows(ValueError):
    """Rows that are none of a case: a table, column or value that does not belong there."""


def plain_row(values: object) -> Values:
    """Return a row as it was before it was JSON; raise BadRows for a value that no column holds."""
    if not isinstance(values, dict):
        raise BadRows("no row")
    return {name: _value(name, value) for name, value in values.items()}


def _value(name: str, value: object) -> object:
    if isinstance(value, dict) and value.keys() == {"b64"}:
        try:
            return base64.b64decode(str(value["b64"]), validate=True)
        except binascii.Error:
            raise BadRows("bytes") from None
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST.get(name, _MOST_OF_ALL):
        return value
    if isinstance(value, str):
        _check_text(name, value)
        return value
    raise BadRows("value")


def _check_text(name: str, text: str) -> None:
    try:
        text.encode()  # half a character is none
        for names, check in _CHECKS:
            if text and name in names:
                check(text)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BadRows(name) from None


def _check_day(text: str) -> None:
    found = date.fromisoformat(text)
    if found.isoformat() != text or not _FIRST <= found.year <= _LAST:
        raise ValueError(text)


def _check_moment(text: str) -> None:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not _FIRST <= found.year <= _LAST:
        raise ValueError(text)


def _check_start(text: str) -> None:
    if time.fromisoformat(text).strftime("%H:%M") != text:
        raise ValueError(text)


def _check_texts(text: str) -> None:
    if not all(isinstance(value, str) for value in json.loads(text).values()):
        raise ValueError(text)


_CHECKS: tuple[tuple[frozenset[str], Callable[[str], None]], ...] = (
    (_DAYS, _check_day),
    (_MOMENTS, _check_moment),
    (frozenset({"start"}), _check_start),
    (_TEXTS, _check_texts),
)


def _steps_of_client(db: Connection, client_id: RecordId) -> None:
    for procedure in procedures.procedures_of(db, client_id):
        procedure_steps.steps_of(db, procedure.stamp.id)


def read_through(db: Connection, client_id: RecordId, case_id: RecordId) -> None:
    """Read a case as the screens do; raise BadRows if it cannot be. Nothing of the transaction may be kept then."""
    of_client: Mapping[str, Callable[[Connection, RecordId], object]] = {
        "client": clients.read_client, "way": clients.contact_ways, "status": clients.residence_history,
        "case": cases.cases_of, "procedure": procedures.procedures_of, "release": releases.releases_of,
        "right": privacy.rights_of, "validity": validities.validities_of, "step": _steps_of_client,
    }  # fmt: skip
    of_case: Mapping[str, Callable[[Connection, RecordId], object]] = {
        "notice": authority_notices.notices_of, "deadline": deadlines.rows_of_case,
        "level": cases.read_levels, "contact": contacts.contacts_of, "referral": referrals.referrals_of,
        "follow_up": agenda.follow_ups_of, "appointment": agenda.appointments_of, "letter": letters.letters_of,
        "attachment": attachments.attachments_of,
    }  # fmt: skip
    try:
        for read in of_client.values():
            read(db, client_id)
        for read in of_case.values():
            read(db, case_id)
        for form in forms.forms_of(db, case_id):
            forms.read_answers(db, form.stamp.id)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise BadRows("unreadable") from error
