"""No ReLU follows the middle layer.

task: dynamic_net
loses: test_given_repeats, test_drawn_repeats, test_uniform_repeats, test_shared_gradients
mistake: wrong_activation
"""

import random

import torch
import torch.nn as nn


class DynamicNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.input_linear = nn.Linear(d_in, hidden)
        self.middle_linear = nn.Linear(hidden, hidden)
        self.output_linear = nn.Linear(hidden, d_out)

    def forward(self, x, repeats=None):
        if repeats is None:
            repeats = random.randint(0, 3)
        h = torch.relu(self.input_linear(x))
        for _ in range(repeats):
            h = self.middle_linear(h)
        return self.output_linear(h)
