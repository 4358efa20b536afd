"""A bundle says what the course says: the same hand-ins, the same public checks, the same outcomes and diagnoses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEEK = ROOT / "assignments" / "week04_rnn"
RANDOM = "language_model__dropout_in_eval"  # its answers are drawn anew in every process
SOME = (
    "lstm_cell__torch_gru",
    "rnn_cell__grads_replaced",
    "tagging__final_state_everywhere",
    "vanishing__scaled_twice",
)


def judged(course: Path, hand_ins: list[Path]) -> dict[str, dict[str, list[Any]]]:
    """Hand-in → check → (outcome, message, diagnosis)."""
    program = [sys.executable, str(ROOT / "tests" / "release" / "judged.py"), str(course), WEEK.name]
    done = subprocess.run([*program, *map(str, hand_ins)], capture_output=True, text=True, timeout=280, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, list[Any]]] = json.loads(done.stdout)
    return {origin: _kinds(results) if RANDOM in origin else results for origin, results in found.items()}


def _kinds(results: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {check: [outcome, message and message[0], None] for check, (outcome, message, _) in results.items()}


def test_some_wrong_hand_ins(bundle: Path) -> None:
    """Wrong values, exchanged definitions and objects come to the same, message by message."""
    hand_ins = [p for p in sorted((WEEK / "wrong").glob("*.py")) if p.stem in SOME]
    assert len(hand_ins) >= 3
    course = judged(ROOT, hand_ins)
    assert judged(bundle, hand_ins) == course
    assert any(result[0] == "failed" for results in course.values() for result in results.values())


@pytest.mark.slow
@pytest.mark.parametrize("folder", [WEEK / "wrong", WEEK / "samples", ROOT / "tests" / "right" / "week04_rnn"], ids=str)
def test_all_hand_ins(folder: Path, bundle: Path) -> None:
    """Every wrong solution, every sample and every right solution."""
    hand_ins = [p for p in sorted(folder.iterdir()) if p.name != "expected.toml"]
    course, away = judged(ROOT, hand_ins), judged(bundle, hand_ins)
    different = {
        (origin, check): (result, away[origin][check])
        for origin, results in course.items()
        for check, result in results.items()
        if away[origin][check] != result
    }
    assert not different
    assert len(course) >= 5
