"""Stands in for `python -m grader.judge.worker`: what it does with a submission is in the submission's name.

Started by file; no torch, so it is there at once. The course's root holds what it must remember across lives.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

config = json.loads(sys.stdin.readline())
root = Path(config["root"])
names = ["one", "two", "three"]
checks = [{"id": f"test_a.py::{n}", "task": "a", "name": n, "titles": {"en": n, "ko": n}, "points": 1.0} for n in names]


def emit(kind: str, **data: object) -> None:
    """Tell the batch."""
    sys.stdout.write("\n" + json.dumps({"event": kind, **data}) + "\n")
    sys.stdout.flush()


def result(check: dict[str, object], output: str = "", outcome: str = "passed") -> None:
    """A check that ended; it passed, unless something else is said."""
    emit("result", result={"check": check, "outcome": outcome, "earned": float(outcome == "passed"), "output": output})


def first_time(what: str) -> bool:
    """Whether no judge did this before."""
    try:
        (root / what).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def die() -> None:
    """As a judge dies that runs out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


if config["week"] == "broken":
    emit("error", text="test_a.py: cannot be collected: no points (fix the check file)")
    sys.exit(2)
if config["week"] == "faulty":
    emit("fault", text="JudgeFault: pytest ended with 3")
    sys.exit(1)
first = config["week"] in ("flaky", "late", "weaker", "walls fall") and first_time("started")
if config["week"] == "silent" or config["week"] == ("late" if first else "flaky"):
    sys.exit(1)
if config["week"] == "walls fall" and not first:
    emit("error", text="level namespaces does not work here: it did not stop: processes")
    sys.exit(2)
level = "namespaces" if config["week"] == "weaker" and first else "process"
emit("collected", checks=checks, sandbox={"level": level, "guarantees": []})
for line in sys.stdin:
    name = json.loads(line)["student"]
    result(checks[0], "x" * 1_000_000 if "big" in name else "")
    if "half" in name:
        sys.stdout.write('{"event": "result", "result": {"check": {"id": "test_a.p')
        sys.stdout.flush()
    if "garbage" in name:
        sys.stdout.buffer.write(b"\xff\xfe\x00\n[1]\n{}\nnull\n" + b"[" * 100_000 + b'\n{"event": "applause"}\n')
    if "child" in name and ("always" in name or first_time(name)):
        emit("done", seconds=0.5, fault="the judge was killed by signal 9")
        continue
    if "dies" in name and ("always" in name or first_time(name) or ("twice" in name and first_time(f"{name} again"))):
        die()
    if "hangs" in name:
        time.sleep(600)
    result(checks[1], outcome="ungraded" if "ungraded" in name and first_time(name) else "passed")
    result(checks[2])
    emit("done", seconds=0.25, fault=None)
