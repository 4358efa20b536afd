"""Hostile submissions in the sealed sandbox: each fails in its stated way, and nothing else happens.

For each attack of the tables: the attack's outcome; the judge, its files, mounts and doors as before; the benign twin
works in the next child; nothing is left behind. A fresh child per attack, one warm template for all.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from grader.protocol import PeerClosed
from tests.sandbox.attacks.arena import Arena, observe, plain
from tests.sandbox.attacks.clocks import CLOCKS
from tests.sandbox.attacks.files import FILES
from tests.sandbox.attacks.kernel import KERNEL
from tests.sandbox.attacks.processes import PROCESSES
from tests.sandbox.attacks.resources import RESOURCES
from tests.sandbox.attacks.secrets import SECRETS
from tests.sandbox.attacks.table import PRELUDE, Attack

ATTACKS = (*RESOURCES, *CLOCKS, *FILES, *PROCESSES, *KERNEL, *SECRETS)
ROOTLESS = os.geteuid() != 0


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """One sandbox for all attacks."""
    torch.set_num_threads(1)
    made = Arena(tmp_path_factory.mktemp("judge"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def first_look(arena: Arena) -> Any:
    """The world of a child before any attack."""
    return arena.fingerprint()


def expected(attack: Attack) -> Any:
    """What `observe` must say."""
    if attack.hangs:
        return "hangs", 9
    if attack.raises is not None:
        return "raises", attack.raises
    if attack.status is not None:
        return "ends", attack.status
    return "gives", plain(attack.user if ROOTLESS and attack.user is not None else attack.gives)


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.outside is not None], ids=lambda a: a.name)
def test_without_walls_it_works(attack: Attack, arena: Arena) -> None:
    """In a plain process the same submission gets what it wants: the walls stop it, not a mistake in it."""
    assert plain(arena.outside(attack)) == plain(attack.outside)
    arena.doors.empty()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)
def test_attack(attack: Attack, arena: Arena, first_look: Any) -> None:
    """The attack fails as stated, the next child works and sees what the first one saw, and nothing is left."""
    before, facts = arena.before(), arena.facts
    with arena.child(attack.limits, attack.source) as (running, student, conversation):
        started = time.monotonic()
        outcome = observe(attack, running, student, conversation, facts)
    if attack.signals:
        assert outcome in [("ends", int(s)) for s in attack.signals]
    else:
        assert outcome == expected(attack)
    assert time.monotonic() - started < 10
    assert arena.as_before(before)
    with arena.child(attack.limits, attack.source) as (_, student, _c):
        assert student.control(facts) is True
    assert arena.fingerprint() == first_look
    assert arena.as_before(before)


FLOOD = """
def attack(f):
    for fd in (1, 2):
        for _ in range(512):
            os.write(fd, b"x" * 65536)
    print("the end")
    return "done"
"""


def test_output_flood_is_cut_and_the_rest_counted(arena: Arena) -> None:
    """64 MB on stdout and stderr: the child is not held up, the judge keeps 16 KB and the number of lost bytes."""
    before = arena.before()
    with arena.child({"output_kb": 16}, PRELUDE + FLOOD) as (running, student, _):
        student.attack(arena.facts)
        text = running.output()
    assert len(text) < 17 << 10
    assert text.endswith("the end\n")
    assert "bytes not kept" in text
    assert arena.as_before(before)


NEIGHBOUR = """
def settle():
    with open("/box/answer", "w") as file:
        file.write("mine")
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return [os.getpid(), os.getuid(), os.stat("/box").st_dev]
def recall():
    return open("/box/answer").read()
"""
INTRUDER = """
def attack(f):
    try:
        os.kill(-1, 9)
    except ProcessLookupError:
        pass
    found = [os.path.join(d, n) for d, _, names in os.walk("/box") for n in names if n == "answer"]
    pids = [name for name in os.listdir("/proc") if name.isdecimal()]
    locked = fill("/box", 100, 1 << 20)[0]
    return [found, pids, locked, os.getuid(), os.stat("/box").st_dev]
"""


def test_another_submission_at_the_same_time_is_not_reached(arena: Arena) -> None:
    """Two children side by side: other work folders, other processes, other uids as root; a full disk is one's own."""
    before = arena.before()
    with arena.child({}, PRELUDE + NEIGHBOUR) as (_, neighbour, _c):
        pid, uid, device = neighbour.settle()
        with arena.child({"processes": True, "disk_mb": 4}, PRELUDE + INTRUDER) as (_, intruder, _d):
            found, pids, error, other_uid, other_device = intruder.attack(arena.facts)
        assert (pid, found, pids, error) == (1, [], ["1"], "ENOSPC")
        assert device != other_device
        assert (uid == other_uid) is ROOTLESS
        assert neighbour.recall() == "mine"
    assert arena.as_before(before)


DRAWS = """
def attack(f):
    return [float(torch.rand(())), random.random(), float(np.random.rand()), os.urandom(4).hex()]
def control(f):
    torch.manual_seed(0), np.random.seed(0), random.seed(0)
    return [float(torch.rand(())), random.random(), float(np.random.rand())]
"""


def test_random_numbers_of_one_child_say_nothing_about_another(arena: Arena) -> None:
    """Each child draws its own from every generator; seeded, both draw the same."""
    seen, seeded = [], []
    for _ in range(3):
        with arena.child({}, PRELUDE + DRAWS) as (_, student, _c):
            seen.append(student.attack({}))
            seeded.append(student.control({}))
    assert all(len(set(draws)) == 3 for draws in zip(*seen, strict=True))
    assert seeded[0] == seeded[1] == seeded[2]


HOARD = """
def attack(f):
    read, write = os.pipe()
    for _ in range(4):
        if os.fork() == 0:
            kept = []
            try:
                while True:
                    kept.append(bytes([1]) * (10 << 20))
            except MemoryError:
                os.write(write, b"x")
            time.sleep(1)
            os._exit(0)
    os.close(write)
    done = 0
    while os.read(read, 1):
        done += 1
    return done
"""


def test_memory_of_many_processes_is_bounded_together_where_cgroups_are(arena: Arena) -> None:
    """As root the group's limit kills; an ordinary user's processes are bounded one by one."""
    before = arena.before()
    limits = {"processes": True, "memory_mb": 200, "tasks": 8}
    done = 0
    with arena.child(limits, PRELUDE + HOARD) as (running, student, _):
        with contextlib.suppress(PeerClosed):  # the first one may be the one that the kernel kills
            done = student.attack({})
        running.kill()
        ending = running.ending(5)
    assert ending is not None
    assert ending.out_of_memory is not ROOTLESS
    assert (done == 4) is ROOTLESS
    assert arena.as_before(before)
    with arena.child({}, PRELUDE + DRAWS) as (_, student, _c):
        assert len(student.control({})) == 3


def test_template_survives_everything(arena: Arena) -> None:
    """One template served all of the above: it was never replaced."""
    assert arena.sandbox.template_pid == arena.first_template
    assert arena.state()["threads"][1] == 1


def test_a_killed_template_takes_its_children_along_and_another_takes_over(arena: Arena) -> None:
    """The judge sees the end of the conversation, not a hang; the next child comes from a new template."""
    with arena.child({}, PRELUDE + DRAWS) as (running, student, _):
        os.kill(arena.sandbox.template_pid, 9)
        ending = running.ending(5)
        assert ending is not None
        assert ending.signal == 9
        with pytest.raises(PeerClosed):
            student.control({})
    with arena.child({}, PRELUDE + DRAWS) as (_, student, _c):
        assert len(student.control({})) == 3
    assert arena.sandbox.template_pid != arena.first_template
