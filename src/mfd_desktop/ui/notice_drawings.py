"""Drawings that show, for every way a notice can arrive, where the date stands that counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.render.drawings import Box, Drawing, Line, scaled
from mfd_desktop.ui import notice_shapes as parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.render.drawings import Shape

WIDTH, HEIGHT = 420.0, 168.0
_EXAMPLE: Final = date(2026, 10, 24)
_BASE: Final = 156.0
"""Base line of the sentence below a drawing."""

_READING = N_("Dieses Datum zählt, nicht der Tag des Lesens.")
_SLIP = N_("Der Tag dieser Mitteilung zählt, nicht der Tag der Abholung.")
_HANDED = N_("Dieses Datum zählt, nicht der Tag der Weitergabe.")
_POSTED = N_("Vom Tag der Aufgabe zur Post an rechnet das Gesetz weiter.")
_CARD = N_("Das Datum auf der unterschriebenen Karte zählt.")
_ARRIVED = N_("Es zählt der Tag, an dem der Brief nachweislich da war.")
_LIST_OUT = N_("Der Tag der Aushändigung steht in der Postliste.")
_LIST_IN = N_("Von diesem Tag der Postliste an rechnet das Gesetz weiter.")
_MADE_READY = N_("Die Nachricht nennt den Tag, von dem an gerechnet wird.")
_FETCHED = N_("Es zählt der Tag nach dem Abruf.")
_HAND_OVER = N_("Es zählt der Tag der Übergabe.")
_SAID = N_("Es zählt der Tag, an dem die Entscheidung gesagt wurde.")
_RECEIPT = N_("Das Datum neben der Unterschrift zählt.")
_EARLIER = N_("Es zählt immer das frühere der beiden Daten.")
_FIRST_TRY = N_("Schon die erste Aufgabe zur Post zählt.")
_HUNG_OUT = N_("Vom Tag des Aushangs an rechnet das Gesetz weiter.")


def drawing(form: str, width: float) -> Drawing:
    """Return the drawing of a way of delivery (code of ``notice_forms``), at most ``width`` wide; raise KeyError."""
    draw, sentence = _DRAWINGS[form]
    said = parts.words(0, _BASE, translate_marked(sentence), 12, bold=True)
    whole = Drawing(WIDTH, HEIGHT, (*draw(), said))
    return whole if width >= WIDTH else scaled(whole, width / WIDTH)


def forms() -> tuple[str, ...]:
    """Return the ways of delivery that have a drawing."""
    return tuple(_DRAWINGS)


def described(form: str) -> str:
    """Return what the drawing says, for who cannot see it."""
    return translate_marked(_DRAWINGS[form][1])


# --- the yellow envelope ------------------------------------------------------


def _yellow_envelope(*, date_counts: bool = True) -> list[Shape]:
    """The envelope of a formal service: its head, the address, and the field the delivery person fills in."""
    field = (166.0, 12.0, 118.0, 56.0)
    return [
        *parts.envelope((0, 2, 296, 132), "yellow"),
        parts.words(12, 24, _("Förmliche Zustellung"), 12, paint="on_yellow", bold=True),
        parts.words(12, 40, _("Aktenzeichen …"), 10, paint="on_yellow"),
        Box(12, 78, 140, 46, fill="panel", stroke="on_yellow", radius=2),
        *parts.written((20, 88, 110, 26), 4),
        Box(*field, fill="panel", stroke="on_yellow"),
        parts.words(172, 26, _("Zugestellt am"), 10, paint="muted"),
        parts.words(172, 44, format_date(_EXAMPLE), 14, bold=True),
        *parts.signature(176, 62),
        parts.words(214, 63, _("Unterschrift"), 8.5, paint="muted"),
        *(parts.counts(field) if date_counts else ()),
        *(parts.arrow(120, 46, 158, 46, "on_yellow") if date_counts else ()),
    ]


def _into_the_box() -> list[Shape]:
    return [
        *_yellow_envelope(),
        *parts.mailbox((322, 50, 84, 74)),
        *parts.envelope((336, 24, 56, 32), "yellow"),
        Box(322, 60, 84, 14, fill="line"),
        Box(335, 65, 59, 5, fill="ink", radius=2),
        *parts.arrow(364, 4, 364, 20, "ink"),
    ]


def _to_the_person() -> list[Shape]:
    return [
        *_yellow_envelope(),
        *parts.person(330, 132, 64),
        *parts.person(393, 132, 64, "accent"),
        *parts.envelope((346, 88, 34, 20), "yellow"),
        parts.words(376, 62, _("Sie selbst"), 10, paint="accent", bold=True),
    ]


def _to_another() -> list[Shape]:
    return [
        *_yellow_envelope(),
        *parts.person(330, 132, 64),
        *parts.person(393, 132, 64, "muted"),
        *parts.envelope((346, 88, 34, 20), "yellow"),
        parts.words(304, 54, _("jemand anderes"), 10, paint="muted", bold=True),
    ]


def _laid_down() -> list[Shape]:
    return [
        *_yellow_envelope(date_counts=False),
        Box(312, 14, 104, 112, fill="panel", stroke="ink", radius=2),
        parts.words(320, 32, _("Mitteilung über"), 10, bold=True),
        parts.words(320, 44, _("die Niederlegung"), 10, bold=True),
        *parts.written((320, 58, 86, 18), 3),
        parts.words(322, 105, format_date(_EXAMPLE), 13, bold=True),
        *parts.counts((317, 90, 92, 22)),
    ]


# --- letters ------------------------------------------------------------------


def _posted_letter(stamp_word: str) -> list[Shape]:
    return [
        *parts.envelope((0, 2, 296, 132)),
        *parts.written((14, 18, 84, 18), 3),
        Box(14, 70, 150, 50, fill="none", stroke="muted", radius=2),
        *parts.written((24, 82, 118, 26), 4),
        *parts.stamp(258, 36, 24, "muted"),
        Box(236, 28, 46, 17, fill="panel"),
        parts.words(222, 41, format_date(_EXAMPLE), 12, bold=True),
        *parts.counts((216, 26, 76, 20)),
        parts.words(324, 40, stamp_word, 11, bold=True),
        *parts.arrow(320, 36, 298, 36),
    ]


def _simple_letter() -> list[Shape]:
    return _posted_letter(_("Poststempel"))


def _known_day() -> list[Shape]:
    return [
        Box(60, 2, 280, 132, fill="panel", stroke="ink", radius=3),
        *parts.written((76, 20, 240, 14), 3),
        parts.words(78, 66, _("Bekannt gegeben am"), 11),
        parts.words(214, 66, format_date(_EXAMPLE), 14, bold=True),
        *parts.counts((208, 49, 92, 24)),
        *parts.written((76, 88, 240, 32), 4),
    ]


def _with_receipt() -> list[Shape]:
    return [
        *parts.envelope((0, 26, 190, 106)),
        Box(14, 38, 30, 24, fill="none", stroke="urgent"),
        parts.words(22, 57, "R", 18, paint="urgent", bold=True),
        *parts.written((14, 84, 120, 28), 4),
        Box(212, 8, 200, 118, fill="panel", stroke="ink", radius=3),
        parts.words(222, 26, _("Rückschein"), 12, bold=True),
        parts.words(222, 46, _("Empfangen am"), 10, paint="muted"),
        parts.words(222, 66, format_date(_EXAMPLE), 14, bold=True),
        *parts.counts((217, 51, 86, 20)),
        *parts.signature(226, 108),
        parts.words(270, 110, _("Unterschrift"), 10, paint="muted"),
    ]


def _handed_by_post() -> list[Shape]:
    return [*_posted_letter(_("Aufgabe zur Post")), *_registered_mark()]


def _registered_mark() -> list[Shape]:
    return [
        Box(14, 40, 26, 22, fill="panel", stroke="urgent"),
        parts.words(21, 57, "R", 16, paint="urgent", bold=True),
    ]


def _thrown_in() -> list[Shape]:
    return [
        *parts.envelope((0, 20, 190, 106)),
        Box(14, 32, 30, 24, fill="none", stroke="urgent"),
        parts.words(22, 51, "R", 18, paint="urgent", bold=True),
        *parts.written((14, 78, 120, 28), 4),
        *parts.arrow(200, 72, 226, 72),
        *parts.mailbox((238, 34, 96, 92)),
        parts.words(346, 84, format_date(_EXAMPLE), 13, bold=True),
        *parts.counts((341, 68, 79, 22)),
    ]


def _returned() -> list[Shape]:
    return [
        *_posted_letter(_("Aufgabe zur Post")),
        Line(20, 78, 156, 114, "urgent", 2.5),
        Line(156, 78, 20, 114, "urgent", 2.5),
        parts.words(176, 116, _("zurück: verzogen"), 11, paint="urgent", bold=True),
    ]


def _abroad() -> list[Shape]:
    stripes = (
        Line(6 + step * 18, 130, 16 + step * 18, 130, "urgent" if step % 2 else "accent", 3) for step in range(16)
    )
    return [*_posted_letter(_("Aufgabe zur Post")), *stripes]


# --- lists, screens, sheets ---------------------------------------------------


def _post_list(column: int) -> list[Shape]:
    """The post list of a reception centre; ``column`` 2: day of arrival there, 3: day it was handed out."""
    tops, lefts = (34, 62, 90, 118), (8, 40, 172, 288)
    heads = (_("Nr."), _("Name"), _("Eingang"), _("Ausgehändigt"))
    days = ("", "", format_date(_EXAMPLE), format_date(date(2026, 10, 27)))
    return [
        Box(0, 2, 400, 132, fill="panel", stroke="ink", radius=3),
        *(Line(0, top, 400, top, "muted", 1) for top in tops),
        *(Line(left - 8, 2, left - 8, 134, "muted", 1) for left in lefts[1:]),
        *(parts.words(left, 23, head, 11, bold=True) for left, head in zip(lefts, heads, strict=True)),
        *(Line(lefts[1], top + 15, lefts[1] + 90, top + 15, "muted", 1.4) for top in tops[:3]),
        *(parts.words(left, 81, day, 13, bold=True) for left, day in zip(lefts, days, strict=True) if day),
        *parts.counts((lefts[column] - 5, 65, 92, 22)),
    ]


def _handed_out() -> list[Shape]:
    return _post_list(3)


def _not_handed_out() -> list[Shape]:
    return _post_list(2)


def _screen(line: str) -> list[Shape]:
    return [
        Box(40, 2, 300, 116, fill="panel", stroke="ink", radius=6),
        Line(190, 118, 190, 132, "ink", 4),
        Line(140, 133, 240, 133, "ink", 4),
        *parts.back((60, 26, 60, 42)),
        parts.words(138, 38, line, 11, paint="muted"),
        parts.words(138, 62, format_date(_EXAMPLE), 15, bold=True),
        *parts.counts((132, 45, 96, 24)),
        *parts.written((138, 84, 170, 16), 3),
    ]


def _sent() -> list[Shape]:
    return _screen(_("Abgesendet am"))


def _fetched() -> list[Shape]:
    return _screen(_("Abgerufen am"))


def _told() -> list[Shape]:
    return _screen(_("Benachrichtigt am"))


def _ready() -> list[Shape]:
    return _screen(_("Bereitgestellt am"))


def _two_people(between: list[Shape]) -> list[Shape]:
    return [*parts.person(70, 132, 100), *parts.person(290, 132, 100, "accent"), *between]


def _personally() -> list[Shape]:
    day = [parts.words(142, 24, format_date(_EXAMPLE), 14, bold=True), *parts.counts((136, 7, 92, 24))]
    return _two_people([*parts.sheet((150, 50, 60, 74), 5), *day])


def _orally() -> list[Shape]:
    return _two_people(
        [
            Box(124, 8, 114, 46, fill="panel", stroke="ink", radius=10),
            Line(132, 53, 118, 66, "ink", 1.4),
            parts.words(138, 36, format_date(_EXAMPLE), 14, bold=True),
            *parts.counts((132, 20, 92, 24)),
        ]
    )


def _acknowledged() -> list[Shape]:
    return [
        Box(60, 2, 280, 132, fill="panel", stroke="ink", radius=3),
        parts.words(76, 26, _("Empfangsbekenntnis"), 13, bold=True),
        *parts.written((76, 42, 240, 24), 4),
        parts.words(80, 112, format_date(_EXAMPLE), 14, bold=True),
        *parts.counts((74, 95, 92, 24)),
        *parts.signature(206, 110),
        Line(196, 116, 316, 116, "muted", 1),
        parts.words(196, 128, _("Unterschrift"), 9, paint="muted"),
    ]


def _to_both() -> list[Shape]:
    later = format_date(date(2026, 10, 27))
    return [
        *parts.envelope((6, 20, 150, 84)),
        parts.words(18, 44, _("Anwältin, Anwalt"), 11),
        parts.words(18, 76, format_date(_EXAMPLE), 14, bold=True),
        *parts.counts((12, 59, 92, 24)),
        *parts.envelope((220, 20, 150, 84)),
        parts.words(232, 44, _("Sie selbst"), 11),
        parts.words(232, 76, later, 14, paint="muted"),
    ]


def _board() -> list[Shape]:
    return [
        Box(40, 2, 320, 118, fill="line", stroke="ink", radius=3),
        Box(64, 14, 190, 94, fill="panel", stroke="ink"),
        Box(154, 9, 10, 10, fill="urgent", radius=5),
        parts.words(76, 40, _("Öffentliche Zustellung"), 12, bold=True),
        parts.words(76, 62, _("Ausgehängt am"), 10, paint="muted"),
        parts.words(78, 84, format_date(_EXAMPLE), 14, bold=True),
        *parts.counts((72, 68, 92, 23)),
        Box(272, 20, 70, 50, fill="panel", stroke="muted"),
        *parts.written((280, 30, 54, 28), 4),
        Line(70, 120, 70, 134, "ink", 4),
        Line(330, 120, 330, 134, "ink", 4),
    ]


_DRAWINGS: dict[str, tuple[Callable[[], list[Shape]], str]] = {
    "PZU_EINLEGUNG": (_into_the_box, _READING),
    "PZU_UEBERGABE": (_to_the_person, _READING),
    "PZU_ERSATZ": (_to_another, _HANDED),
    "PZU_NIEDERLEGUNG": (_laid_down, _SLIP),
    "EINFACHER_BRIEF": (_simple_letter, _POSTED),
    "EINFACHER_BRIEF_BEKANNT": (_known_day, _ARRIVED),
    "EINSCHREIBEN_RUECKSCHEIN": (_with_receipt, _CARD),
    "EINSCHREIBEN_UEBERGABE": (_handed_by_post, _POSTED),
    "EINWURF_EINSCHREIBEN": (_thrown_in, _ARRIVED),
    "AE_AUSHAENDIGUNG": (_handed_out, _LIST_OUT),
    "AE_FIKTION": (_not_handed_out, _LIST_IN),
    "ELEKTRONISCH": (_sent, _MADE_READY),
    "PORTAL_VWVFG_41_2A": (_fetched, _FETCHED),
    "PORTAL_SGBX_37_2A": (_told, _MADE_READY),
    "OZG_POSTFACH": (_ready, _MADE_READY),
    "PERSOENLICH": (_personally, _HAND_OVER),
    "MUENDLICH": (_orally, _SAID),
    "EB": (_acknowledged, _RECEIPT),
    "BEVOLLMAECHTIGT": (_to_both, _EARLIER),
    "UNZUSTELLBAR_10_2": (_returned, _FIRST_TRY),
    "OEFFENTLICHE_ZUSTELLUNG": (_board, _HUNG_OUT),
    "AUSLAND_7T": (_abroad, _POSTED),
    "EINFACHER_BRIEF_AUSLAND_AO": (_abroad, _POSTED),
}
