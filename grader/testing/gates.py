"""Minimum accuracies: a threshold that was measured, and a second chance for an unlucky seed."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from typing import Protocol

from grader.testing.assertions import fail, number

RUNS = 3
_Z99 = 2.326  # one-sided 99 % of the normal distribution


class Gate(Protocol):
    """What a gate of assignment.toml says: the reference's mean and σ over seeds, and the threshold."""

    @property
    def metric(self) -> str:
        """What is measured."""

    @property
    def sigma(self) -> float:
        """The spread of honest runs."""

    @property
    def threshold(self) -> float:
        """What must be reached."""

    @property
    def higher_is_better(self) -> bool:
        """False for losses."""


def accuracy_at_least(
    run: Callable[[int], float], gate: Gate, *, record: Callable[[str, object], None] | None = None
) -> float:
    """Train and score until the verdict is fair: one run at threshold + σ or better, else the median of three.

    Args:
        run: seed → accuracy in the judge, on labels that the student's process never sees.

    Returns:
        The accuracy that decided: the first run's, or the median of three; where two runs settled on which side the
        median lies, the one of them nearer to the threshold.

    Raises:
        ValueError: the gate is one of a loss.
        CheckFailed: `accuracy_below`, saying whether a lucky seed could still have passed: the failure is called
            certain when the 99 % upper bound of the mean over the runs lies below the threshold.
    """
    if not gate.higher_is_better:
        raise ValueError(f"{gate.metric} is better when lower: accuracy_at_least cannot judge it")
    values: list[float] = []
    for seed in range(RUNS):
        values.append(float(run(seed)))
        if record is not None:
            record(gate.metric, list(values))
            record("threshold", gate.threshold)
        if seed == 0 and values[0] >= gate.threshold + gate.sigma:
            return values[0]
        if sum(v >= gate.threshold for v in values) > RUNS // 2:
            break
        if sum(v < gate.threshold for v in values) > RUNS // 2:
            break
    passes = _passes(values, gate)
    decided = statistics.median(values) if len(values) == RUNS else (min if passes else max)(values)
    if passes:
        return decided
    mean = statistics.fmean(values)
    variance = math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1)
    certain = mean + _Z99 * max(gate.sigma, math.sqrt(variance)) / math.sqrt(len(values)) < gate.threshold
    fail(
        "accuracy_below",
        metric=gate.metric,
        value=number(decided),
        threshold=number(gate.threshold),
        runs=len(values),
        certain=certain,
    )


def _passes(values: list[float], gate: Gate) -> bool:
    return sum(v >= gate.threshold for v in values) > RUNS // 2
