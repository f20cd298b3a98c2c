"""Pictures of every screen, tab and sheet, light and dark, of one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mfd_desktop.app import deadlines, guided, letters, noticing, overview
from mfd_desktop.app.demo_desk import MOMENT, PASSPHRASE, shown_case
from mfd_desktop.app.demo_network import PERIOD
from mfd_desktop.app.network import role_of
from mfd_desktop.app.session import open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_tabs import TABS
from mfd_desktop.ui.deadline_sheets import NO_CASE
from mfd_desktop.ui.demo.stage import Stage, save_picture
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.screens import ENTRIES
from mfd_desktop.ui.screens.first_start import FirstStartWindow
from mfd_desktop.ui.theme import Scheme
from mfd_desktop.ui.unlock import UnlockWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId

_DESK = "desk"
THEMES = (Scheme.LIGHT, Scheme.DARK)
SHEETS = ("contact", "referral:new", "contact_way:new", "residence_status", "household:new", "level:change",
          "closing:case", "follow_up:new", "appointment:new", "release")  # fmt: skip
"""Sheets of the case page; one without a colon is that of the case's first record of this kind."""
OF_DEADLINE = ("deadline", "expired", "finish", "extend", "steps", "remove")
NEW_DEADLINES = ("compute", "manual", "output")
"""Sheets of the desk of deadlines: about its most urgent one by a rule, and others."""
_OTHERWISE = ("case", "guided", "letter", "notice", "statistics")
"""Screens that show a record, or one thing in several ways."""


def take(vault: Path, home: Path, to: Path, scale: str, size: tuple[int, int], *, only: tuple[str, ...] = ()) -> None:
    """Save the pictures as ``<name>-<theme>-<scale>.png`` in ``to``; ``only`` names some of them."""
    clock = FixedClock(MOMENT)
    stage = Stage(vault, home, clock, size, to)
    session = open_session(vault, PASSPHRASE, clock=clock)
    stage.program.enter(session)
    stage.fit()
    for theme in THEMES:
        stage.program.theme.choose(theme)
        for name, place in places(session):
            if not only or name in only:
                _take_place(stage, place, to / f"{name}-{theme.value}-{scale}.png")
        if not only and role_of(session) == _DESK:
            _before_the_desk(stage, to, f"{theme.value}-{scale}")
    stage.close()


def places(session: Session) -> Iterator[tuple[str, Place]]:
    """Yield name and place of everything to be seen; of a coordinator's vault only the network."""
    if role_of(session) != _DESK:
        yield "network-coordinator", Place("network")
        return
    case = shown_case(session)
    for entry in ENTRIES:
        if entry.name not in _OTHERWISE:
            yield entry.name, Place(entry.name)
    for name, kind, group in (("statistics", "intern", "0"), ("statistics-public", "public", "1")):
        yield name, Place("statistics", detail={"period": str(PERIOD), "kind": kind, "group": group})
    yield from _of_case(session, case)
    yield from _of_deadlines(session, case)


def _of_case(session: Session, case: RecordId) -> Iterator[tuple[str, Place]]:
    """Yield letters, guided form, tabs and sheets of a case."""
    for letter in letters.letters_of(session, case):
        yield ("letter" if letter.final else "letter-draft"), Place("letter", letter.stamp.id)
        yield "letter-preview", Place("letter", letter.stamp.id, detail={"side": "preview"})
    for form in guided.forms_of(session, case):
        for step in guided.read(session, form.record.stamp.id).view.steps:
            yield f"guided-{step}", Place("guided", form.record.stamp.id, step)
    for tab in TABS:
        yield f"case-{tab.name}", Place("case", case, tab.name)
    page = overview.case_page(session, case)
    ids = {"contact": page.contacts[0].stamp.id, "residence_status": page.statuses[0].stamp.id,
           "release": page.releases[0].stamp.id}  # fmt: skip
    for sheet in SHEETS:
        kind, _colon, rest = sheet.partition(":")
        name = sheet if rest else f"{kind}:{ids[kind]}"
        yield f"sheet-{kind}", Place("case", case, "master", detail={"sheet": name})


def _of_deadlines(session: Session, case: RecordId) -> Iterator[tuple[str, Place]]:
    """Yield an empty notice, the case's own one, and the sheets of the desk of deadlines."""
    yield "notice", Place("notice", case)
    for notice in noticing.notices_of(session, case)[:1]:
        yield "notice-recorded", Place("notice", case, detail={"notice": notice.stamp.id})
    found = next((row for row in deadlines.desk(session) if row.deadline.rule), None)
    ids = dict.fromkeys(OF_DEADLINE, found.deadline.stamp.id) if found is not None else {}
    for kind, rest in (*ids.items(), *((kind, NO_CASE) for kind in NEW_DEADLINES)):
        yield f"sheet-{kind}", Place("deadlines", detail={"sheet": f"{kind}:{rest}"})


def _take_place(stage: Stage, place: Place, path: Path) -> None:
    stage.main.show_place(place)
    stage.quiet()
    stage.settle()
    sheet = next((found for found in stage.main.findChildren(Sheet) if found.isVisible()), None)
    stage.expect(sheet is not None or "sheet" not in place.detail, f"{path.stem}: das Blatt öffnet sich nicht")
    if sheet is not None:
        # The platform without a screen has one of 800 × 800.
        sheet.resize(min(sheet.width(), stage.size[0] - 12), min(sheet.height(), stage.size[1] - 32))
    stage.picture(path, sheet)
    if sheet is not None:
        sheet.reject()
        stage.settle(0)


def _before_the_desk(stage: Stage, to: Path, look: str) -> None:
    from pathlib import Path

    jobs = stage.desk.jobs
    shown: tuple[tuple[str, QWidget], ...] = (
        ("unlock", UnlockWindow(Path("C:/Beispiel/Tresor"))),
        ("first_start", FirstStartWindow(Path("C:/Beispiel/Tresor"), jobs)),
    )
    for name, window in shown:
        window.resize(*stage.size)
        window.show()
        stage.settle()
        save_picture(to / f"{name}-{look}.png", window)
        window.hide()
        window.deleteLater()
