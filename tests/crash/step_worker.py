"""Does one piece of work in a vault while one of its calls to the system fails or is its last, then looks at the rest.

Started once with faults.c loaded; for every line it forks. Input and output are JSON, a line each:
`{"make": ROOT}` makes the vaults to copy; `{"work": NAME, "root": ROOT, "at": N, "how": CODE}` works, lets call N below
ROOT fail (`how`: an errno, -1 is a kill, -2 a write cut off half-way; `at` 0: none) and says what came of it;
`{"check": NAME, "root": ROOT}` says what is there, does the work again if it is not done, and looks once more.
"""

import ctypes
import functools
import json
import os
import random
import shutil
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mfd_desktop.app import (
    attachments,
    backing_up,
    casework,
    colleagues,
    contacting,
    drafts,
    erasing,
    handing_over,
    noticing,
    passphrases,
    procedures,
    recycling,
    resealing,
    restoring,
    taking_over,
)
from mfd_desktop.app.session import Session, create_session, open_session
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import UserError, WrongPassphrase
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Office, Place
from mfd_desktop.vault import journal, slots
from mfd_desktop.vault.attachments import sweep, verify_attachments
from mfd_desktop.vault.backup_format import by_vault, list_states, read_state
from mfd_desktop.vault.backup_proof import verify_state
from mfd_desktop.vault.desk import write_setting
from mfd_desktop.vault.header import read_header
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.verifying import verify

OLD, NEW = "Probe-Tresor-2026", "Neuer-Probe-Tresor"
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
LISTS = CodeLists()
OLDEST = Path(__file__).resolve().parents[1] / "data" / "vault-schema-1"
CONTACT = {
    "day": "heute", "minutes": "30", "topics": "T01", "channel": "K1", "language": "de", "interpreting": "M1",
    "result": "X1", "note": "Vermerk " + "x" * 6000,
}  # fmt: skip
NOTICE = {
    "authority": "BAMF", "kind": "OTHER", "rule": "KLAGE_VWGO_1M", "form": "PZU_EINLEGUNG", "delivered": "16.11.2026",
    "land": "RP",
}  # fmt: skip
FILES = {"vault.json", "cases.db", "cases.db-wal", "counter", "attachments", "schema.sha256"}


def unlock(folder: Path, *typed: str) -> Session:
    """Open with the one of these passphrases that is right; exactly one may be."""
    for passphrase in typed:
        with suppress(WrongPassphrase):
            session = open_session(folder, passphrase, clock=CLOCK, lists=LISTS)
            header = session.vault.header
            right = [one for one in typed if slots.open_with_passphrase(header.slots, header.vault, one)]
            assert right == [passphrase], "one passphrase opens"
            return session
    message = "no passphrase opens"
    raise AssertionError(message)


def make(root: Path) -> None:
    """Make the vault `vault` with its backup, the one of a colleague, her package, and one of the first schema."""
    office = Office("MFD Musterstadt", "Muster-Träger", "DSGVO", "07315")
    session = create_session(root / "vault", OLD, office, clock=CLOCK, cost=FLOOR_COST, lists=LISTS)
    there = create_session(root / "there", OLD, office, clock=CLOCK, cost=FLOOR_COST, lists=LISTS)
    ids: dict[str, str] = {}
    for name in ("Erste", "Zweite"):
        saved, case_id = casework.create_client(session, {"family_name": f"Probe-{name}", "given_name": "A"}, case={})
        contacting.record_contact(session, case_id, CONTACT)
        attached = attachments.add_bytes(session, case_id, f"{name}.txt", b"Inhalt " * 3000)
        ids |= {f"client {name}": saved.record_id, f"case {name}": case_id, f"document {name}": attached}
        raws = {"kind": "first", "position": "Z08", "lodged": "1.7.2026"}
        ids[f"procedure {name}"] = procedures.begin_procedure(session, case_id, raws).record_id
    concerned = (RecordId(ids["procedure Erste"]), RecordId(ids["procedure Zweite"]))
    ids["notice"] = noticing.record_notice(session, RecordId(ids["case Erste"]), concerned, NOTICE).record_id
    ids["bin"] = attachments.remove(
        session, attachments.add_bytes(session, RecordId(ids["case Zweite"]), "Weg.txt", b"y" * 5000)
    )
    backing_up.choose_backup_folder(session, root / "backup")
    backing_up.back_up(session)
    attachments.add_bytes(session, RecordId(ids["case Zweite"]), "Neu.txt", b"z" * 9000)
    for one, other in ((session, there), (there, session)):
        colleagues.write_desk_file(other, root / "desk")
        colleagues.add_colleague(one, colleagues.look_at_desk_file(root / "desk", CLOCK.now()))
    _saved, case_id = casework.create_client(there, {"family_name": "Probe-Dritte", "given_name": "A"}, case={})
    attachments.add_bytes(there, case_id, "Dritte.txt", b"d" * 5000)
    plan = handing_over.Plan(case_id, colleagues.colleagues(there)[0], reason="Probe")
    handing_over.hand_over(there, plan, root / "in.mfdcase")
    (root / "out").mkdir()
    shutil.copytree(OLDEST, root / "old")
    (root / "ids.json").write_text(json.dumps(ids), encoding="ascii")
    session.close()
    there.close()


