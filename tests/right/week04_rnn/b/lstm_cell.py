from __future__ import annotations

from dataclasses import dataclass

import torch


def _sigma(a: torch.Tensor) -> torch.Tensor:
    """σ(a) = (1 + tanh(a/2))/2: never overflows."""
    return 0.5 * (1 + torch.tanh(0.5 * a))


@dataclass
class _LSTM:
    f: torch.Tensor
    i: torch.Tensor
    g: torch.Tensor
    o: torch.Tensor
    c: torch.Tensor  # c'

    @classmethod
    def step(cls, x, h, c, Wx, Wh, b) -> "_LSTM":
        a = torch.cat((x, h), 1) @ torch.cat((Wx, Wh), 0) + b
        af, ai, ag, ao = a.chunk(4, dim=1)
        f, i, o = _sigma(torch.stack((af, ai, ao))).unbind(0)
        g = torch.tanh(ag)
        return cls(f, i, g, o, torch.addcmul(i * g, f, c))


def lstm_cell(
    x: torch.Tensor,
    h: torch.Tensor,
    c: torch.Tensor,
    Wx: torch.Tensor,
    Wh: torch.Tensor,
    b: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    s = _LSTM.step(x, h, c, Wx, Wh, b)
    return s.o * s.c.tanh(), s.c


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
    s = _LSTM.step(x, h, c, Wx, Wh, b)
    m = s.c.tanh()
    e = dc + dh * s.o * (1 - m) * (1 + m)  # gradient by c'
    gates = torch.stack((s.f, s.i, s.o))
    df, di, do = (torch.stack((e * c, e * s.g, dh * m)) * (gates - gates * gates)).unbind(0)
    da = torch.cat((df, di, e * s.i * (1 - s.g) * (1 + s.g), do), dim=1)
    D = x.shape[1]
    dx, dh_in = (da @ torch.cat((Wx, Wh)).mT).split([D, h.shape[1]], dim=1)
    dWx, dWh = (torch.cat((x, h), 1).mT @ da).split([D, h.shape[1]], dim=0)
    return dx.clone(), dh_in.clone(), e * s.f, dWx.clone(), dWh.clone(), torch.ones_like(da[:, 0]) @ da


def _gru(x, h, Wx, Wh, b):
    H = h.shape[1]
    xz, xr, xg = (x @ Wx + b).split(H, dim=1)
    hz, hr = (h @ Wh[:, : 2 * H]).split(H, dim=1)
    z, r = _sigma(xz + hz), _sigma(xr + hr)
    g = torch.tanh(xg + (r * h) @ Wh[:, 2 * H :])
    return z, r, g


def gru_cell(
    x: torch.Tensor,
    h: torch.Tensor,
    Wx: torch.Tensor,
    Wh: torch.Tensor,
    b: torch.Tensor,
) -> torch.Tensor:
    z, _, g = _gru(x, h, Wx, Wh, b)
    return torch.lerp(g, h, z)


def gru_cell_backward(
    dh: torch.Tensor,
    x: torch.Tensor,
    h: torch.Tensor,
    Wx: torch.Tensor,
    Wh: torch.Tensor,
    b: torch.Tensor,
) -> tuple[torch.Tensor, ...]:
    H = h.shape[1]
    z, r, g = _gru(x, h, Wx, Wh, b)
    Wzr, Wg = Wh.split([2 * H, H], dim=1)
    dag = dh * (1 - z) * (1 - g.square())
    drh = dag @ Wg.mT
    dazr = torch.cat((dh * (h - g) * z * (1 - z), drh * h * r * (1 - r)), dim=1)
    da = torch.cat((dazr, dag), dim=1)
    return (
        da @ Wx.mT,
        dh * z + drh * r + dazr @ Wzr.mT,
        x.mT @ da,
        torch.cat((h.mT @ dazr, (r * h).mT @ dag), dim=1),
        da.sum(dim=0),
    )
