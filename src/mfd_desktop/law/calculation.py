"""A deadline from its facts: which law, when the notice arrived, when the period ends, when it is safe to act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.errors_law import UnknownLand, UnknownVariant
from mfd_desktop.law.holidays import FEDERAL, LAENDER
from mfd_desktop.law.notes import notes, variant_beside
from mfd_desktop.law.periods import Period, end_of
from mfd_desktop.law.phrases import FROM_DATA, FromData
from mfd_desktop.law.regimes import Chosen, beside, choose, is_open_later
from mfd_desktop.law.results import Message, ReadingResult, Result
from mfd_desktop.law.starts import Start, check_days, starts
from mfd_desktop.law.vocabulary import NOTICE
from mfd_desktop.law.working_days import working_day_from, working_day_until

if TYPE_CHECKING:
    from mfd_desktop.law.library import RuleBook
    from mfd_desktop.law.results import Facts
    from mfd_desktop.law.rules import Reading, Rule, Variant
    from mfd_desktop.law.vocabulary import NoticeForm, TriggerKind

_DAY: Final = timedelta(days=1)
_SEVERAL_PLACES: Final = ("bamf", "embassy")
_WITHOUT_SAFE_DAY: Final = ("authority", "waiting")

AT_ONCE: Final = N_("Das Gesetz nennt keinen Tag: Es ist unverzüglich zu handeln, also ohne schuldhaftes Zögern.")
AT_ONCE_AT_LATEST: Final = N_("Es ist unverzüglich zu handeln; dieser Tag ist nur der späteste.")
NO_PERIOD: Final = N_("Das Gesetz nennt keine Frist.")
WHY_FEDERAL: Final = N_("Die Frist kann an mehreren Orten gewahrt werden: gerechnet nur mit bundesweiten Feiertagen.")


def compute(book: RuleBook, facts: Facts, *, today: date | None = None) -> Result:
    """Return a deadline with every tenable reading and how each came about.

    ``today``: days that must have passed are refused if they lie after it; None for worked examples.
    Raises UnknownRule, UnknownTriggerKind, UnknownNoticeForm, UnknownLand, UnknownRegime, UnknownVariant,
    TriggerNotOfRule, TriggerNotOfForm, NoticeFormMissing, TriggerInFuture, DayOutOfRange, PostedAfterDelivery,
    PostedTwice, RegimeContradiction, RuleOfOtherLaw, RuleNotInForce.
    """
    kind, named = book.trigger(facts.trigger_kind), book.form(facts.notice)
    # How a private dismissal or a birth certificate arrived is no matter of the law of service.
    form = named if kind.group == NOTICE else None
    if facts.land not in LAENDER:
        raise UnknownLand(facts.land, LAENDER)
    check_days(facts, kind, today)
    choice = choose(book, facts, kind)
    sheets = [_Sheet(book, facts, kind, form, chosen) for chosen in choice.leads]
    if facts.variant and not any(sheet.variant for sheet in sheets):
        rule = sheets[0].rule
        raise UnknownVariant(rule.id, facts.variant, tuple(variant.name for variant in rule.variants))
    sheets.sort(key=lambda sheet: sheet.lead.due or date.max)
    lead = sheets[0]
    readings = [reading for sheet in sheets for reading in sheet.readings]
    others, open_later = _other_law(lead) if len(sheets) == 1 else ([], ())
    readings += others
    rule, due = lead.rule, lead.lead.due
    safe = _safe_due(rule, facts, readings)
    return Result(
        rule=rule,
        regime=rule.regime,
        trigger=facts.trigger,
        effective=lead.lead.effective,
        due=due,
        safe_due=safe,
        expired_for_sure=_expired(rule, readings),
        readings=tuple(readings),
        warnings=(*choice.warnings, *open_later, *notes(rule, facts, kind, form, due), *lead.variants()),
        state_of_law=book.state_of(rule),
        facts=facts,
    )


class _Sheet:
    """The readings of one version of a rule, the leading one first."""

    def __init__(
        self,
        book: RuleBook,
        facts: Facts,
        kind: TriggerKind,
        form: NoticeForm | None,
        chosen: Chosen,
        name: str = "standard",
    ) -> None:
        self.book, self.facts, self.kind, self.form, self.chosen = book, facts, kind, form, chosen
        self.variant = _variant(chosen.rule, facts, kind)
        self.rule = chosen.rule
        self._name = name
        self.readings = self._all()

    @property
    def lead(self) -> ReadingResult:
        """Return the reading that `due` comes from."""
        return self.readings[0]

    def _all(self) -> list[ReadingResult]:
        start, *others = starts(self.book, self.facts, self.rule, self.kind, self.form)
        period = self._period(self.variant)
        reread = self._reread(period)
        lead = self._reading(start, period, self._name)
        found = [self._reading(other, period, other.name, other.reason) for other in others]
        found += [self._reading(start, *one) for one in reread]
        kept = [one for one in found if (one.due, one.effective) != (lead.due, lead.effective)]
        # Another day of arrival and another way to count may meet; shown where that ends outside of all the others.
        ends = [one.due for one in (lead, *found) if one.due]
        both = [self._reading(other, *one) for other in others for one in reread]
        return [lead, *kept, *(one for one in both if one.due and ends and not min(ends) <= one.due <= max(ends))]

    def _reread(self, period: Period | None) -> list[tuple[Period | None, str, Message]]:
        """Return the other ways to count, with their names and reasons."""
        rule, facts = self.rule, self.facts
        found: list[tuple[Period | None, str, Message]] = []
        if rule.place in _SEVERAL_PLACES and period is not None and facts.land != FEDERAL:
            found.append((replace(period, land=FEDERAL), "federal", Message(WHY_FEDERAL)))
        for reading in rule.readings:
            reason = Message(FROM_DATA, {"text": FromData(reading.reason)})
            found.append((_reread(rule, period, reading, facts), reading.name, reason))
        return found

    def _period(self, variant: Variant | None) -> Period | None:
        rule = self.rule
        length = (variant.length if variant else None) or rule.length
        if length is None:
            return None
        return Period(
            length=length,
            land=self.facts.land,
            before=rule.before,
            backward=rule.direction == "backward",
            counted=rule.count == "start",
            round=rule.round,
            shift=rule.shift,
            shift_basis=rule.shift_basis,
        )

    def _reading(self, start: Start, period: Period | None, name: str, reason: Message | None = None) -> ReadingResult:
        rule, chosen = self.rule, self.chosen
        steps = (chosen.how, *start.steps) if chosen.how else start.steps
        effective: date | None = start.day
        due = None
        if period is not None:
            end = end_of(period, start.day)
            steps = (*steps, *end.steps)
            effective, due = (end.day, None) if rule.result == "effective" else (end.event, end.day)
        if rule.immediate:
            steps = (*steps, Message(AT_ONCE if due is None else AT_ONCE_AT_LATEST))
        elif period is None:
            steps = (*steps, Message(NO_PERIOD))
        cut_off = chosen.cut_off.id if chosen.cut_off else ""
        return ReadingResult(
            name, rule.id, rule.version, rule.regime, cut_off, chosen.day, effective, due, steps, reason
        )

    def variants(self) -> tuple[Message, ...]:
        """Return the ends in other circumstances, to be shown beside; not those that count from another trigger."""
        if self.variant:
            return ()
        return tuple(self._beside(variant) for variant in self.rule.variants if not variant.triggers)

    def _beside(self, variant: Variant) -> Message:
        period = self._period(variant)
        if period is None or variant.length is None:
            return variant_beside(variant, None)
        start = starts(self.book, self.facts, self.rule, self.kind, self.form)[0]
        return variant_beside(variant, end_of(period, start.day).day)


def _variant(rule: Rule, facts: Facts, kind: TriggerKind) -> Variant | None:
    for variant in rule.variants:
        if variant.name == facts.variant or (not facts.variant and kind.code in variant.triggers):
            return variant
    return None


def _reread(rule: Rule, period: Period | None, reading: Reading, facts: Facts) -> Period | None:
    length = reading.length or (period.length if period else None)
    if length is None:
        return None
    return Period(
        length=length,
        land=FEDERAL if reading.holidays == "federal" else facts.land,
        before=reading.before or rule.before,
        backward=rule.direction == "backward",
        counted=(reading.count or rule.count) == "start",
        round=rule.round,
        shift=rule.shift if reading.shift is None else reading.shift,
        shift_basis=rule.shift_basis if reading.shift is None else "",
        working_day_before=reading.working_day_before,
    )


def _other_law(lead: _Sheet) -> tuple[list[ReadingResult], tuple[Message, ...]]:
    """Return the readings of the new law that stand beside one of the old law; without one, that it is open."""
    cut_off = lead.chosen.cut_off
    if cut_off is None or not is_open_later(lead.chosen, lead.lead.effective, lead.lead.due):
        return [], ()
    reason = Message(FROM_DATA, {"text": FromData(cut_off.beside_reason)})
    other = beside(lead.book, lead.facts, lead.kind, cut_off)
    if other is None:
        return [], (reason,)
    sheet = _Sheet(lead.book, lead.facts, lead.kind, lead.form, other, "other_law")
    return [reading if reading.reason else replace(reading, reason=reason) for reading in sheet.readings], ()


def _safe_due(rule: Rule, facts: Facts, readings: list[ReadingResult]) -> date | None:
    """Return the last working day on or before the earliest end; the instruction of the notice counts as one."""
    if rule.kind in _WITHOUT_SAFE_DAY or rule.result == "effective":
        return None
    if rule.kind == "appointment":
        return readings[0].due
    ends = [reading.due for reading in readings if reading.due]
    if rule.immediate:
        ends.append(working_day_from((readings[0].effective or facts.trigger) + _DAY, facts.land))
    if facts.instructed is not None and ends:
        ends.append(facts.instructed)
    return working_day_until(min(ends), facts.land) if ends else None


def _expired(rule: Rule, readings: list[ReadingResult]) -> date | None:
    ends = [reading.due for reading in readings if reading.due]
    if rule.kind not in _WITHOUT_SAFE_DAY or not ends:
        return None
    return max(ends) if rule.is_earliest else max(ends) + _DAY
