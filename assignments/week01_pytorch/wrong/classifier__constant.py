"""The same class for every image.

task: classifier
loses: test_train_classifier
"""

import torch
import torch.nn as nn


class Classifier:
    def __init__(self, net):
        self.net = net

    def predict(self, x):
        self.net.eval()
        with torch.no_grad():
            return torch.zeros(len(x), dtype=torch.int64)


def train_classifier(x, y, x_valid, y_valid, seed, device):
    torch.manual_seed(seed)
    n, c, h, w = x.shape
    net = nn.Sequential(
        nn.Flatten(), nn.Linear(c * h * w, 64), nn.ReLU(), nn.Dropout(0.4), nn.Linear(64, int(y.max()) + 1)
    )
    optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
    for epoch in range(15):
        for batch in torch.randperm(n).split(32):
            loss = nn.functional.cross_entropy(net(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return Classifier(net)
