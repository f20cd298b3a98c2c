"""What the data protection law of the Träger says, in German, for the information sheet and the access package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.privacy import ANSWERED, RIGHTS, regime

if TYPE_CHECKING:
    from mfd_desktop.content.privacy import Regime

OPEN = ", Fundstelle fachlich zu prüfen"
"""Stands after a reference that no source proves yet."""


def years_words(years: int) -> str:
    """Return a number of years in German."""
    return "ein Jahr" if years == 1 else f"{years} Jahre"


def right_words(regime: Regime, name: str) -> str:
    """Return a right with its reference, the time until the answer, and the authority for a complaint."""
    right = regime.rights[name]
    said = f"{right.title} ({right.reference}{OPEN if right.review == 'open' else ''}): {right.text}"
    if name in ANSWERED:
        month = "einem Monat" if right.months == 1 else f"{right.months} Monaten"
        said += f" Die Antwort kommt in {month}."
    return f"{said} Aufsicht: {regime.authority}." if name == "complaint" else said


def sheet_texts(name: str, years: int) -> dict[str, str]:
    """Return what the law called ``name`` says on the sheet, by the last part of a prefill. Raises ContentError."""
    law = regime(name)
    asked = [right for right in RIGHTS if right not in ("information", "complaint")]
    return {
        "law": f"{law.name} ({law.short}), {law.rights['information'].reference}",
        "purposes": "\n".join(f"{purpose.title} – {purpose.basis}" for purpose in law.purposes),
        "retention": law.retention.format(years=years_words(years)),
        "rights": "\n".join(right_words(law, right) for right in asked),
        "authority": f"{law.authority} ({law.rights['complaint'].reference})",
    }
