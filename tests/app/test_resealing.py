"""Documents after new keys: sealed anew one by one, whole at every stop, going on after the next unlock."""

from collections.abc import Callable

import pytest

from mfd_desktop.app import passphrases
from mfd_desktop.app.attachments import add_bytes, attachments_of
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.passphrases import change_passphrase
from mfd_desktop.app.resealing import reseal_next, waiting_documents
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault.attachment_files import content, place_of
from mfd_desktop.vault.keys import FLOOR_COST

OLD, NEW = "Probe-Tresor-2026", "Neuer-Probe-Tresor"


def rekeys(session: Session) -> list[str]:
    return [entry.detail for entry in log_entries(session) if entry.event is Event.REKEY]


def test_every_document_gets_a_new_identity_and_stays_whole(
    session: Session,
    new_case: Callable[..., tuple[RecordId, RecordId]],
    clock: FixedClock,
    lists: CodeLists,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passphrases, "calibrated_cost", lambda memory_kib: FLOOR_COST)
    _client, case_id = new_case()
    texts = [f"Probedokument {number}".encode() * 500 for number in range(3)]
    for text in texts:
        add_bytes(session, case_id, "probe.txt", text)
    before = {found.stamp.id: found for found in attachments_of(session, case_id)}
    folder = session.folder
    assert waiting_documents(session) == 0
    assert change_passphrase(session, OLD, NEW, known_to_others=True)
    assert (waiting_documents(session), rekeys(session)) == (3, ["begun"])
    assert reseal_next(session) == 2
    with session.vault.backing_up:
        assert reseal_next(session) == 2, "not while a backup is made"
    session.close()
    again = open_session(folder, NEW, clock=clock, lists=lists)
    assert waiting_documents(again) == 2
    while reseal_next(again):
        pass
    assert rekeys(again) == ["finished", "begun"]
    after = attachments_of(again, case_id)
    assert sorted(content(folder, found) for found in after) == texts
    for found in after:
        assert found.identity != before[found.stamp.id].identity
        assert not place_of(folder, before[found.stamp.id].file).exists()
    assert reseal_next(again) == 0
    assert rekeys(again) == ["finished", "begun"], "said once"
    again.close()


def test_without_documents_new_keys_are_finished_at_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases, "calibrated_cost", lambda memory_kib: FLOOR_COST)
    assert change_passphrase(session, OLD, NEW, known_to_others=True)
    assert rekeys(session) == ["finished", "begun"]
