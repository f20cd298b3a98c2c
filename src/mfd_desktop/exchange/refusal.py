"""Why a file of the shared folder does not count; the sentences are in ``app.wording``."""

from __future__ import annotations

from typing import Final

REASONS: Final = (
    "empty",  # no content at all, or only zeros
    "partial",  # cut off, or no JSON
    "foreign",  # something else: another kind of file, another network, a name this program never gives
    "changed",  # not byte for byte what was signed
    "newer",  # a format this version does not know
    "too_large",
    "unreadable",  # the medium or the rights refuse
    "temporary",  # half written by a program that is still at it, or was killed
    "sync_copy",  # a second copy made by the synchronisation
    "wrong_place",  # lies where its content does not belong
    "wrong_name",  # the name does not fit the content
    "unknown_desk",  # nobody let this desk in
    "unapproved",  # the coordinator has not let this desk in yet
    "revoked",  # the coordinator has taken the desk out
    "wrong_key",  # signed by somebody else
    "duplicate",  # the same contribution once more
    "conflict",  # two different contributions with the same number
    "replayed",  # older than what was counted before
    "not_for_us",  # cannot be decrypted with the keys of this vault
    "wrong_tables",  # another set of tables or method than the network's
    "wrong_payload",  # decrypted, but not a contribution of this header
)


class Refused(ValueError):
    """A file that is not accepted; ``reason`` is one of ``REASONS``."""

    def __init__(self, reason: str) -> None:
        """Take the reason."""
        super().__init__(reason)
        self.reason = reason
