"""Arguments for the checks of week 4, drawn afresh for every case. Each maker takes a `Draw` and returns a tuple.

Sizes stay small (a check costs milliseconds). The first case has unequal sizes, so that a mix-up of dimensions shows
as such; sizes of 1 come later, and in float64 only: where a result is a single number, cancellation can leave right
float32 code with a few valid digits, and the tolerance is relative to the size of the result.
"""

from __future__ import annotations

import numpy as np
import torch

from grader.testing import Draw


def _sizes(draw: Draw) -> tuple[int, int, int]:
    """(N, D, H): a batch of 1 in case 2, everything 1 in case 4."""
    if draw.index == 4:
        return 1, 1, 1
    n, d, h = draw.size(2, 7), draw.size(4, 7), draw.size(3, 7)
    return (1 if draw.index == 2 else n), d, h


def rnn_arrays(draw: Draw) -> tuple[np.ndarray, ...]:
    """(x [N, D], h_prev [N, H], Wx [D, H], Wh [H, H], b [H], dh [N, H]), float64 and float32 in turn."""
    return rnn_arrays_of(draw, *_sizes(draw))


def rnn_arrays_of(draw: Draw, n: int, d: int, h: int) -> tuple[np.ndarray, ...]:
    """`rnn_arrays` for given sizes."""
    arrays = (
        draw.array(n, d),
        draw.array(n, h),
        draw.array(d, h, scale=0.6),
        draw.array(h, h, scale=0.6),
        draw.array(h, scale=0.5),
        draw.array(n, h),
    )
    return tuple(a.astype(np.float32) for a in arrays) if draw.index % 2 else arrays


def lstm_inputs(draw: Draw) -> tuple[torch.Tensor, ...]:
    """(x [N, D], h [N, H], c [N, H], Wx [D, 4H], Wh [H, 4H], b [4H])."""
    n, d, h = _sizes(draw)
    return (
        draw.normal(n, d),
        draw.normal(n, h),
        draw.normal(n, h),
        draw.normal(d, 4 * h, scale=0.7),
        draw.normal(h, 4 * h, scale=0.7),
        draw.normal(4 * h, scale=0.7),
    )


def gru_inputs(draw: Draw) -> tuple[torch.Tensor, ...]:
    """(x [N, D], h [N, H], Wx [D, 3H], Wh [H, 3H], b [3H])."""
    n, d, h = _sizes(draw)
    return (
        draw.normal(n, d),
        draw.normal(n, h),
        draw.normal(d, 3 * h, scale=0.7),
        draw.normal(h, 3 * h, scale=0.7),
        draw.normal(3 * h, scale=0.7),
    )


def sentiment_inputs(
    draw: Draw,
) -> tuple[tuple[int, int, int, int], dict[str, torch.Tensor], torch.Tensor]:
    """((V, E, H, K), a state dict of SentimentRNN, ids [N, T])."""
    v, e, h, k, n, t = (draw.size(*bounds) for bounds in ((6, 12), (4, 6), (3, 5), (2, 5), (3, 5), (5, 7)))
    if draw.index == 2:
        v, e, h, k, n, t = 3, 1, 1, 2, 1, 1
    state = {name: draw.normal(*shape, scale=0.6) for name, shape in sentiment_shapes(v, e, h, k).items()}
    return (v, e, h, k), state, draw.integers(0, v, (n, t))


def sentiment_shapes(v: int, e: int, h: int, k: int) -> dict[str, tuple[int, ...]]:
    """Names and shapes of SentimentRNN's parameters, in the order of its state dict."""
    shapes: dict[str, tuple[int, ...]] = {"word_embeddings.weight": (v, e)}
    for layer, width in enumerate((e, 2 * h)):
        for suffix in (f"l{layer}", f"l{layer}_reverse"):
            shapes |= {
                f"rnn.weight_ih_{suffix}": (h, width),
                f"rnn.weight_hh_{suffix}": (h, h),
                f"rnn.bias_ih_{suffix}": (h,),
                f"rnn.bias_hh_{suffix}": (h,),
            }
    return shapes | {"label.weight": (k, 4 * h), "label.bias": (k,)}
