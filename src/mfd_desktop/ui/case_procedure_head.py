"""Where the procedure of a person stands: by which law, what that means, and what came next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mfd_desktop.app import procedure_guide, procedures
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.fields import show
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.procedure_words import regime_pill, regime_sentence
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.app.procedure_guide import Standing
    from mfd_desktop.ui.desk import Desk

STEP = "pstep:new"


class StandingCard(Card):
    """Position, laws, the steps that can come next, and what can be entered. ``sheet_asked(name)``."""

    sheet_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_standing`` fills it."""
        super().__init__(_("Asylverfahren"))
        self.desk = desk
        self._case_id: RecordId | None = None
        self._found: Standing | None = None
        self.pills = FlowBox()
        self._pills = [Pill("", Tone.ACCENT) for _number in range(3)]
        self.review = Pill(_("fachlich zu prüfen"), Tone.WARNING)
        self.empty = Label(
            _(
                "Noch kein Verfahren. Legen Sie es an: wo die Person steht, und die Tage, die entscheiden, ob altes"
                " oder neues Recht gilt. Danach zeigt diese Seite, welche Unterlagen nötig sind und was dann kommt."
            ),
            "muted",
        )
        self.position = Label("", "title")
        self.means = Label("")
        self.proof = Label("", "muted")
        self.laws = Label("", "muted")
        self.warnings = [Banner() for _number in range(3)]
        self.next_title = Label(_("Wie es weitergeht"), "strong")
        self.next = RowList(_("Wie es weitergeht"))
        self.next.row_activated.connect(lambda code: self.sheet_asked.emit(f"{STEP}-{code}"))
        self.next.button_clicked.connect(self._on_today)
        self.final = Label("", "muted")
        self._make_buttons()
        self._build()

    def _make_buttons(self) -> None:
        self.begin_button = secondary(_("Verfahren anlegen"), "plus")
        self.notice_button = secondary(_("Bescheid erfassen"), "mail")
        self.days_button = secondary(_("Stichtage und Stand …"), "edit")
        self.event_button = secondary(_("Ereignis festhalten …"), "plus")
        self.family_button = secondary(_("Familie …"), "family")
        self.begin_button.clicked.connect(lambda: self.sheet_asked.emit("procedure:data"))
        self.days_button.clicked.connect(lambda: self.sheet_asked.emit("procedure:data"))
        self.event_button.clicked.connect(lambda: self.sheet_asked.emit(STEP))
        self.family_button.clicked.connect(lambda: self.sheet_asked.emit("family:link"))
        self.notice_button.clicked.connect(self._on_notice)

    def _build(self) -> None:
        for pill in (*self._pills, self.review):
            self.pills.add(pill)
        self.buttons = FlowBox()
        for button in (
            self.begin_button, self.notice_button, self.days_button, self.event_button, self.family_button,
        ):  # fmt: skip
            self.buttons.add(button)
        for widget in (
            self.pills, self.empty, self.position, self.means, self.proof, *self.warnings, self.laws, self.next_title,
            self.next, self.final, self.buttons,
        ):  # fmt: skip
            self.add(widget)

    def show_standing(self, page: CasePage, found: Standing | None) -> None:
        """Show where the procedure stands; None: there is none."""
        self._case_id, self._found = page.case.stamp.id, found
        some = found is not None
        first: tuple[QWidget, ...] = (self.begin_button, self.empty)
        always: tuple[QWidget, ...] = (
            self.pills, self.position, self.laws, self.notice_button, self.days_button, self.event_button,
            self.family_button,
        )  # fmt: skip
        sometimes: tuple[QWidget, ...] = (
            self.means, self.proof, *self.warnings, self.next_title, self.next, self.final,
        )  # fmt: skip
        for widget in first:
            widget.setVisible(not some)
        for widget in always:
            widget.setVisible(some)
        if found is None:
            for widget in sometimes:
                widget.hide()
            return
        self._show_position(found)
        self._show_laws(found)
        self._show_next(found)

    def _show_position(self, found: Standing) -> None:
        entry = found.entry
        self.position.setText(content_text(entry.name) if entry else _("Stand noch nicht eingetragen"))
        self.means.setText(content_text(entry.means) if entry else "")
        self.proof.setText(_("Nachweis: {document}").format(document=content_text(entry.document)) if entry else "")
        self.means.setVisible(entry is not None)
        self.proof.setVisible(entry is not None)
        self.review.setVisible(entry is not None and entry.review == "open")

    def _show_laws(self, found: Standing) -> None:
        for pill, regime in zip(self._pills, found.regimes, strict=False):
            pill.set_text(*regime_pill(regime))
        for number, pill in enumerate(self._pills):
            pill.setVisible(number < len(found.regimes))
        sure = [regime_sentence(regime) for regime in found.regimes if regime.sure]
        open_ = [regime_sentence(regime) for regime in found.regimes if not regime.sure]
        self.laws.setText("\n".join(sure))
        self.laws.setVisible(bool(sure))
        for number, banner in enumerate(self.warnings):
            banner.show_message(open_[number] if number < len(open_) else "", BannerKind.WARNING)

    def _show_next(self, found: Standing) -> None:
        session = self.desk.session
        rows = []
        for way in found.ways:
            warned = bool(procedure_guide.warnings_before(session, way.to))
            rows.append(
                Row(
                    way.to,
                    content_text(way.label),
                    badge=_("Warnung") if warned else "",
                    tone=Tone.WARNING if warned else Tone.NEUTRAL,
                    icon="warning" if warned else "",
                    button="" if warned else _("Heute geschehen"),
                )
            )
        self.next.set_rows(rows)
        self.next.setVisible(bool(rows))
        self.next_title.setVisible(bool(rows))
        self.final.setText(content_text(found.entry.final) if found.entry else "")
        self.final.setVisible(found.entry is not None and bool(found.entry.final))

    def _on_today(self, code: str) -> None:
        """Record the step with today's day at once, and offer to undo it."""
        if self._found is None:
            return
        session, procedure_id, made = self.desk.session, self._found.procedure.stamp.id, list[str]()
        raws = {"day": show(session.clock.today()), "position": code}

        def take() -> None:
            made.append(procedure_guide.take_step(session, procedure_id, raws).record_id)

        if self.desk.attempt(take):
            self.desk.messages.info(
                _("Schritt mit dem heutigen Tag festgehalten."),
                _("Rückgängig"),
                lambda: self.desk.attempt(lambda: procedures.remove_step(session, RecordId(made[0]))),
            )

    def _on_notice(self) -> None:
        self.desk.go(Place("notice", self._case_id))
