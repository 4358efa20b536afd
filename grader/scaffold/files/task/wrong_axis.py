"""The weights sum to 1 over the first axis.

task: scaffold_task
loses: test_values, test_gradients, test_large_inputs
mistake: wrong_axis
"""

from __future__ import annotations

import torch


def scaffold_task(x: torch.Tensor) -> torch.Tensor:
    """Over axis 0."""
    e = torch.exp(x - x.amax(dim=0, keepdim=True))
    return e / e.sum(dim=0, keepdim=True)
