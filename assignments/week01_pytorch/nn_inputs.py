"""Arguments for the checks of week 1's modules and of `fit`, drawn afresh for every case."""

from __future__ import annotations

import torch

from grader.testing import Draw

Sizes = tuple[int, int, int]
State = dict[str, torch.Tensor]
Shapes = dict[str, tuple[int, ...]]

LENET: Shapes = {
    "conv1.weight": (6, 1, 5, 5),
    "conv1.bias": (6,),
    "conv2.weight": (16, 6, 5, 5),
    "conv2.bias": (16,),
    "fc1.weight": (120, 400),
    "fc1.bias": (120,),
    "fc2.weight": (84, 120),
    "fc2.bias": (84,),
    "fc3.weight": (10, 84),
    "fc3.bias": (10,),
}


def linear(name: str, d_in: int, d_out: int) -> Shapes:
    """Names and shapes of a linear layer's parameters."""
    return {f"{name}.weight": (d_out, d_in), f"{name}.bias": (d_out,)}


def sequential_shapes(d: int, h: int, k: int) -> Shapes:
    """Names and shapes of build_sequential's parameters."""
    return linear("0", d, h) | linear("2", h, k)


def two_layer_shapes(d: int, h: int, k: int) -> Shapes:
    """Names and shapes of TwoLayerNet's parameters."""
    return linear("linear1", d, h) | linear("linear2", h, k)


def dynamic_shapes(d: int, h: int, k: int) -> Shapes:
    """Names and shapes of DynamicNet's parameters."""
    return linear("input_linear", d, h) | linear("middle_linear", h, h) | linear("output_linear", h, k)


def sequential_inputs(draw: Draw) -> tuple[Sizes, State, torch.Tensor]:
    """((D, H, K), a state dict of build_sequential's network, x [N, D])."""
    n, *sizes = _sizes(draw)
    d, h, k = sizes
    return (d, h, k), _values(draw, sequential_shapes(d, h, k)), draw.normal(n, d)


def two_layer_inputs(draw: Draw) -> tuple[Sizes, State, torch.Tensor]:
    """((D, H, K), a state dict of TwoLayerNet, x [N, D])."""
    n, *sizes = _sizes(draw)
    d, h, k = sizes
    return (d, h, k), _values(draw, two_layer_shapes(d, h, k)), draw.normal(n, d)


def dynamic_inputs(draw: Draw) -> tuple[Sizes, State, torch.Tensor, int]:
    """((D, H, K), a state dict of DynamicNet, x [N, D], a seed)."""
    n, *sizes = _sizes(draw)
    d, h, k = sizes
    return (d, h, k), _values(draw, dynamic_shapes(d, h, k)), draw.normal(n, d), int(draw.integers(0, 2**31, ()))


def growing_inputs(draw: Draw) -> tuple[Sizes, State, torch.Tensor, int]:
    """`dynamic_inputs` with a middle layer whose output grows with each use, so that each depth has another output."""
    sizes, state, x, seed = dynamic_inputs(draw)
    for name in ("middle_linear.weight", "middle_linear.bias"):
        state[name].abs_().add_(0.3)
    return sizes, state, x, seed


def lenet_inputs(draw: Draw) -> tuple[State, torch.Tensor]:
    """(a state dict of LeNet, images [N, 1, 32, 32]): a single image in case 1."""
    state = {
        name: draw.normal(
            *shape, scale=0.7 if len(shape) == 1 else (2 / (torch.Size(shape).numel() // shape[0])) ** 0.5
        )
        for name, shape in LENET.items()
    }
    return state, draw.normal(1 if draw.index == 1 else 3, 1, 32, 32)


def fit_inputs(draw: Draw) -> tuple[State, torch.Tensor, torch.Tensor, float, int]:
    """(a state of TwoLayerNet, x [N, D], y [N, K], lr, steps): a single step in case 3.

    The learning rate is small enough for SGD on these sizes.
    """
    n, d, h, k = _sizes(draw)
    state = _values(draw, two_layer_shapes(d, h, k))
    steps = 1 if draw.index == 3 else draw.size(4, 9)
    return state, draw.normal(n, d), draw.normal(n, k), draw.uniform(0.002, 0.01), steps


def tutorial_inputs(draw: Draw) -> tuple[State, torch.Tensor, torch.Tensor]:
    """(a state, x, y) of the tutorial's sizes N, D, H, K = 64, 1000, 100, 10, the state as nn.Linear draws it."""
    generator = draw.generator
    state = {
        name: (2 * torch.rand(shape, generator=generator, dtype=torch.float64) - 1)
        * (1000 if "1." in name else 100) ** -0.5
        for name, shape in two_layer_shapes(1000, 100, 10).items()
    }
    return state, draw.normal(64, 1000), draw.normal(64, 10)


def _sizes(draw: Draw) -> tuple[int, int, int, int]:
    """(N, D, H, K): a single example in case 2, sizes of 1 (but for H) in case 4."""
    if draw.index == 4:
        return 1, 1, 3, 1
    n, d, h, k = draw.size(3, 6), draw.size(4, 7), draw.size(5, 8), draw.size(2, 5)
    return (1 if draw.index == 2 else n), d, h, k


def _values(draw: Draw, shapes: Shapes) -> State:
    return {name: draw.normal(*shape, scale=0.6) for name, shape in shapes.items()}
