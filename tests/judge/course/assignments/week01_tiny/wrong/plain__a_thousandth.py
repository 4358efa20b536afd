"""0.1 % too much.

task: plain
loses: test_double, test_gradient, test_pair, test_after_pair,
    test_far_after_pair, test_layer, test_training
"""

from __future__ import annotations

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """2x, or so."""
    return 2.002 * x
