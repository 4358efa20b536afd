"""A ReLU follows the second layer, too: no output is negative.

task: custom_module
loses: test_two_layer_forward, test_two_layer_gradients
mistake: wrong_activation
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


class TwoLayerNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.linear1 = nn.Linear(d_in, hidden)
        self.linear2 = nn.Linear(hidden, d_out)

    def forward(self, x):
        h = F.relu(self.linear1(x))
        return F.relu(self.linear2(h))
