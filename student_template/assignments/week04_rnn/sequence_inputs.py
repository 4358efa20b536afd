"""Arguments for the checks of `time_rnn`, `vanishing` and `deep_birnn`, drawn afresh for every case.

As in inputs.py sizes stay small, the first case has unequal sizes, and sizes of 1 occur in float64 only.
"""

from __future__ import annotations

import numpy as np
import torch

from grader.testing import Draw


def _sizes(draw: Draw) -> tuple[int, int, int, int]:
    """(N, T, D, H): a batch of 1 in case 2, everything 1 in case 4, a single step in case 6."""
    if draw.index == 4:
        return 1, 1, 1, 1
    n, t, d, h = draw.size(2, 5), draw.size(5, 8), draw.size(4, 6), draw.size(3, 6)
    return (1 if draw.index == 2 else n), (1 if draw.index == 6 else t), d, h


def time_arrays(draw: Draw) -> tuple[np.ndarray, ...]:
    """(xs [N, T, D], Wx [D, H], Wh [H, H], b [H], dhs [N, T, H]), float64 and float32 in turn."""
    n, t, d, h = _sizes(draw)
    return _typed(draw, draw.array(n, t, d), *_weights(draw, d, h), draw.array(n, t, h))


def block_arrays(draw: Draw) -> tuple[np.ndarray, ...]:
    """(Wx, Wh, b, then xs and dhs of three blocks, h [N, H]): the blocks' lengths differ, the third one's N, too.

    `h` fits the third block.
    """
    n, t, d, h = draw.size(2, 4), draw.size(3, 5), draw.size(2, 5), draw.size(3, 5)
    if draw.index == 2:
        n, t, h = 1, 1, 1
    blocks: list[np.ndarray] = []
    for rows, steps in ((n, t), (n, t + 1), (n + 1, t)):
        blocks += [draw.array(rows, steps, d), draw.array(rows, steps, h)]
    return _typed(draw, *_weights(draw, d, h), *blocks, draw.array(n + 1, h))


def truncated_arguments(draw: Draw) -> tuple[object, ...]:
    """The arguments of `truncated_bptt`; k divides T, leaves a rest, is 1, is T or more, is T − 1, and so on."""
    n, t, d, h = _sizes(draw)
    k = {0: 3, 1: 3, 2: 1, 3: t + 2, 4: 1, 5: t, 6: 2, 7: t - 1}.get(draw.index, 2)
    t = {0: 6, 1: 7}.get(draw.index, t)
    arrays = _typed(
        draw, draw.array(n, t, d), draw.array(n, t, h), *_weights(draw, d, h), 0.7 * draw.array(n, h)
    )  # h0 as large as a hidden state
    return (*arrays, k)


def _weights(draw: Draw, d: int, h: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(Wx [D, H], Wh [H, H], b [H]), small enough that tanh is not saturated everywhere."""
    return draw.array(d, h, scale=0.5), draw.array(h, h, scale=0.5), draw.array(h, scale=0.5)


def _typed(draw: Draw, *arrays: np.ndarray) -> tuple[np.ndarray, ...]:
    """float32 copies in every second case."""
    return tuple(a.astype(np.float32) for a in arrays) if draw.dtype == torch.float32 else arrays


def recurrent_weights(draw: Draw) -> tuple[torch.Tensor, int]:
    """(Wh [H, H], T): not symmetric; H = 1 in case 2, T = 1 in case 4."""
    h = 1 if draw.index == 2 else draw.size(2, 6)
    t = 1 if draw.index == 4 else draw.size(3, 9)
    return draw.normal(h, h, scale=0.8), t


def gradients(draw: Draw) -> tuple[list[torch.Tensor], float]:
    """(tensors of unequal shapes, their common norm); the norm is between 1 and some tens.

    One tensor in case 2, single elements among them, one that is all zeros in case 3.
    """
    shapes: list[tuple[int, ...]] = [(draw.size(2, 4), draw.size(3, 5)), (draw.size(2, 5),), (1, 1), (2, 1, 3)]
    if draw.index == 2:
        shapes = shapes[:1]
    grads = [draw.normal(*shape, scale=draw.uniform(0.5, 3.0)) for shape in shapes]
    if draw.index == 3:
        grads[1] = torch.zeros_like(grads[1])
    return grads, float(torch.cat([g.double().flatten() for g in grads]).norm())


def deep_arguments(draw: Draw) -> tuple[torch.Tensor, dict[str, torch.Tensor], int, bool]:
    """The arguments of `deep_birnn`: one to three layers, one direction or two.

    A batch of 1 in case 2, everything 1 in case 4, a single step in case 6.
    """
    n, t, d, h = _sizes(draw)
    kinds = ((2, True), (1, True), (3, True), (2, False), (2, True), (3, False), (2, True))
    layers, bidirectional = kinds[draw.index % len(kinds)]
    return draw.normal(n, t, d), birnn_state(draw, d, h, layers, bidirectional=bidirectional), layers, bidirectional


def single_arguments(draw: Draw) -> tuple[torch.Tensor, dict[str, torch.Tensor], int, bool]:
    """The arguments of `deep_birnn` for one layer in one direction."""
    n, t, d, h = _sizes(draw)
    return draw.normal(n, t, d), birnn_state(draw, d, h, 1, bidirectional=False), 1, False


def birnn_state(draw: Draw, d: int, h: int, layers: int, *, bidirectional: bool) -> dict[str, torch.Tensor]:
    """Parameters of nn.RNN(d, h, layers) by their names, in the order of its state dict."""
    directions = ("", "_reverse") if bidirectional else ("",)
    state: dict[str, torch.Tensor] = {}
    for layer in range(layers):
        width = d if layer == 0 else len(directions) * h
        for direction in directions:
            suffix = f"l{layer}{direction}"
            state[f"weight_ih_{suffix}"] = draw.normal(h, width, scale=0.5)
            state[f"weight_hh_{suffix}"] = draw.normal(h, h, scale=0.5)
            state[f"bias_ih_{suffix}"] = draw.normal(h, scale=0.5)
            state[f"bias_hh_{suffix}"] = draw.normal(h, scale=0.5)
    return state


def shape_arguments(draw: Draw) -> tuple[int, int, int, bool, int, int]:
    """The arguments of `rnn_shapes`: first the handout's four, then any."""
    known = ((5, 8, 1, False, 1, 10), (5, 8, 2, False, 1, 10), (5, 8, 2, True, 1, 10), (3, 1, 1, True, 1, 1))
    if draw.index < len(known):
        return known[draw.index]
    d, h, n, t = draw.size(2, 9), draw.size(2, 9), draw.size(2, 9), draw.size(2, 9)
    return d, h, draw.size(1, 5), bool(draw.index % 2), n, t
