"""The demonstration year counted again from the bare tables of the vault, by code that shares nothing with the program.

Only the lists of categories are read from their file, as a person with paper and pencil would.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from mfd_desktop.app import contacting, periods
from mfd_desktop.app.demo_desk import MOMENT, demo_desks, make_desk
from mfd_desktop.app.session import Session
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.periods import Period

Row = dict[str, Any]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The shown desk, and what it has too little of: drafts, leap days, a promoted Kurzberatung."""
    session = make_desk(tmp_path_factory.mktemp("recount") / "vault", demo_desks()[0], FixedClock(MOMENT))
    with session.vault.read() as db:
        cases = [row[0] for row in db.execute("SELECT id FROM case_file ORDER BY number LIMIT 4")]
        (short,) = db.execute(
            "SELECT id FROM contact WHERE form = 'F1' AND state = 'valid' AND day BETWEEN '2026-07-01' AND '2026-09-30'"
        ).fetchone()
    raws = {"day": "30.09.2026", "minutes": "15", "topics": "T01", "channel": "K1", "language": "ar"}
    contacting.record_contact(session, cases[0], raws | {"minutes": "zehn"})
    contacting.record_contact(session, cases[1], raws | {"also_counselled": "4"})
    contacting.promote(session, short, cases[2])
    with session.vault.write() as db:
        db.execute("UPDATE client SET birth_date = '2008-02-29', entry_date = '2024-02-29' WHERE id IN (SELECT"
                   " client_id FROM case_file WHERE id = ?)", (cases[1],))  # fmt: skip
        db.execute("UPDATE client SET state = 'draft' WHERE id IN (SELECT client_id FROM case_file WHERE id = ?)",
                   (cases[3],))  # fmt: skip
    yield session
    session.close()


def every(session: Session, table: str) -> list[Row]:
    with session.vault.read() as db:
        found = db.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]


class Categories:
    """The file of categories, looked up naively."""

    def __init__(self) -> None:
        with (resource_path() / "statistics" / "categories-1.toml").open("rb") as file:
            self._lists = {found["id"]: found for found in tomllib.load(file)["dimensions"]}

    def __call__(self, name: str, code: str | None) -> str:
        for category in self._lists[name]["categories"]:
            if code in category.get("of", [category["code"]]):
                found: str = category["code"]
                return found
        rest: str = self._lists[name]["rest"]
        return rest


def years(begin: str, day: str) -> int:
    whole = 0
    while f"{int(begin[:4]) + whole + 1:04d}{begin[4:]}" <= day:
        whole += 1
    return whole


def age(born: str | None, day: str) -> str:
    if born is None or born > day:
        return "A9"
    old = years(born, day)
    return next((f"A{at}" for at, below in enumerate((6, 12, 18, 27, 45, 65)) if old < below), "A6")


def here(entered: str | None, day: str) -> str:
    if entered is None or entered > day:
        return "unknown"
    return {0: "under_1", 1: "from_1", 2: "from_1", 3: "from_3", 4: "from_3"}.get(years(entered, day), "from_5")


def hours(minutes: int) -> int:
    return int(minutes / 60 + 0.5)


def count_contacts(session: Session, first: str, last: str, in_list: Categories) -> dict[str, Counter[str]]:
    # The table gives its rows in the order of recording.
    contacts = [row for row in every(session, "contact") if row["state"] == "valid"]
    inside = [row for row in contacts if first <= row["day"] <= last]
    short = [row for row in inside if row["form"] == "F1"]
    cases = {row["id"]: row for row in every(session, "case_file")}
    clients = {row["id"]: row for row in every(session, "client") if row["state"] == "valid"}
    topics: dict[str, list[str]] = {}
    for row in every(session, "contact_topic"):
        topics.setdefault(row["contact_id"], []).append(row["code"])
    found: dict[str, Counter[str]] = {
        "T-KON-1": Counter(row["form"] for row in inside),
        "T-KON-2": Counter(in_list("channel", row["channel"]) for row in inside),
        "T-KON-5": Counter(in_list("result", row["result"]) for row in inside),
        "T-KON-6": Counter(hours=hours(sum(row["minutes"] for row in inside))),
        "T-KUR-1": Counter(in_list("person_group", row["person_group"]) for row in short),
    }
    mine: dict[str, list[Row]] = {}
    for row in sorted(inside, key=lambda row: row["day"]):
        if row["case_id"] and cases[row["case_id"]]["client_id"] in clients:
            mine.setdefault(cases[row["case_id"]]["client_id"], []).append(row)
    advised = [*([row] for row in short), *mine.values()]
    found["T-KON-3"] = Counter(
        f"{in_list('language', rows[-1]['language'])}/{in_list('interpreted', rows[-1]['interpreting'])}"
        for rows in advised
    )
    named: Counter[str] = Counter()
    for rows in advised:
        said = Counter(code for row in rows for code in topics[row["id"]])
        named.update(sorted(said, key=lambda code: (-said[code], code))[:3])
    found["T-KON-4"] = named
    known = {cases[row["case_id"]]["client_id"] for row in contacts if row["case_id"] and row["day"] < first}
    found["T-PER-6"] = Counter("continued" if client in known else "new" for client in mine)
    found["T-PER-6"]["along"] = sum(max(row["also_counselled"] or 0 for row in rows) for rows in mine.values())
    last_days = {client: rows[-1]["day"] for client, rows in mine.items()}
    return found | count_persons(session, [clients[client] for client in mine], last_days, in_list)


