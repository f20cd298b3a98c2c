"""A closed vault to copy, and what a test needs to see that a refusal changed nothing."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Level
from mfd_desktop.vault.cases import add_case
from mfd_desktop.vault.clients import add_client
from mfd_desktop.vault.desk import write_setting
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.records import Origin, Table, insert, new_id
from mfd_desktop.vault.store import Vault

PASSPHRASE = "Probe-Tresor-2026"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))


@pytest.fixture(scope="session")
def closed_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("closed") / "vault"
    moment = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    vault = Vault.create(folder, PASSPHRASE, clock=moment, cost=FLOOR_COST)
    for number in range(4):
        with vault.write() as db:
            write_setting(db, "number", str(number))
    vault.close()
    return folder


@pytest.fixture
def folder(closed_vault: Path, tmp_path: Path) -> Path:
    """A closed vault with five commits, the setting `number` = 3."""
    return Path(shutil.copytree(closed_vault, tmp_path / "vault"))


@pytest.fixture
def open_vault(clock: FixedClock) -> Iterator[Callable[..., Vault]]:
    """Open a vault with the right passphrase and close it after the test."""
    opened: list[Vault] = []

    def opening(folder: Path, passphrase: str = PASSPHRASE, *, accept_missing: bool = False) -> Vault:
        opened.append(Vault.open(folder, passphrase, clock=clock, accept_missing=accept_missing))
        return opened[-1]

    yield opening
    for vault in opened:
        vault.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() if path.is_file() else b"folder" for path in folder.iterdir()}


@pytest.fixture
def unchanged() -> Callable[[Path], AbstractContextManager[None]]:
    """Claim that a block neither changes nor adds nor removes a file of a folder."""

    @contextmanager
    def watching(folder: Path) -> Iterator[None]:
        before = contents(folder)
        yield
        after = contents(folder)
        assert after.keys() == before.keys()
        assert all(after[name] == before[name] for name in before), "a file was changed"

    return watching


@pytest.fixture
def put_document() -> Callable[..., str]:
    """Put a sealed file into an open vault, with its row and a case for it; return the name of the file."""

    def putting(vault: Vault, content: bytes, *, client_id: RecordId | None = None) -> str:
        origin = Origin(vault.clock.now(), "test")
        file, sha256 = new_id(), hashlib.sha256(content).hexdigest()
        path = vault.folder / "attachments" / f"{file}.age"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        with vault.write() as db:
            owner = client_id or add_client(db, origin, {"family_name": "Probe", "given_name": "Amal"})
            values = {
                "case_id": add_case(db, origin, owner, date(2026, 11, 2), Level.ACCOMPANIMENT), "name": "Bescheid.pdf",
                "media": "application/pdf", "size": len(content), "sha256": "0" * 64, "file": file,
                "identity": "AGE-SECRET-KEY-1", "sealed_size": len(content), "sealed_sha256": sha256, "note": "",
            }  # fmt: skip
            insert(db, Table("attachment", tuple(values)), origin, values, {})
        return file

    return putting
