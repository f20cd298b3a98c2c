"""What a notice sets going, computed while it is typed: every deadline, what differs, what to do today."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.app.letter_fields import offers
from mfd_desktop.app.notice_words import SAME
from mfd_desktop.app.rulebook import book
from mfd_desktop.content.i18n import _, content_text, ngettext, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.law.explain import LAWS, RESULT_TITLE, explain
from mfd_desktop.ui.deadline_result import SectionsView, review_pill
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import quiet
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import IconLabel, Label, rule
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.long_dates import distance, short_day
from mfd_desktop.ui.theme import GAP, GAP_SMALL, GAP_TINY, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from mfd_desktop.app.noticing import NoticePreview, PlannedDeadline
    from mfd_desktop.law.results import Message, Result

_SOON = 3
"""Days before the day to act by from which it warns."""
_OTHERS = ("authority", "waiting")


class PlannedView(QWidget):
    """One deadline: the day to act by, the day in law, which law by which date, and how it was computed."""

    def __init__(self, planned: PlannedDeadline, today: date, *, unfolded: bool, law: bool) -> None:
        """Take what is planned; with ``unfolded`` the calculation is shown at once, with ``law`` which law holds."""
        super().__init__()
        self.planned = planned
        self.steps_button = quiet("", "chevron-down")
        self._sections: SectionsView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_TINY)
        self._build(today, law=law)
        self.steps_button.clicked.connect(self._on_steps)
        self._say_button()
        if unfolded:
            self._on_steps()

    @property
    def unfolded(self) -> bool:
        """Whether the calculation is shown."""
        return self._sections is not None

    def _build(self, today: date, *, law: bool) -> None:
        result = self.planned.result
        head = QHBoxLayout()
        head.setSpacing(GAP_SMALL)
        day = self.planned.act_by
        said, tone = urgency(self.planned, today)
        head.addWidget(Label(short_day(day, year=True) if day else _("ohne Tag"), "heading", wrap=False))
        head.addWidget(Pill(said, tone))
        head.addStretch(1)
        self._column.addWidget(Label(content_text(self.planned.title), "strong"))
        self._column.addLayout(head)
        for line in [*_lines(self.planned), law_words(result) if law else ""]:
            if not line:
                continue
            self._column.addWidget(Label(line, "muted"))
        below = QHBoxLayout()
        below.addWidget(self.steps_button)
        if result.review == "open":
            below.addWidget(review_pill())
        below.addStretch(1)
        self._column.addLayout(below)

    def _on_steps(self) -> None:
        if self._sections is None:
            self._sections = SectionsView(explain(self.planned.result), {RESULT_TITLE})
            self._column.addWidget(self._sections)
        else:
            self._column.removeWidget(self._sections)
            self._sections.hide()
            self._sections.deleteLater()
            self._sections = None
        self._say_button()

    def _say_button(self) -> None:
        words = _("Rechenweg schließen") if self.unfolded else _("Rechenweg")
        self.steps_button.setText(words)
        self.steps_button.set_icon("chevron-up" if self.unfolded else "chevron-down")
        title = content_text(self.planned.title)
        self.steps_button.setAccessibleName(f"{words}: {title}")


class NoticeResult(QWidget):
    """The result beside the form."""

    def __init__(self) -> None:
        """Begin with what is needed first."""
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._body: QWidget | None = None
        self.views: list[PlannedView] = []
        self.banners: list[Banner] = []

    def show_preview(self, found: NoticePreview, today: date, missing: int) -> None:
        """Show what was computed; ``missing``: how many questions nobody has answered yet."""
        unfolded = {view.planned.key for view in self.views if view.unfolded}
        self.clear()
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        laws = {law_words(planned.result) for planned in found.deadlines} - {""}
        self.views = [
            PlannedView(planned, today, unfolded=planned.key in unfolded, law=len(laws) > 1)
            for planned in sorted(found.deadlines, key=partial(_order, today))
        ]
        self.banners = [*_differences(found), *(Banner(said.shown(), BannerKind.ERROR) for said in found.refused)]
        for banner in self.banners:
            column.addWidget(banner)
        column.addWidget(_deadlines_card(self.views, missing, laws.pop() if len(laws) == 1 else ""))
        if found.deadlines and found.today:
            column.addWidget(_list_card(_("Heute zu tun"), found.today))
        if found.letters:
            column.addWidget(_letters_card(found.letters))
        self._column.addWidget(self._body)

    def summary(self, today: date) -> str:
        """Return the first thing to do in a few words, empty while nothing is computed."""
        if not self.views:
            return ""
        first = self.views[0].planned
        day = first.act_by
        when = f"{short_day(day, year=True)} ({distance(day, today)})" if day else _("ohne Tag")
        return f"{content_text(first.title)}: {when}"

    def clear(self) -> None:
        """Show nothing."""
        self.views, self.banners = [], []
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
            self._body = None


def urgency(planned: PlannedDeadline, today: date) -> tuple[str, Tone]:
    """Return how far away the day to act by is, and how urgent that makes it."""
    day = planned.act_by
    if day is None:
        return _("bitte klären"), Tone.WARNING
    if planned.result.rule.kind in _OTHERS:
        return distance(day, today), Tone.NEUTRAL
    if day < today:
        return _("abgelaufen {distance}").format(distance=distance(day, today)), Tone.URGENT
    left = (day - today).days
    return distance(day, today), Tone.URGENT if left <= 1 else Tone.WARNING if left <= _SOON else Tone.ACCENT


def _differences(found: NoticePreview) -> Iterator[Banner]:
    for message in found.differences:
        yield Banner(message.shown(), BannerKind.INFO if message.text == SAME else BannerKind.WARNING)


def _order(today: date, planned: PlannedDeadline) -> tuple[bool, date]:
    return planned.result.rule.kind in _OTHERS, planned.act_by or today


def _lines(planned: PlannedDeadline) -> list[str]:
    """Return what stands below the day: the day in law, why it belongs to the notice."""
    result = planned.result
    due, found = result.due, []
    if result.rule.kind in _OTHERS:
        if due is not None:
            found.append(_("Frist der Behörde oder Wartefrist, gesetzlich bis {day}").format(day=_day(due)))
    elif due is not None and due != planned.act_by:
        found.append(_("Gesetzlich letzter Tag: {day}. Sicher ist nur der Tag oben.").format(day=_day(due)))
    elif due is not None:
        found.append(_("Das ist auch der gesetzlich letzte Tag."))
    if planned.why:
        found.append(content_text(planned.why))
    return found


def law_words(result: Result) -> str:
    """Return which law holds by which date; empty where no cut-off date chooses it."""
    if result.regime not in LAWS:
        return ""
    law = translate_marked(LAWS[result.regime])
    reading = result.readings[0]
    cut_off = book().cut_offs.get(reading.cut_off)
    if cut_off is None or reading.cut_off_day is None:
        return _("Es gilt vorsorglich: {law}. Der Stichtag fehlt, das frühere Datum führt.").format(law=law)
    label = content_text(cut_off.label)
    return _("Es gilt: {law} ({label}: {day})").format(law=law, label=label, day=format_date(reading.cut_off_day))


def _day(day: date) -> str:
    return short_day(day, year=True)


def _deadlines_card(views: Sequence[PlannedView], missing: int, law: str) -> Card:
    card = Card(_("Fristen"))
    if law:
        card.add(Label(law, "muted"))
    if not views:
        said = _("Sobald Art des Bescheids, Zustellart und Datum eingetragen sind, stehen hier alle Fristen.")
        card.add(Label(said, "muted"))
    if missing and views:
        said = ngettext(
            "Noch {count} Frage offen: Die Antwort kann Fristen ändern.",
            "Noch {count} Fragen offen: Die Antworten können Fristen ändern.",
            missing,
        )
        card.add(_bullet(said.format(count=missing), "warning", Tone.WARNING))
    for number, view in enumerate(views):
        if number:
            card.add(rule())
        card.add(view)
    return card


def _list_card(title: str, messages: Sequence[Message]) -> Card:
    card = Card(title)
    for message in messages:
        card.add(_bullet(message.shown(), "dot", Tone.ACCENT))
    return card


def _letters_card(templates: Sequence[str]) -> Card:
    titles = {offer.template: offer.title for offer in offers()}
    card = Card(_("Briefe, die helfen"))
    for template in templates:
        card.add(_bullet(f"{template} {titles.get(template, '')}".strip(), "letters", Tone.ACCENT))
    return card


def _bullet(text: str, icon: str, tone: Tone) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_SMALL)
    row.addWidget(IconLabel(icon, tone, 14), 0, Qt.AlignmentFlag.AlignTop)
    label = Label(text)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    row.addWidget(label, 1)
    return line
