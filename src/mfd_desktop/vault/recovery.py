"""The recovery secret as three sheets of twenty words, any two of which give it back (SLIP-39, one group, 2 of 3).

SLIP-39: github.com/satoshilabs/slips/blob/master/slip-0039.md, read 28 November 2026. The first three words of a sheet
are the same on all sheets of a set; four letters are enough to tell a word from every other.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors_keys import SheetsUnfit, SheetWrong

if TYPE_CHECKING:
    from shamir_mnemonic.share import Share

SECRET_BYTES = 16
SHEETS = 3
NEEDED = 2
WORDS = 20
ENOUGH_LETTERS = 4
_BLANK = re.compile(r"[\s,;|]+")
_COUNT = re.compile(r"^\d{1,2}[.):]*|[.,:;]+$")


def new_secret() -> bytes:
    """Return a fresh recovery secret."""
    return secrets.token_bytes(SECRET_BYTES)


def split(secret: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the words of the three sheets; each call makes a new set."""
    from shamir_mnemonic import generate_mnemonics

    (sheets,) = generate_mnemonics(1, [(NEEDED, SHEETS)], secret)
    return tuple(tuple(sheet.split()) for sheet in sheets)


def set_number(words: tuple[str, ...]) -> str:
    """Return the number that is the same on all sheets of a set: four hexadecimal digits."""
    return _set_number(_share(words, 1))


def typed_words(text: str) -> tuple[str, ...]:
    """Return what was typed as lower-case words, without the numbers that are printed before them."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    tokens = (_COUNT.sub("", token) for token in _BLANK.split(plain))
    return tuple(token for token in tokens if token)


def known_word(typed: str) -> str:
    """Return the word meant by a whole word or its beginning of at least four letters; empty if there is none."""
    from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

    if typed in WORD_INDEX_MAP:
        return typed
    if len(typed) < ENOUGH_LETTERS:
        return ""
    return next((word for word in WORDLIST if word.startswith(typed)), "")


def begins_word(typed: str) -> bool:
    """Tell whether a word begins like this: it may still be being typed."""
    from shamir_mnemonic.wordlist import WORDLIST

    return any(word.startswith(typed) for word in WORDLIST)


def nearest_word(typed: str) -> str:
    """Return the word that looks most like what was typed; empty if none does."""
    from difflib import get_close_matches

    from shamir_mnemonic.wordlist import WORDLIST

    return next(iter(get_close_matches(typed, WORDLIST, 1)), "")


def read_sheet(text: str, sheet: int) -> tuple[str, ...]:
    """Return the twenty words of a sheet as typed; ``sheet`` (1 or 2) is for the error. Raises SheetWrong."""
    words = []
    for number, typed in enumerate(typed_words(text), 1):
        word = known_word(typed)
        if not word:
            raise SheetWrong(sheet, "word", number=number, word=typed[:20], meant=nearest_word(typed))
        words.append(word)
    if len(words) != WORDS:
        raise SheetWrong(sheet, "count", number=len(words))
    found = tuple(words)
    _share(found, sheet)
    return found


def combine(first: tuple[str, ...], second: tuple[str, ...]) -> bytes:
    """Return the secret of two sheets. Raises SheetWrong, SheetsUnfit (``same``, ``sets``)."""
    from shamir_mnemonic import MnemonicError, combine_mnemonics

    one, two = _share(first, 1), _share(second, 2)
    numbers = _set_number(one), _set_number(two)
    if one == two:
        raise SheetsUnfit("same", *numbers)
    try:
        return bytes(combine_mnemonics([" ".join(first), " ".join(second)]))
    except MnemonicError:
        # Its text quotes words of the sheets.
        raise SheetsUnfit("sets", *numbers) from None


def _share(words: tuple[str, ...], sheet: int) -> Share:
    from shamir_mnemonic import MnemonicError
    from shamir_mnemonic.share import Share

    try:
        return Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        raise SheetWrong(sheet, "checksum") from None


def _set_number(share: Share) -> str:
    return f"{share.identifier:04X}"
