"""Sealed drafts, the place to come back to, options, the office and its file."""

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.app import drafts, settings
from mfd_desktop.app.office_file import LARGEST_LOGO, read_office_file
from mfd_desktop.app.options import DEVICE_FILE, OPTIONS, DeviceSettings, Scope, option
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import BadOfficeFile, StorageError
from mfd_desktop.domain.records import Place

# --- drafts ------------------------------------------------------------


def test_what_was_typed_comes_back_exactly_with_its_place(session: Session, clock: FixedClock) -> None:
    typed = {"note": "  halb fertig\n\tmit \u202bعربي\u202c ", "day": "31.02.", "topics": ""}
    place = Place("case", "1" * 32, "history", "note", 7, {"week": "2026-11-23"})
    drafts.seal(session, (drafts.open_form("contact:new", typed), drafts.open_form("client:1", {}, "1" * 32)), place)
    session.close()
    again = open_session(session.folder, "Probe-Tresor-2026", clock=clock)
    form = drafts.draft(again, "contact:new")
    assert form is not None
    assert (form.values, form.changed) == (typed, clock.now())
    assert drafts.last_place(again) == place
    assert [found.key for found in drafts.all_drafts(again)] == ["client:1", "contact:new"] or len(
        drafts.all_drafts(again)
    ) == 2
    drafts.forget(again, "contact:new")
    assert drafts.draft(again, "contact:new") is None
    again.close()


def test_sealing_is_one_commit_and_drops_what_is_saved(session: Session) -> None:
    assert drafts.last_place(session) is None
    forms = tuple(drafts.open_form(f"contact:{number}", {"note": "x"}) for number in range(3))
    commits = session.vault.commits
    drafts.seal(session, forms, Place("today"))
    assert session.vault.commits == commits + 1
    drafts.seal(session, (drafts.open_form("contact:0", {"note": "y"}),), None, ("contact:1",))
    assert {form.key: form.values["note"] for form in drafts.all_drafts(session)} == {
        "contact:0": "y",
        "contact:2": "x",
    }
    assert drafts.last_place(session) == Place("today")


# --- options -----------------------------------------------------------


def test_every_option_accepts_its_default_and_says_what_it_is() -> None:
    for declared in OPTIONS:
        assert declared.accepts(declared.default)
        assert declared.label
        assert declared.section
        assert option(declared.name) is declared
    with pytest.raises(KeyError):
        option("unknown")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("language", "fr"), ("text_size", "79"), ("text_size", "201"), ("text_size", "1e2"), ("theme", "")],
)
def test_a_device_option_refuses_what_it_does_not_know(tmp_path: Path, name: str, wrong: str) -> None:
    device = DeviceSettings(tmp_path)
    with pytest.raises(ValueError, match=name):
        device.set(name, wrong)
    assert not (tmp_path / DEVICE_FILE).exists()


def test_device_options_are_kept_privately_on_this_pc(tmp_path: Path) -> None:
    device = DeviceSettings(tmp_path / "config")
    assert (device.get("language"), device.vault) == ("de", "")
    device.set("language", "en")
    device.remember_vault(tmp_path / "vault")
    again = DeviceSettings(tmp_path / "config")
    assert (again.get("language"), again.vault) == ("en", str(tmp_path / "vault"))
    path = tmp_path / "config" / DEVICE_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.stat().st_mtime_ns
    again.remember_vault(tmp_path / "vault")
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"language": "fr", "text_size": "0"}'])
def test_unreadable_device_options_mean_defaults(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DEVICE_FILE).write_bytes(content)
    device = DeviceSettings(tmp_path)
    assert (device.get("language"), device.get("text_size")) == ("de", "100")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").write_bytes(b"")
    with pytest.raises(StorageError):
        DeviceSettings(tmp_path / "config").set("language", "en")


def test_vault_options_live_in_the_vault_and_bad_ones_mean_defaults(session: Session) -> None:
    defaults = {one.name: one.default for one in OPTIONS if one.scope is Scope.VAULT}
    assert settings.vault_settings(session) == defaults
    settings.set_vault_option(session, "idle_minutes", "5")
    assert settings.vault_settings(session) == defaults | {"idle_minutes": "5"}
    with pytest.raises(ValueError, match="idle_minutes"):
        settings.set_vault_option(session, "idle_minutes", "0")
    from mfd_desktop.vault.desk import write_setting

    with session.vault.write() as db:
        write_setting(db, "idle_minutes", "999")
    assert settings.vault_settings(session) == defaults


