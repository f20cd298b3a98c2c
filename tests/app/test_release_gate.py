"""The release gate: what passes, and for what does not the sentence that says what is missing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mfd_desktop.app import address_book, casework, releases
from mfd_desktop.app.release_gate import release_for, require_release
from mfd_desktop.app.session import Session
from mfd_desktop.app.wording import sentence
from mfd_desktop.domain.errors import ReleaseMissing
from mfd_desktop.domain.ids import RecordId

NewCase = Callable[..., tuple[Any, Any]]
AMT = "Jobcenter Musterstadt"
RAWS = {
    "recipient": AMT, "purpose": "Z02", "matters": "A01", "sender": "MFD", "form": "written", "given": "1.11.2026",
    "valid_until": "31.12.2026",
}  # fmt: skip
TODAY = date(2026, 11, 23)


@pytest.fixture
def case(new_case: NewCase) -> RecordId:
    return RecordId(new_case(opened="1.11.2026")[1])


def add(session: Session, case_id: RecordId, **changed: str) -> RecordId:
    return releases.record_release(session, case_id, RAWS | changed).record_id


def refused(session: Session, case_id: RecordId, recipient: str = AMT, purpose: str = "Z02", on: date = TODAY) -> str:
    """Ask at the gate, which must refuse, and return the sentence."""
    assert release_for(session, case_id, recipient, purpose, on) is None
    with pytest.raises(ReleaseMissing) as raised:
        require_release(session, case_id, recipient, purpose, on)
    return sentence(raised.value)


def test_a_release_for_recipient_and_purpose_opens_the_gate_in_every_case_of_the_client(
    session: Session, case: RecordId, new_case: NewCase
) -> None:
    given = add(session, case)
    assert require_release(session, case, AMT, "Z02", TODAY).stamp.id == given
    assert require_release(session, case, "  JOBCENTER Musterstadt ", "Z02", TODAY).stamp.id == given
    client_id = casework.read_case(session, case).client_id
    second = casework.open_another_case(session, client_id, {"opened": "heute"})
    assert require_release(session, second, AMT, "Z02", TODAY).stamp.id == given
    stranger = new_case("Andere")[1]
    assert "Es gibt keine" in refused(session, stranger)


def test_an_entry_of_the_address_book_is_asked_for_by_its_id(session: Session, case: RecordId) -> None:
    before = add(session, case)
    entry = address_book.save_recipient(session, None, {"name": AMT}).record_id
    assert require_release(session, case, entry, "Z02", TODAY).stamp.id == before
    tied = add(session, case, given="20.11.2026")
    assert require_release(session, case, entry, "Z02", TODAY).stamp.id == tied
    other = address_book.save_recipient(session, None, {"name": "Sozialamt", "department": "Asyl"}).record_id
    assert refused(session, case, other).startswith(
        "Es gibt keine Schweigepflichtentbindung gegenüber Sozialamt, Asyl zum Zweck „Leistungen und Existenzsicherung“"
    )
    with pytest.raises(KeyError):
        release_for(session, case, "0" * 32, "Z02", TODAY)


def test_a_release_for_one_department_says_nothing_to_another(session: Session, case: RecordId) -> None:
    first = address_book.save_recipient(session, None, {"name": AMT, "department": "Leistung"}).record_id
    second = address_book.save_recipient(session, None, {"name": AMT, "department": "Vermittlung"}).record_id
    add(session, case, recipient=f"{AMT}, Leistung")
    assert release_for(session, case, first, "Z02", TODAY) is not None
    for other in (second, AMT):
        assert f"nur eine gegenüber „{AMT}, Leistung“" in refused(session, case, other)
        assert "nur eine" not in refused(session, case, other, "Z07")
    add(session, case)
    assert release_for(session, case, second, "Z02", TODAY) is not None


def test_an_oral_one_counts_but_a_written_one_is_named_first(session: Session, case: RecordId) -> None:
    oral = add(session, case, form="oral", present="Frau Probe", given="20.11.2026")
    assert require_release(session, case, AMT, "Z02", TODAY).stamp.id == oral
    written = add(session, case)
    assert require_release(session, case, AMT, "Z02", TODAY).stamp.id == written


@pytest.mark.parametrize("recipient", ["", "  ", "–"])
def test_a_letter_to_nobody_never_passes(session: Session, case: RecordId, recipient: str) -> None:
    releases.record_release(session, case, RAWS | {"recipient": ""})
    assert release_for(session, case, recipient, "Z02", TODAY) is None


@pytest.mark.parametrize(
    ("changed", "on", "words"),
    [
        ({"valid_until": "22.11.2026"}, TODAY, "ist am 22.11.2026 abgelaufen"),
        ({}, date(2026, 10, 31), "gilt erst ab 01.11.2026"),
        ({"given": ""}, TODAY, "ist vorbereitet, aber noch nicht erteilt"),
        ({"given": "31.02."}, TODAY, "ist vorbereitet, aber noch nicht erteilt"),
        ({"matters": ""}, TODAY, "ist noch ein Entwurf"),
        ({"form": "oral"}, TODAY, "fehlt, wer dabei war"),
        ({"purpose": "Z07"}, TODAY, "gilt nur für „Wohnen“, nicht für „Leistungen und Existenzsicherung“"),
        ({"purpose": ""}, TODAY, "Es gibt keine"),
        ({"purpose": "Z07", "valid_until": "22.11.2026"}, TODAY, "Es gibt keine"),
        ({"recipient": "Sozialamt"}, TODAY, "Es gibt keine"),
    ],
)
def test_the_refusal_names_what_comes_nearest(
    session: Session, case: RecordId, changed: dict[str, str], on: date, words: str
) -> None:
    add(session, case, **changed)
    said = refused(session, case, on=on)
    assert words in said
    assert AMT in said
    assert "Es wurde nichts weitergegeben." in said


def test_after_a_withdrawal_nothing_leaves_but_what_left_before_was_right(session: Session, case: RecordId) -> None:
    given = add(session, case)
    releases.withdraw_release(session, given, {"withdrawn": "20.11.2026"})
    assert "wurde am 20.11.2026 widerrufen" in refused(session, case)
    assert "wurde am 20.11.2026 widerrufen" in refused(session, case, on=date(2026, 11, 20))
    assert require_release(session, case, AMT, "Z02", date(2026, 11, 19)).stamp.id == given


def test_with_the_case_ends_what_was_given_for_the_matter(session: Session, case: RecordId) -> None:
    add(session, case, valid_until="", until_done="1")
    casework.close_case(session, case, {"closed": "20.11.2026", "outcome": "O1"})
    assert "endete mit dem Fall am 20.11.2026" in refused(session, case)


def test_of_several_that_do_not_count_the_one_that_lacks_least_is_named(session: Session, case: RecordId) -> None:
    add(session, case, valid_until="10.11.2026")
    add(session, case, purpose="Z07")
    assert "ist am 10.11.2026 abgelaufen" in refused(session, case)
    add(session, case, given="2.11.2026", valid_until="15.11.2026")
    assert "ist am 15.11.2026 abgelaufen" in refused(session, case)
    add(session, case, given="")
    assert "ist vorbereitet" in refused(session, case)
