"""Works in a vault until it is killed; started once, it forks a fresh worker for every command line it reads.

Input: what to do (`work`, `lock`, `keys`, `backup`, `restore`, `erase`, `hand`, `migrate`), FOLDER and SEED; or `rest
FOLDER COUNT` (so many commits, then wait).
Output, one line each: `pid N`, what the worker has been told is saved (see `Worker`), and `dead` when it is gone.
"""

import functools
import hashlib
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from mfd_desktop.app import (
    agenda,
    attachments,
    backing_up,
    casework,
    colleagues,
    contacting,
    drafts,
    erasing,
    handing_over,
    passphrases,
    resealing,
    restoring,
)
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Level, Place
from mfd_desktop.vault import header, search, slots  # noqa: F401 - everything is loaded before the first fork
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.store import Vault

PASSPHRASE = "Probe-Tresor-2026"
LISTS = CodeLists()
CONTACT = {
    "day": "heute",
    "minutes": "30",
    "topics": "T01",
    "channel": "K1",
    "language": "de",
    "interpreting": "M1",
    "result": "X1",
}


def say(*words: object) -> None:
    """Acknowledge: written at once, so that the kill cannot take it back."""
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


class Worker:
    """Does what a counsellor does and acknowledges each intention after it has returned."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.seed, self.random = seed, random.Random(seed)
        self.session = Session(Vault.open(folder, PASSPHRASE, clock=SystemClock()), SystemClock(), LISTS)
        self.cases: list[tuple[RecordId, RecordId]] = []
        self.typed = 0
        self.sealed = 0
        self.since = 0.0

    def client(self) -> None:
        raws = {"family_name": f"Probe-{self.random.randrange(10**6)}", "given_name": "Amal", "birth_date": "1.2.1990"}
        saved, case_id = casework.create_client(self.session, raws, case={})
        self.cases.append((saved.record_id, case_id))
        say("client", saved.record_id, case_id, raws["family_name"])

    def contact(self) -> None:
        case_id = self.random.choice(self.cases)[1]
        note = f"Vermerk {self.random.randrange(10**9)} " + "x" * self.random.randrange(3000)
        saved = contacting.record_contact(self.session, case_id, {**CONTACT, "note": note})
        say("contact", saved.record_id, note.split()[1])

    def short_contact(self) -> None:
        saved = contacting.record_short_contact(self.session, {**CONTACT, "person_group": "P1"})
        say("contact", saved.record_id, "")

    def appointment(self) -> None:
        case_id = self.random.choice(self.cases)[1]
        raws = {"day": "morgen", "start": "9:30", "title": "Termin", "repeat": "weekly", "until": "+40"}
        saved = agenda.record_appointment(self.session, case_id, raws)
        say("appointment", saved.record_id)

    def change(self) -> None:
        client_id = self.random.choice(self.cases)[0]
        town = f"Ort-{self.random.randrange(10**6)}"
        casework.save_client(self.session, client_id, {"town": town})
        say("town", client_id, town)

    def level(self) -> None:
        case_id = self.random.choice(self.cases)[1]
        level = self.random.choice(list(Level))
        casework.set_level(self.session, case_id, level, SystemClock().today())
        say("level", case_id, level.value)

    def attach(self) -> None:
        case_id = self.random.choice(self.cases)[1]
        content = self.random.randbytes(self.random.randrange(1, 400_000))
        attachment_id = attachments.add_bytes(self.session, case_id, "probe.bin", content)
        say("attachment", attachment_id, hashlib.sha256(content).hexdigest())

    def type_keys(self) -> None:
        """Type into a form that is not saved; it is sealed soon after the first key that is not."""
        if self.typed == self.sealed:
            self.since = time.monotonic()
        self.typed += 1
        say("key", self.typed, time.monotonic())
        if time.monotonic() - self.since > 0.02:
            text = "".join(f"{key}," for key in range(1, self.typed + 1))
            form = drafts.open_form("contact:new", {"note": text})
            drafts.seal(self.session, (form,), Place("case", field="note", cursor=len(text)))
            self.sealed = self.typed
            say("sealed", self.sealed)

    def work(self) -> NoReturn:
        self.client()
        while True:
            for _ in range(5):
                self.type_keys()
            self.random.choice(
                (
                    self.client,
                    self.contact,
                    self.contact,
                    self.short_contact,
                    self.appointment,
                    self.change,
                    self.level,
                    self.attach,
                    self.attach,
                )
            )()

    def lock(self) -> NoReturn:
        """Type, lock as the program does (seal, close), unlock, again and again."""
        self.client()
        while True:
            self.contact()
            self.typed += 1
            say("key", self.typed, time.monotonic())
            text = "".join(f"{key}," for key in range(1, self.typed + 1))
            form = drafts.open_form("contact:new", {"note": text})
            drafts.seal(self.session, (form,), Place("case", field="note", cursor=len(text)))
            say("sealed", self.typed)
            self.session.close()
            say("closed")
            self.session = open_session(self.session.folder, PASSPHRASE, clock=SystemClock(), lists=LISTS)

    def keys(self) -> NoReturn:
        """Change the passphrase, every second time with new keys for the whole vault; it happens to stay the same."""
        self.client()
        while True:
            self.contact()
            attachments.add_bytes(self.session, self.cases[0][1], "probe.txt", self.random.randbytes(5000))
            others = self.random.random() < 0.5
            passphrases.change_passphrase(self.session, PASSPHRASE, PASSPHRASE, known_to_others=others)
            say("generation", self.session.vault.header.generation)
            while others and resealing.reseal_next(self.session):
                pass

    def backup(self) -> NoReturn:
        """Work and back up, again and again."""
        self.client()
        while True:
            self.contact()
            self.attach()
            made = backing_up.back_up_to(self.session, beside(self.session.folder, "backup"))
            say("backup", made.state.name, len(self.cases))

    def restore(self) -> NoReturn:
        """Restore the newest state into one new vault after the other."""
        place = restoring.find_backup(self.session.folder.with_name("place"))
        number = 0
        while True:
            target = beside(self.session.folder, f"new-{self.seed}-{number}")
            restoring.restore_state(restoring.open_state(place, PASSPHRASE), target, clock=SystemClock())
            say("restored", target.name)
            number += 1

    def erase(self) -> NoReturn:
        """Record people with documents and erase every second one."""
        while True:
            self.client()
            self.attach()
            self.client()
            self.attach()
            client_id = self.cases.pop()[0]
            holds = erasing.preview_erasure(self.session, client_id, "request").holds
            say("erasing", client_id)
            erasing.erase(self.session, client_id, "request", despite=holds)
            say("erased", client_id)
            erasing.finish_erasing(self.session)
            say("gone", client_id)

    def hand(self) -> NoReturn:
        """Hand one case after the other to the colleague the vault knows."""
        (colleague,) = colleagues.colleagues(self.session)
        number = 0
        while True:
            self.client()
            case_id = self.cases[-1][1]
            self.cases = self.cases[-1:]
            self.contact()
            self.attach()
            path = beside(self.session.folder, f"out-{self.seed}-{number}.mfdcase")
            plan = handing_over.Plan(case_id, colleague, reason="Probe")
            handing_over.hand_over(self.session, plan, path)
            say("handed", path.name, case_id)
            number += 1


def beside(folder: Path, name: str) -> Path:
    return folder.with_name(f"{folder.name}-{name}")


def migrate(folder: Path, seed: int) -> NoReturn:
    """Open one copy of a vault of an early schema after the other."""
    number = 0
    while True:
        copy = Path(shutil.copytree(folder, beside(folder, f"{seed}-{number}")))
        say("copied", copy.name)
        open_session(copy, PASSPHRASE, clock=SystemClock(), lists=LISTS).close()
        say("migrated", copy.name)
        number += 1


def run(command: str, folder: str, number: str) -> NoReturn:
    if command == "migrate":
        migrate(Path(folder), int(number))
    worker = Worker(Path(folder), int(number))
    say("open")
    if command != "rest":
        getattr(worker, command)()
    while worker.session.vault.commits < int(number):
        worker.client()
    say("ready", worker.session.vault.commits)
    while True:
        signal.pause()


def main() -> None:
    # Deriving the same key a thousand times proves nothing about crashes; the first one is kept.
    slots.stretch = functools.cache(slots.stretch)
    passphrases.calibrated_cost = lambda memory_kib: FLOOR_COST
    for line in sys.stdin:
        command, folder, number = line.split(" ")
        path, _mac = header.read_header(Path(folder))
        slots.stretch(PASSPHRASE, bytes.fromhex(path.slots[0].salt), path.slots[0].cost)
        child = os.fork()
        if child == 0:
            run(command, folder, number)
        say("pid", child)
        _pid, status = os.waitpid(child, 0)
        say("dead", status)


if __name__ == "__main__":
    main()
