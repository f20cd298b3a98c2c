"""Errors about the sheets of the emergency envelope and about keys. Nothing of a word list or passphrase stays in them
longer than the sentence is shown.
"""

from __future__ import annotations

from mfd_desktop.domain.errors import UserError


class SheetWrong(UserError):
    """What was typed from one sheet cannot be a sheet. Nothing was opened, nothing changed."""

    def __init__(self, sheet: int, reason: str, *, number: int = 0, word: str = "", meant: str = "") -> None:
        """Take which of the two was typed wrong (1 or 2) and the reason.

        ``reason`` is ``word`` (no such word; ``number`` counts from 1, ``meant`` is the nearest word or empty),
        ``count`` (``number`` words were typed, not twenty) or ``checksum`` (every word exists, but one is wrong
        or two are in the wrong order).
        """
        super().__init__(reason)
        self.sheet = sheet
        self.reason = reason
        self.number = number
        self.word = word
        self.meant = meant


class SheetsUnfit(UserError):
    """Two sheets, each of them sound, do not open this vault. Nothing was changed."""

    def __init__(self, reason: str, first_set: str = "", second_set: str = "") -> None:
        """Take the reason and the set numbers printed on the two sheets.

        ``reason`` is ``same`` (twice the same sheet), ``sets`` (of two different sets), ``foreign`` (of another vault,
        or of sheets replaced since) or ``none`` (this vault has no sheets).
        """
        super().__init__(reason)
        self.reason = reason
        self.first_set = first_set
        self.second_set = second_set


class CounsellorOnly(UserError):
    """Only the passphrase of the counsellor herself may do this; a stand-in's does not."""
