"""Which submission is judged first."""

from __future__ import annotations

from grader.model import Module, Submission
from grader.ordering import expected_seconds


def hand_in(student: str, characters: int) -> Submission:
    """A submission with so much code."""
    return Submission(student, student, (Module("m", "m.py", "x" * characters),))


def test_by_code_where_nothing_was_graded() -> None:
    """Without history the most code is expected to take longest."""
    given = [hand_in("s001", 10), hand_in("s002", 30), hand_in("s003", 20)]
    expected = expected_seconds(given, {})
    assert [s.student for s in sorted(given, key=expected, reverse=True)] == ["s002", "s003", "s001"]


def test_by_history_and_the_others_in_its_scale() -> None:
    """Whose work was graded before takes as long again; of the others the code counts, at the others' pace."""
    given = [hand_in("s001", 10), hand_in("s002", 30), hand_in("s003", 20)]
    expected = expected_seconds(given, {"s001": 5.0, "s002": 1.0, "s099": 100.0})
    assert [expected(s) for s in given] == [5.0, 1.0, 20 * 6.0 / 40]


def test_nothing_to_go_by() -> None:
    """No code at all is no division by zero."""
    assert expected_seconds([hand_in("s001", 0)], {"s001": 1.0})(hand_in("s002", 7)) > 0
