"""Submitted periods never change, files of them say so, and no file tells a name."""

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest

from mfd_desktop.app import period_files, periods
from mfd_desktop.app.period_view import view
from mfd_desktop.app.sample_data import fill
from mfd_desktop.app.session import Session
from mfd_desktop.app.settings import read_office, save_office
from mfd_desktop.app.wording import sentence
from mfd_desktop.domain.errors import PeriodClosed, StorageError, UnknownEnding
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Topic
from mfd_desktop.vault import bulk
from mfd_desktop.vault.database import dbapi2

QUARTER, HALF, YEAR = Period(2026, "Q", 3), Period(2026, "H", 2), Period(2026)
NOW, LATER = "2026-10-05T08:00:00+00:00", "2026-10-20T08:00:00+00:00"
CANARY = "Kanarienvogel-7Q"


@pytest.fixture
def full(session: Session) -> Session:
    fill(session, clients=120, contacts=1200, seed=11)
    return session


def submit(session: Session, period: Period, reason: str = "", sequence: int = 1) -> periods.Prepared:
    prepared = periods.prepare(session, period)
    with session.vault.write() as db:
        periods.freeze(db, prepared, now=session.clock.now(), sequence=sequence, digest="ab" * 32, reason=reason)
    return prepared


def add_persons(session: Session, count: int, period: Period) -> None:
    """Let some persons come into a period late."""
    origin = session.origin("late")
    people = [bulk.NewPerson({"family_name": f"Spät {number}", "gender": "w"}, period.first) for number in range(count)]
    with session.vault.write() as db:
        cases = [case_id for _client, case_id in bulk.add_people(db, origin, people)]
        contacts = [
            bulk.NewContact(
                {"form": "F2", "case_id": case_id, "day": period.last, "minutes": 15, "channel": "K1", "language": "de",
                 "interpreting": "M1", "result": "X1"},
                (Topic("T01"),),
            )
            for case_id in cases
        ]  # fmt: skip
        bulk.add_contacts(db, origin, contacts)


def test_a_submitted_period_is_stored_and_never_computed_again(full: Session) -> None:
    before = {
        (ending, intern): period_files.period_book(full, QUARTER, intern=intern)
        for ending in period_files.ENDINGS
        for intern in (True, False)
    }
    prepared = submit(full, QUARTER)
    stored = periods.frozen(full, QUARTER)
    assert stored is not None
    assert (stored.exact, stored.protected) == (prepared.exact.to_json(), prepared.protected.to_json())
    assert (stored.sequence, stored.hash, stored.revision, stored.table_set) == (1, "ab" * 32, 0, "table_set-1")
    assert stored.persons == prepared.persons != frozenset()
    add_persons(full, 7, QUARTER)
    with full.vault.write() as db:
        db.execute("DELETE FROM contact WHERE rowid % 3 = 0")
    for (_ending, intern), book in before.items():
        after = period_files.period_book(full, QUARTER, intern=intern)
        assert (after.headline, after.sheets) == (book.headline, book.sheets)
        assert "Stand der Meldung" in after.notes[1]
        assert "Vorläufig" in book.notes[1]
    assert periods.frozen(full, QUARTER) == stored
    assert periods.count(full, QUARTER).headline != prepared.exact.headline


def test_the_vault_itself_refuses_to_change_a_frozen_period(full: Session) -> None:
    submit(full, QUARTER)
    with pytest.raises(dbapi2.IntegrityError, match="never changes"), full.vault.write() as db:
        db.execute("UPDATE frozen_period SET exact = '{}'")


