"""A word of its own in every free-text field of the vault: none comes out with a contribution, not even decrypted."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.app.aggregating import acknowledge, aggregate
from mfd_desktop.app.contributing import submit
from mfd_desktop.app.delivering import deliver_outbox
from mfd_desktop.app.demo_desk import MOMENT, demo_desks, make_desk
from mfd_desktop.app.network import create_network, join_network, look_at_network
from mfd_desktop.app.network_desks import approve, known_desks, read_members
from mfd_desktop.app.network_trust import coordinator_keys
from mfd_desktop.app.periods import frozen
from mfd_desktop.app.session import Session, create_session
from mfd_desktop.app.state_files import state_bytes
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Office
from mfd_desktop.exchange import envelope
from mfd_desktop.vault.keys import FLOOR_COST

CANARY = "Kanarienvogel"
FEWEST = 50
NOT_OF_CLIENTS = {
    "vault_state", "setting", "number_series", "import_batch", "frozen_period", "frozen_person", "exchange_identity",
    "network", "network_folder", "network_desk", "outbox", "seen_contribution", "client_name", "client_number",
    "search_entry",
}  # fmt: skip
ON_THE_CARD = {"office": {"name", "carrier", "desk", "fte", "district"}}
CODES_AND_DAYS = {
    "state", "source", "created", "changed", "birth_date", "gender", "interpreter", "district", "entry_date", "kind",
    "code", "since", "expires", "number", "opened", "closed", "outcome", "access_way", "level", "day", "form",
    "channel", "language", "interpreting", "result", "person_group", "subtopic", "due", "done", "until", "start",
    "stage", "lodged", "registered", "examination_started", "began", "ended", "target", "regime", "given",
    "valid_until", "withdrawn", "paper", "frozen", "sent_day", "finished", "begun", "notice_form", "posted", "received",
    "effective", "safe_due", "trigger_day", "sha256", "key", "heard", "warm",
}  # fmt: skip


FIXED = {"handover.direction": "out", "handover.purpose": "handover"}
"""Columns that take nothing but these words."""


def is_free(table: str, column: str) -> bool:
    closed = CODES_AND_DAYS | ON_THE_CARD.get(table, set())
    closed = closed | {name.partition(".")[2] for name in FIXED if name.startswith(f"{table}.")}
    return column not in closed and column != "id" and not column.endswith("_id")


def fill_empty(db: Any, table: str) -> None:
    """Put a row into an empty table; its records belong to the first ones there are, which are made where needed."""
    if db.execute(f"SELECT count(*) FROM {table}").fetchone() != (0,):
        return
    references = {row[3]: row[2] for row in db.execute(f"PRAGMA foreign_key_list({table})")}
    values: dict[str, object] = {}
    for _place, name, kind, _required, _default, _key in db.execute(f"PRAGMA table_info({table})").fetchall():
        if name in references:
            fill_empty(db, references[name])
            values[name] = db.execute(f"SELECT id FROM {references[name]}").fetchone()[0]
        elif f"{table}.{name}" in FIXED:
            values[name] = FIXED[f"{table}.{name}"]
        elif name == "id":
            values[name] = "0" * 32 if kind == "TEXT" else 1
        elif kind == "BLOB":
            values[name] = CANARY.encode()
        elif name in ("raw", "fields"):
            values[name] = "{}"
        else:
            values[name] = {"TEXT": "valid" if name == "state" else "2026-08-01", "INTEGER": 1}[kind]
    marks = ", ".join("?" * len(values))
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def place_canaries(session: Session) -> set[str]:
    """Overwrite every free text of the vault with a word of its own; return the columns."""
    placed = set()
    with session.vault.write() as db:
        db.execute("PRAGMA recursive_triggers = OFF")
        names = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rootpage")
        ]
        for table in names:
            if table in NOT_OF_CLIENTS or table.startswith(("sqlite_", "search_")):
                continue
            columns = db.execute(f"PRAGMA table_info({table})").fetchall()
            fill_empty(db, table)
            for _place, column, kind, _required, _default, key in columns:
                if kind == "TEXT" and not key and is_free(table, column):
                    word = f"{CANARY}-{table}-{column}"
                    text = f'{{"note": "{word}"}}' if column in ("raw", "fields") else word
                    db.execute(f"UPDATE {table} SET {column} = ?", (text,))
                    placed.add(f"{table}.{column}")
    return placed


def everything(content: bytes) -> Iterator[bytes]:
    """Yield a file and, if it is a package, what is in it."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield archive.read(name)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Session]:
    session = make_desk(tmp_path / "desk", demo_desks()[0].reduced(0.1), FixedClock(MOMENT))
    yield session
    session.close()


@pytest.fixture
def coordinator(tmp_path: Path) -> Iterator[Session]:
    office = Office("Koordination", "Verband", "DSGVO", "07315")
    session = create_session(tmp_path / "co", "Probe-Tresor-2026", office, clock=FixedClock(MOMENT), cost=FLOOR_COST)
    yield session
    session.close()


def test_no_free_text_of_the_vault_leaves_it(desk: Session, coordinator: Session, tmp_path: Path) -> None:
    folder, period = tmp_path / "shared", Period(2026, "H", 1)
    folder.mkdir()
    placed = place_canaries(desk)
    assert len(placed) >= FEWEST
    assert {"client.note", "contact.note", "follow_up.text", "appointment.title", "letter.fields", "form_answer.value",
            "household.name", "release.recipient", "recipient.note", "activity.partner", "office.counsellor",
            "open_form.fields", "client.raw", "referral.note"} <= placed  # fmt: skip
    create_network(coordinator, folder, "Verbund", "Koordination")
    join_network(desk, look_at_network(folder))
    submit(desk, period)
    submit(desk, Period(2026, "Q", 3))
    for known in known_desks(read_members(coordinator)):
        approve(coordinator, known.desk)
    deliver_outbox(coordinator)
    found = aggregate(coordinator, None, period)
    acknowledge(coordinator, found)
    (report,) = found.reports
    assert report.sequence == 1
    assert found.tables.tables, "the figures went out"

    files = [path for path in folder.rglob("*") if path.is_file()]
    contents = [path.read_bytes() for path in files] + [str(path).encode() for path in files]
    keys = coordinator_keys(coordinator)[1]
    opened = [
        envelope.open_payload(envelope.read_contribution(path.read_bytes()).body, keys)
        for path in files
        if "contributions" in path.parts
    ]
    assert len(opened) == 2
    assert all(b'"headline"' in payload for payload in opened)
    released = frozen(desk, period)
    assert released is not None
    contents += [*opened, released.protected.encode(), released.exact.encode()]
    contents += [state_bytes(coordinator, found, ending) for ending in ("xlsx", "csv", "json")]
    for content in contents:
        for part in everything(content):
            assert CANARY.encode() not in part
            assert CANARY.encode("utf-16-le") not in part


def test_the_canaries_are_there_to_be_found(desk: Session) -> None:
    placed = place_canaries(desk)
    with desk.vault.read() as db:
        for name in placed:
            table, column = name.split(".")
            assert CANARY in db.execute(f"SELECT {column} FROM {table}").fetchone()[0], name
