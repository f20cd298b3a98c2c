"""Damage at random places: each flip is noticed, located or harmless; nothing is read wrong, and nothing crashes."""

import functools
import hashlib
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.app.attachments import add_bytes, content, read_attachment
from mfd_desktop.app.casework import create_client
from mfd_desktop.app.contacting import record_contact
from mfd_desktop.app.damage import Secret, look_at_damage
from mfd_desktop.app.session import Session, create_session
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import EntriesMissing, UserError, VaultDamaged, VaultNewer, WrongPassphrase
from mfd_desktop.domain.records import Office
from mfd_desktop.vault import slots
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
CONTACT = {
    "day": "heute", "minutes": "30", "topics": "T01", "channel": "K1", "language": "de", "interpreting": "M1",
    "result": "X1",
}  # fmt: skip

pytestmark = pytest.mark.crash


@pytest.fixture(scope="module")
def lying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A vault as a power failure leaves it: database, a journal with the last commits, counter, two documents."""
    base = tmp_path_factory.mktemp("corruption")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "stretch", functools.cache(slots.stretch))
        office = Office("MFD Musterstadt", "Muster-Träger", "DSGVO", "07315")
        session = create_session(base / "open", PASSPHRASE, office, clock=CLOCK, cost=FLOOR_COST, lists=CodeLists())
        case = None
        for number in range(12):
            raws = {"family_name": f"Testperson{number}", "given_name": "Amal", "birth_date": "1.2.1990"}
            _saved, case = create_client(session, raws, case={})
            for _ in range(4):
                record_contact(session, case, {**CONTACT, "note": f"Vermerk {number} " + "x" * 700})
        fill_documents(session, case)
        with session.vault.read() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(6):
            create_client(session, {"family_name": f"Zuletzt{number}", "given_name": "Amal"}, case={})
        shutil.copytree(base / "open", base / "lying")
        session.close()
        assert (base / "lying" / "cases.db-wal").stat().st_size > 40_000
        yield base / "lying"


def fill_documents(session: Session, case: Any) -> None:
    for number in range(2):
        add_bytes(session, case, f"scan-{number}.pdf", b"%PDF-1.4\n" + bytes([number]) * 5000)


def contents(vault: Vault) -> str:
    """Return the hash of everything a person could read in the vault; the log and times of opening are left out."""
    seen = hashlib.sha256()
    with vault.read() as db:
        names = [
            name
            for (name,) in db.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name"
            )
            if not name.startswith(("sqlite_", "search_", "log_", "vault_state", "setting"))
        ]
        for name in names:
            for row in sorted(map(repr, db.execute(f"SELECT * FROM {name}"))):
                seen.update(row.encode())
    return seen.hexdigest()


def look(folder: Path) -> str:
    """Open, verify and read everything; return what came of it: ``whole:hash``, or how it was noticed."""
    try:
        vault = Vault.open(folder, PASSPHRASE, clock=CLOCK)
    except (VaultDamaged, EntriesMissing, VaultNewer) as error:
        return f"refused {type(error).__name__}"
    except WrongPassphrase:
        return "refused WrongPassphrase"
    try:
        verify(vault)
        session = Session(vault, CLOCK, LISTS)
        with vault.read() as db:
            documents = [name for (name,) in db.execute("SELECT id FROM attachment ORDER BY id")]
        for document in documents:
            content(session, read_attachment(session, document))
        return f"whole:{contents(vault)}"
    except UserError as error:
        return f"found {type(error).__name__}"
    finally:
        vault.close()


LISTS = CodeLists()


@pytest.fixture
def damage(lying: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return a function that copies the vault, changes a file of it, and says how that was noticed."""
    monkeypatch.setattr(slots, "stretch", functools.cache(slots.stretch))

    def damaging(change: Callable[[Path], object]) -> str:
        folder = tmp_path / "damaged"
        shutil.copytree(lying, folder)
        try:
            change(folder)
            return look(folder)
        finally:
            shutil.rmtree(folder)

    return damaging


