"""otter-grader without containers: `otter run` once per hand-in.

`otter grade` is the same behind a container per hand-in, whose image it builds from a registry; `otter run` is the part
that grades, and so the least that otter costs.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from peers_kit.cost import run
from peers_kit.environments import environment, version
from peers_kit.model import FUNCTIONS, HOMEWORK, POINTS, Cost, Graded, HandIn
from peers_kit.notebooks import code, jupyter, write


class Otter:
    """One kernel per hand-in; it runs the tests after the student's cells and pickles the results."""

    key = "otter"
    about = f"{version('otter')}: otter run each, no container"

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    def prepare(self) -> None:
        """Make the environment and the autograder's zip file."""
        self._bin = environment(self._cache, "otter")
        self._scratch = tempfile.TemporaryDirectory(prefix="peers-otter-")
        folder = Path(self._scratch.name)
        tests = folder / "tests"
        tests.mkdir()
        for check, points in POINTS.items():
            (tests / f"{check}.py").write_text(_test_file(check, points), "utf-8")
        self._zip = folder / "autograder.zip"
        command = [str(self._bin / "otter"), "generate", "--tests-dir", str(tests), "--output-path", str(self._zip)]
        run([*command, "--no-environment", "--no-requirements"], folder, jupyter(self._bin, folder))

    def grade(self, hand_ins: Sequence[HandIn], work: Path) -> Graded:
        """One call per hand-in."""
        cost, points = Cost(0, 0, 0), {}
        for hand_in in hand_ins:
            folder = work / hand_in.name
            write(folder / "homework.ipynb", [code(hand_in.source)])
            command = [str(self._bin / "otter"), "run", "--autograder", str(self._zip), "--no-logo"]
            cost += run([*command, "homework.ipynb"], folder, jupyter(self._bin, folder))[0]
            tests = json.loads((folder / "results.json").read_text("utf-8"))["tests"]
            points[hand_in.name] = sum(float(test.get("score", 0)) for test in tests)
        return Graded(cost, points)


def _test_file(check: str, points: int) -> str:
    """A test in otter's exception format; it gets the student's function by the name of its argument."""
    function = FUNCTIONS[check]
    return "\n".join(
        [
            (HOMEWORK / "checks.py").read_text("utf-8"),
            "from otter.test_files import test_case",
            "OK_FORMAT = False",
            f"name = {check!r}",
            f"points = {points}",
            "",
            "@test_case()",
            f"def graded({function}):",
            f"    {check}({function})",
        ]
    )
