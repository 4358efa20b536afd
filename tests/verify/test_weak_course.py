"""`grader assignment verify` on a course whose checks overlook something, with real judges."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from tests.verify.weak import WEEK, make_course

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # starts five judges: minutes on a busy machine


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weak course, for all tests: the second run knows what the first has judged."""
    return make_course(tmp_path_factory.mktemp("weak"))


@pytest.fixture(scope="module")
def lines(course: Path) -> list[dict[str, Any]]:
    """What a run with two seeds says."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform == "linux":  # where all judges are forks of the command's one server
            patch.setattr("grader.judge.process._JUDGE", ("/bin/false",))
        done = invoke(course, "--json", "--seeds", "2")
    assert done.exit_code == 1, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def invoke(course: Path, *arguments: str) -> Result:
    """`grader assignment verify` on the course."""
    return CliRunner().invoke(main, ["assignment", "verify", WEEK, "--course", str(course), "--jobs", "1", *arguments])


def of(lines: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The lines of a kind."""
    return [line for line in lines if line["kind"] == kind]


def test_solutions(lines: list[dict[str, Any]]) -> None:
    """Reference, template and wrong solutions are as they should be."""
    assert {line["name"]: line["problems"] for line in of(lines, "solution")} == {
        "reference": [],
        "template": [],
        "line__0": [],
        "line__1": [],
        "line__2": [],
    }


def test_power(lines: list[dict[str, Any]]) -> None:
    """A check that zeros pass is a defect; one that looks at the shape alone compares no values and is none."""
    found = {line["id"].split("::")[1]: line for line in of(lines, "check")}
    assert found["test_values"]["passes"] == []
    assert found["test_roughly"]["passes"] == ["constant", "zeros"]
    assert found["test_roughly"]["problems"] == ["zeros of the right shape and dtype pass"]
    assert not found["test_shape"]["compares"]
    assert found["test_shape"]["problems"] == []


def test_margins(lines: list[dict[str, Any]]) -> None:
    """The reference in float32 comes nearest to the tolerance, and stays far away from it."""
    (values,) = [line for line in of(lines, "check") if line["id"].endswith("test_values")]
    assert values["dtype"] == "float32"
    assert 0 < values["margin"] < 0.1
    assert (values["seeds"], values["failed"]) == (2, 0)
    assert 0 < values["seconds"] < 5


def test_survivors(lines: list[dict[str, Any]]) -> None:
    """Without its bias the line is the same to these checks: those mutants survive and show their diff."""
    survivors = {line["mistake"]: line["diff"] for line in of(lines, "mutant") if "diff" in line}
    assert {"missing_bias", "doubled_term", "sign", "ignored_argument", "detached"} >= set(survivors)
    assert "-    return w * x + b\n+    return w * x" in survivors["missing_bias"]
    killed = {line["mistake"] for line in of(lines, "mutant") if all(line["killed_by"])}
    assert {"missing_term", "missing_factor", "zeros", "input_modified", "precision"} <= killed
    assert not any(line["fault"] for line in of(lines, "mutant"))


def test_tally(lines: list[dict[str, Any]]) -> None:
    """What is killed and what survives adds up, and says how long it took."""
    (task,) = of(lines, "task")
    assert task["mutants"] == len(of(lines, "mutant")) == task["killed"] + task["survivors"]
    assert 0.5 < task["rate"] < 1
    assert task["flaky"] == 0
    assert task["seconds"] > 0


def test_repaired(course: Path, lines: list[dict[str, Any]]) -> None:
    """Without the check that zeros pass, and with no more asked than the checks kill, the exit code is 0."""
    checks = course / "assignments" / WEEK / "test_line.py"
    checks.write_text(checks.read_text("utf-8").replace("tolerance=100", "tolerance=0.5"), "utf-8")
    done = invoke(course, "--min-kill", "0.5")
    assert done.exit_code == 0, done.output
    assert "line.py:17 line: missing_bias survives" in done.stdout
    assert "0 not as they should be" in done.stdout
