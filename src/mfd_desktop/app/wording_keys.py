"""Sentences about the sheets of the emergency envelope and about keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.errors_keys import CounsellorOnly, SheetsUnfit, SheetWrong

if TYPE_CHECKING:
    from collections.abc import Callable

_UNFIT = {
    "same": N_("Das ist zweimal dasselbe Blatt. Bitte ein anderes der drei Blätter dazunehmen."),
    "sets": N_(
        "Diese zwei Blätter gehören nicht zusammen: Auf dem einen steht Satz {first}, auf dem anderen Satz {second}."
        " Bitte zwei Blätter desselben Satzes nehmen."
    ),
    "foreign": N_(
        "Die zwei Blätter (Satz {first}) passen zueinander, öffnen aber diesen Tresor nicht. Entweder gehören sie zu"
        " einem anderen Tresor, oder es wurden danach neue Blätter gemacht."
    ),
    "none": N_("Für diesen Tresor gelten keine Notfallblätter. Er öffnet sich nur mit dem Passwort."),
}


def sheet_wrong(error: SheetWrong) -> str:
    """Return which word of which sheet is wrong, or what else."""
    place = _("Erstes Blatt") if error.sheet == 1 else _("Zweites Blatt")
    if error.reason == "word":
        text = _("{sheet}, Wort {number}: „{word}“ steht auf keinem Blatt.")
        if error.meant:
            text = _("{sheet}, Wort {number}: „{word}“ steht auf keinem Blatt. Ist „{meant}“ gemeint?")
        return text.format(sheet=place, number=error.number, word=error.word, meant=error.meant)
    if error.reason == "count":
        return _("{sheet}: Es sind {number} Wörter, auf dem Blatt stehen 20.").format(sheet=place, number=error.number)
    return _(
        "{sheet}: Alle Wörter gibt es, aber eines ist nicht das richtige, oder zwei sind vertauscht. Bitte Wort für"
        " Wort mit dem Blatt vergleichen."
    ).format(sheet=place)


def sheets_unfit(error: SheetsUnfit) -> str:
    """Return why the two sheets do not open the vault."""
    return translate_marked(_UNFIT[error.reason]).format(first=error.first_set, second=error.second_set)


def counsellor_only(_error: CounsellorOnly) -> str:
    """Return who may do this."""
    return _("Das geht nur mit dem Passwort der Beraterin oder des Beraters selbst, nicht mit dem der Vertretung.")


SENTENCES: tuple[tuple[type, Callable[..., str]], ...] = (
    (SheetWrong, sheet_wrong),
    (SheetsUnfit, sheets_unfit),
    (CounsellorOnly, counsellor_only),
)
"""The errors of this module with their sentences, for ``wording.sentence``."""
