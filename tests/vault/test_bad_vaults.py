"""Whatever is wrong with a vault is refused with its reason, and every file stays as it was, byte
for byte.
"""

import hashlib
import json
import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import (
    EntriesMissing,
    StorageError,
    UserError,
    VaultDamaged,
    VaultMissing,
    VaultNewer,
    WrongPassphrase,
)
from mfd_desktop.vault import header as headers
from mfd_desktop.vault import slots
from mfd_desktop.vault.database import connect
from mfd_desktop.vault.keys import FLOOR_COST, sub_key
from mfd_desktop.vault.slots import open_with_passphrase
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
Opening = Callable[..., Vault]
Unchanged = Callable[[Path], AbstractContextManager[None]]


@pytest.fixture
def refused(open_vault: Opening, unchanged: Unchanged) -> Callable[..., Any]:
    """Open, expect this error, and expect every file untouched."""

    def refusing(folder: Path, kind: type[UserError], part: str = "", passphrase: str = PASSPHRASE) -> Any:
        with unchanged(folder), pytest.raises(UserError) as caught:
            open_vault(folder, passphrase)
        assert type(caught.value) is kind
        assert not part or caught.value.part == part  # type: ignore[attr-defined]
        return caught.value

    return refusing


def master_of(folder: Path) -> bytes:
    header, _mac = headers.read_header(folder)
    found = open_with_passphrase(header.slots, header.vault, PASSPHRASE)
    assert found is not None
    return found[0]


def in_database(folder: Path, *statements: str) -> None:
    db = connect(folder, sub_key(master_of(folder), "database").hex(), "rw")
    for statement in statements:
        db.execute(statement)
    db.close()


