"""The layers are called fc1 and fc2.

task: custom_module
loses: test_two_layer_state, test_two_layer_forward, test_two_layer_gradients
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


class TwoLayerNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.fc1 = nn.Linear(d_in, hidden)
        self.fc2 = nn.Linear(hidden, d_out)

    def forward(self, x):
        h = F.relu(self.fc1(x))
        return self.fc2(h)
