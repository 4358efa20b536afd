"""The measured bar of a training task, and the rule that sets it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from grader.spec.reading import FileModel, Positive, Text, broken

LOGARITHMIC = frozenset({"perplexity"})  # metrics whose logarithm is what training and sampling spread evenly
_SIGMAS, _SHARE = 3.0, 0.6


class Gate(FileModel):
    """The measured bar of a training task on one data set; `grader assignment calibrate` writes it.

    Attributes:
        metric: what is measured, for example "accuracy".
        floor: the metric of the trivial model.
        mean: the reference's mean over `seeds` runs; of perplexities the geometric mean.
        sigma: the spread of an honest score: over seeds and by the test set's sampling, together. Of perplexities that
            of the natural logarithm.
        threshold: what a submission must reach, between `floor` and `mean`.
        test_size: number of test examples.
        seeds: number of runs that were measured.
        measured: when, with what and on what.
        spread: the standard deviation over the seeds alone. seconds: of CPU time that a run of the reference took.
        honest: other honest models and their mean scores: all of their runs reached the threshold.
        files: whether the data lie in a folder of GRADER_DATA_DIR; false for those that a library brings along.
    """

    metric: Text
    floor: float
    mean: float
    sigma: Annotated[float, Field(ge=0)]
    threshold: float
    test_size: Positive
    seeds: Positive
    measured: Text
    spread: Annotated[float, Field(ge=0)] | None = None
    seconds: Annotated[float, Field(ge=0)] | None = None
    honest: Mapping[str, float] = Field(default_factory=dict)
    files: bool = True

    @property
    def higher_is_better(self) -> bool:
        """False for losses and perplexities, whose floor lies above the mean."""
        return self.mean >= self.floor

    @property
    def logarithmic(self) -> bool:
        """Whether scores are compared by their logarithms."""
        return self.metric in LOGARITHMIC

    @model_validator(mode="after")
    def _threshold_between(self) -> Self:
        low, high = sorted((self.floor, self.mean))
        if not low <= self.threshold <= high:
            problem = f"{self.threshold:g} is outside floor..mean ({self.floor:g}..{self.mean:g})"
            remedy = "an honest model must pass, a trivial one must not: measure the gate again"
            raise broken(problem, remedy, "threshold")
        return self


def threshold(mean: float, sigma: float, floor: float, *, logarithmic: bool = False) -> float:
    """min(mean − 3σ, floor + 0.6·(mean − floor)), mirrored where the floor lies above the mean.

    Args:
        logarithmic: of the logarithms; σ is that of the logarithm then, and the result no logarithm.
    """
    if logarithmic:
        return math.exp(threshold(math.log(mean), sigma, math.log(floor)))
    sign = 1.0 if mean >= floor else -1.0
    return sign * min(sign * mean - _SIGMAS * sigma, sign * floor + _SHARE * sign * (mean - floor))
