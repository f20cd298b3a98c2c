"""A second reckoning of deadlines, day by day, from the texts of the statutes, by no one who read the first.

Of a rule it takes what the statute that makes the period says (length, unit, direction, first day, rounding, shift, as
they stand in its file). How days are counted, when a notice counts as arrived and which day is safe are its own:
§§ 187-193 BGB, § 222 ZPO, § 64 SGG, § 31 VwVfG, § 26 SGB X, § 108 AO, § 43 StPO, Art. 73 APR, Art. 75 AMMR; § 41 VwVfG,
§ 37 SGB X, § 122 AO, § 9 OZG, §§ 3-5, 8-10 VwZG, § 10 AsylG; § 87e AsylG, Art. 79 APR, Art. 84, 85 AMMR.

The public holidays are those of a whole Land by its own statute: not Assumption Day and Corpus Christi in single
municipalities of BY, SN and TH, not the Peace Festival of Augsburg. BUND: those of all Länder alike.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

LANDS = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")
BUND = "BUND"
ALWAYS = -9999
"""In force before every year of the table."""

MONDAY, WEDNESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 2, 4, 5, 6
_FIRST, _FIRST_WEEKDAY = date(1990, 1, 1), MONDAY
_LAST_YEAR = 2099


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 400 == 0 or (year % 4 == 0 and year % 100 != 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def _walk() -> tuple[dict[date, date], dict[date, date], dict[date, int]]:
    """Return for each day the one after it, the one before it and its weekday."""
    after: dict[date, date] = {}
    before: dict[date, date] = {}
    weekdays = {_FIRST: _FIRST_WEEKDAY}
    day = _FIRST
    while day.year <= _LAST_YEAR:
        if day.day < _month_length(day.year, day.month):
            following = date(day.year, day.month, day.day + 1)
        elif day.month < 12:
            following = date(day.year, day.month + 1, 1)
        else:
            following = date(day.year + 1, 1, 1)
        after[day], before[following] = following, day
        weekdays[following] = 0 if weekdays[day] == SUNDAY else weekdays[day] + 1
        day = following
    return after, before, weekdays


NEXT, PREVIOUS, WEEKDAY = _walk()


def easter(year: int) -> date:
    """Easter Sunday: the Sunday after the first full moon of the church on or after 21 March (golden number, epact)."""
    golden = year % 19 + 1
    century = year // 100 + 1
    leap_days_dropped = 3 * century // 4 - 12
    moon_correction = (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + moon_correction - leap_days_dropped) % 30
    if (epact == 25 and golden > 11) or epact == 24:
        epact += 1
    march = 44 - epact
    march = march if march >= 21 else march + 30
    day = date(year, 3, march) if march <= 31 else date(year, 4, march - 31)
    day = NEXT[day]
    while WEEKDAY[day] != SUNDAY:
        day = NEXT[day]
    return day


def _from_easter(year: int, steps: int) -> date:
    day = easter(year)
    for _step in range(abs(steps)):
        day = NEXT[day] if steps > 0 else PREVIOUS[day]
    return day


def _day_of_repentance(year: int) -> date:
    """Buß- und Bettag: the Wednesday before 23 November."""
    day = date(year, 11, 22)
    while WEEKDAY[day] != WEDNESDAY:
        day = PREVIOUS[day]
    return day


# (month, day): the Länder with the first year of each.
_FIXED: dict[tuple[int, int], dict[str, int]] = {
    (1, 6): dict.fromkeys(("BW", "BY", "ST"), ALWAYS),
    (3, 8): {"BE": 2019, "MV": 2023},
    (8, 15): {"SL": ALWAYS},
    (9, 20): {"TH": 2019},
    (10, 31): {
        **dict.fromkeys(("BB", "MV", "SN", "ST", "TH"), ALWAYS),
        **dict.fromkeys(("HB", "HH", "NI", "SH"), 2018),
    },
    (11, 1): dict.fromkeys(("BW", "BY", "NW", "RP", "SL"), ALWAYS),
}
_ONCE: dict[date, tuple[str, ...]] = {
    date(2017, 10, 31): (*LANDS, BUND),
    date(2020, 5, 8): ("BE",),
    date(2025, 5, 8): ("BE",),
    date(2028, 6, 17): ("BE",),
}
_CORPUS_CHRISTI = ("BW", "BY", "HE", "NW", "RP", "SL")


def holidays(year: int, land: str) -> frozenset[date]:
    """Return the holidays of a Land (or BUND) in a year, Sundays only where a statute names them."""
    if land != BUND and land not in LANDS:
        raise ValueError(land)
    found = {date(year, 1, 1), date(year, 5, 1), date(year, 10, 3), date(year, 12, 25), date(year, 12, 26)}
    found |= {_from_easter(year, steps) for steps in (-2, 1, 39, 50)}
    found |= {date(year, *day) for day, lands in _FIXED.items() if year >= lands.get(land, _LAST_YEAR + 1)}
    found |= {day for day, lands in _ONCE.items() if day.year == year and land in lands}
    if land in _CORPUS_CHRISTI:
        found.add(_from_easter(year, 60))
    if land == "SN":
        found.add(_day_of_repentance(year))
    if land == "BB":
        found |= {easter(year), _from_easter(year, 49)}
    return frozenset(found)


_YEARS: dict[tuple[int, str], frozenset[date]] = {}


def closed(day: date, land: str) -> bool:
    """Say whether the day is a Saturday, a Sunday or a public holiday of the Land."""
    if WEEKDAY[day] in {SATURDAY, SUNDAY}:
        return True
    key = (day.year, land)
    if key not in _YEARS:
        _YEARS[key] = holidays(*key)
    return day in _YEARS[key]


@cache
def on_or_after(day: date, land: str) -> date:
    """Return the first working day from this one on."""
    while closed(day, land):
        day = NEXT[day]
    return day


@cache
def on_or_before(day: date, land: str) -> date:
    """Return the last working day up to this one."""
    while closed(day, land):
        day = PREVIOUS[day]
    return day


LAST_THIRD_DAY = date(2024, 12, 31)
"""Posted up to this day a letter counts as arrived on the third day, later on the fourth."""
NEW_PROCEDURE = date(2026, 6, 12)
NEW_RESPONSIBILITY = date(2026, 7, 1)
NEW_WITHDRAWAL = date(2026, 6, 12)

POSTED_THIRD_OR_FOURTH = {
    ("EINSCHREIBEN_UEBERGABE", "AUFGABE_ZUR_POST"),  # § 4 II 2 VwZG
    ("EINFACHER_BRIEF", "AUFGABE_ZUR_POST"),  # § 41 II 1 VwVfG, § 37 II 1 SGB X, § 122 II Nr. 1 AO
    ("EINFACHER_BRIEF_FRUEHER", "AUFGABE_ZUR_POST"),
    ("EINFACHER_BRIEF_SPAETER", "AUFGABE_ZUR_POST"),
    ("ELEKTRONISCH", "ABSENDUNG"),  # § 41 II 2 VwVfG, § 37 II 2 SGB X, § 122 IIa AO
    ("PORTAL_SGBX_37_2A", "ABSENDUNG_BENACHRICHTIGUNG"),  # § 37 IIa 4 SGB X
    ("OZG_POSTFACH", "BEREITSTELLUNG"),  # § 9 I 4 OZG
    ("AE_FIKTION", "UEBERGABE_AN_AE"),  # § 10 IV 4 AsylG
    ("AE_AUSHAENDIGUNG", "UEBERGABE_AN_AE"),
    ("AE_AUSHAENDIGUNG_NACH_FIKTION", "UEBERGABE_AN_AE"),
}
OTHER_FICTIONS = {
    ("PORTAL_VWVFG_41_2A", "ABRUF"),  # § 41 IIa 3 VwVfG
    ("AUSLAND_7T", "AUFGABE_ZUR_POST"),  # § 9 III 3 VwZG
    ("EINFACHER_BRIEF_AUSLAND_AO", "AUFGABE_ZUR_POST"),  # § 122 II Nr. 2 AO
    ("OEFFENTLICHE_ZUSTELLUNG", "OEFFENTLICHE_BEKANNTMACHUNG"),  # § 10 II 6 VwZG
}
NOTICE_KINDS = {
    *(kind for _form, kind in POSTED_THIRD_OR_FOURTH | OTHER_FICTIONS),
    *("ZUSTELLUNG", "BEKANNTGABE", "RUECKSCHEIN_DATUM", "ABGABE_MITTEILUNG", "AUSHAENDIGUNG_IN_AE"),
    "ZUGANG_NACHGEWIESEN",
}
"""What `@notice` means: every way in which a notice arrives."""
LATER_COUNTS = {
    "EINSCHREIBEN_UEBERGABE",
    "EINFACHER_BRIEF",
    "EINFACHER_BRIEF_FRUEHER",
    "EINFACHER_BRIEF_SPAETER",
    "EINFACHER_BRIEF_AUSLAND_AO",
    "ELEKTRONISCH",
    "PORTAL_SGBX_37_2A",
    "AUSLAND_7T",
}
"""Forms where the statute lets a later actual arrival count ("nicht oder zu einem späteren Zeitpunkt zugegangen")."""
EARLIER_COUNTS = {"AE_FIKTION", "AE_AUSHAENDIGUNG", "AE_AUSHAENDIGUNG_NACH_FIKTION"}
"""Handed over in the reception centre: effected by that ("im Übrigen" the fiction)."""
RECEIPTS = {"ZUGANG_NACHGEWIESEN", "AUSHAENDIGUNG_IN_AE"}
"""Triggers that are the actual receipt; a day of posting may be known beside them."""


@dataclass(frozen=True)
class Answer:
    """What the statutes give: the day of the event, the last day in law, the safe day, all ends behind it.

    `over`: of an authority's or a waiting period, the first day on which it is over however one reads the law.
    """

    effective: date | None
    due: date | None
    safe_due: date | None
    over: date | None
    ends: tuple[date, ...]
    regimes: tuple[str, ...]


@cache
def _steps(day: date, count: int, forward: bool = True) -> date:
    way = NEXT if forward else PREVIOUS
    for _step in range(count):
        day = way[day]
    return day


@cache
def _weeks(day: date, count: int, forward: bool) -> date:
    """Walk until the same day of the week has come `count` times (§ 188 II BGB)."""
    way, name = (NEXT if forward else PREVIOUS), WEEKDAY[day]
    for _week in range(count):
        day = way[day]
        while WEEKDAY[day] != name:
            day = way[day]
    return day


@cache
def _into_month(day: date, count: int, forward: bool) -> date:
    """Walk until the month has changed `count` times and return the first day of the month reached."""
    way = NEXT if forward else PREVIOUS
    while count:
        following = way[day]
        count -= following.month != day.month
        day = following
    while day.day != 1:
        day = PREVIOUS[day]
    return day


def _numbered(first: date, number: int) -> date:
    """Walk from the first day of a month to the day with the number, or to the last one there is (§ 188 III BGB)."""
    day = first
    while day.day < number and NEXT[day].month == day.month:
        day = NEXT[day]
    return day


def _months(day: date, count: int, forward: bool, from_start: bool) -> date:
    first = _into_month(day, count, forward)
    if not from_start:
        return _numbered(first, day.day)
    # § 188 II 2nd case: the day before the one that has the number of the first day.
    return _numbered(first, day.day - 1) if day.day > 1 else PREVIOUS[first]


@cache
def _working_days(day: date, count: int, forward: bool, land: str, from_start: bool) -> date:
    way = NEXT if forward else PREVIOUS
    counted = int(from_start and not closed(day, land))
    while counted < count:
        day = way[day]
        counted += not closed(day, land)
    return day


def span(day: date, length: Any, *, forward: bool = True, from_start: bool = False, land: str = BUND) -> date:
    """Return the last day of a period after the day of the event (§ 187 I), or with it as the first (§ 187 II)."""
    count, unit = length.n, length.unit
    if unit == "working_days":
        return _working_days(day, count, forward, land, from_start)
    if unit in {"months", "years"}:
        return _months(day, count if unit == "months" else 12 * count, forward, from_start)
    end = _steps(day, count, forward) if unit == "days" else _weeks(day, count, forward)
    return (PREVIOUS if forward else NEXT)[end] if from_start and count else end


@cache
def rounded(day: date, rounding: str) -> date:
    """Return the first or last day of the month or the last day of the year in which the day lies (§ 192 BGB)."""
    if rounding == "month_start":
        while day.day != 1:
            day = PREVIOUS[day]
    elif rounding == "month_end":
        while NEXT[day].month == day.month:
            day = NEXT[day]
    elif rounding == "year_end":
        while NEXT[day].year == day.year:
            day = NEXT[day]
    return day


def deemed(form: str, kind: str, day: date) -> date | None:
    """Return the day on which a notice counts as arrived by statute, None where the day itself is that of arrival.

    UNZUSTELLBAR_10_2 is one of these: delivered by the posting itself (§ 10 II AsylG).
    """
    if (form, kind) in POSTED_THIRD_OR_FOURTH:
        return _steps(day, 3 if day <= LAST_THIRD_DAY else 4)
    if (form, kind) not in OTHER_FICTIONS:
        return None
    if form == "PORTAL_VWVFG_41_2A":
        return NEXT[day]
    if form == "AUSLAND_7T":
        return _steps(day, 7)
    return _weeks(day, 2, True) if form == "OEFFENTLICHE_ZUSTELLUNG" else _months(day, 1, True, from_start=False)


def _from_posting(facts: Any) -> tuple[date | None, date | None]:
    """Return the day the notice counts as arrived by its posting, and that of its actual receipt where it is known."""
    if facts.trigger_kind in RECEIPTS and facts.posted:
        for form, kind in [*POSTED_THIRD_OR_FOURTH, *OTHER_FICTIONS]:
            if form == facts.notice:
                return deemed(form, kind, facts.posted), facts.trigger
    return deemed(facts.notice, facts.trigger_kind, facts.trigger), facts.received


def arrivals(rule: Any, facts: Any) -> list[date]:
    """Return the day of the event first, then other days from which the period may be said to run."""
    fiction, received = _from_posting(facts)
    if fiction is None:
        return [facts.trigger]
    days = [fiction]
    if rule.fiction_shift and closed(fiction, facts.land):  # § 108 III AO as the BFH reads it, the safe day without
        days.insert(0, on_or_after(fiction, facts.land))
    if received is None:
        return days
    if received < fiction:
        return [received] if facts.notice in EARLIER_COUNTS else [*days, received]
    if received > fiction and facts.notice in LATER_COUNTS:
        return [max(received, days[0]), *days]
    return days


@dataclass(frozen=True)
class _Way:
    """One way to read a rule."""

    length: Any
    before: Any
    from_start: bool
    shift: bool
    land: str
    working_day_before: bool


def _ways(rule: Any, facts: Any) -> Iterator[_Way]:
    length = rule.length
    for variant in rule.variants:
        if variant.length and (
            facts.variant == variant.name or (not facts.variant and facts.trigger_kind in variant.triggers)
        ):
            length = variant.length
    own = _Way(length, rule.before, rule.count == "start", rule.shift, facts.land, working_day_before=False)
    yield own
    for reading in rule.readings:
        yield _Way(
            length=reading.length or length,
            before=reading.before or rule.before,
            from_start=(reading.count or rule.count) == "start",
            shift=rule.shift if reading.shift is None else reading.shift,
            land=BUND if reading.holidays == "federal" else facts.land,
            working_day_before=reading.working_day_before,
        )
    if rule.place in {"bamf", "embassy"}:  # several places where it can be kept: no holiday of one Land alone
        yield _Way(length, rule.before, rule.count == "start", rule.shift, BUND, working_day_before=False)


def begin(way: _Way, event: date) -> date:
    """Return the day after which the period runs: the event, or the end of a first period that must run out before.

    The end of that one moves too where ends move (Art. 75 (d) AMMR: every time limit).
    """
    if way.before is None:
        return event
    day = span(event, way.before, from_start=way.from_start, land=way.land)
    return on_or_after(day, way.land) if way.shift else day


def end(rule: Any, way: _Way, event: date) -> date | None:
    """Return the last day of the period under one way to read it."""
    if way.length is None:
        return None
    from_start = way.from_start and way.before is None
    day = span(begin(way, event), way.length, forward=rule.direction == "forward", from_start=from_start, land=way.land)
    day = rounded(day, rule.round)
    if way.working_day_before:
        return on_or_before(day, way.land)
    return on_or_after(day, way.land) if way.shift else day


def _holds(rule: Any, day: date) -> bool:
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_until is None or day <= rule.valid_until)


def _cut_off_day(rule: Any, facts: Any) -> date | None:
    return {
        "procedure": facts.lodged,
        "responsibility": facts.registered,
        "withdrawal": facts.withdrawal_started,
    }[rule.cut_off]


def _begins_with(rule: Any, kind: str) -> bool:
    return kind in rule.triggers or ("@notice" in rule.triggers and kind in NOTICE_KINDS)


def _other_law(rule: Any, facts: Any, book: Mapping[str, Sequence[Any]]) -> list[Any]:
    """Return what takes the place of a version in the other law: its other version, or its counterpart."""
    others = [other for other in book[rule.id] if other.regime not in {rule.regime, "-"}]
    if not others:
        back = (rule.id if rule.counterpart == "" else rule.counterpart, rule.id)
        others = [
            other
            for versions in book.values()
            for other in versions
            if other.regime not in {rule.regime, "-"} and (other.id in back or other.counterpart == rule.id)
        ]
    return [other for other in others if _begins_with(other, facts.trigger_kind)]


def _unsettled(rule: Any, facts: Any) -> bool:
    """Say whether the new law may have taken hold of an old case (regime.klage, H2; H6), so that it stands beside."""
    if rule.regime != "ALT":
        return False
    if rule.cut_off == "procedure":  # an old application decided on under the new law
        return rule.kind == "loss" and begin(next(_ways(rule, facts)), arrivals(rule, facts)[0]) >= NEW_PROCEDURE
    return rule.cut_off == "responsibility" and any(day >= NEW_RESPONSIBILITY for day in _ends(rule, facts))


def _ends(rule: Any, facts: Any) -> list[date]:
    found = [end(rule, way, event) for event in arrivals(rule, facts) for way in _ways(rule, facts)]
    return [day for day in found if day is not None]


def laws(book: Mapping[str, Sequence[Any]], facts: Any) -> tuple[list[Any], list[Any]]:
    """Return the versions that may govern (of which the earliest leads), and those that only stand beside."""
    versions = [rule for rule in book[facts.rule] if _begins_with(rule, facts.trigger_kind)]
    if not versions[0].cut_off:
        return [rule for rule in versions if _holds(rule, facts.trigger)], []
    day = _cut_off_day(versions[0], facts)
    # Art. 84 AMMR speaks of registration before and after 1 July; German law has the new one from 12 June (H1).
    unknown = day is None or (versions[0].cut_off == "responsibility" and NEW_PROCEDURE <= day <= NEW_RESPONSIBILITY)
    if unknown and not facts.regime:
        both = [other for rule in versions for other in _other_law(rule, facts, book)]
        return [*versions, *(other for other in both if other not in versions)], []
    new = {"procedure": NEW_PROCEDURE, "responsibility": NEW_RESPONSIBILITY, "withdrawal": NEW_WITHDRAWAL}
    law = facts.regime or ("NEU" if day >= new[versions[0].cut_off] else "ALT")
    governing = [rule for rule in versions if rule.regime == law]
    beside = [other for rule in governing if _unsettled(rule, facts) for other in _other_law(rule, facts, book)]
    return governing, beside


def reckon(book: Mapping[str, Sequence[Any]], facts: Any) -> Answer:
    """Return the answer of the statutes. `book`: all versions of each rule by its id."""
    governing, beside = laws(book, facts)
    leading: list[tuple[date | None, date, Any]] = []
    ends: list[date] = []
    for rule in governing:
        event, way = arrivals(rule, facts)[0], next(_ways(rule, facts))
        leading.append((end(rule, way, event), begin(way, event), rule))
    for rule in [*governing, *beside]:
        ends.extend(_ends(rule, facts))
    due, event, rule = min(leading, key=lambda found: found[0] or date.max)
    regimes = tuple(sorted({rule.regime for rule in [*governing, *beside]}))
    if rule.result == "effective":
        return Answer(due, None, None, None, (), regimes)
    over = None
    if rule.kind in {"authority", "waiting"} and ends:
        over = max(ends) if rule.kind == "waiting" and rule.direction == "backward" else NEXT[max(ends)]
    if facts.instructed and ends:
        ends.append(facts.instructed)
    return Answer(event, due, _safe(rule, event, ends, facts.land), over, tuple(sorted(ends)), regimes)


def _safe(rule: Any, event: date, ends: list[date], land: str) -> date | None:
    """Return the last working day up to the earliest end; at once ("unverzüglich") is the next working day."""
    if rule.kind in {"authority", "waiting"}:
        return None
    if rule.kind == "appointment":  # § 31 V VwVfG, § 26 V SGB X
        return min(ends, default=None)
    days = [on_or_before(min(ends), land)] if ends else []
    if rule.immediate:
        days.append(on_or_after(NEXT[event], land))
    return min(days, default=None)


def rules_by_id(files: Iterable[Any]) -> dict[str, list[Any]]:
    """Return all versions of each rule by id."""
    book: dict[str, list[Any]] = {}
    for file in files:
        for rule in file.rules:
            book.setdefault(rule.id, []).append(rule)
    return book
