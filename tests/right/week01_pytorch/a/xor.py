"""XOR, which no single perceptron can compute, with one hidden layer.

Source: D. E. Rumelhart, G. E. Hinton and R. J. Williams, "Learning representations by back-propagating errors",
Nature 323 (1986); M. Minsky and S. Papert, "Perceptrons" (1969), on why one layer is not enough.
"""

from __future__ import annotations

import torch
from torch import nn


class XorMLP(nn.Module):
    """Two inputs, one hidden layer with a non-linear activation, one output unit with a sigmoid.

    Both layers have a bias: 4·hidden + 1 parameters. Names and the activation are up to you.

    Args:
        hidden: units of the hidden layer.
    """

    def __init__(self, hidden: int = 4) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, hidden), nn.Tanh(), nn.Linear(hidden, 1), nn.Sigmoid())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Probability of 1.

        Args:
            x: inputs [N, 2], of the parameters' dtype.

        Returns:
            [N], values in [0, 1].
        """
        return self.net(x)[:, 0]


def train_xor(seed: int) -> XorMLP:
    """Train an XorMLP on the four rows of XOR.

    Some starting values lead nowhere: try others until all four rows are right. The same seed gives the same model.

    Args:
        seed: any integer from 0 on; fixes everything that is drawn.

    Returns:
        A model with probabilities above 0.5 for the rows (0, 1) and (1, 0), and below for (0, 0) and (1, 1).
    """
    corners = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    targets = torch.tensor([0.0, 1.0, 1.0, 0.0])
    draws = torch.Generator().manual_seed(seed % 2**64)
    model = XorMLP()
    while True:
        with torch.no_grad():
            for p in model.parameters():
                p.copy_(torch.randn(p.shape, generator=draws))
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        for step in range(300):
            p = model(corners)
            if step % 20 == 0 and bool(((p - targets).abs() < 0.1).all()):
                break
            optimizer.zero_grad()
            nn.functional.binary_cross_entropy(p, targets).backward()
            optimizer.step()
        with torch.no_grad():
            # a margin of 0.2, so that rounding elsewhere does not flip a row
            if bool(((model(corners) - targets).abs() < 0.3).all()):
                break
    model.zero_grad()
    return model
