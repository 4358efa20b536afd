"""The hidden layer always has four units; the argument is not used.

task: xor
loses: test_parameters
mistake: ignored_argument
"""

import torch
import torch.nn as nn


class XorMLP(nn.Module):
    def __init__(self, hidden=4):
        super().__init__()
        self.fc1 = nn.Linear(2, 4)
        self.fc2 = nn.Linear(4, 1)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.tanh(self.fc1(x)))).squeeze(-1)


def train_xor(seed):
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = torch.tensor([0.0, 1.0, 1.0, 0.0])
    for attempt in range(20):
        torch.manual_seed(100 * seed + attempt)
        model = XorMLP(4)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        for step in range(150):
            optimizer.zero_grad()
            loss = torch.mean((model(x) - y) ** 2)
            loss.backward()
            optimizer.step()
        if torch.equal((model(x) > 0.5).float(), y):
            break
    return model
