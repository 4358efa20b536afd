"""The sandbox as an ordinary user: contract and attacks once more, rootless."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.mark.slow
def test_everything_holds_for_an_ordinary_user() -> None:
    """Contract, attacks and primitives pass without root, none skipped."""
    if os.geteuid() != 0:
        return  # then the whole run is the ordinary user's already
    suite = [str(HERE / name) for name in ("test_contract.py", "test_hostile.py", "linux")]
    command = [sys.executable, str(HERE / "ordinary_user.py"), sys.executable, "-m", "pytest", "-q", *suite]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-n", "0"], cwd=HERE.parents[1], capture_output=True, text=True
    )
    closing = done.stdout.strip().splitlines()[-1]
    assert done.returncode == 0, done.stdout[-3000:]
    passed = re.match(r"(\d+) passed", closing)
    assert passed is not None and int(passed[1]) > 300
    assert "skipped" not in closing
