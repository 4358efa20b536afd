from __future__ import annotations

import numpy as np


class RNN:
    """One recurrent step: h = tanh(h_prev·Wh + x·Wx + b)."""

    def __init__(self, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray) -> None:
        """Keep the parameters and make room for their gradients."""
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: np.ndarray, h_prev: np.ndarray) -> np.ndarray:
        """One step."""
        # YOUR CODE HERE
        raise NotImplementedError

    def backward(self, dh_next: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Gradients of the last `forward`."""
        # YOUR CODE HERE
        raise NotImplementedError
