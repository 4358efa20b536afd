"""torch's max-pooling with a stride of 2, whatever the corners.

task: fractional_max_pool
loses: test_values, test_any_order, test_gradients
"""

import torch
import torch.nn.functional as F


def fractional_max_pool(x, rows, cols):
    return F.max_pool2d(x, 2)[:, :, : len(rows), : len(cols)]
