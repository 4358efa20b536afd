# ruff: noqa: ANN001, ANN002, ANN003, ANN201, B905, BLE001, PLW2901
"""Functions of a hand-in. Looks as students write it, so no style is asked of it."""

import copy
import random

import numpy as np
import torch


def add(x):
    """The simplest function of a tensor."""
    return x + 1


def ident(x):
    """Whatever came, again."""
    return x


def three(a, b, c):
    """Several results, some differentiable."""
    return a * b.sin() + c, {"s": (b @ b.T).sum()}, (a > 0)


def first(a, b):
    """Does not use its second argument."""
    return a * 2


def split(x):
    """A tuple of views."""
    return x.split(2)


def column(x):
    """A view."""
    return x[:, 0]


def two(x):
    """The same tensor twice."""
    y = x * 2
    return y, y


def item(x):
    """A number."""
    return x.sum().item()


def no_grad(x):
    """A result that was made not differentiable."""
    with torch.no_grad():
        return x * 2


def as_view(x):
    """Works on contiguous tensors only."""
    return x.view(-1)


def strides(x):
    """The memory layout that arrived."""
    return tuple(x.stride()) if isinstance(x, torch.Tensor) else x.strides


def leafness(x):
    """Whether a leaf arrived, and whether it wants a gradient."""
    return x.is_leaf, x.requires_grad


def backward_inside(x, w):
    """Computes a gradient by itself."""
    (x @ w).sum().backward()
    return w.grad


def copied_leaf(x):
    """Depends on a deep copy of its argument, which is another leaf."""
    w = copy.deepcopy(x)
    return w * 3


def sgd_step(params, grads):
    """Changes its arguments, which is its purpose."""
    for p, g in zip(params, grads):
        p -= 0.1 * g


def in_place(x):
    """Changes a tensor."""
    x += 1
    return x * 2


def in_place_list(words, *, more=None):
    """Changes a list."""
    words.append(3)
    return len(words)


def in_place_named(x, *, out):
    """Changes a named argument."""
    out["x"] = 1


def in_place_numpy(x):
    """Changes a tensor's memory behind autograd's back, or an array."""
    (x.numpy() if isinstance(x, torch.Tensor) else x)[..., 0] = 7
    return 1.0


def sort_and_restore(x):
    """Changes its argument and changes it back."""
    y = x.clone()
    x.mul_(2)
    x.copy_(y)


def dropout(x, p, generator):
    """Draws from a generator that it was given."""
    return x * (torch.rand(x.shape, generator=generator) > p)


def draw_both(g, h):
    """Draws from two generators."""
    return torch.rand(2, generator=g), torch.rand(2, generator=h)


def draw():
    """Draws from the global generators."""
    return torch.rand(2), np.random.rand(2), random.random()


def use(f, x):
    """Calls a function of the judge between two operations."""
    return f(x * 2) * 3


def use_beside(f, x):
    """The function's argument does not depend on x."""
    return f(torch.ones_like(x).detach()) * x


def use_swallowing(f, x):
    """Hides what the function raises."""
    try:
        f(x)
    except Exception as error:
        KEPT.append((type(error).__name__, str(error), repr(error.__cause__), repr(error.__context__)))
    return 1


def call(f, *args, **kwargs):
    """Calls a function."""
    return f(*args, **kwargs)


def beam(step, start, n):
    """Calls a function again and again."""
    t = torch.tensor([start])
    for _ in range(n):
        t = step(t).argmax(-1)
    return t


def apply_twice(f, x):
    """Calls a function with a dict and a tuple."""
    out = f({"x": x, "n": [x + 1]}, k=(x,))
    return out["y"] + out["z"][0]


def send_to(f):
    """Passes the function something that cannot be sent."""
    return f([torch.eye(2).to_sparse()])


KEPT = []


def keep(f):
    """Keeps its argument."""
    KEPT.append(f)
    return len(KEPT)


def kept():
    """What was kept."""
    return KEPT


def late(x):
    """Uses what was kept."""
    return KEPT[-1](x)


def forget():
    """Drops what was kept."""
    KEPT.clear()
