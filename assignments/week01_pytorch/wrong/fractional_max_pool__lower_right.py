"""The corners are taken as those on the lower right.

task: fractional_max_pool
loses: test_values, test_any_order, test_gradients
"""

import torch


def fractional_max_pool(x, rows, cols):
    result = []
    for i in rows.tolist():
        line = [x[:, :, max(i - 1, 0) : i + 1, max(j - 1, 0) : j + 1].amax(dim=(2, 3)) for j in cols.tolist()]
        result.append(torch.stack(line, dim=-1))
    return torch.stack(result, dim=2)
