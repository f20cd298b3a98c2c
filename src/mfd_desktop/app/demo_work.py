"""What happens in the invented year beside counselling: referrals, procedures, releases, structural work.

Kinds and frequencies are data (``resources/demo/work.toml``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from mfd_desktop.app import address_book, releases
from mfd_desktop.app.demo_people import weighted
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import REFERRING_RESULTS
from mfd_desktop.vault import activities, procedure_steps, procedures, referrals

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mfd_desktop.app.demo_people import Life
    from mfd_desktop.app.demo_year import Course, WorkingDays
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault import bulk
    from mfd_desktop.vault.database import Connection
    from mfd_desktop.vault.records import Origin


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the address book."""

    name: str
    street: str
    postcode: str
    town: str
    phone: str
    department: str = ""
    fax: str = ""
    email: str = ""


class Allowed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A release as many give it; ``weight`` says how many."""

    recipient: str
    purpose: str
    matters: str
    weight: int


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A release of the shown client: given so many days ago, for so many days (0: until the matter is settled).

    ``withdrawn``: so many days ago; 0 for never.
    """

    recipient: str
    purpose: str
    matters: str
    days_ago: int
    lasts: int = 0
    withdrawn: int = 0


class Again(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Structural work that comes again every so many days."""

    code: str
    title: str
    every_days: int
    minutes: int
    partner: str = ""
    participants: int | None = None
    volunteers: int | None = None


class Work(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``resources/demo/work.toml``: targets of referrals by topic, stages of procedures, and what is in lists."""

    referrals: Mapping[str, Mapping[str, int]]
    stages: Mapping[str, Mapping[str, int]]
    recipients: tuple[Entry, ...]
    releases: tuple[Allowed, ...]
    shown_releases: tuple[Given, ...]
    activities: tuple[Again, ...]


@cache
def read_work() -> Work:
    """Return kinds and frequencies. Raises ContentError."""
    return read_toml(resource_path("demo", "work.toml"), Work)


def add_referrals(
    db: Connection, origin: Origin, chance: random.Random, contacts: Sequence[tuple[RecordId, bulk.NewContact]]
) -> None:
    """Add the referral that goes with each contact in a case whose result says there was one."""
    targets = read_work().referrals
    for contact_id, contact in contacts:
        warm = REFERRING_RESULTS.get(str(contact.values["result"]))
        day = contact.values["day"]
        if warm is None or contact.values.get("case_id") is None or not isinstance(day, date):
            continue
        topic = contact.topics[0].code
        values = {
            "case_id": contact.values["case_id"],
            "contact_id": contact_id,
            "day": day,
            "target": weighted(chance, targets.get(topic, targets["others"])),
            "warm": warm,
            "heard": (origin.now.date() - day).days > 40 and chance.random() < (0.7 if warm else 0.25),
        }
        referrals.add_referral(db, origin, values)


def add_procedures(
    db: Connection,
    origin: Origin,
    chance: random.Random,
    owners: Sequence[tuple[RecordId, RecordId]],
    lives: Sequence[Life],
    courses: Sequence[Course],
) -> None:
    """Add the asylum procedure of everybody who is in one, and of some who were."""
    stages = read_work().stages
    for (client_id, case_id), life, course in zip(owners, lives, courses, strict=True):
        running = life.group == "asylum_procedure"
        ended = life.group in ("protection", "toleration") and life.status != "S015" and chance.random() < 0.25
        entered = life.person.values["entry_date"]
        if not isinstance(entered, date) or not (running or ended):
            continue
        registered = entered + timedelta(days=chance.randrange(2, 15))
        lodged = registered + timedelta(days=chance.randrange(7, 40))
        stage = weighted(chance, stages["running" if running else "ended"])
        known = stage != "before_lodging" and lodged < origin.now.date()
        last = course.contacts[-1]
        values = {
            "client_id": client_id,
            "case_id": case_id,
            "kind": "subsequent" if life.status == "S004" else "first",
            "stage": stage if known or not running else "before_lodging",
            "registered": registered if registered < origin.now.date() else None,
            "lodged": lodged if known else None,
            "began": life.person.opened,
            "ended": max(life.person.opened, last - timedelta(days=20)) if ended else course.closed,
        }
        values["position"] = _position(str(values["stage"]), life.group)
        made = procedures.add_procedure(db, origin, values, {})
        for position, day, document in (
            ("Z03", values["registered"], "Ankunftsnachweis"), ("Z05", values["lodged"], "Niederschrift"),
        ):  # fmt: skip
            if day is not None:
                step = {"procedure_id": made, "position": position, "day": day, "document": document}
                procedure_steps.add_step(db, origin, step, {})


def _position(stage: str, group: str) -> str:
    """Return a position of this stage."""
    after = {"protection": "Z30", "toleration": "Z42"}
    return after.get(group, "Z40") if stage == "after" else _POSITIONS[stage]


_POSITIONS = {
    "before_lodging": "Z03", "responsibility": "Z06", "interview": "Z07", "waiting": "Z08", "decision": "Z11",
    "court": "Z21",
}  # fmt: skip


def add_activities(db: Connection, origin: Origin, chance: random.Random, work: WorkingDays) -> None:
    """Add the structural work of the year."""
    first, last = work.days[0], work.days[-1]
    for again in read_work().activities:
        day = first + timedelta(days=chance.randrange(min(again.every_days, 30)))
        while day <= last:
            held = work.near(day)
            values = {
                "code": again.code, "day": held, "title": again.title, "partner": again.partner, "dates": 1,
                "minutes": again.minutes, "volunteers": again.volunteers,
                "participants": again.participants and max(2, again.participants + chance.randrange(-4, 6)),
            }  # fmt: skip
            activities.add_activity(db, origin, values)
            day += timedelta(days=again.every_days)


def add_addresses(session: Session) -> None:
    """Fill the address book."""
    for entry in read_work().recipients:
        raws = {name: str(text) for name, text in msgspec.structs.asdict(entry).items()}
        address_book.save_recipient(session, None, raws)


def add_releases(session: Session, chance: random.Random, case_ids: Sequence[RecordId]) -> None:
    """Let the clients of these cases release the service in writing towards somebody."""
    kinds = {kind: kind.weight for kind in read_work().releases}
    today = session.clock.today()
    for case_id in case_ids:
        kind = weighted(chance, kinds)
        given = format_date(today - timedelta(days=chance.randrange(20, 200)))
        raws = releases.new_release(session, case_id) | {
            "recipient": kind.recipient, "purpose": kind.purpose, "matters": kind.matters, "given": given,
            "until_done": "1", "copy_given": "1",
        }  # fmt: skip
        releases.record_release(session, case_id, raws)


def add_shown_releases(session: Session, case_id: RecordId) -> None:
    """Let the client whom tour and pictures show have given releases that stand in different ways today."""
    today = session.clock.today()
    for told in read_work().shown_releases:
        given = today - timedelta(days=told.days_ago)
        raws = releases.new_release(session, case_id) | {
            "recipient": told.recipient, "purpose": told.purpose, "matters": told.matters, "given": format_date(given),
            "valid_until": format_date(given + timedelta(days=told.lasts)) if told.lasts else "",
            "until_done": "0" if told.lasts else "1", "copy_given": "1",
        }  # fmt: skip
        saved = releases.record_release(session, case_id, raws)
        if told.withdrawn:
            day = format_date(today - timedelta(days=told.withdrawn))
            releases.withdraw_release(session, saved.record_id, {"withdrawn": day})
