"""The day of the event: when a notice counts as arrived, by the form it came in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.dates import months_after
from mfd_desktop.domain.errors_law import (
    DayOutOfRange,
    NoticeFormMissing,
    PostedAfterDelivery,
    PostedTwice,
    TriggerInFuture,
    TriggerNotOfForm,
)
from mfd_desktop.law.library import kinds_of_form
from mfd_desktop.law.phrases import Day, FromData, Path, Span
from mfd_desktop.law.results import Message
from mfd_desktop.law.vocabulary import NOTICE
from mfd_desktop.law.working_days import days_until_working_day

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.law.library import RuleBook
    from mfd_desktop.law.results import Facts, Value
    from mfd_desktop.law.rules import Rule
    from mfd_desktop.law.vocabulary import Fiction, NoticeForm, TriggerKind

_POSTING: Final = "AUFGABE_ZUR_POST"
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200
_RECEIPT: Final = "ZUGANG_NACHGEWIESEN"

EVENT: Final = N_("{kind}: {day}.")
FICTION: Final = N_("{kind}: {day}. {span} danach gilt der Bescheid als zugegangen: {end} ({basis}).")
FICTION_AT_ONCE: Final = N_("{kind}: {day}. An diesem Tag gilt der Bescheid als zugegangen ({basis}).")
FICTION_DAY: Final = N_(
    "{day}: Ohne Beweis des späteren Zugangs gilt der Bescheid an diesem Tag als zugegangen ({basis})."
)
FICTION_STAYS: Final = N_("Der Tag ist ein Samstag, Sonntag oder Feiertag; er verschiebt sich nicht.")
FICTION_MOVES: Final = N_(
    "{path}: Auch der Tag, an dem der Bescheid als zugegangen gilt, verschiebt sich (§ 108 Abs. 3 AO)."
)
RECEIPT: Final = N_("Tatsächlicher Zugang: {day}.")
RECEIPT_COUNTS: Final = N_("Tatsächlicher Zugang: {day}. Er zählt anstelle des {fiction}.")
FICTION_HOLDS: Final = N_(
    "Übergeben oder aufgegeben: {posted}. Es bleibt beim {fiction}; der spätere Zugang zählt nicht ({basis})."
)
WHY_RECEIPT: Final = N_(
    "Gerechnet ab dem früheren tatsächlichen Zugang: Er ist nach der Rechtsprechung unbeachtlich, aber sicher."
)
WHY_FICTION: Final = N_(
    "Gerechnet ab dem Tag, an dem der Bescheid ohne Beweis des späteren Zugangs als zugegangen gilt."
)
WHY_UNMOVED: Final = N_("Gerechnet ohne Verschiebung des Tages, an dem der Bescheid als zugegangen gilt.")


@dataclass(frozen=True, slots=True)
class Start:
    """A day of the event and how it came about; ``name`` and ``reason`` of a reading beside the leading one."""

    day: date
    steps: tuple[Message, ...]
    name: str = "standard"
    reason: Message | None = None


def check_days(facts: Facts, kind: TriggerKind, today: date | None) -> None:
    """Raise what is wrong with the days given: DayOutOfRange, TriggerInFuture, PostedAfterDelivery, PostedTwice."""
    past = (facts.posted, facts.received, facts.lodged, facts.registered, facts.withdrawal_started)
    if today is not None:
        for day in past if kind.future else (facts.trigger, *past):
            if day is not None and day > today:
                raise TriggerInFuture(day, today)
    for day in (facts.trigger, facts.instructed, *past):
        if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise DayOutOfRange(day, _FIRST_YEAR, _LAST_YEAR)
    _check_order(facts, kind)


def _check_order(facts: Facts, kind: TriggerKind) -> None:
    posted, received = facts.posted, facts.received
    if not kind.effective:
        if kind.code == _POSTING and posted not in (None, facts.trigger):
            raise PostedTwice(posted, facts.trigger)
        posted = facts.trigger
    arrived = facts.trigger if kind.effective and kind.group == NOTICE else received
    for day in (arrived, received):
        if posted is not None and day is not None and posted > day:
            raise PostedAfterDelivery(posted, day)


def starts(book: RuleBook, facts: Facts, rule: Rule, kind: TriggerKind, form: NoticeForm | None) -> tuple[Start, ...]:
    """Return the leading day of the event and after it the other tenable ones.

    Raises TriggerNotOfForm, NoticeFormMissing.
    """
    if kind.effective:
        return _from_effective(book, facts, rule, kind, form)
    if form is None:
        raise NoticeFormMissing(kind.code, tuple(one.code for one in book.forms.values() if _fiction(one, kind.code)))
    fiction = _fiction(form, kind.code, facts.trigger)
    if fiction is None or (form.only and kind.code not in form.only):
        raise TriggerNotOfForm(form.code, kind.code, kinds_of_form(book, form))
    return _from_fiction(facts, rule, kind, form, fiction)


def _from_effective(
    book: RuleBook, facts: Facts, rule: Rule, kind: TriggerKind, form: NoticeForm | None
) -> tuple[Start, ...]:
    day = facts.trigger
    lead = Start(day, (Message(EVENT, {"kind": FromData(kind.label), "day": Day(day)}),))
    if form is None:
        return (lead,)
    if form.only and kind.code not in form.only:
        raise TriggerNotOfForm(form.code, kind.code, kinds_of_form(book, form))
    others: list[Start] = []
    fiction = _posted(form, facts.posted)
    if fiction and facts.posted and kind.code == _RECEIPT and form.later == "counts":
        by_posting = replace(facts, trigger=facts.posted, received=day)
        return _from_fiction(by_posting, rule, book.trigger(fiction.trigger), form, fiction)
    end = _end(fiction, facts.posted) if fiction and facts.posted else day
    if end < day and form.later == "ignored":
        values: dict[str, Value] = {"posted": Day(facts.posted or end), "fiction": Day(end), "basis": form.basis}
        lead = Start(end, (*lead.steps, Message(FICTION_HOLDS, values)))
    elif end < day:
        step = Message(FICTION_DAY, {"day": Day(end), "basis": form.basis})
        others.append(Start(end, (step,), "fiction", Message(WHY_FICTION)))
    return (lead, *others, *_earlier(facts, lead.day))


def _from_fiction(facts: Facts, rule: Rule, kind: TriggerKind, form: NoticeForm, fiction: Fiction) -> tuple[Start, ...]:
    end = _end(fiction, facts.trigger)
    values: dict[str, Value] = {
        "kind": FromData(kind.label),
        "day": Day(facts.trigger),
        "span": Span(fiction.n, fiction.unit),
        "end": Day(end),
        "basis": form.basis,
    }
    said = Message(FICTION if fiction.n else FICTION_AT_ONCE, values)
    days = days_until_working_day(end, facts.land)
    plain = Start(end, (said, Message(FICTION_STAYS)) if len(days) > 1 else (said,))
    lead, others = plain, []
    if rule.fiction_shift and fiction.n and len(days) > 1:
        lead = Start(days[-1], (said, Message(FICTION_MOVES, {"path": Path(days, facts.land)})))
        others.append(Start(end, plain.steps, "fiction_unmoved", Message(WHY_UNMOVED)))
    received = facts.received
    if received is not None and received != lead.day and _counts(form, received, lead.day):
        step = Message(RECEIPT_COUNTS, {"day": Day(received), "fiction": Day(lead.day)})
        beside = (Start(lead.day, lead.steps, "fiction", Message(WHY_FICTION)),) if received > lead.day else ()
        return (Start(received, (*lead.steps, step)), *beside, *others)
    return (lead, *others, *_earlier(facts, lead.day))


def _counts(form: NoticeForm, received: date, fiction: date) -> bool:
    return (form.earlier if received < fiction else form.later) == "counts"


def _earlier(facts: Facts, lead: date) -> tuple[Start, ...]:
    if facts.received is None or facts.received >= lead:
        return ()
    step = Message(RECEIPT, {"day": Day(facts.received)})
    return (Start(facts.received, (step,), "receipt", Message(WHY_RECEIPT)),)


def _fiction(form: NoticeForm, trigger: str, day: date | None = None) -> Fiction | None:
    """Return what follows from ``trigger`` on ``day`` in this form; without a day whether anything does."""
    for fiction in form.fictions:
        if fiction.trigger == trigger and (day is None or _holds(fiction, day)):
            return fiction
    return None


def _posted(form: NoticeForm, posted: date | None) -> Fiction | None:
    """Return what follows in this form from the day of posting or handing over."""
    if posted is None or not form.fictions:
        return None
    return _fiction(form, form.fictions[0].trigger, posted)


def _holds(fiction: Fiction, day: date) -> bool:
    return (fiction.first is None or fiction.first <= day) and (fiction.last is None or day <= fiction.last)


def _end(fiction: Fiction, day: date) -> date:
    if fiction.unit == "months":
        return months_after(day, fiction.n)
    return day + timedelta(days=fiction.n * (7 if fiction.unit == "weeks" else 1))
