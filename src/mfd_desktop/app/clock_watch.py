"""The clock of this PC: whether it can be believed, and the counsellor's word that it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import clock_check
from mfd_desktop.vault.journal import append

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session


def clock_warning(session: Session) -> str:
    """Return what is wrong with the clock, in a sentence; empty if nothing is. From the vault alone."""
    with session.vault.read() as db:
        doubt = clock_check.clock_doubt(db, session.clock.now())
    if doubt is None:
        return ""
    now, last = (f"{moment.astimezone():%d.%m.%Y %H:%M}" for moment in (doubt.now, doubt.last))
    if doubt.kind == clock_check.BACK:
        return _(
            "Die Uhr dieses Rechners geht nach: Sie zeigt {now}, aber es gibt schon Einträge vom {last}. Gespeichert"
            " wird weiter; alte Sicherungen und der Papierkorb bleiben unangetastet, bis die Uhr stimmt."
        ).format(now=now, last=last)
    return _(
        "Die Uhr dieses Rechners ist weit vorgesprungen: vom {last} auf den {now}. Gespeichert wird weiter; alte"
        " Sicherungen und der Papierkorb bleiben unangetastet, bis Sie die Uhr bestätigen."
    ).format(now=now, last=last)


def clock_is_doubted(session: Session) -> bool:
    """Tell whether nothing may be thrown away for its age now."""
    with session.vault.read() as db:
        return clock_check.clock_doubt(db, session.clock.now()) is not None


def trust_clock(session: Session, *, initiator: object = None) -> None:
    """Believe the clock from now on, whatever it said before. Raises StorageError."""
    with session.vault.write() as db:
        append(db, session.clock.now(), Event.SETTING, "clock.trusted")
        clock_check.trust_clock(db)
    session.announce(changed("setting"), initiator)
