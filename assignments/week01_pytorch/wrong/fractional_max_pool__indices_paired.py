"""rows and cols are paired up instead of combined.

task: fractional_max_pool
loses: test_values, test_any_order, test_gradients
"""

import torch


def fractional_max_pool(x, rows, cols):
    n = min(len(rows), len(cols))
    rows, cols = rows[:n], cols[:n]
    return torch.stack([x[:, :, rows + a, cols + b] for a in (0, 1) for b in (0, 1)]).amax(dim=0)
