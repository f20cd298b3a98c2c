"""Every error and every problem has its own sentence."""

import ast
import importlib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from mfd_desktop.app import wording, wording_network
from mfd_desktop.app.wording import problem_text, sentence
from mfd_desktop.domain import errors
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.errors_damage import NothingReadable
from mfd_desktop.domain.fields import Problem
from mfd_desktop.domain.releases import Lapse

ROOT = Path(__file__).resolve().parents[2]
PATH = Path("/tresor")


def leaves(kind: type[UserError] = UserError) -> Iterator[type[UserError]]:
    """Return the errors of the program that are raised; those with subclasses of their own only
    group them.
    """
    for found in kind.__subclasses__():
        if found.__module__.startswith("mfd_desktop."):
            if found.__subclasses__():
                yield from leaves(found)
            else:
                yield found


EXAMPLES: list[tuple[UserError, tuple[str, ...]]] = [
    (errors.WrongPassphrase(), ()),
    (errors.WeakPassphrase(8), ("8",)),
    (errors.VaultMissing(PATH), ("/tresor",)),
    (errors.VaultExists(PATH), ("/tresor",)),
    (errors.VaultInUse(PATH), ("/tresor",)),
    (errors.VaultNewer(PATH, 9, 1), ("9", "1")),
    (errors.EntriesMissing(PATH, 1), ("1",)),
    (errors.EntriesMissing(PATH, 30), ("30",)),
    (errors.EntriesMissing(PATH, None), ()),
    (errors.BadOfficeFile(PATH, "regime"), ("/tresor", "regime")),
    (errors.FormUnusable("beispiel-1.toml: $.steps: fehlt"), ("beispiel-1.toml",)),
    (errors.UnknownTemplate("G99", "", ("G00", "G14")), ("G99", "G00, G14")),
    (errors.UnknownTemplate("G14", "xx", ("de", "ar")), ("G14", "xx", "de, ar")),
    (errors.ValuesMissing("G14", ("day", "start"), ("Tag", "Uhrzeit")), ("G14", "day", "Uhrzeit")),
    (errors.BadLetterValues(PATH, "daty"), ("/tresor", "daty")),
    (errors.StaleTranslation("G14", "ar"), ("G14", "ar")),
    (errors.LetterDamaged("B-2026-0007"), ("B-2026-0007",)),
    (errors.NotPromotable(), ()),
    (errors.WorkedOn(), ()),
    (errors.CannotUndo(1), ("1",)),
    (errors.CannotUndo(5), ("5",)),
    (errors.ReleaseInUse(1), ("1",)),
    (errors.ReleaseInUse(7), ("7",)),
    (errors.RecipientInUse(3, 4), ("3", "4")),
    (errors.LettersMissing("ARMENIAN", "Ա"), ()),
    (errors.LogoUnreadable(), ()),
    (errors.PrinterRefused(), ("nichts gedruckt",)),
    (errors.SpoolOnDisk(), ()),
    (errors.NoSuchPeriod("2026-Q5"), ("2026-Q5",)),
    (errors.UnknownEnding(PATH, ("xlsx", "pdf")), ("xlsx, pdf",)),
    *((errors.PeriodClosed("2026-Q3", why), ("2026-Q3",)) for why in wording._CLOSED),  # noqa: SLF001 - all reasons
    (errors.NotInNetwork("desk"), ()),
    (errors.NotInNetwork("coordinator"), ()),
    (errors.AlreadyInNetwork(None), ()),
    (errors.AlreadyInNetwork(PATH), ("/tresor",)),
    (errors.OfficeIncomplete(), ()),
    *((errors.SharedFolderGone(PATH, why), ("/tresor",)) for why in wording_network._GONE),  # noqa: SLF001 - all reasons
    *((errors.NetworkRefused(PATH, why), ("/tresor",)) for why in wording_network._REFUSED),  # noqa: SLF001 - all
    *((errors.VaultDamaged(PATH, part), ("/tresor",)) for part in wording._DAMAGE),  # noqa: SLF001 - all parts
    *((errors.StorageError(PATH, reason), ("/tresor",)) for reason in wording._STORAGE),  # noqa: SLF001 - all reasons
    *(
        (errors.ReleaseMissing("Amt", "Wohnen", reason, date(2026, 3, 1), "Schulden"), ("Amt", "Wohnen"))
        for reason in wording._RELEASE  # noqa: SLF001 - all reasons
    ),
    *((errors.SheetUnreadable(PATH, reason), ("/tresor",)) for reason in wording._SHEET),  # noqa: SLF001 - all reasons
]


