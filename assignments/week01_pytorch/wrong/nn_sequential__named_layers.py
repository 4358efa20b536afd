"""The layers have names of their own, so that the state dict has others.

task: nn_sequential
loses: test_sequential_state, test_sequential_forward, test_sequential_gradients
"""

from collections import OrderedDict

import torch.nn as nn


def build_sequential(d_in, hidden, d_out):
    return nn.Sequential(
        OrderedDict(linear1=nn.Linear(d_in, hidden), relu=nn.ReLU(), linear2=nn.Linear(hidden, d_out))
    )
