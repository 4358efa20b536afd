"""A tanh RNN over a whole sequence, with backpropagation through time, and its truncated form, in numpy.

Sources: P. J. Werbos, "Backpropagation Through Time: What It Does and How to Do It", Proceedings of the IEEE 78 (1990);
truncation: R. J. Williams and J. Peng, "An Efficient Gradient-Based Algorithm for On-Line Training of Recurrent Network
Trajectories", Neural Computation 2 (1990).

N batch, T time, D input, H hidden. Every step is h_t = tanh(h_{t−1}·Wh + x_t·Wx + b), with the same weights. Inputs are
not modified; results have the inputs' dtype.
"""

from __future__ import annotations

import numpy as np


class TimeRNN:
    """The RNN cell over a sequence; the weights are shared by all steps.

    Shapes: xs [N, T, D], hs [N, T, H], Wx [D, H], Wh [H, H], b [H].

    Attributes:
        params: the list [Wx, Wh, b] of the very arrays given.
        grads: the list of their gradients, in the same order, of the same shapes and dtypes; zeros at first.
            `backward` writes into these very arrays (`grads[0][...] = dWx`).
    """

    def __init__(self, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray, stateful: bool = False) -> None:
        """Keep the parameters and make room for their gradients; there is no state yet.

        Args:
            Wx: input weights [D, H].
            Wh: recurrent weights [H, H].
            b: bias [H].
            stateful: True: `forward` goes on from the state that is kept. False: it starts from zeros each time.
        """
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, xs: np.ndarray) -> np.ndarray:
        """All steps in order.

        Starts from the state that is kept if the object is stateful and has one, else from zeros, and keeps the last
        hidden state for the next call.

        Args:
            xs: inputs [N, T, D].

        Returns:
            hs: the hidden state after every step [N, T, H].
        """
        # YOUR CODE HERE
        raise NotImplementedError

    def backward(self, dhs: np.ndarray) -> np.ndarray:
        """Backpropagation through the steps of the last `forward`; overwrites `grads` in place.

        The gradient of h_t is dhs[:, t] plus what comes back from step t + 1; the gradients of Wx, Wh and b are summed
        over the steps and the batch. Nothing comes from later calls of `forward`, nothing goes to earlier ones.

        Args:
            dhs: gradient of the loss by hs [N, T, H].

        Returns:
            dxs: gradient of the loss by xs [N, T, D].
        """
        # YOUR CODE HERE
        raise NotImplementedError

    def set_state(self, h: np.ndarray) -> None:
        """Let the next `forward` of a stateful object start from h [N, H]; without `stateful` nothing changes."""
        # YOUR CODE HERE
        raise NotImplementedError

    def reset_state(self) -> None:
        """Forget the state: the next `forward` starts from zeros."""
        # YOUR CODE HERE
        raise NotImplementedError


def truncated_bptt(
    xs: np.ndarray,
    dhs: np.ndarray,
    Wx: np.ndarray,
    Wh: np.ndarray,
    b: np.ndarray,
    h0: np.ndarray,
    k: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Forward and truncated BPTT over blocks of k steps: the state goes on, the gradient stops at the block's start.

    The blocks are the steps 0 … k − 1, k … 2k − 1, and so on; the last one is shorter where k does not divide T. The
    hidden states are those of an uncut forward pass. dhs[:, t] reaches step t and the steps before it in its own block.

    Args:
        xs: inputs [N, T, D].
        dhs: gradient of the loss by every hidden state [N, T, H].
        Wx: input weights [D, H].
        Wh: recurrent weights [H, H].
        b: bias [H].
        h0: the state before the first step [N, H].
        k: length of a block, at least 1; it may exceed T.

    Returns:
        (hs [N, T, H], dxs [N, T, D], dWx [D, H], dWh [H, H], db [H]); the weights' gradients are sums over all blocks.
    """
    # YOUR CODE HERE
    raise NotImplementedError
