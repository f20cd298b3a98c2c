"""Walking through forms: conditions open and close ways, nothing gets lost, nobody gets stuck."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.fields import Kind, Problem
from mfd_desktop.forms import navigation
from mfd_desktop.forms.answers import touched
from mfd_desktop.forms.definition import Form
from mfd_desktop.forms.fieldtypes import AnyField, ChoiceField, YesNoField
from mfd_desktop.forms.library import Library
from mfd_desktop.forms.navigation import View, view
from mfd_desktop.forms.validation import open_problems, read

TODAY = date(2026, 11, 23)
LISTS = CodeLists()
NONSENSE = ("", "bald", "31.2.", "-3", "T99", "x y")


_STEP = '[[steps]]\nname = "{0}"\ntitle = "{0}"\n{1}\n'


def _field(name: str, kind: str, more: str = "") -> str:
    return f'[[steps.fields]]\nname = "{name}"\ntype = "{kind}"\nlabel = "{name}"\n{more}\n'


@pytest.fixture
def small(tmp_path: Path, write_form: Callable[..., Path]) -> Form:
    """Three steps; the second is there for yes only, and in the third a field."""
    body = _STEP.format("one", "") + _field("gate", "yes_no", "required = true") + _field("read", "info")
    body += _STEP.format("two", 'show_if = {test = "equals", field = "gate", value = "yes"}')
    body += _field("inside", "text", "required = true")
    body += _field("deep", "text", 'show_if = {test = "answered", field = "inside"}')
    body += _STEP.format("three", "")
    body += _field("after", "text", 'show_if = {test = "not", of = {test = "answered", field = "deep"}}')
    body += _STEP.format("end", "summary = true")
    write_form(body)
    return Library(CodeLists(tmp_path), tmp_path).get("probe", 1)


def test_conditions_open_and_close_steps_and_fields(small: Form) -> None:
    closed = view(small, {"gate": "no", "inside": "x", "deep": "y"})
    assert closed.steps == ("one", "three", "end")
    assert closed.fields == ("gate", "read", "after")
    # What is hidden counts for nothing, or „after“ would be hidden by an answer nobody sees.
    assert "deep" not in closed.values
    opened = view(small, {"gate": "yes", "inside": "x"})
    assert opened.steps == ("one", "two", "three", "end")
    assert opened.fields_of("two") == ("inside", "deep")
    assert view(small, {"gate": "yes", "inside": "x", "deep": "y"}).steps == ("one", "two", "end")


def test_ways_from_step_to_step(small: Form) -> None:
    closed, opened = view(small, {"gate": "no"}), view(small, {"gate": "yes"})
    assert [navigation.forward(closed, step) for step in ("one", "three", "end")] == ["three", "end", None]
    assert [navigation.back(closed, step) for step in ("one", "three", "end")] == [None, "one", "three"]
    assert [navigation.forward(opened, step) for step in ("one", "two", "three")] == ["two", "three", "end"]
    assert navigation.last(closed) == "end"
    assert navigation.progress(opened, "three") == navigation.Progress(3, 4)
    assert navigation.progress(closed, "three") == navigation.Progress(2, 3)


def test_a_step_that_closes_under_the_counsellor_leads_to_the_one_before(small: Form) -> None:
    closed = view(small, {"gate": "no"})
    assert navigation.settle(closed, "two") == "one"
    assert navigation.settle(closed, "gone") == "one"
    assert navigation.settle(closed, "three") == "three"
    assert navigation.back(closed, "two") == "one"
    assert navigation.forward(closed, "two") == "three"
    assert navigation.back(closed, "gone") is None


def test_only_what_is_shown_is_asked_for(small: Form) -> None:
    assert [problem.field for problem in open_problems(view(small, {}), {})] == ["gate"]
    wrong = {"inside": Problem("inside", "too_long"), "after": Problem("after", "too_long")}
    assert open_problems(view(small, {"gate": "no"}), wrong) == (wrong["after"],)
    assert open_problems(view(small, {"gate": "yes"}), {}) == (Problem("inside", "required"),)


def test_only_touched_and_shown_texts_are_to_be_stored(small: Form) -> None:
    stored = {"gate": "no", "inside": "kept", "after": "x"}

    def changed(**typed: str) -> dict[str, str]:
        return touched(small, stored, typed, today=TODAY, lists=LISTS)

    assert changed(gate="no", after=" x ", read="text", unknown="y") == {}
    assert changed(inside="", deep="z") == {}
    assert changed(gate="yes", inside="", after="") == {"gate": "yes", "inside": "", "after": ""}
    assert list(changed(after="y", gate="yes")) == ["gate", "after"]


def test_an_answer_that_stays_is_shown_until_it_is_taken_back(tmp_path: Path, write_form: Callable[..., Path]) -> None:
    body = _STEP.format("one", "") + _field("gate", "yes_no")
    body += _field("more", "text", 'stays = true\nshow_if = {test = "equals", field = "gate", value = "yes"}')
    write_form(body)
    form = Library(CodeLists(tmp_path), tmp_path).get("probe", 1)
    assert view(form, {"gate": "no"}).fields == ("gate",)
    assert view(form, {"gate": "no", "more": "x"}).fields == ("gate", "more")

    def changed(stored: dict[str, str], **typed: str) -> dict[str, str]:
        return touched(form, stored, typed, today=TODAY, lists=LISTS)

    assert changed({"gate": "no", "more": "x"}, more="") == {"more": ""}
    assert changed({"gate": "no"}, more="") == {}


def test_texts_become_answers_or_problems(small: Form) -> None:
    values, problems = read(small, {"gate": "ja", "after": "x", "unknown": "y"}, today=TODAY, lists=LISTS)
    assert values == {"gate": None, "after": "x"}
    assert problems == {"gate": Problem("gate", "unknown_code", "ja")}


# --- generated walks through the shipped form ------------------------------------------------------------


class Walker:
    """A counsellor who answers at random, goes on and back, and jumps; keeps what should be stored."""

    def __init__(self, form: Form, seed: int) -> None:
        self.form = form
        self.chance = random.Random(seed)
        self.stored: dict[str, str] = {found.name: "" for found in form.fields if found.answerable}
        self.step = form.steps[0].name
        self.keep({})

    def keep(self, changes: dict[str, str]) -> None:
        """Store texts, and see what is shown then and what is wrong."""
        self.stored |= changes
        values, self.wrong = read(self.form, self.stored, today=TODAY, lists=LISTS)
        self.shown = view(self.form, values)

    def text(self, found: AnyField) -> str:
        chance = self.chance
        if chance.random() < 0.1:
            return chance.choice(NONSENSE)
        if isinstance(found, ChoiceField | YesNoField):
            return chance.choice(found.choices())[0]
        codes = found.declared().codes
        if codes:
            known = sorted(LISTS.known(codes))
            return " ".join(chance.sample(known, 1 if found.kind is Kind.CODE else 2))
        plain = {Kind.DATE: "1.6.2026", Kind.MINUTES: "45", Kind.NUMBER: "2", Kind.FLAG: chance.choice("01")}
        return plain.get(found.kind, f"Antwort {chance.randrange(100)}")

    def answer(self) -> None:
        """Type into some fields of the step, and into one that may be hidden; store what is to be stored."""
        names = [found.name for found in self.form.step(self.step).fields if found.answerable]
        chosen = self.chance.sample(names, min(len(names), self.chance.randrange(4)))
        typed = {name: self.text(self.form.field(name)) for name in chosen}
        typed[self.chance.choice(list(self.stored))] = ""
        before, seen = dict(self.stored), {*self.shown.fields}
        changes = touched(self.form, before, typed, today=TODAY, lists=LISTS)
        self.keep(changes)
        shown = self.shown
        assert set(changes) <= set(typed)
        assert set(changes) <= seen | set(shown.fields), "a hidden field was written"
        assert all(self.stored[name] == text for name, text in before.items() if name not in changes)

    def walk(self) -> int:
        for _turn in range(12):
            self.answer()
            shown = self.shown
            self.step = navigation.settle(shown, self.step)
            self.check(shown)
            way = self.chance.random()
            if way < 0.6:
                self.step = navigation.forward(shown, self.step) or self.step
            elif way < 0.85:
                self.step = navigation.back(shown, self.step) or self.step
            else:
                self.step = self.chance.choice(shown.steps)
        return self.finish()

    def check(self, shown: View) -> None:
        """Back undoes forward; what is hidden is never asked for; the remembered step is shown."""
        assert self.step in shown.steps
        assert shown.steps[0] == self.form.steps[0].name
        onward = navigation.forward(shown, self.step)
        assert (onward is None) == (self.step == navigation.last(shown))
        if onward is not None:
            assert navigation.back(shown, onward) == self.step
        assert {problem.field for problem in open_problems(shown, self.wrong)} <= set(shown.fields)

    def finish(self) -> int:
        """Answer what is asked for until nothing is, and go on to the end; return the number of steps gone."""
        for _round in range(len(self.stored)):
            shown = self.shown
            asked = open_problems(shown, self.wrong)
            if not asked:
                break
            found = self.form.field(asked[0].field)
            text = self.text(found)
            while text in NONSENSE:
                text = self.text(found)
            self.keep(touched(self.form, self.stored, {found.name: text}, today=TODAY, lists=LISTS))
        else:
            pytest.fail("the form can never be finished")
        gone, step = 0, shown.steps[0]
        while (onward := navigation.forward(shown, step)) is not None:
            gone, step = gone + 1, onward
        assert step == "summary"
        assert navigation.progress(shown, step) == navigation.Progress(len(shown.steps), len(shown.steps))
        return gone


@pytest.mark.proof
def test_generated_walks_reach_the_end_and_lose_nothing(full_counts: bool, record_figures: Callable[..., None]) -> None:
    form = Library(LISTS).get("first_interview", 1)
    walks = 2000 if full_counts else 300
    lengths = [Walker(form, seed).walk() for seed in range(walks)]
    assert set(lengths) == {9, 10}, "walks with and without an asylum procedure"
    record_figures("forms", walks=walks, dead_ends=0, with_procedure=lengths.count(10))
