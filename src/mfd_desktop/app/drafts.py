"""Sealed drafts and the place where the counsellor was: kept in the vault, never outside it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from mfd_desktop.domain.records import OpenForm, Place
from mfd_desktop.vault import desk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId

_PLACE = "place"


def seal(session: Session, forms: tuple[OpenForm, ...], place: Place | None, without: tuple[str, ...] = ()) -> None:
    """Store what stands in open forms and where the counsellor is, in one durable commit.

    ``without`` are keys of forms in which nothing is unsaved any more.
    """
    now = session.clock.now()
    with session.vault.write() as db:
        for key in without:
            desk.drop_open_form(db, key)
        for form in forms:
            desk.write_open_form(db, form, now)
        if place is not None:
            desk.write_setting(db, _PLACE, json.dumps(asdict(place), ensure_ascii=False))


def draft(session: Session, key: str) -> OpenForm | None:
    """Return the sealed draft of a form."""
    with session.vault.read() as db:
        return desk.read_open_form(db, key)


def all_drafts(session: Session) -> tuple[OpenForm, ...]:
    """Return all sealed drafts, oldest first."""
    with session.vault.read() as db:
        return desk.read_open_forms(db)


def forget(session: Session, key: str) -> None:
    """Drop a sealed draft because its form was saved or given up."""
    with session.vault.write() as db:
        desk.drop_open_form(db, key)


def last_place(session: Session) -> Place | None:
    """Return where the counsellor was at the last lock or crash."""
    with session.vault.read() as db:
        stored = desk.read_settings(db).get(_PLACE)
    return Place(**json.loads(stored)) if stored else None


def open_form(key: str, values: Mapping[str, str], record_id: RecordId | None = None) -> OpenForm:
    """Return the draft of a form as it stands."""
    return OpenForm(key, record_id, dict(values))
