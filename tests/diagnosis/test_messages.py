"""What is said about a mistake: a text for each in both languages, and nothing of a hidden case."""

from __future__ import annotations

import re

import pytest

from grader.messages import LANGUAGES, render, templates
from grader.mistakes import Mistake, mistakes_of
from grader.model import Check, CheckResult, Message, Outcome, Verdict
from grader.reports.view import check_view

PLANTED = "8.31415"
VERDICT = Verdict("s001", "s001", (), (), 0.0, 1.0)
KEYS = sorted(key for key in templates("en") if not key.endswith(".kind"))


def result(key: str, hidden: bool, diagnosis: str | None = None) -> CheckResult:
    """A failed check whose messages carry numbers of the case in every parameter that a text might ask for."""
    names = {name for lang in LANGUAGES for name in re.findall(r"\{(\w+)", templates(lang).get(key, ""))}
    params = dict.fromkeys(names | {"what", "argument", "axes", "factor"}, PLANTED)
    about = None if diagnosis is None else Message(diagnosis, params)
    check = Check("test_a.py::test_b", "a", "test_b", {"en": "B", "ko": "나"}, 1.0, hidden=hidden)
    return CheckResult(check, Outcome.FAILED, message=Message(key, params), diagnosis=about)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_message_of_a_hidden_check_holds_a_number_of_the_case(lang: str) -> None:
    """Whatever the message and the diagnosis are, a hidden check shows neither parameters nor digits."""
    for key in KEYS:
        view = check_view(result(key, hidden=True, diagnosis=key), VERDICT, lang)
        shown = " ".join((view.message, view.diagnosis, view.output, view.source, *map(str, view.facts)))
        assert PLANTED not in shown, key
        assert not re.search(r"\d", shown), key


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mistake", Mistake)
def test_every_mistake_has_words(mistake: Mistake, lang: str) -> None:
    """With and without its parameters a diagnosis is a sentence; so is the hidden one, which is shorter."""
    key = f"mistake.{mistake}"
    bare = render(Message(key, {"what": ""}), lang)
    full = check_view(result(key, hidden=False, diagnosis=key), VERDICT, lang).diagnosis
    kind = check_view(result(key, hidden=True, diagnosis=key), VERDICT, lang).diagnosis
    assert bare.endswith((".", ")")) and "?" not in bare and "{" not in full
    assert kind and kind != full


def test_no_words_without_a_mistake() -> None:
    """There is no text for a mistake that does not exist."""
    keys = {key.split(".")[1] for key in templates("en") if key.startswith("mistake.")}
    assert keys == set(Mistake)


def test_a_wrong_solution_says_its_mistakes() -> None:
    """The field is a list of words of the vocabulary; a misspelt one is an error, none is none."""
    assert mistakes_of("Wrong.\n\ntask: a\nmistake: sign, scaled\n") == {Mistake.SIGN, Mistake.SCALED}
    assert mistakes_of("Wrong.\n\nloses: test_a\n") == frozenset()
    with pytest.raises(ValueError, match="singn"):
        mistakes_of("mistake: singn")
