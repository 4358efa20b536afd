"""Minimum scores of trained models: a threshold that was measured, and a second chance for an unlucky seed."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from grader.errors import CheckFailed, StudentFault
from grader.testing.assertions import fail, number

RUNS = 3
_ROUNDING = 1e-12  # 0.70 + 0.02 is 0.72
SURE = 5  # runs after which a failure may be called certain
_ROOM = 1.3  # a further run is begun where this many times the longest so far is left
_Z99 = 2.326  # one-sided 99 % of the normal distribution,
_T99 = 3.747  # and of Student's t for five values


class Gate(Protocol):
    """What a gate of assignment.toml says: the reference's mean and σ over seeds, and the threshold."""

    @property
    def metric(self) -> str:
        """What is measured."""

    @property
    def sigma(self) -> float:
        """The spread of honest runs; of a logarithmic metric, that of its logarithm."""

    @property
    def threshold(self) -> float:
        """What must be reached."""

    @property
    def higher_is_better(self) -> bool:
        """False for losses and perplexities."""

    @property
    def logarithmic(self) -> bool:
        """Whether the logarithm is what varies evenly: perplexities."""


@dataclass(frozen=True)
class TimedGate:
    """A gate of assignment.toml in a check that may take so long. `time_left`: the seconds that it still has."""

    metric: str
    sigma: float
    threshold: float
    higher_is_better: bool
    logarithmic: bool
    time_left: Callable[[], float]

    @staticmethod
    def of(gate: Gate, time_left: Callable[[], float]) -> TimedGate:
        """The gate with the check's clock."""
        return TimedGate(gate.metric, gate.sigma, gate.threshold, gate.higher_is_better, gate.logarithmic, time_left)


def reaches(run: Callable[[int], float], gate: Gate, *, record: Callable[[str, object], None] | None = None) -> float:
    """Train and score until the verdict is fair: one run better than the threshold by σ, else the median of three.

    Where the median fails, up to five runs are made, as far as the check's time allows, to say how sure that is: the
    failure is certain when the 99 % bound of the mean over five runs does not reach the threshold.

    Args:
        run: seed → score, computed in the judge on labels that the student's process never sees.
        gate: of assignment.toml. Whether more is better, and whether logarithms are compared, follows from it.
        record: keeps all scores and the threshold as facts.

    Returns:
        The score that decided: the first run's, or the median of three; where two runs settled on which side the
        median lies, the one of them nearer to the threshold.

    Raises:
        CheckFailed: `gate_missed`, saying whether another seed could still pass.
    """
    values: list[float] = []
    longest = 0.0

    def another() -> None:
        nonlocal longest
        began = time.monotonic()
        values.append(float(run(len(values))))
        longest = max(longest, time.monotonic() - began)
        if record is not None:
            record(gate.metric, list(values))
            record("threshold", gate.threshold)

    bar = _even(gate.threshold, gate)
    while len(values) < RUNS and _median_passes(values, gate) is None:
        another()
        if len(values) == 1 and _even(values[0], gate) >= bar + gate.sigma - _ROUNDING:
            return values[0]
    passes = _median_passes(values, gate)
    decided = _decided(values, gate)
    if passes:
        return decided
    left = gate.time_left if isinstance(gate, TimedGate) else lambda: math.inf
    try:
        while len(values) < SURE and left() >= _ROOM * longest:
            another()
    except (StudentFault, CheckFailed):
        pass  # the verdict is known; how this run ended changes nothing
    sure = len(values) == SURE
    certain = sure and _bound(values, gate) < bar
    fail(
        "gate_missed",
        metric=gate.metric,
        value=number(decided),
        at_least=number(gate.threshold) if gate.higher_is_better else "",
        at_most="" if gate.higher_is_better else number(gate.threshold),
        runs=len(values),
        certain=SURE if certain else "",
        possible=SURE if sure and not certain else "",
        unsure="" if sure else SURE,
    )


def _even(value: float, gate: Gate) -> float:
    """The value on a scale where more is better and differences mean the same everywhere."""
    if gate.logarithmic:
        value = math.log(value) if value > 0 else math.nan
    return value if gate.higher_is_better else -value


def _median_passes(values: list[float], gate: Gate) -> bool | None:
    """On which side of the threshold the median of three lies; None as long as it is open."""
    bar = _even(gate.threshold, gate)
    good = sum(_even(v, gate) >= bar for v in values)  # NaN is not
    if good > RUNS // 2:
        return True
    return False if len(values) - good > RUNS // 2 else None


def _decided(values: list[float], gate: Gate) -> float:
    if len(values) == RUNS:
        return statistics.median(values)
    bar = _even(gate.threshold, gate)
    return min(values, key=lambda v: abs(_even(v, gate) - bar) if not math.isnan(v) else math.inf)


def _bound(values: list[float], gate: Gate) -> float:
    """99 % upper bound of the mean; what is known of honest runs' spread counts, too, if these agree by chance."""
    even = [_even(v, gate) for v in values]
    if not all(map(math.isfinite, even)):
        return math.nan
    return statistics.fmean(even) + max(_T99 * statistics.stdev(even), _Z99 * gate.sigma) / math.sqrt(len(even))
