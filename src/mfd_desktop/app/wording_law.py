"""Sentences about deadlines that cannot be computed from what was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, content_text, translate_marked
from mfd_desktop.domain import errors_law as errors
from mfd_desktop.domain.dates import format_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.domain.errors import UserError

_LAW = {"ALT": N_("altes Recht"), "NEU": N_("neues Recht")}


def _known(known: tuple[str, ...]) -> str:
    return ", ".join(known)


def unknown_rule(error: errors.UnknownRule) -> str:
    """Return what there is that is called alike."""
    if not error.known:
        return _("Eine Fristregel „{code}“ gibt es nicht. Alle Regeln zeigt: mfd-desktop deadline --list").format(
            code=error.code
        )
    return _("Eine Fristregel „{code}“ gibt es nicht. Ähnlich heißen: {known}").format(
        code=error.code, known=_known(error.known)
    )


def unknown_trigger(error: errors.UnknownTriggerKind) -> str:
    """Return the kinds there are."""
    return _("Einen Auslöser „{code}“ gibt es nicht. Bekannt sind: {known}").format(
        code=error.code, known=_known(error.known)
    )


def unknown_form(error: errors.UnknownNoticeForm) -> str:
    """Return the forms there are."""
    return _("Eine Zustellart „{code}“ gibt es nicht. Bekannt sind: {known}").format(
        code=error.code, known=_known(error.known)
    )


def unknown_land(error: errors.UnknownLand) -> str:
    """Return the Länder."""
    return _("Ein Land „{code}“ gibt es nicht. Bekannt sind: {known}").format(
        code=error.code, known=_known(error.known)
    )


def unknown_regime(error: errors.UnknownRegime) -> str:
    """Return the two laws."""
    return _("„{code}“ ist kein Recht, das gewählt werden kann. Bekannt sind: {known}").format(
        code=error.code, known=_known(error.known)
    )


def unknown_variant(error: errors.UnknownVariant) -> str:
    """Return the variants of the rule."""
    if not error.known:
        return _("Die Regel {rule} hat keine Varianten.").format(rule=error.owner)
    return _("Eine Variante „{code}“ hat die Regel {rule} nicht. Bekannt sind: {known}").format(
        code=error.code, rule=error.owner, known=_known(error.known)
    )


def trigger_not_of_rule(error: errors.TriggerNotOfRule) -> str:
    """Return the kinds that the rule begins with."""
    if not error.code:
        return _("Womit beginnt die Frist {rule}? Bitte den Auslöser angeben, möglich sind: {known}").format(
            rule=error.owner, known=_known(error.known)
        )
    return _("Die Frist {rule} beginnt nicht mit {code}. Möglich sind: {known}").format(
        rule=error.owner, code=error.code, known=_known(error.known)
    )


def trigger_not_of_form(error: errors.TriggerNotOfForm) -> str:
    """Return the kinds that count for the form."""
    return _("Bei der Zustellart {form} zählt {code} nicht. Möglich sind: {known}").format(
        form=error.owner, code=error.code, known=_known(error.known)
    )


def form_missing(error: errors.NoticeFormMissing) -> str:
    """Return the forms that tell when the notice arrived."""
    return _(
        "{code} allein sagt nicht, wann der Bescheid als zugegangen gilt. Bitte die Zustellart angeben, möglich sind: "
        "{known}"
    ).format(code=error.code, known=_known(error.known))


def in_future(error: errors.TriggerInFuture) -> str:
    """Return the day that cannot be."""
    return _("Der {day} liegt nach dem heutigen Tag ({today}). Bitte das Datum prüfen.").format(
        day=format_date(error.day), today=format_date(error.today)
    )


def out_of_range(error: errors.DayOutOfRange) -> str:
    """Return the years that can be computed."""
    return _("Der {day} liegt außerhalb der Jahre, für die gerechnet werden kann ({first} bis {last}).").format(
        day=format_date(error.day), first=error.first, last=error.last
    )


def posted_after_delivery(error: errors.PostedAfterDelivery) -> str:
    """Return the two days."""
    return _(
        "Aufgabe zur Post am {posted}, Zugang schon am {delivered}: Das kann nicht stimmen. Bitte beide Daten prüfen."
    ).format(posted=format_date(error.posted), delivered=format_date(error.delivered))


def posted_twice(error: errors.PostedTwice) -> str:
    """Return the two days."""
    return _("Zwei Tage der Aufgabe zur Post: {trigger} und {posted}. Bitte nur den richtigen angeben.").format(
        trigger=format_date(error.trigger), posted=format_date(error.posted)
    )


def regime_contradiction(error: errors.RegimeContradiction) -> str:
    """Return which date says otherwise."""
    return _(
        "Angegeben ist „{law}“, aber ein Datum spricht dagegen. {cut_off}: {day}. Bitte eins von beiden ändern."
    ).format(law=translate_marked(_LAW[error.regime]), cut_off=content_text(error.cut_off), day=format_date(error.day))


def rule_of_other_law(error: errors.RuleOfOtherLaw) -> str:
    """Return why, and what takes its place."""
    law = translate_marked(_LAW[error.regime])
    said = [_("Hier gilt „{law}“; die Regel {rule} gibt es darin nicht.").format(law=law, rule=error.rule)]
    if error.reason:
        said.append(content_text(error.reason))
    if error.counterparts:
        said.append(_("An ihre Stelle tritt: {known}").format(known=_known(error.counterparts)))
    return " ".join(said)


def rule_not_in_force(error: errors.RuleNotInForce) -> str:
    """Return the day and why."""
    if not error.reason:
        return _("Die Regel {rule} gibt es für den {day} nicht.").format(rule=error.rule, day=format_date(error.day))
    return _("Die Regel {rule} gibt es für den {day} nicht: {reason}").format(
        rule=error.rule, day=format_date(error.day), reason=content_text(error.reason)
    )


def bad_day(error: errors.BadDay) -> str:
    """Return how a day is written."""
    return _("„{text}“ ist kein Datum. Beispiele: 2026-11-02, 02.11.2026").format(text=error.text)


def bad_cases(error: errors.BadCases) -> str:
    """Return the file and what is wrong."""
    if not error.detail:
        return _("Die Datei mit den Beispielen kann nicht gelesen werden: {path}").format(path=error.path)
    return _("Die Datei mit den Beispielen ist nicht vollständig: {path} ({detail})").format(
        path=error.path, detail=error.detail
    )


SENTENCES: tuple[tuple[type[UserError], Callable[..., str]], ...] = (
    (errors.UnknownRule, unknown_rule),
    (errors.UnknownTriggerKind, unknown_trigger),
    (errors.UnknownNoticeForm, unknown_form),
    (errors.UnknownLand, unknown_land),
    (errors.UnknownRegime, unknown_regime),
    (errors.UnknownVariant, unknown_variant),
    (errors.TriggerNotOfRule, trigger_not_of_rule),
    (errors.TriggerNotOfForm, trigger_not_of_form),
    (errors.NoticeFormMissing, form_missing),
    (errors.TriggerInFuture, in_future),
    (errors.DayOutOfRange, out_of_range),
    (errors.PostedAfterDelivery, posted_after_delivery),
    (errors.PostedTwice, posted_twice),
    (errors.RegimeContradiction, regime_contradiction),
    (errors.RuleOfOtherLaw, rule_of_other_law),
    (errors.RuleNotInForce, rule_not_in_force),
    (errors.BadDay, bad_day),
    (errors.BadCases, bad_cases),
)
