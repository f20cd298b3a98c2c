"""Whether a release counts on a day, and why not."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Stamp, State
from mfd_desktop.domain.releases import Lapse, Recipient, Release, ReleaseForm, plain_name

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
GIVEN, LAST = date(2026, 3, 10), date(2026, 9, 30)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
DAY = timedelta(days=1)


def stamp(number: str = "1", *, draft: bool = False) -> Stamp:
    state = State.DRAFT if draft else State.VALID
    return Stamp(RecordId(number * 32), state, {}, "release", 1, NOW, NOW)


def release(*, draft: bool = False, **changed: Any) -> Release:
    plain = Release(
        stamp=stamp(draft=draft), client_id=RecordId("c" * 32), case_id=None, sender="MFD Musterstadt",
        recipient="Jobcenter Musterstadt", recipient_id=None, purpose="Z02", matters=("A01",), mutual=False,
        form=ReleaseForm.WRITTEN, given=GIVEN, present="", paper=None, valid_until=LAST, until_done=False,
        withdrawn=None,
    )  # fmt: skip
    return dataclasses.replace(plain, **changed)


def entry(name: str, department: str = "", number: str = "2") -> Recipient:
    return Recipient(stamp(number), name, department)


@pytest.mark.parametrize(
    ("on", "changed", "lapse"),
    [
        (GIVEN, {}, None),
        (GIVEN - DAY, {}, Lapse.NOT_GIVEN),
        (LAST, {}, None),
        (LAST + DAY, {}, Lapse.EXPIRED),
        (date(2099, 1, 1), {"valid_until": None, "until_done": True}, None),
        (LAST, {"valid_until": None, "until_done": True, "case_closed": LAST}, None),
        (LAST + DAY, {"valid_until": None, "until_done": True, "case_closed": LAST}, Lapse.SETTLED),
        (LAST, {"case_closed": GIVEN}, None),
        (LAST, {"withdrawn": LAST}, Lapse.WITHDRAWN),
        (LAST - DAY, {"withdrawn": LAST}, None),
        (LAST + DAY, {"withdrawn": GIVEN}, Lapse.WITHDRAWN),
        (GIVEN, {"given": None}, Lapse.NOT_GIVEN),
        (GIVEN, {"given": None, "draft": True}, Lapse.NOT_GIVEN),
        (GIVEN, {"draft": True}, Lapse.DRAFT),
        (GIVEN, {"form": None, "draft": True}, Lapse.DRAFT),
        (GIVEN, {"form": ReleaseForm.ORAL}, Lapse.UNWITNESSED),
        (GIVEN, {"form": ReleaseForm.ORAL, "present": "  "}, Lapse.UNWITNESSED),
        (GIVEN, {"form": ReleaseForm.ORAL, "present": "Frau Probe"}, None),
    ],
)
def test_a_release_counts_from_its_day_to_its_end(on: date, changed: dict[str, Any], lapse: Lapse | None) -> None:
    assert release(**changed).lapse(on) is lapse


@given(on=DAYS, given_on=DAYS, last=st.none() | DAYS, withdrawn=st.none() | DAYS, closed=st.none() | DAYS)
def test_the_days_on_which_it_counts_are_one_stretch_between_its_dates(
    on: date, given_on: date, last: date | None, withdrawn: date | None, closed: date | None
) -> None:
    until_done = last is None
    one = release(given=given_on, valid_until=last, until_done=until_done, withdrawn=withdrawn, case_closed=closed)
    ends = [last] if last is not None else [closed] if closed is not None else []
    ends += [withdrawn - DAY] if withdrawn is not None else []
    assert (one.lapse(on) is None) == (given_on <= on <= min(ends, default=date.max))


@given(on=DAYS, withdrawn=DAYS, given_on=DAYS)
def test_a_withdrawal_changes_nothing_before_its_day(on: date, withdrawn: date, given_on: date) -> None:
    assume(on < withdrawn)
    one = release(given=given_on, valid_until=None, until_done=True)
    assert dataclasses.replace(one, withdrawn=withdrawn).lapse(on) is one.lapse(on)


@given(on=DAYS, paper=st.none() | DAYS, form=st.sampled_from(ReleaseForm), last=DAYS)
def test_only_an_oral_one_that_counts_lacks_its_paper(
    on: date, paper: date | None, form: ReleaseForm, last: date
) -> None:
    one = release(form=form, paper=paper, present="Frau Probe", valid_until=last)
    counts = one.lapse(on) is None
    assert one.lacks_paper(on) == (counts and form is ReleaseForm.ORAL and paper is None)


def test_an_entry_of_the_address_book_is_meant_by_its_id_or_by_its_name() -> None:
    office, other = entry("Jobcenter Musterstadt", "Leistung"), entry("Jobcenter Musterstadt", "Vermittlung", "3")
    assert release(recipient_id=office.stamp.id, recipient="Alter Name").names(office)
    assert not release(recipient_id=office.stamp.id).names(other)
    assert release(recipient="JOBCENTER  Musterstadt").names(office)
    assert release(recipient="Jobcenter Musterstadt – Leistung").names(office)
    assert not release(recipient="Jobcenter Musterstadt, Vermittlung").names(office)
    assert not release(recipient="Jobcenter Musterstadt-Land").names(office)
    assert (office.label, entry("VG Trier").label) == ("Jobcenter Musterstadt, Leistung", "VG Trier")


@given(st.text(max_size=20), st.text(max_size=20))
def test_comparing_names_is_idempotent_and_blind_for_case_and_spaces(one: str, other: str) -> None:
    plain = plain_name(one)
    assert plain_name(plain) == plain
    assert plain_name(f"  {one}  , ") == plain
    assert plain_name(f"{one} {other}") == plain_name(f"{one} - {other}")


def test_names_that_differ_in_a_letter_differ() -> None:
    assert plain_name("Amt A") != plain_name("Amt B")
    assert plain_name("Straße") == plain_name("STRASSE")
