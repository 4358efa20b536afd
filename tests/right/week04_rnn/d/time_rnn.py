"""A tanh RNN over a sequence: one RNN object per step."""

from __future__ import annotations

import numpy as np

from rnn_cell import RNN


class TimeRNN:
    """The RNN cell over a sequence."""

    def __init__(self, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray, stateful: bool = False) -> None:
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
        self.stateful = stateful
        self.h = None
        self.layers = None

    def forward(self, xs: np.ndarray) -> np.ndarray:
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        H = Wx.shape[1]
        hs = np.zeros((N, T, H), dtype=xs.dtype)
        if self.stateful and self.h is not None:
            h = self.h
        else:
            h = np.zeros((N, H), dtype=xs.dtype)
        self.layers = []
        for t in range(T):
            layer = RNN(Wx, Wh, b)
            h = layer.forward(xs[:, t, :], h)
            hs[:, t, :] = h
            self.layers.append(layer)
        self.h = h.copy()
        return hs

    def backward(self, dhs: np.ndarray) -> np.ndarray:
        Wx, Wh, b = self.params
        N, T, H = dhs.shape
        D = Wx.shape[0]
        dxs = np.zeros((N, T, D), dtype=dhs.dtype)
        dh = np.zeros((N, H), dtype=dhs.dtype)
        sums = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
        for t in reversed(range(T)):
            layer = self.layers[t]
            dx, dh = layer.backward(dhs[:, t, :] + dh)
            dxs[:, t, :] = dx
            for i in range(3):
                sums[i] += layer.grads[i]
        for i in range(3):
            self.grads[i][...] = sums[i]
        return dxs

    def set_state(self, h: np.ndarray) -> None:
        self.h = h.copy()

    def reset_state(self) -> None:
        self.h = None


def truncated_bptt(xs, dhs, Wx, Wh, b, h0, k):
    """Block after block with a stateful TimeRNN."""
    N, T, D = xs.shape
    H = Wx.shape[1]
    hs = np.zeros((N, T, H), dtype=xs.dtype)
    dxs = np.zeros((N, T, D), dtype=xs.dtype)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    rnn = TimeRNN(Wx, Wh, b, stateful=True)
    rnn.set_state(h0)
    for start in range(0, T, k):
        end = min(start + k, T)
        hs[:, start:end] = rnn.forward(xs[:, start:end])
        dxs[:, start:end] = rnn.backward(dhs[:, start:end])
        dWx += rnn.grads[0]
        dWh += rnn.grads[1]
        db += rnn.grads[2]
    return hs, dxs, dWx, dWh, db
