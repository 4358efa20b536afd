"""A training check on several data sets, each for its share of the points."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from grader.errors import CheckFailed
from grader.testing.gates import Gate, TimedGate, reaches

Run = Callable[[int], float]


def reaches_each(
    names: Sequence[str],
    run_on: Callable[[str], Run],
    gate: Callable[[str], Gate],
    *,
    credit: Callable[[float], None],
    record: Callable[[str, object], None],
) -> None:
    """`reaches` on every data set: a bar that is reached earns its share, whatever becomes of the others.

    Runs that only say how sure a failure is leave the data sets to come their part of the time. Where there are several
    data sets, the message names the one that was missed, and the facts of all but the first carry a name: what a
    leaderboard shows is the first one's.

    Args:
        names: the data sets in order. run_on: name → (seed → score); called when it is that data set's turn.
        gate, credit, record: the fixtures of these names.

    Raises:
        CheckFailed: the first bar that was missed, after all were tried. What else a run raises (an answer of the wrong
            type, an exception, the end of the time) ends the check at once; the shares earned by then are kept.
    """
    reached = 0
    missed: list[CheckFailed] = []
    for done, name in enumerate(names):
        bar = _sharing(gate(name), len(names) - done)
        facts = _named(record, name) if done else record
        try:
            reaches(run_on(name), bar, record=facts)
        except CheckFailed as failed:
            if failed.message.key != "gate_missed":
                raise
            missed.append(_told(failed, name) if len(names) > 1 else failed)
        else:
            reached += 1
            credit(reached / len(names))
    if missed:
        raise missed[0]


def _sharing(gate: Gate, waiting: int) -> TimedGate:
    """The gate with one part in `waiting` of the time that is left now."""
    if not isinstance(gate, TimedGate):
        return TimedGate.of(gate, lambda: math.inf)
    kept = gate.time_left() * (waiting - 1) / waiting
    return replace(gate, time_left=lambda: gate.time_left() - kept)


def _named(record: Callable[[str, object], None], name: str) -> Callable[[str, object], None]:
    """Keeps facts under names that tell the data set."""
    return lambda key, value: record(f"{key} ({name})", value)


def _told(failed: CheckFailed, name: str) -> CheckFailed:
    """The failure with the data set behind the metric."""
    message = failed.message
    return CheckFailed(replace(message, params={**message.params, "metric": f"{message.params['metric']} ({name})"}))
