"""The sandbox as an ordinary user: contract and attacks once more, rootless."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
# Level `process` is the same for root and others; a start takes a second there.
_WITHOUT_PROCESS = [
    f"--deselect=tests/hostile/test_submissions.py::{name}[process"
    for name in ("test_attack", "test_the_last_is_judged_as_the_first")
]


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_everything_holds_for_an_ordinary_user() -> None:
    """Contract, attacks, also as submissions, and primitives pass without root, none skipped."""
    if os.geteuid() != 0:
        return  # then the whole run is the ordinary user's already
    graded = HERE.parent / "hostile" / "test_submissions.py"
    suite = [str(path) for path in (HERE / "test_contract.py", HERE / "test_hostile.py", HERE / "linux", graded)]
    command = [sys.executable, str(HERE / "ordinary_user.py"), sys.executable, "-m", "pytest", "-q", *suite]
    done = subprocess.run(
        [*command, *_WITHOUT_PROCESS, "-p", "no:cacheprovider", "-n", "0"],
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        # Who may use the engine is no ordinary user.
        env={name: value for name, value in os.environ.items() if name != "GRADER_TEST_IMAGE"},
    )
    closing = done.stdout.strip().splitlines()[-1]
    assert done.returncode == 0, done.stdout[-3000:]
    passed = re.match(r"(\d+) passed", closing)
    assert passed is not None and int(passed[1]) > 300
    assert "skipped" not in closing
