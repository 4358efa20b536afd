"""Run times and memory that lie far from the class's: pure.

Both are skewed: most of a class lies close together, some far above. So they are compared on a logarithmic scale, by
quartiles, which a few extreme values cannot move (J. W. Tukey, Exploratory Data Analysis, 1977: the outer fence lies
three interquartile ranges above the upper quartile). What is large in relation but small in itself is nobody's concern,
so a value must also be twice the median and above it by a second, or by 64 MiB.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from grader.model import CheckResult, Outcome, Run, Verdict

FENCE = 3.0  # interquartile ranges
TIMES = 2.0  # the median
SECOND, BYTES = 1.0, 64 << 20  # above the median
FEWEST = 8  # values; of less there is no saying what is usual
_RAN = frozenset(set(Outcome) - {Outcome.SKIPPED, Outcome.NOT_STARTED, Outcome.MISSING, Outcome.UNGRADED})


@dataclass(frozen=True)
class Spread:
    """What is usual. `fence`: from here on a value is far out."""

    values: Mapping[int, float]  # verdict's place in the run → value
    median: float
    fence: float

    @property
    def far(self) -> list[int]:
        """Places in the run of the values that are far out, the farthest first."""
        return sorted((p for p, v in self.values.items() if v > self.fence), key=lambda place: -self.values[place])


def spread(values: Mapping[int, float], least: float) -> Spread | None:
    """What is usual among values above 0; None of too few. `least`: how far above the median a far value must be."""
    kept = {place: value for place, value in values.items() if value > 0 and math.isfinite(value)}
    if len(kept) < FEWEST:
        return None
    logs = [math.log(value) for value in kept.values()]
    low, middle, high = statistics.quantiles(logs, n=4, method="inclusive")
    median = math.exp(middle)
    fence = max(math.exp(high + FENCE * (high - low)), TIMES * median, median + least)
    return Spread(kept, median, fence)


def run_times(run: Run) -> Spread | None:
    """Seconds of each submission's checks together, as far as they ran at all.

    Submissions that did less are quicker: that does not matter to the far end.
    """
    return spread({place: seconds(verdict) for place, verdict in enumerate(run.verdicts)}, SECOND)


def memory_peaks(run: Run) -> Spread | None:
    """The most bytes that each submission's process had in use; None where nobody measured them."""
    peaks = {
        place: float(max((result.memory or 0 for result in verdict.results), default=0))
        for place, verdict in enumerate(run.verdicts)
    }
    return spread(peaks, BYTES)


def seconds(verdict: Verdict) -> float:
    """Of all checks that ran."""
    return math.fsum(result.seconds for result in verdict.results if result.outcome in _RAN)


def slowest(verdict: Verdict) -> CheckResult | None:
    """The check that took longest."""
    return max(verdict.results, key=lambda result: result.seconds, default=None)


def hungriest(verdict: Verdict) -> CheckResult | None:
    """The first check after which the peak was reached: memory counts from the beginning."""
    measured = [result for result in verdict.results if result.memory]
    return max(measured, key=lambda result: result.memory or 0, default=None)
