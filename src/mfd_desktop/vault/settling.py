"""Making rescued records fit together again: rebuilding from indices, settling foreign keys, naming the case."""

from __future__ import annotations

import secrets
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.page_trees import Value
    from mfd_desktop.vault.rescue import Lost, Rescued

    Row = dict[str, Value]

SOURCE = "rescued"
_REBUILT = ("client", "case_file", "contact")
"""Tables whose records are kept with what indices say of them: others hang on the first two, and the third counts."""


def rebuilt(db: Connection, lost: Lost, found: Rescued, now: datetime, note: str) -> Row | None:
    """Return a draft with what is known of a lost record; None if that is not enough."""
    if lost.table not in _REBUILT or "id" not in lost.known:
        return None
    row: Row = {}
    for _place, name, kind, needed, default, _key in db.execute(f"PRAGMA table_info({lost.table})"):
        if name in lost.known:
            row[name] = lost.known[name]
        elif needed and default is None:
            row[name] = "" if kind == "TEXT" else secrets.token_bytes(16) if name == "secret" else 0
    moment = now.isoformat()
    row |= {"state": "draft", "source": SOURCE, "source_version": 1, "created": moment, "changed": moment}
    if lost.table == "client":
        words = [str(one["word"]) for one in found.rows["client_name"] if one["client_id"] == row["id"]]
        row |= {"family_name": " ".join(sorted(set(words))).title(), "note": note}
    elif lost.table == "contact":
        row["note"] = note if row["form"] != "F4" else ""
    else:
        row["opened"] = _opened(row, found)
    return row if all(row.get(name) != "" for name in ("client_id", "number", "form")) else None


def _opened(case: Row, found: Rescued) -> str:
    """Return the day a lost case was opened, as near as the rest tells."""
    days = [str(one["since"]) for one in found.rows["case_level"] if one["case_id"] == case["id"]]
    days += [str(one["day"]) for one in found.rows["contact"] if one["case_id"] == case["id"] and one["day"]]
    return min(days, default=f"{str(case.get('number', ''))[:4]}-01-01")


def settle(db: Connection, rows: dict[str, list[Row]]) -> Iterator[tuple[str, Row]]:
    """Take out what points to something gone, or let it point to nothing where the schema allows that.

    Gives table and row of each record taken out.
    """
    links = {table: _links(db, table) for table in rows}
    changed = True
    while changed:
        changed = False
        for table, mine in rows.items():
            for parent, columns, clears in links[table]:
                keys = {tuple(row.get(to) for _own, to in columns) for row in rows.get(parent, [])}
                kept = []
                for row in mine:
                    own = tuple(row.get(name) for name, _to in columns)
                    if None in own or own in keys:
                        kept.append(row)
                    elif clears:
                        row |= dict.fromkeys((name for name, _to in columns), None)
                        kept.append(row)
                    else:
                        changed = True
                        yield table, row
                mine[:] = kept


def _links(db: Connection, table: str) -> list[tuple[str, list[tuple[str, str]], bool]]:
    """Return the parents of a table with the columns (own, parent's), and whether a lost parent only clears them."""
    found: dict[int, tuple[str, list[tuple[str, str]], bool]] = {}
    for number, _place, parent, own, to, _update, delete, _match in db.execute(f"PRAGMA foreign_key_list({table})"):
        found.setdefault(number, (parent, [], delete == "SET NULL"))[1].append((own, to))
    return list(found.values())


def insert(db: Connection, table: str, row: Row) -> None:
    """Insert a rescued record as it was; columns it lacks get their default. Raises a driver error."""
    names = ", ".join(row)
    db.execute(
        f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608 - names of the schema
        tuple(row.values()),
    )


def cases_of(found: Rescued) -> Callable[[Row], str]:
    """Return a function that gives the number of the case a record belongs to; empty if that is not known."""
    numbers: dict[Value, str] = {}
    of_client: dict[Value, list[str]] = defaultdict(list)
    known = [*found.rows.get("case_file", []), *(one.known for one in found.lost if one.table == "case_file")]
    for case in known:
        if isinstance(case.get("number"), str):
            numbers[case.get("id")] = str(case["number"])
            of_client[case.get("client_id")].append(str(case["number"]))
    owners: dict[Value, Value] = {}
    for table in (
        "contact",
        "form_record",
        "letter",
        "deadline",
        "referral",
        "follow_up",
        "authority_notice",
        "procedure",
    ):
        for row in found.rows.get(table, []):
            owners[row.get("id")] = row.get("case_id")

    def number_of(row: Row) -> str:
        case = row.get("case_id")
        for name in ("contact_id", "form_id", "letter_id", "deadline_id", "notice_id", "procedure_id"):
            case = case or owners.get(row.get(name))
        if row.get("number") in numbers.values():
            return str(row["number"])
        whose = of_client.get(row.get("client_id") or row.get("id"), [])
        return numbers.get(case) or (", ".join(sorted(whose)) if case is None else "")

    return number_of