# --- office ------------------------------------------------------------


def test_the_office_is_read_and_replaced(session: Session) -> None:
    office = settings.read_office(session)
    assert office is not None
    assert office.name == "MFD Musterstadt"
    changed = replace(office, town="Worms", logo=b"\x89PNG")
    settings.save_office(session, changed)
    assert settings.read_office(session) == changed


OFFICE = """
name = " MFD Musterstadt "
carrier = "Muster-Träger"
regime = "KDG"
district = "07315"
desk = "Stelle 1"
counsellor = "Frau Muster"
fte = 0.5
logo = "logo.png"
[address]
street = "Musterweg 1"
postcode = "55116"
town = "Mainz"
"""


@pytest.fixture
def office_file(tmp_path: Path) -> Callable[..., Path]:
    def writing(text: str = OFFICE, **replaced: str) -> Path:
        (tmp_path / "logo.png").write_bytes(b"\x89PNG")
        for old, new in replaced.items():
            line = next(line for line in text.splitlines() if line.startswith(f"{old} ="))
            text = text.replace(line, new)
        path = tmp_path / "OFFICE.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return writing


def test_an_office_file_gives_the_office(office_file: Callable[..., Path], lists: CodeLists) -> None:
    office = read_office_file(office_file(), lists)
    assert (office.name, office.carrier, office.regime) == ("MFD Musterstadt", "Muster-Träger", "KDG")
    assert (office.street, office.fte, office.logo) == ("Musterweg 1", "0,5", b"\x89PNG")
    least = 'name = "a"\ncarrier = "b"\nregime = "DSG-EKD"\ndistrict = "07315"\n'
    office = read_office_file(office_file(least), lists)
    assert (office.town, office.fte, office.logo, office.desk) == ("", "", None, "")
    assert read_office_file(office_file(fte='fte = "0,75"'), lists).fte == "0,75"


@pytest.mark.parametrize(
    ("replaced", "detail"),
    [
        ({"name": ""}, "name"),
        ({"name": 'name = " "'}, "name"),
        ({"name": "name = 7"}, "name"),
        ({"carrier": ""}, "carrier"),
        ({"regime": 'regime = "BDSG"'}, "regime = 'BDSG'"),
        ({"district": 'district = "99999"'}, "district = '99999'"),
        ({"desk": "desks = 1"}, "desks"),
        ({"fte": "fte = 1.5"}, "fte"),
        ({"fte": "fte = 0"}, "fte"),
        ({"fte": "fte = true"}, "fte"),
        ({"fte": "fte = []"}, "fte"),
        ({"logo": 'logo = "gone.png"'}, "logo = 'gone.png'"),
        ({"logo": 'logo = "a\\u0000b"'}, "logo = 'a\\x00b'"),
        ({"town": "country = 'x'"}, "address"),
        ({"name": "name = "}, ""),
        ({"name": "name = " + "[" * 5000}, ""),
    ],
)
def test_what_is_wrong_in_an_office_file_is_named(
    office_file: Callable[..., Path], lists: CodeLists, replaced: dict[str, str], detail: str
) -> None:
    path = office_file(**replaced)
    with pytest.raises(BadOfficeFile) as caught:
        read_office_file(path, lists)
    assert caught.value.path == path
    assert detail in caught.value.detail
    assert "\n" not in caught.value.detail


def test_other_office_files_are_refused(tmp_path: Path, office_file: Callable[..., Path], lists: CodeLists) -> None:
    path = office_file()
    (tmp_path / "logo.png").write_bytes(bytes(LARGEST_LOGO + 1))
    (tmp_path / "latin.toml").write_bytes('name = "Träger"'.encode("latin-1"))
    for wrong in (path, tmp_path / "latin.toml", tmp_path / "gone.toml", tmp_path):
        with pytest.raises(BadOfficeFile):
            read_office_file(wrong, lists)


def test_listeners_hear_settings_and_are_gone_after_closing(session: Session) -> None:
    heard: list[Any] = []
    session.listen(lambda changes, initiator: heard.append((changes.kinds, initiator)))
    settings.set_vault_option(session, "day_begins", "7", initiator="me")
    assert heard == [(frozenset({"setting"}), "me")]
