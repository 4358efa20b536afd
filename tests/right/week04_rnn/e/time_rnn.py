from __future__ import annotations

import numpy as np


def _scan(xs, Wx, Wh, b, h):
    """All states; the input product is taken for all steps at once."""
    proj = xs @ Wx + b
    hs = np.empty_like(proj)
    for t in range(xs.shape[1]):
        h = hs[:, t] = np.tanh(proj[:, t] + h @ Wh)
    return hs


def _bptt(xs, hs, dhs, Wx, Wh, h0, k):
    """Backward through all blocks of k steps at the same time: they are rows of one larger batch."""
    N, T, H = hs.shape
    blocks = -(-T // k)

    def cut(a):
        return np.pad(a, ((0, 0), (0, blocks * k - T), (0, 0))).reshape(N * blocks, k, H)

    local, da = 1 - np.square(cut(hs)), cut(dhs)
    for j in reversed(range(k)):
        if j + 1 < k:
            da[:, j] += da[:, j + 1] @ Wh.T
        da[:, j] *= local[:, j]
    da = da.reshape(N, blocks * k, H)[:, :T]
    before = np.concatenate([h0[:, None], hs[:, :-1]], axis=1)
    dWx, dWh = (np.einsum("nti,ntj->ij", v, da) for v in (xs, before))
    return da @ Wx.T, dWx, dWh, da.sum((0, 1))


class TimeRNN:
    def __init__(self, Wx, Wh, b, stateful=False):
        self.params, self.stateful, self.state = [Wx, Wh, b], stateful, None
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, xs):
        keep = self.stateful and self.state is not None
        h0 = self.state if keep else np.zeros((len(xs), len(self.params[1])), xs.dtype)
        hs = _scan(xs, *self.params, h0)
        self.last = xs.copy(), hs, h0
        self.state = hs[:, -1].copy()
        return hs.copy()

    def backward(self, dhs):
        xs, hs, h0 = self.last
        dxs, *new = _bptt(xs, hs, dhs, *self.params[:2], h0, xs.shape[1])
        for grad, value in zip(self.grads, new):
            grad[...] = value
        return dxs

    def set_state(self, h):
        self.state = np.array(h)

    def reset_state(self):
        self.state = None


def truncated_bptt(xs, dhs, Wx, Wh, b, h0, k):
    hs = _scan(xs, Wx, Wh, b, h0)
    return hs, *_bptt(xs, hs, dhs, Wx, Wh, h0, min(k, xs.shape[1]))
