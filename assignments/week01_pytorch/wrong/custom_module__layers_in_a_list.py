"""The layers stand in a Python list, where nn.Module does not find their parameters.

task: custom_module
loses: test_two_layer_state, test_two_layer_forward, test_two_layer_gradients
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


class TwoLayerNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.layers = [nn.Linear(d_in, hidden), nn.Linear(hidden, d_out)]

    def forward(self, x):
        h = F.relu(self.layers[0](x))
        return self.layers[1](h)
