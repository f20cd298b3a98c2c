"""Where answers of a guided form can be stored besides the form itself: records of the case file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.fields import Kind


@dataclass(frozen=True, slots=True)
class Target:
    """A field of a record. ``place`` is the marked name of the record, for the summary; ``codes`` its code list."""

    kind: Kind
    place: str
    codes: str = ""


_CLIENT, _CASE, _CONTACT = N_("Stammdaten"), N_("Fall"), N_("Beratungskontakt")
_WAY, _STATUS, _PROCEDURE = N_("Kontaktwege"), N_("Aufenthaltsstatus"), N_("Asylverfahren")
_REFERRAL = N_("Verweisungen")

WAYS: Final = ("mobile", "phone", "email", "messenger")
"""Kinds of contact ways that have a target each."""
REFERRAL_SLOTS: Final = ("1", "2", "3")
"""Referrals one form can hold."""


def _texts(record: str, place: str, *names: str) -> dict[str, Target]:
    return {f"{record}.{name}": Target(Kind.TEXT, place) for name in names}


def _dates(record: str, place: str, *names: str) -> dict[str, Target]:
    return {f"{record}.{name}": Target(Kind.DATE, place) for name in names}


TARGETS: Final[dict[str, Target]] = {
    **_texts(
        "client", _CLIENT, "family_name", "given_name", "other_names", "street", "postcode", "town",
        "azr_number", "bamf_number", "office_number", "household_role",
    ),
    **_dates("client", _CLIENT, "birth_date", "entry_date"),
    "client.gender": Target(Kind.CODE, _CLIENT, "genders"),
    "client.nationalities": Target(Kind.CODES, _CLIENT, "nationalities"),
    "client.languages": Target(Kind.CODES, _CLIENT, "languages"),
    "client.interpreter": Target(Kind.CODE, _CLIENT, "interpreting"),
    "client.district": Target(Kind.CODE, _CLIENT, "districts"),
    "client.needs": Target(Kind.CODES, _CLIENT, "needs"),
    "client.note": Target(Kind.NOTE, _CLIENT),
    "case.level": Target(Kind.CODE, _CASE, "levels"),
    "case.access_way": Target(Kind.CODE, _CASE, "access_ways"),
    "contact.day": Target(Kind.DATE, _CONTACT),
    "contact.minutes": Target(Kind.MINUTES, _CONTACT),
    "contact.topics": Target(Kind.CODES, _CONTACT, "topics"),
    "contact.channel": Target(Kind.CODE, _CONTACT, "channels"),
    "contact.language": Target(Kind.CODE, _CONTACT, "languages"),
    "contact.interpreting": Target(Kind.CODE, _CONTACT, "interpreting"),
    "contact.result": Target(Kind.CODE, _CONTACT, "results"),
    "contact.also_counselled": Target(Kind.NUMBER, _CONTACT),
    "contact.note": Target(Kind.NOTE, _CONTACT),
    **{f"contact_way.{kind}": Target(Kind.TEXT, _WAY) for kind in WAYS},
    "contact_way.note": Target(Kind.TEXT, _WAY),
    "residence_status.code": Target(Kind.CODE, _STATUS, "residence_status"),
    **_dates("residence_status", _STATUS, "since", "expires"),
    "procedure.kind": Target(Kind.CODE, _PROCEDURE, "procedure_kinds"),
    "procedure.stage": Target(Kind.CODE, _PROCEDURE, "procedure_stages"),
    **_dates("procedure", _PROCEDURE, "lodged", "registered", "examination_started", "began", "ended"),
    **{f"referral.{slot}.target": Target(Kind.CODE, _REFERRAL, "referral_targets") for slot in REFERRAL_SLOTS},
    **{f"referral.{slot}.warm": Target(Kind.FLAG, _REFERRAL) for slot in REFERRAL_SLOTS},
    **{f"referral.{slot}.note": Target(Kind.NOTE, _REFERRAL) for slot in REFERRAL_SLOTS},
}  # fmt: skip
