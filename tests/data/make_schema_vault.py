"""Makes `tests/data/vault-schema-N` for the newest schema; run once, when the schema is new, and never again after.

PYTHONPATH=src python tests/data/make_schema_vault.py
"""

import hashlib
import json
import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from mfd_desktop.app import agenda, casework, contacting, deadlines, drafts, procedures, validities
from mfd_desktop.app.session import create_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.records import Level, Office
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.migrations import NEWEST

PASSPHRASE = "Probe-Tresor-2026"
CONTACT = {
    "day": "1.4.2026", "minutes": "30", "topics": "T01", "channel": "K1", "language": "de", "interpreting": "M1",
    "result": "X1",
}  # fmt: skip


def main() -> None:
    folder = Path(__file__).resolve().parent / f"vault-schema-{NEWEST}"
    if folder.exists() and "--again" not in sys.argv:
        sys.exit(f"{folder} is there; a released schema never changes (--again while it is not released)")
    shutil.rmtree(folder, ignore_errors=True)
    clock = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    office = Office("MFD Musterstadt", "Muster-Träger", "KDG", "07315", town="Mainz", fte="0,5")
    session = create_session(folder, PASSPHRASE, office, clock=clock, cost=FLOOR_COST)
    person = {"family_name": "Testperson", "given_name": "Amal", "birth_date": "31.02.1990", "languages": "ar"}
    saved, case_id = casework.create_client(session, person, case={"opened": "1.3.2026"})
    casework.create_client(session, {"family_name": "Проба", "given_name": "Иван"}, case={"opened": "2.3.2026"})
    casework.save_contact_way(session, saved.record_id, None, {"kind": "mobile", "value": "0171 2345678"})
    status = session.lists.codes("residence_status")[0]
    casework.save_residence_status(session, saved.record_id, None, {"code": status, "since": "1.1.2024"})
    casework.found_household(session, saved.record_id, "Haushalt Probe")
    casework.set_level(session, case_id, Level.CASE_MANAGEMENT, date(2026, 6, 1))
    for day in ("1.4.2026", "1.7.2026"):
        contacting.record_contact(session, case_id, CONTACT | {"day": day, "note": "Vermerk"})
    contacting.record_short_contact(session, CONTACT | {"person_group": "P1"})
    contacting.record_short_contact(session, CONTACT | {"person_group": "P1", "anonymous": "1"})
    agenda.record_follow_up(session, case_id, {"due": "1.12.2026", "text": "Nachfragen"})
    raws = {"day": "1.12.2026", "start": "9:30", "title": "Gespräch", "repeat": "monthly", "until": "1.3.2027"}
    agenda.record_appointment(session, case_id, raws)
    procedures.begin_procedure(session, case_id, {"kind": "first", "position": "Z08", "lodged": "1.7.2026"})
    deadlines.add_manual(session, case_id, {"title": "Stellungnahme", "due": "1.12.2026", "kind": "loss"})
    validities.save_validity(session, saved.record_id, None, {"kind": "permission", "until": "1.2.2027"})
    drafts.seal(session, (drafts.open_form("contact:new", {"note": "angefangen"}),), None)
    with session.vault.read() as db:
        rows = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    session.close()
    text = json.dumps({name: " ".join(sql.split()) for name, sql in rows}, sort_keys=True)
    (folder / "schema.sha256").write_text(hashlib.sha256(text.encode()).hexdigest() + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