def flip(path: Path, place: int, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << bit
    path.write_bytes(content)


@pytest.mark.proof
@pytest.mark.timeout(1800)
def test_every_byte_of_the_header_flipped_is_noticed(
    damage: Callable[..., str], lying: Path, full_counts: bool, record_figures: Callable[..., None], proven: Any
) -> None:
    size = (lying / "vault.json").stat().st_size
    places = range(0, size, 1 if full_counts else 40)
    chance = random.Random(1)
    found = [damage(lambda folder, at=at: flip(folder / "vault.json", at, chance.randrange(8))) for at in places]
    assert all(one.startswith("refused") for one in found)
    record_figures("corruption: header", runs=len(found), noticed=len(found))
    proven("every byte of the header flipped", len(found), 0, "all refused")


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_random_flips_are_noticed_or_harmless_and_never_read_wrong(
    damage: Callable[..., str], lying: Path, full_counts: bool, record_figures: Callable[..., None], proven: Any
) -> None:
    whole = damage(lambda _folder: None)
    assert whole.startswith("whole:")
    sealed = sorted(f"attachments/{one.name}" for one in (lying / "attachments").iterdir())
    files = ["cases.db", "cases.db-wal", "counter", *sealed]
    chance = random.Random(20261128)
    runs, noticed, harmless = 2000 if full_counts else 36, 0, 0
    for number in range(runs):
        name = files[number % len(files)]
        place, bit = chance.randrange((lying / name).stat().st_size), chance.randrange(8)
        found = damage(lambda folder, name=name, place=place, bit=bit: flip(folder / name, place, bit))
        if found.startswith("whole:"):
            # A free page, or the counter's older slot: nothing anybody reads.
            assert found == whole, f"read wrong after a flip in {name} at {place}"
            harmless += 1
        else:
            noticed += 1
    assert noticed + harmless == runs
    assert noticed > runs / 2
    record_figures("corruption: random flips", runs=runs, noticed=noticed, harmless=harmless, wrong_reads=0, crashes=0)
    proven(
        "random flips in database, journal, counter and documents", runs, 0,
        f"{noticed:,} noticed, {harmless} in places nobody reads",
    )  # fmt: skip


def cut(name: str, part: float) -> Callable[[Path], object]:
    def cutting(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: int(len(content) * part)])

    return cutting


def foreign(name: str) -> Callable[[Path], object]:
    """Put a file of another vault, under the same passphrase, in place of this one's."""

    def swapping(folder: Path) -> None:
        other = folder.with_name("other")
        if not other.exists():
            Vault.create(other, PASSPHRASE, clock=CLOCK, cost=FLOOR_COST).close()
        shutil.copyfile(other / name, folder / name)

    return swapping


@pytest.mark.parametrize(
    "change",
    [
        foreign("vault.json"),
        foreign("counter"),
        foreign("cases.db"),
        lambda folder: (folder / "cases.db").unlink(),
        lambda folder: (folder / "cases.db-wal").unlink(),
        lambda folder: (folder / "counter").unlink(),
        lambda folder: (folder / "vault.json").unlink(),
        *(cut(name, part) for name in ("vault.json", "cases.db", "cases.db-wal", "counter") for part in (0, 0.4)),
        lambda folder: [path.unlink() for path in (folder / "attachments").iterdir()],
    ],
)
def test_swapped_cut_and_missing_files_are_noticed(
    damage: Callable[..., str], change: Callable[[Path], object]
) -> None:
    assert not damage(change).startswith("whole:")


def test_what_was_damaged_is_located(lying: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "stretch", functools.cache(slots.stretch))
    folder = tmp_path / "vault"
    shutil.copytree(lying, folder)
    (document, *_others) = sorted((folder / "attachments").iterdir())
    flip(document, 700, 3)
    found = look_at_damage(folder, Secret(PASSPHRASE))
    assert found is not None
    assert (found.part, dict(found.files)) == ("attachments", {"2026-0012": 1})
    document.write_bytes((lying / "attachments" / document.name).read_bytes())
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    (folder / "cases.db-wal").unlink(missing_ok=True)
    for number in range(1, 4):  # pages of the file itself, each a different one
        flip(folder / "cases.db", number * 4096 + 1700, 1)
        found = look_at_damage(folder, Secret(PASSPHRASE))
        assert found is not None
        assert found.damaged_pages == number
    (folder / "cases.db-wal").write_bytes(before["cases.db-wal"])
    (folder / "cases.db").write_bytes(before["cases.db"])
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
