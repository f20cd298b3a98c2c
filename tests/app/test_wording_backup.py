"""Every error about backups has a sentence that names what it is about."""

from pathlib import Path

import pytest

from mfd_desktop.app import wording_backup
from mfd_desktop.app.wording import sentence
from mfd_desktop.domain import errors_backup as errors
from mfd_desktop.domain.errors import UserError

PATH = Path("/sicherung")
STATE = "20261123T093000Z-1-42"
EXAMPLES: list[tuple[UserError, tuple[str, ...]]] = [
    (errors.BackupMissing(PATH), ("/sicherung",)),
    (errors.BackupMissing(PATH, STATE), ("/sicherung", STATE)),
    *(
        (errors.BackupFolderRefused(PATH, reason), () if reason == "none" else ("/sicherung",))
        for reason in wording_backup._REFUSED  # noqa: SLF001 - all reasons
    ),
    (errors.BackupNewer(PATH, 9, 1), ("9", "1")),
    (errors.BackupRunning(), ()),
    *(
        (errors.BackupDamaged(PATH, STATE, part), (STATE,))
        for part in wording_backup._DAMAGED  # noqa: SLF001 - all parts
    ),
    (errors.BackupDamaged(PATH, "", "mark"), ("/sicherung",)),
    (errors.BackupDamaged(PATH, STATE, "attachments", 1), ("1 Dokument,", STATE)),
    (errors.BackupDamaged(PATH, STATE, "attachments", 3), ("3 Dokumente,", STATE)),
    (errors.CopyDiffers(PATH / "cases.db"), ("cases.db", "Frühere Sicherungen")),
]


def test_every_error_is_tried() -> None:
    mine = {kind for kind in vars(errors).values() if isinstance(kind, type) and kind.__module__ == errors.__name__}
    assert {type(error) for error, _ in EXAMPLES} == mine


@pytest.mark.parametrize(("error", "named"), EXAMPLES, ids=lambda value: repr(value)[:40])
def test_each_sentence_is_one_line_that_names_what_it_is_about(error: UserError, named: tuple[str, ...]) -> None:
    text = sentence(error)
    assert "\n" not in text
    assert "{" not in text
    assert all(word in text for word in named)
    assert text != sentence(UserError())


def test_sentences_differ() -> None:
    texts = [sentence(error) for error, _ in EXAMPLES]
    assert len(set(texts)) == len(texts)
