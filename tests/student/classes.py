# ruff: noqa: ANN001, ANN201, ANN204, ANN205, PLW1641, PYI024
"""Classes of a hand-in, and values of many kinds. Looks as students write it, so no style is asked of it."""

import collections
import dataclasses

import numpy as np
import torch


class MyReLU(torch.autograd.Function):
    """An autograd function of the student."""

    @staticmethod
    def forward(ctx, x):
        """max(x, 0)"""
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        """g where x > 0"""
        (x,) = ctx.saved_tensors
        return g * (x > 0)


def everything():
    """One value of each kind."""
    return [
        {"i": 0, "am": 1},
        {("a", "b"): 0, (1, None): 2},
        {3: "x"},
        {1, 2},
        np.float32(2.5),
        np.int64(3),
        frozenset("q"),
        10**30,
        float("nan"),
        "한국\ud800",
        b"\xff",
        2j,
        range(3),
        torch.float32,
        collections.Counter("aab"),
        torch.Size([2]),
        np.eye(2, order="F")[::2].T,
        collections.deque([1], 3),
        slice(1, 2),
        None,
        True,
    ]


def vocabulary(n):
    """A large dict."""
    return {f"word{i}": i for i in range(n)}


Pair = collections.namedtuple("Pair", "a b")


@dataclasses.dataclass
class Output:
    """A dataclass with a tensor."""

    x: torch.Tensor
    n: int


def pair(x):
    """A namedtuple."""
    return Pair(x * 2, 1)


def output(x):
    """A dataclass."""
    return Output(x * 2, 3)


@dataclasses.dataclass
class Model:
    """A dataclass that does something, as a trained model may be one."""

    w: torch.Tensor
    rule: object = None

    def predict(self, xs):
        """What it is for."""
        return [int(x > self.w) for x in xs]

    @property
    def doubled(self):
        """A value that is no field."""
        return self.w * 2


@dataclasses.dataclass
class Rule:
    """A dataclass with a function in a field: a plain value but for that."""

    n: int
    rule: object = len


def model(w):
    """A dataclass with methods."""
    return Model(w)


def plain_rule():
    """A dataclass without methods."""
    return Rule(3)


def count(n):
    """A generator."""
    for i in range(n):
        yield torch.tensor(i), {"i": i}


def broken_count():
    """A generator that raises."""
    yield 1
    raise ValueError("no more")


def predictor(x):
    """A closure."""
    w = x.mean()
    return lambda z: z * w


class Data(torch.utils.data.Dataset):
    """A data set of three numbers."""

    def __len__(self):
        """Three."""
        return 3

    def __getitem__(self, i):
        """The number i."""
        if i >= 3:
            raise IndexError
        return torch.tensor(i)


def loader(n):
    """A data loader."""
    data = torch.utils.data.TensorDataset(torch.arange(n))
    return torch.utils.data.DataLoader(data, batch_size=1)


class EarlyStopping:
    """An object with state, a property, and no special methods but __call__."""

    def __init__(self, patience):
        self.patience = patience
        self.n = 0
        self._private = 1
        self.child = None

    def step(self, loss):
        """Count; whether patience ran out."""
        self.n += 1
        return self.n >= self.patience

    def __call__(self, z):
        return z + self.patience

    @property
    def stopped(self):
        """Whether it counted at all."""
        return self.n > 0


class Impatient(EarlyStopping):
    """A subclass."""


class Vocabulary:
    """Sized, subscriptable, a container, iterable; false when empty."""

    def __init__(self, words):
        self.words = list(words)

    def __len__(self):
        return len(self.words)

    def __getitem__(self, i):
        return self.words[i]

    def __setitem__(self, i, word):
        self.words[i] = word

    def __contains__(self, word):
        return word in self.words

    def __iter__(self):
        return iter(self.words)

    def __eq__(self, other):
        return True


class RNN:
    """A layer in numpy, with gradients written in place."""

    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, x, h):
        """One step."""
        self.cache = (x, h)
        return np.tanh(h @ self.params[1] + x @ self.params[0] + self.params[2])

    def backward(self, d):
        """Gradients into `grads`."""
        x, h = self.cache
        self.grads[0][...] = x.T @ d
        self.grads[1][...] = h.T @ d
        self.grads[2][...] = d.sum(0)
        return d, d


class Accumulator:
    """Keeps a graph from one call to the next."""

    def __init__(self):
        self.h = 0

    def step(self, x):
        """Add."""
        self.h = self.h + x
        return self.h * 1


class SparseBag(torch.nn.Module):
    """An embedding bag whose gradient is sparse."""

    def __init__(self):
        super().__init__()
        self.bag = torch.nn.EmbeddingBag(5, 2, mode="sum", sparse=True)

    def forward(self, ids):
        return self.bag(ids)


def trained_bag():
    """A module that was trained with sparse gradients before it is handed over."""
    m = SparseBag()
    m(torch.tensor([[1, 3]])).sum().backward()
    return m
