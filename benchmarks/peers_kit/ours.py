"""This grader: `grader grade` on a folder of hand-ins."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from peers_kit.cost import run
from peers_kit.hand_ins import controls
from peers_kit.model import HERE, HOMEWORK, CannotRunError, Graded, HandIn

REPORTS = "graded"  # the forging cheat is told of it
_BROKEN = {"missing", "not_started", "error", "crashed", "ungraded"}


class Ours:
    """One judge process, student code sealed where the machine allows it."""

    key = "ours"

    def __init__(self) -> None:
        self._asked = self._reached = "namespaces"

    @property
    def about(self) -> str:
        """With the level that was reached."""
        return f"ours: grader grade, {self._reached}"

    def prepare(self) -> None:
        """Whether this machine can seal student code; if not, the strongest level that it can do."""
        for asked in ("namespaces", "auto"):
            self._asked = asked
            try:
                with tempfile.TemporaryDirectory(prefix="peers-") as folder:
                    self.grade(controls()[:1], Path(folder))
            except CannotRunError as error:
                if asked == "auto":
                    raise
                print(f"ours: level namespaces does not work here, so auto: {error}", file=sys.stderr)
            else:
                return

    def grade(self, hand_ins: Sequence[HandIn], work: Path) -> Graded:
        """One call for all."""
        out = work / REPORTS
        # Named one by one: a folder that holds a single file is taken for a hand-in of its own.
        paths = [work / f"{hand_in.name}.py" for hand_in in hand_ins]
        for path, hand_in in zip(paths, hand_ins, strict=True):
            path.write_text(hand_in.source, "utf-8")
        command = [sys.executable, "-m", "grader", "grade", "week01_rnn", *map(str, paths), "--course", str(HOMEWORK)]
        # The seed is given: without it the course would get a secret of its own, a file beside course.toml.
        # So is the store: hand-ins that were graded in an earlier round would be taken over.
        command += ["--store", str(work / "store.sqlite3"), "--again"]
        command += ["--out", str(out), "--sandbox", self._asked, "--jobs", "1", "--seed", "1"]
        cost, _ = run(command, HERE.parent.parent)
        results = json.loads((out / "results.json").read_text("utf-8"))
        self._reached, given = results["sandbox"]["level"], results["submissions"]
        idle = {s["student"] for s in given if _BROKEN & {check["outcome"] for check in s["checks"]}}
        return Graded(cost, {s["student"]: float(s["earned"]) for s in given}, frozenset(idle))
