"""One step of a tanh RNN and its backward pass, in numpy.

Source: J. L. Elman, "Finding Structure in Time", Cognitive Science 14 (1990); the step itself is
h = tanh(h_prev·Wh + x·Wx + b).
"""

from __future__ import annotations

import numpy as np


class RNN:
    """One recurrent step: h = tanh(h_prev·Wh + x·Wx + b).

    Shapes: N batch, D input, H hidden. Wx [D, H], Wh [H, H], b [H].

    Attributes:
        params: the list [Wx, Wh, b] of the very arrays given.
        grads: the list of their gradients, in the same order, of the same shapes and dtypes; zeros at first.
            `backward` writes into these very arrays (`grads[0][...] = dWx`), it does not make new ones, because
            an optimizer keeps hold of them.
    """

    def __init__(self, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray) -> None:
        """Keep the parameters and make room for their gradients."""
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: np.ndarray, h_prev: np.ndarray) -> np.ndarray:
        """One step.

        Args:
            x: input [N, D].
            h_prev: hidden state before the step [N, H].

        Returns:
            h: hidden state after the step [N, H], of the inputs' dtype.
        """
        # YOUR CODE HERE
        raise NotImplementedError

    def backward(self, dh_next: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Gradients of the last `forward`; overwrites `grads` in place with those of Wx, Wh and b.

        With a = h_prev·Wh + x·Wx + b the chain rule gives da = dh_next ∘ (1 − h²).

        Args:
            dh_next: gradient of the loss by h [N, H].

        Returns:
            (dx [N, D], dh_prev [N, H]).
        """
        # YOUR CODE HERE
        raise NotImplementedError
