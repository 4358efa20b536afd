"""Whether something random comes from the generator that was given, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from grader.testing import Draw, expect


def seeded(draw: Draw) -> torch.Generator:
    """A generator of its own for the student's draws; its seed comes from the run's."""
    return torch.Generator().manual_seed(int(torch.randint(0, 2**31, (1,), generator=draw.generator)))


def check_generator(student: Any, sample: Callable[[torch.Generator], torch.Tensor], seed: int) -> None:
    """`sample` gives the same for a generator in the same state, whatever torch's own is in, and moves it on.

    Args:
        sample: a call of the student's function with a generator.
        seed: of the generator; one that the result hangs on: two draws that are equal by chance have to be out of the
            question.
    """
    results, moved = [], []
    for own in (1, 2):
        student.seed(own)  # torch's own generator, in the student's process
        generator = torch.Generator().manual_seed(seed)
        results.append(sample(generator))
        moved.append(sample(generator))
    expect(torch.equal(results[0], results[1]), "week01.generator_unused")
    expect(not torch.equal(results[0], moved[0]), "week01.generator_stays")
