"""How the procedure guide says which law applies and how a way to stay stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import procedure_guide, procedures
from mfd_desktop.content.i18n import N_, _, content_text, ngettext, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.law.right_to_stay import Chance
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from mfd_desktop.app.procedure_guide import Regime
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.law.right_to_stay import Assessment

_MATTERS = {
    "procedure": N_("Asylverfahren"),
    "responsibility": N_("Zuständigkeit"),
    "withdrawal": N_("Entzug"),
}
_NAMES = {
    ("procedure", "ALT"): N_("altes Recht"),
    ("procedure", "NEU"): N_("neues Recht"),
    ("responsibility", "ALT"): N_("Dublin III"),
    ("responsibility", "NEU"): N_("neue Verordnung (AMMR)"),
    ("withdrawal", "ALT"): N_("altes Recht"),
    ("withdrawal", "NEU"): N_("neues Recht"),
}
_LOOK = {
    Chance.POSSIBLE: (N_("möglich"), Tone.GOOD, "check"),
    Chance.NOT_YET: (N_("noch nicht"), Tone.ACCENT, "clock"),
    Chance.BARRED: (N_("gesperrt"), Tone.URGENT, "lock"),
    Chance.OPEN: (N_("offen"), Tone.NEUTRAL, "circle"),
    Chance.INFORMATION: (N_("Information"), Tone.NEUTRAL, "info"),
}


def regime_pill(regime: Regime) -> tuple[str, Tone]:
    """Return what a pill says of a law, and how urgent it is."""
    matter = translate_marked(_MATTERS[regime.cut_off])
    if regime.sure:
        law = translate_marked(_NAMES[regime.cut_off, regime.laws[0]])
        return _("{matter}: {law}").format(matter=matter, law=law), Tone.ACCENT
    said = _("{matter}: Recht offen") if regime.day is not None else _("{matter}: Tag fehlt")
    return said.format(matter=matter), Tone.WARNING


def regime_sentence(regime: Regime) -> str:
    """Return by which day which law applies, and what is open about it."""
    if regime.coming:
        return _("Der Tag steht noch aus; was jetzt kommt, richtet sich nach dem neuen Recht.")
    more = content_text(regime.more) if regime.more else ""
    notes = [f"{content_text(note.text)} ({_('fachlich zu prüfen')})" for note in regime.notes]
    return " ".join(part for part in (regime.said.shown(), more, *notes) if part)


def law_line(session: Session, client_id: RecordId) -> str:
    """Return which law applies in a person's procedure in one line, empty without a procedure."""
    procedure = procedures.procedure_of(session, client_id)
    if procedure is None:
        return ""
    return " · ".join(regime_pill(regime)[0] for regime in procedure_guide.regimes_of(session, procedure))


def chance_look(chance: Chance) -> tuple[str, Tone, str]:
    """Return word, tone and sign of a way to stay."""
    word, tone, icon = _LOOK[chance]
    return translate_marked(word), tone, icon


def chance_sentence(found: Assessment) -> str:
    """Return from when, because of what, or what is still to be asked."""
    if found.chance is Chance.BARRED:
        return _("weil: {reasons}").format(reasons=" ".join(content_text(part.text) for part in found.reasons))
    if found.chance is Chance.NOT_YET:
        since = _("frühestens ab {day}").format(day=format_date(found.since)) if found.since else ""
        lacking = "; ".join(content_text(need.text) for need in found.missing)
        missing = _("es fehlt: {needs}").format(needs=lacking)
        return " · ".join(part for part in (since, missing) if part)
    if found.chance is Chance.OPEN:
        count = len(found.questions)
        return ngettext("{count} Frage offen", "{count} Fragen offen", count).format(count=count)
    if found.until is not None:
        return _("Antrag spätestens am {day}").format(day=format_date(found.until))
    return content_text(found.way.gives)
