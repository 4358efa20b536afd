"""The softmax over the last axis.

Inputs are not modified; the result's dtype is the input's.
"""

from __future__ import annotations

import torch


def scaffold_task(x: torch.Tensor) -> torch.Tensor:
    """y_i = exp(x_i) / Σ_j exp(x_j), without overflow however large x is.

    Args:
        x: scores [..., D].

    Returns:
        weights [..., D] that sum to 1 over the last axis.
    """
    # BEGIN SOLUTION
    e = torch.exp(x - x.amax(dim=-1, keepdim=True))
    return e / e.sum(dim=-1, keepdim=True)
    # END SOLUTION
