"""Which weeks a push changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.ci import Outcome, Weeks
from grader.course import Course
from tests.ci.conftest import RIGHT, Grade
from tests.repository.gitting import Work

HELPED = "LIMIT = 3\n\n\ndef helper():\n    return 1\n\n\ndef other():\n    raise NotImplementedError\n"
STUB = "def double(x):\n    raise NotImplementedError\n"


def weeks(outcome: Outcome) -> list[str]:
    """The weeks that were graded."""
    return [graded.week for graded in outcome.weeks]


@pytest.mark.parametrize(
    "path,week",
    [
        ("week01_tiny/plain.py", "week01_tiny"),
        ("homework/week01_tiny/sub/x.ipynb", "week01_tiny"),
        ("week01_tiny.ipynb", "week01_tiny"),
        ("24_S_NLP_WEEK1_복습과제1.ipynb", "week01_tiny"),
        ("2주차 과제/답.py", "week02_other"),
        ("Week_02/x.py", "week02_other"),
        ("plain.py", "week01_tiny"),
        ("deep/other (1).py", None),
        ("other.py", "week02_other"),
        ("week3/plain.py", None),
        ("week12/x.py", None),
        ("midweek1/x.py", None),
        ("notes.py", None),
        ("week01_tiny/notes.txt", None),
        ("week01_tiny/.hidden/x.py", None),
        (".github/week01_tiny/x.py", None),
        ("assignments/week01_tiny/test_plain.py", None),
        ("reference/week01_tiny/plain.py", None),
        ("grader/week01_tiny/x.py", None),
        ("week01_tiny/grader/x.py", "week01_tiny"),
    ],
)
def test_of_a_path(course: Course, path: str, week: str | None) -> None:
    """By the name of a folder, a number in a name, a module's name; never in the course's own folders."""
    assert Weeks(course).of(path) == week


def test_only_what_changed(work: Work, graded: Grade) -> None:
    """A push that touches one week grades that one, with all of its files."""
    before = work.commit(
        **{"week01_tiny/plain.py": "a = 1", "week01_tiny/more.py": "b = 1", "week02_other/other.py": "c = 1"}
    )
    after = work.commit(**{"week01_tiny/plain.py": RIGHT})
    outcome = graded(after, before)
    assert weeks(outcome) == ["week01_tiny"]
    assert outcome.compared
    assert {m.path for m in outcome.weeks[0].handed.submission.modules} == {"plain.py", "more.py"}
    assert set(outcome.weeks[0].handed.submission.times.values()) == {"2023-02-02T23:59:59+09:00"}


def test_nothing_changed(work: Work, graded: Grade) -> None:
    """A README grades nothing."""
    before = work.commit(**{"week01_tiny/plain.py": RIGHT})
    assert weeks(graded(work.commit(**{"README.md": "x"}), before)) == []


@pytest.mark.parametrize("before", ["", "0" * 40, "1" * 40])
def test_a_first_push(work: Work, graded: Grade, before: str) -> None:
    """With nothing to compare with, every week that is begun is graded; stubs and what was handed out are not."""
    work.commit(**{"week01_tiny/plain.py": RIGHT, "week02_other/other.py": HELPED})
    outcome = graded(work.git("rev-parse", "HEAD"), before)
    assert weeks(outcome) == ["week01_tiny"]
    assert not outcome.compared


def test_a_force_push(work: Work, graded: Grade) -> None:
    """The old commit is compared with, although the new one does not come from it."""
    first = work.commit(**{"week01_tiny/plain.py": "a = 1", "week02_other/other.py": "c = 1"})
    work.git("checkout", "--quiet", "--orphan", "new")
    work.git("rm", "-rf", "--quiet", "week02_other")
    second = work.commit(**{"week01_tiny/plain.py": "a = 1", "week02_other/other.py": "c = 2"})
    assert weeks(graded(second, first)) == ["week02_other"]


def test_a_shallow_clone(work: Work, graded: Grade, tmp_path: Path) -> None:
    """Where the commit before is missing, everything is graded rather than nothing."""
    first = work.commit(**{"week01_tiny/plain.py": RIGHT, "week02_other/other.py": "x = 1"})
    second = work.commit(**{"week02_other/other.py": "x = 2"})
    copy = tmp_path / "copy"
    work.git("clone", "--quiet", "--depth=1", f"file://{work.folder}", copy)
    assert weeks(graded(second, first)) == ["week02_other"]
    work.folder = copy
    assert weeks(graded(second, first)) == ["week01_tiny", "week02_other"]


def test_a_week_that_went(work: Work, graded: Grade) -> None:
    """All files deleted: nothing to grade, and it is said."""
    before = work.commit(**{"week01_tiny/plain.py": RIGHT, "x.md": "x"})
    (work.folder / "week01_tiny" / "plain.py").unlink()
    outcome = graded(work.commit(), before)
    assert (weeks(outcome), outcome.removed) == ([], ("week01_tiny",))


def test_a_name_that_says_nothing(work: Work, graded: Grade) -> None:
    """A notebook of any name is looked into: the names that it defines tell the week."""
    outcome = graded(work.commit(**{"제출.py": RIGHT}))
    assert weeks(outcome) == ["week01_tiny"]
    assert outcome.weeks[0].handed.places == {"제출.py": "제출.py"}


def test_a_week_that_is_wanted(work: Work, graded: Grade) -> None:
    """`only` grades a week whether or not it changed, begun or not."""
    commit = work.commit(**{"week01_tiny/plain.py": STUB, "week02_other/other.py": "x = 1"})
    outcome = graded(commit, commit, ("week01_tiny",))
    assert weeks(outcome) == ["week01_tiny"]


def test_names_are_composed(work: Work, graded: Grade) -> None:
    """A decomposed name is shown composed, and its place in the repository stays what git calls it."""
    decomposed = "week01_tiny/\u1112\u1161\u11ab.py"
    outcome = graded(work.commit(**{decomposed: RIGHT}))
    assert outcome.weeks[0].handed.places == {"한.py": decomposed}
