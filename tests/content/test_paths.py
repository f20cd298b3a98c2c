"""Where the shipped data are found."""

from pathlib import Path

from mfd_desktop.content.paths import data_root, resource_path, translations_path


def test_in_a_checkout_the_data_lie_beside_src(tmp_path: Path) -> None:
    package = tmp_path / "src" / "mfd_desktop"
    package.mkdir(parents=True)
    assert data_root(package) == tmp_path


def test_in_an_installed_wheel_the_data_lie_inside_the_package(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "mfd_desktop"
    (package / "_data").mkdir(parents=True)
    assert data_root(package) == package / "_data"


def test_the_shipped_data_are_found() -> None:
    assert resource_path("codelists", "topics.toml").is_file()
    assert (translations_path() / "en" / "LC_MESSAGES" / "content.po").is_file()
