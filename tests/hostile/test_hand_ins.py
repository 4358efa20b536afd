"""Hostile hand-ins on the disk: read by intake, judged as ever, and nothing of them runs or is written outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.intake import read_submission
from grader.model import Outcome, Submission
from tests.hostile.attacks.archives import ARCHIVES
from tests.hostile.attacks.notebooks import NOTEBOOKS
from tests.hostile.court import Court, essence, reference
from tests.hostile.handed import HandedIn
from tests.hostile.levels import levels

AT = Callable[[str], Court]
ROWS = (*ARCHIVES, *NOTEBOOKS)
LEVELS = [pytest.param(name, marks=[pytest.mark.slow] if name == "process" else []) for name in levels()]
ARRIVES = ("evil.py", "evil-of-s666.py", "ran-of-s666")


def told(submission: Submission) -> set[str]:
    """Keys of what the student is told about the hand-in."""
    return {m.key for m in (*submission.notes, *(p for module in submission.modules for p in module.problems))}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_hand_in(row: HandedIn, level: str, court: AT, tmp_path: Path) -> None:
    """The hostile part costs itself, the rest is graded; its benign twin earns everything; nothing came of it."""
    at = court(level)
    before = at.before()
    (tmp_path / "in").mkdir()
    read = read_submission(row.build(tmp_path / "in"), "s666")
    around = sorted(p for p in tmp_path.rglob("*") if p.name in ARRIVES)
    assert around == []
    if row.unreadable is not None:
        assert read.modules == ()
        assert read.unreadable is not None and read.unreadable.key == row.unreadable
    else:
        assert set(row.told) <= told(read), told(read)
        found = at.judge(read, checks=["values", "describe"])
        assert (found["values"].outcome is Outcome.PASSED) is row.double, found["values"]
        assert found["values"].earned == (2.0 if row.double else 0.0)
        assert found["describe"].outcome is Outcome.PASSED
    assert not [p for p in tmp_path.rglob("*") if p.name in ARRIVES]
    assert not Path("/tmp/evil-of-s666.py").exists()
    twin = read_submission(row.twin(tmp_path / "twin"), "s001")
    assert told(twin) == set()
    assert essence(at.judge(twin, checks=["values", "describe"])) == essence(
        at.judge(reference(), checks=["values", "describe"])
    )
    assert at.as_before(before)
