"""Writing a gate into a file that a person keeps."""

from __future__ import annotations

from pathlib import Path

from grader.calibration.figures import Figures
from grader.calibration.writing import write_gate

BEFORE = """\
[[tasks]]
id = "coins"

# The first gate.
[tasks.gates.real]
metric = "accuracy"
floor = 0.5 # half

# The second gate.
[tasks.gates.generated]
metric = "accuracy"
"""


def test_new_keys_stand_in_their_table(tmp_path: Path) -> None:
    """A key that a table did not have comes after its last one, not below the comment of the table that follows."""
    file = tmp_path / "assignment.toml"
    file.write_text(BEFORE, "utf-8")
    found = Figures("accuracy", 0.6, 0.9, 0.01, 0.02, 0.8, 500, 10, 4.0, {"reference": [0.9]})
    write_gate(file, "coins", "real", found)
    first, second = file.read_text("utf-8").split("# The second gate.\n")
    assert "floor = 0.6 # half\n" in first
    assert "spread = 0.02\n" in first
    assert first.endswith("\n\n")
    assert second == BEFORE.split("# The second gate.\n")[1]
