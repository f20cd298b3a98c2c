"""A full medium while something is written: one sentence, nothing half done, and it works once there is room again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mfd_desktop.app import casework, guided, letters, period_files, periods
from mfd_desktop.app.contributing import period_state, submit
from mfd_desktop.app.network import create_network, join_network, look_at_network
from mfd_desktop.app.session import Session, create_session
from mfd_desktop.app.wording import sentence
from mfd_desktop.domain.errors import StorageError, UserError
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Office
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.verifying import verify

resource = pytest.importorskip("resource", reason="limits of Linux")
Q3 = Period(2026, "Q", 3)


@contextmanager
def full_medium() -> Iterator[None]:
    """No file may grow any more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_forms_letters_and_files_on_a_full_medium(session: Session, tmp_path: Path) -> None:
    _saved, case_id = casework.create_client(session, {"family_name": "Probe"}, case={})
    form = guided.begin(session, case_id, "first_interview")
    letter = letters.begin_letter(session, case_id, "G00", texts={"to": "client", "subject": "Probe", "body": "Text"})
    letters.save_letter(session, letter, {"birth_date": "", "address": "Musterweg 1"})
    with full_medium():
        for attempt in (
            lambda: guided.save(session, form, {"step_1": "x" * 20_000}),
            lambda: letters.finish_letter(session, letter),
            lambda: period_files.write_file(session, Q3, tmp_path / "zahlen.xlsx", intern=True),
        ):
            with pytest.raises(UserError) as refused:
                attempt()
            assert sentence(refused.value)
    assert guided.read(session, form).raws["step_1"] == ""
    assert not letters.read_letter(session, letter).final
    assert [path.name for path in tmp_path.iterdir() if "zahlen" in path.name] == []
    letters.finish_letter(session, letter)
    before = sorted(tmp_path.iterdir())
    with full_medium(), pytest.raises(StorageError):
        letters.save_pages(session, letter, tmp_path / "brief.pdf")
    with pytest.raises(StorageError):
        letters.save_pages(session, letter, tmp_path / "gone" / "brief.pdf")
    assert sorted(tmp_path.iterdir()) == before
    verify(session.vault)


def test_reporting_on_a_full_medium_freezes_nothing(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    office = Office("Fachreferat", "T", "DSGVO", "07315")
    other = create_session(tmp_path / "co", "Probe-Tresor-2026", office, clock=session.clock, cost=FLOOR_COST)
    create_network(other, folder, "Verbund", "Koordination")
    other.close()
    join_network(session, look_at_network(folder))
    with full_medium(), pytest.raises(UserError):
        submit(session, Q3)
    assert period_state(session, Q3).state == "none"
    assert periods.frozen(session, Q3) is None
    submit(session, Q3)
    assert period_state(session, Q3).state == "delivered"
