"""Image classification with a small convolutional network.

Source: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
Proceedings of the IEEE 86 (1998); the order of the steps is that of PyTorch's tutorial "Training a Classifier".
"""

from __future__ import annotations

import copy  # SOLUTION NO PROMPT

import torch
from torch import nn

# BEGIN SOLUTION
BATCH = 64


def convolutional_net(channels: int, height: int, width: int, classes: int) -> nn.Sequential:
    """Two times convolution, ReLU and pooling, then two linear layers; height and width at least 4."""
    return nn.Sequential(
        nn.Conv2d(channels, 12, kernel_size=3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(12, 24, kernel_size=3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(24 * (height // 4) * (width // 4), 64),
        nn.ReLU(),
        nn.Linear(64, classes),
    )


class ImageClassifier:
    """A trained network."""

    def __init__(self, net: nn.Sequential, device: str) -> None:
        self.net, self.device = net, device

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """The class with the highest score, int64 [n], for every image of x [n, C, H, W]."""
        self.net.eval()
        with torch.no_grad():
            scores = [self.net(part.to(self.device)) for part in x.split(500)]
        return torch.cat(scores).argmax(dim=1).cpu()


# END SOLUTION


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
        x: training images, float32 [N, C, H, W], values from 0 to 1; H and W are equal, and at least 8.
        y: their classes, int64 [N], 0 … K − 1; each occurs.
        x_valid: images [M, C, H, W] to stop early with; not for training.
        y_valid: their classes, int64 [M].
        seed: the same seed on the same device gives the same classifier.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(x)`: images [n, C, H, W] → their classes, int64 [n], on the CPU. The class of an image
        depends on that image alone.
    """
    # BEGIN SOLUTION
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    _, channels, height, width = x.shape
    net = convolutional_net(channels, height, width, int(y.max()) + 1).to(device)
    classifier = ImageClassifier(net, device)
    optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
    epochs = 6 if len(x) > 2_000 else 25
    best, best_state = -1.0, copy.deepcopy(net.state_dict())
    for _ in range(epochs):
        net.train()
        for batch in torch.randperm(len(x), generator=generator).split(BATCH):
            loss = nn.functional.cross_entropy(net(x[batch].to(device)), y[batch].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        accuracy = float((classifier.predict(x_valid) == y_valid).double().mean())
        if accuracy > best:
            best, best_state = accuracy, copy.deepcopy(net.state_dict())
    net.load_state_dict(best_state)
    return classifier
    # END SOLUTION
