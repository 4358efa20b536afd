"""How week 1 scores what it cannot compare with a reference: trained classifiers, random masks, generators."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from assignments.week01_pytorch.generators import check_generator
from assignments.week01_pytorch.mask_inputs import check_mask
from assignments.week01_pytorch.toy_images import CLASSES, PROBES, TRAIN, toy_images
from grader.errors import CheckFailed
from grader.spec import load_assignment
from grader.testing import Draw

WEEK = Path(__file__).resolve().parents[2] / "assignments" / "week01_pytorch"
GATES = {
    name: gate for task in load_assignment(WEEK).tasks for name, gate in task.gates.items()
}  # data sets have names of their own


def mask(seed: int = 1, p: float = 0.3) -> torch.Tensor:
    """True where kept [80, 120]: False with probability p, each by itself."""
    return torch.rand(80, 120, generator=torch.Generator().manual_seed(seed)) >= p


def test_toy_images() -> None:
    """All classes as often, the brightest quarter is the class; probes have no class, and grow brighter."""
    x, y, x_valid, y_valid, probes = toy_images(Draw(7, 0))
    assert y.bincount().tolist() == [TRAIN // CLASSES] * CLASSES and len(y_valid) == len(x_valid)
    quarters = torch.nn.functional.avg_pool2d(x.mean(dim=1, keepdim=True), 6).flatten(1)
    assert (quarters.argmax(dim=1) == y).float().mean() > 0.95
    assert len(probes) == PROBES and probes[-30:].mean() > 2 * probes[:30].mean()
    assert float(min(x.min(), probes.min())) >= 0 and float(max(x.max(), probes.max())) <= 1


@pytest.mark.parametrize("name", sorted(GATES))
def test_gates_part_guessing_from_learning(name: str) -> None:
    """Each bar lies above the commonest answer, and below the weakest honest model, by three standard errors."""
    gate = GATES[name]

    def error(share: float) -> float:
        return 3 * math.sqrt(share * (1 - share) / gate.test_size)

    weakest = min(gate.honest.values())
    assert gate.floor + error(gate.floor) < gate.threshold < weakest - error(weakest)


def test_masks() -> None:
    """Independent entries with the right probability pass; another rate, whole rows and pairs of rows do not."""
    check_mask(mask(), 0.3)
    with pytest.raises(CheckFailed, match="rate"):
        check_mask(mask(p=0.4), 0.3)
    with pytest.raises(CheckFailed, match="rate"):
        check_mask(mask()[:, :1].expand(80, 120), 0.3)
    with pytest.raises(CheckFailed, match="rate"):
        check_mask(mask()[::2].repeat_interleave(2, dim=0), 0.3)


class Student:
    """Seeds torch's own generator, as a student's process does when it is told to."""

    def seed(self, number: int) -> None:
        """Of this process."""
        torch.manual_seed(number)


def reseeding(generator: torch.Generator) -> torch.Tensor:
    """Depends on the generator's state, which stays where it was."""
    return torch.rand(20, generator=torch.Generator().manual_seed(generator.initial_seed()))


@pytest.mark.parametrize(
    "sample, fault",
    [
        (lambda generator: torch.rand(20, generator=generator), None),
        (lambda generator: torch.rand(20), r"week01\.generator_unused"),
        (lambda generator: torch.rand(20, generator=generator) + torch.rand(20), r"week01\.generator_unused"),
        (reseeding, r"week01\.generator_stays"),
    ],
    ids=["right", "own", "both", "reseeded"],
)
def test_where_randomness_comes_from(sample: Callable[[torch.Generator], torch.Tensor], fault: str | None) -> None:
    """The generator that was given, and nothing else; it moves on."""
    state = torch.get_rng_state()
    try:
        if fault is None:
            check_generator(Student(), sample, 3)
            return
        with pytest.raises(CheckFailed, match=fault):
            check_generator(Student(), sample, 3)
    finally:
        torch.set_rng_state(state)
