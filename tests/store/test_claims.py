"""Claims: two graders on one store never judge the same thing at the same time."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.store import ClaimState, Store, open_store
from grader.store.owners import this_process
from tests.store.samples import graded, header, judge

ROOT = Path(__file__).parents[2]


@pytest.fixture
def other(place: str, store: Store) -> Iterator[Store]:
    """The same store, as another grader has it open."""
    with open_store(place) as opened:
        yield opened


def test_one_grader_at_a_time(store: Store, other: Store) -> None:
    """What one has claimed the other does not get, until it is let go."""
    assert store.claim("key s001").state is ClaimState.MINE
    assert store.claim("key s001").state is ClaimState.MINE
    held = other.claim("key s001")
    assert held.state is ClaimState.HELD and held.owner.startswith("process ")
    assert other.claim("key s002").state is ClaimState.MINE
    other.release("key s001")  # which is not its own
    assert other.claim("key s001").state is ClaimState.HELD
    store.release("key s001")
    assert other.claim("key s001").state is ClaimState.MINE


def test_what_is_graded_is_known(store: Store, other: Store) -> None:
    """A result lets its claim go; who claims it then hears that it is known, unless it is to be graded again."""
    run = store.begin_run(header(), "run key")
    store.claim("key s001")
    judge(store, run, ["s001"])
    assert other.claim("key s001").state is ClaimState.KNOWN
    assert other.claim("key s001", again=True).state is ClaimState.MINE
    assert store.claim("key s001").state is ClaimState.HELD


def test_what_was_left_ungraded_can_be_claimed(store: Store, other: Store) -> None:
    """Our own fault is no result."""
    from grader.model import Outcome

    graded(store, "s001", outcome=Outcome.UNGRADED)
    assert other.claim("key s001").state is ClaimState.MINE


def test_a_dead_grader_is_seen_at_once(place: str, store: Store) -> None:
    """After kill -9 its claims are free, long before their lease is over; a child that lives on holds none."""
    code = (
        "import subprocess, sys, time; from grader.store import open_store\n"
        "open_store(sys.argv[1]).claim('key s001'); child = subprocess.Popen(['sleep', '30'])\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, place]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        child = int(holder.stdout.readline())
        try:
            assert store.claim("key s001").state is ClaimState.HELD
            holder.kill()
            holder.wait()
            assert store.claim("key s001").state is ClaimState.MINE
        finally:
            subprocess.run(["kill", "-9", str(child)], check=True)


def test_a_lost_host_is_seen_when_its_lease_is_over(store: Store, other: Store) -> None:
    """Of another host's process nothing can be seen; its claims end with their lease, unless it extends it."""
    me = this_process()
    other._me = type(me)(me.token, "far-away boot pid", me.pid, "1")
    other._lease = 0.4
    assert other.claim("key s001").state is ClaimState.MINE
    held = store.claim("key s001")
    assert held.state is ClaimState.HELD and held.owner == f"process {me.pid} on far-away"
    time.sleep(0.3)
    other.heartbeat()
    time.sleep(0.3)
    assert store.claim("key s001").state is ClaimState.HELD
    time.sleep(0.3)
    assert store.claim("key s001").state is ClaimState.MINE
    assert other.claim("key s001").state is ClaimState.HELD


def test_the_heart_beats_while_we_claim(store: Store, other: Store) -> None:
    """A grader that is slow keeps its claims as long as it lives, and lets them all go in the end."""
    store._lease = 0.4
    with store.claiming():
        store.claim("key s001")
        store.claim("key s002")
        time.sleep(1.0)
        assert other.claim("key s001").state is ClaimState.HELD
    assert other.claim("key s001").state is other.claim("key s002").state is ClaimState.MINE


def test_many_graders_at_once(place: str, store: Store) -> None:
    """However many ask at the same time, one gets each claim."""
    graders = [open_store(place) for _ in range(4)]
    got: list[str] = []
    start = threading.Barrier(len(graders))

    def work(grader: Store) -> None:
        start.wait()
        got.extend(f"key {i}" for i in range(30) if grader.claim(f"key {i}").state is ClaimState.MINE)

    threads = [threading.Thread(target=work, args=(grader,)) for grader in graders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for grader in graders:
        grader.close()
    assert sorted(got) == sorted(f"key {i}" for i in range(30))


def test_two_results_for_one_key(store: Store, other: Store) -> None:
    """Where both judged after all, because a claim was lost, both are kept, and the newer one is known."""
    runs = [grader.begin_run(header(), "run key") for grader in (store, other)]
    judge(store, runs[0], ["s001"], seconds=1.0)
    judge(other, runs[1], ["s001"], seconds=2.0)
    (entry,) = store.known(["key s001"])
    assert entry.seconds == 2.0
    assert [record.new for record in store.runs("week01_a")] == [1, 1]
