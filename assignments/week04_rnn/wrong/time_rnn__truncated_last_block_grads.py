"""truncated_bptt returns the weight gradients of the last block only.

task: time_rnn
loses: test_truncated_bptt, test_cut
mistake: not_accumulated
"""

import numpy as np


class Cell:
    def __init__(self, Wx, Wh, b):
        self.Wx, self.Wh, self.b = Wx, Wh, b

    def forward(self, x, h_prev):
        h = np.tanh(np.dot(h_prev, self.Wh) + np.dot(x, self.Wx) + self.b)
        self.cache = (x, h_prev, h)
        return h

    def backward(self, dh):
        x, h_prev, h = self.cache
        dt = dh * (1 - h**2)
        return dt @ self.Wx.T, dt @ self.Wh.T, (x.T @ dt, h_prev.T @ dt, dt.sum(axis=0))


class TimeRNN:
    def __init__(self, Wx, Wh, b, stateful=False):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
        self.stateful = stateful
        self.h = None

    def set_state(self, h):
        self.h = h

    def reset_state(self):
        self.h = None

    def forward(self, xs):
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        H = Wh.shape[0]
        self.layers = []
        hs = np.zeros((N, T, H), dtype=xs.dtype)
        if not self.stateful or self.h is None:
            self.h = np.zeros((N, H), dtype=xs.dtype)
        for t in range(T):
            layer = Cell(Wx, Wh, b)
            self.h = layer.forward(xs[:, t, :], self.h)
            hs[:, t, :] = self.h
            self.layers.append(layer)
        return hs

    def backward(self, dhs):
        Wx, Wh, b = self.params
        N, T, H = dhs.shape
        dxs = np.zeros((N, T, Wx.shape[0]), dtype=dhs.dtype)
        dh = 0
        sums = [np.zeros_like(g) for g in self.grads]
        for t in reversed(range(T)):
            dx, dh, grads = self.layers[t].backward(dhs[:, t, :] + dh)
            dxs[:, t, :] = dx
            for total, grad in zip(sums, grads):
                total += grad
        for i, total in enumerate(sums):
            self.grads[i][...] = total
        return dxs


def truncated_bptt(xs, dhs, Wx, Wh, b, h0, k):
    T = xs.shape[1]
    rnn = TimeRNN(Wx, Wh, b, stateful=True)
    rnn.set_state(h0)
    hs, dxs = np.zeros_like(dhs), np.zeros_like(xs)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for start in range(0, T, k):
        end = min(start + k, T)
        hs[:, start:end] = rnn.forward(xs[:, start:end])
        dxs[:, start:end] = rnn.backward(dhs[:, start:end])
        dWx, dWh, db = rnn.grads
    return hs, dxs, dWx, dWh, db
