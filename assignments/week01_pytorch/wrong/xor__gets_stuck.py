"""Trained once, from whatever starting values: two ReLUs often get stuck.

task: xor
loses: test_train_xor, test_trained_again
"""

import torch
import torch.nn as nn


class XorMLP(nn.Module):
    def __init__(self, hidden=4):
        super().__init__()
        self.fc1 = nn.Linear(2, hidden)
        self.fc2 = nn.Linear(hidden, 1)

    def forward(self, x):
        h = torch.relu(self.fc1(x))
        return torch.sigmoid(self.fc2(h)).squeeze(-1)


def train_xor(seed):
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = torch.tensor([0.0, 1.0, 1.0, 0.0])
    torch.manual_seed(seed)
    model = XorMLP(2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(300):
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy(model(x), y).backward()
        optimizer.step()
    return model
