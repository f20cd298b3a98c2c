"""Sheets of the case page about releases: record, change, withdraw, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import overview, recycling, releases
from mfd_desktop.app.release_fields import RELEASE, WITHDRAWAL
from mfd_desktop.app.saving import defaults
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.fields import show
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.domain.releases import ReleaseForm
from mfd_desktop.ui.case_data_sheets import NEW, CaseDataSheets, texts_of
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.history_button import offer_history
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import WIDE_SHEET
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.recipient_entry import RecipientEditor
from mfd_desktop.ui.release_light import light

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.fields import Field, Problem
    from mfd_desktop.domain.releases import Release
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.dialog import Sheet
    from mfd_desktop.ui.kit.editor import Editor

_AGAIN = "again"
_ONLY_ORAL = ("present", "paper")
_SAME_AGAIN = ("recipient", "purpose", "matters", "mutual", "sender", "guardian", "language", "reader")
"""What a release that takes the place of another has from it."""


class ReleaseEntry(CaseForm):
    """The form of a release: asks for witnesses and paper of an oral one only, and for one end, not two."""

    def __init__(self, desk: Desk, key: str, record_id: RecordId | None) -> None:
        """Take the key of the form; ``load`` fills it."""
        super().__init__(desk, RELEASE, key, record_id=record_id, sections=True)
        self.edited.connect(self._show_fields)
        self.fields["valid_until"].editor.edited.connect(self._on_day_typed)
        self.fields["until_done"].editor.edited.connect(self._on_matter_ticked)

    def make_editor(self, declared: Field) -> Editor:
        """Return the editor of a field; the recipient comes from the address book."""
        return RecipientEditor(self.desk) if declared.name == "recipient" else super().make_editor(declared)

    def load(self, raws: Mapping[str, str], problems: Iterable[Problem] = ()) -> bool:
        """Show these texts, then the sealed draft over them; return whether there was one."""
        found = super().load(raws, problems)
        self._show_fields()
        return found

    def _show_fields(self) -> None:
        """Show what this form of a release asks for; a text that is there already is never hidden."""
        oral = self.fields["form"].editor.raw() == ReleaseForm.ORAL
        for name in _ONLY_ORAL:
            self.fields[name].setVisible(oral or bool(self.fields[name].editor.raw()))

    def _on_day_typed(self) -> None:
        if self.fields["valid_until"].editor.raw().strip():
            self.fields["until_done"].editor.set_raw("0")

    def _on_matter_ticked(self) -> None:
        if self.fields["until_done"].editor.raw() == "1":
            self.fields["valid_until"].editor.set_raw("")


def sheet_for_missing(desk: Desk, parent: QWidget, case_id: RecordId, purpose: str, recipient: str) -> RecordSheet:
    """Return the sheet that records the release which a letter of this case lacks, to be opened over ``parent``."""
    page = overview.case_page(desk.session, case_id)
    sheet = ConsentSheets(desk, parent, lambda _name: None).new_release(page, f"{NEW}:{purpose}:{recipient}")
    sheet.reopen = lambda: sheet_for_missing(desk, parent, case_id, purpose, recipient).open()
    return sheet


class ConsentSheets(CaseDataSheets):
    """Makes the sheets ``release:<id>``, ``withdrawal:<release id>``, and for a new one ``release:new``,
    ``release:new:<purpose>:<recipient>`` (what a letter lacks) and ``release:again:<id>`` (like one that is over).
    """

    def __init__(self, desk: Desk, parent: QWidget, open_sheet: Callable[[str], None]) -> None:
        """``open_sheet`` opens a sheet of the case page by its name."""
        super().__init__(desk, parent)
        self._open = open_sheet
        self.makers: dict[str, Callable[[CasePage, str], Sheet]] = {
            "release": self._release,
            "withdrawal": self._withdrawal,
        }

    def _release(self, page: CasePage, rest: str) -> Sheet:
        new = rest.partition(":")[0] in (NEW, _AGAIN)
        return self.new_release(page, rest) if new else self._stored_release(page, rest)

    def _read(self, page: CasePage, release_id: str) -> Release:
        """Return a release of the page's client; raise KeyError if there is none."""
        release = releases.read_release(self.desk.session, RecordId(release_id))
        if release.client_id != page.client.stamp.id:
            raise KeyError(release_id)
        return release

    def _given(self, page: CasePage, rest: str) -> dict[str, str]:
        """Return what is known of a new release by the name of its sheet."""
        kind, _colon, wanted = rest.partition(":")
        if kind == _AGAIN:
            texts = texts_of(RELEASE, self._read(page, wanted))
            return {name: texts[name] for name in _SAME_AGAIN}
        purpose, _colon, recipient = wanted.partition(":")
        return {"purpose": purpose, "recipient": recipient}

    def new_release(self, page: CasePage, rest: str) -> RecordSheet:
        """Return the sheet of a new release; ``rest`` is its name without the kind."""
        session, case_id = self.desk.session, page.case.stamp.id
        given = self._given(page, rest)
        made: list[RecordId] = []

        def store(texts: dict[str, str]) -> None:
            made.append(releases.record_release(session, case_id, texts).record_id)
            self._offer_undo(_("Entbindung erfasst."), lambda: releases.remove_release(session, made[-1]))

        sheet = self._sheet(_("Schweigepflichtentbindung erfassen"), f"{rest}:{case_id}", None, store)
        self._add_print(sheet, lambda: self._print(case_id, made[-1]))
        sheet.start(releases.new_release(session, case_id) | {name: text for name, text in given.items() if text})
        return sheet

    def _stored_release(self, page: CasePage, rest: str) -> Sheet:
        session, case_id = self.desk.session, page.case.stamp.id
        release = self._read(page, rest)

        def store(texts: dict[str, str]) -> None:
            releases.save_release(session, release.stamp.id, texts)

        sheet = self._sheet(_("Schweigepflichtentbindung"), f"{rest}:{case_id}", release.stamp.id, store)
        if letters := releases.final_letters(session, release.stamp.id):
            said = ngettext(
                "Auf diese Entbindung stützt sich {count} Brief.", "Auf diese Entbindung stützen sich {count} Briefe.",
                letters,
            )  # fmt: skip
            sheet.body.insertWidget(0, Label(said.format(count=letters), "muted"))
        else:
            self._add_delete(sheet, lambda: self.remove_release(release.stamp.id))
        offer_history(self.desk, sheet, sheet.form, "release", release.stamp.id)
        self._add_actions(sheet, release)
        if not light(release, session.clock.today()).over:
            self._add_print(sheet, lambda: self._print(case_id, release.stamp.id))
        self._start(sheet, RELEASE, release)
        return sheet

    def _add_print(self, sheet: RecordSheet, print_it: Callable[[], None]) -> None:
        """Offer the sheet to sign; what is typed is stored first, even if something is still missing."""

        def on_clicked() -> None:
            if sheet.finish():
                print_it()

        button = secondary(_("Blatt drucken …"), "print")
        button.clicked.connect(on_clicked)
        sheet.add_button(button)

    def _print(self, case_id: RecordId, release_id: RecordId) -> None:
        # The letters are not needed to open a case.
        from mfd_desktop.app.release_letter import write_release

        desk = self.desk
        begun: list[RecordId] = []
        if desk.attempt(lambda: begun.append(write_release(desk.session, case_id, release_id))):
            desk.go(Place("letter", begun[0]))

    def _sheet(
        self, title: str, key: str, record_id: RecordId | None, store: Callable[[dict[str, str]], object]
    ) -> RecordSheet:
        form = ReleaseEntry(self.desk, f"release:{key}", record_id)
        return RecordSheet(self.desk, self._parent, title, form, store, may_draft=True, width=WIDE_SHEET)

    def _add_actions(self, sheet: RecordSheet, release: Release) -> None:
        """Offer what can become of a release that was given: withdrawn, or if it is over given again."""
        release_id = release.stamp.id
        over = light(release, self.desk.session.clock.today()).over
        if release.withdrawn is not None:
            self._add_action(sheet, _("Widerruf zurücknehmen"), lambda: self._take_back(release))
        elif release.given is not None and not over:
            self._add_action(sheet, _("Widerrufen …"), lambda: self._open(f"withdrawal:{release_id}"))
        if over:
            self._add_action(sheet, _("Erneuern …"), lambda: self._open(f"release:{_AGAIN}:{release_id}"))

    def _add_action(self, sheet: RecordSheet, words: str, action: Callable[[], object]) -> None:
        button = secondary(words)
        button.clicked.connect(sheet.reject)
        button.clicked.connect(action)
        sheet.add_button(button)

    def _withdrawal(self, page: CasePage, rest: str) -> Sheet:
        session = self.desk.session
        release = self._read(page, rest)

        def store(texts: dict[str, str]) -> None:
            releases.withdraw_release(session, release.stamp.id, texts)
            self._offer_undo(
                _("Widerruf festgehalten. Von diesem Tag an darf nichts mehr weitergegeben werden."),
                lambda: releases.take_back_withdrawal(session, release.stamp.id),
            )

        title = _("Entbindung widerrufen")
        sheet = self._record_sheet(title, WITHDRAWAL, rest, page.case.stamp.id, store, only=("withdrawn",))
        sheet.start(defaults(WITHDRAWAL, today=session.clock.today()), fixed={"given": show(release.given)})
        return sheet

    def _take_back(self, release: Release) -> None:
        session, day = self.desk.session, {"withdrawn": show(release.withdrawn)}
        if self.desk.attempt(lambda: releases.take_back_withdrawal(session, release.stamp.id)):
            self._offer_undo(
                _("Widerruf zurückgenommen."), lambda: releases.withdraw_release(session, release.stamp.id, day)
            )

    def remove_release(self, release_id: RecordId) -> None:
        """Delete a release and offer to bring it back."""
        session = self.desk.session
        gone: list[str] = []
        if self.desk.attempt(lambda: gone.append(releases.remove_release(session, release_id))):
            self._offer_undo(_("Entbindung gelöscht."), lambda: recycling.restore(session, gone[0]))
