"""Clients from a spreadsheet: what is taken, what is named, nothing by halves, and all of it taken back."""

import io
from collections.abc import Callable, Sequence
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

from mfd_desktop.app import casework, overview, referring
from mfd_desktop.app.importing import (
    Sheet,
    guess_mapping,
    import_clients,
    last_imports,
    preview,
    read_sheet,
    summary_lines,
    undo_import,
)
from mfd_desktop.app.maintenance import verify_vault
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.cli import main
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import CannotUndo, SheetUnreadable
from mfd_desktop.domain.fields import Value
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Client, Level, State
from mfd_desktop.vault import bulk, clients
from mfd_desktop.vault.duplicates import known_people
from mfd_desktop.vault.search import similar

PASSPHRASE = "Probe-Tresor-2026"
HEADINGS = ("Name", "Vorname", "Geburtsdatum", "Geschlecht", "Staatsangehörigkeit", "Sprache", "Telefon", "Kreis")
AMAL = ("Testperson", "Amal", date(1990, 1, 2), "w", "Syrien", "Arabisch", "0171 5550100", "Mainz")
IVAN = ("Probe", "Ivan", date(1985, 12, 31), "m", "Ukraine", "Ukrainisch", 1715550199, "Landkreis Neuwied")


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Sheet]:
    """Write a workbook with these rows and read it."""

    def making(*rows: Sequence[object], headings: Sequence[object] = HEADINGS) -> Sheet:
        return read_sheet(workbook(tmp_path / "liste.xlsx", headings, *rows))

    return making


