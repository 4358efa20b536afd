"""Image classification with a small convolutional network.

Source: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
Proceedings of the IEEE 86 (1998); the order of the steps is that of PyTorch's tutorial "Training a Classifier".
"""

from __future__ import annotations


import torch
from torch import nn

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
    # YOUR CODE HERE
    raise NotImplementedError
