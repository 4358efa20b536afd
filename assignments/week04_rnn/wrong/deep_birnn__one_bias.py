"""bias_hh is left out.

task: deep_birnn
loses: test_one_layer, test_deep, test_equals_torch, test_gradients
mistake: missing_bias
"""

import torch


def rnn_shapes(input_size, hidden_size, num_layers, bidirectional, batch, time):
    D = 2 if bidirectional else 1
    return (batch, time, D * hidden_size), (D * num_layers, batch, hidden_size)


def one_direction(x, w_ih, w_hh, b_ih, b_hh):
    h = torch.zeros(x.size(0), w_hh.size(0), dtype=x.dtype)
    hs = []
    for t in range(x.size(1)):
        h = torch.tanh(x[:, t] @ w_ih.T + b_ih + h @ w_hh.T)
        hs.append(h)
    return torch.stack(hs, dim=1), h


def weights(state, name):
    return [state[kind + name] for kind in ("weight_ih_", "weight_hh_", "bias_ih_", "bias_hh_")]


def deep_birnn(x, state, num_layers, bidirectional):
    h_n = []
    for layer in range(num_layers):
        output, h = one_direction(x, *weights(state, f"l{layer}"))
        h_n.append(h)
        if bidirectional:
            backward, h = one_direction(x.flip(1), *weights(state, f"l{layer}_reverse"))
            output = torch.cat([output, backward.flip(1)], dim=2)
            h_n.append(h)
        x = output
    return x, torch.stack(h_n)
