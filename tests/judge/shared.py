"""Results that several test processes need, computed by the first one that asks."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable

import pytest
from pydantic import TypeAdapter

from grader.model import CheckResult

Results = dict[str, dict[str, CheckResult]]  # student → check → result
_RESULTS = TypeAdapter(Results)


def shared(factory: pytest.TempPathFactory, name: str, compute: Callable[[], Results]) -> Results:
    """What `compute` gives, once for all workers of pytest-xdist."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    file = folder / f"{name}.json"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_bytes(_RESULTS.dump_json(compute()))
    return _RESULTS.validate_json(file.read_bytes())
