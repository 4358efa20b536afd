"""Attacks on the judge's own life, and what is left when it ends in the middle of one: each has a test of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.hostile.levels import Promise
from tests.hostile.row import Promises


@dataclass(frozen=True)
class Life:
    """A line of the table; the test that bears its name is in `test_lives.py`."""

    name: str
    code: str
    promises: Promises = field(default_factory=Promises)
    section: str = "Neighbours and batch"


KILLED = Life(
    "a judge killed in the middle of an attack: no process outlives it, and the next judge removes its groups",
    """
import time
def double(x):
    while True:
        time.sleep(0.01)
""",
)
TOGETHER = Life(
    "two submissions side by side, one of which attacks: the other one's results are its own",
    """
import os, time
def double(x):
    try:
        os.kill(-1, 9)
    except OSError:
        pass
    open("answer", "w").write("x" * 1000)
    os._exit(0)
""",
    Promises(process=Promise.NOT_PROMISED),
)
AGAIN = Life(
    "the same submission twenty times as an oracle: the same verdict, and no more than the public message",
    """
def double(x):
    return 2.5 * x
""",
)
LIVES = (KILLED, TOGETHER, AGAIN)
