"""A validity date renewed in one step: what was before stays as renewed, what is new reminds again."""

from collections.abc import Callable
from datetime import date

from mfd_desktop.app import validities
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId

NewCase = Callable[..., tuple[RecordId, RecordId]]


def test_renewing_keeps_kind_title_and_number_and_both_records(session: Session, new_case: NewCase) -> None:
    client_id, _case_id = new_case()
    raws = {"kind": "toleration", "until": "1.12.2026", "label": "§ 60a", "number": "D1", "warnings": "20"}
    old = validities.save_validity(session, client_id, None, raws).record_id
    saved = validities.renew_validity(session, old, {"until": "1.6.2027", "since": "30.11.2026"})
    assert not saved.problems
    new, before = validities.validities_of(session, client_id)
    assert (new.stamp.id, new.kind, new.label, new.number, new.warnings) == (
        saved.record_id, "toleration", "§ 60a", "D1", (20,),
    )  # fmt: skip
    assert (new.since, new.until, new.renewed) == (date(2026, 11, 30), date(2027, 6, 1), None)
    assert (before.stamp.id, before.renewed) == (old, date(2026, 11, 23))
    assert validities.reminders(session, session.clock.today()) == ()


def test_without_a_day_nothing_is_renewed(session: Session, new_case: NewCase) -> None:
    client_id, _case_id = new_case()
    old = validities.save_validity(session, client_id, None, {"kind": "passport", "until": "1.12.2026"}).record_id
    saved = validities.renew_validity(session, old, {"until": "", "since": "1.1.2027"})
    assert [problem.code for problem in saved.problems] == ["required"]
    backwards = validities.renew_validity(session, old, {"until": "1.1.2027", "since": "2.1.2027"})
    assert len(backwards.problems) == 1
    (only,) = validities.validities_of(session, client_id)
    assert only.renewed is None
