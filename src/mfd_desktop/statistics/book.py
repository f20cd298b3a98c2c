"""Figures with their words: the one form that report, workbook, CSV and JSON are made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, content_text, ngettext, translate_marked
from mfd_desktop.content.period_names import period_words
from mfd_desktop.domain.dates import format_date
from mfd_desktop.statistics.counting import HEADLINE
from mfd_desktop.statistics.protection import Reason
from mfd_desktop.statistics.table_set import JOINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.periods import Period
    from mfd_desktop.statistics.adding import StateCell, StateTable, StateTables
    from mfd_desktop.statistics.counting import Counts
    from mfd_desktop.statistics.table_set import Form, Table, Tables


class Kind(StrEnum):
    """Who a book is for: only the counsellor, others, or the state-wide sum."""

    INTERN = "intern"
    PUBLIC = "weitergabefaehig"
    STATE = "summe"


KIND_WORDS: Mapping[Kind, str] = {
    Kind.INTERN: N_("Intern"),
    Kind.PUBLIC: N_("Weitergabefähig"),
    Kind.STATE: N_("Summe der Meldungen"),
}
KIND_NOTES: Mapping[Kind, str] = {
    Kind.INTERN: N_("Exakte Zahlen. Sie bleiben bei der Beraterin oder dem Berater und werden nicht weitergegeben."),
    Kind.PUBLIC: N_(
        "Die Gesamtzahlen sind exakt, alle Aufgliederungen geschützt: Zahlen können um bis zu 4 abweichen, 1 und 2"
        " kommen nicht vor, eine veröffentlichte 0 kann bis zu 4 bedeuten, je Tabelle bleibt eine Zahl offen. Zeilen"
        " ergeben deshalb nicht die Gesamtzahl."
    ),
    Kind.STATE: N_(
        "Summe der Meldungen: Wer an zwei Stellen beraten wurde, zählt an beiden. Von und bis geben eine vorsichtige"
        " Spanne an. Für Stellen ohne Meldung wird nicht geschätzt."
    ),
}
HEADLINE_WORDS: Mapping[str, str] = {
    "persons": N_("Personen"),
    "contacts": N_("Kontakte"),
    "short_contacts": N_("Kurzberatungen"),
    "cases": N_("Fälle"),
    "procedures": N_("Verfahren"),
    "referrals": N_("Verweisungen"),
    "incidents": N_("Diskriminierungsvorfälle"),
}
UNIT_WORDS: Mapping[str, str] = {
    "contact": N_("Kontakte"),
    "hours": N_("Stunden"),
    "short": N_("Kurzberatungen"),
    "advised": N_("Beratene Personen und Kurzberatungen"),
    "person": N_("Personen"),
    "case": N_("Fälle"),
    "management": N_("Fälle und Ziele"),
    "procedure": N_("Verfahren"),
    "notice": N_("Bescheide"),
    "remedy": N_("Rechtsbehelfe"),
    "referral": N_("Verweisungen"),
    "incident": N_("Diskriminierungsvorfälle"),
    "activity": N_("Aktivitäten"),
    "volunteering": N_("Ehrenamt"),
    "quality": N_("Qualität der Arbeit"),
}
REASONS: Mapping[str, str] = {
    Reason.FEW_PERSONS: N_(
        "Zurückgehalten: In diesem Zeitraum wurden weniger als zehn Personen beraten. Die Tabelle wartet auf das"
        " Halbjahr oder das Jahr."
    ),
    Reason.DIFFERENCING: N_(
        "Zurückgehalten: Gegenüber einer früheren Meldung unterscheiden sich weniger als zehn Personen; aus dem"
        " Unterschied ließen sich Einzelne erkennen."
    ),
    Reason.HALF_YEAR: N_("Selten: erscheint nur im Halbjahr und im Jahr."),
}
NOT_RECORDED = N_("Wird in dieser Programmfassung noch nicht erfasst.")
_RARE = N_("Einzeln nicht auswertbar.")
_COARSE = N_("Grobe Form: Stellen unter einer halben Stelle melden sie für das ganze Jahr.")
_GAP = N_("Ein Punkt steht für eine Zahl, die nicht veröffentlicht wird, damit sich keine Summe schließt.")
UNPUBLISHED = "."
"""In place of a figure that is not published, as in official tables."""


@dataclass(frozen=True, slots=True)
class Value:
    """One figure. codes, labels: one a dimension. number: None if it is not published.

    low, high, desks: of a sum over desks only.
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    number: int | None
    low: int | None = None
    high: int | None = None
    desks: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its words. ``why_empty`` says in a sentence why there are no values; ``status`` in a code.

    status: ``published``, ``not_recorded`` or a ``Reason``. total: of the values, None where a sum says nothing.
    """

    id: str
    title: str
    unit: str
    definition: str
    dimensions: tuple[str, ...]
    values: tuple[Value, ...]
    notes: tuple[str, ...]
    coarse: bool = False
    status: str = "published"
    why_empty: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """Everything one file holds. ``cover``: names and values; ``notes``: sentences; ``skipped``: file and reason.

    ``shares``: counted desks with the hundredths of a full post they gave, 0 for one that did not say.
    """

    kind: Kind
    period: Period
    title: str
    cover: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    headline: tuple[Value, ...]
    definitions: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
    desks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    shares: tuple[tuple[str, int], ...] = ()

    @property
    def watermark(self) -> str:
        """What lies behind the text of what must not be handed on."""
        return _("INTERN") if self.kind is Kind.INTERN else ""


@dataclass(frozen=True, slots=True)
class About:
    """Who counted and when: name, Träger, desk, hundredths of a full post, and how far the figures are fixed.

    submitted: the day the period was submitted; None while the figures are not frozen. revision: 1 for a revised one.
    """

    office: str
    carrier: str
    desk: str
    fte: int
    made: date
    submitted: date | None = None
    revision: int = 0


class Words:
    """Labels of cells in the interface language."""

    def __init__(self, lists: CodeLists) -> None:
        """Take the code lists."""
        self._lists = lists

    def cells(self, form: Form) -> dict[str, tuple[str, ...]]:
        """Return the labels of every cell of a form, one a dimension."""
        labels = [
            {
                category.code: content_text(category.label)
                if category.label
                else self._lists.label(dimension.list or "", category.code)
                for category in dimension.categories
            }
            for dimension in form.dimensions
        ]
        return {
            cell: tuple(known[code] for known, code in zip(labels, cell.split(JOINT), strict=True))
            for cell in form.cells
        }


def desk_book(
    tables: Tables, exact: Counts, protected: Counts | None, words: Words, about: About, period: Period
) -> Book:
    """Return the figures of one desk: intern without ``protected``, else for others with exact headline totals."""
    kind = Kind.INTERN if protected is None else Kind.PUBLIC
    shown = exact if protected is None else protected
    return Book(
        kind,
        period,
        content_text(tables.title),
        _cover(about, period, kind),
        (translate_marked(KIND_NOTES[kind]), _standing(about, kind)),
        tuple(
            Value((name,), (translate_marked(HEADLINE_WORDS[name]),), exact.headline[name])
            for name in HEADLINE
            if name in exact.headline
        ),
        _definitions(tables),
        tuple(_sheet(table, shown, words, kind) for table in tables.tables),
    )


def state_book(
    tables: Tables,
    state: StateTables,
    words: Words,
    *,
    network: str,
    made: date,
    skipped: Iterable[tuple[str, str]] = (),
    shares: Iterable[tuple[str, int]] = (),
) -> Book:
    """Return the state-wide sum. ``skipped``: files that were not counted, each with the reason in words.

    ``shares``: the counted desks with their hundredths of a full post.
    """
    cover = (
        (_("Zeitraum"), period_words(state.period)),
        (_("Verbund"), network),
        (_("Gezählte Meldungen"), str(len(state.counted))),
        (_("Stellenanteile zusammen"), fte_words(state.fte)),
        (_("Stellen ohne Angabe des Anteils"), ", ".join(state.without_fte) or "–"),
        (_("Stellen ohne Meldung"), ", ".join(state.missing) or "–"),
        (_("Erstellt am"), format_date(made)),
    )
    headline = (
        _state_value((name,), (translate_marked(HEADLINE_WORDS[name]),), state.headline[name])
        for name in HEADLINE
        if name in state.headline
    )
    return Book(
        Kind.STATE,
        state.period,
        content_text(tables.title),
        cover,
        (translate_marked(KIND_NOTES[Kind.STATE]),),
        tuple(headline),
        _definitions(tables),
        tuple(_state_sheet(tables[table.id], table, words) for table in state.tables),
        state.counted,
        state.missing,
        tuple(skipped),
        tuple(shares),
    )


def fte_words(hundredths: int) -> str:
    """Return a share of a full post as it is written: 0,75."""
    return f"{hundredths // 100},{hundredths % 100:02d}" if hundredths else _("nicht angegeben")


def grid(sheet: Sheet, kind: Kind) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[int | None, ...]], ...]]:
    """Return a sheet as heading and rows of a label with its figures.

    Two dimensions become rows and columns, the longer one the rows; sums over desks keep one row a cell.
    """
    if kind is Kind.STATE:
        heading = (" × ".join(sheet.dimensions), _("Summe"), _("von"), _("bis"), _("Stellen"))
        rows = tuple((" · ".join(v.labels), (v.number, v.low, v.high, v.desks)) for v in sheet.values)
        return heading, rows
    if len(sheet.dimensions) == 1:
        total = ((_("Summe"), (sheet.total,)),) if sheet.total is not None else ()
        return (sheet.dimensions[0], _("Anzahl")), (*((v.labels[0], (v.number,)) for v in sheet.values), *total)
    first = tuple(dict.fromkeys(value.labels[0] for value in sheet.values))
    second = tuple(dict.fromkeys(value.labels[1] for value in sheet.values))
    found = {value.labels: value.number for value in sheet.values}
    if len(first) < len(second):
        across = tuple((label, tuple(found[other, label] for other in first)) for label in second)
        return (sheet.dimensions[1], *first), across
    return (sheet.dimensions[0], *second), tuple((label, tuple(found[label, o] for o in second)) for label in first)


def _cover(about: About, period: Period, kind: Kind) -> tuple[tuple[str, str], ...]:
    return (
        (_("Zeitraum"), period_words(period)),
        (_("Art"), translate_marked(KIND_WORDS[kind])),
        (_("Dienststelle"), about.office),
        (_("Träger"), about.carrier),
        (_("Stelle"), about.desk or "–"),
        (_("Stellenanteil"), fte_words(about.fte)),
        (_("Erstellt am"), format_date(about.made)),
    )


def _standing(about: About, kind: Kind) -> str:
    if about.submitted is None and kind is Kind.PUBLIC:
        # Two versions a few persons apart say more than either: only a submission freezes the figures.
        return _(
            "Vorläufig: Der Zeitraum ist nicht gemeldet. Zahlen können sich noch ändern. Nur eine Fassung weitergeben:"
            " Zwei Fassungen nebeneinander können Einzelne erkennen lassen."
        )
    if about.submitted is None:
        return _("Vorläufig: Der Zeitraum ist nicht gemeldet. Zahlen können sich noch ändern.")
    day = format_date(about.submitted)
    if about.revision:
        return _("Stand der Berichtigung vom {day}. Diese Zahlen sind fest und werden nicht neu gezählt.").format(
            day=day
        )
    return _("Stand der Meldung vom {day}. Diese Zahlen sind fest und werden nicht neu gezählt.").format(day=day)


def _definitions(tables: Tables) -> tuple[tuple[str, str], ...]:
    return tuple((content_text(word), content_text(meaning)) for word, meaning in tables.definitions)


def _sheet(table: Table, counts: Counts, words: Words, kind: Kind) -> Sheet:
    coarse = table.id in counts.coarse
    form = table.form(coarse=coarse)
    cells = counts.tables.get(table.id)
    values: tuple[Value, ...] = ()
    status, why = "published", ""
    notes = [translate_marked(_RARE)] if table.definition.every == "half_year" else []
    if cells is not None:
        labels = words.cells(form)
        values = tuple(Value(tuple(cell.split(JOINT)), labels[cell], cells.get(cell)) for cell in form.cells)
        if kind is Kind.PUBLIC and not table.is_exact:
            notes += [translate_marked(_COARSE)] if coarse else []
            notes += [translate_marked(_GAP)] if form.residual else []
    elif table.id in counts.withheld:
        status = counts.withheld[table.id]
        why = translate_marked(REASONS[status])
    else:
        status, why = "not_recorded", translate_marked(NOT_RECORDED)
    summed = kind is Kind.INTERN and form.is_partition and len(form.dimensions) == 1 and cells is not None
    return Sheet(
        table.id, content_text(table.definition.title), translate_marked(UNIT_WORDS[table.unit]),
        content_text(table.definition.definition), _titles(form), values, tuple(notes), coarse, status, why,
        sum(value.number or 0 for value in values) if summed else None,
    )  # fmt: skip


def _state_sheet(table: Table, state: StateTable, words: Words) -> Sheet:
    form = table.form(coarse=state.coarse)
    labels = words.cells(form)
    given = ngettext(
        "{desks} Stelle mit {fte} Stellenanteil hat diese Tabelle gemeldet.",
        "{desks} Stellen mit zusammen {fte} Stellenanteilen haben diese Tabelle gemeldet.",
        state.desks,
    )
    notes = [given.format(desks=state.desks, fte=fte_words(state.fte))]
    notes += [_("Grobe Form.")] if state.coarse else []
    notes += [translate_marked(_RARE)] if table.definition.every == "half_year" else []
    return Sheet(
        table.id, content_text(table.definition.title), translate_marked(UNIT_WORDS[table.unit]),
        content_text(table.definition.definition), _titles(form),
        tuple(_state_value(tuple(cell.split(JOINT)), labels[cell], found) for cell, found in state.cells.items()),
        tuple(notes), state.coarse,
    )  # fmt: skip


def _state_value(codes: tuple[str, ...], labels: tuple[str, ...], cell: StateCell) -> Value:
    return Value(codes, labels, cell.total, cell.low, cell.high, cell.desks)


def _titles(form: Form) -> tuple[str, ...]:
    return tuple(content_text(dimension.title) for dimension in form.dimensions)
