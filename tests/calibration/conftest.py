"""A course with a training task that takes no time."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import Course, load_course

COURSE = """
id = "tiny"
term = "now"
timezone = "UTC"
[title]
en = "Tiny"
ko = "작은"
"""
ASSIGNMENT = """# What week 1 is about.
id = "week01_coins"
week = 1

[title]
en = "Coins"
ko = "동전"

[[tasks]]
id = "other" # no training here
module = "coins"
names = ["flip"]
points = 1
slot = "preview"
title = { en = "Other", ko = "다른" }

[[tasks]]
id = "guess"
module = "coins"
names = ["train"] # called with a seed
points = 5
slot = "review"
title = { en = "Guess", ko = "추측" }

# These were guessed.
[tasks.gates.real]
metric = "accuracy" # of 400 coins
floor = 0.5
mean = 0.7
sigma = 0.1
threshold = 0.6
test_size = 400
seeds = 2
measured = "never"

[[tasks]]
id = "last"
module = "coins"
names = ["end"]
points = 1
slot = "review"
title = { en = "Last", ko = "끝" }
"""
REFERENCE = """
import random
def train(seed):
    return random.Random(seed).gauss(0.9, 0.01)
"""
RECIPES = """
from pathlib import Path
from grader.calibration import Recipe, Score
from grader.errors import UsageError
def real(data_dir, seed):
    if data_dir is None:
        raise UsageError("real coins: let --data-dir name their folder")
    return 400
def score(train, data, seed):
    with (Path(__file__).parent.parent.parent / "log").open("a") as log:
        log.write(f"{train.__name__} {seed}\\n")
    return train(seed)
def honest(bias):
    return lambda seed: BIAS + bias + seed / 1000
BIAS = 0.85
RECIPES = {
    "guess": Recipe(
        metric="accuracy",
        trainer="train",
        data_sets={"real": real, "made": lambda data_dir, seed: 200},
        score=score,
        floor=lambda data: 0.5,
        test_size=lambda data: data,
        honest={"a": honest(0.0), "b": honest(0.01), "c": honest(0.02)},
    )
}
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The course, on disk."""
    week, reference = tmp_path / "assignments" / "week01_coins", tmp_path / "reference" / "week01_coins"
    for folder in (week, reference, tmp_path / "data"):
        folder.mkdir(parents=True)
    (tmp_path / "course.toml").write_text(COURSE, "utf-8")
    (week / "assignment.toml").write_text(ASSIGNMENT, "utf-8")
    (week / "calibration.py").write_text(RECIPES, "utf-8")
    (reference / "coins.py").write_text(REFERENCE, "utf-8")
    return load_course(tmp_path)
