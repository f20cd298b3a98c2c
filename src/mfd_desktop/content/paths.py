"""Where the shipped data files lie: inside the installed package or in the source checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def data_root(package: Path = _PACKAGE) -> Path:
    """Folder that holds `resources` and `translations`, seen from the package folder."""
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent.parent


def resource_path(*parts: str) -> Path:
    """Path of a shipped resource, e.g. `resource_path("codelists", "topics.toml")`."""
    return data_root().joinpath("resources", *parts)


def translations_path() -> Path:
    """Folder with one subfolder per interface language."""
    return data_root() / "translations"