def test_every_error_has_a_sentence_of_its_own() -> None:
    general = sentence.dispatch(UserError)
    assert [kind.__name__ for kind in leaves() if sentence.dispatch(kind) is general] == []


def test_every_error_is_tried_below() -> None:
    tried = {type(error) for error, _ in EXAMPLES}
    assert [kind.__name__ for kind in leaves() if kind.__module__ == errors.__name__ and kind not in tried] == []


@pytest.mark.parametrize(("error", "named"), EXAMPLES, ids=lambda value: repr(value)[:40])
def test_each_sentence_is_one_line_that_names_what_it_is_about(error: UserError, named: tuple[str, ...]) -> None:
    text = sentence(error)
    assert "\n" not in text
    assert "{" not in text
    assert all(word in text for word in named)
    assert not text[0].islower()


def test_every_way_to_miss_a_release_has_a_sentence_that_says_what_to_do() -> None:
    reasons = {"none", "other_purpose", "other_recipient", "later", "restricted", *Lapse}
    assert wording._RELEASE.keys() == reasons  # noqa: SLF001 - all reasons
    for reason in reasons:
        text = sentence(errors.ReleaseMissing("Amt", "Wohnen", reason, date(2026, 3, 1), "Schulden"))
        assert "Es wurde nichts weitergegeben." in text
        assert "unter Einwilligungen" in text
        assert ("01.03.2026" in text) == (reason in {"withdrawn", "expired", "settled", "later", "restricted"})
        assert ("„Schulden“" in text) == reason.startswith("other_")


def test_the_wrong_passphrase_gives_no_hint() -> None:
    assert sentence(errors.WrongPassphrase()) == "Passwort stimmt nicht"


def test_every_error_of_every_room_has_a_sentence_of_its_own() -> None:
    for path in sorted((ROOT / "src" / "mfd_desktop" / "domain").glob("errors*.py")):
        module = importlib.import_module(f"mfd_desktop.domain.{path.stem}")
        own = {kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == module.__name__}
        for kind in own & set(leaves()):
            assert sentence.dispatch(kind) is not sentence.dispatch(UserError), kind.__name__


def test_damage_of_which_nothing_can_be_read_names_the_vault() -> None:
    assert "tresor" in sentence(NothingReadable(PATH))


def test_sentences_differ() -> None:
    texts = [sentence(error) for error, _ in EXAMPLES]
    assert len(set(texts)) == len(texts)


@cache
def calls() -> tuple[ast.Call, ...]:
    """Return all calls in the program; the import says by itself what is wrong with a row of a sheet."""
    paths = [path for path in (ROOT / "src").rglob("*.py") if not path.name.startswith("importing")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    return tuple(node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))


def raised(name: str, position: int) -> set[str]:
    """Return the literal texts given at this position where an error or problem called `name` is made."""
    found = set()
    for node in calls():
        if getattr(node.func, "id", "") == name and len(node.args) > position:
            argument = node.args[position]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                found.add(argument.value)
    return found


@pytest.mark.parametrize(
    ("name", "table"), [("VaultDamaged", "_DAMAGE"), ("StorageError", "_STORAGE"), ("SheetUnreadable", "_SHEET")]
)
def test_every_reason_given_in_the_source_is_known(name: str, table: str) -> None:
    assert raised(name, 1) <= getattr(wording, table).keys()


def test_every_problem_code_in_the_source_has_a_sentence() -> None:
    codes = raised("Problem", 1) | raised("FieldError", 0)
    assert {"required", "no_date", "unknown_code", "end_before_begin"} <= codes
    texts = {code: problem_text(Problem("field", code, "7")) for code in codes}
    assert all(text and "{" not in text for text in texts.values())
    assert len(set(texts.values())) == len(texts)


@pytest.mark.parametrize("code", ["unknown_code", "too_long", "too_many", "too_large"])
def test_a_limit_is_named(code: str) -> None:
    assert "120" in problem_text(Problem("field", code, "120"))


def test_a_problem_nobody_knows_is_a_bug() -> None:
    with pytest.raises(KeyError):
        problem_text(Problem("field", "never heard"))
