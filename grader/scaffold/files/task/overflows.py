"""The formula as it stands: exp of a large input is infinite, and inf / inf is NaN.

task: scaffold_task
loses: test_large_inputs
"""

from __future__ import annotations

import torch


def scaffold_task(x: torch.Tensor) -> torch.Tensor:
    """Nothing is subtracted."""
    e = torch.exp(x)
    return e / e.sum(dim=-1, keepdim=True)
