"""A client called Kanarienvogel-7Q leaves no trace of the name outside the encrypted vault, closed
or killed.
"""

import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

NAME = "Kanarienvogel-7Q"
WORK = f"""
import os, sys, signal, tempfile, logging
from pathlib import Path
from mfd_desktop.app import attachments, backing_up, bugs, colleagues, erasing, handing_over, recycling, restoring
from mfd_desktop.app import address_book, agenda, casework, contacting, contributing, drafts, guided, letters, network
from mfd_desktop.app import overview, period_files, periods, referring, releases, structural
from mfd_desktop.app.options import DeviceSettings
from mfd_desktop.app.session import create_session
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.records import Office, Place
from mfd_desktop.files.logs import start_log
from mfd_desktop.vault.keys import FLOOR_COST
name = "{NAME}"
home = Path(os.environ["HOME"])
start_log(home / "log")
session = create_session(
    Path(sys.argv[1]), "Probe-Tresor-2026", Office("MFD", "T", "DSGVO", "07315"), clock=SystemClock(), cost=FLOOR_COST
)
DeviceSettings(home / "config").remember_vault(session.folder)
raws = {{"family_name": name, "given_name": name, "note": name, "street": name, "birth_date": "31.02." + name}}
saved, case_id = casework.create_client(session, raws, case={{}})
contact = {{"day": "heute", "minutes": "30", "topics": "T01", "channel": "K1", "language": "de", "note": name * 2000}}
for _ in range(30):
    contacting.record_contact(session, case_id, contact)
referral = {{"day": "heute", "target": "R07", "note": name, "ask_back": "1"}}
referring.record_referral(session, case_id, referral)
structural.record_activity(session, {{"code": "ST13", "day": "heute", "title": name, "partner": name, "note": name}})
agenda.record_follow_up(session, case_id, {{"due": "heute", "text": name}})
address_book.save_recipient(session, None, {{"name": name, "note": name, "town": name}})
told = dict.fromkeys(("recipient", "sender", "present", "guardian", "reader", "place", "purpose", "matters"), name)
releases.record_release(session, case_id, told | {{"form": "oral", "given": "heute", "until_done": "1"}})
told |= {{"purpose": "Z01", "matters": "A01", "form": "oral", "given": "heute", "until_done": "1"}}
releases.remove_release(session, releases.record_release(session, case_id, told).record_id)
casework.found_household(session, saved.record_id, name)
letter = letters.begin_letter(session, case_id, "G00", texts={{"to": "client", "subject": name, "body": name * 50}})
letters.save_letter(session, letter, {{"birth_date": "", "address": name}})
letters.finish_letter(session, letter)
letters.note_sent(session, letter, {{"sent_way": "post", "sent_day": "heute", "sent_note": name}})
letters.pages(session, letters.read_letter(session, letter).stamp.id), letters.draw(
    session, letters.copy_letter(session, letter))
filled = guided.begin(session, case_id, "first_interview")
guided.save(session, filled, {{"step_1": name, "note": name, "family_name": name}})
period = periods.parse_period("2026-Q3")
for ending in ("xlsx", "csv", "json", "pdf"):
    for intern in (True, False):
        period_files.write_file(session, period, home / f"{{intern}}.{{ending}}", intern=intern)
shared = home / "shared"
shared.mkdir()
coordinator = create_session(
    home / "other", "Probe-Tresor-2026", Office("F", "T", "DSGVO", "07315"), clock=SystemClock(), cost=FLOOR_COST
)
network.create_network(coordinator, shared, "Verbund", "Fachreferat")
coordinator.close()
network.join_network(session, network.look_at_network(shared))
contributing.submit(session, period)
scans = home / "scans"
scans.mkdir()
DeviceSettings(home / "config").set("scan_folder", str(scans))
document = attachments.add_bytes(session, case_id, name + ".txt", name.encode() * 500)
attachments.save_document(session, document, {{"note": name}})
attachments.remove(session, attachments.add_bytes(session, case_id, name + "-weg.txt", name.encode()))
attachment = attachments.read_attachment(session, document)
attachments.content(session, attachment)
assert name not in attachments.export_name(session, attachment)
backing_up.choose_backup_folder(session, home / "backup")
backing_up.back_up(session)
state = restoring.open_state(restoring.find_backup(home / "backup"), "Probe-Tresor-2026")
restoring.restore_state(state, home / "new", clock=session.clock)
there = create_session(
    home / "there", "Probe-Tresor-2026", Office("F", "T", "DSGVO", "07315"), clock=SystemClock(), cost=FLOOR_COST
)
colleagues.write_desk_file(there, home / "there.mfddesk")
there.close()
colleagues.add_colleague(session, colleagues.look_at_desk_file(home / "there.mfddesk", session.clock.now()))
plan = handing_over.Plan(case_id, colleagues.colleagues(session)[0], reason=name)
handing_over.hand_over(session, plan, home / "case.mfdcase")
gone, _case = casework.create_client(session, raws, case={{}})
erasing.erase(session, gone.record_id, "request", despite=erasing.preview_erasure(session, gone.record_id).holds)
if sys.argv[2] == "close":
    erasing.finish_erasing(session)
backing_up.back_up(session)
try:
    {{}}[name]
except KeyError as error:
    logging.getLogger("mfd_desktop").error(bugs.report_of(type(error), error.__traceback__))
    bugs.tell_quietly(type(error), error, error.__traceback__)
form = drafts.open_form("contact:new", {{"note": name}})
drafts.seal(session, (form,), Place("case", case_id, detail={{"search": name}}))
overview.today(session), overview.find(session, name), overview.case_page(session, case_id)
with session.vault.read() as db:
    db.execute("SELECT note FROM contact ORDER BY note, random()").fetchall()
logging.getLogger("mfd_desktop").warning("worked in case %s", case_id)
try:
    casework.read_client(session, name)
except KeyError:
    pass
if sys.argv[2] == "close":
    session.close()
else:
    os.kill(os.getpid(), signal.SIGKILL)
"""


