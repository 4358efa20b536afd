"""Measuring the gates of training tasks, and writing them into assignment.toml."""

from grader.calibration.drift import drifts
from grader.calibration.figures import Figures, figures
from grader.calibration.kept import Kept
from grader.calibration.measure import Job, Run, measure
from grader.calibration.recipe import Recipe, Score, load_recipes
from grader.calibration.writing import write_gate

__all__ = [
    "Figures",
    "Job",
    "Kept",
    "Recipe",
    "Run",
    "Score",
    "drifts",
    "figures",
    "load_recipes",
    "measure",
    "write_gate",
]
