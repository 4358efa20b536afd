"""The ReLU is forgotten: two linear layers are one.

task: nn_sequential
loses: test_sequential_state, test_sequential_forward, test_sequential_gradients
"""

import torch.nn as nn


def build_sequential(d_in, hidden, d_out):
    model = nn.Sequential(
        nn.Linear(d_in, hidden),
        nn.Linear(hidden, d_out),
    )
    return model
