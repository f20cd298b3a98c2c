"""An unlocked vault with an office, at a fixed time, and short ways to a client and a contact."""

import functools
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mfd_desktop.app import casework
from mfd_desktop.app.session import Session, create_session, open_session
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Office
from mfd_desktop.vault import slots
from mfd_desktop.vault.keys import FLOOR_COST

PASSPHRASE = "Probe-Tresor-2026"


@pytest.fixture(scope="session")
def lists() -> CodeLists:
    return CodeLists()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))


@pytest.fixture(scope="session")
def office_vault(tmp_path_factory: pytest.TempPathFactory, lists: CodeLists) -> Path:
    folder = tmp_path_factory.mktemp("office") / "vault"
    office = Office("MFD Musterstadt", "Muster-Träger", "DSGVO", "07315")
    moment = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    create_session(folder, PASSPHRASE, office, clock=moment, cost=FLOOR_COST, lists=lists).close()
    return folder


_stretch = functools.cache(slots.stretch)


@pytest.fixture
def session(
    office_vault: Path,
    tmp_path: Path,
    clock: FixedClock,
    lists: CodeLists,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Session]:
    monkeypatch.setattr(slots, "stretch", _stretch)
    shutil.copytree(office_vault, tmp_path / "vault")
    found = open_session(tmp_path / "vault", PASSPHRASE, clock=clock, lists=lists)
    yield found
    found.close()


@pytest.fixture
def another_session(
    office_vault: Path, tmp_path: Path, clock: FixedClock, lists: CodeLists, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Session]]:
    """Return a function that unlocks a further vault of the same office under a name."""
    monkeypatch.setattr(slots, "stretch", _stretch)
    opened: list[Session] = []

    def opening(name: str) -> Session:
        shutil.copytree(office_vault, tmp_path / name)
        opened.append(open_session(tmp_path / name, PASSPHRASE, clock=clock, lists=lists))
        return opened[-1]

    yield opening
    for found in opened:
        found.close()


@pytest.fixture
def new_case(session: Session) -> Callable[..., tuple[RecordId, RecordId]]:
    """Create a client with a case; return both ids."""

    def creating(
        family: str = "Testperson", given: str = "Amal", *, opened: str = "heute", level: str = "", **more: str
    ) -> tuple[RecordId, RecordId]:
        raws = {"family_name": family, "given_name": given, **more}
        saved, case_id = casework.create_client(session, raws, case={"opened": opened, "level": level})
        return saved.record_id, case_id

    return creating


@pytest.fixture
def contact_raws() -> dict[str, str]:
    """The texts of a contact in which nothing is missing."""
    return {
        "day": "23.11.2026",
        "minutes": "30",
        "topics": "T01",
        "channel": "K1",
        "language": "de",
        "interpreting": "M1",
        "result": "X1",
    }


@pytest.fixture
def short_raws(contact_raws: dict[str, str]) -> dict[str, str]:
    """The texts of a Kurzberatung in which nothing is missing."""
    return {**contact_raws, "person_group": "P1"}
