"""Shapes of nn.RNN, and a deep bidirectional RNN by hand."""

from __future__ import annotations

import torch


def rnn_shapes(input_size, hidden_size, num_layers, bidirectional, batch, time):
    """Shapes of output and h_n."""
    if bidirectional:
        directions = 2
    else:
        directions = 1
    return (batch, time, directions * hidden_size), (num_layers * directions, batch, hidden_size)


def deep_birnn(x, state, num_layers, bidirectional):
    """nn.RNN(…, batch_first=True) by hand."""
    N, T, _ = x.shape
    finals = []
    layer_input = x
    for layer in range(num_layers):
        outputs = []
        for suffix in ["", "_reverse"] if bidirectional else [""]:
            W_ih = state[f"weight_ih_l{layer}{suffix}"]
            W_hh = state[f"weight_hh_l{layer}{suffix}"]
            b_ih = state[f"bias_ih_l{layer}{suffix}"]
            b_hh = state[f"bias_hh_l{layer}{suffix}"]
            h = torch.zeros(N, W_hh.shape[0], dtype=x.dtype, device=x.device)
            hs = [None] * T
            steps = range(T) if suffix == "" else range(T - 1, -1, -1)
            for t in steps:
                h = torch.tanh(layer_input[:, t] @ W_ih.T + b_ih + h @ W_hh.T + b_hh)
                hs[t] = h
            outputs.append(torch.stack(hs, dim=1))
            finals.append(h)
        layer_input = torch.cat(outputs, dim=2)
    return layer_input, torch.stack(finals, dim=0)
