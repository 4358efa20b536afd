from __future__ import annotations

import numpy as np


class RNN:
    """h = tanh(h_prev·Wh + x·Wx + b), one step."""

    def __init__(self, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray) -> None:
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
        self.cache = None

    def forward(self, x: np.ndarray, h_prev: np.ndarray) -> np.ndarray:
        Wx, Wh, b = self.params
        a = np.dot(h_prev, Wh) + np.dot(x, Wx) + b
        h = np.tanh(a)
        self.cache = (x, h_prev, h)
        return h

    def backward(self, dh_next: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        Wx, Wh, b = self.params
        x, h_prev, h = self.cache
        da = dh_next * (1 - h**2)
        dWx = np.dot(x.T, da)
        dWh = np.dot(h_prev.T, da)
        db = np.sum(da, axis=0)
        self.grads[0][...] = dWx
        self.grads[1][...] = dWh
        self.grads[2][...] = db
        dx = np.dot(da, Wx.T)
        dh_prev = np.dot(da, Wh.T)
        return dx, dh_prev
