import torch.nn as nn
import torch.nn.functional as F


class TwoLayerNet(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super(TwoLayerNet, self).__init__()
        self.linear2 = nn.Linear(hidden, d_out)
        self.linear1 = nn.Linear(d_in, hidden)

    def forward(self, x):
        return self.linear2(F.relu(self.linear1(x)))
