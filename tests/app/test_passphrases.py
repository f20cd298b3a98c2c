"""Ways into the vault: changed, re-keyed, recovered with two sheets, ended; what the counsellor is told; no leaks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop.app import keys, passphrases, recovering
from mfd_desktop.app.journal import log_broken_at, log_entries
from mfd_desktop.app.passphrases import change_passphrase, open_notices, ways_in
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import WeakPassphrase, WrongPassphrase
from mfd_desktop.domain.errors_keys import CounsellorOnly, SheetsUnfit
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault.keys import FLOOR_COST, KdfCost
from mfd_desktop.vault.verifying import verify

OLD, NEW, THIRD = "Probe-Tresor-2026", "Neuer-Probe-Tresor", "Vertretung-Probe-2026"
HOLDERS = ("Beraterin Probe", "Stellvertretung Probe", "Träger Probe")
Reopen = Callable[..., Session]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases, "calibrated_cost", lambda memory_kib: FLOOR_COST)


@pytest.fixture
def reopen(session: Session, clock: FixedClock, lists: CodeLists) -> Reopen:
    """Lock the vault and unlock it again."""
    opened = [session]

    def again(passphrase: str) -> Session:
        opened[-1].close()
        opened.append(open_session(session.folder, passphrase, clock=clock, lists=lists))
        return opened[-1]

    return again


def typed(share: keys.Share) -> str:
    return " ".join(share.words)


def recover(session: Session, shares: tuple[keys.Share, ...], why: str, passphrase: str) -> Session:
    session.close()
    return recovering.recover(
        session.folder, typed(shares[0]), typed(shares[2]), why, passphrase, clock=session.clock, lists=session.lists
    )


def kinds(session: Session) -> list[str]:
    return [way.kind for way in ways_in(session)]


def test_a_new_passphrase_replaces_the_old_one_and_nothing_else(session: Session, reopen: Reopen) -> None:
    shares = keys.make_recovery(session, HOLDERS)
    for current, new, wrong in ((OLD, "kurz", WeakPassphrase), ("falsch-falsch", NEW, WrongPassphrase)):
        with pytest.raises(wrong):
            change_passphrase(session, current, new, known_to_others=False)
    before = session.vault.header.generation
    assert change_passphrase(session, OLD, NEW, known_to_others=False)
    assert session.vault.header.generation == before + 1
    with pytest.raises(WrongPassphrase):
        reopen(OLD)
    again = reopen(NEW)
    keys.check_shares(again, typed(shares[0]), typed(shares[1]))
    assert open_notices(again) == ()
    assert kinds(again) == ["passphrase", "recovery"]
    again.close()


def test_a_passphrase_others_know_gives_the_whole_vault_new_keys(
    session: Session, reopen: Reopen, new_case: Callable[..., tuple[RecordId, RecordId]]
) -> None:
    new_case()
    shares = keys.make_recovery(session, HOLDERS)
    seen: list[float] = []
    assert change_passphrase(session, OLD, NEW, known_to_others=True, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert kinds(session) == ["passphrase"]
    assert keys.recovery_state(session).stage == keys.NONE
    with pytest.raises(SheetsUnfit):
        keys.check_shares(session, typed(shares[0]), typed(shares[1]))
    assert [notice.kind for notice in open_notices(session)] == ["sheets_void"]
    again = reopen(NEW)
    counts = verify(again.vault)
    assert (counts["clients"], counts["cases"]) == (1, 1)
    assert log_broken_at(again) is None
    assert [notice.kind for notice in open_notices(again)] == ["sheets_void"]
    keys.make_recovery(again, HOLDERS)
    assert open_notices(again) == (), "new sheets settle it"
    again.close()


def test_new_keys_given_up_leave_everything_as_it_was(session: Session, reopen: Reopen) -> None:
    assert not change_passphrase(session, OLD, NEW, known_to_others=True, cancelled=lambda: True)
    reopen(OLD).close()


def test_a_forgotten_passphrase_is_replaced_and_the_next_unlock_tells(session: Session, reopen: Reopen) -> None:
    shares = keys.make_recovery(session, HOLDERS)
    recovered = recover(session, shares, "forgotten", NEW)
    assert recovered.vault.opened_by == "recovery"
    assert open_notices(recovered) == (), "not to whoever did it"
    recovered.close()
    with pytest.raises(WrongPassphrase):
        reopen(OLD)
    again = reopen(NEW)
    (notice,) = open_notices(again)
    assert (notice.kind, notice.detail) == ("recovered", "forgotten")
    passphrases.acknowledge(again, notice.id)
    assert open_notices(again) == ()
    assert (Event.RECOVERY, "forgotten") in [(entry.event, entry.detail) for entry in log_entries(again)]
    again.close()


def test_a_stand_in_gets_her_own_passphrase_and_cannot_hide_it(session: Session, reopen: Reopen) -> None:
    shares = keys.make_recovery(session, HOLDERS)
    recover(session, shares, "stand_in", THIRD).close()
    stand_in = reopen(THIRD)
    assert stand_in.vault.opened_by == "stand_in"
    assert kinds(stand_in) == ["passphrase", "stand_in", "recovery"]
    assert open_notices(stand_in) == ()
    with pytest.raises(CounsellorOnly):
        passphrases.acknowledge(stand_in, 1)
    with pytest.raises(CounsellorOnly):
        change_passphrase(stand_in, THIRD, NEW, known_to_others=True)
    change_passphrase(stand_in, THIRD, "Vertretung-Probe-2027", known_to_others=False)
    again = reopen(OLD)
    assert [notice.detail for notice in open_notices(again)] == ["stand_in"]
    passphrases.remove_stand_in(again)
    assert kinds(again) == ["passphrase", "recovery"]
    again.close()
    for gone in (THIRD, "Vertretung-Probe-2027"):
        with pytest.raises(WrongPassphrase):
            reopen(gone)


def test_a_second_stand_in_takes_the_place_of_the_first(session: Session, reopen: Reopen) -> None:
    shares = keys.make_recovery(session, HOLDERS)
    first = recover(session, shares, "stand_in", THIRD)
    recover(first, shares, "stand_in", "Zweite-Vertretung").close()
    with pytest.raises(WrongPassphrase):
        reopen(THIRD)
    assert kinds(reopen("Zweite-Vertretung")) == ["passphrase", "stand_in", "recovery"]
    reopen(OLD).close()


def test_sheets_are_tried_before_anything_is_asked(session: Session) -> None:
    folder = session.folder
    shares = keys.make_recovery(session, HOLDERS)
    old = shares
    shares = keys.make_recovery(session, HOLDERS)
    session.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    recovering.check_sheets(folder, typed(shares[0]), typed(shares[1]))
    with pytest.raises(SheetsUnfit) as caught:
        recovering.check_sheets(folder, typed(old[0]), typed(old[1]))
    assert (caught.value.reason, caught.value.first_set) == ("foreign", old[0].set_id)
    with pytest.raises(WeakPassphrase):
        recovering.recover(folder, typed(shares[0]), typed(shares[1]), "forgotten", "kurz", clock=session.clock)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_words_are_judged_while_they_are_typed(session: Session) -> None:
    words = keys.make_recovery(session, HOLDERS)[0].words
    look = recovering.look_at_typed
    assert look("") == recovering.Typed(0, complete=False)
    assert look(" ".join(words[:3]) + " " + words[3][:2]).wrong is None, "still being typed"
    assert look(" ".join(words[:3]) + " xxq").wrong == (4, "xxq")
    assert look(" ".join(words[:3]) + " " + words[3][:2] + " ").wrong is not None, "the word is finished"
    assert look(" ".join(words)).complete
    assert not look(" ".join(words[:19])).complete


def test_a_policy_raises_the_memory_of_new_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(passphrases, "calibrated_cost", lambda memory_kib: asked.append(memory_kib) or KdfCost())
    monkeypatch.setattr(passphrases, "policy", lambda: type("P", (), {"kdf_memory_mib_at_least": 256}))
    passphrases.new_cost()
    monkeypatch.setattr(passphrases, "policy", lambda: type("P", (), {"kdf_memory_mib_at_least": 64}))
    passphrases.new_cost()
    assert asked == [256 * 1024, 128 * 1024]


def test_words_and_passphrases_are_nowhere(
    session: Session, reopen: Reopen, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shares = keys.make_recovery(session, HOLDERS)
    recovered = recover(session, shares, "stand_in", THIRD)
    recovered.close()
    again = reopen(OLD)
    change_passphrase(again, OLD, NEW, known_to_others=False)
    with again.vault.read() as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = " ".join(str(row) for name in names for row in db.execute(f"SELECT * FROM {name}"))
    files = b"".join(path.read_bytes() for path in sorted(session.folder.rglob("*")) if path.is_file())
    again.close()
    secrets = [OLD, NEW, THIRD, *(" ".join(share.words[3:6]) for share in shares)]
    assert not [secret for secret in secrets if secret in rows or secret.encode() in files or secret in caplog.text]
    assert shares[0].set_id in rows, "the number of the set is no secret"
