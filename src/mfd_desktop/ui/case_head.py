"""Head of the case page: who it is, what must be known at a glance, and what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.handover import IN, STAND_IN
from mfd_desktop.domain.records import Place, State
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import ElidedLabel, Label
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.release_light import allowed_now
from mfd_desktop.ui.theme import GAP_SMALL, Tone

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.records import Case, ResidenceStatus
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.buttons import Button

WARN_DAYS = 60
"""Days before a residence status expires from which its pill warns."""
_REACHED_BY = ("phone", "mobile", "email", "messenger", None)
_NO_INTERPRETER = "M1"
_ALARMING = (Tone.WARNING.value, Tone.URGENT.value)
NARROW_BELOW = 700
"""Logical pixels; 1366 × 768 at 200 % is narrow."""
_NAMED = 3
"""Recipients named in a pill."""


def current_status(statuses: tuple[ResidenceStatus, ...], today: date) -> ResidenceStatus | None:
    """Return the status that holds on ``today``: of those begun the one begun last; None if there is none."""
    begun = [status for status in statuses if status.since is None or status.since <= today]
    return begun[-1] if begun else None


def expiry(status: ResidenceStatus, today: date) -> tuple[str, Tone]:
    """Return the words about the end of a status and how urgent it is; no words without an end."""
    if status.expires is None:
        return "", Tone.NEUTRAL
    left = (status.expires - today).days
    day = format_date(status.expires)
    if left < 0:
        return _("abgelaufen am {day}").format(day=day), Tone.URGENT
    if left == 0:
        return _("läuft heute ab, {day}").format(day=day), Tone.WARNING
    if left <= WARN_DAYS:
        words = ngettext("läuft in {count} Tag ab, am {day}", "läuft in {count} Tagen ab, am {day}", left)
        return words.format(count=left, day=day), Tone.WARNING
    return _("gültig bis {day}").format(day=day), Tone.NEUTRAL


class CaseHead(QWidget):
    """Name, number, pills, contact data, actions.

    Signals: ``contact_asked()``; ``sheet_asked(name)`` with the name of a sheet of the page; ``reopen_asked()``.
    """

    contact_asked = Signal()
    sheet_asked = Signal(object)
    reopen_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_page`` fills it."""
        super().__init__()
        self.desk = desk
        self._page: CasePage | None = None
        self._header = PageHeader("")
        self._level, self._status, self._expiry = Pill(""), Pill(""), Pill("")
        self._language, self._draft, self._closed = Pill(""), Pill(""), Pill("")
        self._told, self._told_no_more, self._handed = Pill(""), Pill(""), Pill("")
        self._restricted, self._uninformed = Pill(""), Pill("")
        # At 200 % all that is calm stands in two lines, so that the case itself finds room.
        self._facts, self._short_reach = ElidedLabel("", "muted"), ElidedLabel("", "muted")
        self._reach = Label("", "muted")
        self._reach.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.contact_button = primary("", "plus")
        self._buttons: dict[Button, tuple[str, str]] = {self.contact_button: (_("Kontakt notieren  F6"), _("Kontakt"))}
        self._menu = QMenu(self)
        self._menu.setAccessibleName(_("Fall"))
        self._build()

    def _build(self) -> None:
        self.contact_button.clicked.connect(self.contact_asked)
        for words, short, sheet in (
            (_("Wiedervorlage  F7"), _("Wiedervorlage"), "follow_up:new"),
            (_("Termin  F8"), _("Termin"), "appointment:new"),
            (_("Brief schreiben  F4"), _("Brief"), "letter:new"),
        ):
            button = secondary("")
            button.clicked.connect(partial(self.sheet_asked.emit, sheet))
            self._buttons[button] = (words, short)
        self._case_button = secondary(_("Fall"), "chevron-down")
        self._case_button.clicked.connect(self.open_menu)
        for button in (*self._buttons, self._case_button):
            self._header.add_action(button)
        pills = FlowBox()
        for pill in self._pills():
            pills.add(pill)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self._header)
        for widget in (pills, self._facts, self._reach, self._short_reach):
            column.addWidget(widget)
        self._watch = WidthWatch(self, below=NARROW_BELOW)
        self._watch.changed.connect(self._arrange)
        self._arrange()

    def show_page(self, page: CasePage) -> None:
        """Show this case."""
        self._page = page
        name = page.client.name or _("Ohne Namen")
        self._header.set_title(name, _("Fall {number}").format(number=page.case.number))
        today, lists = self.desk.session.clock.today(), self.desk.session.lists
        _show(self._level, lists.label("levels", page.case.level_on(today).value), Tone.ACCENT)
        self._show_status(page, today)
        _show(self._language, self._languages(page), Tone.ACCENT)
        self._show_releases(page, today)
        _show(self._restricted, _("Eingeschränkt: nicht weitergeben") if page.rights.restricted else "", Tone.WARNING)
        _show(self._uninformed, "" if page.rights.informed else _("Ohne Datenschutzinformation"), Tone.NEUTRAL, "info")
        self._show_hand_over(page, today)
        states = (page.client.stamp.state, page.case.stamp.state)
        draft = _("Entwurf – wird nicht gezählt") if State.DRAFT in states else ""
        _show(self._draft, draft, Tone.WARNING)
        _show(self._closed, self._end(page.case), Tone.NEUTRAL, "lock")
        for label in (self._reach, self._short_reach):
            label.setText(_reach(page))
        self._arrange()

    def _arrange(self) -> None:
        """Show everything, or what is calm in few words."""
        narrow = self._watch.narrow
        for button, (words, short) in self._buttons.items():
            button.setText(short if narrow else words)
            button.setToolTip(words if narrow else "")
            button.setAccessibleName(words)
        calm = [pill for pill in self._pills() if pill is not self._closed and pill.property("tone") not in _ALARMING]
        for pill in self._pills():
            pill.setVisible(bool(pill.text()) and not (narrow and pill in calm))
        self._facts.setText(" · ".join(pill.text() for pill in calm if pill.text()))
        self._facts.setVisible(narrow and bool(self._facts.text()))
        self._reach.setVisible(not narrow and bool(self._reach.text()))
        self._short_reach.setVisible(narrow and bool(self._reach.text()))

    def pills(self) -> list[str]:
        """Return the words of the pills shown."""
        return [pill.text() for pill in self._pills() if pill.isVisibleTo(self)]

    def _pills(self) -> tuple[Pill, ...]:
        states = (self._draft, self._closed, self._level, self._status, self._expiry, self._language)
        return (self._restricted, *states, self._uninformed, self._handed, self._told, self._told_no_more)

    def open_menu(self) -> None:
        """Show what can be done with the case."""
        self.fill_menu()
        self._menu.popup(self._case_button.mapToGlobal(QPoint(0, self._case_button.height() + 2)))

    def fill_menu(self) -> QMenu:
        """Put the actions that make sense now into the menu and return it."""
        self._menu.clear()
        page = self._page
        if page is None:
            return self._menu
        notice = Place("notice", page.case.stamp.id)
        self._menu.addAction(_("Bescheid erfassen …  F5"), lambda: self.desk.go(notice))
        self._menu.addAction(_("Verweisung festhalten …"), lambda: self.sheet_asked.emit("referral:new"))
        self._menu.addAction(_("Fallübersicht drucken …"), lambda: self.sheet_asked.emit("summary:case"))
        self._menu.addSeparator()
        self._menu.addAction(_("Stufe ändern …"), lambda: self.sheet_asked.emit("level:change"))
        if page.case.closed is None:
            self._menu.addAction(_("Fall beenden …"), lambda: self.sheet_asked.emit("closing:case"))
        else:
            self._menu.addAction(_("Fall wieder öffnen"), self.reopen_asked.emit)
        words = _("Vertretung beenden, Fall zurückgeben …") if _lent(page) else _("Fall übergeben …")
        self._menu.addAction(words, lambda: self.sheet_asked.emit("handover:case"))
        self._menu.addAction(_("Weiteren Fall eröffnen …"), lambda: self.sheet_asked.emit("case:new"))
        if page.other_cases:
            self._menu.addSection(_("Weitere Fälle dieser Person"))
        for other in page.other_cases:
            place = Place("case", other.stamp.id)
            self._menu.addAction(_case_words(other), partial(self.desk.go, place))
        return self._menu

    def _show_status(self, page: CasePage, today: date) -> None:
        status = current_status(page.statuses, today)
        label = self.desk.session.lists.label("residence_status", status.code) if status and status.code else ""
        _show(self._status, label, Tone.ACCENT)
        _show(self._expiry, *(expiry(status, today) if status else ("", Tone.NEUTRAL)), "clock")

    def _show_releases(self, page: CasePage, today: date) -> None:
        valid, over = allowed_now(page.releases, today)
        told = _("Entbindung: {names}").format(names=_few(valid)) if valid else ""
        no_more = _("Keine Entbindung mehr: {names}").format(names=_few(over)) if over else ""
        _show(self._told, told, Tone.GOOD)
        _show(self._told_no_more, no_more, Tone.WARNING)

    def _show_hand_over(self, page: CasePage, today: date) -> None:
        if not page.handovers:
            _show(self._handed, "", Tone.NEUTRAL)
            return
        # Seldom needed: nobody else pays for it.
        from mfd_desktop.ui.handover_words import hand_over_words, is_over

        found = page.handovers[0]
        over = is_over(found, today)
        _show(self._handed, hand_over_words(found), Tone.WARNING if over else Tone.ACCENT, "clock" if over else "")

    def _languages(self, page: CasePage) -> str:
        lists, client = self.desk.session.lists, page.client
        words = [lists.label("languages", client.languages[0])] if client.languages else []
        if client.interpreter and client.interpreter != _NO_INTERPRETER:
            label = lists.label("interpreting", client.interpreter).split(" (")[0]
            words.append(label)
        return " · ".join(words)

    def _end(self, case: Case) -> str:
        if case.closed is None:
            return ""
        words = _("Beendet am {day}").format(day=format_date(case.closed))
        outcome = self.desk.session.lists.label("outcomes", case.outcome) if case.outcome else ""
        return " · ".join(part for part in (words, outcome) if part)


