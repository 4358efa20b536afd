"""Random search on a logarithmic scale.

Source: J. Bergstra and Y. Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 13 (2012).
"""

from __future__ import annotations

import math

import torch


def sample_log_uniform(low: float, high: float, n: int, generator: torch.Generator) -> torch.Tensor:
    """Independent values whose logarithm is uniform between ln(low) and ln(high).

    Args:
        low, high: the range, 0 < low < high.
        n: how many, at least 1.
        generator: the source of everything random, on the CPU.

    Returns:
        [n], float32, between low and high.
    """
    # BEGIN SOLUTION
    exponents = math.log(low) + math.log(high / low) * torch.rand(n, generator=generator, dtype=torch.float64)
    return exponents.exp().float()
    # END SOLUTION
