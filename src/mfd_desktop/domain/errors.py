"""Errors that the user or the environment must act on. They carry data; the wording is in ``app.wording``.

Everything that is not a ``UserError`` is a bug and is never caught on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


class UserError(Exception):
    """The user or the environment must act; shown as one clear sentence. Exit status 1."""


class IntegrityFailure(UserError):
    """Something is damaged, foreign or has been tampered with. Exit status 3."""


class StorageError(UserError):
    """The medium refused: full, read-only, gone."""

    def __init__(self, path: Path, reason: str) -> None:
        """Take the affected path and one of ``full``, ``read_only``, ``missing``, ``failed``."""
        super().__init__(reason)
        self.path = path
        self.reason = reason


class VaultMissing(UserError):
    """There is no vault in this folder."""

    def __init__(self, path: Path) -> None:
        """Take the folder that was looked at."""
        super().__init__("missing")
        self.path = path


class VaultExists(UserError):
    """A vault (or something else) is already in this folder; creating never overwrites."""

    def __init__(self, path: Path) -> None:
        """Take the folder that is not empty."""
        super().__init__("exists")
        self.path = path


class VaultInUse(UserError):
    """Another process has this vault open."""

    def __init__(self, path: Path) -> None:
        """Take the vault's folder."""
        super().__init__("in use")
        self.path = path


class WrongPassphrase(UserError):
    """No slot opens with this passphrase. No hint more."""


class WeakPassphrase(UserError):
    """The passphrase for a new vault is empty or too short to protect anything."""

    def __init__(self, minimum: int) -> None:
        """Take the least number of characters."""
        super().__init__("weak passphrase")
        self.minimum = minimum


class VaultNewer(UserError):
    """The vault was written by a newer version of the program."""

    def __init__(self, path: Path, found: int, supported: int) -> None:
        """Take the folder, the format found and the newest one understood here."""
        super().__init__("newer")
        self.path = path
        self.found = found
        self.supported = supported


class VaultDamaged(IntegrityFailure):
    """A part of the vault cannot be what this program wrote; nothing was changed."""

    def __init__(self, path: Path, part: str) -> None:
        """Take the folder and the part.

        ``part`` is one of ``header``, ``foreign_header``, ``kdf_cost``, ``header_mac``, ``database_missing``,
        ``database_empty``, ``database_unencrypted``, ``database_damaged``, ``mismatch``.
        """
        super().__init__(part)
        self.path = path
        self.part = part


class EntriesMissing(IntegrityFailure):
    """The database is behind its commit counter: acknowledged entries are gone. Nothing was changed."""

    def __init__(self, path: Path, missing: int | None) -> None:
        """Take the folder and how many commits are missing; None if the counter itself is
        unreadable or gone.
        """
        super().__init__("entries missing")
        self.path = path
        self.missing = missing


class SheetUnreadable(UserError):
    """A spreadsheet cannot be read; nothing was imported.

    ``reason`` is one of ``missing``, ``format``, ``empty``, ``no_name_column``, ``too_many_rows``.
    """

    def __init__(self, path: Path, reason: str) -> None:
        """Take the file and the reason."""
        super().__init__(reason)
        self.path = path
        self.reason = reason


class BadOfficeFile(UserError):
    """OFFICE.toml does not say what is needed; ``detail`` names the key or the line."""

    def __init__(self, path: Path, detail: str) -> None:
        """Take the file and what is wrong in it (never client data)."""
        super().__init__(detail)
        self.path = path
        self.detail = detail


class UnknownTemplate(UserError):
    """There is no such letter, or not in this language, or its file is broken."""

    def __init__(self, template: str, language: str, known: tuple[str, ...]) -> None:
        """Take what was asked for (``language`` empty: the letter itself) and what there is."""
        super().__init__(template)
        self.template = template
        self.language = language
        self.known = known


class ValuesMissing(UserError):
    """A letter cannot be written yet: required values are missing. Nothing was printed."""

    def __init__(self, template: str, fields: tuple[str, ...], labels: tuple[str, ...]) -> None:
        """Take the letter, the names of the fields and their German labels."""
        super().__init__(template)
        self.template = template
        self.fields = fields
        self.labels = labels


class BadLetterValues(UserError):
    """A file with the values of a letter cannot be used; ``detail`` names the key or the line."""

    def __init__(self, path: Path, detail: str) -> None:
        """Take the file and what is wrong in it."""
        super().__init__("values")
        self.path = path
        self.detail = detail


class StaleTranslation(UserError):
    """The translation of a letter is older than its German text; printing it must be asked for."""

    def __init__(self, template: str, language: str) -> None:
        """Take the letter and the language."""
        super().__init__(template)
        self.template = template
        self.language = language


class LetterDamaged(IntegrityFailure):
    """The stored pages of a final letter are not the ones that were frozen."""

    def __init__(self, number: str) -> None:
        """Take the letter's number."""
        super().__init__(number)
        self.number = number


