"""Image classification with a small convolutional network.

Source: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
Proceedings of the IEEE 86 (1998); the order of the steps is that of PyTorch's tutorial "Training a Classifier".
"""

from __future__ import annotations

import copy

import torch
from torch import nn


class _Classifier:
    """A trained network, in evaluation mode."""

    def __init__(self, model: nn.Module, device: str) -> None:
        self.model = model
        self.device = device

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """Images [n, C, H, W] → their classes, int64 [n], on the CPU."""
        self.model.eval()
        with torch.no_grad():
            return torch.cat([self.model(part.to(self.device)).argmax(1).cpu() for part in x.split(256)])


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
    torch.manual_seed(seed)
    channels, height, width = x.shape[1:]
    classes = int(y.max()) + 1
    model = nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.2),
        nn.Linear(32 * (height // 4) * (width // 4), 64),
        nn.ReLU(),
        nn.Linear(64, classes),
    ).to(device)
    x, y = x.to(device), y.to(device)
    x_valid, y_valid = x_valid.to(device), y_valid.to(device)

    epochs = 25 if len(x) < 2000 else 8
    optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
    best, best_state = None, None
    with torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True):
        for _ in range(epochs):
            model.train()
            for batch in torch.randperm(len(x)).to(device).split(32):
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(x[batch]), y[batch]).backward()
                optimizer.step()
            model.eval()
            with torch.no_grad():
                scores = torch.cat([model(part) for part in x_valid.split(256)])
                accuracy = float((scores.argmax(1) == y_valid).float().mean())
                loss = float(nn.functional.cross_entropy(scores, y_valid))
            if best is None or (accuracy, -loss) > best:
                best = (accuracy, -loss)
                best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return _Classifier(model, device)
