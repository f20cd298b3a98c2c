"""Sentences about history and recycle bin."""

import pytest

from mfd_desktop.app.wording import sentence
from mfd_desktop.domain import errors_history as errors
from mfd_desktop.domain.errors import UserError

EXAMPLES: list[tuple[UserError, str]] = [
    (errors.OwnerInBin("client"), "Person"),
    (errors.OwnerInBin("case_file"), "Fall"),
    (errors.OwnerInBin("letter"), "gelöscht"),
    (errors.NoLongerInBin(), "30 Tage"),
    (errors.Unrestorable(), "nichts geändert"),
]


@pytest.mark.parametrize(("error", "named"), EXAMPLES, ids=lambda value: repr(value)[:40])
def test_each_sentence_says_what_to_do_or_what_was_kept(error: UserError, named: str) -> None:
    text = sentence(error)
    assert named in text
    assert "\n" not in text
    assert text.endswith(".")


def test_sentences_differ() -> None:
    assert len({sentence(error) for error, _ in EXAMPLES}) == len(EXAMPLES)
