"""Errors around documents of a case."""

from __future__ import annotations

from mfd_desktop.domain.errors import IntegrityFailure, UserError


class DocumentRefused(UserError):
    """A file cannot become a document; nothing was stored and the file stays where it is.

    ``reason``: ``empty``, ``too_large``, ``missing``, ``no_file`` (a folder, a pipe, a device), ``unreadable``,
    ``changed`` (while it was read), ``no_picture`` (the clipboard holds nothing usable).
    """

    def __init__(self, name: str, reason: str) -> None:
        """Take the file's name, cleaned, and the reason."""
        super().__init__(reason)
        self.name = name
        self.reason = reason


class DocumentDamaged(IntegrityFailure):
    """A document's file is ``missing`` or ``damaged``; nothing of it was shown, everything else is as it was."""

    def __init__(self, name: str, reason: str) -> None:
        """Take the document's name and the reason."""
        super().__init__(reason)
        self.name = name
        self.reason = reason


class DocumentsDamaged(IntegrityFailure):
    """Proving the vault found documents whose files are missing or damaged; everything else is whole.

    ``count``: how many; ``cases``: the numbers of their cases.
    """

    def __init__(self, count: int, cases: tuple[str, ...]) -> None:
        """Take how many, and the numbers of their cases."""
        super().__init__(f"{count} documents")
        self.count = count
        self.cases = cases


class NotShowable(UserError):
    """A document is whole, but the program cannot show it: damaged inside, locked, or far too large a picture."""

    def __init__(self, name: str) -> None:
        """Take the document's name."""
        super().__init__("not showable")
        self.name = name
