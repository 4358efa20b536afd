"""predict normalises by the batch: batch normalisation in training mode.

task: classifier
loses: test_images_apart
"""

import torch
import torch.nn as nn


class Classifier:
    def __init__(self, net):
        self.net = net

    def predict(self, x):
        self.net.train()
        with torch.no_grad():
            return self.net(x).argmax(dim=1)


def train_classifier(x, y, x_valid, y_valid, seed, device):
    torch.manual_seed(seed)
    n, c, h, w = x.shape
    net = nn.Sequential(
        nn.Conv2d(c, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * (h // 2) * (w // 2), int(y.max()) + 1),
    )
    optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
    for epoch in range(15):
        for batch in torch.randperm(n).split(32):
            loss = nn.functional.cross_entropy(net(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return Classifier(net)
