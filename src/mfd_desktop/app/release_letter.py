"""The sheet to sign: a release becomes letter G02, filled from the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import letters
from mfd_desktop.app.casework import values_of
from mfd_desktop.app.letter_fields import languages_of, letter_fields
from mfd_desktop.app.release_fields import RELEASE
from mfd_desktop.app.releases import read_release
from mfd_desktop.app.saving import raws_of

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId

TEMPLATE = "G02"
_GERMAN = "de"


def write_release(session: Session, case_id: RecordId, release_id: RecordId, *, initiator: object = None) -> RecordId:
    """Begin the letter that the client signs and return its id; in the language of the declaration if there is one.

    Raises UnknownTemplate if the template cannot be used.
    """
    release = read_release(session, release_id)
    known = raws_of(RELEASE, values_of(release, RELEASE), release.stamp.raw)
    offered = [language for language, _words, _german in languages_of(TEMPLATE, session.lists)]
    language = release.language if release.language in offered else _GERMAN
    names = {field.name for field in letter_fields(TEMPLATE, language, session.lists).fields}
    texts = {name: text for name, text in known.items() if name in names and text}
    return letters.begin_letter(session, case_id, TEMPLATE, language, texts=texts, initiator=initiator)
