"""The floor: every check called on every hand-in in one process that imports torch once; never a way to grade.

`python floor.py checks.py hand_in.py …` prints a JSON object, hand-in → points.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from peers_kit.cost import run
from peers_kit.model import FUNCTIONS, HERE, HOMEWORK, POINTS, Graded, HandIn


class Floor:
    """No grader at all."""

    key = "floor"
    about = "floor: checks called in one process"

    def prepare(self) -> None:
        """Nothing to do."""

    def grade(self, hand_ins: Sequence[HandIn], work: Path) -> Graded:
        """All hand-ins in one process."""
        for hand_in in hand_ins:
            (work / f"{hand_in.name}.py").write_text(hand_in.source, "utf-8")
        paths = [str(work / f"{hand_in.name}.py") for hand_in in hand_ins]
        command = [sys.executable, "-m", "peers_kit.floor", str(HOMEWORK / "checks.py"), *paths]
        cost, out = run(command, work, {"PYTHONPATH": str(HERE.parent)})
        return Graded(cost, json.loads(out))


def points_of(checks: str, hand_in: str) -> float:
    """What a hand-in earns, its code run in this process."""
    space: dict[str, Any] = {"__name__": "hand_in"}
    exec(compile(hand_in, "hand_in.py", "exec"), space)  # noqa: S102 - the benchmark's own hand-ins
    functions = {name: space[name] for name in FUNCTIONS.values()}
    exec(compile(checks, "checks.py", "exec"), space)  # noqa: S102 - the benchmark's own checks
    earned = 0.0
    for check, points in POINTS.items():
        try:
            space[check](functions[FUNCTIONS[check]])
        except Exception:  # noqa: BLE001, S112 - a wrong hand-in fails its checks
            continue
        earned += points
    return earned


if __name__ == "__main__":
    source = Path(sys.argv[1]).read_text("utf-8")
    print(json.dumps({Path(p).stem: points_of(source, Path(p).read_text("utf-8")) for p in sys.argv[2:]}))
