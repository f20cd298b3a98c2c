"""A damaged vault: what is affected is named, the rest rescued into a new, whole one; the old one never changes."""

import functools
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import StorageError, UserError, VaultDamaged, VaultExists, WrongPassphrase
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.files import copies
from mfd_desktop.vault import slots
from mfd_desktop.vault.bulk import Interrupted
from mfd_desktop.vault.diagnosis import diagnose, find_key
from mfd_desktop.vault.keys import FLOOR_COST, sub_key
from mfd_desktop.vault.rescue import rescue
from mfd_desktop.vault.salvage import Key, Salvaged, salvage
from mfd_desktop.vault.sealed_pages import PAGE, SealedPages
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
PEOPLE, EACH = 40, 5
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
STAMP = "state, raw, source, source_version, created, changed"
STAMPED = "'valid', '{}', 'test', 1, '2026-11-23T09:00:00+00:00', '2026-11-23T09:00:00+00:00'"
Unchanged = Callable[[Path], AbstractContextManager[None]]


def verified(folder: Path) -> None:
    vault = Vault.open(folder, PASSPHRASE, clock=CLOCK)
    try:
        verify(vault)
    finally:
        vault.close()


def name_of(table: str, number: int) -> str:
    return f"{table}-{number}".encode().hex().ljust(32, "0")[:32]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with sixty fictitious people, a case each, and six contacts with long notes in each."""
    folder = tmp_path_factory.mktemp("filled") / "vault"
    vault = Vault.create(folder, PASSPHRASE, clock=CLOCK, cost=FLOOR_COST)
    with vault.write() as db:
        for number in range(PEOPLE):
            client, case = name_of("p", number), name_of("c", number)
            db.execute(
                f"INSERT INTO client (id, {STAMP}, secret, given_name, family_name, other_names, street, postcode,"
                " town, azr_number, bamf_number, office_number, household_role, note)"
                f" VALUES (?, {STAMPED}, ?, 'Amal', ?, '', '', '', '', '', '', '', '', '')",
                (client, bytes(16), f"Testperson{number}"),
            )
            db.execute(
                f"INSERT INTO case_file (id, {STAMP}, secret, client_id, number, opened)"
                f" VALUES (?, {STAMPED}, ?, ?, ?, '2026-01-02')",
                (case, bytes(16), client, f"2026-{number + 1:04d}"),
            )
            for contact in range(EACH):
                db.execute(
                    f"INSERT INTO contact (id, {STAMP}, secret, case_id, day, minutes, form, note)"
                    f" VALUES (?, {STAMPED}, ?, ?, '2026-11-20', 30, 'F2', ?)",
                    (name_of("k", number * EACH + contact), bytes(16), case, f"Vermerk {contact} " + "x" * 600),
                )
    with vault.write() as db:
        from mfd_desktop.vault.clients import reindex

        for number in range(PEOPLE):
            reindex(db, RecordId(name_of("p", number)))
    vault.close()
    return folder


@pytest.fixture
def damaged(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(slots, "stretch", functools.cache(slots.stretch))
    return Path(shutil.copytree(filled, tmp_path / "vault"))


@pytest.fixture
def key(damaged: Path) -> Key:
    return find_key(damaged, lambda found, vault: slots.open_with_passphrase(found, vault, PASSPHRASE))


def pages_of(folder: Path, key: Key, name: str) -> list[int]:
    """Return the pages of a table or index."""
    from mfd_desktop.vault.page_trees import walk

    with SealedPages(folder, sub_key(key.master, "database")) as pages:
        roots = {str(one.values[1]): one.values[3] for one in walk(pages, 1).records}
        found = walk(pages, roots[name])  # type: ignore[arg-type]  # a page number
    return sorted(found.pages)


def harm(folder: Path, *numbers: int) -> None:
    content = bytearray((folder / "cases.db").read_bytes())
    for number in numbers:
        content[(number - 1) * PAGE + 2000] ^= 1
    (folder / "cases.db").write_bytes(content)


@pytest.fixture
def rescued(damaged: Path, key: Key, tmp_path: Path, unchanged: Unchanged) -> Iterator[Callable[[], Salvaged]]:
    """Rescue into a new vault, prove that the old one is untouched and the new one whole."""

    def rescuing() -> Salvaged:
        with unchanged(damaged):
            found = salvage(damaged, key, tmp_path / "new", clock=CLOCK, note="gerettet")
        vault = Vault.open(found.folder, PASSPHRASE, clock=CLOCK)
        try:
            verify(vault)
            assert vault.header.vault == key.header.vault
            assert vault.header.generation == key.header.generation + 1
        finally:
            vault.close()
        return found

    yield rescuing
    assert not list(tmp_path.glob("*.part"))


def test_a_whole_vault_is_rescued_whole(rescued: Callable[[], Salvaged], damaged: Path, key: Key) -> None:
    assert diagnose(damaged, key).part == ""
    found = rescued()
    assert (found.kept["client"], found.kept["case_file"], found.kept["contact"]) == (PEOPLE, PEOPLE, PEOPLE * EACH)
    assert not found.gone
    assert not found.unknown


def test_a_damaged_index_costs_nothing_and_is_said_to_be_harmless(
    rescued: Callable[[], Salvaged], damaged: Path, key: Key
) -> None:
    for name in ("contact_day", "client_name", "search_text_data", "search_entry"):
        harm(damaged, pages_of(damaged, key, name)[-1])
    with pytest.raises(VaultDamaged):
        verified(damaged)
    told = diagnose(damaged, key)
    assert told.part == "database_damaged"
    assert told.harmless
    assert not rescued().gone
    vault = Vault.open(damaged.parent / "new", PASSPHRASE, clock=CLOCK)
    with vault.read() as db:
        (words,) = db.execute("SELECT count(*) FROM client_name").fetchone()
    vault.close()
    assert words >= 2 * PEOPLE


def test_contacts_on_a_damaged_page_are_named_by_case_and_kept_as_drafts(
    rescued: Callable[[], Salvaged], damaged: Path, key: Key
) -> None:
    harm(damaged, pages_of(damaged, key, "contact")[3])
    told = diagnose(damaged, key)
    assert told.damaged_pages == 1
    assert 1 <= told.lost["contact"] <= 8
    assert all(number.startswith("2026-") for number in told.cases)
    assert not told.unknown
    found = rescued()
    assert found.partly == told.lost
    assert {number: counts["contact"] for number, counts in found.cases.items()} == {
        number: counts["contact"] for number, counts in told.cases.items()
    }
    assert found.kept["contact"] == PEOPLE * EACH


def test_cases_and_people_survive_the_loss_of_their_own_page(
    rescued: Callable[[], Salvaged], damaged: Path, key: Key
) -> None:
    harm(damaged, pages_of(damaged, key, "client")[-1], pages_of(damaged, key, "case_file")[-1])
    found = rescued()
    assert found.partly["client"] > 0
    assert found.partly["case_file"] > 0
    assert found.kept["contact"] == PEOPLE * EACH
    vault = Vault.open(found.folder, PASSPHRASE, clock=CLOCK)
    with vault.read() as db:
        numbers = {number for (number,) in db.execute("SELECT number FROM case_file")}
        names = {name for (name,) in db.execute("SELECT family_name FROM client WHERE source = 'rescued'")}
    vault.close()
    assert len(numbers) == PEOPLE
    assert names
    assert all("Testperson" in name for name in names)


@pytest.mark.parametrize("name", ["contact", "client", "case_file"])
def test_a_lost_root_page_loses_nothing(rescued: Callable[[], Salvaged], damaged: Path, key: Key, name: str) -> None:
    with SealedPages(damaged, sub_key(key.master, "database")) as pages:
        from mfd_desktop.vault.page_trees import walk

        root = next(int(one.values[3]) for one in walk(pages, 1).records if one.values[1] == name)  # type: ignore[arg-type]  # a page number
    harm(damaged, root)
    found = rescued()
    assert not found.gone
    assert not found.partly
    assert found.kept[name] == PEOPLE * (EACH if name == "contact" else 1)


def test_the_first_page_and_the_salt_may_be_damaged(rescued: Callable[[], Salvaged], damaged: Path, key: Key) -> None:
    content = bytearray((damaged / "cases.db").read_bytes())
    content[5] ^= 0x55
    content[3000] ^= 1
    (damaged / "cases.db").write_bytes(content)
    with pytest.raises(VaultDamaged):
        Vault.open(damaged, PASSPHRASE, clock=CLOCK)
    assert not rescued().gone


def test_what_is_committed_to_the_journal_alone_is_rescued_too(damaged: Path, key: Key, tmp_path: Path) -> None:
    vault = Vault.open(damaged, PASSPHRASE, clock=CLOCK)
    with vault.write() as db:
        db.execute("UPDATE client SET note = 'zuletzt'")
    lying = tmp_path / "lying"
    # A copy of an open vault, as a power failure leaves it.
    shutil.copytree(damaged, lying)
    vault.close()
    with SealedPages(lying, sub_key(key.master, "database")) as pages:
        found = rescue(pages)
    assert {row["note"] for row in found.rows["client"]} == {"zuletzt"}


def test_nothing_is_read_under_another_key(damaged: Path, key: Key) -> None:
    with SealedPages(damaged, bytes(32)) as pages:
        assert all(pages.read(number) is None for number in range(1, 10))
    with pytest.raises(WrongPassphrase):
        find_key(damaged, lambda found, vault: slots.open_with_passphrase(found, vault, "falsch"))


def test_a_header_of_a_backup_stands_in_for_a_damaged_one(damaged: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    shutil.copyfile(damaged / "vault.json", state / "vault.json")
    (damaged / "vault.json").write_bytes(b"{}")

    def opener(found: tuple[slots.Slot, ...], vault: str) -> tuple[bytes, slots.Slot] | None:
        return slots.open_with_passphrase(found, vault, PASSPHRASE)

    with pytest.raises(VaultDamaged):
        find_key(damaged, opener)
    key = find_key(damaged, opener, state)
    assert diagnose(damaged, key).counts["clients"] == PEOPLE
    assert salvage(damaged, key, tmp_path / "new", clock=CLOCK).kept["client"] == PEOPLE
    Vault.open(tmp_path / "new", PASSPHRASE, clock=CLOCK).close()


def test_random_damage_never_reads_anything_wrong(damaged: Path, key: Key, tmp_path: Path) -> None:
    """Every rescued row is one of the whole vault, to the value."""
    with SealedPages(damaged, sub_key(key.master, "database")) as pages:
        whole = rescue(pages).rows
    good = (damaged / "cases.db").read_bytes()
    chance = random.Random(20261128)
    for _ in range(4):
        content = bytearray(good)
        for _flip in range(chance.randrange(1, 12)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        (damaged / "cases.db").write_bytes(content)
        with SealedPages(damaged, sub_key(key.master, "database")) as pages:
            found = rescue(pages).rows
        for table, rows in found.items():
            known = {tuple(row.items()) for row in whole[table]}
            wrong = [row for row in rows if tuple(row.items()) not in known]
            assert not wrong, table


def test_a_folder_with_something_in_it_is_left_alone(damaged: Path, key: Key, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "brief.txt").write_text("x", encoding="utf-8")
    with pytest.raises(VaultExists):
        salvage(damaged, key, tmp_path / "new", clock=CLOCK)
    assert (tmp_path / "new" / "brief.txt").read_text(encoding="utf-8") == "x"


def test_stopping_and_a_full_disk_leave_nothing_half(
    damaged: Path, key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unchanged: Unchanged
) -> None:
    calls = iter(range(10**6))
    with unchanged(damaged), pytest.raises(Interrupted):
        salvage(damaged, key, tmp_path / "new", clock=CLOCK, stop=lambda: next(calls) > 20)

    def full(_folder: Path) -> int:
        return 0

    monkeypatch.setattr("mfd_desktop.vault.backup_files.free_bytes", full)
    with unchanged(damaged), pytest.raises(StorageError) as caught:
        salvage(damaged, key, tmp_path / "new", clock=CLOCK)
    assert caught.value.reason == "full"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vault"]


@pytest.mark.parametrize("step", ["make_private", "write_new", "create_counter", "connect", "give_name", "append"])
def test_a_medium_that_refuses_at_any_step_leaves_the_old_state(
    damaged: Path, key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unchanged: Unchanged, step: str
) -> None:
    def refusing(*_arguments: object, **_named: object) -> None:
        raise StorageError(tmp_path, "failed")

    monkeypatch.setattr(f"mfd_desktop.vault.salvage.{step}", refusing)
    with unchanged(damaged), pytest.raises(UserError):
        salvage(damaged, key, tmp_path / "new", clock=CLOCK)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vault"]
    monkeypatch.undo()
    assert copies.free_bytes(tmp_path) > 0
