"""Answers of guided forms that belong to other records: read from there and stored there, never copied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mfd_desktop.app import casework, contacting, fieldsets, referring, settings
from mfd_desktop.app.casework import values_of
from mfd_desktop.app.contacting import contact_values
from mfd_desktop.app.saving import check, defaults, raws_of
from mfd_desktop.domain.fields import show
from mfd_desktop.domain.records import Level
from mfd_desktop.vault import cases, clients, contacts, forms, procedures, referrals
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.fields import Problem, Value
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Case, FilledForm
    from mfd_desktop.vault.database import Connection
    from mfd_desktop.vault.records import Origin


@dataclass(frozen=True, slots=True)
class Filling:
    """What reading and storing needs: the transaction, the form and whose it is."""

    db: Connection
    session: Session
    record: FilledForm
    case: Case

    @property
    def origin(self) -> Origin:
        """Where records come from that the form makes."""
        return self.session.origin(f"form:{self.record.form}", self.record.form_version)

    @property
    def today(self) -> date:
        """The day it is."""
        return self.session.clock.today()


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of some fields of a record as a form shows them, and what is wrong with them."""

    raws: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


_NOTHING = Texts({})


def filling_of(db: Connection, session: Session, form_id: RecordId) -> Filling:
    """Return form and case for reading and storing; raise KeyError if there is no such form."""
    record = forms.read_form(db, form_id)
    return Filling(db, session, record, cases.read_case(db, record.case_id))


def read(filling: Filling, targets: Mapping[str, str]) -> Texts:
    """Return texts and problems of bound fields; ``targets`` gives the target of each field."""
    found: dict[str, Texts] = {}
    raws: dict[str, str] = {}
    problems: list[Problem] = []
    for field, target in targets.items():
        record, _dot, name = target.rpartition(".")
        if record not in found:
            found[record] = _READ[record.partition(".")[0]](filling, record)
        raws[field] = found[record].raws.get(name, "")
        problems += [replace(problem, field=field) for problem in found[record].problems if problem.field == name]
    return Texts(raws, tuple(problems))


def store(filling: Filling, touched: Mapping[str, str]) -> set[str]:
    """Store texts by target, each record once; return the kinds of records changed."""
    by_record: dict[str, dict[str, str]] = {}
    for target, text in touched.items():
        record, _dot, name = target.rpartition(".")
        by_record.setdefault(record, {})[name] = text
    # The contact first: referrals made in it name it.
    for record in sorted(by_record, key=lambda name: name != "contact"):
        kind = record.partition(".")[0]
        _STORE[kind](filling, record, by_record[record])
        if kind == "contact":
            filling = filling_of(filling.db, filling.session, filling.record.stamp.id)
    kinds = {record.partition(".")[0] for record in by_record}
    return {_CHANGED.get(kind, kind) for kind in kinds} | ({"agenda"} if "referral" in kinds else set())


_CHANGED = {"contact_way": "client", "residence_status": "client"}


def _texts(filling: Filling, fieldset: FieldSet, values: Mapping[str, Value], raw: Mapping[str, str]) -> Texts:
    result = check(
        fieldset, {}, today=filling.today, lists=filling.session.lists, stored=values, stored_raw=raw
    )  # fmt: skip
    return Texts(raws_of(fieldset, values, raw), result.problems)


# --- client ------------------------------------------------------------


def _read_client(filling: Filling, _record: str) -> Texts:
    client = clients.read_client(filling.db, filling.case.client_id)
    return _texts(filling, fieldsets.CLIENT, values_of(client, fieldsets.CLIENT), client.stamp.raw)


def _store_client(filling: Filling, _record: str, raws: Mapping[str, str]) -> None:
    casework.change_client(filling.db, filling.session, filling.case.client_id, raws)


# --- case ------------------------------------------------------------


def _read_case(filling: Filling, _record: str) -> Texts:
    return Texts({"level": filling.case.level.value, "access_way": filling.case.access_way or ""})


