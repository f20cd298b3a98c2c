"""The recycle bin: whole records that were deleted and can still come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mfd_desktop.domain.records import Client

if TYPE_CHECKING:
    from datetime import datetime

    from mfd_desktop.domain.ids import RecordId

KEPT_FOR = timedelta(days=30)
"""How long a deleted record can be brought back."""


@dataclass(frozen=True, slots=True)
class BinEntry:
    """One deleted record. ``table``: its table; ``number``: of its case; ``title``: by what it is known again, as
    stored (a day is ISO); ``family_name`` and ``given_name``: of the person it was about, empty if of nobody.
    """

    id: str
    table: str
    record_id: RecordId
    client_id: RecordId | None
    case_id: RecordId | None
    deleted: datetime
    number: str
    family_name: str
    given_name: str
    title: str

    @property
    def person(self) -> Client:
        """The person it was about, only for the name."""
        return Client(stamp=None, given_name=self.given_name, family_name=self.family_name)  # type: ignore[arg-type]  # only for the name

    def days_left(self, now: datetime) -> int:
        """Return how many days it stays, counting the one begun; 0 when it may go, never more than the whole time."""
        left = self.deleted + KEPT_FOR - now
        return max(0, min(KEPT_FOR.days, left.days + 1))