def test_a_revision_needs_ten_persons_and_a_reason_and_comes_once(full: Session) -> None:
    submit(full, QUARTER)
    add_persons(full, 9, QUARTER)
    assert periods.prepare(full, QUARTER).refused == "few_changed"
    with pytest.raises(PeriodClosed) as refused:
        submit(full, QUARTER, "Nachmeldung")
    assert "weniger als zehn Personen" in sentence(refused.value)
    add_persons(full, 1, QUARTER)
    prepared = periods.prepare(full, QUARTER)
    assert (prepared.refused, prepared.revision) == (None, 1)
    assert prepared.submitted is not None
    with pytest.raises(PeriodClosed) as refused:
        submit(full, QUARTER, "   ")
    assert "braucht einen Grund" in sentence(refused.value)
    assert len(periods.frozen_periods(full)) == 1
    submit(full, QUARTER, " Zehn Personen nachgetragen ", 2)
    newest = periods.frozen(full, QUARTER)
    assert newest is not None
    assert (newest.revision, newest.reason, newest.sequence) == (1, "Zehn Personen nachgetragen", 2)
    assert "Stand der Berichtigung" in period_files.period_book(full, QUARTER, intern=False).notes[1]
    add_persons(full, 30, QUARTER)
    assert periods.prepare(full, QUARTER).refused == "revised"
    with pytest.raises(PeriodClosed) as refused:
        submit(full, QUARTER, "Noch einmal")
    assert "schon einmal berichtigt" in sentence(refused.value)
    assert [found.revision for found in periods.frozen_periods(full)] == [0, 1]


def test_person_tables_wait_where_an_earlier_release_is_too_close(full: Session) -> None:
    submit(full, Period(2026, "Q", 4))
    near = periods.prepare(full, HALF)
    far = len(near.persons ^ periods.prepare(full, Period(2026, "Q", 4)).persons)
    assert far >= 10
    assert near.close_to == ()
    with full.vault.write() as db:
        db.execute("DELETE FROM contact WHERE day BETWEEN '2026-07-01' AND '2026-09-30'")
    add_persons(full, 3, QUARTER)
    prepared = periods.prepare(full, HALF)
    assert prepared.close_to == (Period(2026, "Q", 4),)
    assert prepared.protected.withheld["T-PER-1"] == "differencing"
    assert "T-PER-1" not in prepared.payload["tables"]  # type: ignore[operator]
    assert "T-KON-1" in prepared.payload["tables"]  # type: ignore[operator]
    shown = {table.id: table for table in view(full, HALF, intern=False).tables}
    assert shown["T-PER-1"].status == "differencing"
    assert "Zurückgehalten" in shown["T-PER-1"].why_empty
    assert view(full, HALF, intern=True).tables[7].rows


def test_a_small_desk_stays_coarse_for_the_year(full: Session) -> None:
    office = read_office(full)
    assert office is not None
    save_office(full, replace(office, fte="0,4"))
    submit(full, QUARTER)
    save_office(full, replace(office, fte="1,0"))
    assert "T-PER-3" in periods.prepare(full, YEAR).protected.coarse
    assert periods.prepare(full, Period(2025)).protected.coarse == ()


def test_nothing_is_stored_when_the_transaction_around_it_fails(full: Session) -> None:
    prepared = periods.prepare(full, QUARTER)

    def breaking_off() -> None:
        with full.vault.write() as db:
            periods.freeze(db, prepared, now=full.clock.now(), sequence=1, digest="")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaking_off()
    assert periods.frozen(full, QUARTER) is None


def test_the_screen_sees_what_the_files_say(full: Session) -> None:
    found = view(full, QUARTER, intern=False)
    assert (found.submitted, found.revision, found.running) == (None, 0, False)
    assert view(full, Period(2026, "Q", 4), intern=True).running
    assert "." in {row[1] for row in next(t for t in found.tables if t.id == "T-KON-1").rows}
    prepared = submit(full, QUARTER)
    shown = view(full, QUARTER, intern=True)
    assert shown.submitted == full.clock.today()
    assert dict(shown.figures)["Personen"] == str(prepared.exact.headline["persons"])


