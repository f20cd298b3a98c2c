"""The real program from the unlock window to the end: passphrase, lock, kill, second start, damage, crash."""

from __future__ import annotations

import gzip
import importlib.util
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mfd_desktop.app import casework, drafts, guided, letters
from mfd_desktop.app.session import Session, create_session, open_session
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.records import Office, Place
from mfd_desktop.vault.header import read_header
from mfd_desktop.vault.keys import FLOOR_COST, sub_key
from mfd_desktop.vault.slots import open_with_passphrase

if TYPE_CHECKING:
    import program_driver as driver
else:
    _SPEC = importlib.util.spec_from_file_location("program_driver", Path(__file__).with_name("program_driver.py"))
    driver = importlib.util.module_from_spec(_SPEC)
    _SPEC.loader.exec_module(driver)

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(sys.platform != "linux", reason="needs execv and /proc"),
    pytest.mark.timeout(180),
]
OFFICE = Office("Dienststelle Musterburg", "Musterträger e. V.", "DSGVO", "07315")
FORM = "client:new"
JOB = f"""
import os
from pathlib import Path
from mfd_desktop.ui.print_handover import Handover
class Press:
    def abort(self):
        pass
def endless():
    while True:
        yield
handover = Handover(window(), Press(), endless(), 1, None)
Path(os.environ["TMPDIR"], "job").write_text("{driver.CANARY}")
def lock_now():
    later(window().lock_asked.emit)
"""


