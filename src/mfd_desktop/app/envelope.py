"""The three sheets of the emergency envelope as printed pages: words, a code to scan, and what to do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.documents import pdf_of
from mfd_desktop.content.i18n import N_, _, language, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.render.blocks import (
    Block,
    Columns,
    Document,
    Figure,
    PageBreak,
    PlainPage,
    Run,
    Space,
    Style,
    Together,
    text,
)
from mfd_desktop.render.blocks import Paragraph as Words
from mfd_desktop.render.drawings import Box, Drawing, Label
from mfd_desktop.vault.desk import read_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.app.keys import Share
    from mfd_desktop.app.session import Session

KEEPERS = (N_("Beraterin oder Berater"), N_("Benannte Vertretung"), N_("Versiegelter Umschlag beim Träger"))
"""Who keeps which sheet, in the order of their numbers."""
_COLUMNS, _ROWS = 4, 5
_CELL_WIDTH, _CELL_HEIGHT = 118.0, 30.0
_QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
_QR_WIDTH = 46.0

_WHAT_FOR = (
    N_("Zwei der drei Blätter öffnen den Tresor. Eines allein öffnet nichts und verrät nichts."),
    N_(
        "Passwort vergessen: dieses Blatt und ein zweites holen, im Programm „Passwort vergessen oder Vertretung“"
        " wählen, die Wörter abtippen, ein neues Passwort setzen."
    ),
    N_(
        "Plötzlich ausgefallen: Die Vertretung holt mit dem Träger zwei Blätter und öffnet ebenso. Die Beraterin sieht"
        " es beim nächsten Entsperren."
    ),
    N_(
        "PC verloren oder defekt: auf einem anderen PC das Programm starten, „Aus Sicherung wiederherstellen“, dann"
        " Passwort oder zwei Blätter."
    ),
)
_NEVER = (
    N_("Nie zwei Blätter am selben Ort aufbewahren, nie neben dem PC."),
    N_("Nie abfotografieren, scannen, mailen oder in einem Passwortspeicher auf demselben PC ablegen."),
    N_("Niemand vom Träger, von der IT oder vom Hersteller fragt am Telefon nach diesen Wörtern."),
    N_(
        "Blatt verloren oder von Fremden gesehen: in den Einstellungen neue Blätter machen. Dann öffnen die alten"
        " nichts mehr."
    ),
)


def envelope_pdf(session: Session, shares: Sequence[Share]) -> bytes:
    """Return the sheets as a PDF in memory, a page each. It holds the words: never store it unasked."""
    with session.vault.read() as db:
        office = read_office(db)
    whose = ", ".join(part for part in (office.desk, office.name, office.carrier) if part) if office else ""
    blocks: list[Block] = []
    for share in shares:
        if blocks:
            blocks.append(PageBreak())
        blocks += sheet_blocks(share, whose)
    page = PlainPage(footer=_("Vertraulich. Verschlossen aufbewahren."), numbers=False)
    return pdf_of(Document(_("Notfallblätter"), page, tuple(blocks), language()), moment=session.clock.now())


def sheet_blocks(share: Share, whose: str) -> list[Block]:
    """Return the page of one sheet; ``whose``: desk, office and Träger."""
    keeper = translate_marked(KEEPERS[share.number - 1])
    made = _("Satz {set} · vom {day}").format(set=share.set_id, day=format_date(share.day))
    facts = " · ".join(part for part in (made, whose) if part)
    return [
        text(_("Notfallblatt {number} von 3").format(number=share.number), style=Style.TITLE),
        Words((Run(_("Verwahrt: {keeper}").format(keeper=keeper), bold=True), Run(f" – {share.holder}"))),
        text(facts, style=Style.SMALL),
        Space(3),
        Figure(words_drawing(share.words), _("Die 20 Wörter, nummeriert, zeilenweise zu lesen")),
        Space(2),
        Columns(
            (((Figure(qr_drawing(" ".join(share.words)), _("Dieselben Wörter als QR-Code"), _QR_WIDTH),),
              (_list(_("Wozu"), _WHAT_FOR),)),),
            (1.0, 2.6),
        ),
        _list(_("Nie"), _NEVER),
    ]  # fmt: skip


def words_drawing(words: Sequence[str]) -> Drawing:
    """Return the numbered words in a grid, read line by line."""
    shapes: list[Box | Label] = []
    for place, word in enumerate(words):
        x, y = place % _COLUMNS * _CELL_WIDTH, place // _COLUMNS * _CELL_HEIGHT
        shapes.append(Box(x + 1, y + 1, _CELL_WIDTH - 2, _CELL_HEIGHT - 2, fill="none", stroke="line", radius=2))
        shapes.append(Label(x + 20, y + 20, str(place + 1), 9, "muted", anchor="end"))
        shapes.append(Label(x + 26, y + 20.5, word, 14, bold=True))
    return Drawing(_COLUMNS * _CELL_WIDTH, _ROWS * _CELL_HEIGHT, tuple(shapes))


def qr_drawing(content: str) -> Drawing:
    """Return a QR code (ISO/IEC 18004, error correction M) with its quiet zone; one unit is a module."""
    import segno

    matrix = segno.make_qr(content, error="m").matrix
    size = len(matrix) + 2 * _QUIET
    shapes = []
    for y, row in enumerate(matrix):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                shapes.append(Box(start + _QUIET, y + _QUIET, x - start, 1, fill="ink"))
                start = None
    return Drawing(size, size, tuple(shapes))


def holders(names: Sequence[str]) -> tuple[str, str, str]:
    """Return three names to be printed; where none was given the role alone stands there."""
    first, second, third = (
        name.strip() or translate_marked(keeper) for name, keeper in zip(names, KEEPERS, strict=True)
    )
    return first, second, third


def _list(title: str, points: Sequence[str]) -> Together:
    lines = [text(title, style=Style.BODY, bold=True)]
    lines += [text(f"• {translate_marked(point)}") for point in points]
    return Together(tuple(lines))
