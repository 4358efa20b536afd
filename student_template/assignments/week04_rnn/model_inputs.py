"""Arguments for the checks of `language_model` and `tagging`, drawn afresh for every case."""

from __future__ import annotations

import torch

from grader.testing import Draw

Shapes = dict[str, tuple[int, ...]]


def language_inputs(
    draw: Draw,
) -> tuple[tuple[int, int, int, int], dict[str, torch.Tensor], torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
    """((V, E, H, layers), a state dict of RNNLM, ids [N, T], a state (h, c), both [layers, N, H]).

    N, E, H and T are 1 in case 2; otherwise T is at least 4.
    """
    v, e, h, n, t = (draw.size(*bounds) for bounds in ((7, 12), (4, 6), (3, 5), (2, 4), (4, 7)))
    layers = (1, 2, 1, 3)[draw.index % 4]
    if draw.index == 2:
        v, e, h, n, t = 4, 1, 1, 1, 1
    sizes = v, e, h, layers
    values = _values(draw, language_shapes(*sizes))
    start = (draw.normal(layers, n, h, scale=0.5), draw.normal(layers, n, h))
    return sizes, values, draw.integers(0, v, (n, t)), start


def language_shapes(v: int, e: int, h: int, layers: int) -> Shapes:
    """Names and shapes of RNNLM's parameters."""
    shapes: Shapes = {"embedding.weight": (v, e)}
    for layer in range(layers):
        shapes |= _lstm(f"l{layer}", e if layer == 0 else h, h)
    return shapes | {"output.weight": (v, h), "output.bias": (v,)}


def tagger_inputs(
    draw: Draw,
) -> tuple[tuple[int, int, int, int], dict[str, torch.Tensor], torch.Tensor, torch.Tensor]:
    """((V, E, H, K), a state dict of Tagger, ids [N, T], lengths [N]): ids from 1, padded with 0 on the right.

    Lengths differ and are in no order. A single sentence without padding in case 2, in case 3 padding behind the
    longest sentence, too; one sentence of a single token in most cases.
    """
    v, e, h, k, n, t = (draw.size(*bounds) for bounds in ((7, 12), (4, 6), (3, 5), (2, 5), (3, 5), (5, 7)))
    if draw.index == 2:
        v, e, h, k, n, t = 4, 1, 1, 2, 1, 3
    lengths = draw.integers(1, t + 1, (n,))
    lengths[n // 2] = t  # not the first: a submission may believe that sentences come sorted
    if n > 2:
        lengths[0], lengths[n - 1] = 1, t - 2
    sizes = v, e, h, k
    values = _values(draw, tagger_shapes(*sizes))
    width = t + 2 if draw.index == 3 else t
    ids = draw.integers(1, v, (n, width)).masked_fill(torch.arange(width) >= lengths[:, None], 0)
    return sizes, values, ids, lengths


def tagger_shapes(v: int, e: int, h: int, k: int) -> Shapes:
    """Names and shapes of Tagger's parameters."""
    both = _lstm("l0", e, h) | _lstm("l0_reverse", e, h)
    return {"embedding.weight": (v, e), **both, "output.weight": (k, 2 * h), "output.bias": (k,)}


def tag_scores(draw: Draw) -> tuple[torch.Tensor, torch.Tensor]:
    """(logits [N, T, K], tags [N, T]): −100 at the end of most rows, one row without, one tag for certain.

    N, T and K are 1 in case 4 (K = 2), in float64.
    """
    n, t, k = draw.size(2, 5), draw.size(4, 7), draw.size(3, 6)
    if draw.index == 4:
        n, t, k = 1, 1, 2
    lengths = draw.integers(1, t + 1, (n,))
    lengths[-1] = t
    if n > 1:
        lengths[0] = 1
    tags = draw.integers(0, k, (n, t)).masked_fill(torch.arange(t) >= lengths[:, None], -100)
    return draw.normal(n, t, k, scale=2.0), tags


def _lstm(suffix: str, width: int, h: int) -> Shapes:
    return {
        f"lstm.weight_ih_{suffix}": (4 * h, width),
        f"lstm.weight_hh_{suffix}": (4 * h, h),
        f"lstm.bias_ih_{suffix}": (4 * h,),
        f"lstm.bias_hh_{suffix}": (4 * h,),
    }


def _values(draw: Draw, shapes: Shapes) -> dict[str, torch.Tensor]:
    return {name: draw.normal(*shape, scale=0.6) for name, shape in shapes.items()}
