"""The policy of the machine: strict, read only, and never able to loosen anything."""

from pathlib import Path

import pytest

from mfd_desktop.app import policy as policies
from mfd_desktop.app import settings
from mfd_desktop.app.options import option
from mfd_desktop.app.policy import Policy, bounded, limit_words, lock_minutes, policy_path, read_policy
from mfd_desktop.app.session import Session


def written(tmp_path: Path, text: str | bytes) -> Policy:
    path = tmp_path / "policy.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_policy(path)


def test_without_a_file_nothing_is_prescribed(tmp_path: Path) -> None:
    found = read_policy(tmp_path / "nowhere" / "policy.toml")
    assert (found.lock_minutes_at_most, found.kdf_memory_mib_at_least, found.problems) == (60, 64, ())
    assert not found.limits_locking


def test_what_is_prescribed_holds(tmp_path: Path) -> None:
    found = written(tmp_path, "\ufefflock_minutes_at_most = 5\r\nkdf_memory_mib_at_least = 256\r\n")
    assert (found.lock_minutes_at_most, found.kdf_memory_mib_at_least, found.problems) == (5, 256, ())
    assert found.sentences() == ()
    assert written(tmp_path, "").problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lock_minutes_at_most = 0", "von 1 bis 60"),
        ("lock_minutes_at_most = 61", "von 1 bis 60"),
        ("lock_minutes_at_most = true", "von 1 bis 60"),
        ('lock_minutes_at_most = "5"', "von 1 bis 60"),
        ("lock_minutes_at_most = 5.0", "von 1 bis 60"),
        ("lock_minuts_at_most = 5", "lock_minuts_at_most"),
        ("lock_minutes_at_most", "keine gültige TOML-Datei"),
        ("lock_minutes_at_most = 5\nlock_minutes_at_most = 6", "keine gültige TOML-Datei"),
        ("lock_minutes_at_most = 5".encode("utf-16"), "keine gültige TOML-Datei"),
        (b"x = " + b"[" * 5000, "keine gültige TOML-Datei"),
        (b"#" * 70_000, "zu groß"),
    ],
)
def test_what_is_wrong_is_said_and_a_careful_value_holds(tmp_path: Path, text: str | bytes, said: str) -> None:
    found = written(tmp_path, text)
    assert found.lock_minutes_at_most == 15
    (sentence,) = found.sentences()
    assert said in sentence
    assert "policy.toml" in sentence
    assert "vorsichtiger Wert" in sentence


@pytest.mark.parametrize("value", ["63", "1025", "-1"])
def test_memory_out_of_range_is_refused(tmp_path: Path, value: str) -> None:
    found = written(tmp_path, f"lock_minutes_at_most = 3\nkdf_memory_mib_at_least = {value}")
    assert (found.lock_minutes_at_most, found.kdf_memory_mib_at_least) == (3, 128)
    assert "von 64 bis 1024" in found.sentences()[0]


def test_a_policy_that_is_no_file_is_said(tmp_path: Path) -> None:
    found = read_policy(tmp_path)
    assert found.lock_minutes_at_most == 15
    assert "nicht lesen" in found.sentences()[0]


def test_where_it_lies() -> None:
    assert policy_path({}, windows=False) == Path("/etc/mfd-desktop/policy.toml")
    assert str(policy_path({"ProgramData": r"D:\Data"}, windows=True)) == r"D:\Data\mfd-desktop\policy.toml"
    assert str(policy_path({}, windows=True)) == r"C:\ProgramData\mfd-desktop\policy.toml"


def test_the_policy_shortens_and_never_lengthens(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lock_minutes(session) == 15
    assert bounded(option("idle_minutes")) is option("idle_minutes")
    assert limit_words() == ""
    monkeypatch.setattr(policies, "policy", lambda: Policy(tmp_path, 5))
    assert lock_minutes(session) == 5
    settings.set_vault_option(session, "idle_minutes", "2")
    assert lock_minutes(session) == 2
    found = bounded(option("idle_minutes"))
    assert (found.most, found.default) == (5, "5")
    assert not found.accepts("6")
    assert "Von 1 bis 5" in limit_words()
    assert bounded(option("day_begins")) is option("day_begins")
