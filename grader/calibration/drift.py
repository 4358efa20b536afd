"""Whether a gate still says what a fresh measurement says."""

from __future__ import annotations

import math

from grader.calibration.figures import Figures
from grader.spec import Gate, threshold

_Z = 3.29  # two-sided 1e-3: what chance explains is no drift
_ROUNDING = 0.01  # of floor to mean: thresholds are written with few digits


def drifts(gate: Gate, fresh: Figures) -> list[str]:
    """What no longer holds, a line each; nothing where sampling error explains all differences."""
    found = []
    if gate.metric != fresh.metric:
        return [f"metric: recorded {gate.metric}, measured {fresh.metric}"]
    if gate.test_size != fresh.test_size:
        found.append(f"test_size: recorded {gate.test_size}, measured {fresh.test_size}")

    def even(value: float) -> float:
        return math.log(value) if gate.logarithmic else value

    span = abs(even(gate.mean) - even(gate.floor))
    error = math.hypot(gate.sigma / math.sqrt(gate.seeds), fresh.sigma / math.sqrt(fresh.seeds))
    if abs(even(gate.mean) - even(fresh.mean)) > _Z * error:
        found.append(f"mean: recorded {gate.mean:g}, measured {fresh.mean:g}, chance explains ±{_Z * error:.2g}")
    if abs(even(gate.floor) - even(fresh.floor)) > _Z * error + _ROUNDING * span:
        found.append(f"floor: recorded {gate.floor:g}, measured {fresh.floor:g}")
    found += _spread(gate, fresh)
    rule = threshold(gate.mean, gate.sigma, gate.floor, logarithmic=gate.logarithmic)
    if abs(even(gate.threshold) - even(rule)) > _ROUNDING * span:
        found.append(f"threshold: recorded {gate.threshold:g}, the rule gives {rule:.4g}")
    for model, scores in fresh.scores.items():
        worst = min(scores) if gate.higher_is_better else max(scores)
        if worst < gate.threshold if gate.higher_is_better else worst > gate.threshold:
            found.append(f"{model}: a run reached {worst:.4g}, the threshold is {gate.threshold:g}")
    return found


def _spread(gate: Gate, fresh: Figures) -> list[str]:
    """Standard deviations are compared by their ratio: the logarithm of one varies by √(1/(2(n − 1)))."""
    if not gate.spread or not fresh.spread or gate.seeds < 2:
        return []
    error = math.sqrt(1 / (2 * (gate.seeds - 1)) + 1 / (2 * (fresh.seeds - 1)))
    if abs(math.log(fresh.spread / gate.spread)) <= _Z * error:
        return []
    return [f"spread: recorded {gate.spread:g}, measured {fresh.spread:g}"]
