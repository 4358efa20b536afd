"""Right solutions that were written otherwise, from the handout and the stubs alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "week, gradings, checks",
    [("week01_pytorch", 8, 824), ("week02_text", 8, 616), ("week03_embeddings", 8, 496), ("week04_rnn", 14, 672)],
    ids=["week01", "week02", "week03", "week04"],
)
def test_no_right_solution_loses_a_point(week: str, gradings: int, checks: int) -> None:
    """With two fresh sets of cases; `benchmarks/false_failures.py` itself makes it five hundred gradings."""
    program = [sys.executable, str(ROOT / "benchmarks" / "false_failures.py"), "--week", week, "--first-seed", "1"]
    done = subprocess.run(
        [*program, "--gradings", str(gradings)], capture_output=True, text=True, timeout=600, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == f"{gradings} gradings, {checks} checks, 0 false failures"


@pytest.mark.slow
@pytest.mark.parametrize(
    "week, students, points",
    [
        ("week01_pytorch", "ab", 105.0),
        ("week02_text", "ab", 103.0),
        ("week03_embeddings", "ab", 103.0),
        ("week04_rnn", "abcde", 100.0),
    ],
    ids=["week01", "week02", "week03", "week04"],
)
def test_right_solutions_train_models_that_are_good_enough(
    week: str, students: str, points: float, tmp_path: Path
) -> None:
    """Full marks for each of them, training included: a model of any shape, made by any optimiser, is judged alike."""
    hand_ins = ROOT / "tests" / "right" / week
    program = [sys.executable, "-m", "grader", "grade", week, str(hand_ins), "--out", str(tmp_path), "--json"]
    done = subprocess.run([*program, "--jobs", "2"], capture_output=True, text=True, timeout=900, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    earned = {s["student"]: (s["earned"], s["possible"]) for s in json.loads(done.stdout)["submissions"]}
    assert earned == dict.fromkeys(students, (points, 100.0))
