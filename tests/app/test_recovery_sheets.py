"""Sheets of the emergency envelope in an open vault: made, rehearsed, replaced; their words nowhere."""

import pytest

from mfd_desktop.app import keys
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.session import Session
from mfd_desktop.domain.errors_keys import SheetsUnfit, SheetWrong
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault.recovery import combine
from mfd_desktop.vault.store import Vault

HOLDERS = ("Beraterin Probe", "Stellvertretung Probe", "Träger Probe")


def typed(share: keys.Share) -> str:
    return " ".join(share.words)


def test_any_two_of_the_three_sheets_open_this_vault(session: Session) -> None:
    assert keys.recovery_state(session).stage == keys.NONE
    shares = keys.make_recovery(session, HOLDERS)
    assert [(share.holder, share.number, len(share.words)) for share in shares] == [
        (holder, number, 20) for number, holder in enumerate(HOLDERS, 1)
    ]
    assert len({share.set_id for share in shares}) == 1
    for a, b in ((0, 1), (1, 2), (2, 0)):
        keys.check_shares(session, typed(shares[a]), typed(shares[b]))
    secret = combine(shares[0].words, shares[2].words)
    session.close()
    vault = Vault.open_with_secret(session.folder, secret, clock=session.clock)
    assert vault.opened_by == "recovery"
    vault.close()


def test_a_rehearsal_changes_nothing(session: Session) -> None:
    shares = keys.make_recovery(session, HOLDERS)
    before = session.vault.commits
    keys.check_shares(session, typed(shares[0]), typed(shares[1]))
    with pytest.raises(SheetsUnfit):
        keys.check_shares(session, typed(shares[0]), typed(shares[0]))
    with pytest.raises(SheetWrong):
        keys.check_shares(session, typed(shares[0]), typed(shares[1])[:-1] + "x")
    assert session.vault.commits == before


def test_sheets_of_another_vault_are_told_apart_from_none_at_all(session: Session, another_session) -> None:
    other = another_session("other")
    foreign = keys.make_recovery(other, HOLDERS)
    with pytest.raises(SheetsUnfit) as caught:
        keys.check_shares(session, typed(foreign[0]), typed(foreign[1]))
    assert caught.value.reason == "none"
    own = keys.make_recovery(session, HOLDERS)
    with pytest.raises(SheetsUnfit) as caught:
        keys.check_shares(session, typed(foreign[0]), typed(foreign[1]))
    assert (caught.value.reason, caught.value.first_set) == ("foreign", foreign[0].set_id)
    with pytest.raises(SheetsUnfit) as caught:
        keys.check_shares(session, typed(own[0]), typed(foreign[1]))
    assert caught.value.reason == "sets"


def test_new_sheets_replace_the_old_ones(session: Session) -> None:
    old = keys.make_recovery(session, HOLDERS)
    keys.mark_printed(session)
    keys.mark_rehearsed(session)
    assert keys.recovery_state(session).stage == keys.REHEARSED
    new = keys.make_recovery(session, HOLDERS)
    state = keys.recovery_state(session)
    assert (state.stage, state.set_id, state.holders) == (keys.MADE, new[0].set_id, HOLDERS)
    with pytest.raises(SheetsUnfit):
        keys.check_shares(session, typed(old[0]), typed(old[1]))
    keys.check_shares(session, typed(new[0]), typed(new[1]))
    events = [(entry.event, entry.detail) for entry in log_entries(session) if entry.event is Event.SHEETS]
    assert events == [(Event.SHEETS, stage) for stage in ("made", "rehearsed", "printed", "made")]
