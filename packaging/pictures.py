"""Takes the pictures of README and reviews: every screen, light and dark, 100 % and 200 %, German and English.

``python packaging/pictures.py OUT [--all]`` makes a scratch vault with fictitious people and walks the real windows
without a display. Without ``--all`` only the README's pictures are taken.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"100": (1366, 768, "1"), "200": (683, 384, "2")}
SCREENS = ("today", "cases", "case", "case-master", "new_client", "short_contact", "day_entry", "calendar", "settings",
           "import")  # fmt: skip
PASSPHRASE = "Bilder-mit-erfundenen-Daten"  # noqa: S105 - opens only the scratch vault made here


def main() -> int:
    """Take the pictures; one process per scale, theme and language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--one", nargs=3, metavar=("SCALE", "THEME", "LANGUAGE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.one:
        take(options.out, *options.one, everything=options.all)
        return 0
    looks = [("100", "light", "de"), ("100", "dark", "de")]
    if options.all:
        looks = [(scale, theme, lang) for scale in SIZES for theme in ("light", "dark") for lang in ("de", "en")]
    for scale, theme, language in looks:
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=SIZES[scale][2])
        command = [sys.executable, __file__, str(options.out), "--one", scale, theme, language]
        subprocess.run(command + ["--all"] * options.all, check=True, env=environment)
    return 0


def take(out: Path, scale: str, theme: str, language: str, *, everything: bool) -> None:
    """Open the program on a scratch vault and save each screen as PNG."""
    sys.path.insert(0, str(ROOT / "src"))
    from mfd_desktop.content.i18n import set_language
    from mfd_desktop.domain.records import Place
    from mfd_desktop.ui import program as programs

    with tempfile.TemporaryDirectory() as folder:
        session = fill(Path(folder) / "vault")
        app = programs.application()
        program = programs.Program(app, Path(folder) / "home", session.folder)
        set_language(language)  # type: ignore[arg-type]
        program.theme.choose(programs.Scheme(theme))
        program.enter(session)
        window = program.window
        window.showNormal()
        window.resize(*SIZES[scale][:2])
        case = first_case(session)
        names = SCREENS if everything else ("today", "case", "short_contact", "calendar")
        for name in names:
            tab = "master" if name == "case-master" else "timeline" if name == "case" else ""
            screen = name.split("-")[0]
            window.show_place(Place(screen, case if screen == "case" else None, tab))
            settle(app)
            save(window, out / f"{name}-{theme}-{scale}-{language}.png")
        if everything:
            others(app, window, out, f"{theme}-{scale}-{language}", session.folder)
        window.hide()
        program.jobs.close()
        session.close()


def others(app, window, out: Path, look: str, vault: Path) -> None:
    """Save the windows before the main window, and the search."""
    from mfd_desktop.ui.jobs import Jobs
    from mfd_desktop.ui.screens.first_start import FirstStartWindow
    from mfd_desktop.ui.unlock import UnlockWindow

    jobs = Jobs()
    unlock = UnlockWindow(Path("C:/Beispiel/vault"))
    for name, extra in (("unlock", unlock), ("first_start", FirstStartWindow(Path("C:/Beispiel/neu"), jobs))):
        extra.resize(window.size())
        extra.show()
        settle(app)
        if name == "unlock":
            extra.show_error("Passwort stimmt nicht")
            settle(app)
        save(extra, out / f"{name}-{look}.png")
        extra.hide()
        extra.deleteLater()
    jobs.close()


