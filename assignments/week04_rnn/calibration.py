"""How the gate of `train_sentiment` is measured; `grader assignment calibrate week04_rnn` does it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from assignments.week04_rnn.honest_models import MODELS, train
from assignments.week04_rnn.sentiment_data import SentimentData, generate, load_nsmc
from grader.calibration import Recipe
from grader.errors import UsageError
from grader.testing.metrics import accuracy


def _nsmc(data_dir: Path | None, seed: int) -> SentimentData:
    """The same reviews for every seed."""
    if data_dir is None:
        raise UsageError("nsmc_small: let --data-dir name the folder that holds it, or take --data generated")
    return load_nsmc(data_dir / "nsmc_small")


def _score(trainer: Any, data: SentimentData, seed: int) -> float:
    model = trainer(data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, seed, "cpu")
    return accuracy(model.predict(data.test_texts), data.test_labels)


def _constant(data: SentimentData) -> float:
    """The accuracy of the commoner answer."""
    share = sum(data.test_labels) / len(data.test_labels)
    return max(share, 1 - share)


RECIPES = {
    "sentiment": Recipe(
        metric="accuracy",
        trainer="train_sentiment",
        data_sets={"nsmc_small": _nsmc, "generated": lambda data_dir, seed: generate(seed)},
        score=_score,
        floor=_constant,
        test_size=lambda data: len(data.test_labels),
        honest={kind: partial(train, kind) for kind in MODELS},
    )
}
