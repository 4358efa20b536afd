"""Shapes of nn.RNN's results, and a deep bidirectional tanh RNN by hand.

Sources: M. Schuster and K. K. Paliwal, "Bidirectional Recurrent Neural Networks", IEEE Transactions on Signal
Processing 45 (1997); A. Graves, A. Mohamed and G. Hinton, "Speech Recognition with Deep Recurrent Neural Networks",
ICASSP 2013; names and layout: the documentation of torch.nn.RNN.

N batch, T time, D input, H hidden; "directions" is 2 for a bidirectional RNN, else 1.
"""

from __future__ import annotations

import torch

Shape = tuple[int, ...]


def rnn_shapes(
    input_size: int,
    hidden_size: int,
    num_layers: int,
    bidirectional: bool,
    batch: int,
    time: int,
) -> tuple[Shape, Shape]:
    """The shapes of what nn.RNN(input_size, hidden_size, num_layers, batch_first=True) returns for [batch, time, …].

    (5, 8, 2, True, 1, 10) gives ((1, 10, 16), (4, 1, 8)).

    Args:
        input_size: D.
        hidden_size: H.
        num_layers: how many RNNs stand on top of each other.
        bidirectional: whether each layer reads in both directions.
        batch: N.
        time: T.

    Returns:
        (shape of output, shape of h_n), tuples of ints. h_n does not follow batch_first.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def deep_birnn(
    x: torch.Tensor,
    state: dict[str, torch.Tensor],
    num_layers: int,
    bidirectional: bool,
) -> tuple[torch.Tensor, torch.Tensor]:
    """What nn.RNN(…, batch_first=True) with the parameters `state` computes, by hand, starting from zeros.

    Layer l in direction d: h_t = tanh(x_t·W_ihᵀ + b_ih + h_{t−1}·W_hhᵀ + b_hh), with weight_ih_l{l}, weight_hh_l{l},
    bias_ih_l{l}, bias_hh_l{l}, for the reverse direction with the suffix _reverse. The reverse direction reads from the
    last step to the first, and its state after reading x_t stands at step t. The next layer reads both directions side
    by side, forward first.

    Args:
        x: input [N, T, D].
        state: nn.RNN's parameters by name: weight_ih_l0 [H, D], above [H, directions·H]; weight_hh_l0 [H, H];
            bias_ih_l0 and bias_hh_l0 [H]; and so on.
        num_layers: number of layers, at least 1.
        bidirectional: whether there are reverse directions.

    Returns:
        (output [N, T, directions·H] of the last layer, h_n [num_layers·directions, N, H]: the last state of every
        layer and direction, in the order layer 0 forward, layer 0 reverse, layer 1 forward, …).
    """
    # YOUR CODE HERE
    raise NotImplementedError
