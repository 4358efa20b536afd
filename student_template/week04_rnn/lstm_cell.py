"""One step of an LSTM and of a GRU, forward and backward by hand.

Sources: S. Hochreiter and J. Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997), with the forget gate
of F. A. Gers et al., "Learning to Forget", Neural Computation 12 (2000); K. Cho et al., "Learning Phrase
Representations using RNN Encoder-Decoder for Statistical Machine Translation", EMNLP 2014 (reset gate before the
recurrent product).

N batch, D input, H hidden; σ is the sigmoid, ∘ the elementwise product. Use tensor operations only: no torch.nn, and in
the backward functions no autograd. Inputs are not modified; dtype and device follow the inputs.
"""

from __future__ import annotations

import torch


def lstm_cell(
    x: torch.Tensor,
    h: torch.Tensor,
    c: torch.Tensor,
    Wx: torch.Tensor,
    Wh: torch.Tensor,
    b: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """One LSTM step; the columns of Wx, Wh and b are four blocks of width H, in the order f, i, g, o.

    a = x·Wx + h·Wh + b, split into a_f, a_i, a_g, a_o;
    f, i, o = σ(a_f), σ(a_i), σ(a_o); g = tanh(a_g);
    c' = f∘c + i∘g; h' = o∘tanh(c').

    Args:
        x: input [N, D].
        h: hidden state [N, H].
        c: cell state [N, H].
        Wx: input weights [D, 4H].
        Wh: recurrent weights [H, 4H].
        b: bias [4H].

    Returns:
        (h' [N, H], c' [N, H]).
    """
    # YOUR CODE HERE
    raise NotImplementedError


def lstm_cell_backward(
    dh: torch.Tensor,
    dc: torch.Tensor,
    x: torch.Tensor,
    h: torch.Tensor,
    c: torch.Tensor,
    Wx: torch.Tensor,
    Wh: torch.Tensor,
    b: torch.Tensor,
) -> tuple[torch.Tensor, ...]:
    """Gradients of `lstm_cell`, by hand.

    Args:
        dh: gradient of the loss by h' [N, H].
        dc: gradient of the loss by c' [N, H] that comes from later steps (not the part through h').
        x, h, c, Wx, Wh, b: the arguments of the forward step.

    Returns:
        (dx [N, D], dh [N, H], dc [N, H], dWx [D, 4H], dWh [H, 4H], db [4H]): the gradients of x, h, c, Wx, Wh, b.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def gru_cell(
    x: torch.Tensor,
    h: torch.Tensor,
    Wx: torch.Tensor,
    Wh: torch.Tensor,
    b: torch.Tensor,
) -> torch.Tensor:
    """One GRU step; the columns of Wx, Wh and b are three blocks of width H, in the order z, r, g.

    z = σ(x·Wx_z + h·Wh_z + b_z); r = σ(x·Wx_r + h·Wh_r + b_r);
    g = tanh(x·Wx_g + (r∘h)·Wh_g + b_g);
    h' = (1 − z)∘g + z∘h.

    The reset gate acts before the recurrent product; in torch.nn.GRU it acts after it.

    Args:
        x: input [N, D].
        h: hidden state [N, H].
        Wx: input weights [D, 3H].
        Wh: recurrent weights [H, 3H].
        b: bias [3H].

    Returns:
        h' [N, H].
    """
    # YOUR CODE HERE
    raise NotImplementedError


def gru_cell_backward(
    dh: torch.Tensor,
    x: torch.Tensor,
    h: torch.Tensor,
    Wx: torch.Tensor,
    Wh: torch.Tensor,
    b: torch.Tensor,
) -> tuple[torch.Tensor, ...]:
    """Gradients of `gru_cell`, by hand.

    Args:
        dh: gradient of the loss by h' [N, H].
        x, h, Wx, Wh, b: the arguments of the forward step.

    Returns:
        (dx [N, D], dh [N, H], dWx [D, 3H], dWh [H, 3H], db [3H]): the gradients of x, h, Wx, Wh, b.
    """
    # YOUR CODE HERE
    raise NotImplementedError
