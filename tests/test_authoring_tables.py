"""docs/authoring.md tells what there is: its tables are compared with the program, its mistakes are made."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import grader.testing
from grader.course import load_course
from grader.errors import UsageError
from grader.judge.runner import Settings
from grader.scaffold import new_assignment, new_course
from grader.testing import Draw, metrics
from grader.testing.collecting import MARKERS
from grader.testing.plugin import Plugin
from grader.verify import verify
from tests.guide import code, fits, table
from tests.judge.running import judge
from tests.judge.sandboxes import Threads

WEEK = "week09_attention"


def test_tables_are_complete() -> None:
    """Every fixture, marker and assertion that authors have is in the guide, with an example that uses it."""
    fixtures = {name for name, value in vars(Plugin).items() if "fixture" in type(value).__name__.lower()}
    assert {"student", "reference", "cases"} < fixtures
    assert {*map(code, table("fixture"))} == fixtures
    assert {*map(code, table("marker"))} == {re.split(r"\W", name)[0] for name in MARKERS}
    assert {*map(code, table("assertion"))} == set(grader.testing.__all__) - {"Draw"}
    scores = inspect.getmembers(metrics, lambda f: inspect.isfunction(f) and f.__module__ == metrics.__name__)
    assert {*map(code, table("metric"))} == {name for name, _ in scores if not name.startswith("_")}
    for heading in ("fixture", "marker", "assertion", "metric"):
        for name, (cell, _) in table(heading).items():
            example = code(cell)
            ast.parse(example + "\n    pass" if example.endswith(":") else example.replace("@", "", 1))
            assert code(name) in example


def test_draws_are_as_they_are_told() -> None:
    """The examples of drawing run, and give what stands beside them."""
    draw = Draw(1, 3)
    rows = [call for row in table("of a `Draw`") for call in code(row).split("`, `")]
    assert {re.split(r"\W", row.removeprefix("draw."))[0] for row in rows} == {
        *(name for name in vars(Draw) if not name.startswith("_")),
        *(name for name in vars(draw) if not name.startswith("_")),
    }
    for row in rows:
        eval(row, {"draw": draw, "n": 2, "d": 3})


def mistake(course_root: Path, path: str, old: str, new: str) -> None:
    """Replace text of the assignment's or the reference's file; with `old` empty write it anew, or remove it."""
    file = course_root / path.replace("W/", f"{WEEK}/")
    if not old and not new:
        file.unlink()
        return
    if not old:
        file.parent.mkdir(exist_ok=True)
        file.write_text(new, "utf-8")
        return
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


CHECKS, SPEC = "assignments/W/test_attention.py", "assignments/W/assignment.toml"
REFERENCE, WRONG = "reference/W/attention.py", "assignments/W/wrong/attention__detached.py"
OVERFLOWS, AXIS = "assignments/W/wrong/attention__overflows.py", "assignments/W/wrong/attention__wrong_axis.py"
LIBRARY, TEXTS = "assignments/W/wrong/attention__library.py", "assignments/W/messages/en.po"
COLLECTED = {
    "a check without points": (CHECKS, "@pytest.mark.points(5)\n", ""),
    "no title in Korean": (CHECKS, "    ko: 마지막 축", "    마지막 축"),
    "points that do not add up": (CHECKS, "points(5)", "points(4)"),
    "`needs` with a typing error": (CHECKS, 'needs("test_values")', 'needs("test_value")'),
}
VERIFIED = {
    "a key with a typing error": (SPEC, "points = 10", "pionts = 10"),
    "a name that the reference lacks": (SPEC, 'names = ["attention"]', 'names = ["attend"]'),
    "a misspelt marker": (REFERENCE, "# BEGIN SOLUTION", "# BEGIN SOLUTON"),
    "a library that students lack": (REFERENCE, "import torch\n", "import einops\n"),
    "no markers": (REFERENCE, "SOLUTION", "ANSWER"),
    "a wrong solution that does not say what it is": (WRONG, "task: attention", ""),
    "a word in `mistake:` that is none": (WRONG, "mistake: detached", "mistake: detatched"),
}
RENAMED = "a check file of no task"


@pytest.fixture
def course_root(tmp_path: Path) -> Iterator[Path]:
    """A course with the scaffold as `grader assignment new` writes it."""
    path = list(sys.path)
    new_assignment(new_course(tmp_path, "2027", "UTC"), WEEK)
    yield tmp_path
    sys.path[:] = path


def problem_of(root: Path, what: str) -> str:
    """The one line that a command stops with."""

    def command() -> None:
        if what in VERIFIED:
            next(verify(load_course(root), WEEK, 1))
        judge([], Threads(), Settings(1, fork=False), root=root, week=WEEK)  # what all commands do with the checks

    with pytest.raises(UsageError) as raised:
        command()
    return str(raised.value)


@pytest.mark.parametrize("what", [*COLLECTED, *VERIFIED])
def test_mistakes_are_told_as_the_guide_says(course_root: Path, what: str) -> None:
    """Each mistake of the table gives the message beside it, in one line."""
    mistake(course_root, *(COLLECTED | VERIFIED)[what])
    told = problem_of(course_root, what)
    (message,) = table("mistake")[what]
    assert fits(code(message), told), told


def test_a_check_file_of_no_task(course_root: Path) -> None:
    """The name of a check file is its task: another one is told as the guide says."""
    checks = course_root / CHECKS.replace("W/", f"{WEEK}/")
    checks.rename(checks.with_name("test_attn.py"))
    (message,) = table("mistake")[RENAMED]
    assert fits(code(message), problem_of(course_root, RENAMED))


JUDGED = {  # what verify says when it has judged → the mistakes that are made together
    "a check that fails by itself": ((CHECKS, "large = ", "large = undefined + "),),
    "the name of no check in `loses:`": ((WRONG, "loses: test_gradients", "loses: test_gradient"),),
    "a check that is too weak": ((OVERFLOWS, "loses: test_large_inputs", "loses: test_large_inputs, test_values"),),
    "a mistake that costs too much": (),  # the same one loses test_gradients, and does not say so
    "two wrong solutions": ((AXIS, "", ""), (LIBRARY, "", "")),
    "a text in one language only": ((TEXTS, "", 'msgid "week09.rows"\nmsgstr "rows do not sum to 1."\n'),),
}


@pytest.mark.slow
@pytest.mark.parametrize("together", [[*JUDGED][:1], [*JUDGED][1:]])
def test_findings_are_told_as_the_guide_says(course_root: Path, together: list[str]) -> None:
    """What verify finds by judging is told as the guide says."""
    for what in together:
        for path, old, new in JUDGED[what]:
            mistake(course_root, path, old, new)
    told = [p for finding in verify(load_course(course_root), WEEK, 1) for p in finding.problems]
    for what in together:
        (message,) = table("mistake")[what]
        expected = code(message).replace("test_values: ungraded", "test_large_inputs: ungraded")
        assert any(fits(expected, p) for p in told), (what, told)


def test_every_mistake_is_tried() -> None:
    """The table lists no message that no test makes."""
    assert set(table("mistake")) == {*COLLECTED, *VERIFIED, *JUDGED, RENAMED}
