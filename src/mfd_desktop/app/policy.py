"""What the machine's administration prescribes: a file that this program only reads, and that can only tighten.

``/etc/mfd-desktop/policy.toml``, on Windows ``%ProgramData%\\mfd-desktop\\policy.toml``. Keys, all optional:
``lock_minutes_at_most`` (1 to 60) and ``kdf_memory_mib_at_least`` (64 to 1024). What cannot be understood is said in
the settings, and a careful value holds in its place.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from mfd_desktop.app.settings import vault_settings
from mfd_desktop.content.i18n import N_, _, translate_marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.options import Option
    from mfd_desktop.app.session import Session

LOCK_MINUTES, KDF_MEMORY = "lock_minutes_at_most", "kdf_memory_mib_at_least"
IDLE_OPTION = "idle_minutes"
_MOST_BYTES = 64 * 1024
_NAME = "policy.toml"


@dataclass(frozen=True, slots=True)
class _Rule:
    """Range of a value, what holds without the key, and what holds where its value cannot be understood."""

    least: int
    most: int
    absent: int
    careful: int


_RULES = {LOCK_MINUTES: _Rule(1, 60, 60, 15), KDF_MEMORY: _Rule(64, 1024, 64, 128)}

_WORDS = {
    "unreadable": N_("Die Richtliniendatei {path} lässt sich nicht lesen."),
    "too_large": N_("Die Richtliniendatei {path} ist zu groß."),
    "not_toml": N_("Die Richtliniendatei {path} ist keine gültige TOML-Datei in UTF-8."),
    "unknown_key": N_("In der Richtliniendatei {path} steht „{key}“. Diese Vorgabe kennt das Programm nicht."),
    "bad_value": N_("In der Richtliniendatei {path} ist „{key}“ keine ganze Zahl von {least} bis {most}."),
}


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """What is wrong with the file: a reason out of ``_WORDS`` and the key it is about."""

    reason: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds on this PC. ``problems`` are to be shown; the values hold all the same."""

    path: Path
    lock_minutes_at_most: int = _RULES[LOCK_MINUTES].absent
    kdf_memory_mib_at_least: int = _RULES[KDF_MEMORY].absent
    problems: tuple[PolicyProblem, ...] = ()

    @property
    def limits_locking(self) -> bool:
        """Whether fewer minutes are allowed than the program itself allows."""
        return self.lock_minutes_at_most < _RULES[LOCK_MINUTES].most

    def sentences(self) -> tuple[str, ...]:
        """Return what is wrong with the file in words, and what to do."""
        found = []
        for problem in self.problems:
            rule = _RULES.get(problem.key, _RULES[LOCK_MINUTES])
            words = translate_marked(_WORDS[problem.reason])
            found.append(
                words.format(path=self.path, key=problem.key[:40], least=rule.least, most=rule.most)
                + " "
                + _("Bis die IT das berichtigt, gilt ein vorsichtiger Wert.")
            )
        return tuple(found)


def policy_path(environment: Mapping[str, str] = os.environ, *, windows: bool = os.name == "nt") -> Path:
    """Return where the policy of this machine lies."""
    if windows:
        return Path(str(PureWindowsPath(environment.get("ProgramData") or r"C:\ProgramData", "mfd-desktop", _NAME)))
    return Path("/etc/mfd-desktop") / _NAME


@cache
def policy() -> Policy:
    """Return the policy of this machine, read once in a process; locking begins a new one."""
    return read_policy(policy_path())


def read_policy(path: Path) -> Policy:
    """Read a policy file; where there is none nothing is prescribed. Never raises for what the file holds."""
    import tomllib

    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Policy(path)
    except OSError:
        return _careful(path, "unreadable")
    if len(content) > _MOST_BYTES:
        return _careful(path, "too_large")
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return _careful(path, "not_toml")
    return _checked(path, found)


def lock_minutes(session: Session) -> int:
    """Return after how many idle minutes this vault locks: the counsellor's choice, within the policy."""
    return min(int(vault_settings(session)[IDLE_OPTION]), policy().lock_minutes_at_most)


def bounded(declared: Option) -> Option:
    """Return an option as the policy allows it: fewer minutes, and the help says who limits them."""
    limit = policy().lock_minutes_at_most
    if declared.name != IDLE_OPTION or not policy().limits_locking:
        return declared
    return replace(declared, most=limit, default=str(min(int(declared.default), limit)))


def limit_words() -> str:
    """Return the sentence that says who limits the idle minutes; empty without a limit."""
    if not policy().limits_locking:
        return ""
    return _(
        "Von 1 bis {most}, gezählt am ganzen Rechner: Die Richtlinie Ihrer IT begrenzt den Wert. Was Sie gerade"
        " schreiben, bleibt erhalten."
    ).format(most=policy().lock_minutes_at_most)


def _careful(path: Path, reason: str) -> Policy:
    values = {key: rule.careful for key, rule in _RULES.items()}
    return Policy(path, values[LOCK_MINUTES], values[KDF_MEMORY], (PolicyProblem(reason),))


def _checked(path: Path, found: Mapping[str, object]) -> Policy:
    unknown = [PolicyProblem("unknown_key", key) for key in found if key not in _RULES]
    values, problems = {}, list(unknown)
    for key, rule in _RULES.items():
        # An unknown key may be one of these misspelt.
        value = found.get(key, rule.careful if unknown else rule.absent)
        if type(value) is int and rule.least <= value <= rule.most:
            values[key] = value
        else:
            values[key] = rule.careful
            problems.append(PolicyProblem("bad_value", key))
    return Policy(path, values[LOCK_MINUTES], values[KDF_MEMORY], tuple(problems))
