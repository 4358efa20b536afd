"""One tanh step; the state of a step lives in a small frozen record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Step:
    """What backward needs of a forward step."""

    inputs: np.ndarray  # [N, D + H], x and h_prev side by side
    h: np.ndarray
    split: int


class RNN:
    def __init__(self, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray) -> None:
        self.params = [Wx, Wh, b]
        self.grads = list(map(np.zeros_like, self.params))
        self._step: Step | None = None

    def forward(self, x: np.ndarray, h_prev: np.ndarray) -> np.ndarray:
        Wx, Wh, b = self.params
        both = np.concatenate((x, h_prev), axis=1)
        h = np.tanh(both @ np.concatenate((Wx, Wh), axis=0) + b)
        self._step = Step(both, h.copy(), x.shape[1])
        return h

    def backward(self, dh_next: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        assert self._step is not None, "forward first"
        s = self._step
        Wx, Wh, _ = self.params
        da = dh_next * (1 + s.h) * (1 - s.h)
        dW = s.inputs.T @ da
        self.grads[0][...], self.grads[1][...] = np.split(dW, [s.split], axis=0)
        np.einsum("nh->h", da, out=self.grads[2])
        dx, dh_prev = np.split(da @ np.concatenate((Wx, Wh)).T, [s.split], axis=1)
        return dx.copy(), dh_prev.copy()
