"""LSTM and GRU steps by hand, as in the formulas."""

from __future__ import annotations

import torch


def lstm_cell(x, h, c, Wx, Wh, b):
    """Order f, i, g, o."""
    H = h.shape[1]
    a = x @ Wx + h @ Wh + b
    f = torch.sigmoid(a[:, 0 * H : 1 * H])
    i = torch.sigmoid(a[:, 1 * H : 2 * H])
    g = torch.tanh(a[:, 2 * H : 3 * H])
    o = torch.sigmoid(a[:, 3 * H : 4 * H])
    c_next = f * c + i * g
    h_next = o * torch.tanh(c_next)
    return h_next, c_next


def lstm_cell_backward(dh, dc, x, h, c, Wx, Wh, b):
    """Chain rule by hand."""
    H = h.shape[1]
    a = x @ Wx + h @ Wh + b
    f = torch.sigmoid(a[:, 0 * H : 1 * H])
    i = torch.sigmoid(a[:, 1 * H : 2 * H])
    g = torch.tanh(a[:, 2 * H : 3 * H])
    o = torch.sigmoid(a[:, 3 * H : 4 * H])
    c_next = f * c + i * g

    dc_next = dc + dh * o * (1 - torch.tanh(c_next) ** 2)
    do = dh * torch.tanh(c_next)
    df = dc_next * c
    di = dc_next * g
    dg = dc_next * i
    dc_prev = dc_next * f

    da = torch.zeros_like(a)
    da[:, 0 * H : 1 * H] = df * f * (1 - f)
    da[:, 1 * H : 2 * H] = di * i * (1 - i)
    da[:, 2 * H : 3 * H] = dg * (1 - g**2)
    da[:, 3 * H : 4 * H] = do * o * (1 - o)

    dx = da @ Wx.T
    dh_prev = da @ Wh.T
    dWx = x.T @ da
    dWh = h.T @ da
    db = da.sum(dim=0)
    return dx, dh_prev, dc_prev, dWx, dWh, db


def gru_cell(x, h, Wx, Wh, b):
    """Order z, r, g; reset before the product."""
    H = h.shape[1]
    z = torch.sigmoid(x @ Wx[:, :H] + h @ Wh[:, :H] + b[:H])
    r = torch.sigmoid(x @ Wx[:, H : 2 * H] + h @ Wh[:, H : 2 * H] + b[H : 2 * H])
    g = torch.tanh(x @ Wx[:, 2 * H :] + (r * h) @ Wh[:, 2 * H :] + b[2 * H :])
    return (1 - z) * g + z * h


def gru_cell_backward(dh, x, h, Wx, Wh, b):
    """Chain rule by hand."""
    H = h.shape[1]
    Wx_z, Wx_r, Wx_g = Wx[:, :H], Wx[:, H : 2 * H], Wx[:, 2 * H :]
    Wh_z, Wh_r, Wh_g = Wh[:, :H], Wh[:, H : 2 * H], Wh[:, 2 * H :]
    z = torch.sigmoid(x @ Wx_z + h @ Wh_z + b[:H])
    r = torch.sigmoid(x @ Wx_r + h @ Wh_r + b[H : 2 * H])
    g = torch.tanh(x @ Wx_g + (r * h) @ Wh_g + b[2 * H :])

    dg = dh * (1 - z)
    dz = dh * (h - g)
    dh_prev = dh * z
    da_g = dg * (1 - g**2)
    drh = da_g @ Wh_g.T
    dr = drh * h
    dh_prev = dh_prev + drh * r
    da_z = dz * z * (1 - z)
    da_r = dr * r * (1 - r)
    dh_prev = dh_prev + da_z @ Wh_z.T + da_r @ Wh_r.T
    dx = da_z @ Wx_z.T + da_r @ Wx_r.T + da_g @ Wx_g.T
    dWx = torch.cat([x.T @ da_z, x.T @ da_r, x.T @ da_g], dim=1)
    dWh = torch.cat([h.T @ da_z, h.T @ da_r, (r * h).T @ da_g], dim=1)
    db = torch.cat([da_z.sum(dim=0), da_r.sum(dim=0), da_g.sum(dim=0)])
    return dx, dh_prev, dWx, dWh, db