def _store_case(filling: Filling, _record: str, raws: Mapping[str, str]) -> None:
    """The texts are codes or empty. A level counts from the day of the talk on; a case always has one."""
    case_id = filling.case.stamp.id
    if "access_way" in raws:
        values = {"access_way": raws["access_way"] or None}
        cases.change_case(filling.db, case_id, filling.session.clock.now(), values, {})
    if raws.get("level"):
        day = max(_day_of_talk(filling), filling.case.levels[0].since)
        cases.set_level(filling.db, case_id, Level(raws["level"]), day, filling.session.clock.now())


# --- contact ------------------------------------------------------------


def _day_of_talk(filling: Filling) -> date:
    contact_id = filling.record.contact_id
    day = contacts.read_contact(filling.db, contact_id).day if contact_id is not None else None
    return day or filling.today


def _read_contact(filling: Filling, _record: str) -> Texts:
    if filling.record.contact_id is None:
        return _NOTHING
    contact = contacts.read_contact(filling.db, filling.record.contact_id)
    return _texts(filling, fieldsets.CONTACT, contact_values(contact), contact.stamp.raw)


def _store_contact(filling: Filling, _record: str, raws: Mapping[str, str]) -> None:
    if filling.record.contact_id is None:
        make_contact(filling, raws)
    else:
        contacting.change_contact(filling.db, filling.session, filling.record.contact_id, raws)


def make_contact(filling: Filling, raws: Mapping[str, str]) -> None:
    """Record the contact that the talk is; what the form does not say starts as for every new contact."""
    session, client = filling.session, clients.read_client(filling.db, filling.case.client_id)
    start = defaults(fieldsets.CONTACT, today=filling.today)
    start["channel"] = settings.read_settings(filling.db)["default_channel"]
    start["language"] = client.languages[0] if client.languages else ""
    start["interpreting"] = client.interpreter or start["interpreting"]
    saved = contacting.add_to_case(filling.db, session, filling.origin, filling.case.stamp.id, {**start, **raws})
    forms.change_form(filling.db, filling.record.stamp.id, session.clock.now(), {"contact_id": saved.record_id})


# --- ways and status of the client ------------------------------------------------------------


def _way(filling: Filling, kind: str) -> tuple[RecordId | None, str]:
    for way in clients.contact_ways(filling.db, filling.case.client_id):
        if way.kind == kind:
            return way.stamp.id, way.value or way.stamp.raw.get("value", "")
    return None, ""


def _read_ways(filling: Filling, _record: str) -> Texts:
    kinds = filling.session.lists.codes("contact_ways")
    return Texts({kind: _way(filling, kind)[1] for kind in kinds} | {"note": _note(filling)})


def _note(filling: Filling) -> str:
    """Return what is to be minded when getting in touch: the first note beside a way."""
    ways = clients.contact_ways(filling.db, filling.case.client_id)
    return next((note for way in ways if (note := way.note or way.stamp.raw.get("note", ""))), "")


def _store_ways(filling: Filling, _record: str, raws: Mapping[str, str]) -> None:
    db, session, client_id, before = filling.db, filling.session, filling.case.client_id, _note(filling)
    for kind, text in raws.items():
        way_id, _value = _way(filling, kind)
        if kind == "note":
            continue
        if text.strip():
            texts = {"kind": kind, "value": text} | ({} if way_id else {"note": before})
            casework.put_contact_way(db, session, filling.origin, client_id, way_id, texts)
        elif way_id is not None:
            bin_record(db, clients.CONTACT_WAY.name, way_id, session.clock.now())
    if "note" in raws:
        # Another note beside another way stays as it is.
        for way in clients.contact_ways(db, client_id):
            if (way.note or way.stamp.raw.get("note", "")) == before:
                casework.put_contact_way(db, session, filling.origin, client_id, way.stamp.id, {"note": raws["note"]})


