"""Errors of history and recycle bin."""

from __future__ import annotations

from mfd_desktop.domain.errors import UserError


class OwnerInBin(UserError):
    """A deleted record cannot come back because what it belonged to (``table``) is deleted itself."""

    def __init__(self, table: str) -> None:
        """Take the table of the record it belonged to."""
        super().__init__(table)
        self.table = table


class NoLongerInBin(UserError):
    """The record is not in the recycle bin any more: its time is over, or it was brought back already."""


class Unrestorable(UserError):
    """What a field was before cannot be written again: the record is closed, sent, or the field follows from others."""