@pytest.mark.parametrize("intern", [True, False])
@pytest.mark.parametrize("ending", period_files.ENDINGS)
def test_no_file_holds_a_name_a_note_or_a_day(full: Session, tmp_path: Path, ending: str, intern: bool) -> None:
    with full.vault.write() as db:
        db.execute("UPDATE contact SET note = ? WHERE form <> 'F4'", (CANARY,))
        db.execute(
            "UPDATE client SET family_name = ?, given_name = ?, note = ?, street = ?, azr_number = ?", (CANARY,) * 5
        )
        db.execute("UPDATE case_file SET number = ? || number", (CANARY,))
        days = {day for (day,) in db.execute("SELECT DISTINCT day FROM contact")}
        ids = [found for (found,) in db.execute("SELECT id FROM client")]
    path = tmp_path / period_files.file_name(HALF, ending, intern=intern)
    assert ("intern" in path.name) == intern
    period_files.write_file(full, HALF, path, intern=intern)
    text = text_of(path)
    assert len(text) > 1000
    assert CANARY not in text
    assert not [day for day in days if day in text]
    assert not [found for found in ids if found in text]
    word = {"csv": "intern" if intern else "weitergabefaehig", "json": "intern" if intern else "weitergabefaehig"}
    assert word.get(ending, "Intern" if intern else "Weitergabefähig") in text


def text_of(path: Path) -> str:
    """Return every word of a file, read by another program."""
    if path.suffix == ".xlsx":
        pages = openpyxl.load_workbook(BytesIO(path.read_bytes())).worksheets
        return "\n".join(str(cell.value) for page in pages for row in page.iter_rows() for cell in row)
    if path.suffix == ".pdf":
        if shutil.which("pdftotext") is None:
            pytest.skip("poppler-utils is not installed")
        return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    if path.suffix == ".csv":
        rows = list(csv.reader(StringIO(path.read_text(encoding="utf-8"))))
        assert {len(row) for row in rows} == {13}
    else:
        json.loads(path.read_bytes())
    return path.read_text(encoding="utf-8")


def test_the_report_says_on_every_page_what_it_is(full: Session, tmp_path: Path) -> None:
    path = tmp_path / "bericht.pdf"
    for intern, word in ((True, "Intern"), (False, "Weitergabefähig")):
        period_files.write_file(full, HALF, path, intern=intern)
        pages = text_of(path).rstrip("\f").split("\f")
        assert len(pages) > 5
        assert all(word in page.split("\n")[0] for page in pages)


@pytest.mark.parametrize("name", ["bericht.doc", "bericht", "bericht.xlsx.zip"])
def test_an_unknown_ending_is_refused_by_name(full: Session, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownEnding) as refused:
        period_files.write_file(full, HALF, tmp_path / name, intern=False)
    assert name in sentence(refused.value)
    assert not list(tmp_path.glob("bericht*"))


def test_a_folder_that_is_gone_is_said(full: Session, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        period_files.write_file(full, HALF, tmp_path / "weg" / "a.csv", intern=False)


def test_the_contribution_of_a_full_vault_holds_no_canary(
    full: Session, make_canaries: Callable[[Session], None]
) -> None:
    make_canaries(full)
    prepared = periods.prepare(full, HALF)
    assert CANARY not in json.dumps(prepared.payload, ensure_ascii=False)
    assert not [person for person in prepared.persons if person in json.dumps(prepared.payload)]


@pytest.fixture
def make_canaries() -> Callable[[Session], None]:
    """Write the canary into every text that a person can type, in every table of the vault."""

    typed = {"note", "title", "partner", "place", "text", "town", "street", "name", "carrier", "desk", "counsellor",
             "family_name", "given_name", "other_names", "household_role", "azr_number", "office_number"}  # fmt: skip

    def making(session: Session) -> None:
        changed = 0
        with session.vault.write() as db:
            names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'")
            for (table,) in names.fetchall():
                columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
                for column in columns & typed if table not in ("setting", "number_series", "client_name") else ():
                    changed += db.execute(f"UPDATE {table} SET {column} = ?", (CANARY,)).rowcount
        assert changed > 2000

    return making
