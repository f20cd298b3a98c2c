"""What the office puts on its letters: head, return line, information block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mfd_desktop.letters.shown import clean
from mfd_desktop.render.blocks import LetterPage, PlainPage

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.domain.records import Office
    from mfd_desktop.letters.template import Template

MOST_ADDRESS_LINES: Final = 6
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff")


def context(office: Office) -> dict[str, str]:
    """Return the values of `template.CONTEXT`."""
    return {
        "office": office.name,
        "carrier": office.carrier,
        "office_street": office.street,
        "office_town": _town(office),
        "counsellor": office.counsellor,
        "function": office.function,
        "phone": office.phone,
    }


def letter_page(
    office: Office, title: str, address: str, *, day: str, our_sign: str, your_sign: str = "", watermark: str = ""
) -> LetterPage:
    """Return the page of a letter of the office.

    The return line shows through the window of the envelope: it names the Träger and not the service.
    """
    information = (
        ("Unser Zeichen", our_sign),
        ("Ihr Zeichen", your_sign),
        ("Es schreibt Ihnen", office.counsellor),
        ("Telefon", office.phone),
        ("E-Mail", office.email),
        ("Datum", day),
    )
    logo = office.logo if office.logo is not None and office.logo.startswith(_PICTURES) else None
    head = (office.carrier, office.name, _joined(", ", office.street, _town(office)))
    lines = [line.strip() for line in clean(address).split("\n") if line.strip()]
    fitting = (*lines[: MOST_ADDRESS_LINES - 1], _joined(", ", *lines[MOST_ADDRESS_LINES - 1 :]))
    hours = f"Sprechzeiten: {office.hours}" if office.hours else ""
    return LetterPage(
        letterhead=tuple(line for line in head if line),
        return_line=_joined(" · ", office.carrier, office.street, _town(office)),
        address=tuple(line for line in fitting if line),
        information=tuple((name, value) for name, value in information if value),
        footer=tuple(line for line in (_joined(" · ", office.carrier, office.name), hours) if line),
        logo=logo,
        running=_joined(" · ", title, our_sign),
        watermark=watermark,
    )


def sheet_page(office: Office, template: Template, day: date, watermark: str) -> PlainPage:
    """Return the page of a form sheet; the foot names the template and its version."""
    foot = f"{template.id} {template.title}, Fassung {template.version} · {day:%d.%m.%Y}"
    return PlainPage(header=_joined(" · ", office.carrier, office.name), footer=foot, watermark=watermark)


def _town(office: Office) -> str:
    return _joined(" ", office.postcode, office.town)


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)
