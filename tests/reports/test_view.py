"""What a student may see: everything of a public check, and of a hidden one only the kind of fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from grader.messages import LANGUAGES
from grader.model import Frame, Message, Outcome, Verdict
from grader.reports.view import OUTPUT_SHOWN, student_view

TOLD: dict[str, Any] = {
    "message": Message("value_differs", {"what": "SECRET", "expected": "SECRET", "actual": "SECRET"}),
    "where": Frame("lstm.py", 12, "SECRET", "SECRET"),
    "output": "SECRET",
    "facts": {"SECRET": "SECRET"},
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.FORBIDDEN])
def test_hidden_check_gives_nothing_away(outcome: Outcome, lang: str, one: Callable[..., Verdict]) -> None:
    """Params, exception text, source line, function, output and facts of a hidden check are nowhere in the view."""
    view = student_view(one(hidden=True, outcome=outcome, **TOLD), lang)
    assert "SECRET" not in repr(view)


def test_hidden_check_says_kind_and_place(one: Callable[..., Verdict]) -> None:
    """Title, outcome, points, the kind of fault and file and line are shown."""
    (check,) = student_view(one(hidden=True, **TOLD), "en").tasks[0].checks
    assert (check.title, check.label, check.message, check.place) == (
        "Values",
        "failed",
        "A value is wrong.",
        "lstm.py, line 12",
    )


def test_hidden_check_names_what_is_forbidden(one: Callable[..., Verdict]) -> None:
    """A broken ban is about the student's own code: name and place are shown, output and facts are not."""
    told = TOLD | {"message": Message("forbidden", {"name": "torch.nn.LSTM"})}
    view = student_view(one(hidden=True, outcome=Outcome.FORBIDDEN, **told), "en")
    (check,) = view.tasks[0].checks
    assert "torch.nn.LSTM" in check.message
    assert check.place == "lstm.py, line 12"
    assert "SECRET" not in repr(view)


def test_hidden_check_that_waited_names_no_other(one: Callable[..., Verdict]) -> None:
    """A skipped hidden check says that it waits, not for what."""
    (check,) = student_view(one(hidden=True, outcome=Outcome.SKIPPED, waited_for="SECRET"), "en").tasks[0].checks
    assert check.waits_for == ""


def test_public_check_shows_everything(one: Callable[..., Verdict]) -> None:
    """Message, place, source line, output and facts are there."""
    (check,) = student_view(one(**TOLD), "en").tasks[0].checks
    assert "Expected SECRET" in check.message
    assert (check.place, check.source, check.output) == ("lstm.py, line 12", "SECRET", "SECRET")
    assert check.facts == (("SECRET", "SECRET"),)


def test_place_in_a_notebook_names_the_cell(one: Callable[..., Verdict]) -> None:
    """A notebook's line is counted within its cell."""
    where = Frame("hw.ipynb", 2, cell=7)
    assert student_view(one(where=where), "ko").tasks[0].checks[0].place == "hw.ipynb, 7번째 코드 셀, 2번째 줄"


def test_source_line_keeps_its_spaces(one: Callable[..., Verdict]) -> None:
    """Only the indentation goes: spaces inside a line of code can be the fault."""
    where = Frame("hw.py", 2, text="    return ' '.join(x)  # a\n")
    assert student_view(one(where=where), "ko").tasks[0].checks[0].source == "return ' '.join(x)  # a"


def test_failure_with_points_is_partial(one: Callable[..., Verdict]) -> None:
    """Some points and some faults are told apart from none."""
    view = student_view(one(earned=1), "en").tasks[0]
    assert (view.mark, view.label, view.checks[0].mark) == ("partial", "partly passed", "partial")


def test_failure_without_message_still_says_something(one: Callable[..., Verdict]) -> None:
    """No check fails in silence."""
    assert student_view(one(message=None), "en").tasks[0].checks[0].message == "This check did not pass."


def test_long_output_keeps_its_end(one: Callable[..., Verdict]) -> None:
    """The last lines say why a program stopped."""
    output = student_view(one(output="x" * 100_000 + "the end"), "en").tasks[0].checks[0].output
    assert output.endswith("the end")
    assert len(output) < OUTPUT_SHOWN + 100


def test_skipped_check_names_the_title_it_waits_for(run: Any) -> None:
    """`needs` names a test function; students know titles."""
    for verdict in run.verdicts:
        for task in student_view(verdict, "en").tasks:
            for check in task.checks:
                assert check.waits_for in {"", "The result has the right shape."}
                if check.mark == Outcome.SKIPPED and not check.hidden and task.mark != Outcome.NOT_STARTED:
                    assert check.waits_for


def test_title_falls_back_to_the_other_language(one: Callable[..., Verdict]) -> None:
    """A missing translation shows the title there is."""
    verdict = one()
    check = replace(verdict.results[0].check, titles={"en": "Values"})
    verdict = replace(verdict, results=(replace(verdict.results[0], check=check),))
    assert student_view(verdict, "ko").tasks[0].checks[0].title == "Values"