def settle(app) -> None:
    """Let layouts, fonts and short timers come to rest."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(150, loop.quit)
    loop.exec()
    app.processEvents()


def save(window, path: Path) -> None:
    """Write what the window shows."""
    window.grab().save(str(path))


def fill(folder: Path):
    """Make a vault with a year of fictitious people and a full day today."""
    from mfd_desktop.app import agenda, casework, contacting, referring
    from mfd_desktop.app.session import create_session
    from mfd_desktop.domain.clock import FixedClock
    from mfd_desktop.domain.records import Office
    from mfd_desktop.vault.keys import FLOOR_COST

    clock = FixedClock(datetime.fromisoformat("2026-11-23T08:40:00+01:00"))
    office = Office("Dienststelle Musterburg", "Musterverband e. V.", "DSGVO", "07235", desk="Stelle 1",
                    counsellor="Maxi Muster", street="Musterweg 1", postcode="54290", town="Musterburg")  # fmt: skip
    session = create_session(folder, PASSPHRASE, office, clock=clock, cost=FLOOR_COST)
    today = date(2026, 11, 23)
    cases = []
    for number, (family, given, born, nation, language, status, topic) in enumerate(PEOPLE):
        raws = {"family_name": family, "given_name": given, "birth_date": born, "nationalities": nation,
                "languages": language, "interpreter": "M5", "town": "Musterburg", "postcode": "54290",
                "street": f"Beispielstraße {number + 1}", "district": "07235", "gender": "w",
                "entry_date": "14.07.2024"}  # fmt: skip
        saved, case = casework.create_client(
            session, raws, case={"opened": f"{1 + number:02d}.09.2026", "level": LEVELS[number % 2]}
        )
        period = {"since": "01.02.2026", "expires": "18.12.2026"}
        casework.save_residence_status(session, saved.record_id, None, {"code": status, **period})
        casework.save_contact_way(session, saved.record_id, None, {"kind": "mobile", "value": f"0151 555{number:04d}"})
        cases.append(case)
        for back in range(4):
            day = today - timedelta(days=7 * back + number)
            contacting.record_contact(session, case, {
                "day": f"{day:%d.%m.%Y}", "minutes": str(15 * (1 + back % 3)), "topics": topic,
                "channel": f"K{1 + back}",
                "language": language, "interpreting": "M5", "result": f"X{1 + back}", "group": "0",
                "note": NOTES[(back + number) % len(NOTES)]})  # fmt: skip
    referral = {
        "target": "R19",
        "warm": "1",
        "ask_back": "1",
        "note": "Erstgespräch am 2. Dezember, Begleitung zugesagt.",
    }
    referring.record_referral(session, cases[0], referral | {"day": "16.11.2026"})
    for group, topic in (("P1", "T01"), ("P2", "T09"), ("P5", "T05")):
        contacting.record_short_contact(session, {
            "topics": topic, "language": "uk", "person_group": group, "channel": "K1", "district": "07235",
            "day": "23.11.2026", "minutes": "15", "interpreting": "M1", "result": "X1", "anonymous": "0"})  # fmt: skip
    for index, (start, title) in enumerate(APPOINTMENTS):
        raws = {"day": "23.11.2026", "start": start, "minutes": "60", "title": title, "place": "Büro"}
        agenda.record_appointment(session, cases[index], raws | {"repeat": "none"})
    meeting = {"day": "25.11.2026", "start": "14:00", "minutes": "120", "title": "Netzwerktreffen „Frühe Hilfen“"}
    agenda.record_appointment(session, None, meeting | {"place": "Kreisverwaltung", "repeat": "none"})
    agenda.record_follow_up(session, cases[1], {"due": "20.11.2026", "text": "Unterlagen Anerkennung nachgereicht?"})
    agenda.record_follow_up(session, cases[3], {"due": "23.11.2026", "text": "Rückruf Ausländerbehörde"})
    return session


def first_case(session):
    """Return the case shown in the pictures."""
    from mfd_desktop.app import overview

    return overview.case_by_number(session, "2026-0001")


PEOPLE = (
    ("Testperson", "Amal", "12.03.1991", "SY", "ar", "S002", "T01.3 T05.3"),
    ("Probe", "Iwan", "01.01.1984", "UA", "uk", "S015", "T09.1"),
    ("Muster", "Fatemeh", "30.06.1999", "AF", "prs", "S030", "T02.3 T06.1"),
    ("Beispiel", "გიორგი", "17.10.1978", "GE", "ka", "S002", "T10.2"),
    ("Versuch", "محمد", "05.05.2001", "IQ", "ckb", "S012", "T08.1 T11"),
    ("Erfunden", "Selam", "24.12.1995", "ER", "ti", "S011", "T12"),
)
LEVELS = ("ACCOMPANIMENT", "CASE_MANAGEMENT")
APPOINTMENTS = (
    ("9:30", "Kita-Platz, Dolmetscherin bestellt"),
    ("11:00", "Vorbereitung Anhörung"),
    ("14:00", "Unterlagen Anerkennung"),
)
NOTES = (
    "Kita-Platz gesucht, drei Einrichtungen angerufen. Zusage für Februar möglich.",
    "Brief vom Jobcenter gemeinsam gelesen, fehlende Unterlagen notiert.",
    "Anhörung vorbereitet: Ablauf erklärt, Dolmetscherwunsch aufgeschrieben.",
    "Telefonat mit der Schule, Termin zur Einschulung am 3. Dezember.",
)

if __name__ == "__main__":
    sys.exit(main())
