"""The windows are 3×3.

task: fractional_max_pool
loses: test_values, test_any_order, test_gradients
"""

import torch


def fractional_max_pool(x, rows, cols):
    result = []
    for i in rows.tolist():
        line = [x[:, :, i : i + 3, j : j + 3].amax(dim=(2, 3)) for j in cols.tolist()]
        result.append(torch.stack(line, dim=-1))
    return torch.stack(result, dim=2)
