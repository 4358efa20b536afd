"""A grading that is killed again and again must come to the same results."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.reports.results import read_results


def killed_and_resumed(command: Sequence[str], kills: int, seconds: float, seed: int, cwd: Path) -> float:
    """Run a command, end it with SIGKILL at random times, and let it come to its end; the seconds of it all.

    Args:
        command: the same for each run.
        seconds: what it takes undisturbed; each kill comes within a share of it.

    Raises:
        RuntimeError: the last run failed.
    """
    draw, started = random.Random(seed), time.perf_counter()  # noqa: S311 - no secret
    for number in range(kills):
        process = _start(command, cwd)
        try:
            process.wait(draw.uniform(0.2, 1.0) * seconds / (kills + 1) + 3.0)
            break  # it was through before
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            print(f"killed {number + 1} of {kills}", flush=True)
    last = _start(command, cwd)
    if last.wait():
        raise RuntimeError(f"{' '.join(command[:6])} ... ended with {last.returncode}")
    return time.perf_counter() - started


def differences(one: Path, other: Path) -> list[str]:
    """Students whose results are not the same in two results.json, whatever time and memory they took."""
    first, second = _results(one), _results(other)
    return sorted(s for s in first.keys() | second.keys() if first.get(s) != second.get(s))


def _start(command: Sequence[str], cwd: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)


def _results(path: Path) -> dict[str, Any]:
    return {
        verdict.student: (
            verdict.earned,
            verdict.possible,
            [(r.check.id, r.outcome, r.earned) for r in verdict.results],
        )
        for verdict in read_results(path).verdicts
    }
