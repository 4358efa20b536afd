"""One layer only, which cannot compute XOR.

task: xor
loses: test_parameters, test_train_xor, test_trained_again
"""

import torch
import torch.nn as nn


class XorMLP(nn.Module):
    def __init__(self, hidden=4):
        super().__init__()
        self.layer = nn.Linear(2, 1)

    def forward(self, x):
        return torch.sigmoid(self.layer(x))[:, 0]


def train_xor(seed):
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = torch.tensor([0.0, 1.0, 1.0, 0.0])
    for attempt in range(2):
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
