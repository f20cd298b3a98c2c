"""What the Verlauf of a case says about its contacts, referrals, follow-ups and appointments; no widgets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import format_date, format_time
from mfd_desktop.domain.records import Appointment, Contact, FollowUp, Referral, State
from mfd_desktop.ui.case_timeline_rows import Entry
from mfd_desktop.ui.kit.rows import Row
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.records import Stamp, Topic

Past = Contact | Referral | FollowUp | Appointment

_COMING = 5
"""Appointments of the future shown among what is open."""


def draft_words(stamp: Stamp) -> str:
    """Return the badge of a draft, empty for what counts."""
    return _("Entwurf – wird nicht gezählt") if stamp.state is State.DRAFT else ""


def history(page: CasePage, today: date) -> tuple[Past, ...]:
    """Return contacts, referrals, finished follow-ups, past or cancelled appointments; without a day first, then
    newest first.
    """
    found: list[tuple[date | None, Past]] = [(contact.day, contact) for contact in page.contacts]
    found += [(referral.day, referral) for referral in page.referrals]
    found += [(entry.done, entry) for entry in page.follow_ups if entry.done is not None]
    found += [
        (entry.day, entry)
        for entry in page.appointments
        if entry.day is not None and (entry.day < today or entry.cancelled)
    ]
    # Sorting is stable, so that contacts of one day stay in their own order.
    found.sort(key=lambda pair: pair[0] or date.max, reverse=True)
    return tuple(record for _day, record in found)


def entry_of(record: Past, lists: CodeLists) -> Entry:
    """Return what the Verlauf says about a contact, referral, follow-up or appointment."""
    if isinstance(record, Contact):
        return _contact(record, lists)
    if isinstance(record, Referral):
        return _referral(record, lists)
    return _follow_up(record) if isinstance(record, FollowUp) else _appointment(record)


def open_rows(page: CasePage, today: date) -> tuple[Row, ...]:
    """Return open follow-ups and the next appointments, earliest first."""
    waiting = [entry for entry in page.follow_ups if entry.done is None]
    coming = [entry for entry in page.appointments if not entry.cancelled and (entry.day is None or entry.day >= today)]
    coming.sort(key=lambda entry: (entry.day or today, entry.start is None, entry.start))
    rows = [(entry.due or today, _open_follow_up(entry, today)) for entry in waiting]
    rows += [(entry.day or today, _coming(entry, today)) for entry in coming[:_COMING]]
    rows.sort(key=lambda pair: pair[0])
    return tuple(row for _day, row in rows)


def topic_label(topic: Topic, lists: CodeLists) -> str:
    """Return ``Topic: sub-topic``."""
    label = lists.label("topics", topic.code)
    return f"{label}: {lists.label('topics', topic.subtopic)}" if topic.subtopic else label


def _contact(contact: Contact, lists: CodeLists) -> Entry:
    minutes = _("{count} Min.").format(count=contact.minutes) if contact.minutes else ""
    channel = lists.label("channels", contact.channel) if contact.channel else ""
    topics = ", ".join(topic_label(topic, lists) for topic in contact.topics)
    result = lists.label("results", contact.result) if contact.result else ""
    also = ""
    if contact.also_counselled:
        count = contact.also_counselled
        also = ngettext("{count} Person mitberaten", "{count} Personen mitberaten", count).format(count=count)
    return Entry(
        f"contact:{contact.stamp.id}",
        format_date(contact.day) if contact.day else contact.stamp.raw.get("day", "") or _("ohne Datum"),
        lists.label("contact_forms", contact.form.value),
        " · ".join(part for part in (channel, minutes) if part),
        " · ".join(part for part in (topics, result, also) if part),
        contact.note or contact.stamp.raw.get("note", ""),
        draft_words(contact.stamp),
    )


def _referral(referral: Referral, lists: CodeLists) -> Entry:
    raw = referral.stamp.raw
    target = lists.label("referral_targets", referral.target) if referral.target else raw.get("target", "")
    heard = _("Rückmeldung liegt vor") if referral.heard else _("Rückmeldung offen")
    return Entry(
        f"referral:{referral.stamp.id}",
        format_date(referral.day) if referral.day else raw.get("day", "") or _("ohne Datum"),
        _("Verweisung"),
        _("mit Übergabe") if referral.warm else _("Adresse genannt"),
        " · ".join(part for part in (target, heard) if part),
        referral.note or raw.get("note", ""),
        draft_words(referral.stamp),
    )


def _follow_up(entry: FollowUp) -> Entry:
    done = format_date(entry.done) if entry.done else ""
    return Entry(f"follow_up:{entry.stamp.id}", done, _("Wiedervorlage erledigt"), facts=entry.text, muted=True)


def _appointment(entry: Appointment) -> Entry:
    title = _("Termin abgesagt") if entry.cancelled else _("Termin")
    start = format_time(entry.start) if entry.start else ""
    return Entry(
        f"appointment:{entry.stamp.id}",
        format_date(entry.day) if entry.day else "",
        title,
        start,
        " · ".join(part for part in (entry.title, entry.place) if part),
        muted=True,
    )


def _open_follow_up(entry: FollowUp, today: date) -> Row:
    badge, tone = "", Tone.NEUTRAL
    if entry.stamp.state is State.DRAFT:
        badge, tone = _("Entwurf"), Tone.WARNING
    elif entry.urgent:
        badge, tone = _("dringend"), Tone.URGENT
    elif entry.due is not None and entry.due < today:
        badge, tone = _("überfällig"), Tone.URGENT
    elif entry.due == today:
        badge, tone = _("heute"), Tone.WARNING
    return Row(
        f"follow_up:{entry.stamp.id}",
        entry.text or entry.stamp.raw.get("text", ""),
        _("Wiedervorlage"),
        format_date(entry.due) if entry.due else entry.stamp.raw.get("due", ""),
        badge,
        tone,
        button=_("Erledigt"),
    )


def _coming(entry: Appointment, today: date) -> Row:
    start = format_time(entry.start) if entry.start else entry.stamp.raw.get("start", "")
    when = _("{time} Uhr").format(time=start) if start else ""
    badge, tone = (_("heute"), Tone.WARNING) if entry.day == today else ("", Tone.NEUTRAL)
    if entry.stamp.state is State.DRAFT:
        badge, tone = _("Entwurf"), Tone.WARNING
    return Row(
        f"appointment:{entry.stamp.id}",
        entry.title,
        " · ".join(part for part in (_("Termin"), when, entry.place) if part),
        format_date(entry.day) if entry.day else entry.stamp.raw.get("day", ""),
        badge,
        tone,
    )
