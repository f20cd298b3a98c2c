"""Data protection of a person: what was given, asked for, restricted and disputed, and when a file may go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Stamp


class RightsKind(StrEnum):
    """What a record of the rights of a person is about."""

    SHEET = "sheet"
    CONSENT = "consent"
    REQUEST = "request"
    RESTRICTION = "restriction"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class RightsEvent:
    """One record of the rights of a person.

    sheet: given on ``day`` in ``language``; ``matter`` is the edition. consent: to ``matter`` (code list
    ``consent_kinds``), given on ``day``, withdrawn on ``ended``. request: for ``matter`` (``privacy_rights``) by
    ``person``, came in on ``day``, to be answered by ``due``, answered on ``ended`` with ``answer``
    (``privacy_answers``). restriction: because of ``matter`` (``restriction_grounds``) from ``day`` to ``ended``.
    dispute: ``note`` says which, from ``day`` to ``ended``.
    """

    stamp: Stamp
    client_id: RecordId
    follow_up_id: RecordId | None
    kind: RightsKind
    matter: str
    day: date | None
    due: date | None
    ended: date | None
    language: str | None
    person: str
    answer: str
    note: str

    @property
    def open(self) -> bool:
        """Whether it still runs: not withdrawn, not answered, not lifted, not ended."""
        return self.ended is None


@dataclass(frozen=True, slots=True)
class Rights:
    """All records of a person, newest first."""

    events: tuple[RightsEvent, ...] = ()

    def of(self, kind: RightsKind) -> tuple[RightsEvent, ...]:
        """Return those of one kind."""
        return tuple(event for event in self.events if event.kind is kind)

    @property
    def restricted(self) -> RightsEvent | None:
        """The restriction that holds now."""
        return next((event for event in self.of(RightsKind.RESTRICTION) if event.open), None)

    @property
    def disputed(self) -> RightsEvent | None:
        """A dispute that is running."""
        return next((event for event in self.of(RightsKind.DISPUTE) if event.open), None)

    @property
    def informed(self) -> bool:
        """Whether an information sheet was given."""
        return bool(self.of(RightsKind.SHEET))

    @property
    def open_requests(self) -> tuple[RightsEvent, ...]:
        """Requests that are not answered."""
        return tuple(event for event in self.of(RightsKind.REQUEST) if event.open)


class Hold(StrEnum):
    """What stands against erasing a person."""

    OPEN_CASE = "open_case"
    DEADLINE = "deadline"
    DISPUTE = "dispute"
    RESTRICTION = "restriction"
    REQUEST = "request"
    HAND_OVER = "hand_over"
    TOO_EARLY = "too_early"


FIRM = frozenset({Hold.DISPUTE, Hold.RESTRICTION, Hold.REQUEST})
"""What has to be ended first: data in dispute, kept on the person's wish, or asked for are not erased. The others give
way when the counsellor confirms each of them.
"""


@dataclass(frozen=True, slots=True)
class Retention:
    """When the file of a person may go. ``reference``: the day the time is counted from, None while a case is open.

    ``case_id`` and ``number``: of the newest case. ``due``: from this day on. ``reason``: why another day than the
    closing counts.
    ``holds``: what stands against it now.
    """

    client_id: RecordId
    case_id: RecordId | None
    number: str
    reference: date | None
    due: date | None
    reason: str
    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What would go. ``counts``: rows by table; ``files``: attachments. ``elsewhere``: records of others and without a
    case in which the full name stands, by table: they are not touched. ``frozen``: submitted periods the person was
    counted in; they stay. ``uncounted``: contacts that no submitted period holds; the next one will lack them.
    ``holds``: what stands against it.
    """

    counts: Mapping[str, int]
    files: int
    elsewhere: Mapping[str, int]
    frozen: int
    uncounted: int
    holds: tuple[Hold, ...]
    due: date | None


@dataclass(frozen=True, slots=True)
class ErasureRecord:
    """What stays of an erasure: no person. ``reason`` from code list ``erasure_reasons``; ``despite``: what stood
    against it and was confirmed. ``kinds``: rows by table. ``forgotten``: when the last backup forgets, None if no
    backup was ever made.
    """

    number: str
    day: date
    reason: str
    despite: tuple[str, ...]
    regime: str
    forgotten: date | None
    kinds: Mapping[str, int]
