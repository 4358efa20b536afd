from __future__ import annotations

import torch


def lstm_cell(x, h, c, Wx, Wh, b):
    H = h.shape[1]
    a = torch.einsum("nd,dk->nk", x, Wx) + torch.einsum("nh,hk->nk", h, Wh) + b
    f = torch.sigmoid(a[:, 0 * H : 1 * H])
    i = torch.sigmoid(a[:, 1 * H : 2 * H])
    g = torch.tanh(a[:, 2 * H : 3 * H])
    o = torch.sigmoid(a[:, 3 * H : 4 * H])
    c_new = f * c + i * g
    h_new = o * torch.tanh(c_new)
    return h_new, c_new


def lstm_cell_backward(dh, dc, x, h, c, Wx, Wh, b):
    N, H = h.shape
    # forward once more
    a = x @ Wx + h @ Wh + b
    f = torch.sigmoid(a[:, :H])
    i = torch.sigmoid(a[:, H : 2 * H])
    g = torch.tanh(a[:, 2 * H : 3 * H])
    o = torch.sigmoid(a[:, 3 * H :])
    c_new = f * c + i * g
    tc = torch.tanh(c_new)

    dc_new = dc + dh * o * (1 - tc**2)
    do = dh * tc
    df = dc_new * c
    di = dc_new * g
    dg = dc_new * i

    da = torch.empty(N, 4 * H, dtype=a.dtype, device=a.device)
    da[:, :H] = df * f * (1 - f)
    da[:, H : 2 * H] = di * i * (1 - i)
    da[:, 2 * H : 3 * H] = dg * (1 - g**2)
    da[:, 3 * H :] = do * o * (1 - o)

    dx = torch.einsum("nk,dk->nd", da, Wx)
    dh_prev = torch.einsum("nk,hk->nh", da, Wh)
    dc_prev = dc_new * f
    dWx = torch.einsum("nd,nk->dk", x, da)
    dWh = torch.einsum("nh,nk->hk", h, da)
    db = da.sum(0)
    return dx, dh_prev, dc_prev, dWx, dWh, db


def gru_cell(x, h, Wx, Wh, b):
    H = h.shape[1]
    z = torch.sigmoid(x @ Wx[:, :H] + h @ Wh[:, :H] + b[:H])
    r = torch.sigmoid(x @ Wx[:, H : 2 * H] + h @ Wh[:, H : 2 * H] + b[H : 2 * H])
    g = torch.tanh(x @ Wx[:, 2 * H :] + (r * h) @ Wh[:, 2 * H :] + b[2 * H :])
    return (1 - z) * g + z * h


def gru_cell_backward(dh, x, h, Wx, Wh, b):
    H = h.shape[1]
    Wx_z, Wx_r, Wx_g = Wx[:, :H], Wx[:, H : 2 * H], Wx[:, 2 * H :]
    Wh_z, Wh_r, Wh_g = Wh[:, :H], Wh[:, H : 2 * H], Wh[:, 2 * H :]
    z = torch.sigmoid(x @ Wx_z + h @ Wh_z + b[:H])
    r = torch.sigmoid(x @ Wx_r + h @ Wh_r + b[H : 2 * H])
    rh = r * h
    g = torch.tanh(x @ Wx_g + rh @ Wh_g + b[2 * H :])

    dz = dh * (h - g)
    dg = dh * (1 - z)
    dh_prev = dh * z

    da_g = dg * (1 - g * g)
    drh = da_g @ Wh_g.T
    dr = drh * h
    dh_prev = dh_prev + drh * r

    da_z = dz * z * (1 - z)
    da_r = dr * r * (1 - r)
    dh_prev = dh_prev + da_z @ Wh_z.T + da_r @ Wh_r.T
    dx = da_z @ Wx_z.T + da_r @ Wx_r.T + da_g @ Wx_g.T

    dWx = torch.empty(Wx.shape, dtype=Wx.dtype, device=Wx.device)
    dWx[:, :H] = x.T @ da_z
    dWx[:, H : 2 * H] = x.T @ da_r
    dWx[:, 2 * H :] = x.T @ da_g
    dWh = torch.empty(Wh.shape, dtype=Wh.dtype, device=Wh.device)
    dWh[:, :H] = h.T @ da_z
    dWh[:, H : 2 * H] = h.T @ da_r
    dWh[:, 2 * H :] = rh.T @ da_g
    db = torch.empty(b.shape, dtype=b.dtype, device=b.device)
    db[:H] = da_z.sum(0)
    db[H : 2 * H] = da_r.sum(0)
    db[2 * H :] = da_g.sum(0)
    return dx, dh_prev, dWx, dWh, db
