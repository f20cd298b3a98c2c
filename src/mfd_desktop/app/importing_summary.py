"""What came of an import, and how it is said: rows by their number, never by a person's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mfd_desktop.app.importing_headings import label_of
from mfd_desktop.app.wording import problem_text
from mfd_desktop.content.i18n import N_, _, ngettext, translate_marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mfd_desktop.app.importing_rows import Candidate
    from mfd_desktop.app.importing_sheet import Sheet
    from mfd_desktop.domain.fields import Problem

Outcome = Literal["taken", "duplicate", "skipped"]

_PROBLEM = {
    "no_name": N_("kein Name"),
    "wrong_type": N_("unerwartete Art von Inhalt"),
    "unknown_code": N_("nicht verstanden"),
    "no_value": N_("Formel ohne Wert"),
    "merged": N_("verbundene Zellen, nur die erste hat einen Wert"),
}


@dataclass(frozen=True, slots=True)
class RowReport:
    """What becomes of one row (Excel's number). ``twin`` is the row, ``case`` the number of the case it may double."""

    row: int
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    draft: bool = False
    twin: int | None = None
    case: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many clients were taken (``drafts`` of them with something invalid) and what was left out.

    In a dry run the figures say what would happen. ``rows`` are the rows about which something is to be said,
    ``restored`` telephone numbers and postcodes that got their leading 0 back, ``unmapped`` headings nothing was
    taken from, ``spread`` columns hidden under a merged heading.
    """

    taken: int = 0
    drafts: int = 0
    duplicates: int = 0
    skipped: int = 0
    restored: int = 0
    rows: tuple[RowReport, ...] = ()
    unmapped: tuple[str, ...] = ()
    spread: tuple[str, ...] = ()
    duplicates_taken: bool = False
    batch: str | None = None
    dry_run: bool = False
    cancelled: bool = False

    @classmethod
    def stopped(cls, *, dry_run: bool) -> ImportResult:
        """Return the result of an import that was cancelled."""
        return cls(dry_run=dry_run, cancelled=True)

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        mapping: Mapping[int, str],
        taken: Sequence[Candidate],
        reports: Sequence[RowReport],
        batch: str | None,
        *,
        dry_run: bool,
    ) -> ImportResult:
        """Count rows taken and judged."""
        doubles = sum(report.outcome == "duplicate" for report in reports)
        plain = sum(report.outcome == "taken" for report in reports)
        return cls(
            taken=len(taken),
            drafts=sum(candidate.is_draft for candidate in taken),
            duplicates=doubles,
            skipped=sum(report.outcome == "skipped" for report in reports),
            restored=sum(candidate.restored for candidate in taken),
            rows=tuple(report for report in reports if report.problems or report.outcome != "taken"),
            unmapped=tuple(
                heading for column, heading in enumerate(sheet.headings) if heading and column not in mapping
            ),
            spread=tuple(column_name(column) for column in sorted(sheet.spread) if column not in mapping),
            duplicates_taken=len(taken) > plain,
            batch=batch,
            dry_run=dry_run,
        )


def summary_lines(result: ImportResult) -> list[str]:
    """Return the lines that tell what came of an import; the first holds the figures."""
    if result.cancelled:
        return [_("Abgebrochen. Es wurde nichts übernommen.")]
    lines = [
        _(
            "Übernommen: {taken} · Entwürfe: {drafts} · mögliche Doppelte: {duplicates} · übersprungen: {skipped}"
        ).format(taken=result.taken, drafts=result.drafts, duplicates=result.duplicates, skipped=result.skipped)
    ]
    if result.dry_run:
        lines.insert(0, _("Probelauf: Es wurde nichts übernommen. So würde es aussehen:"))
    if result.restored:
        lines.append(
            ngettext(
                "Bei {count} Nummer wurde die führende Null ergänzt, weil die Tabelle sie als Zahl enthält.",
                "Bei {count} Nummern wurde die führende Null ergänzt, weil die Tabelle sie als Zahl enthält.",
                result.restored,
            ).format(count=result.restored)
        )
    if result.unmapped:
        lines.append(_("Nicht übernommene Spalten: {columns}").format(columns=", ".join(result.unmapped)))
    if result.spread:
        lines.append(
            _("Spalten ohne eigene Überschrift (verbundene Zellen): {columns}").format(columns=", ".join(result.spread))
        )
    return lines + [row_line(report, duplicates_taken=result.duplicates_taken) for report in result.rows]


def row_line(report: RowReport, *, duplicates_taken: bool = False) -> str:
    """Return what is to be said about one row, without anything from its cells."""
    parts = []
    if report.twin is not None:
        parts.append(_("vielleicht doppelt mit Zeile {row}").format(row=report.twin))
    if report.case:
        parts.append(_("vielleicht schon im Tresor (Fall {number})").format(number=report.case))
    elif report.outcome == "duplicate" and report.twin is None:
        parts.append(_("vielleicht schon im Tresor"))
    parts += [f"{label_of(problem.field)}: {_what(problem)}" for problem in report.problems]
    if report.outcome == "skipped" or (report.outcome == "duplicate" and not duplicates_taken):
        parts.append(_("nicht übernommen"))
    elif report.draft:
        parts.append(_("als Entwurf übernommen"))
    return _("Zeile {row}: {what}").format(row=report.row, what=" – ".join(parts))


def _what(problem: Problem) -> str:
    text = _PROBLEM.get(problem.code)
    return translate_marked(text) if text else problem_text(problem).rstrip(".")


def column_name(column: int) -> str:
    """Return Excel's letters of a column counted from 0."""
    name, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
