"""Public holidays: the right ones for Rheinland-Pfalz, in both languages, loaded only when asked for."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import mfd_desktop
from mfd_desktop.law.holidays import public_holidays


def test_rheinland_pfalz_keeps_its_own_holidays() -> None:
    found = public_holidays(2026)
    assert found[date(2026, 6, 4)] == "Fronleichnam"
    assert found[date(2026, 11, 1)] == "Allerheiligen"
    assert found[date(2026, 12, 25)] == "Erster Weihnachtstag"
    assert date(2026, 1, 6) not in found, "Epiphany is no holiday in RP"
    assert date(2026, 10, 31) not in found, "Reformation Day is no holiday in RP"
    assert len(found) == 11


def test_another_land_has_others() -> None:
    assert date(2026, 1, 6) in public_holidays(2026, "BW")
    assert date(2026, 6, 4) not in public_holidays(2026, "BE")


def test_names_come_in_english_too() -> None:
    assert public_holidays(2026, language="en")[date(2026, 1, 1)] == "New Year's Day"


def test_easter_moves() -> None:
    assert public_holidays(2027)[date(2027, 3, 29)] == "Ostermontag"


def test_a_year_holds_only_its_own_days() -> None:
    assert {day.year for day in public_holidays(2027)} == {2027}


def test_unknown_land_and_language_are_refused() -> None:
    with pytest.raises(ValueError, match="XX"):
        public_holidays(2026, "XX")
    with pytest.raises(KeyError):
        public_holidays(2026, language="fr")


def test_nobody_can_change_the_shared_table() -> None:
    with pytest.raises(TypeError):
        public_holidays(2026)[date(2026, 1, 2)] = "frei"  # type: ignore[index]


def test_the_package_is_loaded_by_the_first_question_only() -> None:
    code = "import sys, mfd_desktop.law.holidays; print('holidays' in sys.modules)"
    source = str(Path(mfd_desktop.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": source}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "False"