def _open(vault: Path) -> Session:
    return open_session(vault, driver.PASSPHRASE, clock=SystemClock())


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A closed vault whose program starts at taking up a new client."""
    folder = tmp_path / "vault"
    session = create_session(folder, driver.PASSPHRASE, OFFICE, clock=SystemClock(), cost=FLOOR_COST)
    drafts.seal(session, (), Place("new_client"))
    session.close()
    return folder


@pytest.fixture
def run(tmp_path: Path, vault: Path) -> Iterator[Callable[..., driver.Child]]:
    """Return a function that starts the program on the vault."""
    home, temp = tmp_path / "home", tmp_path / "temp"
    for folder in (home, temp):
        folder.mkdir(mode=0o700)
    children = []

    def start(**options: object) -> driver.Child:
        child = driver.Child(vault, home, tmp_path / "driver", extra={"TMPDIR": str(temp)}, **options)
        children.append(child)
        return child

    yield start
    for child in children:
        child.close()


def _type_canary(child: driver.Child) -> None:
    child.do(f"form({FORM!r}).focus_field('family_name')")
    child.until("app.focusWidget() is not None")
    child.do(f"keys({driver.CANARY + ' halb'!r})")
    child.do("press(Qt.Key.Key_Left); press(Qt.Key.Key_Left)")


def _assert_back(child: driver.Child) -> None:
    assert child.eval("place()") == ["new_client", f"{FORM}/family_name", len(driver.CANARY) + 3]
    assert child.eval(f"form({FORM!r}).texts()['family_name']") == driver.CANARY + " halb"


def test_a_wrong_passphrase_gets_no_hint_and_another_try(run: Callable[..., driver.Child]) -> None:
    child = run()
    child.until("kind() == 'UnlockWindow' and app.focusWidget() is not None")
    child.do("keys('ganz falsch'); press(Qt.Key.Key_Return)")
    child.until("'Schlüssel' not in banner() and banner() != ''")
    assert child.eval("banner()") == "Passwort stimmt nicht"
    child.until("app.focusWidget() is not None and app.focusWidget().isEnabled()")
    child.unlock()
    assert child.eval("place()")[0] == "new_client"


def test_locking_replaces_the_process_and_brings_everything_back(run: Callable[..., driver.Child], vault: Path) -> None:
    child = run()
    child.unlock()
    _type_canary(child)
    header, _mac = read_header(vault)
    found = open_with_passphrase(header.slots, header.vault, driver.PASSPHRASE)
    assert found is not None
    master = found[0]
    database = sub_key(master, "database")
    secrets = {
        **driver.encodings("name", driver.CANARY),
        **driver.encodings("passphrase", driver.PASSPHRASE),
        **{f"master key {form}": text for form, text in _forms(master).items()},
        **{f"database key {form}": text for form, text in _forms(database).items()},
    }
    assert "name utf-16-le" in driver.memory_holds(child.pid, secrets), "the search must be able to find it"
    child.lock()
    child.until("kind() == 'UnlockWindow'")
    assert driver.memory_holds(child.pid, secrets) == []
    assert child.process.poll() is None, "the process is the same one"
    child.unlock()
    _assert_back(child)


def test_nothing_of_letters_and_forms_is_left_after_locking_not_even_a_job_under_way(
    run: Callable[..., driver.Child], vault: Path
) -> None:
    session = _open(vault)
    _saved, case_id = casework.create_client(session, {"family_name": driver.CANARY}, case={})
    texts = {"to": "client", "subject": driver.CANARY, "body": driver.CANARY * 20}
    letter = letters.begin_letter(session, case_id, "G00", texts=texts)
    letters.save_letter(session, letter, {"birth_date": "", "address": driver.CANARY})
    letters.finish_letter(session, letter)
    form = guided.begin(session, case_id, "first_interview")
    session.close()
    child = run()
    child.unlock()
    temp = child.eval("__import__('os').environ['TMPDIR']")
    child.do(f"show('guided', record_id={form!r}, tab='person')")
    child.do(f"show('letter', record_id={letter!r}, detail={{'side': 'preview'}})")
    child.do("from mfd_desktop.ui.kit.pdf_preview import PdfPreview")
    child.until("place()[0] == 'letter' and window().findChildren(PdfPreview)[0].page_count == 1")
    assert not any(driver.CANARY in title for title in child.eval("[w.windowTitle() for w in app.allWidgets()]"))
    child.do("show('statistics')\nshow('network')\nshow('letters')")
    secrets = driver.encodings("name", driver.CANARY)
    assert driver.memory_holds(child.pid, secrets), "the search must be able to find it"
    child.do(JOB)
    spool = Path(child.eval("__import__('os').environ['TMPDIR']"))
    assert spool != Path(temp)
    assert (spool / "job").is_file()
    child.do("lock_now()")
    child.wait_ready()
    child.until("kind() == 'UnlockWindow'")
    assert driver.memory_holds(child.pid, secrets) == []
    assert child.eval("__import__('os').environ['TMPDIR']") == temp
    assert not spool.exists()


def _forms(key: bytes) -> dict[str, bytes]:
    return {"raw": key, "hex": key.hex().encode(), "HEX": key.hex().upper().encode()}


def test_what_was_sealed_is_back_after_a_kill(run: Callable[..., driver.Child], vault: Path) -> None:
    child = run()
    child.unlock()
    _type_canary(child)
    child.until("not next(s for s in window().desk.children() if type(s).__name__ == 'Sealer')._timer.isActive()")
    child.kill()
    session = _open(vault)
    found = drafts.draft(session, FORM)
    session.close()
    assert found is not None
    assert found.values["family_name"] == driver.CANARY + " halb"
    again = run()
    again.unlock()
    assert again.eval(f"form({FORM!r}).texts()['family_name']") == driver.CANARY + " halb"


def test_a_second_start_raises_the_first_window(run: Callable[..., driver.Child]) -> None:
    first = run()
    first.unlock()
    first.do("window().showMinimized()")
    second = run(driven=False)
    assert second.finish() == 0
    first.until("not window().isMinimized()")


def test_a_crash_seals_the_draft_and_tells_no_name(
    run: Callable[..., driver.Child], vault: Path, tmp_path: Path
) -> None:
    child = run()
    child.unlock()
    _type_canary(child)
    child.do(
        "def fail():\n    name = form('client:new').texts()['family_name']\n    raise ValueError(name)\nlater(fail)"
    )
    dialog = "next(w for w in app.topLevelWidgets() if w.isVisible() and type(w).__name__ == 'Sheet')"
    child.until("any(w.isVisible() and type(w).__name__ == 'Sheet' for w in app.topLevelWidgets())")
    child.do("from PySide6.QtWidgets import QTextEdit")
    report = child.eval(f"{dialog}.findChild(QTextEdit).toPlainText()")
    assert "ValueError" in report
    assert "fail" in report
    assert driver.CANARY not in report
    child.do(f"later({dialog}.reject)")
    assert child.finish() == 70
    assert driver.CANARY not in "".join(child.errors)
    assert "crash ValueError" in (tmp_path / "home" / "log" / "mfd-desktop.log").read_text(encoding="utf-8")
    again = run()
    again.unlock()
    assert again.eval(f"form({FORM!r}).texts()['family_name']") == driver.CANARY + " halb"


def test_nothing_on_the_disk_holds_the_name(run: Callable[..., driver.Child], tmp_path: Path) -> None:
    child = run()
    child.unlock()
    _type_canary(child)
    child.lock()
    child.unlock()
    child.do("form('client:new').focus_field('given_name'); keys('Amal')")
    child.kill()
    after = run()
    after.unlock()
    after.do("def fail():\n    raise ValueError(form('client:new').texts()['family_name'])\nlater(fail)")
    after.until("any(w.isVisible() and type(w).__name__ == 'Sheet' for w in app.topLevelWidgets())")
    after.close()
    assert _holding(tmp_path) == []
    assert _holding(Path(os.environ["HOME"])) == []
    (tmp_path / "proof").write_bytes(gzip.compress(driver.CANARY.encode("utf-16-le")))
    assert _holding(tmp_path) == ["proof"], "the search must be able to find it"


def _holding(folder: Path) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        if any(text in content for text in driver.encodings("name", driver.CANARY).values()):
            found.append(path.relative_to(folder).as_posix())
    return found


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "header gone": (lambda vault: (vault / "vault.json").unlink(), "Kopfdatei"),
    "header foreign": (lambda vault: (vault / "vault.json").write_text('{"a": 1}'), "gehört nicht zu diesem Programm"),
    "database gone": (lambda vault: (vault / "cases.db").unlink(), "fehlt"),
    "database empty": (lambda vault: (vault / "cases.db").write_bytes(b""), "ist leer"),
    "database plain": (
        lambda vault: (vault / "cases.db").write_bytes(b"SQLite format 3\0" + bytes(8192)),
        "nicht verschlüsselt",
    ),
    "database noise": (lambda vault: (vault / "cases.db").write_bytes(bytes(range(256)) * 64), "beschädigt"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_vault_is_named_and_left_alone(run: Callable[..., driver.Child], vault: Path, kind: str) -> None:
    break_it, words = DAMAGE[kind]
    break_it(vault)
    before = {path.name: path.read_bytes() for path in vault.iterdir()}
    child = run()
    child.until("kind() == 'UnlockWindow' and app.focusWidget() is not None")
    child.do(f"keys({driver.PASSPHRASE!r}); press(Qt.Key.Key_Return)")
    child.until("kind() == 'AsideWindow'")
    assert words in child.eval("window().damage.what.text()")
    assert {path.name: path.read_bytes() for path in vault.iterdir()} == before


def test_a_vault_that_vanished_is_named_and_can_be_put_back(
    run: Callable[..., driver.Child], vault: Path, tmp_path: Path
) -> None:
    child = run()
    child.unlock()
    child.close()
    vault.rename(tmp_path / "elsewhere")
    again = run()
    again.until("kind() == 'UnlockWindow' and banner() != ''")
    assert again.eval("banner()") == f"In diesem Ordner ist kein Tresor: {vault}"
    (tmp_path / "elsewhere").rename(vault)
    again.unlock()
    assert again.eval("place()")[0] == "new_client"


def test_a_folder_nobody_may_write_into_is_named(
    run: Callable[..., driver.Child], vault: Path, unprivileged: bool
) -> None:
    if not unprivileged:
        pytest.skip("root may write everywhere")
    vault.chmod(0o500)
    child = run()
    child.until("kind() == 'UnlockWindow' and app.focusWidget() is not None")
    child.do(f"keys({driver.PASSPHRASE!r}); press(Qt.Key.Key_Return)")
    child.until("'Schlüssel wird' not in banner() and banner() != ''")
    assert "darf nicht geschrieben werden" in child.eval("banner()")
    vault.chmod(0o700)


@pytest.fixture
def unprivileged() -> bool:
    """Whether rights of files mean anything to this process."""
    return os.geteuid() != 0


def test_a_bug_of_a_job_is_shown_by_the_window(run: Callable[..., driver.Child]) -> None:
    child = run()
    child.unlock()
    child.do(
        "import threading\n"
        "def fail():\n    raise ValueError(form('client:new').key)\n"
        "threading.Thread(target=fail).start()"
    )
    dialog = "next(w for w in app.topLevelWidgets() if w.isVisible() and type(w).__name__ == 'Sheet')"
    child.until("any(w.isVisible() and type(w).__name__ == 'Sheet' for w in app.topLevelWidgets())")
    child.do(f"later({dialog}.reject)")
    assert child.finish() == 70


def test_missing_entries_can_be_accepted(run: Callable[..., driver.Child], vault: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copy(vault / "cases.db", old)
    session = _open(vault)
    for _number in range(3):
        drafts.seal(session, (), Place("new_client"))
    session.close()
    shutil.copy(old, vault / "cases.db")
    child = run()
    child.until("kind() == 'UnlockWindow' and app.focusWidget() is not None")
    child.do(f"keys({driver.PASSPHRASE!r}); press(Qt.Key.Key_Return)")
    child.until("kind() == 'AsideWindow'")
    assert "fehlen 4" in child.eval("window().damage.what.text()")
    child.do("button('Kopie aufheben und trotzdem öffnen').click()")
    child.until("kind() == 'MainWindow'")


def test_the_way_of_windows_ends_this_process_and_starts_another(
    run: Callable[..., driver.Child],
) -> None:
    child = run()
    child.unlock()
    _type_canary(child)
    child.do(
        "import mfd_desktop.ui.program as s, functools\n"
        "s.replace_process = functools.partial(s.replace_process, windows=True)"
    )
    child.lock()
    assert child.process.wait(driver.PATIENCE) == 0
    follower = child.eval("__import__('os').getpid()")
    try:
        assert follower != child.pid
        child.unlock()
        _assert_back(child)
    finally:
        os.kill(follower, signal.SIGKILL)
