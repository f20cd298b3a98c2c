"""The lines of Heute, made from what the vault says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app import casework, contacting, overview
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import format_date, format_time
from mfd_desktop.domain.handover import IN
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.rows import Row
from mfd_desktop.ui.long_dates import distance, short_day
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.overview import CaseLabel, Today
    from mfd_desktop.domain.handover import HandOver
    from mfd_desktop.domain.records import Appointment, Contact, FollowUp, OpenForm
    from mfd_desktop.ui.desk import Desk

CASE = "case:"
"""Key of a line about a case as a whole begins so."""
ASLEEP = "asleep"
"""Key of the line about cases without a contact."""
RETENTION = "retention"
"""Key of the line about files that may go."""
_TIMELINE, _MASTER_DATA = "timeline", "master"
# Forms of the case page and the sheet they lie in, where it is called differently.
_SHEETS = {"case_level": "level", "case_closing": "closing", "case_data": "case"}


# Forms about deadlines and the sheet of Fristen they lie in.
_DEADLINES = {
    "manual": "manual", "compute": "compute", "deadline_finish": "finish", "deadline_extension": "extend",
    "deadline_removal": "remove", "manual_deadline": "change", "deadline": "change",
}  # fmt: skip

_CONSENTS = frozenset({"release", "withdrawal", "redaction", "keeping"})


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Something to complete: what it is, whose, and where or in which sheet it is completed."""

    title: str
    second: str
    badge: str
    place: Place | None = None
    sheet: str = ""


def case_words(desk: Desk, labels: Mapping[RecordId, CaseLabel], case_id: RecordId | None) -> str:
    """Return ``2026-0098 · M. B.``, or the name when names are shown; empty without a case."""
    label = labels.get(case_id) if case_id is not None else None
    return f"{label.number} · {desk.label(label.name, label.initials)}" if label is not None else ""


def appointment_row(desk: Desk, found: Today, appointment: Appointment) -> Row:
    """Return the line of an appointment of today."""
    begin = format_time(appointment.start) if appointment.start is not None else _("ohne Uhrzeit")
    called_off = _("abgesagt") if appointment.cancelled else ""
    case = case_words(desk, found.labels, appointment.case_id)
    parts = (called_off, case, appointment.title, appointment.place)
    title = " · ".join(part for part in parts if part)
    return Row(appointment.stamp.id, title, date=begin, muted=appointment.cancelled)


def follow_up_row(desk: Desk, found: Today, follow_up: FollowUp) -> Row:
    """Return the line of an open follow-up; urgent and overdue ones by sign, word and date."""
    case = case_words(desk, found.labels, follow_up.case_id) or _("ohne Fall")
    badge, tone, icon, day = _("Entwurf"), Tone.WARNING, "", ""
    if follow_up.due is not None:
        late = follow_up.due < found.day
        badge, day = distance(follow_up.due, found.day), short_day(follow_up.due)
        tone, icon = (Tone.URGENT, "triangle") if late else (Tone.ACCENT, "dot")
    if follow_up.urgent:
        badge, tone, icon = _("dringend"), Tone.URGENT, "warning"
    text = follow_up.text or follow_up.stamp.raw.get("text", "")
    return Row(follow_up.stamp.id, text, case, day, badge, tone, icon, button=_("Erledigt"))


def asleep_row(count: int) -> Row:
    """Return the line about open cases without a contact."""
    said = ngettext(
        "{count} Fall ohne Kontakt seit {months} Monaten durchsehen",
        "{count} Fälle ohne Kontakt seit {months} Monaten durchsehen",
        count,
    ).format(count=count, months=overview.MONTHS_UNTIL_ASLEEP)
    return Row(ASLEEP, said, button=_("Ansehen"), muted=True)


def retention_row(count: int) -> Row:
    """Return the quiet line about files whose time of keeping is over."""
    said = ngettext(
        "Bei {count} Akte ist die Aufbewahrung abgelaufen", "Bei {count} Akten ist die Aufbewahrung abgelaufen", count
    ).format(count=count)
    return Row(RETENTION, said, button=_("Ansehen"), muted=True)


def stand_in_row(found: Today, stand_in: HandOver) -> Row:
    """Return the line of a stand-in that ends within a week, or should have ended."""
    until = stand_in.until or stand_in.day
    late = until < found.day
    tone, icon = (Tone.URGENT, "triangle") if late else (Tone.ACCENT, "dot")
    label = found.labels.get(RecordId(str(stand_in.case_id)))
    title = _("Vertretung zurückgeben") if stand_in.direction == IN else _("Fall aus der Vertretung zurückholen")
    second = f"{label.number} · {stand_in.partner}" if label else stand_in.partner
    key = f"{CASE}{stand_in.case_id}"
    return Row(key, title, second, short_day(until), distance(until, found.day), tone, icon, button=_("Ansehen"))


def unfinished(desk: Desk, found: Today, forms: tuple[OpenForm, ...]) -> list[Unfinished]:
    """Return the contacts that are not counted, and what was typed and never stored."""
    lines = [_contact(desk, found, contact) for contact in found.drafts]
    for form in forms:
        line = _sealed(desk, form)
        # Several forms of one screen are completed in one go.
        if line is not None and not any(line.place == other.place is not None for other in lines):
            lines.append(line)
    return lines


