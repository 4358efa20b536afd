"""The blocks are read in torch's order i, f, g, o.

task: lstm_cell
loses: test_lstm_values, test_lstm_backward, test_lstm_extremes, test_lstm_gradients
mistake: swapped_blocks
"""

import torch


def lstm_cell(x, h, c, Wx, Wh, b):
    H = h.shape[1]
    a = torch.matmul(x, Wx) + torch.matmul(h, Wh) + b
    i = torch.sigmoid(a[:, :H])
    f = torch.sigmoid(a[:, H : 2 * H])
    g = torch.tanh(a[:, 2 * H : 3 * H])
    o = torch.sigmoid(a[:, 3 * H :])
    c_next = f * c + i * g
    h_next = o * torch.tanh(c_next)
    return h_next, c_next


def lstm_cell_backward(dh, dc, x, h, c, Wx, Wh, b):
    H = h.shape[1]
    a = torch.matmul(x, Wx) + torch.matmul(h, Wh) + b
    i = torch.sigmoid(a[:, :H])
    f = torch.sigmoid(a[:, H : 2 * H])
    g = torch.tanh(a[:, 2 * H : 3 * H])
    o = torch.sigmoid(a[:, 3 * H :])
    c_next = f * c + i * g
    tanh_c = torch.tanh(c_next)
    ds = dc + dh * o * (1 - tanh_c**2)
    df = ds * c * f * (1 - f)
    di = ds * g * i * (1 - i)
    dg = ds * i * (1 - g**2)
    do = dh * tanh_c * o * (1 - o)
    da = torch.cat([di, df, dg, do], dim=1)
    dWx = torch.matmul(x.t(), da)
    dWh = torch.matmul(h.t(), da)
    db = da.sum(0)
    dx = torch.matmul(da, Wx.t())
    dh_prev = torch.matmul(da, Wh.t())
    dc_prev = ds * f
    return dx, dh_prev, dc_prev, dWx, dWh, db


def gru_cell(x, h, Wx, Wh, b):
    H = h.shape[1]
    Wxz, Wxr, Wxg = Wx[:, :H], Wx[:, H : 2 * H], Wx[:, 2 * H :]
    Whz, Whr, Whg = Wh[:, :H], Wh[:, H : 2 * H], Wh[:, 2 * H :]
    bz, br, bg = b[:H], b[H : 2 * H], b[2 * H :]
    z = torch.sigmoid(x @ Wxz + h @ Whz + bz)
    r = torch.sigmoid(x @ Wxr + h @ Whr + br)
    g = torch.tanh(x @ Wxg + (r * h) @ Whg + bg)
    return (1 - z) * g + z * h


def gru_cell_backward(dh, x, h, Wx, Wh, b):
    H = h.shape[1]
    Wxz, Wxr, Wxg = Wx[:, :H], Wx[:, H : 2 * H], Wx[:, 2 * H :]
    Whz, Whr, Whg = Wh[:, :H], Wh[:, H : 2 * H], Wh[:, 2 * H :]
    bz, br, bg = b[:H], b[H : 2 * H], b[2 * H :]
    z = torch.sigmoid(x @ Wxz + h @ Whz + bz)
    r = torch.sigmoid(x @ Wxr + h @ Whr + br)
    g = torch.tanh(x @ Wxg + (r * h) @ Whg + bg)

    dg = dh * (1 - z)
    dz = dh * (h - g)
    dh_prev = dh * z

    dag = dg * (1 - g**2)
    drh = dag @ Whg.t()
    dh_prev = dh_prev + drh * r
    dr = drh * h
    daz = dz * z * (1 - z)
    dar = dr * r * (1 - r)
    dh_prev = dh_prev + daz @ Whz.t() + dar @ Whr.t()
    dx = daz @ Wxz.t() + dar @ Wxr.t() + dag @ Wxg.t()
    dWx = torch.cat([x.t() @ daz, x.t() @ dar, x.t() @ dag], dim=1)
    dWh = torch.cat([h.t() @ daz, h.t() @ dar, (r * h).t() @ dag], dim=1)
    db = torch.cat([daz.sum(0), dar.sum(0), dag.sum(0)])
    return dx, dh_prev, dWx, dWh, db
