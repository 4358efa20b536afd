"""What the handouts promise is what the assignments do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.spec import load_assignment

WEEKS = sorted((Path(__file__).resolve().parents[2] / "assignments").glob("week*"))


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
@pytest.mark.parametrize("handout", ["README.md", "README.ko.md"])
def test_the_bars_are_the_gates(week: Path, handout: str) -> None:
    """Each gate's threshold stands in the handout, to the last digit, and no other bar in bold does."""
    gates = {gate.threshold for task in load_assignment(week).tasks for gate in task.gates.values()}
    told = re.findall(r"\*\*(\d+(?:\.\d+)?)\*\*", (week / handout).read_text("utf-8"))
    assert {float(number) for number in told} == gates
