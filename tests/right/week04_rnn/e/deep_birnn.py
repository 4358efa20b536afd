from __future__ import annotations

import torch


def rnn_shapes(input_size, hidden_size, num_layers, bidirectional, batch, time):
    d = 1 + bool(bidirectional)
    return (batch, time, d * hidden_size), (d * num_layers, batch, hidden_size)


def deep_birnn(x, state, num_layers, bidirectional):
    """Both directions of a layer run in one batched product: the reverse one reads the flipped input."""
    suffixes = ("", "_reverse")[: 1 + bool(bidirectional)]
    last = []
    for layer in range(num_layers):
        w_ih, w_hh, b_ih, b_hh = (
            torch.stack([state[f"{name}_l{layer}{s}"] for s in suffixes])
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        both = torch.stack([x, x.flip(1)][: len(suffixes)])  # [directions, N, T, D]
        a = torch.einsum("dnti,dhi->tdnh", both, w_ih) + (b_ih + b_hh)[:, None]
        h, steps = torch.zeros_like(a[0]), []
        for a_t in a.unbind():
            h = torch.baddbmm(a_t, h, w_hh.mT).tanh()
            steps.append(h)
        last.append(h)
        forward, *reverse = torch.stack(steps, dim=2).unbind()  # each [N, T, H]
        x = torch.cat([forward, *(r.flip(1) for r in reverse)], dim=-1)
    return x, torch.cat(last)
