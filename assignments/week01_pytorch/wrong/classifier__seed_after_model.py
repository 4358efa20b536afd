"""The seed is set after the model was made.

task: classifier
loses: test_same_seed
"""

import torch
import torch.nn as nn


class Classifier:
    def __init__(self, net):
        self.net = net

    def predict(self, x):
        self.net.eval()
        with torch.no_grad():
            return self.net(x).argmax(dim=1)


def train_classifier(x, y, x_valid, y_valid, seed, device):
    n, c, h, w = x.shape
    net = nn.Sequential(
        nn.Flatten(), nn.Linear(c * h * w, 64), nn.ReLU(), nn.Dropout(0.4), nn.Linear(64, int(y.max()) + 1)
    )
    optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
    torch.manual_seed(seed)
    for epoch in range(15):
        for batch in torch.randperm(n).split(32):
            loss = nn.functional.cross_entropy(net(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return Classifier(net)