def count_persons(
    session: Session, persons: list[Row], last_days: dict[str, str], in_list: Categories
) -> dict[str, Counter[str]]:
    groups = {code.code: code.group for code in session.lists.get("residence_status").codes}
    first_nationality = {
        row["client_id"]: row["code"]
        for row in sorted(every(session, "client_nationality"), key=lambda row: -row["position"])
    }
    statuses = sorted(every(session, "residence_status"), key=lambda row: (row["since"] or "", row["created"]))
    all_needs = every(session, "client_need")
    found: dict[str, Counter[str]] = {f"T-PER-{number}": Counter() for number in (1, 2, 3, 4, 5, 7)}
    for person in persons:
        day = last_days[person["id"]]
        status = [row["code"] for row in statuses if row["client_id"] == person["id"] and row["state"] == "valid"
                  and (row["since"] or "") <= day]  # fmt: skip
        needs = {in_list("need", row["code"]) for row in all_needs if row["client_id"] == person["id"]}
        found["T-PER-1"][f"{in_list('gender', person['gender'])}/{age(person['birth_date'], day)}"] += 1
        found["T-PER-2"][in_list("nationality", first_nationality.get(person["id"]))] += 1
        found["T-PER-3"][in_list("status_group", groups.get(status[-1]) if status else None)] += 1
        found["T-PER-4"][in_list("district", person["district"])] += 1
        found["T-PER-5"].update(needs or {"none"})
        found["T-PER-7"][here(person["entry_date"], day)] += 1
    return found


def count_cases(session: Session, first: str, last: str, in_list: Categories) -> dict[str, Counter[str]]:
    begun: dict[str, str] = {}
    for row in every(session, "contact"):
        if row["state"] == "valid" and row["case_id"]:
            begun[row["case_id"]] = min(row["day"], begun.get(row["case_id"], row["day"]))
    changes = sorted(every(session, "case_level"), key=lambda row: row["since"])
    found: dict[str, Counter[str]] = {"T-FAL-1": Counter(), "T-FAL-2": Counter()}
    for case in every(session, "case_file"):
        closed = case["closed"] if case["outcome"] else None
        begin = begun.get(case["id"])
        if case["state"] != "valid" or begin is None or begin > last or (closed is not None and closed < first):
            continue
        begin = min(begin, closed or begin)
        levels = [row for row in changes if row["case_id"] == case["id"]]

        def level(day: str, levels: list[Row] = levels) -> str:
            return str([row["level"] for row in levels if row["since"] <= day or row is levels[0]][-1])

        flow = found["T-FAL-1"]
        flow[f"open_start/{level(first)}" if begin < first else f"opened/{level(begin)}"] += 1
        if closed is not None and closed <= last:
            flow[f"closed/{level(closed)}"] += 1
            found["T-FAL-2"][in_list("outcome", case["outcome"])] += 1
        else:
            flow[f"open_end/{level(last)}"] += 1
    return found


def count_rest(session: Session, first: str, last: str, in_list: Categories) -> dict[str, Counter[str]]:
    cases = {row["id"]: row for row in every(session, "case_file")}
    procedures: Counter[str] = Counter()
    for row in every(session, "procedure"):
        case = cases.get(row["case_id"], {"closed": None, "outcome": None})
        ends = [day for day in (row["ended"], case["closed"] if case["outcome"] else None) if day]
        if row["state"] == "valid" and (row["began"] or "") <= last and (not ends or min(ends) >= first):
            procedures[in_list("stage", row["stage"])] += 1
    referrals = [row for row in every(session, "referral") if row["state"] == "valid" and first <= row["day"] <= last]
    work = [row for row in every(session, "activity") if row["state"] == "valid" and first <= row["day"] <= last]
    structural: Counter[str] = Counter()
    for code in {row["code"] for row in work if not row["code"].startswith("QM")}:
        rows = [row for row in work if row["code"] == code]
        structural[f"{code}/activities"] = len(rows)
        structural[f"{code}/dates"] = sum(row["dates"] or 0 for row in rows)
        structural[f"{code}/hours"] = hours(sum(row["minutes"] for row in rows))
        structural[f"{code}/participants"] = sum(row["participants"] or 0 for row in rows)
    return {
        "T-ASY-1": procedures,
        "T-VER-1": Counter(in_list("target", row["target"]) for row in referrals),
        "T-VER-2": Counter(
            f"{'warm' if row['warm'] else 'cold'}/{'known' if row['heard'] else 'unknown'}" for row in referrals
        ),
        "T-STR-1": structural,
    }


@pytest.mark.parametrize(
    "period", [Period(2026, "Q", 3), Period(2026, "Q", 1), Period(2026, "H", 1), Period(2026)], ids=str
)
def test_every_table_of_the_year_equals_a_recount_of_the_bare_vault(desk: Session, period: Period) -> None:
    first, last, in_list = period.first.isoformat(), period.last.isoformat(), Categories()
    expected = (
        count_contacts(desk, first, last, in_list)
        | count_cases(desk, first, last, in_list)
        | count_rest(desk, first, last, in_list)
    )
    counted = periods.count(desk, period)
    assert counted.tables.keys() - expected.keys() == {"T-STR-2", "T-STR-3"}
    for name, cells in expected.items():
        shown = {cell: number for cell, number in counted.tables[name].items() if number}
        assert shown == {cell: number for cell, number in cells.items() if number}, name
    assert counted.headline == {
        "persons": sum(expected["T-PER-1"].values()),
        "contacts": sum(expected["T-KON-1"].values()),
        "short_contacts": expected["T-KON-1"]["F1"],
        "cases": sum(number for cell, number in expected["T-FAL-1"].items() if cell.startswith("open") and
                     not cell.startswith("open_end")),
        "procedures": sum(expected["T-ASY-1"].values()),
        "referrals": sum(expected["T-VER-1"].values()),
    }  # fmt: skip
