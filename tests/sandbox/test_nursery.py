"""Student processes that are forked for `grader check`: their ends are told, and none is left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import grader
from tests.sandbox.adapters import gone

HOME = Path(grader.__file__).parents[1]
TESTS = Path(__file__).parents[2]
# A process of its own: what pytest has started here must not be forked.
START = """
import os, sys
sys.path[:0] = sys.argv[1:3]
import torch
from grader.sandbox import ProcessLimits
from grader.sandbox.nursery import Nursery
from tests.sandbox.adapters import converse
torch.set_num_threads(1)
sandbox = Nursery()
running = [sandbox.start(ProcessLimits()) for _ in range(3)]
pids = [process.pid for process in running]
"""
ENDINGS = """
first, second, third = running
os.kill(second.pid, 9)
print(second.ending(20.0), first.ending(0.0), third.ending(0.0))
first.connection.close()
print(first.ending(20.0).status, third.ending(0.0))
converse(third)
third.close()
sandbox.close()
print(third.ending(0.0).signal)
"""
DROPPED = """
sandbox.close()
print(*pids)
"""
KILLED = """
converse(running[0])
print(*pids, flush=True)
os.kill(os.getpid(), 9)
"""


def nursery(code: str) -> subprocess.CompletedProcess[str]:
    """Three processes of a nursery, and what `code` does with them."""
    command = [sys.executable, "-c", START + code, str(HOME), str(TESTS)]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


def test_each_end_is_told() -> None:
    """How a process ended is known as soon as it has, whichever of them it is; the others go on."""
    done = nursery(ENDINGS)
    killed, closed, ended = done.stdout.splitlines()
    assert killed.startswith("Ending(status=None, signal=9") and killed.endswith("None None"), done.stderr
    assert (closed, ended) == ("0 None", str(int(signal.SIGKILL)))


def test_none_is_left_behind() -> None:
    """Closed at once, before they have begun, or with a judge that is killed: all of them end."""
    for code in (DROPPED, KILLED):
        done = nursery(code)
        pids = [int(pid) for pid in done.stdout.split()]
        assert len(pids) == 3, done.stderr
        assert all(gone(pid) for pid in pids)
