"""torch computes it: the right values, not by hand.

task: scaffold_task
loses: test_values, test_gradients, test_large_inputs
"""

from __future__ import annotations

import torch


def scaffold_task(x: torch.Tensor) -> torch.Tensor:
    """One call."""
    return torch.softmax(x, dim=-1)