def _read_status(filling: Filling, _record: str) -> Texts:
    history = clients.residence_history(filling.db, filling.case.client_id)
    if not history:
        return _NOTHING
    values = values_of(history[-1], fieldsets.RESIDENCE_STATUS)
    return _texts(filling, fieldsets.RESIDENCE_STATUS, values, history[-1].stamp.raw)


def _store_status(filling: Filling, _record: str, raws: Mapping[str, str]) -> None:
    history = clients.residence_history(filling.db, filling.case.client_id)
    status_id = history[-1].stamp.id if history else None
    if status_id is not None or any(raws.values()):
        client_id = filling.case.client_id
        casework.put_residence_status(filling.db, filling.session, filling.origin, client_id, status_id, raws)


# --- procedure ------------------------------------------------------------


def _read_procedure(filling: Filling, _record: str) -> Texts:
    if filling.record.procedure_id is None:
        return _NOTHING
    found = procedures.read_procedure(filling.db, filling.record.procedure_id)
    return _texts(filling, fieldsets.PROCEDURE, values_of(found, fieldsets.PROCEDURE), found.stamp.raw)


def _store_procedure(filling: Filling, _record: str, raws: Mapping[str, str]) -> None:
    session, fieldset = filling.session, fieldsets.PROCEDURE
    now = session.clock.now()
    if filling.record.procedure_id is not None:
        before = procedures.read_procedure(filling.db, filling.record.procedure_id)
        stored = values_of(before, fieldset)
        result = check(
            fieldset, raws, today=filling.today, lists=session.lists, stored=stored, stored_raw=before.stamp.raw
        )
        procedures.change_procedure(filling.db, before.stamp.id, now, result.values, result.raw)
    elif any(raws.values()):
        result = check(
            fieldset, {"began": show(_day_of_talk(filling)), **raws}, today=filling.today, lists=session.lists
        )
        owners = {"client_id": filling.case.client_id, "case_id": filling.case.stamp.id}
        made = procedures.add_procedure(filling.db, filling.origin, {**result.values, **owners}, result.kept)
        forms.change_form(filling.db, filling.record.stamp.id, now, {"procedure_id": made})


# --- referrals ------------------------------------------------------------


def _read_referral(filling: Filling, record: str) -> Texts:
    made = forms.made_referrals(filling.db, filling.record.stamp.id).get(_slot(record))
    if made is None:
        return _NOTHING
    found = referrals.read_referral(filling.db, made)
    return _texts(filling, fieldsets.REFERRAL, values_of(found, fieldsets.REFERRAL), found.stamp.raw)


def _store_referral(filling: Filling, record: str, raws: Mapping[str, str]) -> None:
    db, session, slot = filling.db, filling.session, _slot(record)
    made = forms.made_referrals(db, filling.record.stamp.id).get(slot)
    if made is None:
        if any(text.strip() for text in raws.values()):
            start = defaults(fieldsets.REFERRAL, today=filling.today) | {"day": show(_day_of_talk(filling))}
            owner, contact_id = filling.case.stamp.id, filling.record.contact_id
            saved = referring.add_to_case(db, session, filling.origin, owner, {**start, **raws}, contact_id)
            forms.link_referral(db, filling.record.stamp.id, slot, saved.record_id)
    elif "target" in raws and not raws["target"].strip():
        referring.take_back(db, session, made)
    else:
        referring.change_referral(db, session, made, raws)


def _slot(record: str) -> str:
    return record.partition(".")[2]


_READ: dict[str, Callable[[Filling, str], Texts]] = {
    "client": _read_client,
    "case": _read_case,
    "contact": _read_contact,
    "contact_way": _read_ways,
    "residence_status": _read_status,
    "procedure": _read_procedure,
    "referral": _read_referral,
}
_STORE: dict[str, Callable[[Filling, str, Mapping[str, str]], None]] = {
    "client": _store_client,
    "case": _store_case,
    "contact": _store_contact,
    "contact_way": _store_ways,
    "residence_status": _store_status,
    "procedure": _store_procedure,
    "referral": _store_referral,
}
