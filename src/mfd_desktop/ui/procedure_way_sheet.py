"""One way to stay: what it gives, what it demands, what is missing, what bars it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import procedure_forms, procedure_guide
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.procedure_parts import sign_line, source_line
from mfd_desktop.ui.procedure_words import chance_look, chance_sentence, law_line
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.law.right_to_stay import Assessment
    from mfd_desktop.ui.desk import Desk


class WaySheet(Sheet):
    """Reads one way as the answers leave it; the questions are one button away."""

    def __init__(self, desk: Desk, parent: QWidget, page: CasePage, code: str) -> None:
        """Take the code of the way; raise KeyError if there is none."""
        _record, ways = procedure_forms.ways_to_stay(desk.session, page)
        found = next((way for way in ways if way.way.code == code), None)
        if found is None:
            raise KeyError(code)
        super().__init__(parent, content_text(found.way.title))
        self.desk = desk
        self._case_id = page.case.stamp.id
        word, tone, icon = chance_look(found.chance)
        self.add(Label(law_line(desk.session, page.client.stamp.id), "muted"))
        self.add(Pill(word, tone, icon))
        self.add(Label(chance_sentence(found)))
        if found.until is None and found.chance.value != "information":
            self.add(Label(content_text(found.way.gives), "muted"))
        self._add_needs(found)
        if found.way.advice:
            self.add(Label(_("Raten"), "strong"))
            self.add(sign_line("info", Tone.ACCENT, content_text(found.way.advice)))
        self._add_questions(found)
        self.add(source_line(found.way.basis, to_review=found.way.review == "open"))
        if not found.way.information:
            ask = secondary(_("Fragen beantworten"), "edit")
            ask.clicked.connect(self.reject)
            ask.clicked.connect(self._on_asked)
            self.add_button(ask)

    def _add_needs(self, found: Assessment) -> None:
        if found.way.needs:
            self.add(Label(_("Voraussetzungen"), "strong"))
        for icon, tone, text in _needs(found):
            self.add(sign_line(icon, tone, text))
        titles = procedure_guide.rule_titles(self.desk.session, [need.rule for need in found.way.needs])
        if titles:
            said = ", ".join(content_text(title) for title in titles)
            self.add(Label(_("Fristen dazu: {titles}").format(titles=said), "muted"))
        if found.way.bars:
            self.add(Label(_("Sperren"), "strong"))
        for icon, tone, text in _bars(found):
            self.add(sign_line(icon, tone, text))

    def _add_questions(self, found: Assessment) -> None:
        labels = procedure_forms.question_labels(self.desk.session)
        asked = [content_text(labels[name]) for name in found.questions if name in labels]
        if asked:
            self.add(Label(_("Noch zu fragen"), "strong"))
            self.add(Label("\n".join(f"· {text}" for text in asked), "muted"))

    def _on_asked(self) -> None:
        made: list[RecordId] = []
        session, case_id, form = self.desk.session, self._case_id, procedure_forms.RIGHT_TO_STAY
        if self.desk.attempt(lambda: made.append(procedure_forms.open_form(session, case_id, form))):
            self.desk.go(Place("guided", made[0]))


def _needs(found: Assessment) -> Iterator[tuple[str, Tone, str]]:
    for need in found.way.needs:
        text = content_text(need.text)
        if need in found.missing:
            yield "close", Tone.WARNING, _("fehlt: {text}").format(text=text)
        elif need in found.reasons:
            yield "lock", Tone.URGENT, _("vorbei: {text}").format(text=text)
        elif need in found.open:
            yield "circle", Tone.NEUTRAL, _("offen: {text}").format(text=text)
        else:
            yield "check", Tone.GOOD, _("erfüllt oder nicht nötig: {text}").format(text=text)


def _bars(found: Assessment) -> Iterator[tuple[str, Tone, str]]:
    for bar in found.way.bars:
        text = _("{text} ({basis})").format(text=content_text(bar.text), basis=bar.basis)
        if bar in found.reasons:
            yield "lock", Tone.URGENT, _("sperrt: {text}").format(text=text)
        elif bar in found.open:
            yield "circle", Tone.NEUTRAL, _("offen: {text}").format(text=text)
        else:
            yield "check", Tone.GOOD, _("trifft nicht zu: {text}").format(text=text)
