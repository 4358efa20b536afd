"""lstm_cell is torch.nn.LSTMCell with the blocks put in torch's order: the right values, not by hand.

task: lstm_cell
loses: test_lstm_values, test_lstm_backward, test_lstm_extremes, test_lstm_gradients
"""

import torch
import torch.nn as nn


def sigma(a):
    return 0.5 * (1 + torch.tanh(a / 2))


def split(W, k):
    H = W.shape[-1] // k
    return [W[..., j * H : (j + 1) * H] for j in range(k)]


def lstm_gates(x, h, Wx, Wh, b):
    a = [x @ wx + h @ wh + bb for wx, wh, bb in zip(split(Wx, 4), split(Wh, 4), split(b, 4))]
    return sigma(a[0]), sigma(a[1]), torch.tanh(a[2]), sigma(a[3])


def in_torchs_order(W):
    f, i, g, o = split(W, 4)
    return torch.cat([i, f, g, o], dim=-1).T


def lstm_cell(x, h, c, Wx, Wh, b):
    cell = nn.LSTMCell(x.shape[1], h.shape[1])
    weights = [in_torchs_order(Wx), in_torchs_order(Wh), in_torchs_order(b), torch.zeros_like(b)]
    names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
    return torch.func.functional_call(cell, dict(zip(names, weights)), (x, (h, c)))


def lstm_cell_backward(dh, dc, x, h, c, Wx, Wh, b):
    f, i, g, o = lstm_gates(x, h, Wx, Wh, b)
    tc = torch.tanh(f * c + i * g)
    total = dc + dh * o * (1 + tc) * (1 - tc)
    parts = [total * c * f * (1 - f), total * g * i * (1 - i), total * i * (1 - g) * (1 + g), dh * tc * o * (1 - o)]
    dx, dh0 = torch.zeros_like(x), torch.zeros_like(h)
    dWx, dWh, db = [], [], []
    for da, wx, wh in zip(parts, split(Wx, 4), split(Wh, 4)):
        dx = dx + da @ wx.T
        dh0 = dh0 + da @ wh.T
        dWx.append(x.T @ da)
        dWh.append(h.T @ da)
        db.append(da.sum(0))
    return dx, dh0, total * f, torch.cat(dWx, 1), torch.cat(dWh, 1), torch.cat(db)


def gru_gates(x, h, Wx, Wh, b):
    (xz, xr, xg), (hz, hr, hg), (bz, br, bg) = split(Wx, 3), split(Wh, 3), split(b, 3)
    z = sigma(x @ xz + h @ hz + bz)
    r = sigma(x @ xr + h @ hr + br)
    return z, r, torch.tanh(x @ xg + torch.mul(r, h) @ hg + bg)


def gru_cell(x, h, Wx, Wh, b):
    z, _, g = gru_gates(x, h, Wx, Wh, b)
    return g + z * (h - g)


def gru_cell_backward(dh, x, h, Wx, Wh, b):
    (xz, xr, xg), (hz, hr, hg) = split(Wx, 3), split(Wh, 3)
    z, r, g = gru_gates(x, h, Wx, Wh, b)
    ag = dh * (1 - z) * (1 - g) * (1 + g)
    az = dh * (h - g) * z * (1 - z)
    back = ag @ hg.T
    ar = back * h * r * (1 - r)
    dx = az @ xz.T + ar @ xr.T + ag @ xg.T
    dh0 = dh * z + back * r + az @ hz.T + ar @ hr.T
    dWx = torch.cat([x.T @ az, x.T @ ar, x.T @ ag], 1)
    dWh = torch.cat([h.T @ az, h.T @ ar, (r * h).T @ ag], 1)
    return dx, dh0, dWx, dWh, torch.cat([az, ar, ag], 1).sum(0)
