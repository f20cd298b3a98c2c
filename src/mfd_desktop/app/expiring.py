"""Guided forms that are kept only until a day, like the worksheet for the interview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.app.clock_watch import clock_is_doubted
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import journal
from mfd_desktop.vault.expiring import Keeping, expire

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session


def expire_forms(session: Session, *, initiator: object = None) -> int:
    """Erase every form whose day has come, for good; return how many. Nothing goes while the clock is doubted.

    It is noted in the log how many that were, and announced. Raises StorageError.
    """
    kinds = {
        offer.form_id: Keeping(offer.form.expires, offer.form.keep_days)
        for offer in session.forms.offers()
        if offer.form is not None and offer.form.expires
    }
    if not kinds or clock_is_doubted(session):
        return 0
    now = session.clock.now()
    with session.vault.write() as db:
        gone = expire(db, kinds, session.clock.today(), now)
        count = len(gone.forms) + gone.binned
        if count:
            journal.append(db, now, Event.ERASE, f"form.{count}")
    if count:
        ids = tuple(found for pair in gone.forms for found in pair)
        session.announce(changed("form", "bin", ids=ids), initiator)
    return count
