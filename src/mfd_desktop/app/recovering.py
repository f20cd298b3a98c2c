"""Opening a locked vault with two sheets of the emergency envelope: passphrase forgotten, or for a stand-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app.passphrases import FORGOTTEN, check_new, new_cost, without
from mfd_desktop.app.session import begin_session
from mfd_desktop.domain.errors_keys import SheetsUnfit
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import recovery
from mfd_desktop.vault.journal import append
from mfd_desktop.vault.notices import RECOVERED, add_notice
from mfd_desktop.vault.slots import PASSPHRASE, STAND_IN, passphrase_slot
from mfd_desktop.vault.store import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.vault.header import Header
    from mfd_desktop.vault.slots import Slot

KIND = {FORGOTTEN: PASSPHRASE, STAND_IN: STAND_IN}
"""Why the sheets are used, and which passphrase is made by it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What has been typed from a sheet so far.

    ``wrong``: number and text of the first word that is on no sheet, ``meant``: the nearest one. The word still being
    typed counts as wrong only once no word begins like it.
    """

    count: int
    complete: bool
    wrong: tuple[int, str] | None = None
    meant: str = ""


def look_at_typed(text: str) -> Typed:
    """Return how far a sheet has been typed, and the first wrong word."""
    words = recovery.typed_words(text)
    finished = text[-1:].isspace()
    for number, word in enumerate(words, 1):
        being_typed = number == len(words) and not finished
        if not (recovery.begins_word(word) if being_typed else recovery.known_word(word)):
            return Typed(len(words), complete=False, wrong=(number, word[:20]), meant=recovery.nearest_word(word))
    known = sum(bool(recovery.known_word(word)) for word in words)
    return Typed(known, complete=known == len(words) == recovery.WORDS)


def secret_of(words_a: str, words_b: str) -> bytes:
    """Return the secret of two sheets as typed. Raises SheetWrong, SheetsUnfit."""
    return recovery.combine(recovery.read_sheet(words_a, 1), recovery.read_sheet(words_b, 2))


def check_sheets(folder: Path, words_a: str, words_b: str) -> None:
    """Find out, before anything else is asked, whether two sheets open the vault in ``folder``. Changes nothing.

    Raises SheetWrong, SheetsUnfit, VaultMissing, VaultNewer, VaultDamaged.
    """
    first, second = recovery.read_sheet(words_a, 1), recovery.read_sheet(words_b, 2)
    try:
        Vault.check_secret(folder, recovery.combine(first, second))
    except SheetsUnfit as error:
        numbers = recovery.set_number(first), recovery.set_number(second)
        raise SheetsUnfit(error.reason, *numbers) from None


def recover(
    folder: Path,
    words_a: str,
    words_b: str,
    why: str,
    passphrase: str,
    *,
    clock: Clock,
    accept_missing: bool = False,
    lists: CodeLists | None = None,
) -> Session:
    """Open the vault with two sheets and make a new passphrase by it; the counsellor gets a notice.

    ``why`` is ``forgotten`` (the passphrase replaces hers) or ``stand_in`` (it is added, hers stays; it replaces that
    of a stand-in before). Raises WeakPassphrase, SheetWrong, SheetsUnfit and what ``Vault.open`` raises.
    """
    from mfd_desktop.content.codelists import CodeLists

    check_new(passphrase)
    vault = Vault.open_with_secret(folder, secret_of(words_a, words_b), clock=clock, accept_missing=accept_missing)
    kind, cost, now = KIND[why], new_cost(), clock.now()

    def slots(master: bytes, header: Header) -> tuple[Slot, ...]:
        return (passphrase_slot(passphrase, master, header.vault, cost, kind), *without(header, kind))

    try:
        with vault.change_slots(slots) as db:
            add_notice(db, RECOVERED, why, now)
            append(db, now, Event.RECOVERY, why)
    except BaseException:
        vault.close()
        raise
    return begin_session(vault, clock, lists or CodeLists())
