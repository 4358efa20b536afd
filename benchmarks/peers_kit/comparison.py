"""The comparison itself: one batch for the cost, the controls and the cheats for the points."""

from __future__ import annotations

import contextlib
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peers_kit.cheats import KINDS, cheat
from peers_kit.hand_ins import batch, controls
from peers_kit.model import CannotRunError, Cost, Graded, Grader, HandIn


@dataclass
class Findings:
    """What was found out about one grader; `why_not` is set when it could not be run.

    Attributes:
        cost: of the batch, medians over the runs.
        points: control or cheat → points given.
        complaints: an honest hand-in that got other points than it is worth.
    """

    about: str
    cost: Cost | None = None
    points: dict[str, float] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    why_not: str | None = None


def compare(graders: Sequence[Grader], count: int, runs: int, with_cheats: bool) -> dict[str, Findings]:
    """Run everything, the graders in turn, so that a slow minute of the machine does not hit one of them alone."""
    found = {}
    for grader in graders:
        say(f"{grader.key}: getting ready")
        found[grader.key] = Findings(grader.about)
        with _noting(found[grader.key]):
            grader.prepare()
        found[grader.key].about = grader.about  # ours knows its level only now
    ready = [grader for grader in graders if found[grader.key].why_not is None]
    costs: dict[str, list[Cost]] = {grader.key: [] for grader in ready}
    for i in range(runs):
        for grader in ready:
            with _noting(found[grader.key]):
                costs[grader.key].append(_batch(grader, count, found[grader.key], f"run {i + 1} of {runs}"))
    for key, taken in costs.items():
        if taken and found[key].why_not is None:
            found[key].cost = _median(taken)
    for grader in ready:
        if with_cheats and grader.key != "floor" and found[grader.key].why_not is None:
            with _noting(found[grader.key]):
                _honesty(grader, found[grader.key])
    return found


def say(text: str) -> None:
    """Progress, apart from the tables."""
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _noting(findings: Findings) -> Iterator[None]:
    """Keep why a grader cannot be run, and go on with the others."""
    try:
        yield
    except CannotRunError as error:
        findings.why_not = str(error)
        say(f"cannot be run: {error}")


def _batch(grader: Grader, count: int, findings: Findings, run: str) -> Cost:
    hand_ins = batch(count)
    graded = _grade(grader, hand_ins)
    say(f"{grader.key}: {run}: {count} hand-ins, {graded.cost.cpu:.1f} s CPU, {graded.cost.wall:.1f} s wall")
    findings.complaints += _wrong_points(grader, hand_ins, graded)
    return graded.cost


def _honesty(grader: Grader, findings: Findings) -> None:
    honest = controls()
    graded = _grade(grader, honest)
    findings.complaints += _wrong_points(grader, honest, graded)
    findings.points = {hand_in.kind: graded.points.get(hand_in.name, 0) for hand_in in honest}
    for kind in KINDS:
        with tempfile.TemporaryDirectory(prefix="peers-") as folder:
            hand_in = cheat(kind, grader.key, Path(folder))
            graded = grader.grade([hand_in], Path(folder))
        if hand_in.name not in graded.points or hand_in.name in graded.idle:
            findings.complaints.append(f"{grader.key}: the cheat {kind!r} could not even try: mend its code")
        findings.points[kind] = graded.points.get(hand_in.name, 0)
        say(f"{grader.key}: {kind}: {findings.points[kind]:g} points")


def _grade(grader: Grader, hand_ins: Sequence[HandIn]) -> Graded:
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        return grader.grade(hand_ins, Path(folder))


def _wrong_points(grader: Grader, hand_ins: Sequence[HandIn], graded: Graded) -> list[str]:
    given = graded.points
    return [
        f"{grader.key}: {h.name} ({h.kind}) got {given.get(h.name, 'no')} points, is worth {h.worth:g}"
        for h in hand_ins
        if given.get(h.name) != h.worth
    ]


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(c, name) for c in costs) for name in ("wall", "cpu", "memory")))
