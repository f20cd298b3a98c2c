"""Errors around handing cases over and taking them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import IntegrityFailure, UserError

if TYPE_CHECKING:
    from pathlib import Path


class DeskFileRefused(IntegrityFailure):
    """A desk file cannot be used; nobody was added. ``reason`` is one of those of ``exchange.refusal``."""

    def __init__(self, path: Path, reason: str) -> None:
        """Take the file and the reason."""
        super().__init__(reason)
        self.path = path
        self.reason = reason


class PackageRefused(IntegrityFailure):
    """A case package cannot be opened; nothing was taken over.

    ``reason`` is one of those of ``exchange.refusal``, or ``newer_records``, ``bad_records``, ``no_case`` (comes back
    to a case that is not here), ``not_lent`` (comes from somebody the case was not given to).
    """

    def __init__(self, path: Path, reason: str) -> None:
        """Take the file and the reason."""
        super().__init__(reason)
        self.path = path
        self.reason = reason


class PackageKnown(UserError):
    """This package was opened before; nothing was taken over a second time."""

    def __init__(self, number: str) -> None:
        """Take the number of the case it became."""
        super().__init__("known")
        self.number = number


class AttachmentNotWhole(UserError):
    """A document of the case is missing or damaged; no package was made."""

    def __init__(self, name: str) -> None:
        """Take the name of the document as the counsellor gave it."""
        super().__init__("attachment")
        self.name = name


class ReasonMissing(UserError):
    """Without a release a hand-over needs a reason in writing; no package was made."""
