"""An unlocked vault with an office, at a fixed time, and short ways to a client and a contact."""

import functools
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import Connection

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


_FIXED: dict[str, object] = {
    "state": "valid", "raw": '{"note": "CANARY"}', "source_version": 1, "form": "F2", "level": "CASE_MANAGEMENT",
    "release.form": "oral", "form_record.form": "S01", "contact_topic.position": 1, "contact.day": "2026-10-01",
    "contact.minutes": 30, "case_file.opened": "2026-01-02", "case_file.closed": "2026-02-03", "form_version": 1,
    "direction": "in", "purpose": "handover", "release.purpose": "Z1", "content": '{"note": "CANARY"}',
    "fields": '{"note": "CANARY"}', "origin": '{"note": "CANARY"}', "media": "application/pdf",
    "search_entry.rowid": 7_000_001, "deadline.kind": "loss", "warnings": "7 3",
}  # fmt: skip
"""What a column needs where a text that says its own name will not do."""
_MOMENTS = frozenset({"created", "changed", "frozen", "deleted"})
_DAYS = frozenset({
    "birth_date", "entry_date", "day", "due", "done", "since", "expires", "ended", "until", "given", "paper",
    "valid_until", "withdrawn", "begun", "finished", "sent_day", "posted", "received", "effective", "safe_due",
    "trigger_day", "lodged", "registered", "examination_started", "began", "keep_from", "asked",
    "delivered", "instructed", "withdrawal_started", "expired_for_sure", "extended", "renewed",
})  # fmt: skip


