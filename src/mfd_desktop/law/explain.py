"""A computed deadline in words: what, by when, how it came about, what else is tenable, on what it rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mfd_desktop.content.i18n import N_
from mfd_desktop.law.phrases import FROM_DATA, Day, FromData, LandName
from mfd_desktop.law.results import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mfd_desktop.law.results import ReadingResult, Result, Value
    from mfd_desktop.law.rules import Rule

LAST_DAY: Final = N_("Letzter Tag: {day}.")
LAST_DAY_OF_AUTHORITY: Final = N_("Letzter Tag der Behörde: {day}.")
LAST_DAY_OF_WAITING: Final = N_("Letzter Tag der Wartezeit: {day}.")
EARLIEST: Final = N_("Frühestens ab: {day}.")
APPOINTMENT: Final = N_("Termin: {day}.")
FIRST_OF_BENEFIT: Final = N_("Erster Tag, für den gezahlt werden kann: {day}.")
NO_DAY: Final = N_("Das Gesetz nennt keinen letzten Tag.")
NONE: Final = N_("Kein letzter Tag")
AT_ONCE: Final = N_("Sofort handeln, am besten bis: {day}, dem nächsten Werktag ({land}).")
SAFE: Final = N_("Sicher handeln bis: {day}. Das ist der letzte Werktag bis zum frühesten vertretbaren Ende ({land}).")
READY: Final = N_("Alles bereit haben bis: {day}, dem letzten Werktag bis dahin ({land}).")
EXPIRED: Final = N_("Sicher abgelaufen: ab {day}. Vorher nicht darauf berufen.")
EXPIRED_EARLIEST: Final = N_("Nach jeder Lesart zulässig: ab {day}.")
OTHER_END: Final = N_("{day}: {reason}")
OTHER_LAW_END: Final = N_("{day} ({rule}, {law}): {reason}")
OTHER_LAW: Final = N_("{day} ({rule}, {law})")
LAWS: Final = {"ALT": N_("altes Recht"), "NEU": N_("neues Recht")}
RULE: Final = N_("Regel {rule}, Fassung {version}.")
RULE_OF_LAW: Final = N_("Regel {rule}, Fassung {version}, {law}.")
BASIS: Final = N_("Rechtsgrundlage: {basis}")
SOURCE: Final = N_("Quelle: {source}; geprüft am {checked}.")
STATE: Final = N_("Rechtsstand: {state}.")
EFFECT: Final = N_("Folge: {text}")
SUSPENSIVE: Final = N_("Aufschiebende Wirkung: {text}")

RESULT_TITLE: Final = N_("Ergebnis")
STEPS_TITLE: Final = N_("So ist gerechnet")
READINGS_TITLE: Final = N_("Andere vertretbare Lesarten")
WARNINGS_TITLE: Final = N_("Zu beachten")
TASKS_TITLE: Final = N_("Zu tun")
BASIS_TITLE: Final = N_("Grundlage")

_ENDS: Final = {
    "loss": LAST_DAY,
    "benefit": LAST_DAY,
    "authority": LAST_DAY_OF_AUTHORITY,
    "waiting": LAST_DAY_OF_WAITING,
    "appointment": APPOINTMENT,
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the sentences under it."""

    title: Message
    lines: tuple[Message, ...]


def explain(result: Result) -> tuple[Section, ...]:
    """Return everything about a computed deadline under headings; sections without sentences are left out."""
    rule = result.rule
    sections = (
        (RESULT_TITLE, (_text(rule.title), *headline(result))),
        (STEPS_TITLE, result.steps),
        (READINGS_TITLE, tuple(_other(reading, result) for reading in result.readings[1:])),
        (WARNINGS_TITLE, (*result.warnings, *_consequences(rule))),
        (TASKS_TITLE, tuple(_text(task) for task in rule.tasks)),
        (BASIS_TITLE, tuple(_basis(result))),
    )
    return tuple(Section(Message(title), lines) for title, lines in sections if lines)


def headline(result: Result) -> tuple[Message, ...]:
    """Return what is due when: the last day in law, the safe day, the day from which it is surely over."""
    return tuple(_headline(result))


def _headline(result: Result) -> Iterator[Message]:
    rule = result.rule
    if rule.result == "effective" and result.effective:
        yield Message(FIRST_OF_BENEFIT, {"day": Day(result.effective)})
    elif result.due:
        yield Message(EARLIEST if rule.is_earliest else _ENDS[rule.kind], {"day": Day(result.due)})
    else:
        yield Message(NO_DAY)
    if result.safe_due and rule.kind != "appointment":
        text = READY if rule.is_earliest else AT_ONCE if rule.immediate else SAFE
        yield Message(text, {"day": Day(result.safe_due), "land": LandName(result.facts.land)})
    if result.expired_for_sure:
        text = EXPIRED_EARLIEST if rule.is_earliest else EXPIRED
        yield Message(text, {"day": Day(result.expired_for_sure)})


def _other(reading: ReadingResult, result: Result) -> Message:
    day = reading.effective if result.rule.result == "effective" else reading.due
    values: dict[str, Value] = {"day": Day(day) if day else Message(NONE), "rule": reading.rule}
    if reading.reason is not None:
        values["reason"] = reading.reason
        if (reading.rule, reading.regime) == (result.rule.id, result.regime):
            return Message(OTHER_END, values)
    values["law"] = Message(LAWS[reading.regime])
    return Message(OTHER_LAW if reading.reason is None else OTHER_LAW_END, values)


def _consequences(rule: Rule) -> Iterator[Message]:
    if rule.effect:
        yield Message(EFFECT, {"text": FromData(rule.effect)})
    if rule.suspensive:
        yield Message(SUSPENSIVE, {"text": FromData(rule.suspensive)})
    if rule.hint:
        yield _text(rule.hint)


def _basis(result: Result) -> Iterator[Message]:
    rule = result.rule
    if rule.regime in LAWS:
        law = Message(LAWS[rule.regime])
        yield Message(RULE_OF_LAW, {"rule": rule.id, "version": rule.version, "law": law})
    else:
        yield Message(RULE, {"rule": rule.id, "version": rule.version})
    yield Message(BASIS, {"basis": rule.legal_basis})
    yield Message(SOURCE, {"source": rule.source, "checked": rule.checked})
    yield Message(STATE, {"state": result.state_of_law})


def _text(text: str) -> Message:
    return Message(FROM_DATA, {"text": FromData(text)})
