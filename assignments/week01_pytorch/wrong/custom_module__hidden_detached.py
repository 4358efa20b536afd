"""The hidden layer is cut off the graph: only linear2 is trained.

task: custom_module
loses: test_two_layer_gradients
mistake: detached
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
        return self.linear2(h.detach())
