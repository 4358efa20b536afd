"""A platform's export, graded as it was downloaded, and by way of `grader intake`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.end_to_end.command import Command
from tests.intake import exports
from tests.intake.exports import Handed

TINY = Path(__file__).resolve().parents[1] / "judge" / "course"
RIGHT = "def double(x):\n    return 2 * x\n"
CLASS = [
    Handed("s001", "Ann Lee", {"plain.py": RIGHT}, team=[("s003", "Cho Kim")]),
    Handed("s002", "Bo Park", {"hw.zip": exports.zip_bytes({"plain.py": RIGHT, "../evil.py": "x = 1\n"})}),
    Handed("s004", "=cmd()", {"hw.zip": b"PK"}),
]


def test_export_is_graded(grader: Command, tmp_path: Path) -> None:
    """The zip itself and what `grader intake` made of it give the same points, times and teams; nobody is lost."""
    path = exports.gradescope(tmp_path, CLASS)
    hand_ins, seen = tmp_path / "hand-ins", []
    made = grader("intake", path, "--week", "1", "--out", hand_ins, "--course", TINY, "--lang", "en")
    assert made.returncode == 1, made.stderr  # one cannot be read
    assert "=cmd(): hw.zip cannot be opened" in made.stdout
    for name, given in (("direct", path), ("written", hand_ins)):
        options = ["--only", "plain", "--no-training", "--seed", "1", "--sandbox", "process", "--course", TINY]
        done = grader("grade", "1", given, "--out", tmp_path / name, *options)
        assert done.returncode == 0, done.stderr
        found = json.loads((tmp_path / name / "results.json").read_text("utf-8"))["submissions"]
        seen.append({s["student"]: (s["earned"], s["times"], s["members"], s["origin"]) for s in found})
    assert seen[0] == seen[1]
    assert sorted(seen[0]) == ["=cmd()", "Ann Lee", "Bo Park"]
    assert seen[0]["Ann Lee"][0] == seen[0]["Bo Park"][0] > 0 == seen[0]["=cmd()"][0]
    assert seen[0]["Ann Lee"][1] == {"plain.py": "2023-02-01T18:05:33+09:00"}
    assert seen[0]["Ann Lee"][2] == ["Ann Lee", "Cho Kim"]
    assert not list(tmp_path.rglob("evil.py"))
