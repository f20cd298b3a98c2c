"""The printed summary of a case: what it holds, what it leaves out, and that it goes to paper or a file with a log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass

from mfd_desktop.app import agenda, casework, contacting, noticing, overview, procedures
from mfd_desktop.app.case_summary import summary_document, summary_pdf
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.render.blocks import Figure, Together


def words(part: object) -> str:
    """Return every text inside a document."""
    if isinstance(part, str):
        return part
    if isinstance(part, tuple):
        return "\n".join(words(each) for each in part)
    if is_dataclass(part):
        return "\n".join(words(getattr(part, field.name)) for field in fields(part))
    return ""


def test_it_holds_what_is_asked_on_the_telephone_and_no_note(
    session: Session, new_case: Callable[..., tuple[RecordId, RecordId]], contact_raws: Mapping[str, str]
) -> None:
    client_id, case_id = new_case(birth_date="3.4.1990", nationalities="SY", languages="ar", azr_number="123456789")
    contacting.record_contact(session, case_id, {**contact_raws, "note": "Kanarienvogel-7Q"})
    casework.save_residence_status(session, client_id, None, {"code": "S002", "expires": "31.1.2027"})
    agenda.record_follow_up(session, case_id, {"due": "1.12.2026", "text": "Bescheid mit Umschlag"})
    agenda.record_appointment(
        session, case_id, {"day": "2.12.2026", "start": "9:30", "title": "Anhörung", "place": "Trier"}
    )
    document = summary_document(session, overview.case_page(session, case_id))
    said = words(document.blocks)
    for told in ("Testperson, Amal", "03.04.1990", "Syri", "Arabisch", "123456789", "bis 31.01.2027"):
        assert told in said
    for told in ("01.12.2026\nBescheid mit Umschlag", "02.12.2026 09:30\nAnhörung, Trier", "23.11.2026"):
        assert told in said
    assert "Kanarienvogel" not in said
    assert "Testperson" not in document.title + words(document.page)


def test_a_name_in_arabic_comes_to_paper(session: Session, new_case: Callable[..., tuple[RecordId, RecordId]]) -> None:
    _client, case_id = new_case("تجربة", "أمل")
    content = summary_pdf(session, case_id)
    assert content.startswith(b"%PDF")
    assert "تجربة".encode("utf-16-be") not in content


def test_of_an_empty_case_only_the_number_and_the_day(
    session: Session, new_case: Callable[..., tuple[RecordId, RecordId]]
) -> None:
    _client, case_id = new_case("", "")
    document = summary_document(session, overview.case_page(session, case_id))
    assert words(document.blocks).splitlines()[0].startswith("Fallübersicht 2026-")
    assert "Stand 23.11.2026" in words(document.blocks)


def test_the_procedure_its_picture_and_open_deadlines_are_on_it(
    session: Session, new_case: Callable[..., tuple[RecordId, RecordId]]
) -> None:
    _client, case_id = new_case(birth_date="3.4.1990")
    begun = procedures.begin_procedure(
        session, case_id, {"kind": "first", "position": "Z05", "lodged": "1.7.2026", "registered": "10.7.2026"}
    )
    raws = {
        "kind": "B08", "form": "PZU_EINLEGUNG", "delivered": "20.11.2026", "day": "18.11.2026", "land": "RP",
        "authority": "BAMF", "file_number": "1234567-475",
    }  # fmt: skip
    noticing.record_notice(session, case_id, (begun.record_id,), raws)
    document = summary_document(session, overview.case_page(session, case_id))
    said = words(document.blocks)
    for told in ("Asylverfahren", "es gilt das neue Recht", "Offene Fristen", "27.11.2026", "Rechtsbehelfsbelehrung"):
        assert told.lower() in said.lower(), told
    (drawn,) = [
        block
        for part in document.blocks
        if isinstance(part, Together)
        for block in part.blocks
        if isinstance(block, Figure)
    ]
    assert "27.11.2026" in drawn.description
    assert "Heute" in drawn.description
    assert summary_pdf(session, case_id).startswith(b"%PDF")
