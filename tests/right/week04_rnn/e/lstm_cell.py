from __future__ import annotations

import torch


def _lstm(x, h, c, Wx, Wh, b):
    a = torch.cat([x, h], 1) @ torch.cat([Wx, Wh]) + b
    a_f, a_i, a_g, a_o = a.chunk(4, dim=1)
    f, i, o = torch.stack([a_f, a_i, a_o]).sigmoid()
    g = a_g.tanh()
    new = torch.addcmul(f * c, i, g)
    return a, f, i, g, o, new


def lstm_cell(x, h, c, Wx, Wh, b):
    *_, o, new = _lstm(x, h, c, Wx, Wh, b)
    return o * new.tanh(), new


def lstm_cell_backward(dh, dc, x, h, c, Wx, Wh, b):
    a, f, i, g, o, new = _lstm(x, h, c, Wx, Wh, b)
    q, closed = new.tanh(), (-a).sigmoid()  # closed: 1 − σ(a), without cancellation
    n_f, n_i, _, n_o = closed.chunk(4, dim=1)
    total = dc + dh * o * (1 - q) * (1 + q)
    da = torch.cat([total * c * f * n_f, total * g * i * n_i, total * i * (1 - g) * (1 + g), dh * q * o * n_o], 1)
    return da @ Wx.T, da @ Wh.T, total * f, x.T @ da, h.T @ da, da.sum(0)


def _gru(x, h, Wx, Wh, b):
    H = h.shape[1]
    ax = torch.addmm(b, x, Wx)
    gates = ax[:, : 2 * H] + h @ Wh[:, : 2 * H]
    z, r = gates.sigmoid().chunk(2, dim=1)
    g = (ax[:, 2 * H :] + (r * h) @ Wh[:, 2 * H :]).tanh()
    return gates, z, r, g


def gru_cell(x, h, Wx, Wh, b):
    _, z, _, g = _gru(x, h, Wx, Wh, b)
    return g + z * (h - g)


def gru_cell_backward(dh, x, h, Wx, Wh, b):
    H = h.shape[1]
    gates, z, r, g = _gru(x, h, Wx, Wh, b)
    not_z, not_r = (-gates).sigmoid().chunk(2, dim=1)
    da_g = dh * not_z * (1 - g * g)
    d_rh = da_g @ Wh[:, 2 * H :].T
    da_zr = torch.cat([dh * (h - g) * z * not_z, d_rh * h * r * not_r], 1)
    da = torch.cat([da_zr, da_g], 1)
    dh_in = dh * z + d_rh * r + da_zr @ Wh[:, : 2 * H].T
    dWh = torch.cat([h.T @ da_zr, (r * h).T @ da_g], 1)
    return da @ Wx.T, dh_in, x.T @ da, dWh, da.sum(0)
