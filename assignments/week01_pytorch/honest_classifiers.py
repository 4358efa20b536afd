"""Three other image classifiers, as students would write them: a gate has to let them pass."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import nn

MODELS = ("linear", "mlp", "batchnorm_cnn")


def _net(kind: str, channels: int, height: int, width: int, classes: int) -> nn.Module:
    """Softmax regression, one hidden layer with dropout, or a CNN with batch normalisation and average pooling."""
    pixels = channels * height * width
    if kind == "linear":
        return nn.Sequential(nn.Flatten(), nn.Linear(pixels, classes))
    if kind == "mlp":
        return nn.Sequential(nn.Flatten(), nn.Linear(pixels, 128), nn.ReLU(), nn.Dropout(0.2), nn.Linear(128, classes))
    return nn.Sequential(
        nn.Conv2d(channels, 16, 3),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(3),
        nn.Flatten(),
        nn.Linear(32 * 9, classes),
    )


@dataclass(frozen=True)
class _Classifier:
    net: nn.Module

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """int64 [n]."""
        self.net.eval()
        with torch.no_grad():
            return torch.cat([self.net(part).argmax(dim=1) for part in x.split(256)])


def train(
    kind: str,
    x: torch.Tensor,
    y: torch.Tensor,
    x_valid: torch.Tensor,
    y_valid: torch.Tensor,
    seed: int,
    device: str,
) -> _Classifier:
    """Train one of `MODELS` on the CPU, whatever the device, by SGD with momentum; keep its best epoch."""
    torch.manual_seed(seed)
    model = _Classifier(_net(kind, *x.shape[1:], int(y.max()) + 1))
    optimizer = torch.optim.SGD(model.net.parameters(), lr=0.05, momentum=0.9)
    best, best_state = -1.0, copy.deepcopy(model.net.state_dict())
    for _ in range(5 if len(x) > 2_000 else 25):
        model.net.train()
        for batch in torch.randperm(len(x)).split(50):
            loss = nn.functional.cross_entropy(model.net(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        accuracy = float((model.predict(x_valid) == y_valid).double().mean())
        if accuracy > best:
            best, best_state = accuracy, copy.deepcopy(model.net.state_dict())
    model.net.load_state_dict(best_state)
    return model
