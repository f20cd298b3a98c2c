"""Rows and sentences about the states of a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.wording_damage import counts_words
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.ui.kit.row import Row
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.app.restore_choice import CaseDifference, Choice, Comparison, Restored


def state_row(choice: Choice) -> Row:
    """Return the row of a state."""
    notes = {
        "": _("geprüft"),
        "passphrase": _("anderes Passwort"),
        "damaged": _("beschädigt"),
    }
    return Row(
        choice.state.name,
        counts_words(choice.counts) if choice.opened else notes[choice.problem],
        date=f"{choice.state.moment.astimezone():%d.%m.%Y %H:%M}",
        badge=notes[choice.problem],
        tone=Tone.GOOD if choice.opened else Tone.WARNING,
        button=_("Ansehen") if choice.opened else "",
        muted=not choice.opened,
    )


def difference_words(found: Comparison, *, alone: bool = False) -> str:
    """Return both counts and how many cases differ; ``alone``: there is no other vault to compare with."""
    there = _("Im Stand: {counts}.").format(counts=counts_words(found.there))
    if alone:
        return there
    if found.here is None:
        return _("{there} Der jetzige Tresor lässt sich nicht lesen; verglichen werden kann nicht.").format(there=there)
    here = _("Jetzt: {counts}.").format(counts=counts_words(found.here))
    if not found.cases:
        return _("{there} {here} In den Fällen ist kein Unterschied.").format(there=there, here=here)
    cases = ngettext("{count} Fall ist verschieden:", "{count} Fälle sind verschieden:", len(found.cases))
    return f"{there} {here} {cases.format(count=len(found.cases))}"


def case_row(case: CaseDifference, *, named: bool) -> Row:
    """Return the row of a case that differs; the name only if ``named``."""
    kinds = {
        "only_here": (_("fehlt im Stand"), Tone.WARNING),
        "only_there": (_("nur im Stand"), Tone.ACCENT),
        "other": (_("seitdem geändert"), Tone.NEUTRAL),
    }
    badge, tone = kinds[case.kind]
    second = ""
    if case.contacts > 0:
        second = ngettext("{count} Kontakt würde fehlen", "{count} Kontakte würden fehlen", case.contacts).format(
            count=case.contacts
        )
    elif case.contacts < 0:
        second = ngettext("{count} Kontakt käme zurück", "{count} Kontakte kämen zurück", -case.contacts).format(
            count=-case.contacts
        )
    title = f"{case.number} · {case.name}" if named else case.number
    return Row(case.number, title, second, badge=badge, tone=tone)


def restored_words(found: Restored, old: Path | None) -> str:
    """Return what was restored, what was not, and that ``old`` stays, if there was one."""
    parts = [_("Wiederhergestellt und geprüft: {counts}.").format(counts=counts_words(found.counts))]
    broken = len(found.missing) + len(found.damaged)
    if broken:
        parts.append(
            ngettext(
                "{count} Dokument fehlt in der Sicherung oder ist dort beschädigt.",
                "{count} Dokumente fehlen in der Sicherung oder sind dort beschädigt.",
                broken,
            ).format(count=broken)
        )
    if found.erased:
        parts.append(
            ngettext(
                "{count} Person, die seitdem gelöscht wurde, wurde auch hier wieder gelöscht.",
                "{count} Personen, die seitdem gelöscht wurden, wurden auch hier wieder gelöscht.",
                found.erased,
            ).format(count=found.erased)
        )
    if old is not None:
        parts.append(_("Der alte Tresor bleibt unverändert: {folder}").format(folder=old))
    return " ".join(parts)
