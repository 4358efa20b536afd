"""Right solutions that were written otherwise, from the handout and the stubs alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_no_right_solution_loses_a_point() -> None:
    """With two fresh sets of cases; `benchmarks/false_failures.py` itself makes it five hundred gradings."""
    program = [sys.executable, str(ROOT / "benchmarks" / "false_failures.py"), "--gradings", "14", "--first-seed", "1"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=600, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "14 gradings, 672 checks, 0 false failures"


@pytest.mark.slow
def test_right_solutions_train_models_that_are_good_enough(tmp_path: Path) -> None:
    """Full marks for each of them, training included: a model of any shape, made by any optimiser, is judged alike."""
    hand_ins = ROOT / "tests" / "right" / "week04_rnn"
    program = [sys.executable, "-m", "grader", "grade", "week04_rnn", str(hand_ins), "--out", str(tmp_path), "--json"]
    done = subprocess.run([*program, "--jobs", "2"], capture_output=True, text=True, timeout=900, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    points = {s["student"]: (s["earned"], s["possible"]) for s in json.loads(done.stdout)["submissions"]}
    assert points == dict.fromkeys("abcde", (100.0, 100.0))
