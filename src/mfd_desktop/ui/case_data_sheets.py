"""Sheets of the case page about the case itself and the household, each with undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import casework, fieldsets
from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.app.saving import check, defaults, raws_of
from mfd_desktop.content.i18n import N_, _
from mfd_desktop.domain.dates import format_date, parse_date
from mfd_desktop.domain.fields import Field, Kind, When, show
from mfd_desktop.domain.records import Level, Place
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.kit.buttons import danger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.dialog import Sheet

LEVEL = FieldSet(
    "case_level",
    (
        Field("level", Kind.CODE, N_("Stufe"), codes="levels", required=True),
        Field("since", Kind.DATE, N_("Gilt ab"), required=True, when=When.NOT_FUTURE, default="today"),
    ),
)
NEW = "new"
"""What a name of a sheet ends in when nothing is stored yet."""


def texts_of(fieldset: FieldSet, record: object) -> dict[str, str]:
    """Return the texts of a record as a form shows them."""
    raw: Mapping[str, str] = record.stamp.raw  # type: ignore[attr-defined]  # every record has a stamp
    return raws_of(fieldset, casework.values_of(record, fieldset), raw)


class CaseDataSheets:
    """Makes the sheets ``case:<new or data>``, ``level:change``, ``closing:case`` and ``household:<new or rename>``."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Sheets lie over ``parent``."""
        self.desk = desk
        self._parent = parent

    def _offer_undo(self, said: str, undo: Callable[[], object]) -> None:
        self.desk.messages.info(said, _("Rückgängig"), lambda: self._attempt(undo))

    def _attempt(self, intention: Callable[[], object]) -> None:
        self.desk.attempt(intention)

    def _start(self, sheet: RecordSheet, fieldset: FieldSet, record: object) -> None:
        session = self.desk.session
        if record is None:
            sheet.start(defaults(fieldset, today=session.clock.today()))
            return
        texts = texts_of(fieldset, record)
        problems: tuple[Problem, ...] = check(
            fieldset, texts, today=session.clock.today(), lists=session.lists
        ).problems
        sheet.start(texts, problems)

    def _add_delete(self, sheet: RecordSheet, remove: Callable[[], None]) -> None:
        def on_clicked() -> None:
            sheet.give_up()
            remove()

        button = danger(_("Löschen"), "trash")
        button.clicked.connect(on_clicked)
        sheet.add_button(button)

    def _household(self, page: CasePage, rest: str) -> Sheet:
        client_id, session, household = page.client.stamp.id, self.desk.session, page.household
        if rest == "rename":
            return self._rename_household(page, rest)

        def store(texts: dict[str, str]) -> None:
            casework.found_household(session, client_id, texts["name"].strip())

        if household is not None:
            raise KeyError(rest)
        sheet = self._record_sheet(_("Haushalt gründen"), fieldsets.HOUSEHOLD, rest, client_id, store)
        name = page.client.family_name or page.client.name
        sheet.start({"name": _("Haushalt {name}").format(name=name)})
        return sheet

    def _rename_household(self, page: CasePage, rest: str) -> Sheet:
        session, household = self.desk.session, page.household
        if household is None:
            raise KeyError(rest)

        def store(texts: dict[str, str]) -> None:
            casework.rename_household(session, household.stamp.id, texts["name"].strip())
            self._offer_undo(
                _("Haushalt umbenannt."),
                lambda: casework.rename_household(session, household.stamp.id, household.name),
            )

        sheet = self._record_sheet(_("Haushalt umbenennen"), fieldsets.HOUSEHOLD, rest, page.client.stamp.id, store)
        sheet.start({"name": household.name})
        return sheet

    def _level(self, page: CasePage, rest: str) -> Sheet:
        session, case = self.desk.session, page.case
        today = session.clock.today()

        def store(texts: dict[str, str]) -> None:
            since = parse_date(texts["since"], today=today)
            before = casework.set_level(session, case.stamp.id, Level(texts["level"]), since)
            self._offer_undo(
                _("Stufe geändert. Die Kontakte ab diesem Tag zählen dazu."),
                lambda: casework.take_back_level(session, case.stamp.id, since, before),
            )

        def refuse(texts: dict[str, str]) -> str:
            if parse_date(texts["since"], today=today) >= case.opened:
                return ""
            return _("Der Fall wurde erst am {day} eröffnet.").format(day=format_date(case.opened))

        sheet = self._record_sheet(_("Stufe ändern"), LEVEL, rest, case.stamp.id, store)
        sheet.further_check = refuse
        other = {Level.ACCOMPANIMENT: Level.CASE_MANAGEMENT, Level.CASE_MANAGEMENT: Level.ACCOMPANIMENT}
        sheet.start({**defaults(LEVEL, today=today), "level": other[case.level_on(today)].value})
        return sheet

    def _case(self, page: CasePage, rest: str) -> Sheet:
        return self._further_case(page, rest) if rest == NEW else self._case_data(page, rest)

    def _case_data(self, page: CasePage, rest: str) -> Sheet:
        session, case = self.desk.session, page.case
        before = texts_of(fieldsets.CASE, case)
        names = ("opened", "access_way", *(["level"] if "level" in case.stamp.raw else []))

        def store(texts: dict[str, str]) -> None:
            casework.save_case(session, case.stamp.id, texts)
            self._offer_undo(
                _("Falldaten geändert."),
                lambda: casework.save_case(session, case.stamp.id, {name: before[name] for name in names}),
            )

        sheet = self._record_sheet(_("Falldaten ändern"), fieldsets.CASE_DATA, rest, case.stamp.id, store, only=names)
        fixed = {"closed": show(case.closed), "level": before["level"]}
        sheet.start({name: before[name] for name in names}, fixed=fixed)
        return sheet

    def _closing(self, page: CasePage, rest: str) -> Sheet:
        session, case = self.desk.session, page.case

        def store(texts: dict[str, str]) -> None:
            casework.close_case(session, case.stamp.id, texts)
            self._offer_undo(_("Fall beendet."), lambda: casework.reopen_case(session, case.stamp.id))

        sheet = self._record_sheet(
            _("Fall beenden"), fieldsets.CASE_CLOSING, rest, case.stamp.id, store, only=("closed", "outcome")
        )
        start = defaults(fieldsets.CASE_CLOSING, today=session.clock.today())
        sheet.start(start, fixed={"opened": show(case.opened)})
        return sheet

    def _further_case(self, page: CasePage, rest: str) -> Sheet:
        session, client_id = self.desk.session, page.client.stamp.id

        def store(texts: dict[str, str]) -> None:
            case_id = casework.open_another_case(session, client_id, texts)
            self.desk.go(Place("case", case_id))

        sheet = self._record_sheet(_("Weiteren Fall eröffnen"), fieldsets.CASE, rest, client_id, store)
        sheet.start(defaults(fieldsets.CASE, today=session.clock.today()))
        return sheet

    def _record_sheet(
        self,
        title: str,
        fieldset: FieldSet,
        rest: str,
        owner: RecordId,
        store: Callable[[dict[str, str]], object],
        *,
        only: Sequence[str] | None = None,
        may_draft: bool = False,
    ) -> RecordSheet:
        # With the owner in it the key still tells whose it is when the record is gone.
        form = CaseForm(self.desk, fieldset, f"{fieldset.name}:{rest}:{owner}", only=only)
        return RecordSheet(self.desk, self._parent, title, form, store, may_draft=may_draft)
