"""Hostile submissions before the judge: no points for the attacked check, and nothing else happens.

For each attack and each level that promises to stop or bound it: the attacked checks earn nothing and end as stated;
the judge lives; the next submission, which is the benign twin, gets the results that the honest one got before any
attack; nothing is left behind.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable

import pytest

from grader.model import CheckResult, Outcome
from tests.hostile.court import Court, essence, reference
from tests.hostile.levels import Promise, levels
from tests.hostile.row import Row
from tests.hostile.rows import ROWS

AT = Callable[[str], Court]
NEVER = {Outcome.PASSED, Outcome.SKIPPED, Outcome.UNGRADED}
NEXT = ("values", "describe")  # of the other modules of whoever comes next; all checks once all attacks are over
SHORT = 0.4  # seconds for who never answers
ROOTLESS = os.geteuid() != 0


def cases() -> list[object]:
    """Attack × level; at `process`, where a start takes a second, most of them are slow."""
    found = []
    for level in levels():
        # A container has its limits for life: those of one kind after each other.
        for row in sorted(ROWS, key=lambda r: repr(r.limits)) if level == "docker" else ROWS:
            if row.promises.of(level) is not Promise.NOT_PROMISED:
                marks = [pytest.mark.slow] if level == "process" and not row.core else []
                found.append(pytest.param(row, level, id=f"{level}-{row.name}", marks=marks))
    return found


@pytest.mark.parametrize("row,level", cases())
def test_attack(row: Row, level: str, court: AT) -> None:
    """The attack earns nothing, its twin everything, and whoever comes next gets what is theirs."""
    at = court(level)
    if level == "docker":
        at.judge(reference(), row.limits, NEXT)  # other limits are another container: started before we look
    before = at.before()
    attacked = at.judge(row.attack(at.facts), row.limits, row.runs or row.checks, SHORT if row.hurried else None)
    for check in row.checks:
        assert lost(attacked[check], row, level)
    assert row.key is None or key(attacked[row.checks[0]]) == row.key
    reported(row, level, attacked[row.checks[0]].output)
    assert at.as_before(before)
    if level == "process" and not row.core:
        return  # a start takes a second there: the others' twins, and one honest submission after all of them, must do
    due = {n: r for n, r in essence(at.honest).items() if r.check.task == row.task or n in NEXT}
    assert essence(at.judge(row.benign(at.facts, level), row.limits, due)) == due
    assert at.as_before(before)


@pytest.mark.parametrize(
    "level", [pytest.param(n, marks=[pytest.mark.slow] if n == "process" else []) for n in levels()]
)
def test_the_last_is_judged_as_the_first(level: str, court: AT) -> None:
    """After all attacks the honest submission's results are what they were before the first, check by check."""
    at = court(level)
    assert essence(at.judge(reference())) == essence(at.honest)
    assert {result.outcome for result in at.honest.values()} == {Outcome.PASSED}


def key(result: CheckResult) -> str | None:
    """What the student is told."""
    return None if result.message is None else result.message.key


def lost(result: CheckResult, row: Row, level: str) -> bool:
    """Whether an attacked check earned nothing, and ended as it must."""
    expected = row.expected(level)
    assert result.earned == 0, result
    assert result.outcome not in NEVER, result
    assert expected is None or result.outcome is expected, result
    return True


def reported(row: Row, level: str, output: str) -> None:
    """What the attack says of itself: that it got nothing."""
    wanted = row.gave.get(level)
    if level == "namespaces" and ROOTLESS and row.gave.get("user") is not None:
        wanted = row.gave["user"]
    said = re.search(r"^gave (.*)$", output, re.MULTILINE)
    if wanted is not None:
        assert said is not None, output
        assert json.loads(said[1]) == wanted
    if row.outside is not None and said is not None:
        assert json.loads(said[1]) != row.outside