class NotPromotable(UserError):
    """An anonymous contact (F4) never becomes a case."""


class CannotUndo(UserError):
    """The import cannot be undone as a whole: records of it were worked on since."""

    def __init__(self, touched: int) -> None:
        """Take how many of the imported clients were worked on."""
        super().__init__("touched")
        self.touched = touched


class WorkedOn(UserError):
    """A person just taken down cannot be taken back: there is work on one of her cases already."""


class FormUnusable(UserError):
    """The file of a guided form is missing or broken; nothing of what was filled in is lost."""

    def __init__(self, reason: str) -> None:
        """Take file, place and reason as the loader says them."""
        super().__init__(reason)
        self.reason = reason


class LettersMissing(UserError):
    """No font here has a letter of a text: a document with a gap in it is never made."""

    def __init__(self, script: str, character: str) -> None:
        """Take the script as Unicode names it (``ARMENIAN``) and the first character that is missing."""
        super().__init__(script)
        self.script = script
        self.character = character


class SharedFolderGone(UserError):
    """The shared folder cannot be used as it is; nothing was deleted and nothing made again.

    ``reason`` is one of ``missing``, ``empty``, ``no_network`` (network.json is not in it), ``unreadable``.
    """

    def __init__(self, path: Path, reason: str) -> None:
        """Take the folder and the reason."""
        super().__init__(reason)
        self.path = path
        self.reason = reason


class NetworkRefused(IntegrityFailure):
    """network.json is not the network that was joined; nothing was sent and nothing counted.

    ``reason`` is one of those of ``exchange.refusal``.
    """

    def __init__(self, path: Path, reason: str) -> None:
        """Take the folder and the reason."""
        super().__init__(reason)
        self.path = path
        self.reason = reason


class NotInNetwork(UserError):
    """This vault has no such part in a network. ``role`` is ``desk`` or ``coordinator``."""

    def __init__(self, role: str) -> None:
        """Take the role that is missing."""
        super().__init__(role)
        self.role = role


class AlreadyInNetwork(UserError):
    """This vault, or the folder ``path``, belongs to a network already; nothing was overwritten."""

    def __init__(self, path: Path | None) -> None:
        """Take the folder; None if it is the vault."""
        super().__init__("network")
        self.path = path


class OfficeIncomplete(UserError):
    """The desk card needs an office with Träger and district first."""


class ReleaseMissing(UserError):
    """No release allows this recipient to be told anything for this purpose; nothing was told."""

    def __init__(
        self, recipient: str, purpose: str, reason: str = "none", day: date | None = None, other: str = ""
    ) -> None:
        """Take recipient and purpose in words, and the nearest miss.

        ``reason`` is ``none``, ``other_purpose`` or ``other_recipient`` (``other``: for which purpose, or whom in the
        same office, there is a release, in words), ``later`` (given after the day asked for), ``restricted`` (the data
        are only to be stored) or a value of ``domain.releases.Lapse``; ``day`` goes with ``withdrawn``, ``expired``,
        ``settled``, ``restricted`` and ``later``.
        """
        super().__init__(reason)
        self.recipient = recipient
        self.purpose = purpose
        self.reason = reason
        self.day = day
        self.other = other


class ReleaseInUse(UserError):
    """A release stays: final letters left because of it."""

    def __init__(self, letters: int) -> None:
        """Take how many letters."""
        super().__init__("in use")
        self.letters = letters


class RecipientInUse(UserError):
    """An entry of the address book stays: releases or letters name it."""

    def __init__(self, releases: int, letters: int) -> None:
        """Take how many releases and letters."""
        super().__init__("in use")
        self.releases = releases
        self.letters = letters


class PrinterRefused(UserError):
    """The printing system does not take the document; nothing was printed."""


class SpoolOnDisk(UserError):
    """The printing system would put the document on the disk in the clear; nothing was printed."""


class PeriodClosed(UserError):
    """A period cannot be submitted: revised already, fewer than ten persons differ, no reason given, or not ended yet.

    ``reason`` is one of ``revised``, ``few_changed``, ``no_reason``, ``running``. Nothing was changed.
    """

    def __init__(self, period: str, reason: str) -> None:
        """Take the period as written and the reason."""
        super().__init__(reason)
        self.period = period
        self.reason = reason


class NoSuchPeriod(UserError):
    """What was given is no period: ``2026-Q3``, ``2026-H2`` and ``2026`` are."""

    def __init__(self, text: str) -> None:
        """Take what was given."""
        super().__init__(text)
        self.text = text


class UnknownEnding(UserError):
    """No file of this kind can be written; nothing was written."""

    def __init__(self, path: Path, known: tuple[str, ...]) -> None:
        """Take the file asked for and the endings that can be written."""
        super().__init__(path.suffix)
        self.path = path
        self.known = known


class LogoUnreadable(UserError):
    """The logo of the office is no whole PNG or JPEG, or far too large: no letter can be made with it."""
