"""The parameters are frozen, so that nothing can be trained.

task: nn_sequential
loses: test_sequential_gradients
mistake: detached
"""

import torch.nn as nn


def build_sequential(d_in, hidden, d_out):
    model = nn.Sequential(
        nn.Linear(d_in, hidden),
        nn.ReLU(),
        nn.Linear(hidden, d_out),
    )
    return model.requires_grad_(False)
