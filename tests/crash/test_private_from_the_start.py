"""Every file and folder is this account's alone from its first moment, and the database makes no temporary file."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WORK = """
import logging, os, sys
from pathlib import Path
os.umask(0)
from mfd_desktop.app import casework, drafts, period_files, periods
from mfd_desktop.app.options import DeviceSettings
from mfd_desktop.app.session import create_session, open_session
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.errors import WrongPassphrase
from mfd_desktop.domain.records import Office
from mfd_desktop.files.logs import start_log
from mfd_desktop.vault.keys import FLOOR_COST
home, vault = Path(sys.argv[1]), Path(sys.argv[1]) / "deep" / "vault"
start_log(home / "data" / "log")
session = create_session(
    vault, "Probe-Tresor-2026", Office("MFD", "T", "DSGVO", "07315"), clock=SystemClock(), cost=FLOOR_COST
)
DeviceSettings(home / "config").remember_vault(session.folder)
casework.create_client(session, {"family_name": "Probe"}, case={})
drafts.seal(session, (drafts.open_form("contact:new", {"note": "Probe"}),), None)
period_files.write_file(session, periods.parse_period("2026-Q3"), home / "out.csv", intern=True)
with session.vault.write() as db:
    db.execute("CREATE TEMP TABLE many (text)")
    db.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
               " INSERT INTO many SELECT hex(randomblob(200)) || i FROM n")
    db.execute("SELECT count(*) FROM (SELECT DISTINCT text FROM many ORDER BY text DESC)").fetchall()
    db.execute("DROP TABLE many")
logging.getLogger("mfd_desktop").warning("done")
session.close()
try:
    open_session(vault, "falsch-falsch", clock=SystemClock())
except WrongPassphrase:
    pass
"""
MADE = re.compile(r'(?:openat\(AT_FDCWD, |open\(|mkdir\(|mkdirat\(AT_FDCWD, )"([^"]*)", (?:([A-Z_|]+), )?(0[0-7]*)\)')


def made(trace: str) -> dict[str, int]:
    """The modes with which files and folders were asked for."""
    found = {}
    for path, flags, mode in MADE.findall(trace):
        if not flags or "O_CREAT" in flags:
            found[path] = int(mode, 8)
    return found


@pytest.mark.crash
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_nothing_is_open_to_others_for_a_moment_and_nothing_is_temporary(tmp_path: Path) -> None:
    home, temp, trace = tmp_path / "home", tmp_path / "temp", tmp_path / "trace"
    home.mkdir()
    temp.mkdir()
    environment = {**os.environ, "TMPDIR": str(temp), "SQLITE_TMPDIR": str(temp), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2] / "src")
    strace = ("strace", "-f", "-qq", "-e", "trace=open,openat,mkdir,mkdirat,creat", "-o", str(trace))
    command = [*strace, sys.executable, "-c", WORK, str(home)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    seen = trace.read_text(encoding="utf-8", errors="replace")
    modes = {path: mode for path, mode in made(seen).items() if path.startswith(str(tmp_path))}
    names = {Path(path).name for path in modes}
    expected = {"vault", "deep", "log", "cases.db", "cases.db-wal", "counter", "mfd-desktop.log", "attempts", "config"}
    assert expected <= names
    assert {path: oct(mode) for path, mode in modes.items() if mode & 0o077} == {}
    assert not [path for path in modes if path.startswith(str(temp)) or "etilqs" in path]
    assert [path for path in home.rglob("*") if path.stat().st_mode & 0o077] == []


def test_the_search_finds_open_modes() -> None:
    trace = (
        '1 openat(AT_FDCWD, "/a", O_WRONLY|O_CREAT|O_EXCL, 0644) = 3\n'
        '1 mkdir("/b", 0755) = 0\n'
        '1 openat(AT_FDCWD, "/c", O_RDONLY|O_CLOEXEC) = 3\n'
    )
    assert made(trace) == {"/a": 0o644, "/b": 0o755}
