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
    if bidirectional:
        directions = 2
    else:
        directions = 1
    return (batch, time, directions * hidden_size), (num_layers * directions, batch, hidden_size)


def deep_birnn(
    x: torch.Tensor,
    state: dict[str, torch.Tensor],
    num_layers: int,
    bidirectional: bool,
) -> tuple[torch.Tensor, torch.Tensor]:
    N, T, D = x.shape
    H = state["weight_hh_l0"].shape[0]
    directions = 2 if bidirectional else 1
    h_n = torch.empty(num_layers * directions, N, H, dtype=x.dtype, device=x.device)
    layer_input = x
    for l in range(num_layers):
        output = torch.empty(N, T, directions * H, dtype=x.dtype, device=x.device)
        for d in range(directions):
            suffix = "_reverse" if d == 1 else ""
            W_ih = state[f"weight_ih_l{l}{suffix}"]
            W_hh = state[f"weight_hh_l{l}{suffix}"]
            b_ih = state[f"bias_ih_l{l}{suffix}"]
            b_hh = state[f"bias_hh_l{l}{suffix}"]
            h = torch.zeros(N, H, dtype=x.dtype, device=x.device)
            steps = range(T) if d == 0 else range(T - 1, -1, -1)
            for t in steps:
                a = torch.einsum("nd,hd->nh", layer_input[:, t, :], W_ih) + b_ih
                a = a + torch.einsum("nh,kh->nk", h, W_hh) + b_hh
                h = torch.tanh(a)
                output[:, t, d * H : (d + 1) * H] = h
            h_n[directions * l + d] = h
        layer_input = output
    return layer_input, h_n
