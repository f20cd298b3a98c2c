"""Figures of backups: what one writes, how long a large vault takes to come back, how long work waits meanwhile."""

import hashlib
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.app.backing_up import back_up, choose_backup_folder
from mfd_desktop.app.benchmark import PASSPHRASE, make_vault
from mfd_desktop.app.restoring import find_backup, open_state, restore_state
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.domain.clock import FixedClock, SystemClock
from mfd_desktop.domain.records import Level
from mfd_desktop.vault.cases import add_case
from mfd_desktop.vault.clients import add_client
from mfd_desktop.vault.desk import write_setting
from mfd_desktop.vault.records import Origin, Table, insert, new_id
from mfd_desktop.vault.store import Vault

DOCUMENT = 2_000_000
Figures = Callable[..., None]


def put_documents(vault: Vault, sizes: list[int]) -> None:
    """Put sealed files of these sizes into an open vault, all of one case."""
    origin = Origin(vault.clock.now(), "test")
    (vault.folder / "attachments").mkdir(exist_ok=True)
    with vault.write() as db:
        client_id = add_client(db, origin, {"family_name": "Probe", "given_name": "Amal"})
        case_id = add_case(db, origin, client_id, date(2026, 11, 2), Level.ACCOMPANIMENT)
        for size in sizes:
            content, file = secrets.token_bytes(size), new_id()
            (vault.folder / "attachments" / f"{file}.age").write_bytes(content)
            values = {
                "case_id": case_id, "name": "x.pdf", "media": "application/pdf", "size": size, "sha256": "0" * 64,
                "file": file, "identity": "AGE", "sealed_size": size,
                "sealed_sha256": hashlib.sha256(content).hexdigest(), "note": "",
            }  # fmt: skip
            insert(db, Table("attachment", tuple(values)), origin, values, {})


@pytest.fixture
def roomy(tmp_path: Path) -> Iterator[Path]:
    """A folder that is emptied after the test, because gigabytes lie in it."""
    yield tmp_path
    for path in tmp_path.iterdir():
        shutil.rmtree(path, ignore_errors=True)


@pytest.mark.proof
def test_a_backup_after_one_new_document_writes_little_more_than_it_must(
    session: Session, tmp_path: Path, record_figures: Figures, proven: Figures
) -> None:
    put_documents(session.vault, [300_000] * 5)
    folder = choose_backup_folder(session, tmp_path / "backup")
    back_up(session)
    put_documents(session.vault, [DOCUMENT])
    made = back_up(session)
    assert made is not None
    database = (folder / "states" / made.state.name / "cases.db").stat().st_size
    factor = made.written / (database + DOCUMENT)
    assert factor <= 1.1
    record_figures("backup after one new document", written=made.written, database=database, factor=round(factor, 4))
    proven(
        "a backup after one new document of 2 MB writes at most 1.1 × (database + document)", 1, 0, f"{factor:.4f} ×"
    )


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_a_large_vault_comes_back_byte_equal_in_a_minute(
    session: Session, roomy: Path, clock: FixedClock, full_counts: bool, record_figures: Figures, proven: Figures
) -> None:
    count, size = (2000, 2**31 // 2000) if full_counts else (40, 20_000)
    put_documents(session.vault, [size] * count)
    folder = choose_backup_folder(session, roomy / "backup")
    begin = time.perf_counter()
    back_up(session)
    backing_up = time.perf_counter() - begin
    opened = open_state(find_backup(folder), "Probe-Tresor-2026")
    begin = time.perf_counter()
    found = restore_state(opened, roomy / "new", clock=clock)
    seconds = time.perf_counter() - begin
    assert found is not None
    assert (found.missing, found.damaged, found.counts["attachments"]) == ((), (), count)
    for path in (session.folder / "attachments").iterdir():
        assert (roomy / "new" / "attachments" / path.name).read_bytes() == path.read_bytes()
    assert seconds <= 60
    record_figures(
        "restore of a large vault", bytes=count * size, documents=count, seconds=round(seconds, 1),
        backup_seconds=round(backing_up, 1),
    )  # fmt: skip
    proven("2 GB in 2,000 documents come back byte-equal within 60 s", 1, 0, f"{seconds:.1f} s")


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_work_hardly_waits_while_a_backup_runs(roomy: Path, full_counts: bool, record_figures: Figures) -> None:
    clients, contacts = (10_000, 100_000) if full_counts else (100, 300)
    make_vault(roomy / "vault", clock=SystemClock(), clients=clients, contacts=contacts)
    session = open_session(roomy / "vault", PASSPHRASE, clock=SystemClock())
    choose_backup_folder(session, roomy / "backup")
    running = threading.Thread(target=back_up, args=(session,))
    waits = []
    running.start()
    while running.is_alive():
        begin = time.perf_counter()
        with session.vault.write() as db:
            write_setting(db, "probe", str(len(waits)))
        waits.append(time.perf_counter() - begin)
        time.sleep(0.005)
    running.join()
    session.close()
    assert len(waits) > 3
    assert max(waits) <= (0.2 if full_counts else 2)
    record_figures(
        "saving while a backup runs", clients=clients, contacts=contacts, saved=len(waits),
        longest_ms=round(1000 * max(waits), 1), median_ms=round(1000 * sorted(waits)[len(waits) // 2], 2),
    )  # fmt: skip
