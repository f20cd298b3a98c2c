"""Übergabe und Vertretung: packages, stand-ins that run, the colleagues, and this desk's own file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from mfd_desktop.app import colleagues as people
from mfd_desktop.app.taking_over import look_at_package, stand_ins
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.handover_words import hand_over_words, is_over
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.network_sheets import CompareSheet
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.takeover_sheet import TakeOverSheet
from mfd_desktop.ui.theme import GAP, Tone
from mfd_desktop.ui.words_panel import WordsPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.colleagues import Introduction
    from mfd_desktop.app.taking_over import Found
    from mfd_desktop.domain.handover import Colleague, HandOver
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress


class ColleagueSheet(CompareSheet):
    """A desk file just read: its words are compared before the desk is kept."""

    def __init__(self, parent: QWidget, found: Introduction) -> None:
        """Show what the desk says of itself, and its words."""
        tick = _("Verglichen: Alle zehn Wörter stimmen überein")
        super().__init__(parent, _("Stelle aufnehmen"), _("Aufnehmen"), found.words, tick)
        self.add(Label(found.colleague.label, "strong"))
        self.add(Label(found.colleague.carrier, "muted"))
        self.add(
            Label(
                _(
                    "Rufen Sie die Stelle unter einer Nummer an, die Sie schon kennen, und lassen Sie sich die zehn"
                    " Wörter vorlesen. Sie stehen dort unter „Übergabe und Vertretung“."
                )
            )
        )
        self.add_words()


class HandOverScreen(Screen):
    """Four cards: open a package, running stand-ins, colleagues, the own desk file."""

    name: ClassVar[str] = "handover"
    kinds: ClassVar[frozenset[str]] = frozenset({"handover", "colleague", "case", "client", "office", "network"})

    def __init__(self, desk: Desk) -> None:
        """Build the cards; the vault is read when the screen is shown."""
        super().__init__(desk)
        self.refusal = Banner()
        self.refusal.hide()
        self.open_button = primary(_("Paket öffnen …"), "import")
        self.read_button = secondary(_("Stellendatei lesen …"), "import")
        self.save_button = secondary(_("Stellendatei speichern …"))
        self.running, self.known = RowList(_("Laufende Vertretungen")), RowList(_("Bekannte Stellen"))
        self.words = WordsPanel(_("Die Wörter dieser Stelle"))
        self._none_running = Label(_("Zurzeit ist kein Fall in Vertretung."), "muted")
        self._none_known = Label(
            _("Noch keine. Lassen Sie sich die Stellendatei geben; sie enthält nichts Geheimes."), "muted"
        )
        self._build()
        self.open_button.clicked.connect(self._on_open)
        self.read_button.clicked.connect(self._on_read)
        self.save_button.clicked.connect(self._on_save)
        self.running.row_activated.connect(lambda key: desk.go(Place("case", key)))
        self.known.button_clicked.connect(self._on_forget)

    def _build(self) -> None:
        packages = Card(_("Fall übernehmen"))
        packages.add(
            Label(
                _(
                    "Ein Paket (.mfdcase) ist für eine Stelle verschlossen und von der anderen unterschrieben."
                    " Übergeben wird ein Fall auf seiner Seite: Fall, Fall übergeben."
                ),
                "muted",
            )
        )
        packages.add(self.refusal)
        packages.add(self.open_button)
        running, known = Card(_("Laufende Vertretungen")), Card(_("Bekannte Stellen"))
        for widget in (self._none_running, self.running):
            running.add(widget)
        for listed in (self._none_known, self.known, self.read_button):
            known.add(listed)
        own = Card(_("Diese Stelle"))
        own.add(
            Label(
                _(
                    "Geben Sie Ihre Stellendatei an Kolleginnen und Kollegen, die Ihnen Fälle übergeben. Am Telefon"
                    " lesen Sie ihnen diese zehn Wörter vor."
                ),
                "muted",
            )
        )
        own.add(self.words)
        own.add(self.save_button)
        scroller = PageScroller()
        for card in (packages, running, known, own):
            scroller.column.addWidget(card)
        scroller.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, GAP)
        outer.addWidget(PageHeader(_("Übergabe und Vertretung")))
        outer.addWidget(scroller, 1)

    def refresh(self) -> None:
        """Read stand-ins, colleagues and the own words."""
        session = self.desk.session
        today = session.clock.today()
        running = stand_ins(session)
        self.running.set_rows([_running(one, number, over=is_over(one, today)) for one, number in running])
        known = people.colleagues(session)
        self.known.set_rows([_known(one) for one in known])
        self.running.setVisible(bool(running))
        self._none_running.setVisible(not running)
        self.known.setVisible(bool(known))
        self._none_known.setVisible(not known)
        words = people.own_words(session)
        self.words.set_words(words)
        self.words.setVisible(bool(words))

    def go_to(self, place: Place) -> None:
        """Start at what is done here most."""
        del place
        self.open_button.setFocus()

    def open_package(self, path: Path) -> None:
        """Read a package to its end and show what is in it."""
        session = self.desk.session

        def work(progress: Progress) -> Found:
            def report(part: float) -> None:
                progress.check()
                progress.report(part)

            return look_at_package(session, path, progress=report)

        self.refusal.show_message(_("Das Paket wird geprüft."))
        self.desk.jobs.run(work, done=self._on_found, failed=self._on_refused)

    def _on_found(self, found: Found) -> None:
        self.refusal.hide()
        TakeOverSheet(self.desk, self, found).open()

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.refusal.show_message(sentence(error), BannerKind.ERROR)

    def read_desk_file(self, path: Path) -> None:
        """Read a desk file and show the words to compare."""
        try:
            found = people.look_at_desk_file(path, self.desk.session.clock.now())
        except UserError as error:
            self.desk.tell(error)
            return
        sheet = ColleagueSheet(self, found)
        sheet.accepted.connect(lambda: self.desk.attempt(lambda: people.add_colleague(self.desk.session, found)))
        sheet.open()

    def save_desk_file(self, path: Path) -> None:
        """Write this desk's file and say so."""
        if self.desk.attempt(lambda: people.write_desk_file(self.desk.session, path)):
            self.desk.messages.info(_("Stellendatei gespeichert: {name}").format(name=path.name))
            self.refresh()

    def _on_open(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, filter="MFD (*.mfdcase)", options=QFileDialog.Option.DontUseNativeDialog
        )
        if chosen:
            self.open_package(Path(chosen))

    def _on_read(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, filter=f"MFD (*{people.ENDING})", options=QFileDialog.Option.DontUseNativeDialog
        )
        if chosen:
            self.read_desk_file(Path(chosen))

    def _on_save(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, dir=f"MFD-Stelle{people.ENDING}", filter=f"*{people.ENDING}",
            options=QFileDialog.Option.DontUseNativeDialog,
        )  # fmt: skip
        if chosen:
            path = Path(chosen)
            self.save_desk_file(path if path.suffix else path.with_suffix(people.ENDING))

    def _on_forget(self, key: object) -> None:
        self.desk.messages.ask(
            self,
            _("Diese Stelle vergessen?"),
            _(
                "Was ihr übergeben wurde, bleibt verzeichnet. Für eine neue Übergabe lesen Sie ihre Stellendatei"
                " wieder."
            ),
            _("Vergessen"),
            lambda: self._forget(str(key)),
        )

    def _forget(self, desk: str) -> None:
        self.desk.attempt(lambda: people.remove_colleague(self.desk.session, desk))


def _running(found: HandOver, number: str, *, over: bool) -> Row:
    return Row(
        found.case_id,
        _("Fall {number}").format(number=number),
        hand_over_words(found),
        date=format_date(found.until) if found.until else "",
        badge=_("überfällig") if over else "",
        tone=Tone.WARNING if over else Tone.NEUTRAL,
        icon="clock",
    )


def _known(found: Colleague) -> Row:
    said = _("{carrier} · verglichen am {day}").format(carrier=found.carrier, day=format_date(found.compared.date()))
    return Row(found.desk, found.label, said, icon="check", button=_("Vergessen"))
