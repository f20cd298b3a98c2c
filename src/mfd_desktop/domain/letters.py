"""A letter of a case: what was typed, and once it is final how and when it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Stamp


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. ``fields`` are the texts as typed; ``number`` and ``day`` are given when it becomes final.

    ``frozen``: the moment it became final; from then on only the three ``sent_…`` change. ``release_id``: the release
    because of which it could leave; ``blocked_reason``: why it left without one, in the counsellor's own words.
    ``case_number``: of its case. ``sent_way`` from code list ``letter_ways``. ``notice_id``: the notice it answers.
    """

    stamp: Stamp
    case_id: RecordId
    recipient_id: RecordId | None
    release_id: RecordId | None
    template: str
    template_version: int
    language: str
    with_german: bool
    number: str
    title: str
    fields: Mapping[str, str]
    day: date | None
    frozen: datetime | None
    sent_way: str | None
    sent_day: date | None
    sent_note: str
    blocked_reason: str
    case_number: str = ""
    notice_id: RecordId | None = None

    @property
    def final(self) -> bool:
        """Whether it changes no more."""
        return self.frozen is not None

    @property
    def file_name(self) -> str:
        """Name for a PDF file of it: case number and template, never a name."""
        return f"{self.case_number}-{self.template}.pdf"
