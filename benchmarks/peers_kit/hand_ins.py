"""The batch of honest hand-ins, right and wrong, and the two controls."""

from __future__ import annotations

from itertools import cycle, islice

from peers_kit.model import HOMEWORK, HandIn

RIGHT = (HOMEWORK / "reference" / "week01_rnn" / "rnn.py").read_text("utf-8")

# Right types, shapes and dtypes, and nothing in them: worth nothing, and what the cheats build on.
WRONG = """
import sys
import time
import torch


def rnn_cell(x, h, Wx, Wh, b):
    return torch.zeros_like(h)


def rnn_cell_backward(dh, x, h, Wx, Wh, b):
    return tuple(torch.zeros_like(v) for v in (x, h, Wx, Wh, b))


def train_step(params, x, y, lr):
    return torch.zeros((), dtype=x.dtype), [torch.zeros_like(p) for p in params]


def train_classifier(x, y, test_x, seed):
    return torch.zeros(len(test_x), dtype=torch.int64)
"""

# A definition below the right one replaces it.
_SHAPE = """

def rnn_cell(x, h, Wx, Wh, b):
    return torch.tanh(x @ Wx + h @ Wh + b).unsqueeze(0)
"""
_GRADIENT = """

def rnn_cell_backward(dh, x, h, Wx, Wh, b):
    return dh @ Wx.T, dh @ Wh.T, x.T @ dh, h.T @ dh, dh.sum(0)  # the derivative of tanh is missing
"""
_EXCEPTION = """

def train_step(params, x, y, lr):
    Wx, Wh, b, V, c = params
    return torch.zeros(len(x), len(Wh)) @ V @ c, params[5]
"""
# Slow by waiting, as for a download: longer than the limit of a check, and no CPU time that would blur the ratios.
_SLOW = """

_right = train_classifier


def train_classifier(x, y, test_x, seed):
    import time

    time.sleep(2.5)
    return _right(x, y, test_x, seed)
"""
KINDS = {
    "right": (RIGHT, 10),
    "wrong shape": (RIGHT + _SHAPE, 8),
    "wrong gradient": (RIGHT + _GRADIENT, 7),
    "exception": (RIGHT + _EXCEPTION, 8),
    "slow": (RIGHT + _SLOW, 7),
}


def batch(count: int) -> list[HandIn]:
    """That many hand-ins, the kinds in turn."""
    kinds = islice(cycle(KINDS.items()), count)
    return [HandIn(f"s{i:03d}", kind, *of_kind) for i, (kind, of_kind) in enumerate(kinds, 1)]


def controls() -> list[HandIn]:
    """An honest right and an honest wrong hand-in."""
    return [HandIn("c001", "honest, right", RIGHT, 10), HandIn("c002", "honest, wrong", WRONG, 0)]
