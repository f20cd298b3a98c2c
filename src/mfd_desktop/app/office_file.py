"""Reading OFFICE.toml: office, desk, Träger and data-protection regime for a new vault."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.errors import BadOfficeFile
from mfd_desktop.domain.records import Office

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.content.codelists import CodeLists

_REQUIRED = ("name", "carrier", "regime", "district")
_OPTIONAL = ("desk", "counsellor", "function", "phone", "email", "hours")
_ADDRESS = ("street", "postcode", "town")
LARGEST_LOGO = 1024 * 1024


def read_office_file(path: Path, lists: CodeLists) -> Office:
    """Return the office described in ``path``; raise BadOfficeFile naming the key that is missing or wrong.

    ``logo`` is the name of a PNG, JPEG or SVG file beside it, at most 1 MiB.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadOfficeFile(path, error.strerror or "") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadOfficeFile(path, str(error).splitlines()[0]) from error
    known = {*_REQUIRED, *_OPTIONAL, "address", "fte", "logo"}
    if unknown := sorted(set(content) - known):
        raise BadOfficeFile(path, unknown[0])
    values = {name: _text(path, content, name, required=name in _REQUIRED) for name in (*_REQUIRED, *_OPTIONAL)}
    for name, codes in (("regime", "regimes"), ("district", "districts")):
        if values[name] not in lists.codes(codes):
            raise BadOfficeFile(path, f"{name} = {values[name]!r}")
    address = content.get("address", {})
    if not isinstance(address, dict) or set(address) - set(_ADDRESS):
        raise BadOfficeFile(path, "address")
    values |= {name: _text(path, address, name) for name in _ADDRESS}
    return Office(**values, fte=_fte(path, content), logo=_logo(path, content))


def _text(path: Path, content: dict[str, Any], name: str, *, required: bool = False) -> str:
    value = content.get(name, "")
    if not isinstance(value, str) or (required and not value.strip()):
        raise BadOfficeFile(path, name)
    return value.strip()


def _fte(path: Path, content: dict[str, Any]) -> str:
    value = content.get("fte", "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not 0 < value <= 1:
            raise BadOfficeFile(path, "fte")
        return str(float(value)).replace(".", ",")
    if not isinstance(value, str):
        raise BadOfficeFile(path, "fte")
    return value.strip()


def _logo(path: Path, content: dict[str, Any]) -> bytes | None:
    name = _text(path, content, "logo")
    if not name:
        return None
    try:
        logo = (path.parent / name).read_bytes()
    except (OSError, ValueError):
        raise BadOfficeFile(path, f"logo = {name!r}") from None
    if len(logo) > LARGEST_LOGO:
        raise BadOfficeFile(path, f"logo = {name!r}")
    return logo
