"""Referrals and activities in the vault: a secret of their own for ever, and what goes with what."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Level
from mfd_desktop.vault import activities, cases, clients, referrals
from mfd_desktop.vault.records import Origin
from mfd_desktop.vault.store import Vault

DAY = date(2026, 11, 20)


@pytest.fixture
def vault(open_vault: Callable[..., Vault], folder: Path) -> Vault:
    return open_vault(folder)


@pytest.fixture
def origin(clock: FixedClock) -> Origin:
    return Origin(clock.now(), "test")


@pytest.fixture
def case_id(vault: Vault, origin: Origin) -> RecordId:
    with vault.write() as db:
        client_id = clients.add_client(db, origin, {"family_name": "Testperson"})
        return cases.add_case(db, origin, client_id, DAY, Level.ACCOMPANIMENT, None, {})


def refer(vault: Vault, origin: Origin, case_id: RecordId, **values: object) -> RecordId:
    with vault.write() as db:
        return referrals.add_referral(db, origin, {"case_id": case_id, "day": DAY, "target": "R07", **values})


def secrets(vault: Vault, table: str) -> list[bytes]:
    with vault.read() as db:
        return [secret for (secret,) in db.execute(f"SELECT secret FROM {table} ORDER BY rowid")]


def test_each_record_has_its_own_secret_and_keeps_it(vault: Vault, origin: Origin, case_id: RecordId) -> None:
    first = refer(vault, origin, case_id)
    refer(vault, origin, case_id)
    with vault.write() as db:
        activity_id = activities.add_activity(db, origin, {"code": "ST22", "day": DAY})
    before = secrets(vault, "referral") + secrets(vault, "activity")
    assert {len(secret) for secret in before} == {16}
    assert len(set(before)) == 3
    with vault.write() as db:
        referrals.change_referral(db, first, origin.now, {"warm": True})
        activities.change_activity(db, activity_id, origin.now, {"volunteers": 5})
    assert secrets(vault, "referral") + secrets(vault, "activity") == before


def test_a_referral_goes_with_its_case(vault: Vault, origin: Origin, case_id: RecordId) -> None:
    referral_id = refer(vault, origin, case_id, note="Vermerk")
    with vault.write() as db:
        clients.remove_client(db, cases.read_case(db, case_id).client_id)
    with vault.read() as db:
        assert referrals.referrals_of(db, case_id) == ()
        assert db.execute("SELECT count(*) FROM search_entry WHERE record_id = ?", (referral_id,)).fetchone() == (0,)
        with pytest.raises(KeyError):
            referrals.read_referral(db, referral_id)


def test_what_is_left_open_reads_as_no(vault: Vault, origin: Origin, case_id: RecordId) -> None:
    referral_id = refer(vault, origin, case_id)
    with vault.read() as db:
        found = referrals.read_referral(db, referral_id)
        assert (found.warm, found.heard, found.note) == (False, False, "")
        assert referrals.cases_referred_on(db, DAY) == {case_id}
        assert referrals.cases_referred_on(db, date(2026, 11, 21)) == set()
    with pytest.raises(dbapi2.IntegrityError):
        refer(vault, origin, case_id, warm=2)


def test_the_newest_of_a_day_comes_first(vault: Vault, origin: Origin, case_id: RecordId) -> None:
    older, newer = refer(vault, origin, case_id), refer(vault, origin, case_id)
    with vault.write() as db:
        draft = referrals.add_referral(db, origin, {"case_id": case_id}, {"day": "gestern?"})
        made = [activities.add_activity(db, origin, {"code": "QM1", "day": DAY}) for _ in range(2)]
    with vault.read() as db:
        assert [found.stamp.id for found in referrals.referrals_of(db, case_id)] == [draft, newer, older]
        assert [found.stamp.id for found in activities.activities_between(db, DAY, DAY)] == made[::-1]
        assert activities.activities_between(db, date(2026, 1, 1), date(2026, 11, 19)) == ()
