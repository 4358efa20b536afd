"""When to stop training: the validation loss has not become better for a while.

Source: L. Prechelt, "Early Stopping – But When?", in Neural Networks: Tricks of the Trade, Springer 1998.
"""

from __future__ import annotations

import math


class EarlyStopping:
    """Counts the updates in a row without an improvement.

    A loss is an improvement where loss < best − min_delta; it becomes the new `best`, and the count begins anew. Any
    other loss, NaN too, leaves `best` as it is and is counted.

    Args:
        patience: so many updates in a row without an improvement mean: stop; at least 1.
        min_delta: by how much a loss has to be better, at least 0.

    Attributes:
        best: the loss of the last improvement; ∞ before the first.
    """

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        self.patience = patience
        self.min_delta = min_delta
        self.best = math.inf
        self.count = 0

    def update(self, loss: float) -> bool:
        """Note the next loss; whether `patience` updates in a row, this one included, brought no improvement."""
        if loss < self.best - self.min_delta:
            self.best = float(loss)
            self.count = 0
        else:
            self.count += 1
        return self.count >= self.patience
