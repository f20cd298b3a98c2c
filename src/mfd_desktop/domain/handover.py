"""Cases handed to and taken over from colleagues."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from mfd_desktop.domain.ids import RecordId

HANDOVER, STAND_IN, RETURN = "handover", "stand_in", "return"
"""For good; as a stand-in until a day; back from the stand-in."""
OUT, IN = "out", "in"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A desk whose desk file was read and whose words were compared. ``desk``: fingerprint of its key."""

    desk: str
    name: str
    office: str
    carrier: str
    key: str
    recipient: str
    compared: datetime

    @property
    def label(self) -> str:
        """How the colleague is named: ``desk, office``."""
        return ", ".join(dict.fromkeys(part for part in (self.name, self.office) if part))


@dataclass(frozen=True, slots=True)
class HandOver:
    """One hand-over of a case. ``partner``: the other desk in words, ``partner_key`` its public key.

    ``reason``: why without a release. ``ended``: the stand-in is over. ``package``: SHA-256 of the file. ``ids``: the
    id each record had at the partner's desk, by its id here (direction in). ``number``: the partner's case number.
    """

    id: RecordId
    client_id: RecordId
    case_id: RecordId | None
    release_id: RecordId | None
    direction: str
    purpose: str
    partner: str
    partner_key: str
    day: date
    until: date | None
    ended: date | None
    reason: str
    package: str
    created: datetime
    number: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