def _lent(page: CasePage) -> bool:
    return any(one.direction == IN and one.purpose == STAND_IN and one.ended is None for one in page.handovers)


def _show(pill: Pill, text: str, tone: Tone, icon: str = "") -> None:
    named = icon if tone is Tone.NEUTRAL else ""
    pill.set_text(text, tone, named)


def _few(names: list[str]) -> str:
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return _("{names} und {count} weitere").format(names=shown, count=more) if more > 0 else shown


def _reach(page: CasePage) -> str:
    reached = [way for way in page.ways if way.value and way.kind in _REACHED_BY]
    notes = [way.note for way in reached]
    # A note that several ways in a row carry is said once, after the last of them.
    ways = [
        f"{way.value} ({way.note})" if way.note and way.note not in notes[place + 1 : place + 2] else way.value
        for place, way in enumerate(reached)
    ]
    client = page.client
    town = " ".join(part for part in (client.postcode, client.town) if part)
    address = ", ".join(part for part in (client.street, town) if part)
    return "  ·  ".join(part for part in (*ways, address) if part)


def _case_words(case: Case) -> str:
    if case.closed is not None:
        closed = format_date(case.closed)
        return _("Fall {number}, beendet am {day}").format(number=case.number, day=closed)
    return _("Fall {number}, eröffnet am {day}").format(number=case.number, day=format_date(case.opened))
