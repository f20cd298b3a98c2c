"""What the first start needs to know before there is a vault, and the office data as texts of a form."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, cast

from mfd_desktop.app.fieldsets import OFFICE
from mfd_desktop.app.saving import check, raws_of
from mfd_desktop.domain.records import Office
from mfd_desktop.files.folders import is_writable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.fields import Problem, Value


def shortest_passphrase() -> int:
    """Return the least number of characters of a passphrase."""
    from mfd_desktop.vault.store import SHORTEST_PASSPHRASE

    return SHORTEST_PASSPHRASE


def is_vault(folder: Path) -> bool:
    """Tell whether ``folder`` holds a vault or what is left of one."""
    return any((folder / name).exists() for name in ("vault.json", "cases.db"))


def folder_obstacle(folder: Path) -> str:
    """Return why no vault can be made in ``folder``, or an empty text.

    One of ``relative``, ``vault`` (there is one already), ``not_empty``, ``no_folder`` (a file is in the
    way), ``read_only``.
    """
    if not folder.is_absolute():
        return "relative"
    if is_vault(folder):
        return "vault"
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        return "no_folder"
    if not is_writable(nearest):
        return "read_only"
    return "not_empty" if nearest == folder and any(folder.iterdir()) else ""


def check_office(
    raws: Mapping[str, str], *, lists: CodeLists, today: date, logo: bytes | None = None
) -> tuple[Office | None, tuple[Problem, ...]]:
    """Return the office meant by the texts of a form (None as long as something is wrong) and what
    is wrong.
    """
    checked = check(OFFICE, raws, today=today, lists=lists)
    if checked.problems:
        return None, checked.problems
    texts = {name: cast("str", value) for name, value in checked.values.items()}
    return Office(**texts, logo=logo), ()


def office_raws(office: Office) -> dict[str, str]:
    """Return the office data as the texts of a form."""
    values: dict[str, Value] = {
        field.name: getattr(office, field.name) for field in dataclasses.fields(office) if field.name != "logo"
    }
    return raws_of(OFFICE, values, {})
