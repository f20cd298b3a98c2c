"""The command deadline: one deadline with its reasons, the list of rules, worked examples from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mfd_desktop.cli.common import say

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from mfd_desktop.cli.common import Commands
    from mfd_desktop.law.library import RuleBook
    from mfd_desktop.law.results import Facts, ReadingResult, Result
    from mfd_desktop.law.rules import Rule

_DAYS = ("posted", "received", "lodged", "registered", "withdrawal_started", "instructed")


def add(commands: Commands) -> None:
    """Declare the command."""
    deadline = commands.add_parser("deadline", help="eine Frist berechnen, die Fristregeln auflisten, Beispiele prüfen")
    deadline.add_argument("rule", nargs="?", metavar="RULE", help="Regel, zum Beispiel KLAGE_ASYL_2W")
    deadline.add_argument("--list", action="store_true", help="die Regeln auflisten")
    deadline.add_argument("--cases", type=Path, metavar="FILE.csv", help="Beispiele nachrechnen, Abweichungen nennen")
    deadline.add_argument(
        "--trigger", metavar="DATE", help="Tag des Auslösers, zum Beispiel 2026-11-02 oder 02.11.2026"
    )
    deadline.add_argument(
        "--trigger-kind", metavar="KIND", default="", help="Art des Auslösers, zum Beispiel ZUSTELLUNG"
    )
    deadline.add_argument("--notice", metavar="CODE", default="", help="Zustellart, zum Beispiel PZU_EINLEGUNG")
    deadline.add_argument("--posted", metavar="DATE", help="Aufgabe zur Post oder Übergabe an die Aufnahmeeinrichtung")
    deadline.add_argument("--received", metavar="DATE", help="tatsächlicher Zugang")
    deadline.add_argument("--instructed", metavar="DATE", help="letzter Tag laut Rechtsbehelfsbelehrung")
    deadline.add_argument("--lodged", metavar="DATE", help="Antrag beim BAMF eingereicht")
    deadline.add_argument("--registered", metavar="DATE", help="registriert")
    deadline.add_argument("--withdrawal-started", metavar="DATE", help="Prüfung von Widerruf oder Entzug begonnen")
    deadline.add_argument("--regime", metavar="ALT|NEU", default="", help="altes oder neues Recht, statt eines Datums")
    deadline.add_argument("--land", metavar="LAND", default="RP", help="Land, in dem die Frist zu wahren ist (RP)")
    deadline.add_argument("--variant", metavar="NAME", default="", help="Variante der Regel")
    deadline.add_argument("--json", action="store_true", help="als JSON")
    deadline.set_defaults(run=lambda options: _deadline(deadline, options))


def _deadline(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    one = bool(options.rule and options.trigger)
    if one + options.list + bool(options.cases) != 1:
        parser.error("RULE --trigger DATE, oder --list, oder --cases FILE.csv")
    from mfd_desktop.law.library import RuleBook

    book = RuleBook.load()
    for problem in book.problems:
        sys.stderr.write(
            f"Die Regeldatei {problem.file} kann nicht benutzt werden, ihre Regeln fehlen: "
            f"{problem.place}: {problem.reason}\n"
        )
    if options.list:
        return _list(book, as_json=options.json)
    if options.cases:
        return _cases(book, options.cases)
    return _one(book, options)


def _list(book: RuleBook, *, as_json: bool) -> int:
    rules = [rule for rule_id in book.ids for rule in book.versions(rule_id)]
    if as_json:
        _say_json([_described(book, rule) for rule in rules])
        return 0
    for rule in rules:
        say(f"{rule.id}  {rule.regime}  {rule.title}  ({rule.legal_basis})")
    return 0


def _described(book: RuleBook, rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "version": rule.version,
        "regime": rule.regime,
        "title": rule.title,
        "kind": rule.kind,
        "triggers": book.kinds_of(rule),
        "variants": [variant.name for variant in rule.variants],
        "legal_basis": rule.legal_basis,
        "cut_off": rule.cut_off,
        "valid_from": _iso(rule.valid_from),
        "valid_until": _iso(rule.valid_until),
        "confidence": rule.confidence,
        "review": rule.review,
        "state_of_law": book.state_of(rule).isoformat(),
    }


def _one(book: RuleBook, options: argparse.Namespace) -> int:
    from mfd_desktop.domain.clock import SystemClock
    from mfd_desktop.law.calculation import compute
    from mfd_desktop.law.explain import explain

    today = SystemClock().today()
    result = compute(book, _facts(book, options, today), today=today)
    if options.json:
        _say_json(_as_json(result))
        return 0
    for section in explain(result):
        say(section.title.shown())
        for line in section.lines:
            say(f"  {line.shown()}")
    return 0


def _facts(book: RuleBook, options: argparse.Namespace, today: date) -> Facts:
    from mfd_desktop.law.results import Facts

    rule = options.rule.upper()
    notice = options.notice.upper()
    kind = options.trigger_kind.upper() or book.only_kind(rule, notice)
    days: dict[str, Any] = {name: _day(getattr(options, name), today) for name in _DAYS if getattr(options, name)}
    return Facts(
        rule,
        kind,
        _day(options.trigger, today),
        notice,
        land=options.land.upper(),
        regime=options.regime.upper(),
        variant=options.variant,
        # Only the beginning of a withdrawal is given: then the remedies against it are asked for.
        withdrawal="withdrawal_started" in days and "lodged" not in days,
        **days,
    )


def _day(text: str, today: date) -> date:
    from mfd_desktop.domain.dates import parse_date
    from mfd_desktop.domain.errors_law import BadDay

    try:
        return parse_date(text, today=today)
    except ValueError:
        raise BadDay(text) from None


def _as_json(result: Result) -> dict[str, Any]:
    rule, facts = result.rule, result.facts
    steps = [step.shown() for step in result.steps]
    return {
        "rule": rule.id,
        "version": rule.version,
        "regime": result.regime,
        "kind": rule.kind,
        "trigger": result.trigger.isoformat(),
        "trigger_kind": facts.trigger_kind,
        "notice": facts.notice,
        "land": facts.land,
        "effective": _iso(result.effective),
        "due": _iso(result.due),
        "safe_due": _iso(result.safe_due),
        "expired_for_sure": _iso(result.expired_for_sure),
        "readings": [_reading(reading) for reading in result.readings],
        "steps": steps,
        "reasons": [rule.legal_basis, *steps],
        "warnings": [warning.shown() for warning in result.warnings],
        "legal_basis": rule.legal_basis,
        "confidence": rule.confidence,
        "review": result.review,
        "state_of_law": result.state_of_law.isoformat(),
    }


def _reading(reading: ReadingResult) -> dict[str, Any]:
    return {
        "name": reading.name,
        "rule": reading.rule,
        "version": reading.version,
        "regime": reading.regime,
        "cut_off": reading.cut_off,
        "cut_off_day": _iso(reading.cut_off_day),
        "effective": _iso(reading.effective),
        "due": _iso(reading.due),
        "reason": reading.reason.shown() if reading.reason else "",
        "steps": [step.shown() for step in reading.steps],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _say_json(found: object) -> None:
    import json

    say(json.dumps(found, ensure_ascii=False, indent=2))


def _cases(book: RuleBook, path: Path) -> int:
    from mfd_desktop.app.worked_examples import check_examples

    ran, lines = check_examples(book, path)
    for line in lines:
        say(line)
    say(f"{ran} Beispiele nachgerechnet, {ran - len(lines)} stimmen, {len(lines)} weichen ab.")
    return 1 if lines else 0
