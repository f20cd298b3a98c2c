"""Invented people in bulk: repeatable, in five scripts, valid, and found like those entered by hand."""

import unicodedata

from mfd_desktop.app import overview
from mfd_desktop.app.sample_data import fill
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import State
from mfd_desktop.vault.verifying import verify


def rows(session: Session, query: str) -> list[tuple[object, ...]]:
    with session.vault.read() as db:
        return list(db.execute(query))


def test_as_many_as_asked_for_are_made_in_one_commit(session: Session) -> None:
    commits = session.vault.commits
    seen: list[tuple[int, int]] = []
    made = fill(session, clients=600, contacts=1200, seed=1, progress=lambda done, total: seen.append((done, total)))
    assert session.vault.commits == commits + 1
    assert len(made) == len(overview.case_list(session)) == 600
    assert rows(session, "SELECT count(*) FROM contact WHERE state = 'valid'") == [(1200,)]
    assert seen == [(done, 1800) for done in (500, 600, 1100, 1600, 1800)]


def test_the_same_seed_gives_the_same_people(session: Session) -> None:
    query = "SELECT family_name, given_name, birth_date, azr_number FROM client ORDER BY rowid"
    fill(session, clients=30, contacts=30, seed=7)
    first = rows(session, query)
    fill(session, clients=30, contacts=30, seed=7)
    assert rows(session, query)[30:] == first
    fill(session, clients=30, contacts=30, seed=8)
    assert rows(session, query)[60:] != first


def test_names_are_in_five_scripts(session: Session) -> None:
    fill(session, clients=20, contacts=0, seed=1)
    names = " ".join(
        f"{given} {family}" for given, family in rows(session, "SELECT given_name, family_name FROM client")
    )
    scripts = {unicodedata.name(letter).split()[0] for letter in names if letter.isalpha()}
    assert {"LATIN", "ARABIC", "CYRILLIC", "GEORGIAN", "ETHIOPIC"} <= scripts


def test_all_of_it_is_valid_indexed_and_counted(session: Session) -> None:
    fill(session, clients=40, contacts=400, seed=1)
    assert {row.state for row in overview.case_list(session)} == {State.VALID}
    page = overview.case_page(
        session, max(overview.case_list(session), key=lambda row: row.last_contact or row.opened).case_id
    )
    assert overview.find(session, page.client.azr_number)[0].client_id == page.client.stamp.id
    assert overview.find(session, page.ways[0].value)[0].client_id == page.client.stamp.id
    found = rows(
        session,
        "SELECT count(*) FROM contact WHERE (form = 'F1') <> (case_id IS NULL)",
    )
    assert found == [(0,)]
    levels = rows(
        session,
        "SELECT DISTINCT v.level, t.form FROM contact t JOIN case_level v ON v.case_id = t.case_id ORDER BY 1",
    )
    assert levels == [("ACCOMPANIMENT", "F2"), ("CASE_MANAGEMENT", "F3")]
    assert overview.today(session).counts.contacts > 0
    assert verify(session.vault)


def test_nothing_asked_for_is_nothing_made(session: Session) -> None:
    assert fill(session, clients=0, contacts=3, seed=1) == ()
    assert rows(session, "SELECT DISTINCT form FROM contact") == [("F1",)]
