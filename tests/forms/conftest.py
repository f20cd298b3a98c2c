"""Small forms for the tests: written into a folder like the shipped ones, with the shipped code lists beside them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop.content.paths import resource_path

HEAD = 'id = "probe"\nversion = 1\ntitle = "Probe"\nsource = "Probe"\nchecked = 2026-11-23\nreview = "open"\n'


@pytest.fixture
def write_form(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes the steps of a form into the resources below `tmp_path`."""
    shutil.copytree(resource_path("codelists"), tmp_path / "codelists")
    (tmp_path / "forms").mkdir()

    def write(steps: str, *, form_id: str = "probe", version: int = 1, name: str = "") -> Path:
        head = HEAD.replace("probe", form_id).replace("version = 1", f"version = {version}")
        path = tmp_path / "forms" / f"{name or f'{form_id}-{version}'}.toml"
        path.write_text(head + steps, encoding="utf-8")
        return path

    return write
