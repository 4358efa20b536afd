"""Each cheat is a real one: a grader that trusts the submission's process gives it full points."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from tests.hostile.court import HERE
from tests.hostile.naive import full_points
from tests.hostile.row import Row
from tests.hostile.rows import ROWS

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
FACTS: dict[str, Any] = {
    "course": [str(HERE / "course" / name) for name in ("assignments", "reference")],
    "base": [],
    "halves": ["", ""],
    "numbers": {},
    "pids": [],
}


@pytest.mark.parametrize("row", [row for row in ROWS if row.naive is not None], ids=lambda row: row.name)
def test_a_grader_in_the_same_process_is_fooled(row: Row) -> None:
    """Without the wall between judge and submission the attack earns full points."""
    torch.set_num_threads(1)
    assert full_points(row, FACTS)
