import random

import torch.nn as nn
import torch.nn.functional as F


class DynamicNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.input_linear = nn.Linear(d_in, hidden)
        self.middle_linear = nn.Linear(hidden, hidden)
        self.output_linear = nn.Linear(hidden, d_out)

    def middle(self, h, n):
        # 재귀로도 된다
        return h if n == 0 else self.middle(F.relu(self.middle_linear(h)), n - 1)

    def forward(self, x, repeats=None):
        n = random.randint(0, 3) if repeats is None else repeats
        return self.output_linear(self.middle(self.input_linear(x).clamp(min=0), n))