def workbook(path: Path, headings: Sequence[object], *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


def everybody(session: Session) -> list[Client]:
    rows = reversed(overview.case_list(session))
    with session.vault.read() as db:
        return [clients.read_client(db, row.client_id) for row in rows]


def dump(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the database but the commit counter and the list of imports."""
    with session.vault.read() as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in tables
            if name not in ("vault_state", "import_batch") and not name.startswith("search_text_")
        }


def test_every_column_arrives(session: Session, sheet: Callable[..., Sheet]) -> None:
    result = import_clients(session, sheet(AMAL, IVAN))
    assert (result.taken, result.drafts, result.duplicates, result.skipped) == (2, 0, 0, 0)
    amal, ivan = everybody(session)
    values: dict[str, Value] = {name: getattr(amal, name) for name in ("family_name", "given_name", "birth_date")}
    assert values == {"family_name": "Testperson", "given_name": "Amal", "birth_date": date(1990, 1, 2)}
    assert (amal.gender, amal.nationalities, amal.languages, amal.district) == ("w", ("SY",), ("ar",), "07315")
    assert amal.stamp.state is State.VALID
    assert ivan.district == "07138"
    with session.vault.read() as db:
        ways = [(way.kind, way.value) for way in clients.contact_ways(db, ivan.stamp.id)]
    assert ways == [("mobile", "01715550199")]
    assert result.restored == 1


def test_each_client_gets_a_case_opened_today_and_the_source_of_the_import(
    session: Session, sheet: Callable[..., Sheet]
) -> None:
    result = import_clients(session, sheet(AMAL, IVAN))
    rows = overview.case_list(session)
    assert [row.number for row in rows] == ["2026-0002", "2026-0001"]
    assert {(row.opened, row.level) for row in rows} == {(date(2026, 11, 23), Level.ACCOMPANIMENT)}
    assert {client.stamp.source for client in everybody(session)} == {f"import:{result.batch}"}


def test_imported_people_are_found_like_any_other(session: Session, sheet: Callable[..., Sheet]) -> None:
    import_clients(session, sheet(("Мухаммад", "Тест", None, "", "", "", "0171 5550123", ""), AMAL))
    for typed in ("Muhammad", "Mohamed", "0171 5550123", "01715550123"):
        assert overview.find(session, typed)[0].name == "Мухаммад, Тест", typed
    assert overview.find(session, "02.01.1990")[0].name == "Testperson, Amal"


def test_names_in_arabic_arrive_unchanged(session: Session, sheet: Callable[..., Sheet]) -> None:
    import_clients(session, sheet(("نموذج", "أمل", None, "", "", "", "", "")))
    assert everybody(session)[0].name == "نموذج, أمل"


def test_bulk_writes_what_single_records_write(session: Session, sheet: Callable[..., Sheet]) -> None:
    import_clients(session, sheet(AMAL))
    raws = {
        "family_name": "Testperson", "given_name": "Amal", "birth_date": "02.01.1990", "gender": "w",
        "nationalities": "SY", "languages": "ar", "district": "07315",
    }  # fmt: skip
    saved, _ = casework.create_client(session, raws, case={"opened": "heute"})
    casework.save_contact_way(session, saved.record_id, None, {"kind": "mobile", "value": "0171 5550100"})
    first = everybody(session)[0].stamp.id
    tables = {
        "client": "raw, state, given_name, family_name, other_names, birth_date, gender, interpreter, street, note",
        "client_name": "key, word",
        "client_number": "digits, kind",
        "contact_way": "state, raw, kind, value, note",
        "client_nationality": "position, code",
        "search_entry": """kind, case_id, coalesce((SELECT body FROM search_text s WHERE s.rowid = search_entry.rowid),
            (SELECT body FROM search_waiting w WHERE w.entry = search_entry.rowid))""",
        "case_file": "state, raw, opened, closed, outcome, access_way",
    }
    with session.vault.read() as db:
        for table, columns in tables.items():
            owner = "id" if table == "client" else "client_id"
            query = f"SELECT {columns} FROM {table} WHERE {owner} = ? ORDER BY 1, 2"
            bulk, single = (db.execute(query, (found,)).fetchall() for found in (first, saved.record_id))
            assert bulk == single, table


def test_what_is_not_understood_is_kept_as_typed_in_a_draft_and_the_row_is_named(
    session: Session, sheet: Callable[..., Sheet]
) -> None:
    odd = ("Muster", "Testina", "ca. 1985", "?", "Mordor", "Elbisch", "", "Kaiserslautern")
    result = import_clients(session, sheet(AMAL, odd))
    assert (result.taken, result.drafts) == (2, 1)
    muster = everybody(session)[1]
    assert muster.stamp.state is State.DRAFT
    assert dict(muster.stamp.raw) == {
        "birth_date": "ca. 1985", "gender": "?", "nationalities": "Mordor", "languages": "Elbisch",
        "district": "Kaiserslautern",
    }  # fmt: skip
    (line,) = [line for line in summary_lines(result) if line.startswith("Zeile")]
    assert line.startswith("Zeile 3: ")
    assert line.endswith("als Entwurf übernommen")
    assert not any(word in line for word in odd if word)


@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [
        (0, 4711, {"family_name": "4711"}),
        (1, True, {"given_name": "WAHR"}),
        (2, time(3, 4), {"birth_date": "03:04:00"}),
        (2, date(2031, 1, 1), {"birth_date": "01.01.2031"}),
        (2, "31.02.1990", {"birth_date": "31.02.1990"}),
        (0, "x" * 121, {"family_name": "x" * 121}),
    ],
)
def test_wrong_types_and_impossible_values_make_a_draft(
    session: Session, sheet: Callable[..., Sheet], column: int, cell: object, kept: dict[str, str]
) -> None:
    row = list(AMAL)
    row[column] = cell  # type: ignore[call-overload]  # the wrong type is the point
    result = import_clients(session, sheet(row))
    assert (result.taken, result.drafts) == (1, 1)
    assert dict(everybody(session)[0].stamp.raw) == kept
    assert [report.row for report in result.rows] == [2]


def test_rows_without_a_name_are_left_out_and_named(session: Session, sheet: Callable[..., Sheet]) -> None:
    result = import_clients(session, sheet(AMAL, ("", "", date(1990, 5, 5), "m"), IVAN))
    assert (result.taken, result.skipped) == (2, 1)
    assert "Zeile 3: Nachname: kein Name – nicht übernommen" in summary_lines(result)


def test_a_given_name_alone_is_a_draft(session: Session, sheet: Callable[..., Sheet]) -> None:
    result = import_clients(session, sheet((None, "Amal")))
    assert (result.taken, result.drafts) == (1, 1)


def test_family_and_given_name_in_one_cell_are_taken_apart(session: Session, sheet: Callable[..., Sheet]) -> None:
    import_clients(session, sheet(("Testperson, Amal",), headings=("Name",)))
    assert (everybody(session)[0].family_name, everybody(session)[0].given_name) == ("Testperson", "Amal")


def test_status_address_and_numbers_arrive(session: Session, sheet: Callable[..., Sheet]) -> None:
    headings = (
        "Name",
        "Straße",
        "PLZ",
        "Ort",
        "AZR-Nummer",
        "Aktenzeichen",
        "Einreise",
        "Status",
        "gültig bis",
        "Hobby",
    )
    row = (
        "Probe",
        "Musterweg 1",
        1067,
        "Musterstadt",
        123456789012,
        "1234567-475",
        "1.2.2020",
        "Duldung",
        "1.2.2027",
        "x",
    )
    result = import_clients(session, sheet(row, headings=headings))
    probe = everybody(session)[0]
    assert (probe.street, probe.postcode, probe.town) == ("Musterweg 1", "01067", "Musterstadt")
    assert (probe.azr_number, probe.bamf_number, probe.entry_date) == ("123456789012", "1234567-475", date(2020, 2, 1))
    with session.vault.read() as db:
        (status,) = clients.residence_history(db, probe.stamp.id)
    assert (status.code, status.expires, status.stamp.state) == ("S030", date(2027, 2, 1), State.VALID)
    assert result.unmapped == ("Hobby",)
    assert "Nicht übernommene Spalten: Hobby" in summary_lines(result)


def test_an_unknown_status_stays_as_typed_in_the_history(session: Session, sheet: Callable[..., Sheet]) -> None:
    result = import_clients(session, sheet(("Probe", "gelber Zettel"), headings=("Name", "Status")))
    with session.vault.read() as db:
        (status,) = clients.residence_history(db, everybody(session)[0].stamp.id)
    assert (status.code, dict(status.stamp.raw)) == (None, {"code": "gelber Zettel"})
    assert result.drafts == 1


def test_the_mapping_can_be_changed(session: Session, sheet: Callable[..., Sheet]) -> None:
    table = sheet(("Probe", "Ivan"), headings=("Wer", "Wie"))
    with pytest.raises(SheetUnreadable) as caught:
        import_clients(session, table)
    assert caught.value.reason == "no_name_column"
    import_clients(session, table, mapping={0: "family_name", 1: "given_name"})
    assert everybody(session)[0].name == "Probe, Ivan"


def test_duplicates_in_the_file_and_in_the_vault_are_named_and_left_out(
    session: Session, sheet: Callable[..., Sheet], new_case: Callable[..., tuple[RecordId, RecordId]]
) -> None:
    new_case("Schevchenko", "Taras", birth_date="09.03.1981")
    swapped = ("Тарас", "Шевченко", date(1981, 3, 9))
    other_birth_date = ("Schevchenko", "Taras", date(1999, 9, 9))
    table = sheet(AMAL, swapped, other_birth_date, AMAL, ("Amal", "Testperson", None))
    result = import_clients(session, table)
    assert (result.taken, result.duplicates, result.skipped) == (2, 3, 0)
    lines = [line for line in summary_lines(result) if line.startswith("Zeile")]
    assert lines == [
        "Zeile 3: vielleicht schon im Tresor (Fall 2026-0001) – nicht übernommen",
        "Zeile 5: vielleicht doppelt mit Zeile 2 – nicht übernommen",
        "Zeile 6: vielleicht doppelt mit Zeile 2 – nicht übernommen",
    ]


def test_duplicates_are_taken_when_asked_for(session: Session, sheet: Callable[..., Sheet]) -> None:
    result = import_clients(session, sheet(AMAL, AMAL), take_duplicates=True)
    assert (result.taken, result.duplicates) == (2, 1)
    assert len(everybody(session)) == 2


def test_equal_rows_are_duplicates_even_with_one_word_for_a_name(session: Session, sheet: Callable[..., Sheet]) -> None:
    result = import_clients(session, sheet(("Probe",), ("Probe",), headings=("Name",)))
    assert (result.taken, result.duplicates) == (1, 1)


@pytest.mark.parametrize("born", [None, date(1990, 1, 1), date(1991, 1, 1)])
def test_the_check_in_memory_agrees_with_the_one_of_a_new_client(
    session: Session, new_case: Callable[..., tuple[RecordId, RecordId]], born: date | None
) -> None:
    people = ("Ahmad Probe", "Muhammad Testperson", "Li Wei", "محمد نموذج", "Schevchenko Taras", "Muster Ali Hassan")
    for place, person in enumerate(people):
        family, _, given = person.partition(" ")
        new_case(family, given, birth_date="01.01.1990" if place % 2 else "")
    asked = (
        *people,
        "Mohamed Testperson",
        "Wei Li",
        "Шевченко Тарас",
        "Ali Muster",
        "Probe Mohamed",
        "Lo Wei",
        "Probe",
    )
    with session.vault.read() as db:
        known = known_people(db)
        for person in asked:
            family, _, given = person.partition(" ")
            expected = {match.client_id for match in similar(db, given_name=given, family_name=family, born=born)}
            found = known.find((given, family), born.isoformat() if born else "", ())
            assert (found in expected) if expected else found is None, person


def test_an_equal_number_is_the_same_person_under_any_name(
    session: Session, sheet: Callable[..., Sheet], new_case: Callable[..., tuple[RecordId, RecordId]]
) -> None:
    new_case("Muster", "Nora", azr_number="1234 5678 9012")
    result = import_clients(session, sheet(("Anders", 123456789012), headings=("Name", "AZR-Nummer")))
    assert (result.taken, result.duplicates) == (0, 1)


def test_a_dry_run_changes_nothing(session: Session, sheet: Callable[..., Sheet]) -> None:
    folder = session.folder
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    commits = session.vault.commits
    result = import_clients(session, sheet(AMAL, AMAL, IVAN, ("",) * 2 + ("x",)), dry_run=True)
    assert (result.taken, result.duplicates, result.skipped, result.batch) == (2, 1, 1, None)
    assert session.vault.commits == commits
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert summary_lines(result)[0].startswith("Probelauf")


def test_a_dry_run_foretells_the_import(session: Session, sheet: Callable[..., Sheet]) -> None:
    table = sheet(AMAL, IVAN, ("Muster", "X", "kaputt"), AMAL, ("", "", "x"))
    foretold, done = import_clients(session, table, dry_run=True), import_clients(session, table)
    assert summary_lines(foretold)[1:] == summary_lines(done)


@pytest.mark.parametrize("stop_at", [100, 900, 1100, 1900, 2000])
def test_cancelling_leaves_nothing_behind(session: Session, sheet: Callable[..., Sheet], stop_at: int) -> None:
    table = sheet(*(("Testperson", f"Amal {number:04d}", date(1950, 1, 1)) for number in range(1000)))
    before = dump(session)
    reached: list[int] = []
    result = import_clients(
        session,
        table,
        take_duplicates=True,
        progress=lambda done, _total: reached.append(done),
        cancelled=lambda: bool(reached) and reached[-1] >= stop_at,
    )
    if stop_at == 2000:
        assert not result.cancelled, "all was done when it was asked"
        return
    assert result.cancelled
    assert reached[-1] == stop_at, "the next row is the last one looked at"
    assert summary_lines(result) == ["Abgebrochen. Es wurde nichts übernommen."]
    assert dump(session) == before
    assert last_imports(session) == ()


def test_the_database_stops_in_the_middle_of_a_long_statement(session: Session) -> None:
    before = dump(session)
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

    def write() -> None:
        with session.vault.write() as db, bulk.stoppable(db, lambda: True):
            db.execute("INSERT INTO setting VALUES ('probe', '1')")
            db.execute(endless).fetchone()

    with pytest.raises(bulk.Interrupted):
        write()
    assert dump(session) == before


@pytest.mark.parametrize("steps", [50, 2000, 20_000])
@pytest.mark.parametrize("stop_at", [0, 400, 600])
def test_undoing_stopped_on_the_way_leaves_all_there(
    session: Session, sheet: Callable[..., Sheet], stop_at: int, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_STEPS", steps)
    table = sheet(*(("Testperson", f"Amal {number:04d}", date(1950, 1, 1)) for number in range(400)))
    batch = import_clients(session, table, take_duplicates=True).batch or ""
    before = dump(session)
    reached: list[int] = []
    gone = undo_import(
        session,
        batch,
        progress=lambda done, _total: reached.append(done),
        cancelled=lambda: bool(reached) and reached[-1] >= stop_at,
    )
    assert gone is None
    assert reached[-1] == stop_at
    assert dump(session) == before
    assert len(overview.find(session, "Testperson")) == 20
    assert undo_import(session, batch) == 400
    assert overview.find(session, "Testperson") == ()
    assert verify_vault(session)["clients"] == 0


@pytest.mark.parametrize("imported", [3, 300])
def test_undoing_leaves_the_index_of_everybody_else_whole(
    session: Session,
    sheet: Callable[..., Sheet],
    new_case: Callable[..., tuple[RecordId, RecordId]],
    imported: int,
) -> None:
    _client, case_id = new_case("Muster", "Nora", note="Zwiebelkuchen")
    before = dump(session)
    table = sheet(*(("Testperson", f"Amal {number:04d}", date(1950, 1, 1)) for number in range(imported)))
    undo_import(session, import_clients(session, table, take_duplicates=True).batch or "")
    assert dump(session) == before
    assert [found.case_id for found in overview.find(session, "Zwiebelkuchen")] == [case_id]
    with session.vault.read() as db:
        assert db.execute("SELECT count(*) FROM search_text WHERE search_text MATCH 'amal'").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM search_text_content").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM search_waiting").fetchone() == (1,)
        assert b"testperson" not in b"".join(block for (block,) in db.execute("SELECT block FROM search_text_data"))
    verify_vault(session)


def test_an_error_on_the_way_leaves_nothing_behind(session: Session, sheet: Callable[..., Sheet]) -> None:
    table = sheet(*(("Testperson", f"Amal {number:04d}") for number in range(600)))
    before = dump(session)
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        if done > 600:
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the one just raised
        import_clients(session, table, take_duplicates=True, progress=progress)
    assert seen[-1] == (700, 1200)
    assert dump(session) == before


def test_undo_takes_everything_back(
    session: Session, sheet: Callable[..., Sheet], new_case: Callable[..., tuple[RecordId, RecordId]]
) -> None:
    new_case("Muster", "Nora")
    before = dump(session)
    result = import_clients(session, sheet(AMAL, IVAN))
    assert result.batch is not None
    assert undo_import(session, result.batch) == 2
    assert dump(session) == before
    assert overview.find(session, "Ivan") == ()
    assert [(past.rows, past.undone) for past in last_imports(session)] == [(2, True)]
    assert undo_import(session, result.batch) == 0


def test_numbers_of_cases_opened_since_stay(
    session: Session, sheet: Callable[..., Sheet], new_case: Callable[..., tuple[RecordId, RecordId]]
) -> None:
    result = import_clients(session, sheet(AMAL, IVAN))
    new_case("Muster", "Nora")
    undo_import(session, result.batch or "")
    new_case("Muster", "Omar")
    assert [row.number for row in overview.case_list(session)] == ["2026-0004", "2026-0003"]


def _change_client(session: Session, client_id: RecordId, _case_id: RecordId) -> None:
    casework.save_client(session, client_id, {"town": "Musterstadt"})


def _add_way(session: Session, client_id: RecordId, _case_id: RecordId) -> None:
    casework.save_contact_way(session, client_id, None, {"kind": "phone", "value": "06131 55501"})


def _add_status(session: Session, client_id: RecordId, _case_id: RecordId) -> None:
    casework.save_residence_status(session, client_id, None, {"code": "S030"})


def _set_level(session: Session, _client_id: RecordId, case_id: RecordId) -> None:
    casework.set_level(session, case_id, Level.CASE_MANAGEMENT, date(2026, 11, 23))


def _open_case(session: Session, client_id: RecordId, _case_id: RecordId) -> None:
    casework.open_another_case(session, client_id, {"opened": "heute"})


def _household(session: Session, client_id: RecordId, _case_id: RecordId) -> None:
    casework.found_household(session, client_id, "Muster")


def _refer(session: Session, _client_id: RecordId, case_id: RecordId) -> None:
    referring.record_referral(session, case_id, {"day": "heute", "target": "R07", "ask_back": "0"})


def _need(session: Session, client_id: RecordId, _case_id: RecordId) -> None:
    casework.save_client(session, client_id, {"needs": "V07"})


@pytest.mark.parametrize(
    "work", [_change_client, _add_way, _add_status, _set_level, _open_case, _household, _refer, _need]
)
def test_undo_is_refused_after_work_on_one_of_them(
    session: Session,
    sheet: Callable[..., Sheet],
    clock: FixedClock,
    work: Callable[[Session, RecordId, RecordId], None],
) -> None:
    result = import_clients(session, sheet(AMAL, IVAN))
    row = overview.case_list(session)[0]
    clock.moment = clock.moment.replace(hour=11)
    work(session, row.client_id, row.case_id)
    before = dump(session)
    with pytest.raises(CannotUndo) as caught:
        undo_import(session, result.batch or "")
    assert caught.value.touched == 1
    assert dump(session) == before


def test_merged_cells_and_formulas_without_value_are_named(session: Session, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", HEADINGS[:3], AMAL[:3], (None, "Ivan", date(1980, 1, 1)), ("Probe", "X", "=1/0")
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)
    lines = summary_lines(import_clients(session, read_sheet(path), dry_run=True))
    assert any(line.startswith("Zeile 3: ") and "verbundene Zellen" in line for line in lines)
    assert "Zeile 4: Geburtsdatum: Formel ohne Wert" in lines


def test_a_heading_merged_over_two_columns_is_named(session: Session, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("Name", "Telefon", None), ("Probe", "06131 55501", "06131 55502"))
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B1:C1")
    book.save(path)
    lines = summary_lines(import_clients(session, read_sheet(path)))
    assert "Spalten ohne eigene Überschrift (verbundene Zellen): C" in lines


def test_the_preview_shows_the_first_rows_with_texts_and_problems(
    session: Session, sheet: Callable[..., Sheet]
) -> None:
    rows = [
        ("Muster", f"Vorname{number}", "31.02.1990", "w", "Syrien", "", "0171 5550100; 06131 55501")
        for number in range(60)
    ]
    table = sheet(*rows)
    shown = preview(table, guess_mapping(table.headings), session)
    assert len(shown) == 50
    assert shown[0].texts["birth_date"] == "31.02.1990"
    assert shown[0].texts["nationalities"] == "SY"
    assert shown[0].texts["phone"] == "0171 5550100; 06131 55501"
    assert [problem.code for problem in shown[0].report.problems] == ["no_date"]
    assert shown[0].report.draft


def test_listeners_hear_of_an_import_once(session: Session, sheet: Callable[..., Sheet]) -> None:
    heard: list[frozenset[str]] = []
    session.listen(lambda changes, _initiator: heard.append(changes.kinds))
    import_clients(session, sheet(AMAL, IVAN))
    import_clients(session, sheet(AMAL), dry_run=True)
    assert heard == [frozenset({"client", "case"})]


def test_the_command_line_prints_how_many_it_took(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = session.folder
    session.close()
    path = workbook(tmp_path / "liste.xlsx", HEADINGS, AMAL, IVAN, AMAL)
    printed = {}
    for kind, more in {"dry": ["--dry-run"], "real": []}.items():
        monkeypatch.setattr("sys.stdin", io.StringIO(PASSPHRASE + "\n"))
        assert main(["import-clients", "--vault", str(vault), str(path), *more]) == 0
        printed[kind] = capsys.readouterr().out
    assert "Übernommen: 2 · Entwürfe: 0 · mögliche Doppelte: 1 · übersprungen: 0" in printed["real"].splitlines()
    assert "Probelauf" in printed["dry"]
    assert not any(name in text for text in printed.values() for name in ("Testperson", "Amal", "Ivan"))
    again = open_session(vault, PASSPHRASE, clock=session.clock)
    assert len(overview.case_list(again)) == 2
    again.close()


def test_the_command_line_refuses_in_one_line(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSPHRASE + "\n"))
    assert main(["import-clients", "--vault", str(session.folder), str(tmp_path / "none.xlsx")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
