"""From runs to the figures of a gate."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.calibration.measure import REFERENCE, Run
from grader.errors import UsageError
from grader.spec import threshold
from grader.spec.gate import LOGARITHMIC

SHARES = frozenset({"accuracy", "token accuracy"})  # metrics whose sampling error is a binomial's


@dataclass(frozen=True)
class Figures:
    """What a calibration found; the names are those of assignment.toml.

    Attributes:
        scores: model → its scores, in the order of the seeds; the reference's, too.
    """

    metric: str
    floor: float
    mean: float
    sigma: float
    spread: float
    threshold: float
    test_size: int
    seeds: int
    seconds: float
    scores: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @property
    def failing(self) -> list[str]:
        """Honest models of which a run does not reach the threshold."""
        higher = self.mean >= self.floor
        worst = {m: min(s) if higher else max(s) for m, s in self.scores.items() if m != REFERENCE}
        return [m for m, w in worst.items() if (w < self.threshold if higher else w > self.threshold)]

    @property
    def honest(self) -> dict[str, float]:
        """Honest model → its mean score, rounded as the other figures are."""
        places = self.places
        return {m: round(self._mean(s), places) for m, s in self.scores.items() if m != REFERENCE}

    @property
    def places(self) -> int:
        """Decimals that σ leaves worth writing down."""
        sigma = self.sigma * (self.mean if self.metric in LOGARITHMIC else 1.0)
        return max(0, 1 - math.floor(math.log10(sigma))) if sigma > 0 else 6

    def _mean(self, scores: Sequence[float]) -> float:
        return statistics.geometric_mean(scores) if self.metric in LOGARITHMIC else statistics.fmean(scores)


def figures(metric: str, runs: Sequence[Run]) -> Figures:
    """The gate that these runs give.

    σ² is the variance over seeds and the square of the test set's sampling error together. Where every seed draws new
    test data the first holds the second already; counting it twice errs on the honest student's side.

    Raises:
        UsageError: no gate follows: fewer than two runs of the reference, an unknown sampling error, or a reference no
            better than the trivial model.
    """
    ours = sorted((r for r in runs if r.model == REFERENCE), key=lambda r: r.seed)
    if len(ours) < 2:
        raise UsageError("a spread needs two seeds or more")
    logarithmic = metric in LOGARITHMIC
    even = [math.log(r.value) if logarithmic else r.value for r in ours]
    if not all(map(math.isfinite, even)):
        raise UsageError("a run of the reference gave no finite score")
    mean, spread = statistics.fmean(even), statistics.stdev(even)
    sigma = math.hypot(spread, _sampling(metric, mean, ours))
    floor = statistics.fmean(r.floor for r in ours)
    centre = math.exp(mean) if logarithmic else mean
    bar = threshold(centre, sigma, floor, logarithmic=logarithmic)
    if not min(floor, centre) < bar < max(floor, centre):
        raise UsageError(f"no threshold lies between floor {floor:.4g} and mean {centre:.4g} with σ {sigma:.2g}")
    models = dict.fromkeys(r.model for r in sorted(runs, key=lambda r: r.model != REFERENCE))
    scores = {m: [r.value for r in sorted(runs, key=lambda r: r.seed) if r.model == m] for m in models}
    found = Figures(
        metric=metric,
        floor=floor,
        mean=centre,
        sigma=float(f"{sigma:.2g}"),
        spread=float(f"{spread:.2g}"),
        threshold=bar,
        test_size=min(r.test_size for r in ours),
        seeds=len(ours),
        seconds=float(f"{statistics.fmean(r.seconds for r in ours):.2g}"),
        scores=scores,
    )
    return _rounded(found)


def _rounded(found: Figures) -> Figures:
    places = found.places
    keep = {name: round(getattr(found, name), places) for name in ("floor", "mean", "threshold")}
    return Figures(**{**vars(found), **keep})


def _sampling(metric: str, mean: float, runs: Sequence[Run]) -> float:
    errors = [r.error for r in runs if r.error is not None]
    if errors:
        return math.sqrt(statistics.fmean(e**2 for e in errors))
    if metric not in SHARES:
        raise UsageError(f"the sampling error of {metric} is not known: let the recipe's score return a Score with it")
    size = min(r.test_size for r in runs)
    p = (mean * size + 1) / (size + 2)  # a perfect score has an error, too
    return math.sqrt(p * (1 - p) / size)
