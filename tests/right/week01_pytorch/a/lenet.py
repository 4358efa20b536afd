"""LeNet for images of 32 × 32.

Sources: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
Proceedings of the IEEE 86 (1998); PyTorch, "Neural Networks" (ReLU and max-pooling in place of the original's).
"""

from __future__ import annotations

import torch
from torch import nn


class LeNet(nn.Module):
    """Two convolutions with max-pooling, three linear layers.

    The state dict names are those of `conv1` (nn.Conv2d(1, 6, 5)), `conv2` (nn.Conv2d(6, 16, 5)), `fc1`
    (nn.Linear(400, 120)), `fc2` (nn.Linear(120, 84)) and `fc3` (nn.Linear(84, 10)), all with a bias; there are no
    other parameters.
    """

    def __init__(self) -> None:
        """Build the five layers."""
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """conv1, ReLU, max-pool 2; conv2, ReLU, max-pool 2; flatten; fc1, ReLU, fc2, ReLU, fc3.

        Args:
            x: images [N, 1, 32, 32].

        Returns:
            Logits [N, 10]; no softmax.
        """
        h = x
        for conv in (self.conv1, self.conv2):
            h = nn.functional.max_pool2d(conv(h).relu(), 2)
        h = h.flatten(1)
        for fc in (self.fc1, self.fc2):
            h = fc(h).relu()
        return self.fc3(h)
