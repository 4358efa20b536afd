"""Cases drawn before the judge forks: the same verdicts as without, and none that a submission before could touch."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.judge.runner import Settings
from grader.sandbox import PlainProcess
from tests.judge.running import COURSE, judge, submission
from tests.judge.test_collection import SPEC

CHECKS = '''
import pytest
import torch


def maker(draw):
    return (draw.normal(3),)


@pytest.mark.points(1)
def test_spoils(student, cases):
    """Changes its case in place.

    ko: 입력을 바꾼다.
    """
    for (x,) in cases(maker, n=2):
        with open(SEEN, "a") as seen:
            print(x.tolist(), file=seen)
        x.zero_()
        assert student.f() == 1
'''


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A course whose one check changes its cases."""
    path = list(sys.path)
    shutil.copy(COURSE / "course.toml", tmp_path)
    for folder in ("assignments", "reference"):
        (tmp_path / folder / "week03_new").mkdir(parents=True)
    (tmp_path / "assignments" / "week03_new" / "assignment.toml").write_text(SPEC)
    (tmp_path / "assignments" / "week03_new" / "test_new.py").write_text(
        CHECKS + f"\n\nSEEN = {str(tmp_path / 'seen')!r}\n"
    )
    (tmp_path / "reference" / "week03_new" / "new.py").write_text("def f():\n    return 1\n")
    yield tmp_path
    sys.path[:] = path


def test_a_spoilt_case_ends_with_its_submission(root: Path, tmp_path: Path) -> None:
    """Each submission in a forked child gets the cases that are drawn without forks, although the check spoils them."""
    hand_ins = [submission(name, new="def f():\n    return 1\n") for name in ("s001", "s002", "s003")]
    for fork in (True, False):
        judge(hand_ins, PlainProcess(), Settings(1, fork=fork), root=root, week="3")
    cases = (tmp_path / "seen").read_text().splitlines()
    assert len(cases) == 2 * 2 * len(hand_ins)
    assert cases == cases[:2] * 2 * len(hand_ins)
