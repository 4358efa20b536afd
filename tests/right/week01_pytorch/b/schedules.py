"""Learning-rate schedules: what the learning rate is at a step.

Sources: A. Vaswani et al., "Attention Is All You Need", NeurIPS 2017 (the inverse root); I. Loshchilov and F. Hutter,
"SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017 (the cosine).

All results are Python floats. Steps are ints; where there is a `total`, 0 ≤ step ≤ total and total ≥ 1.
"""

from __future__ import annotations

import math


def linear_decay(step: int, total: int, lr0: float) -> float:
    """lr0·(1 − step/total): from lr0 at step 0 straight to 0 at step `total`."""
    return float(lr0 * (1 - step / total))


def inverse_sqrt(step: int, lr0: float) -> float:
    """lr0/√step, for step ≥ 1."""
    return float(lr0 / math.sqrt(step))


def cosine_decay(step: int, total: int, lr0: float) -> float:
    """lr0·(1 + cos(π·step/total))/2: half a wave from lr0 at step 0 to 0 at step `total`."""
    return float(lr0 * (1 + math.cos(math.pi * step / total)) / 2)


def step_decay(step: int, lr0: float, gamma: float, every: int) -> float:
    """lr0·gamma^⌊step/every⌋: multiplied by gamma at every multiple of `every` above 0; step ≥ 0, every ≥ 1."""
    return float(lr0 * gamma ** (step // every))