def traces(content: bytes) -> Iterator[str]:
    lowered = content.lower()
    for spelling in (NAME, NAME.lower(), NAME.upper(), NAME.replace("-", " ")):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            if spelling.lower().encode(encoding) in lowered:
                yield f"{spelling} in {encoding}"
    begin = content.find(b"\x1f\x8b\x08")
    while begin >= 0:
        try:
            plain = zlib.decompressobj(wbits=31).decompress(content[begin:])
        except zlib.error:
            plain = b""
        if plain:
            yield from (f"gzip: {trace}" for trace in traces(plain))
        begin = content.find(b"\x1f\x8b\x08", begin + 1)


@pytest.mark.crash
@pytest.mark.proof
@pytest.mark.parametrize("end", ["close", "kill"])
def test_the_name_is_nowhere_on_the_disk(tmp_path: Path, end: str, proven: Callable[..., None]) -> None:
    places = {name: tmp_path / name for name in ("home", "temp", "work")}
    for place in places.values():
        place.mkdir()
    environment = {
        **os.environ,
        "HOME": str(places["home"]),
        "USERPROFILE": str(places["home"]),
        "XDG_RUNTIME_DIR": str(places["temp"]),
        "TMPDIR": str(places["temp"]),
        "TEMP": str(places["temp"]),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(tmp_path / "vault"), end],
        cwd=places["work"], env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == (0 if end == "close" else -signal.SIGKILL), done.stderr.decode()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"cases.db", "vault.json", "counter", "device.json", "mfd-desktop.log", "case.mfdcase"} <= names
    assert {"backup", "new", "attachments", "states"} <= {path.name for path in tmp_path.rglob("*") if path.is_dir()}
    assert ("cases.db-wal" in names) == (end == "kill")
    found = {str(path): list(traces(path.read_bytes() + path.name.encode())) for path in files}
    assert {path: trace for path, trace in found.items() if trace} == {}
    assert list(traces(done.stdout + done.stderr)) == []
    assert b"KeyError" in done.stderr, "the bug was told"
    proven(
        f"a name in files, file names, log, crash report after {'closing' if end == 'close' else 'kill -9'}",
        len(files),
        0,
        "files searched: vault, backup, restored vault, package, reports, settings",
    )


@pytest.mark.parametrize("hide", ["utf-8", "utf-16", "gzip", "upper"])
def test_the_search_for_traces_finds_them(hide: str) -> None:
    import gzip

    content = {
        "utf-8": NAME.encode(),
        "utf-16": NAME.encode("utf-16"),
        "gzip": b"\x1f\x8b\x08junk" + gzip.compress(b"x" * 100 + NAME.encode()),
        "upper": NAME.upper().encode(),
    }[hide]
    assert list(traces(b"before" + content + b"after"))