def rewrite_header(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the header as somebody would who knows its format but not the key."""
    body = json.loads((folder / "vault.json").read_bytes())
    del body["sum"]
    change(body)
    plain = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    body["sum"] = hashlib.sha256(plain).hexdigest()
    content = json.dumps(body, sort_keys=True, separators=(",", ":"))
    (folder / "vault.json").write_text(content + "\n", encoding="ascii", newline="")


# --- passphrase and folder ---------------------------------------------


@pytest.mark.parametrize(
    "wrong", ["", " ", PASSPHRASE.lower(), PASSPHRASE + " ", PASSPHRASE[:-1], "ü" * 500, "\udc80", "a\0b"]
)
def test_a_wrong_passphrase_is_only_that(refused: Callable[..., Any], folder: Path, wrong: str) -> None:
    error = refused(folder, WrongPassphrase, passphrase=wrong)
    assert vars(error) == {}
    assert str(error) == ""


def test_composed_and_decomposed_letters_are_the_same_passphrase(tmp_path: Path, clock: FixedClock) -> None:
    Vault.create(tmp_path / "v", "Übungsakte", clock=clock, cost=FLOOR_COST).close()
    Vault.open(tmp_path / "v", "U\u0308bungsakte", clock=clock).close()


def test_opening_never_creates(refused: Callable[..., Any], tmp_path: Path, clock: FixedClock) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    refused(empty, VaultMissing)
    (empty / "letter.txt").write_text("hello", encoding="utf-8")
    refused(empty, VaultMissing)
    with pytest.raises(VaultMissing) as caught:
        Vault.open(tmp_path / "gone", PASSPHRASE, clock=clock)
    assert caught.value.path == tmp_path / "gone"
    assert not (tmp_path / "gone").exists()
    with pytest.raises(UserError):
        Vault.open(empty / "letter.txt", PASSPHRASE, clock=clock)


# --- header ------------------------------------------------------------


def test_a_header_without_its_place_is_damage(refused: Callable[..., Any], folder: Path) -> None:
    (folder / "vault.json").unlink()
    refused(folder, VaultDamaged, "header")
    (folder / "vault.json").mkdir()
    refused(folder, VaultDamaged, "header")


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "header"),
        (b"Liebe Frau Muster, \xe4\xf6", "header"),
        (b"{", "header"),
        (b"[1, 2]", "header"),
        (b"7", "header"),
        (b"[" * 60000, "header"),
        (b"9" * 60000, "header"),
        (b" " * 70000, "header"),
        (b'{"name": "package", "version": "1.0.0"}', "foreign_header"),
        (b'{"format": "a", "slots": []}', "foreign_header"),
        (b'{"format": 1}', "foreign_header"),
        (b'{"format": 1, "slots": []}', "header"),
        (b'{"format": 1, "slots": [], "sum": 5}', "header"),
    ],
)
def test_foreign_and_broken_headers_are_told_apart(
    refused: Callable[..., Any], folder: Path, content: bytes, part: str
) -> None:
    (folder / "vault.json").write_bytes(content)
    refused(folder, VaultDamaged, part)


def test_every_flipped_bit_and_every_changed_byte_of_the_header_is_refused(
    folder: Path, clock: FixedClock, unchanged: Unchanged
) -> None:
    path = folder / "vault.json"
    good = path.read_bytes()
    changes = [1 << bit for bit in range(8)] + [0x0A ^ 0x20, 0x09 ^ 0x0A, 0x0D ^ 0x0A]
    for place in range(len(good)):
        for change in changes:
            bad = bytearray(good)
            bad[place] ^= change
            if bytes(bad) == good:
                continue
            path.write_bytes(bad)
            with pytest.raises((VaultDamaged, VaultNewer)):
                Vault.open(folder, PASSPHRASE, clock=clock)
            assert path.read_bytes() == bad
    path.write_bytes(good)
    with unchanged(folder):
        pass
    Vault.open(folder, PASSPHRASE, clock=clock).close()


def test_every_cut_and_every_addition_to_the_header_is_refused(folder: Path, clock: FixedClock) -> None:
    path = folder / "vault.json"
    good = path.read_bytes()
    tails = [good[:length] for length in range(len(good))] + [good + extra for extra in (b"\n", b" ", b"{}", b"\0")]
    for bad in tails:
        path.write_bytes(bad)
        with pytest.raises(VaultDamaged):
            Vault.open(folder, PASSPHRASE, clock=clock)


def test_a_newer_format_is_named_with_both_numbers(refused: Callable[..., Any], folder: Path) -> None:
    rewrite_header(folder, lambda body: body.update(format=2, new_key="x"))
    error = refused(folder, VaultNewer)
    assert (error.found, error.supported) == (2, headers.FORMAT)


COSTS = [
    {"memory_kib": 1024 * 1024 + 1},
    {"memory_kib": 2**31},
    {"memory_kib": 10**30},
    {"memory_kib": 7},
    {"memory_kib": 0},
    {"memory_kib": -1},
    {"time": 65},
    {"time": 10**9},
    {"time": 0},
    {"lanes": 17},
    {"lanes": 0},
    {"memory_kib": 1024 * 1024, "time": 9},
]


@pytest.mark.parametrize("cost", COSTS)
def test_an_absurd_cost_is_refused_before_any_work(
    refused: Callable[..., Any], folder: Path, cost: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite_header(folder, lambda body: body["slots"][0].update(cost))
    monkeypatch.setattr(slots, "stretch", lambda *_: pytest.fail("the key derivation was started"))
    refused(folder, VaultDamaged, "kdf_cost")


def test_too_many_slots_are_an_absurd_cost_too(refused: Callable[..., Any], folder: Path) -> None:
    rewrite_header(folder, lambda body: body.update(slots=body["slots"] * (headers.MOST_SLOTS + 1)))
    refused(folder, VaultDamaged, "kdf_cost")


def test_too_little_memory_for_the_cost_is_told(
    refused: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import low_level
    from argon2.exceptions import HashingError

    def failing(*_arguments: object, **_named: object) -> bytes:
        raise HashingError("Memory allocation error")

    monkeypatch.setattr(low_level, "hash_secret_raw", failing)
    refused(folder, VaultDamaged, "kdf_cost")


def _slot(**values: object) -> Callable[[dict[str, Any]], None]:
    return lambda body: body["slots"][0].update(values)


@pytest.mark.parametrize(
    "change",
    [
        _slot(salt=""),
        _slot(salt="00"),
        _slot(salt="zz" * 16),
        _slot(salt=7),
        _slot(nonce="00" * 7),
        _slot(sealed="00"),
        _slot(memory_kib="65536"),
        _slot(time=True),
        _slot(time=1.0),
        _slot(extra="x"),
        lambda body: body["slots"][0].pop("salt"),
        lambda body: body.update(slots=[]),
        lambda body: body.update(slots={}),
        lambda body: body.update(slots=["x"]),
        lambda body: body.update(slots=None),
        lambda body: body.update(mac=None),
        lambda body: body.pop("mac"),
        lambda body: body.update(generation="1"),
        lambda body: body.pop("vault"),
        lambda body: body.update(vault=7),
        lambda body: body.update(format=True),
        lambda body: body.update(more="x"),
    ],
)
def test_a_header_of_the_wrong_shape_is_damaged(
    refused: Callable[..., Any], folder: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    rewrite_header(folder, change)
    refused(folder, VaultDamaged, "header")


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.update(generation=2),
        lambda body: body.update(created="2020-01-01T00:00:00+00:00"),
        lambda body: body.update(mac="0" * 64),
        lambda body: body["slots"].append({**body["slots"][0], "salt": "00" * 16}),
    ],
)
def test_a_header_changed_by_hand_does_not_pass_its_signature(
    refused: Callable[..., Any], folder: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    rewrite_header(folder, change)
    refused(folder, VaultDamaged, "header_mac")


@pytest.mark.parametrize(
    "change", [lambda body: body.update(vault="0" * 32), _slot(time=2), _slot(lanes=2), _slot(salt="11" * 16)]
)
def test_a_slot_is_bound_to_its_vault_and_cost(
    refused: Callable[..., Any], folder: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    rewrite_header(folder, change)
    refused(folder, WrongPassphrase)


def test_slots_of_other_kinds_are_passed_over(refused: Callable[..., Any], folder: Path) -> None:
    rewrite_header(folder, _slot(kind="recovery", memory_kib=0, time=0, lanes=0))
    refused(folder, WrongPassphrase)


@pytest.mark.parametrize("kind", ["recovery", "unknown"])
def test_a_slot_that_is_no_passphrase_costs_nothing_or_is_refused(
    refused: Callable[..., Any], folder: Path, kind: str
) -> None:
    rewrite_header(folder, _slot(kind=kind))
    refused(folder, VaultDamaged, "kdf_cost")


def test_slots_dear_only_together_are_refused(refused: Callable[..., Any], folder: Path) -> None:
    rewrite_header(folder, lambda body: body.update(slots=[{**body["slots"][0], "memory_kib": 1 << 20, "time": 3}] * 3))
    refused(folder, VaultDamaged, "kdf_cost")


# --- database ----------------------------------------------------------


def test_a_missing_or_emptied_or_short_database_is_told_apart(refused: Callable[..., Any], folder: Path) -> None:
    path = folder / "cases.db"
    whole = path.read_bytes()
    path.write_bytes(b"")
    refused(folder, VaultDamaged, "database_empty")
    path.write_bytes(whole[:4095])
    refused(folder, VaultDamaged, "database_damaged")
    path.unlink()
    refused(folder, VaultDamaged, "database_missing")
    path.mkdir()
    refused(folder, StorageError)


def test_a_database_cut_at_any_page_is_noticed_without_reading_all_of_it(
    refused: Callable[..., Any], folder: Path
) -> None:
    path = folder / "cases.db"
    whole = path.read_bytes()
    for length in (len(whole) - 1, len(whole) - 4096, len(whole) // 2, 8192, 4096):
        path.write_bytes(whole[:length])
        refused(folder, VaultDamaged, "database_damaged")


def test_an_unencrypted_database_is_refused(refused: Callable[..., Any], folder: Path) -> None:
    (folder / "cases.db").unlink()
    plain = sqlite3.connect(folder / "cases.db")
    plain.execute("CREATE TABLE vault_state (vault, generation, commits)")
    plain.commit()
    plain.close()
    refused(folder, VaultDamaged, "database_unencrypted")


@pytest.mark.parametrize("content", [b"\0" * 8192, b"Liebe Frau Muster\n" * 1000])
def test_a_foreign_file_in_its_place_is_refused(refused: Callable[..., Any], folder: Path, content: bytes) -> None:
    (folder / "cases.db").write_bytes(content)
    refused(folder, VaultDamaged, "database_damaged")


def test_an_empty_database_under_the_right_key_is_none_of_ours(refused: Callable[..., Any], folder: Path) -> None:
    key = sub_key(master_of(folder), "database").hex()
    (folder / "cases.db").unlink()
    db = dbapi2.connect(str(folder / "cases.db"), isolation_level=None)
    db.execute(f"PRAGMA key = \"x'{key}'\"")
    db.execute("CREATE TABLE other (a)")
    db.close()
    refused(folder, VaultDamaged, "database_damaged")


def test_parts_of_another_vault_do_not_fit(
    refused: Callable[..., Any], folder: Path, tmp_path: Path, clock: FixedClock
) -> None:
    other = tmp_path / "other"
    Vault.create(other, PASSPHRASE, clock=clock, cost=FLOOR_COST).close()
    for name, kind, part in (
        ("cases.db", VaultDamaged, "database_damaged"),
        ("vault.json", VaultDamaged, "database_damaged"),
        ("counter", EntriesMissing, ""),
    ):
        mixed = tmp_path / f"mixed-{name}"
        shutil.copytree(folder, mixed)
        shutil.copyfile(other / name, mixed / name)
        refused(mixed, kind, part)


@pytest.mark.parametrize("change", ["generation = generation + 1", f"vault = '{'0' * 32}'"])
def test_a_database_of_another_generation_or_vault_is_a_mismatch(
    refused: Callable[..., Any], folder: Path, change: str
) -> None:
    in_database(folder, f"UPDATE vault_state SET {change}")
    refused(folder, VaultDamaged, "mismatch")


def test_a_database_without_its_state_is_damaged(refused: Callable[..., Any], folder: Path) -> None:
    in_database(folder, "DELETE FROM vault_state")
    refused(folder, VaultDamaged, "database_damaged")


def test_a_newer_schema_is_refused_whatever_it_holds(refused: Callable[..., Any], folder: Path) -> None:
    in_database(folder, "PRAGMA user_version = 99", "ALTER TABLE vault_state RENAME TO state_of_vault")
    error = refused(folder, VaultNewer)
    assert error.found == 99


# --- counter -----------------------------------------------------------


@pytest.mark.parametrize("content", [None, b"", b"x", b"x" * 128, b"\0" * 128])
def test_without_a_counter_nobody_knows_whether_all_is_there(
    refused: Callable[..., Any], open_vault: Opening, folder: Path, content: bytes | None
) -> None:
    if content is None:
        (folder / "counter").unlink()
    else:
        (folder / "counter").write_bytes(content)
    assert refused(folder, EntriesMissing).missing is None
    vault = open_vault(folder, accept_missing=True)
    assert vault.commits == 5
    vault.close()
    open_vault(folder).close()


def test_one_whole_slot_is_enough(open_vault: Opening, folder: Path) -> None:
    good = (folder / "counter").read_bytes()
    newest = max((0, 64), key=lambda start: struct.unpack_from(">Q", good, start + 8))
    (folder / "counter").write_bytes(bytes(64) + good[64:] if newest == 64 else good[:64] + bytes(64))
    open_vault(folder).close()


def test_an_older_database_is_behind_its_counter_and_says_by_how_much(
    refused: Callable[..., Any], open_vault: Opening, folder: Path
) -> None:
    older = (folder / "cases.db").read_bytes()
    vault = open_vault(folder)
    for _ in range(3):
        with vault.write():
            pass
    vault.close()
    (folder / "cases.db").write_bytes(older)
    assert refused(folder, EntriesMissing).missing == 3
    open_vault(folder, accept_missing=True).close()
    open_vault(folder).close()


# --- damage inside pages -----------------------------------------------


@pytest.mark.proof
def test_a_flipped_bit_in_any_page_is_found(folder: Path, clock: FixedClock, full_counts: bool) -> None:
    path = folder / "cases.db"
    whole = path.read_bytes()
    for page in range(0, len(whole) // 4096, 1 if full_counts else 6):
        bad = bytearray(whole)
        bad[page * 4096 + page * 997 % 4096] ^= 1 << page % 8
        path.write_bytes(bad)
        with pytest.raises(VaultDamaged) as caught:
            verified(folder, clock)
        assert caught.value.part == "database_damaged"
    path.write_bytes(whole)
    verified(folder, clock)


def verified(folder: Path, clock: FixedClock) -> None:
    vault = Vault.open(folder, PASSPHRASE, clock=clock)
    try:
        verify(vault)
    finally:
        vault.close()
