"""Arguments for the checks of `elmo`, drawn afresh for every case."""

from __future__ import annotations

import torch

from assignments.week03_embeddings.elmo_modules import State, drawn
from grader.testing import Draw

Sizes = tuple[int, int, int]
_GATES = 4


def mix_shapes(num_layers: int) -> dict[str, tuple[int, ...]]:
    """Name → shape of the parameters of `ELMoMix`."""
    return {"scalars": (num_layers,), "gamma": ()}


def shapes(vocab_size: int, embed_dim: int, hidden: int) -> dict[str, tuple[int, ...]]:
    """Name → shape of the parameters of `BiLM`."""
    of_lstm = {
        "weight_ih_l0": (_GATES * hidden, embed_dim),
        "weight_hh_l0": (_GATES * hidden, hidden),
        "bias_ih_l0": (_GATES * hidden,),
        "bias_hh_l0": (_GATES * hidden,),
    }
    return {
        "embedding.weight": (vocab_size, embed_dim),
        **{f"forward_lstm.{name}": shape for name, shape in of_lstm.items()},
        **{f"backward_lstm.{name}": shape for name, shape in of_lstm.items()},
        "output.weight": (vocab_size, hidden),
        "output.bias": (vocab_size,),
    }


def mixes(draw: Draw) -> tuple[int, State, torch.Tensor]:
    """(L, a state dict, layers [L, N, T, H]): all sizes at least 2; gamma is negative in every second case."""
    sizes = [draw.size(2, 5) for _ in range(4)]
    return sizes[0], _mix_state(draw, sizes[0]), draw.normal(*sizes)


def _mix_state(draw: Draw, num_layers: int) -> State:
    sign = 1 if draw.index % 2 else -1
    gamma = torch.tensor(sign * draw.uniform(0.5, 2.0), dtype=draw.dtype)
    return {"scalars": draw.normal(num_layers, scale=1.5), "gamma": gamma}


def texts(draw: Draw) -> tuple[Sizes, State, torch.Tensor]:
    """((V, E, H), a state dict, ids [N, T]): several texts of several tokens; the tokens 0 and V − 1."""
    return _with_ids(draw, draw.size(2, 4), draw.size(3, 6))


def _with_ids(draw: Draw, n: int, t: int) -> tuple[Sizes, State, torch.Tensor]:
    sizes = (draw.size(5, 9), draw.size(2, 4), draw.size(3, 5))
    ids = draw.integers(0, sizes[0], (n, t))
    if n * t > 1:
        ids[0, 0], ids[-1, -1] = 0, sizes[0] - 1
    return sizes, drawn(draw, shapes(*sizes)), (ids.T.contiguous().T if draw.index % 3 == 2 else ids)


def scored(draw: Draw) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """(forward logits, backward logits [N, T, V], ids [N, T]): several texts of at least three tokens."""
    return _logits(draw, draw.size(2, 4), draw.size(3, 6))


def _logits(draw: Draw, n: int, t: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    v = draw.size(3, 7)
    return draw.normal(n, t, v, scale=2.0), draw.normal(n, t, v, scale=2.0), draw.integers(0, v, (n, t))
