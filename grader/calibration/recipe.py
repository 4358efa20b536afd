"""How one training task is measured: `RECIPES` in an assignment's calibration.py."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import UsageError

FILE_NAME = "calibration.py"
HONEST = 3  # other models that a gate has to let pass, at least
Train = Callable[..., Any]


@dataclass(frozen=True)
class Score:
    """What a run reached.

    Attributes:
        value: the metric. error: its standard error by the sampling of the test set, of the logarithm where the metric
            is a perplexity; None for a share of right answers, whose error follows from the test set's size.
    """

    value: float
    error: float | None = None


@dataclass(frozen=True)
class Recipe:
    """How one training task is measured.

    Attributes:
        metric: "accuracy", "f1", "perplexity", "bleu", …: as in assignment.toml.
        trainer: the reference's function, by name.
        data_sets: name → (folder of real data sets or None, seed) → the data.
        score: (train, data, seed) → what the trained model reaches; `train` is the reference's function or one of
            `honest`, which have the same arguments.
        floor: data → the score of the trivial model. test_size: data → how many test examples there are.
        honest: three or more other models, as students would write them: name → their training function.
    """

    metric: str
    trainer: str
    data_sets: Mapping[str, Callable[[Path | None, int], Any]]
    score: Callable[[Train, Any, int], Score | float]
    floor: Callable[[Any], float]
    test_size: Callable[[Any], int]
    honest: Mapping[str, Train]


def load_recipes(root: Path, folder: Path) -> Mapping[str, Recipe]:
    """Task → recipe, from the assignment's calibration.py.

    Args:
        root: of the course; it is put on the path, since the file may import `assignments.weekNN_x.…`.

    Raises:
        UsageError: there is no such file, it cannot be imported, or its RECIPES are not what they should be.
    """
    path = folder / FILE_NAME
    where = f"{folder.name}/{FILE_NAME}"
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    spec = importlib.util.spec_from_file_location(f"calibration.{folder.name}", path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise UsageError(f"{where} does not exist: write it, with RECIPES = {{task: Recipe(…)}}")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UsageError(f"{where} cannot be imported: {type(error).__name__}: {error}") from error
    recipes = getattr(module, "RECIPES", None)
    if not isinstance(recipes, Mapping) or not all(isinstance(r, Recipe) for r in recipes.values()):
        raise UsageError(f"{where}: RECIPES must be a dictionary, task → Recipe")
    for task, recipe in recipes.items():
        if len(recipe.honest) < HONEST:
            raise UsageError(f"{where}: {task} has {len(recipe.honest)} of at least {HONEST} honest models")
    return recipes
