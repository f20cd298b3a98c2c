"""The fields of notices, deadlines, steps of a procedure and validity dates, with what must fit together.

A day that is missing or contradicts another keeps the record a draft with the text as typed; nothing is guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mfd_desktop.app.fieldsets import FieldSet, not_before
from mfd_desktop.app.law_facts import day_of_form
from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.fields import Field, Kind, Problem, When

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mfd_desktop.domain.fields import Value

    Check = Callable[[Mapping[str, Value]], Problem | None]

OTHER = "OTHER"
"""Kind of a notice that is none of the decision matrix: its deadline follows a rule chosen by hand."""
MOST_WARNINGS, LONGEST_WARNING = 6, 800
"""Early warnings of one deadline, and days before it."""
_DAYS = re.compile(r"[0-9]+(?:[\s,;]+[0-9]+)*")


def warning_days(text: str) -> tuple[int, ...] | None:
    """Return the early warnings typed as ``14, 3, 1``, the longest first; None if they are none."""
    if not text.strip():
        return ()
    if not _DAYS.fullmatch(text.strip()):
        return None
    days = sorted({int(part) for part in re.split(r"[\s,;]+", text.strip())}, reverse=True)
    return tuple(days) if len(days) <= MOST_WARNINGS and days[0] <= LONGEST_WARNING else None


def show_warnings(days: tuple[int, ...]) -> str:
    """Return early warnings as they are typed."""
    return ", ".join(map(str, days))


def _warnings(values: Mapping[str, Value]) -> Problem | None:
    return None if warning_days(str(values.get("warnings") or "")) is not None else Problem("warnings", "no_days")


def _order(first: str, second: str, code: str, *, blame: str) -> Check:
    """Return the check that the day ``second`` does not lie before the day ``first``; ``blame`` is named."""

    def check(values: Mapping[str, Value]) -> Problem | None:
        early, late = values.get(first), values.get(second)
        if early is not None and late is not None and late < early:  # type: ignore[operator]  # both are days
            return Problem(blame, code)
        return None

    return check


def _needed(name: str, other: str, *codes: str) -> Check:
    """Return the check that ``name`` is filled in where ``other`` is one of ``codes``."""

    def check(values: Mapping[str, Value]) -> Problem | None:
        return Problem(name, "required") if values.get(other) in codes and values.get(name) in (None, "") else None

    return check


def _what_happened(values: Mapping[str, Value]) -> Problem | None:
    said = any(values.get(name) for name in ("position", "document", "note"))
    return None if said else Problem("position", "required")


def _day_of_form(values: Mapping[str, Value]) -> Problem | None:
    """Ask for the day that a notice of this form runs from."""
    name = day_of_form(str(values.get("form") or ""))
    return Problem(name, "required") if name and values.get(name) is None else None


_LAW = N_("Wann und wie kam der Bescheid?")
_WHAT, _INSTRUCTION = N_("Der Bescheid"), N_("Rechtsbehelfsbelehrung")
_LAND = Field(
    "land", Kind.CODE, N_("Land, in dem die Frist zu wahren ist"), codes="laender", required=True, default="RP",
    help=N_("Sitz des Gerichts oder der Behörde; danach richten sich die Feiertage"),
)  # fmt: skip
_WARNINGS = Field(
    "warnings", Kind.TEXT, N_("Vorfristen in Tagen"), most=40, default="3, 1",
    help=N_("Zum Beispiel 14, 3, 1: Tage vor dem Fristende, von denen an Heute erinnert"),
)  # fmt: skip
_NOTE = Field("note", Kind.NOTE, N_("Vermerk"), most=4000)

NOTICE = FieldSet(
    "notice",
    (
        Field("authority", Kind.TEXT, N_("Behörde oder Gericht"), required=True, section=_WHAT, most=120),
        Field("file_number", Kind.TEXT, N_("Aktenzeichen"), section=_WHAT, most=60),
        Field("day", Kind.DATE, N_("Datum des Bescheids"), section=_WHAT, when=When.NOT_FUTURE),
        Field("kind", Kind.CODE, N_("Art des Bescheids"), codes="notice_kinds", required=True, section=_WHAT),
        Field("rule", Kind.TEXT, N_("Fristregel"), section=_WHAT, most=80),
        Field("circumstances", Kind.CODES, N_("Umstände"), codes="notice_circumstances", section=_WHAT, most=12),
        Field("form", Kind.CODE, N_("Wie kam der Bescheid?"), codes="notice_forms", required=True, section=_LAW),
        Field("delivered", Kind.DATE, N_("Zugestellt oder übergeben am"), section=_LAW, when=When.NOT_FUTURE,
              help=N_("Das Datum auf dem gelben Umschlag, im Empfangsbekenntnis oder der Tag der Übergabe")),
        Field("posted", Kind.DATE, N_("Aufgegeben am"), section=_LAW, when=When.NOT_FUTURE,
              help=N_("Poststempel oder Vermerk über die Aufgabe zur Post")),
        Field("received", Kind.DATE, N_("Tatsächlich erhalten am"), section=_LAW, when=When.NOT_FUTURE),
        Field("envelope_kept", Kind.FLAG, N_("Umschlag ist aufgehoben oder fotografiert"), section=_LAW, default="0"),
        Field("represented", Kind.FLAG, N_("Anwältin oder Anwalt ist bevollmächtigt"), section=_LAW, default="0"),
        Field("instruction_period", Kind.CODE, N_("Frist laut Belehrung"), codes="instruction_periods",
              section=_INSTRUCTION),
        Field("instructed", Kind.DATE, N_("Letzter Tag laut Belehrung"), section=_INSTRUCTION,
              help=N_("Nur wenn der Bescheid einen Tag nennt")),
        Field("court", Kind.TEXT, N_("Gericht oder Stelle laut Belehrung"), section=_INSTRUCTION, most=120),
        Field("instruction", Kind.NOTE, N_("Belehrung im Wortlaut"), section=_INSTRUCTION, most=4000),
        Field("land", Kind.CODE, _LAND.label, codes="laender", required=True, default="RP", section=_INSTRUCTION,
              help=_LAND.help),
        _NOTE,
    ),
    (
        _needed("rule", "kind", OTHER),
        _day_of_form,
        _order("posted", "delivered", "posted_after_delivery", blame="posted"),
        _order("posted", "received", "posted_after_delivery", blame="posted"),
        _order("day", "delivered", "day_after_delivery", blame="day"),
        _order("day", "received", "day_after_delivery", blame="day"),
        _order("delivered", "instructed", "instructed_before_delivery", blame="instructed"),
        _order("posted", "instructed", "instructed_before_delivery", blame="instructed"),
    ),
)  # fmt: skip
"""A Bescheid. ``rule`` only for a kind OTHER: the rule its deadline follows."""

DEADLINE = FieldSet(
    "deadline",
    (
        Field("rule", Kind.TEXT, N_("Fristregel"), required=True, most=80),
        Field("trigger_kind", Kind.TEXT, N_("Auslöser"), required=True, most=60),
        Field("trigger_day", Kind.DATE, N_("Tag des Auslösers"), required=True),
        Field("notice_form", Kind.TEXT, N_("Art der Bekanntgabe"), most=60),
        Field("posted", Kind.DATE, N_("Aufgegeben am"), when=When.NOT_FUTURE),
        Field("received", Kind.DATE, N_("Tatsächlich erhalten am"), when=When.NOT_FUTURE),
        Field("instructed", Kind.DATE, N_("Letzter Tag laut Belehrung")),
        _LAND,
        Field("variant", Kind.TEXT, N_("Umstand"), most=60),
        Field("title", Kind.TEXT, N_("Bezeichnung"), most=120, help=N_("Ohne Namen; der Fall wird daneben gezeigt")),
        _WARNINGS,
        _NOTE,
    ),
    (_warnings, _order("posted", "received", "posted_after_delivery", blame="posted")),
)
"""A deadline by a rule. ``title`` left empty: that of the rule."""

MANUAL_DEADLINE = FieldSet(
    "manual_deadline",
    (
        Field("title", Kind.TEXT, N_("Welche Frist?"), required=True, most=120,
              help=N_("Ohne Namen; der Fall wird daneben gezeigt")),
        Field("due", Kind.DATE, N_("Letzter Tag"), required=True),
        Field("kind", Kind.CODE, N_("Art der Frist"), codes="deadline_kinds", required=True, default="loss"),
        _WARNINGS,
        _NOTE,
    ),
    (_warnings,),
)  # fmt: skip
"""A deadline whose last day somebody else named: nothing is computed."""

DEADLINE_DETAILS = FieldSet("deadline", (DEADLINE["title"], _WARNINGS, _NOTE), (_warnings,))
"""What of a computed deadline may be changed by hand."""

FINISH = FieldSet(
    "deadline_finish",
    (
        Field("done", Kind.DATE, N_("Erledigt am"), required=True, when=When.NOT_FUTURE, default="today"),
        Field("ending", Kind.CODE, N_("Wie ist sie ausgegangen?"), codes="deadline_endings", required=True,
              default="kept"),
        Field("proof", Kind.CODE, N_("Nachweis"), codes="deadline_proofs",
              help=N_("Der Eingang zählt, nicht die Absendung")),
        Field("done_note", Kind.NOTE, N_("Vermerk zum Ausgang"), most=2000),
    ),
    (_needed("proof", "ending", "kept"),),
)  # fmt: skip

EXTENSION = FieldSet(
    "deadline_extension",
    (
        Field("extended", Kind.DATE, N_("Verlängert bis"), required=True),
        Field("extension_note", Kind.NOTE, N_("Von wem, wann und wie?"), required=True, most=1000,
              help=N_("Wer hat zugesagt, an welchem Tag, schriftlich oder am Telefon")),
    ),
)  # fmt: skip
"""Only periods that an authority or court sets may be extended; a statutory one may not."""

VALIDITY = FieldSet(
    "validity",
    (
        Field("kind", Kind.CODE, N_("Was gilt?"), codes="validity_kinds", required=True),
        Field("label", Kind.TEXT, N_("Genauer"), most=120, help=N_("Zum Beispiel: § 25 Abs. 2, Bürgergeld")),
        Field("number", Kind.TEXT, N_("Nummer"), most=60),
        Field("since", Kind.DATE, N_("Gültig seit")),
        Field("until", Kind.DATE, N_("Gültig bis"), required=True),
        Field("warnings", Kind.TEXT, N_("Erinnern, Tage vorher"), most=40,
              help=N_("Leer: wie für diese Art vorgesehen")),
        Field("renewed", Kind.DATE, N_("Verlängert oder ersetzt am"), when=When.NOT_FUTURE),
        Field("note", Kind.NOTE, N_("Vermerk"), most=2000),
    ),
    (not_before("since", "until"), _warnings),
)  # fmt: skip

RENEWAL = FieldSet(
    "renewal",
    (
        Field("until", Kind.DATE, N_("Gültig bis"), required=True),
        Field("since", Kind.DATE, N_("Gültig seit")),
        Field("number", Kind.TEXT, N_("Nummer"), most=60, help=N_("Leer: bleibt wie bisher")),
    ),
    (not_before("since", "until"),),
)
"""What takes the place of something that was renewed; kind, title and reminders stay."""

PROCEDURE_STEP = FieldSet(
    "procedure_step",
    (
        Field("day", Kind.DATE, N_("Am"), required=True, when=When.NOT_FUTURE, default="today"),
        Field("position", Kind.CODE, N_("Seitdem steht das Verfahren bei"), codes="procedure_positions"),
        Field("document", Kind.TEXT, N_("Nachweis oder Dokument"), most=200),
        Field("note", Kind.NOTE, N_("Vermerk"), most=4000),
    ),
    (_what_happened,),
)
"""What happened; without a position it is an event that leaves the procedure where it stands."""
