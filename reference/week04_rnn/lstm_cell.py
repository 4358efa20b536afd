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
    # BEGIN SOLUTION
    f, i, g, o = (x @ Wx + h @ Wh + b).chunk(4, dim=1)
    f, i, g, o = torch.sigmoid(f), torch.sigmoid(i), torch.tanh(g), torch.sigmoid(o)
    c_next = f * c + i * g
    return o * torch.tanh(c_next), c_next
    # END SOLUTION


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
    # BEGIN SOLUTION
    f, i, g, o = (x @ Wx + h @ Wh + b).chunk(4, dim=1)
    f, i, g, o = torch.sigmoid(f), torch.sigmoid(i), torch.tanh(g), torch.sigmoid(o)
    t = torch.tanh(f * c + i * g)
    dc_next = dc + dh * o * (1 - t * t)
    da = torch.cat(
        [
            dc_next * c * f * (1 - f),
            dc_next * g * i * (1 - i),
            dc_next * i * (1 - g * g),
            dh * t * o * (1 - o),
        ],
        dim=1,
    )
    return da @ Wx.T, da @ Wh.T, dc_next * f, x.T @ da, h.T @ da, da.sum(dim=0)
    # END SOLUTION


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
    # BEGIN SOLUTION
    H = h.shape[1]
    ax = x @ Wx + b
    z, r = torch.sigmoid(ax[:, : 2 * H] + h @ Wh[:, : 2 * H]).chunk(2, dim=1)
    g = torch.tanh(ax[:, 2 * H :] + (r * h) @ Wh[:, 2 * H :])
    return (1 - z) * g + z * h
    # END SOLUTION


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
    # BEGIN SOLUTION
    H = h.shape[1]
    Wh_zr, Wh_g = Wh[:, : 2 * H], Wh[:, 2 * H :]
    ax = x @ Wx + b
    z, r = torch.sigmoid(ax[:, : 2 * H] + h @ Wh_zr).chunk(2, dim=1)
    g = torch.tanh(ax[:, 2 * H :] + (r * h) @ Wh_g)

    da_g = dh * (1 - z) * (1 - g * g)
    d_rh = da_g @ Wh_g.T  # gradient of r∘h
    da_zr = torch.cat([dh * (h - g) * z * (1 - z), d_rh * h * r * (1 - r)], dim=1)
    da = torch.cat([da_zr, da_g], dim=1)
    dh_prev = dh * z + d_rh * r + da_zr @ Wh_zr.T
    dWh = torch.cat([h.T @ da_zr, (r * h).T @ da_g], dim=1)
    return da @ Wx.T, dh_prev, x.T @ da, dWh, da.sum(dim=0)
    # END SOLUTION
