"""Pushes that follow each other: the newest is graded, with all that the others have changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.ci.pending import Pending


@pytest.fixture
def pending(tmp_path: Path) -> Pending:
    """A branch."""
    return Pending(tmp_path, "s001", "class/s001", "refs/heads/main")


def test_five_uploads(pending: Pending) -> None:
    """Five pushes within the wait: one turn, compared with what was there before the first."""
    arrived = [pending.arrive(str(n), str(n + 1)) for n in range(5)]
    turns = [pending.turn(one) for one in arrived]
    mine = [turn for one, turn in zip(arrived, turns, strict=True) if turn.token == one.token]
    assert [(turn.before, turn.commit) for turn in mine] == [("0", "5")]


def test_a_push_while_the_last_is_graded(pending: Pending) -> None:
    """It is compared with the one that was graded, once that is done."""
    first = pending.arrive("0", "1")
    assert pending.turn(first) == first
    second = pending.arrive("1", "2")
    pending.done(first)
    assert (pending.turn(second).before, pending.turn(second).commit) == ("1", "2")
    pending.done(second)
    third = pending.arrive("2", "3")
    assert pending.turn(third).before == "2"


def test_a_grading_that_died(pending: Pending) -> None:
    """What it was to grade is graded with the next push."""
    pending.arrive("0", "1")
    assert pending.arrive("1", "2").before == "0"


def test_the_wait_is_waited(pending: Pending) -> None:
    """Newer pushes may come while a push waits."""
    first = pending.arrive("0", "1")
    waited = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        pending.arrive("1", "2")

    assert pending.turn(first, 20, sleep).commit == "2"
    assert waited == [20]


def test_a_push_that_was_overtaken_while_it_waited(pending: Pending) -> None:
    """The newer one has come and is graded already: the older one is not graded after it."""
    first = pending.arrive("0", "1")

    def sleep(seconds: float) -> None:
        pending.done(pending.arrive("1", "2"))

    assert pending.turn(first, 20, sleep).commit == "2"
    assert pending.arrive("2", "3").before == "2"


def test_a_push_that_was_missed(pending: Pending) -> None:
    """What came while nobody graded is part of the next push."""
    pending.done(pending.arrive("0", "1"))
    assert pending.arrive("5", "6").before == "1"


def test_branches_and_students_do_not_mix(tmp_path: Path, pending: Pending) -> None:
    """Another branch, student or repository is another matter."""
    first = pending.arrive("0", "1")
    others = [("s002", "class/s001", "refs/heads/main"), ("s001", "x", "refs/heads/main"), ("s001", "class/s001", "x")]
    for other in others:
        Pending(tmp_path, *other).arrive("8", "9")
    assert pending.turn(first) == first


def test_many_at_once(pending: Pending) -> None:
    """However many pushes come at the same moment, one of them is the newest."""
    with ThreadPoolExecutor(8) as pool:
        arrived = list(pool.map(lambda n: pending.arrive("0", str(n)), range(24)))
    assert sum(pending.turn(one).token == one.token for one in arrived) == 1


def test_a_note_that_was_cut(tmp_path: Path, pending: Pending) -> None:
    """A file that a full disk cut costs nothing but the comparison."""
    pending.arrive("0", "1")
    (file,) = (tmp_path / "pending").glob("*.json")
    file.write_text('{"before":')
    assert pending.arrive("1", "2").before == "1"
