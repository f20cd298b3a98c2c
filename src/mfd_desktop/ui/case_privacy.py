"""Data protection of the person, below the releases: sheet, consents, requests, restriction, and what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from mfd_desktop.app.privacy import law
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.privacy import RightsKind
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import danger, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.privacy import RightsEvent
    from mfd_desktop.ui.desk import Desk

_SOON = 7
"""Days before an answer is due from which its line warns."""


class PrivacyCard(Card):
    """What is recorded about the person's rights, newest first. ``ask(name)`` opens a sheet of the case page."""

    def __init__(self, desk: Desk, ask: Callable[[object], None]) -> None:
        """Build it empty; ``show_page`` fills it."""
        super().__init__(_("Datenschutz"))
        self.desk = desk
        self._ask = ask
        self.banner = Banner()
        self.banner.hide()
        self.banner.action_requested.connect(lambda: ask("rights:new-sheet"))
        self.rows = RowList(_("Datenschutz"))
        self.rows.row_activated.connect(ask)
        self._empty = Label(
            _(
                "Noch nichts festgehalten. Geben Sie der Person zuerst das Informationsblatt und halten Sie den"
                " Tag fest."
            ),
            "muted",
        )
        self.add_button = secondary(_("Festhalten"), "chevron-down")
        self._menu = self._make_menu()
        self.add_button.clicked.connect(self.open_menu)
        self.sheet_button = secondary(_("Informationsblatt …"), "print")
        self.sheet_button.clicked.connect(lambda: ask("rights:new-sheet"))
        self.access_button = secondary(_("Auskunft …"), "person")
        self.access_button.clicked.connect(lambda: ask("access:case"))
        self.keep_button = secondary(_("Aufbewahrung …"), "clock")
        self.keep_button.clicked.connect(lambda: ask("keeping:case"))
        self.erase_button = danger(_("Person löschen …"), "trash")
        self.erase_button.clicked.connect(lambda: ask("erasure:case"))
        buttons = FlowBox()
        for button in (self.add_button, self.sheet_button, self.access_button, self.keep_button, self.erase_button):
            buttons.add(button)
        for widget in (self.banner, self._empty, self.rows, buttons):
            self.add(widget)

    def open_menu(self) -> None:
        """Show what can be recorded."""
        self._menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height() + 2)))

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(_("Festhalten"))
        for kind, words in (
            (RightsKind.SHEET, _("Informationsblatt ausgehändigt …")),
            (RightsKind.CONSENT, _("Einwilligung …")),
            (RightsKind.REQUEST, _("Antrag der Person …")),
            (RightsKind.RESTRICTION, _("Einschränkung der Verarbeitung …")),
            (RightsKind.DISPUTE, _("Streit, der läuft …")),
        ):
            menu.addAction(words, partial(self._ask, f"rights:new-{kind.value}"))
        return menu

    def show_page(self, page: CasePage) -> None:
        """Show the rights of this case's client."""
        session, rights = self.desk.session, page.rights
        self.set_title(_("Datenschutz"), law(session).short)
        today = session.clock.today()
        self.rows.set_rows([_row(event, session.lists, today) for event in rights.events])
        self.rows.setVisible(bool(rights.events))
        self._empty.setVisible(not rights.events)
        if rights.restricted is not None:
            day = format_date(rights.restricted.day) if rights.restricted.day else _("ohne Datum")
            said = _(
                "Eingeschränkt seit {day}: Die Daten bleiben, werden aber nicht weitergegeben. Keine Entbindung gilt,"
                " und gelöscht wird nichts. In der Statistik zählt die Person ohne Namen weiter."
            ).format(day=day)
            self.banner.show_message(said, BannerKind.WARNING)
        elif not rights.informed:
            said = _("Es ist nicht festgehalten, dass die Person das Informationsblatt bekommen hat.")
            self.banner.show_message(said, BannerKind.WARNING, _("Festhalten …"))
        else:
            self.banner.show_message("")


def _row(event: RightsEvent, lists: CodeLists, today: date) -> Row:
    makers = {
        RightsKind.SHEET: _sheet, RightsKind.CONSENT: _consent, RightsKind.REQUEST: _request,
        RightsKind.RESTRICTION: _restriction, RightsKind.DISPUTE: _dispute,
    }  # fmt: skip
    title, badge, tone, icon, second = makers[event.kind](event, lists, today)
    if event.stamp.raw:
        badge, tone, icon = _("Entwurf"), Tone.WARNING, "edit"
    return Row(
        f"rights:{event.stamp.id}", title, second, format_date(event.day) if event.day else "", badge, tone, icon,
        muted=not event.open,
    )  # fmt: skip


_Parts = tuple[str, str, Tone, str, str]


def _sheet(event: RightsEvent, lists: CodeLists, _today: date) -> _Parts:
    spoken = lists.label("languages", event.language) if event.language else ""
    second = " · ".join(part for part in (event.matter, spoken, event.note) if part)
    return _("Informationsblatt"), _("ausgehändigt"), Tone.GOOD, "check", second


def _consent(event: RightsEvent, lists: CodeLists, _today: date) -> _Parts:
    title = lists.label("consent_kinds", event.matter) if event.matter else _("Einwilligung")
    if event.ended is not None:
        day = _("widerrufen am {day}").format(day=format_date(event.ended))
        return title, _("widerrufen"), Tone.NEUTRAL, "close", day
    return title, _("erteilt"), Tone.GOOD, "check", _("Einwilligung")


def _request(event: RightsEvent, lists: CodeLists, today: date) -> _Parts:
    right = lists.label("privacy_rights", event.matter) if event.matter else ""
    title = _("Antrag: {right}").format(right=right)
    if event.ended is not None:
        answer = lists.label("privacy_answers", event.answer) if event.answer else _("beantwortet")
        day = _("beantwortet am {day}").format(day=format_date(event.ended))
        return title, answer, Tone.NEUTRAL, "check", day
    if event.due is None:
        return title, _("offen"), Tone.WARNING, "clock", event.note
    left = (event.due - today).days
    tone = Tone.URGENT if left < 0 else Tone.WARNING if left <= _SOON else Tone.ACCENT
    badge = _("überfällig") if left < 0 else _("offen")
    due = _("zu beantworten bis {day}").format(day=format_date(event.due))
    return title, badge, tone, "triangle" if left < 0 else "clock", due


def _restriction(event: RightsEvent, lists: CodeLists, _today: date) -> _Parts:
    ground = lists.label("restriction_grounds", event.matter) if event.matter else ""
    if event.ended is not None:
        day = _("aufgehoben am {day}").format(day=format_date(event.ended))
        return _("Einschränkung"), _("aufgehoben"), Tone.NEUTRAL, "close", day
    return _("Einschränkung"), _("gilt"), Tone.WARNING, "lock", ground


def _dispute(event: RightsEvent, _lists: CodeLists, _today: date) -> _Parts:
    title = event.note or _("Streit")
    if event.ended is not None:
        day = _("beendet am {day}").format(day=format_date(event.ended))
        return title, _("beendet"), Tone.NEUTRAL, "close", day
    return title, _("läuft"), Tone.WARNING, "triangle", _("Solange er läuft, wird nichts gelöscht.")
