"""What can be wrong with triggers, forms of notification and cut-off dates although their files can be read."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise

from mfd_desktop.law.lint import Found
from mfd_desktop.law.vocabulary import CutOffFile, Fiction, NoticeForm, NoticeFormFile, TriggerFile


def trigger_problems(file: TriggerFile) -> Found:
    """Yield place and reason of everything wrong with the kinds of triggers."""
    yield from _doubles("triggers", [kind.code for kind in file.triggers])


def cut_off_problems(file: CutOffFile) -> Found:
    """Yield place and reason of everything wrong with the cut-off dates."""
    yield from _doubles("cut_offs", [one.id for one in file.cut_offs])
    for one in file.cut_offs:
        if bool(one.beside) != bool(one.beside_reason):
            yield f"cut_offs.{one.id}", "beside and its reason belong together"
        if len({one.open_from is None, one.open_until is None, not one.open_reason}) > 1:
            yield f"cut_offs.{one.id}", "open_from, open_until and open_reason belong together"


def form_problems(file: NoticeFormFile, kinds: Collection[str]) -> Found:
    """Yield place and reason of everything wrong with the forms of notification; ``kinds``: codes of the triggers."""
    codes = [form.code for form in file.forms]
    yield from _doubles("forms", codes)
    for form in file.forms:
        if form.of and form.of not in codes:
            yield f"forms.{form.code}.of", f"there is no form {form.of!r}"
        named = (*form.only, *(fiction.trigger for fiction in form.fictions))
        yield from (
            (f"forms.{form.code}", f"there is no kind of trigger {kind!r}") for kind in named if kind not in kinds
        )
        for trigger in dict.fromkeys(fiction.trigger for fiction in form.fictions):
            yield from _fictions(form, [fiction for fiction in form.fictions if fiction.trigger == trigger])


def _fictions(form: NoticeForm, fictions: Sequence[Fiction]) -> Found:
    """Each day of posting has exactly one fiction."""
    spans = sorted((fiction.first or date.min, fiction.last or date.max) for fiction in fictions)
    whole = spans[0][0] == date.min and spans[-1][1] == date.max
    if not whole or any(last.toordinal() + 1 != first.toordinal() for (_, last), (first, _) in pairwise(spans)):
        yield f"forms.{form.code}.fictions", "a day has no fiction or two"


def _doubles(place: str, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from ((place, f"duplicate {code!r}") for code, count in Counter(codes).items() if count > 1)
