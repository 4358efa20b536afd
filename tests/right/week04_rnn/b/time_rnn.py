"""TimeRNN: products over all steps at once, only the recurrence itself in a loop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def _run(xs: np.ndarray, h0: np.ndarray, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray) -> np.ndarray:
    """All states, h0 in front: [T + 1, N, H] (time first)."""
    drive = np.swapaxes(xs, 0, 1) @ Wx + b
    states = [h0]
    for a in drive:
        states.append(np.tanh(a + states[-1] @ Wh))
    return np.stack(states)


def _reverse(dhs: np.ndarray, slope: np.ndarray, Wh: np.ndarray) -> np.ndarray:
    """Gradients of the sums a_t, time first, for any shape [T, ..., H]."""
    das = np.zeros_like(slope)
    carry = np.zeros_like(slope[0])
    for t in range(len(slope) - 1, -1, -1):
        das[t] = (dhs[t] + carry) * slope[t]
        carry = das[t] @ Wh.T
    return das


@dataclass
class Tape:
    xs: np.ndarray
    states: np.ndarray


class TimeRNN:
    def __init__(self, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray, stateful: bool = False) -> None:
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(p) for p in self.params]
        self.stateful = stateful
        self._kept: np.ndarray | None = None
        self._tape: Tape | None = None

    def forward(self, xs: np.ndarray) -> np.ndarray:
        Wx, Wh, b = self.params
        h0 = np.zeros((xs.shape[0], Wh.shape[0]), Wh.dtype)
        if self.stateful and self._kept is not None:
            h0 = self._kept
        states = _run(xs, h0, Wx, Wh, b)
        self._tape = Tape(np.array(xs), states)
        self._kept = states[-1]
        return np.ascontiguousarray(states[1:].swapaxes(0, 1))

    def backward(self, dhs: np.ndarray) -> np.ndarray:
        tape = self._tape
        assert tape is not None, "forward first"
        Wx, Wh, _ = self.params
        das = _reverse(dhs.swapaxes(0, 1), 1 - np.square(tape.states[1:]), Wh)
        gWx, gWh, gb = self.grads
        np.copyto(gWx, np.einsum("ntd,tnh->dh", tape.xs, das))
        np.copyto(gWh, np.tensordot(tape.states[:-1], das, axes=((0, 1), (0, 1))))
        np.copyto(gb, das.sum(axis=(0, 1)))
        return (das @ Wx.T).swapaxes(0, 1)

    def set_state(self, h: np.ndarray) -> None:
        self._kept = np.array(h, copy=True)

    def reset_state(self) -> None:
        self._kept = None


def truncated_bptt(
    xs: np.ndarray,
    dhs: np.ndarray,
    Wx: np.ndarray,
    Wh: np.ndarray,
    b: np.ndarray,
    h0: np.ndarray,
    k: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The blocks do not talk to each other on the way back, so they run side by side."""
    N, T, _ = xs.shape
    H = Wh.shape[0]
    k = min(k, T)
    blocks = -(-T // k)
    states = _run(xs, h0, Wx, Wh, b)
    hs = states[1:]

    def side_by_side(values: np.ndarray) -> np.ndarray:
        """[T, N, H] → [k, blocks, N, H], zeros behind the end."""
        filled = np.concatenate([values, np.zeros((blocks * k - T, N, H), values.dtype)])
        return filled.reshape(blocks, k, N, H).swapaxes(0, 1)

    das = _reverse(side_by_side(dhs.swapaxes(0, 1)), side_by_side(1 - hs * hs), Wh)
    das = das.swapaxes(0, 1).reshape(blocks * k, N, H)[:T]
    dxs = np.einsum("tnh,dh->ntd", das, Wx)
    dWx = np.einsum("ntd,tnh->dh", xs, das)
    dWh = np.einsum("tnj,tnh->jh", states[:-1], das)
    return hs.swapaxes(0, 1).copy(), dxs, dWx, dWh, das.sum((0, 1))