Ids = dict[str, Any]


def record(session: Session, _root: Path, ids: Ids) -> None:
    contacting.record_contact(session, ids["case Erste"], CONTACT)


def record_notice(session: Session, _root: Path, ids: Ids) -> None:
    raws = {**NOTICE, "delivered": "17.11.2026", "attachment_id": ids["document Erste"]}
    noticing.record_notice(session, ids["case Erste"], (ids["procedure Erste"], ids["procedure Zweite"]), raws)


def change_notice(session: Session, _root: Path, ids: Ids) -> None:
    noticing.change_notice(session, ids["notice"], {"delivered": "19.11.2026"})


def seal_and_lock(session: Session, _root: Path, _ids: Ids) -> None:
    form = drafts.open_form("contact:new", {"note": "Probe" * 2000})
    drafts.seal(session, (form,), Place("case", field="note", cursor=3))
    session.close()


def attach(session: Session, _root: Path, ids: Ids) -> None:
    attachments.add_bytes(session, ids["case Erste"], "Dazu.txt", random.Random(1).randbytes(150_000))


def describe(session: Session, _root: Path, ids: Ids) -> None:
    attachments.save_document(session, ids["document Erste"], {"name": "Anders.txt", "note": "Probe" * 1000})


def delete(session: Session, _root: Path, ids: Ids) -> None:
    attachments.remove(session, ids["document Erste"])


def forget(session: Session, _root: Path, ids: Ids) -> None:
    recycling.forget(session, ids["bin"])


def change_passphrase(session: Session, _root: Path, _ids: Ids) -> None:
    passphrases.change_passphrase(session, OLD, NEW, known_to_others=False)


def new_keys(session: Session, _root: Path, _ids: Ids) -> None:
    passphrases.change_passphrase(session, OLD, NEW, known_to_others=True)
    while resealing.reseal_next(session):
        pass


def back_up(session: Session, root: Path, _ids: Ids) -> None:
    backing_up.back_up_to(session, root / "backup")


def restore(_session: Session, root: Path, _ids: Ids) -> None:
    place = restoring.find_backup(root / "backup")
    restoring.restore_state(restoring.open_state(place, OLD), root / "new", clock=CLOCK)


def erase(session: Session, _root: Path, ids: Ids) -> None:
    holds = erasing.preview_erasure(session, ids["client Zweite"], "request").holds
    erasing.erase(session, ids["client Zweite"], "request", despite=holds)
    erasing.finish_erasing(session)


def hand_over(session: Session, root: Path, ids: Ids) -> None:
    (colleague,) = colleagues.colleagues(session)
    plan = handing_over.Plan(ids["case Erste"], colleague, reason="Probe")
    handing_over.hand_over(session, plan, root / "out" / "case.mfdcase")


def take_over(session: Session, root: Path, _ids: Ids) -> None:
    taking_over.take_over(session, taking_over.look_at_package(session, root / "in.mfdcase"))


def open_and_close(_session: None, root: Path, _ids: Ids) -> None:
    open_session(root / "vault", OLD, clock=CLOCK, lists=LISTS).close()


def migrate(_session: None, root: Path, _ids: Ids) -> None:
    open_session(root / "old", OLD, clock=CLOCK, lists=LISTS).close()


WORKS: dict[str, Callable[[Any, Path, Ids], None]] = {
    work.__name__: work
    for work in (
        record, record_notice, change_notice, seal_and_lock, attach, describe, delete, forget,
        change_passphrase, new_keys, back_up, restore, erase,
        hand_over, take_over, open_and_close, migrate,
    )
}  # fmt: skip
LOCKED = (open_and_close, migrate)


def work_with_fault(name: str, root: Path, at: int, how: int) -> dict[str, object]:
    work, ids = WORKS[name], json.loads((root / "ids.json").read_text(encoding="ascii"))
    session = None if work in LOCKED else open_session(root / "vault", OLD, clock=CLOCK, lists=LISTS)
    outcome = "done"
    FAULTS.faults_arm(os.fsencode(root), at, how)
    try:
        work(session, root, ids)
    except UserError as error:
        outcome = type(error).__name__
    finally:
        seen = FAULTS.faults_disarm()
    if session is not None:
        if not session.vault.closed:  # whatever happened, work goes on in the same program
            with session.vault.write() as db:
                write_setting(db, "went_on", "yes")
        session.close()
    call = ctypes.string_at(FAULTS.faults_name()).decode()
    return {"outcome": outcome, "seen": seen, "hit": bool(FAULTS.faults_hit()), "call": call}


