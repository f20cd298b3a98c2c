"""Screens, sheets and forms are built, shown, changed and thrown away many times: nothing touches what is gone."""

import gc
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from mfd_desktop.app.demo_desk import MOMENT, demo_desks, shown_case
from mfd_desktop.app.demo_desk import make_desk as make_vault
from mfd_desktop.app.guided import begin
from mfd_desktop.app.letters import begin_letter, finish_letter, save_letter
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_tabs import TABS
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens import ENTRIES

SIZES = ((1366, 768), (683, 384), (900, 700))
SHEETS = ("contact:new", "referral:new", "household:new", "level:change", "release:new", "letter:new")
STEPS = ("talk", "urgent", "person", "procedure", "topics", "summary")
OF_A_RECORD = ("case", "guided", "letter")


def pump() -> None:
    for _twice in range(2):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def places(case: RecordId, form: RecordId, letters: tuple[RecordId, ...]) -> list[Place]:
    found = [Place(entry.name) for entry in ENTRIES if entry.name not in OF_A_RECORD]
    found += [Place("case", case, tab.name) for tab in TABS]
    found += [Place("case", case, "master", detail={"sheet": sheet}) for sheet in SHEETS]
    found += [Place("letter", letter, detail={"side": side}) for letter in letters for side in ("form", "preview")]
    found += [Place("guided", form, step) for step in STEPS]
    kinds = [{"period": "2026-Q3", "kind": kind, "group": group} for kind in ("intern", "public") for group in "012"]
    return found + [Place("statistics", detail=detail) for detail in kinds]


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_building_and_throwing_away_is_safe(
    session: Session,
    people: dict[str, object],
    desk: Desk,
    qtbot: QtBot,
    make_desk: Callable[[Session], Desk],
    full_counts: bool,
) -> None:
    case: RecordId = people["amal"].case_id  # type: ignore[attr-defined]
    texts = {"to": "client", "subject": "Probe", "body": "Guten Tag"}
    drafted, final = (begin_letter(session, case, "G00", texts=texts) for _ in range(2))
    save_letter(session, final, {"birth_date": "", "address": "Musterweg 1"})
    finish_letter(session, final)
    form = begin(session, case, "first_interview")
    chance = random.Random(20261128)
    for _round in range(20 if full_counts else 1):
        window = MainWindow(desk)
        window.resize(*chance.choice(SIZES))
        window.show()
        shown = places(case, form, (drafted, final))
        chance.shuffle(shown)
        for place in shown if full_counts else shown[:30]:
            window.show_place(place)
            window.resize(*chance.choice(SIZES))
            pump()
            for sheet in window.findChildren(Sheet):
                sheet.reject()
            pump()
            if chance.random() < 0.3:
                gc.collect()
        qtbot.waitUntil(lambda: not desk.jobs.busy)
        window.hide()
        window.deleteLater()
        del window
        pump()
        gc.collect()
    assert not desk.forms, "a form that is gone would be sealed again and again"


def test_no_size_makes_a_scroll_bar_come_and_go_for_ever(
    tmp_path: Path, make_desk: Callable[[Session], Desk], make_window: Callable[[Desk], MainWindow]
) -> None:
    """The stack was full where a page just fitted without the bar and not beside it; that ended the process."""
    session = make_vault(tmp_path / "demo", demo_desks()[0].reduced(0.05), FixedClock(MOMENT))
    begin(session, shown_case(session), "first_interview")
    window = make_window(make_desk(session))
    pump()
    window.show_place(Place("statistics", detail={"period": "2025", "kind": "public", "group": "0"}))
    pump()
    for size in ((1366, 700), (900, 700), (1366, 768), (900, 700)):
        window.resize(*size)
        pump()
        scroller = next(found for found in window.findChildren(PageScroller) if found.isVisible())
        assert scroller.content.width() == scroller.viewport().width()
    session.close()
