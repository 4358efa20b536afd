"""The windows reach to the next corner instead of being 2×2.

task: fractional_max_pool
loses: test_values, test_any_order, test_gradients
"""

import torch


def fractional_max_pool(x, rows, cols):
    result = []
    ends = cols.tolist()[1:] + [x.shape[3]]
    for i in rows.tolist():
        line = [x[:, :, i : i + 2, j : max(k, j + 1)].amax(dim=(2, 3)) for j, k in zip(cols.tolist(), ends)]
        result.append(torch.stack(line, dim=-1))
    return torch.stack(result, dim=2)