def _contact(desk: Desk, found: Today, contact: Contact) -> Unfinished:
    when = _("Kontakt vom {date}").format(date=format_date(contact.day)) if contact.day else _("Kontakt")
    if contact.case_id is None:
        place = Place("short_contact", detail={"sheet": "edit", "contact": contact.stamp.id})
        second = _("Kurzberatung")
    else:
        place = Place("case", contact.case_id, _TIMELINE, detail={"sheet": f"contact:{contact.stamp.id}"})
        second = case_words(desk, found.labels, contact.case_id)
    return Unfinished(when, second, _("Entwurf – wird nicht gezählt"), place)


def _sealed(desk: Desk, form: OpenForm) -> Unfinished | None:
    """Return the line of a sealed draft; None if what it belongs to is gone."""
    kind, _colon, rest = form.key.partition(":")
    if kind in ("follow_up", "appointment"):
        title = _("Wiedervorlage") if kind == "follow_up" else _("Termin")
        return _line(form, title, _whose(desk, rest), sheet=form.key)
    alone = _alone(form.key)
    if alone is not None:
        return _line(form, alone[0], "", alone[1])
    if kind == "contact" and (contact := _contact_of(desk, rest)) is not None and contact.case_id is None:
        place = Place("short_contact", detail={"sheet": "edit", "contact": contact.stamp.id})
        return _line(form, _("Kurzberatung"), "", place)
    case_id = _case_of(desk, rest)
    if case_id is None:
        return None
    tab, detail = _inside_case(kind, rest)
    titles = {
        "contact": _("Kontakt"), "referral": _("Verweisung"), "handover": _("Fall übergeben"),
        "redaction": _("Auskunft über gespeicherte Daten"),
    }  # fmt: skip
    title = titles.get(kind, _("Datenschutz") if kind.startswith("rights") else _("Stammdaten"))
    return _line(form, title, _whose(desk, case_id), Place("case", case_id, tab, detail=detail))


def _alone(key: str) -> tuple[str, Place] | None:
    """Return title and place of a form that belongs to no record."""
    if key.startswith("client:new"):
        return _("Neue Person"), Place("new_client")
    kind, _colon, rest = key.partition(":")
    if kind in _DEADLINES:
        return _("Frist"), Place("deadlines", detail={"sheet": f"{_DEADLINES[kind]}:{rest}"})
    if key.startswith("activity:"):
        stored = key.removeprefix("activity:")
        return _("Struktur"), Place("structure", detail={} if stored == "new" else {"sheet": stored})
    known = {
        "short_contact": (_("Kurzberatung"), Place("short_contact")),
        "day_entry": (_("Tagesnachtrag"), Place("day_entry")),
        "revision": (_("Grund einer Berichtigung"), Place("network")),
        "network": (_("Verbund anlegen"), Place("network", detail={"sheet": "create"})),
        "office": (_("Angaben zur Dienststelle"), Place("settings")),
    }
    return known.get(key.partition(":")[0])


def _inside_case(kind: str, rest: str) -> tuple[str, dict[str, str]]:
    """Return tab and detail of the case page where a form is completed."""
    first = rest.partition(":")[0]
    if kind == "client":
        return _MASTER_DATA, {}
    if kind == "contact":
        return _TIMELINE, {"form": "open"} if first == "new" else {"sheet": f"contact:{first}"}
    if kind == "handover":
        return _TIMELINE, {"sheet": "handover:case"}
    if kind in _CONSENTS or kind.startswith("rights"):
        return "consents", {"sheet": f"{kind}:{first}"}
    if kind == "referral":
        return _TIMELINE, {"sheet": f"referral:{first}"}
    return _MASTER_DATA, {"sheet": f"{_SHEETS.get(kind, kind)}:{first}"}


def _line(form: OpenForm, title: str, second: str, place: Place | None = None, sheet: str = "") -> Unfinished:
    when = ""
    if form.changed is not None:
        moment = form.changed.astimezone()
        when = _("getippt {day} {time}").format(day=short_day(moment.date()), time=f"{moment:%H:%M}")
    return Unfinished(title, " · ".join(part for part in (second, when) if part), _("nicht gespeichert"), place, sheet)


def _whose(desk: Desk, key: str) -> str:
    for part in key.split(":"):
        try:
            label = overview.label_of(desk.session, RecordId(part))
        except KeyError:
            continue
        return f"{label.number} · {desk.label(label.name, label.initials)}"
    return ""


def _case_of(desk: Desk, rest: str) -> RecordId | None:
    """Return the case whose page holds the form; None if what it belongs to is gone."""
    for part in (RecordId(part) for part in rest.split(":")):
        contact = _contact_of(desk, part)
        if contact is not None:
            return contact.case_id
        if cases := overview.cases_of(desk.session, part):
            return cases[0].stamp.id
        try:
            return casework.read_case(desk.session, part).stamp.id
        except KeyError:
            continue
    return None


def _contact_of(desk: Desk, record_id: str) -> Contact | None:
    try:
        return contacting.read_contact(desk.session, RecordId(record_id))
    except KeyError:
        return None