class WholePerson:
    """A person with one row in every table that hangs on one, each text in it a canary of its own."""

    def __init__(self, session: Session, client_id: RecordId, case_id: RecordId) -> None:
        self.session, self.client_id, self.case_id = session, client_id, case_id
        self.ids = {"client": str(client_id), "case_file": str(case_id)}

    def fill(self) -> "WholePerson":
        """Fill every table that hangs on the person and has no row of the person yet; change texts of those it has."""
        from mfd_desktop.vault import holdings

        with self.session.vault.write() as db:
            pointing = holdings.children(db)
            waiting, left = ["client"], ["client"]
            while waiting:
                for child, _column in pointing.get(waiting.pop(0), ()):
                    if child not in left:
                        left.append(child)
                        waiting.append(child)
            self.tables = frozenset(left)
            while left:
                # A row comes after those it points to.
                table = next(name for name in left if not self._parents(db, name) & set(left) - {name})
                self._one(db, table)
                left.remove(table)
        return self

    def _parents(self, db: Connection, table: str) -> set[str]:
        return {row[2] for row in db.execute(f"PRAGMA foreign_key_list({table})")}

    def _one(self, db: Connection, table: str) -> None:
        columns = db.execute(f"PRAGMA table_info({table})").fetchall()
        links = {row[3]: row[2] for row in db.execute(f"PRAGMA foreign_key_list({table})")}
        row = {name: self._value(table, name, kind, links) for _n, name, kind, *_rest in columns}
        if table in self.ids:
            row = {
                name: value for name, value in row.items() if isinstance(value, str) and name not in ("id", "number")
            }
            row = {name: value for name, value in row.items() if "CANARY" in str(value)}
            sets = ", ".join(f"{name} = ?" for name in row)
            db.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*row.values(), self.ids[table]))
            return
        if "rowid" in row and table == "search_entry":
            row["record_id"] = secrets.token_hex(16)
        marks = ", ".join("?" * len(row))
        db.execute(f"INSERT OR REPLACE INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
        if "id" in row and isinstance(row["id"], str):
            self.ids[table] = row["id"]

    def _value(self, table: str, name: str, kind: str, links: dict[str, str]) -> object:
        if name in links:
            return self.ids.get(links[name])
        if name == "id":
            return secrets.token_hex(16) if kind == "TEXT" else 7_000_001
        fixed = _FIXED.get(f"{table}.{name}", _FIXED.get(name))
        if fixed is not None:
            return str(fixed).replace("CANARY", canary(table, name)) if isinstance(fixed, str) else fixed
        if name in _MOMENTS:
            return "2026-10-01T08:00:00+00:00"
        if name in _DAYS:
            return "2026-10-02"
        if kind == "BLOB":
            return secrets.token_bytes(16)
        return 1 if kind in ("INTEGER", "REAL") else canary(table, name)


def canary(table: str, column: str) -> str:
    """Return the text that stands in this column of a ``WholePerson``."""
    return f"CANARY-{table}-{column}-ywqx"


@pytest.fixture
def whole_person(session: Session, new_case: Callable[..., tuple[RecordId, RecordId]]) -> WholePerson:
    """A person with one row in every table that hangs on one."""
    return WholePerson(session, *new_case("Kanarienvogel", "Zitronella")).fill()


_HEAD = """
id = "probe"
title = "Probe"
state_of_law = 2026-08-19
"""
_RULE = """
[[rules]]
id = "{id}"
version = {version}
title = "{title}"
kind = "loss"
regime = "-"
triggers = ["@notice"]
legal_basis = "§ 1"
cites = []
source = "erfunden"
checked = 2026-11-28
confidence = "high"
review = "ok"
place = "court"
"""
_RULES = (
    ("PROBE_2W", "Probefrist", {"shift": "true", "length": '{ n = 2, unit = "weeks" }', "warnings": "[7, 2]",
                                "tasks": '["Probe beraten"]', "letters": '["G02", "G99"]'}),
    ("PROBE_GRUENDE_1M", "Probegründe", {"shift": "true", "length": '{ n = 1, unit = "months" }'}),
    ("PROBE_AUSREISE_1W", "Probeausreise", {"triggers": '["ENDE_KLAGEFRIST"]', "length": '{ n = 1, unit = "weeks" }'}),
    ("PROBE_NEU", "Probe, neues Recht", {"regime": '"NEU"', "cut_off": '"procedure"',
                                         "length": '{ n = 1, unit = "weeks" }'}),
    ("PROBE_ALT", "Probe, altes Recht", {"regime": '"ALT"', "cut_off": '"procedure"', "counterpart": '"PROBE_NEU"',
                                         "length": '{ n = 2, unit = "weeks" }'}),
    ("PROBE_AMT_3M", "Probe, Amt", {"kind": '"authority"', "length": '{ n = 3, unit = "months" }'}),
    ("PROBE_BIS", "Probe, gesetzter Tag", {"triggers": '["FRISTSETZUNG_BIS"]', "length": '{ n = 0, unit = "days" }'}),
    ("PROBE_GEBURT", "Probe, Geburt", {"triggers": '["GEBURT"]', "length": '{ n = 1, unit = "weeks" }'}),
)  # fmt: skip


def _rule(rule_id: str, title: str, more: dict[str, str], version: int) -> str:
    lines = _RULE.format(id=rule_id, title=title, version=version).splitlines()
    kept = [line for line in lines if line.partition(" = ")[0] not in more]
    return "\n".join((*kept, *(f"{name} = {value}" for name, value in more.items()))) + "\n"


@pytest.fixture
def write_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return a function that lets the program use invented rules, the first of them in this version."""
    from mfd_desktop.app import rulebook
    from mfd_desktop.law.library import RuleBook

    shipped = Path(__file__).resolve().parents[2] / "resources" / "law"
    folder = tmp_path / "resources" / "law"
    (folder / "rules").mkdir(parents=True)
    for name in ("triggers.toml", "notice_forms.toml", "cut_offs.toml"):
        (folder / name).write_bytes((shipped / name).read_bytes())

    def writing(version: int) -> None:
        rules = (_rule(*rule, version if place == 0 else 1) for place, rule in enumerate(_RULES))
        (folder / "rules" / "probe.toml").write_text(_HEAD + "".join(rules), encoding="utf-8")
        found = RuleBook.load(tmp_path / "resources")
        assert found.problems == ()
        monkeypatch.setattr(rulebook, "_shipped", lambda: found)

    return writing
