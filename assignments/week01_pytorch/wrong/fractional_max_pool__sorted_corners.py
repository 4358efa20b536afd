"""The corners are sorted, and each is taken once.

task: fractional_max_pool
loses: test_any_order
"""

import torch


def fractional_max_pool(x, rows, cols):
    rows, cols = rows.unique(), cols.unique()
    result = []
    for i in rows.tolist():
        line = [x[:, :, i : i + 2, j : j + 2].amax(dim=(2, 3)) for j in cols.tolist()]
        result.append(torch.stack(line, dim=-1))
    return torch.stack(result, dim=2)
