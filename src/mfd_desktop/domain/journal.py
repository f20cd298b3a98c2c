"""What the tamper-evident log records: events, never contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

DETAIL = re.compile(r"[A-Za-z0-9_.:,+-]{0,80}")
"""A detail is a code (slot, template, option, kind of file), so no name of a person fits in by mistake."""


class Event(StrEnum):
    """What happened. The detail that goes with it is in brackets."""

    UNLOCK = "unlock"
    """The vault was opened (kind of slot)."""
    UNLOCK_FAILED = "unlock_failed"
    """A wrong passphrase was given."""
    EXPORT = "export"
    """A file left the vault (what kind: ``letter.G00``, ``statistics.intern.xlsx``, ``contribution.2026-Q3``)."""
    PRINT = "print"
    """Something was printed (template or kind of document)."""
    HAND_OVER = "hand_over"
    """A case or the whole vault was handed over (``case``, ``stand_in``, ``vault``)."""
    TAKE_OVER = "take_over"
    """A case handed over was opened here."""
    ERASE = "erase"
    """A person was erased."""
    BACKUP = "backup"
    """A backup was made and proven, or failed (``proven``, ``failed``)."""
    RESTORE = "restore"
    """This vault was restored from a backup (name of the state)."""
    RECOVERY = "recovery"
    """The vault was opened with two sheets of the emergency envelope (``forgotten``, ``stand_in``)."""
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of an event
    """The passphrase was changed."""
    SHEETS = "sheets"
    """New sheets for the emergency envelope were made, or rehearsed (``made``, ``printed``, ``rehearsed``)."""
    REKEY = "rekey"
    """The whole vault got new keys (``begun``, ``finished``)."""
    SETTING = "setting"
    """An option or the office data changed (name of the option)."""
    ACCESS = "access"
    """An access package was made (kind of file)."""
    RESTRICT = "restrict"
    """Processing was restricted or freed (``begun``, ``ended``)."""
    DEADLINE = "deadline"
    """A deadline was finished, reopened, extended, moved or removed (what, and its rule: ``moved.KLAGE_ASYL_2W``)."""
    DAMAGE = "damage"
    """Damage was noticed (what)."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log. ``handle`` stands for a person; ``client_id`` is None once it means nobody any more."""

    position: int
    moment: datetime
    event: Event
    detail: str
    handle: str
    client_id: str | None
