"""Whether something random comes from the generator that was given, and from nothing else."""

from __future__ import annotations

import torch

from grader.testing import Draw


def seeded(draw: Draw) -> torch.Generator:
    """A generator of its own for the student's draws; its seed comes from the run's."""
    return torch.Generator().manual_seed(int(torch.randint(0, 2**31, (1,), generator=draw.generator)))
