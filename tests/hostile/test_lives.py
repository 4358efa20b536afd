"""The judge's own life under attack: killed in the middle, at work beside a neighbour, asked again and again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.model import Outcome
from tests.hostile.attacks.lives import AGAIN, KILLED, TOGETHER
from tests.hostile.court import Court, essence, reference, submission
from tests.hostile.leftovers import own_containers, own_groups
from tests.hostile.levels import Promise, levels
from tests.sandbox.adapters import gone
from tests.sandbox.attacks.arena import descendants

AT = Callable[[str], Court]


def at_levels(*names: str) -> list[object]:
    """These levels; those that start processes for it are slow."""
    return [pytest.param(n, marks=[pytest.mark.slow]) for n in names]


@pytest.mark.parametrize("level", at_levels(*levels()))
def test_killed_in_the_middle(level: str, tmp_path: Path) -> None:
    """SIGKILL for the judge while a submission holds it: all its processes end, and the next judge starts clean."""
    at = Court(level, tmp_path)
    judge, idle = at.pid, len(descendants(at.pid))
    at.send(submission("s666", double=KILLED.code), checks=["values"])
    end = time.monotonic() + 60
    born = 1 if level == "docker" else 2  # the judge's child, and, where it is below it, the submission's process
    while len(below := descendants(judge)) < idle + born:
        assert time.monotonic() < end
        time.sleep(0.05)
    time.sleep(0.3)
    at.kill()
    assert all(gone(pid) for pid in below)
    at.close()
    again = tmp_path / "again"
    again.mkdir()
    following = Court(level, again)
    try:
        assert essence(following.judge(reference())) == essence(following.honest)
        assert own_groups(judge) == []
        assert level != "docker" or own_containers(judge) == 0
    finally:
        following.close()


@pytest.mark.parametrize(
    "level", at_levels(*(n for n in levels() if TOGETHER.promises.of(n) is not Promise.NOT_PROMISED))
)
def test_side_by_side(level: str, tmp_path: Path) -> None:
    """Two judges at the same time: one's submission attacks everybody, the other's results stay what they were."""
    courts = []
    try:
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            courts.append(Court(level, tmp_path / name))
        one, two = courts
        for _ in range(3):
            one.send(submission("s666", double=TOGETHER.code))
            assert essence(two.judge(reference())) == essence(two.honest)
            assert one.results()["values"].outcome is Outcome.CRASHED
        assert essence(one.judge(reference())) == essence(one.honest)
    finally:
        for court in courts:
            court.close()


def test_asked_again_and_again(court: AT) -> None:
    """Twenty times the same submission: one verdict, whose message on hidden cases is the same each time."""
    at = court(levels()[-1])
    asked = submission("s666", double=AGAIN.code)
    first = essence(at.judge(asked, checks=["values", "unseen"]))
    assert {result.outcome for result in first.values()} == {Outcome.FAILED}
    for _ in range(19):
        assert essence(at.judge(asked, checks=["values", "unseen"])) == first
