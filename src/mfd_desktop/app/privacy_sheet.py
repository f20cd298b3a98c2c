"""The information sheet (letter G11): the law of the Träger fills it, the day it was given is recorded apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import letters

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId

TEMPLATE = "G11"


def write_sheet(session: Session, case_id: RecordId, *, initiator: object = None) -> RecordId:
    """Begin the information sheet of this case's client and return its id. Raises UnknownTemplate, ContentError."""
    return letters.begin_letter(session, case_id, TEMPLATE, initiator=initiator)
