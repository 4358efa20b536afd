"""Right solutions that were written otherwise, from the handout and the stubs alone."""

from __future__ import annotations

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
