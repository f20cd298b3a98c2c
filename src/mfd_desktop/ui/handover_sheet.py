"""Handing a case to a colleague: to whom, until when, what of it, by which release; then the sealed package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFileDialog, QProgressBar

from mfd_desktop.app.colleagues import colleagues
from mfd_desktop.app.handing_over import PARTS, Plan, hand_over, look_at_case, release_towards
from mfd_desktop.app.handover_fields import HANDING_OVER
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date, parse_date
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.handover import HANDOVER, IN, RETURN, STAND_IN
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.handover_words import content_rows, part_label, size_words
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.choice import ChoiceEditor
from mfd_desktop.ui.kit.dialog import WIDE_SHEET
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import RowList

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.handover import Colleague, HandOver
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

ENDING = ".mfdcase"


def lent_here(page: CasePage) -> HandOver | None:
    """Return the stand-in by which this case is here and has to go back."""
    return next(
        (one for one in page.handovers if one.direction == IN and one.purpose == STAND_IN and one.ended is None), None
    )


class HandOverSheet(RecordSheet):
    """Nothing leaves before the contents were shown and a release or a reason is there."""

    def __init__(self, desk: Desk, parent: QWidget, page: CasePage) -> None:
        """A case that is here as a stand-in goes back to where it came from."""
        self._page = page
        self._lent = lent_here(page)
        form = CaseForm(desk, HANDING_OVER, f"handover:{page.case.stamp.id}", record_id=page.case.stamp.id)
        title = _("Fall zurückgeben") if self._lent else _("Fall übergeben")
        super().__init__(
            desk, parent, title, form, lambda _texts: None, accept_text=_("Paket schreiben …"), width=WIDE_SHEET
        )
        known = colleagues(desk.session)
        self._known = {
            one.desk: one for one in known if self._lent is None or one.key == self._lent.partner_key
        }  # fmt: skip
        self.whom = ChoiceEditor([(one.desk, one.label) for one in self._known.values()] or [("", "")])
        self.parts = {part: QCheckBox() for part in PARTS}
        self.light = Banner()
        self.contents = RowList(_("Was hinausgeht"), grow=False)
        self.always, self.refusal, self.progress = Label("", "muted"), Banner(), QProgressBar()
        self._build()
        self.start({})
        self._show_contents()
        self._show_light()

    def _build(self) -> None:
        self.body.removeWidget(self.form)
        self._to = Field(_("An welche Stelle?"), self.whom, required=True)
        none = Banner(
            _("Diese Stelle ist hier noch nicht bekannt. Lesen Sie zuerst ihre Stellendatei.")
            if self._lent
            else _("Noch ist keine Stelle bekannt. Lesen Sie zuerst die Stellendatei der Kollegin oder des Kollegen."),
            BannerKind.INFO,
            _("Übergabe und Vertretung öffnen"),
        )
        none.action_requested.connect(self._on_strangers)
        none.setVisible(not self._known)
        self._to.setVisible(bool(self._known))
        for widget in (none, self._to, self.light, self.form):
            self.add(widget)
        self.add(Label(_("Was geht hinaus?"), "strong"))
        self.add(self.always)
        for box in self.parts.values():
            box.setChecked(True)
            box.toggled.connect(self._show_contents)
            self.add(box)
        self.add(self.contents)
        self.refusal.hide()
        self.progress.hide()
        self.progress.setAccessibleName(_("Das Paket wird geschrieben"))
        self.add(self.refusal)
        self.add(self.progress)
        self.whom.edited.connect(self._show_light)
        if len(self._known) == 1:
            self.whom.set_raw(next(iter(self._known)))
        if self._lent:
            self.form.hide()
        if self.accept_button is not None:
            self.accept_button.setEnabled(bool(self._known))

    @property
    def _colleague(self) -> Colleague | None:
        return self._known.get(self.whom.raw())

    def _chosen_parts(self) -> tuple[str, ...]:
        return tuple(part for part, box in self.parts.items() if box.isChecked())

    def _show_contents(self) -> None:
        session, case_id = self.desk.session, self._page.case.stamp.id
        whole = look_at_case(session, case_id)
        for part, box in self.parts.items():
            box.setText(part_label(part, whole.rows))
        found = look_at_case(session, case_id, self._chosen_parts())
        self.contents.set_rows(content_rows(found.rows, session.lists))
        self.always.setText(
            _(
                "Immer dabei: Name, Stammdaten, Kontaktwege, Aufenthaltsstatus, Verfahren. Nie dabei: andere Fälle, der"
                " Haushalt, Papierkorb und Änderungsverlauf. Dokumente: {size}."
            ).format(size=size_words(found.bytes))
        )

    def _show_light(self) -> None:
        colleague = self._colleague
        if colleague is None or self._lent:
            self.light.hide()
            return
        release = release_towards(self.desk.session, self._page.case.stamp.id, colleague)
        if release is not None and release.given is not None:
            said = _("Es liegt eine Schweigepflichtentbindung für diese Stelle vor, erteilt am {day}.")
            self.light.show_message(said.format(day=format_date(release.given)))
        else:
            self.light.show_message(
                _(
                    "Für diese Stelle gibt es keine Schweigepflichtentbindung zum Zweck „Vertretung und Übergabe“."
                    " Holen Sie sie ein, oder schreiben Sie unten auf, warum der Fall trotzdem übergeben wird."
                ),
                BannerKind.WARNING,
            )

    def _on_strangers(self) -> None:
        self.reject()
        self.desk.go(Place("handover"))

    def finish(self) -> bool:
        """Ask where to, then write off the thread of the window."""
        colleague = self._colleague
        if colleague is None:
            self._to.set_error(_("Bitte ausfüllen."))
            self.whom.input_widget().setFocus()
            return False
        texts = self.form.texts()
        until = self._until(texts)
        purpose = RETURN if self._lent else (STAND_IN if until else HANDOVER)
        reason = texts["reason"]
        if purpose != RETURN and not reason.strip():
            case_id = self._page.case.stamp.id
            if release_towards(self.desk.session, case_id, colleague) is None:
                self.form.fields["reason"].set_error(_("Ohne Entbindung bitte den Grund aufschreiben."))
                self.form.focus_field("reason")
                return False
        path = self.choose_path()
        if path is not None:
            plan = Plan(self._page.case.stamp.id, colleague, purpose, until, self._chosen_parts(), reason)
            self.write(plan, path)
        return False

    def _until(self, texts: dict[str, str]) -> date | None:
        text = texts["until"].strip()
        return parse_date(text, today=self.desk.session.clock.today()) if text and not self._lent else None

    def choose_path(self) -> Path | None:
        """Ask where the package goes; the name proposed holds the case number, never a person's."""
        chosen, _kind = QFileDialog.getSaveFileName(
            self,
            dir=_("Übergabe-{number}").format(number=self._page.case.number) + ENDING,
            filter=f"*{ENDING}",
            options=QFileDialog.Option.DontUseNativeDialog,
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(ENDING)

    def write(self, plan: Plan, path: Path) -> None:
        """Write the package to ``path``; progress is shown, and closing the sheet stops it."""
        session = self.desk.session

        def work(progress: Progress) -> None:
            def report(part: float) -> None:
                progress.check()
                progress.report(part)

            hand_over(session, plan, path, progress=report)

        self.refusal.hide()
        self._set_busy(busy=True)
        running = self.desk.jobs.run(
            work,
            done=lambda _none: self._on_written(plan, path),
            failed=self._on_failed,
            stopped=lambda: self._set_busy(busy=False),
            progressed=lambda part, _text: self.progress.setValue(round(part * 100)),
        )
        self.rejected.connect(running.cancel)

    def _set_busy(self, *, busy: bool) -> None:
        self.progress.setVisible(busy)
        for widget in (self.form, self._to, *self.parts.values()):
            widget.setEnabled(not busy)
        if self.accept_button is not None:
            self.accept_button.setEnabled(not busy)

    def _on_written(self, plan: Plan, path: Path) -> None:
        self._set_busy(busy=False)
        self.form.finish()
        self.desk.unregister(self.form)
        self.done(self.DialogCode.Accepted)
        said = _("Paket geschrieben: {name}. Nur {colleague} kann es öffnen.").format(
            name=path.name, colleague=plan.colleague.label
        )
        self.desk.messages.info(said)

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, UserError):
            raise error
        self.refusal.show_message(sentence(error), BannerKind.ERROR)
