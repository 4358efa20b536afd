"""A sigmoid stands in the place of the ReLU.

task: nn_sequential
loses: test_sequential_forward, test_sequential_gradients
mistake: wrong_activation
"""

import torch.nn as nn


def build_sequential(d_in, hidden, d_out):
    model = nn.Sequential(
        nn.Linear(d_in, hidden),
        nn.Sigmoid(),
        nn.Linear(hidden, d_out),
    )
    return model
