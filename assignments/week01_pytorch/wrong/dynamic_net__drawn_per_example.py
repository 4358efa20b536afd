"""Each example of a batch has a depth of its own.

task: dynamic_net
loses: test_drawn_repeats
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
            return torch.cat([self.forward(row, random.randint(0, 3)) for row in x.split(1)])
        h = torch.relu(self.input_linear(x))
        for _ in range(repeats):
            h = torch.relu(self.middle_linear(h))
        return self.output_linear(h)
