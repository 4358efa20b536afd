from __future__ import annotations

import numpy as np


class TimeRNN:
    def __init__(self, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray, stateful: bool = False) -> None:
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
        self.stateful = stateful
        self.h = None
        self.xs = None
        self.hs = None
        self.h0 = None

    def forward(self, xs: np.ndarray) -> np.ndarray:
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        H = Wh.shape[0]
        if self.stateful and self.h is not None:
            h = self.h
        else:
            h = np.zeros((N, H), dtype=xs.dtype)
        self.h0 = h
        self.xs = xs
        hs = np.empty((N, T, H), dtype=xs.dtype)
        for t in range(T):
            h = np.tanh(np.dot(h, Wh) + np.dot(xs[:, t, :], Wx) + b)
            hs[:, t, :] = h
        self.h = h
        self.hs = hs
        return hs.copy()

    def backward(self, dhs: np.ndarray) -> np.ndarray:
        Wx, Wh, b = self.params
        N, T, D = self.xs.shape
        dxs = np.empty((N, T, D), dtype=dhs.dtype)
        dWx = np.zeros_like(Wx)
        dWh = np.zeros_like(Wh)
        db = np.zeros_like(b)
        back = np.zeros_like(self.h0)
        for t in range(T - 1, -1, -1):
            h = self.hs[:, t, :]
            if t > 0:
                h_prev = self.hs[:, t - 1, :]
            else:
                h_prev = self.h0
            dh = dhs[:, t, :] + back
            da = dh * (1 - h * h)
            dWx += np.dot(self.xs[:, t, :].T, da)
            dWh += np.dot(h_prev.T, da)
            db += da.sum(axis=0)
            dxs[:, t, :] = np.dot(da, Wx.T)
            back = np.dot(da, Wh.T)
        for g, value in zip(self.grads, (dWx, dWh, db)):
            g[...] = value
        return dxs

    def set_state(self, h: np.ndarray) -> None:
        self.h = h.copy()

    def reset_state(self) -> None:
        self.h = None


def truncated_bptt(
    xs: np.ndarray,
    dhs: np.ndarray,
    Wx: np.ndarray,
    Wh: np.ndarray,
    b: np.ndarray,
    h0: np.ndarray,
    k: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    N, T, D = xs.shape
    H = Wh.shape[0]
    hs = np.empty((N, T, H), dtype=xs.dtype)
    h = h0
    for t in range(T):
        h = np.tanh(np.dot(h, Wh) + np.dot(xs[:, t], Wx) + b)
        hs[:, t] = h

    dxs = np.empty((N, T, D), dtype=xs.dtype)
    dWx = np.zeros_like(Wx)
    dWh = np.zeros_like(Wh)
    db = np.zeros_like(b)
    for start in range(0, T, k):
        end = min(start + k, T)
        back = np.zeros_like(h0)
        for t in reversed(range(start, end)):
            h_prev = hs[:, t - 1] if t > 0 else h0
            da = (dhs[:, t] + back) * (1 - hs[:, t] ** 2)
            dWx += np.dot(xs[:, t].T, da)
            dWh += np.dot(h_prev.T, da)
            db += da.sum(axis=0)
            dxs[:, t] = np.dot(da, Wx.T)
            back = np.dot(da, Wh.T)
    return hs, dxs, dWx, dWh, db
