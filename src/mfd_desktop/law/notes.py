"""What has to be said beside a computed day: the instruction on remedies, what is open, other circumstances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mfd_desktop.content.i18n import N_
from mfd_desktop.law.phrases import FROM_DATA, Day, FromData, Span
from mfd_desktop.law.results import Message
from mfd_desktop.law.vocabulary import NOTICE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mfd_desktop.law.results import Facts
    from mfd_desktop.law.rules import Rule, Variant
    from mfd_desktop.law.vocabulary import NoticeForm, TriggerKind

INSTRUCTION_FIRST: Final = N_(
    "Die Rechtsbehelfsbelehrung im Bescheid geht vor. Bei jeder Abweichung gilt das frühere Datum."
)
INSTRUCTION_EARLIER: Final = N_(
    "Die Belehrung nennt den {instructed}, berechnet ist der {due}: Es führt das frühere Datum. Die Belehrung ist "
    "vielleicht unrichtig; durch eine Anwältin oder einen Anwalt prüfen lassen (§ 58 Abs. 2 VwGO, § 66 Abs. 2 SGG)."
)
INSTRUCTION_LATER: Final = N_(
    "Die Belehrung nennt den {instructed}, berechnet ist schon der {due}: Es führt das frühere Datum. Die Belehrung "
    "ist vielleicht unrichtig; durch eine Anwältin oder einen Anwalt prüfen lassen (§ 58 Abs. 2 VwGO, § 66 Abs. 2 SGG)."
)
ARRIVE: Final = N_("Es zählt der Eingang bis 24:00 Uhr, nicht die Absendung; eine einfache E-Mail genügt nicht.")
REVIEW: Final = N_("Fachlich zu prüfen: {reason}")
REVIEW_PLAIN: Final = N_("Fachlich zu prüfen: Eine Juristin oder ein Jurist hat diese Regel noch nicht bestätigt.")
MEDIUM: Final = N_("Die Auslegung ist nicht in allem gesichert.")
DISPUTED: Final = N_("Die Auslegung ist strittig.")
VARIANT: Final = N_("Anders ({when}): {span}, {end}.")
VARIANT_DAY: Final = N_("Anders ({when}): {end}.")
VARIANT_PLAIN: Final = N_("Anders ({when}).")
_CONFIDENCE: Final = {"medium": MEDIUM, "disputed": DISPUTED}


def notes(rule: Rule, facts: Facts, kind: TriggerKind, form: NoticeForm | None, due: date | None) -> Iterator[Message]:
    """Yield what has to be said beside the day."""
    if rule.kind == "loss" and kind.group == NOTICE:
        yield Message(INSTRUCTION_FIRST)
        yield from _instruction(facts.instructed, due)
        if rule.place != "none":
            yield Message(ARRIVE)
    if form is not None and form.hint:
        yield Message(FROM_DATA, {"text": FromData(form.hint)})
    if rule.review == "open":
        reason = FromData(rule.review_reason)
        yield Message(REVIEW, {"reason": reason}) if rule.review_reason else Message(REVIEW_PLAIN)
    if rule.confidence in _CONFIDENCE:
        yield Message(_CONFIDENCE[rule.confidence])


def _instruction(instructed: date | None, due: date | None) -> Iterator[Message]:
    if instructed is None or due is None or instructed == due:
        return
    values = {"instructed": Day(instructed), "due": Day(due)}
    yield Message(INSTRUCTION_EARLIER if instructed < due else INSTRUCTION_LATER, values)


def variant_beside(variant: Variant, end: date | None) -> Message:
    """Return the end in other circumstances; None where only the circumstances are told."""
    when = FromData(variant.when)
    if end is None or variant.length is None:
        return Message(VARIANT_PLAIN, {"when": when})
    if not variant.length.n:
        return Message(VARIANT_DAY, {"when": when, "end": Day(end)})
    span = Span(variant.length.n, variant.length.unit)
    return Message(VARIANT, {"when": when, "span": span, "end": Day(end)})