def facts(session: Session) -> list[object]:
    """Return what a person would find, without random ids."""
    with session.vault.read() as db:
        names = sorted(name for (name,) in db.execute("SELECT family_name FROM client"))
        documents = sorted(map(list, db.execute("SELECT name, note, sha256 FROM attachment")))
        counts = [
            db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("contact", "case_file", "bin", "handover", "erasure", "open_form", "client_name",
                          "authority_notice", "authority_notice_procedure", "deadline_reading")
        ]  # fmt: skip
        dates = sorted(map(list, db.execute("SELECT rule, due FROM deadline")))
        steps = sorted(day for (day,) in db.execute("SELECT day FROM procedure_step"))
    return [names, documents, counts, dates, steps]


def look(session: Session) -> list[object]:
    """Prove that an open vault is whole: every page, the log, every document, no file too many or too few."""
    verify(session.vault)
    erasing.finish_erasing(session)
    sweep(session.vault)
    _read, damaged = verify_attachments(session.vault)
    assert damaged == (), "a torn document"
    with session.vault.read() as db:
        assert journal.broken_at(db) is None
        named = {file for (file,) in db.execute("SELECT file FROM attachment UNION SELECT file FROM bin_file")}
    place = session.folder / "attachments"
    files = {path.name.removesuffix(".age") for path in place.iterdir()} if place.is_dir() else set()
    assert files == named, f"too many: {files - named}, missing: {named - files}"
    left = {path.name for path in session.folder.iterdir()} - FILES
    assert not left, f"left behind: {left}"
    return facts(session)


def look_at_backup(root: Path) -> None:
    session = unlock(root / "vault", OLD, NEW)
    try:
        place = restoring.find_backup(root / "backup")
        states = list_states(place)
        assert states
        for state in states:
            verify_state(read_state(place, state, by_vault(session.vault)))
        backing_up.back_up_to(session, root / "backup")
    finally:
        session.close()
    assert not list((root / "backup").rglob("*.part")), "left behind in the backup"


def look_at_package(root: Path) -> bool:
    """Return whether there is a package; then it is whole."""
    path = root / "out" / "case.mfdcase"
    if not path.exists():
        return False
    there = unlock(root / "there", OLD)
    try:
        taking_over.look_at_package(there, path)
    finally:
        there.close()
    return True


def state(name: str, root: Path) -> list[object]:
    """Return what is there now; ``session`` and everything else are proved on the way."""
    session = unlock(root / ("old" if name == "migrate" else "vault"), OLD, NEW)
    try:
        found = look(session)
        found.append(session.vault.header.generation > 1)
    finally:
        session.close()
    if name == "hand_over":
        found.append(look_at_package(root))
    if name == "restore":
        if (there := (root / "new").exists()) is True:
            restored = unlock(root / "new", OLD)
            found.append(look(restored))
            restored.close()
        found.append(there)
    return found


def check(name: str, root: Path) -> dict[str, object]:
    if name == "back_up":
        look_at_backup(root)
    found = state(name, root)
    return {"found": found}


def again(name: str, root: Path) -> dict[str, object]:
    """Do the work once more, without a fault, and look."""
    ids = json.loads((root / "ids.json").read_text(encoding="ascii"))
    session = None if WORKS[name] in LOCKED else unlock(root / "vault", OLD, NEW)
    WORKS[name](session, root, ids)
    if session is not None:
        session.close()
    return check(name, root)


def answer(line: str) -> dict[str, object]:
    wanted = json.loads(line)
    root = Path(wanted["root"])
    if "make" in wanted:
        make(root)
        return {}
    if "work" in wanted:
        return work_with_fault(wanted["work"], root, wanted["at"], wanted["how"])
    return again(wanted["again"], root) if "again" in wanted else check(wanted["check"], root)


def derive_keys(root: Path) -> None:
    """Derive the keys of the copied vaults here, for all children to come."""
    for name in ("vault", "there", "old"):
        with suppress(UserError):
            header, _mac = read_header(root / name)
            for slot in header.slots[:1]:
                slots.stretch(OLD, bytes.fromhex(slot.salt), slot.cost)


def main() -> None:
    # Deriving the same key a thousand times proves nothing; the keys of the first fork are kept for the others.
    slots.stretch = functools.cache(slots.stretch)
    passphrases.calibrated_cost = lambda memory_kib: FLOOR_COST
    for line in sys.stdin:
        derive_keys(Path(json.loads(line)["root"]))
        child = os.fork()
        if child == 0:
            try:
                told = answer(line)
            except BaseException:  # noqa: BLE001 - told to the test, whatever it is
                told = {"bug": traceback.format_exc()}
            os.write(1, (json.dumps(told) + "\n").encode())
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            os.write(1, (json.dumps({"killed": os.WTERMSIG(status)}) + "\n").encode())


if __name__ == "__main__":
    FAULTS = ctypes.CDLL(None)
    FAULTS.faults_disarm.restype = ctypes.c_long
    FAULTS.faults_name.restype = ctypes.c_void_p
    FAULTS.faults_arm.argtypes = (ctypes.c_char_p, ctypes.c_long, ctypes.c_int)
    main()
