"""Image classification with a small convolutional network.

Source: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
Proceedings of the IEEE 86 (1998); the order of the steps is that of PyTorch's tutorial "Training a Classifier".
"""

from __future__ import annotations

import copy
import math

import torch
from torch import nn



class _Net(nn.Module):
    """Standardisation, two convolutions with batch normalisation and max-pooling, one linear layer."""

    def __init__(self, shape: torch.Size, classes: int, mean: torch.Tensor, std: torch.Tensor) -> None:
        super().__init__()
        channels, height, width = shape
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.features = nn.Sequential(
            nn.Conv2d(channels, 16, 3, padding=1),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
        )
        self.head = nn.Sequential(nn.Dropout(0.25), nn.Linear(32 * (height // 4) * (width // 4), classes))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.features((x - self.mean) / self.std))


class _Classifier:
    """A trained network, frozen in evaluation mode."""

    def __init__(self, net: nn.Module, device: torch.device) -> None:
        self.net = net.eval()
        self.device = device

    @torch.no_grad()
    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """[n, C, H, W] → classes, int64 [n], on the CPU."""
        return torch.cat([self.net(part.to(self.device)).argmax(1).cpu() for part in x.split(256)])


def _train(
    x: torch.Tensor,
    y: torch.Tensor,
    x_valid: torch.Tensor,
    y_valid: torch.Tensor,
    seed: int,
    device: torch.device,
) -> _Classifier:
    torch.manual_seed(seed)
    n, batch = len(x), 32
    x, y = x.detach().to(device), y.to(device)
    x_valid, y_valid = x_valid.detach().to(device), y_valid.to(device)
    mean = x.mean((0, 2, 3), keepdim=True)
    std = x.std((0, 2, 3), keepdim=True, correction=0).clamp(min=1e-3)
    net = _Net(x.shape[1:], int(y.max()) + 1, mean, std).to(device)

    # about 24 million pixels in all: 25 epochs on small data sets, fewer on large ones
    pixels = n * x.shape[2] * x.shape[3]
    epochs = max(3, min(25, 24_000_000 // pixels))
    total = epochs * math.ceil(n / batch)
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: 0.5 * (1 + math.cos(math.pi * s / total)))
    criterion = nn.CrossEntropyLoss(label_smoothing=0.05)

    best, best_state = (-1.0, -math.inf), None
    for _ in range(epochs):
        net.train()
        for rows in torch.randperm(n).to(device).split(batch):
            optimizer.zero_grad()
            criterion(net(x[rows]), y[rows]).backward()
            optimizer.step()
            schedule.step()
        net.eval()
        with torch.no_grad():
            scores = torch.cat([net(part) for part in x_valid.split(256)])
            accuracy = (scores.argmax(1) == y_valid).double().mean().item()
            quality = (accuracy, -criterion(scores, y_valid).item())
        if best_state is None or quality > best:
            best, best_state = quality, copy.deepcopy(net.state_dict())
    net.load_state_dict(best_state)
    return _Classifier(net, device)


def train_classifier(
    x: torch.Tensor,
    y: torch.Tensor,
    x_valid: torch.Tensor,
    y_valid: torch.Tensor,
    seed: int,
    device: str,
) -> object:
    """Train an image classifier.

    Args:
        x: training images, float32 [N, C, H, W], values from 0 to 1; H and W are at least 8.
        y: their classes, int64 [N], 0 … K − 1; each occurs.
        x_valid: images [M, C, H, W] to stop early with; not for training.
        y_valid: their classes, int64 [M].
        seed: the same seed on the same device gives the same classifier.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(x)`: images [n, C, H, W] → their classes, int64 [n], on the CPU. The class of an image
        depends on that image alone.
    """
    with torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True):
        return _train(x, y, x_valid, y_valid, seed, torch.device(device))
