"""A ReLU follows the second layer, too: no output is negative.

task: nn_sequential
loses: test_sequential_forward, test_sequential_gradients
"""

import torch.nn as nn


def build_sequential(d_in, hidden, d_out):
    model = nn.Sequential(
        nn.Linear(d_in, hidden),
        nn.ReLU(),
        nn.Linear(hidden, d_out),
        nn.ReLU(),
    )
    return model
