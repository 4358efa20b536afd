# ruff: noqa: ANN001, ANN002, ANN003, ANN201, ANN204, PLW0603
"""Modules of a hand-in. Looks as students write it, so no style is asked of it."""

import torch
from torch import nn


class TwoLayer(nn.Module):
    """A perceptron."""

    def __init__(self, a, h, b):
        super().__init__()
        self.linear1 = nn.Linear(a, h)
        self.linear2 = nn.Linear(h, b)
        self.hidden = h

    def forward(self, x):
        """The output."""
        return self.linear2(torch.relu(self.linear1(x)))

    def helper(self, x):
        """Another method."""
        return self.linear1(x)


class Norm(nn.Module):
    """Batch norm and dropout."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1d(3)
        self.drop = nn.Dropout(0.5)

    def forward(self, x):
        """Normalise, then drop."""
        return self.drop(self.bn(x))


class Tied(nn.Module):
    """Embedding and output share a weight."""

    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(7, 4)
        self.head = nn.Linear(4, 7, bias=False)
        self.head.weight = self.emb.weight

    def forward(self, i):
        """Scores."""
        return self.head(self.emb(i))


class LateParameter(nn.Module):
    """Makes its parameter at the first call."""

    def __init__(self):
        super().__init__()
        self.w = None

    def forward(self, x):
        """x · w"""
        if self.w is None:
            self.w = nn.Parameter(torch.ones(x.shape[-1], dtype=x.dtype))
        return x * self.w


class LazyLayers(nn.Module):
    """Lazy layers, with a lazy buffer, too."""

    def __init__(self):
        super().__init__()
        self.l = nn.LazyLinear(2)
        self.bn = nn.LazyBatchNorm1d()

    def forward(self, x):
        """The output."""
        return self.bn(self.l(x))


class Extra(nn.Module):
    """A layer in a plain list, a tensor that is no buffer, an alias of a parameter."""

    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 3)]
        self.scale = torch.tensor(2.0)
        self.lin = nn.Linear(3, 3)
        self.ws = [self.lin.weight]

    def forward(self, x):
        """The output."""
        return self.layers[0](x) * self.scale + x @ self.ws[0].T


class Stateful(nn.Module):
    """Keeps its hidden state, graph included."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([0.5]))
        self.h = 0

    def forward(self, x):
        """h · w + x"""
        self.h = self.h * self.w + x
        return self.h


class Seq(nn.Module):
    """Takes modules as arguments."""

    def __init__(self, enc, dec):
        super().__init__()
        self.enc, self.dec = enc, dec

    def forward(self, x):
        """dec(enc(x))"""
        return self.dec(self.enc(x))


class Hooked(nn.Module):
    """A hook on the parameter scales its gradient."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2))
        self.w.register_hook(lambda g: g * 10)

    def forward(self, x):
        """x · w"""
        return x * self.w


class Par(nn.Module):
    """Returns, resets and replaces its parameter."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2))

    def weight(self):
        """The parameter itself."""
        return self.w

    def penalty(self):
        """‖w‖²"""
        return self.w.pow(2).sum()

    def reset_parameters(self):
        """In place."""
        nn.init.zeros_(self.w)

    def grow(self):
        """Another parameter in its place."""
        self.w = nn.Parameter(torch.ones(3))

    def poison(self):
        """A change that `==` does not see."""
        with torch.no_grad():
            self.w.fill_(-0.0)

    def returned_badly(self):
        """A new parameter together with something that cannot be sent."""
        self.v = nn.Parameter(torch.full((2,), 5.0))
        return self.v, torch.eye(2).to_sparse()


class LanguageModel(nn.Module):
    """An LSTM."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(3, 4, batch_first=True)
        self.out = nn.Linear(4, 2)

    def forward(self, x):
        """Scores for each step."""
        return self.out(self.rnn(x)[0])


class Parametrized(nn.Module):
    """Spectral and weight norm."""

    def __init__(self):
        super().__init__()
        self.l = torch.nn.utils.parametrizations.spectral_norm(nn.Linear(3, 3))
        self.wn = torch.nn.utils.parametrizations.weight_norm(nn.Linear(3, 3))

    def forward(self, x):
        """The output."""
        return self.wn(self.l(x))


class Structured(nn.Module):
    """Optional and named arguments, a nested result."""

    def __init__(self):
        super().__init__()
        self.l = nn.Linear(2, 2)

    def forward(self, x, h=None, *, flag=True):
        """A tensor, and a tuple with a dict."""
        return self.l(x), (h, {"k": x.sum(), "flag": flag})


class Liar(nn.Module):
    """Claims to have no parameters."""

    def __init__(self):
        super().__init__()
        self.l = nn.Linear(2, 2)

    def parameters(self, recurse=True):
        """None."""
        return iter([])

    def state_dict(self, *args, **kwargs):
        """Empty."""
        return {}

    def train(self, mode=True):
        """Refuses."""
        raise RuntimeError("no")

    def forward(self, x):
        """The output."""
        return self.l(x)


class Modes(nn.Module):
    """Overrides train()."""

    def __init__(self):
        super().__init__()
        self.l = nn.Linear(2, 2)
        self.mode = "a"

    def train(self, mode=True):
        """Remembers the mode."""
        self.mode = "a" if mode else "custom"
        return super().train(mode)

    def forward(self, x):
        """The mode."""
        return self.mode, self.training, self.l.training


class Frozen(nn.Module):
    """A frozen embedding, and a buffer that is not saved."""

    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding.from_pretrained(torch.ones(3, 2))
        self.l = nn.Linear(2, 2)
        self.register_buffer("steps", torch.zeros(()), persistent=False)

    def forward(self, i):
        """The output; counts."""
        self.steps += 1
        return self.l(self.emb(i))


class Deep(nn.Module):
    """Many small layers."""

    def __init__(self, n):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 2) for _ in range(n)])

    def forward(self, x):
        """Through all."""
        for layer in self.layers:
            x = layer(x)
        return x


class Shared(nn.Module):
    """One child under many names, thirty levels deep: two to the thirtieth paths."""

    def __init__(self, depth):
        super().__init__()
        child = Shared(depth - 1) if depth else nn.Linear(1, 1)
        self.a = self.b = child


class Selfish(nn.Module):
    """Contains itself."""

    def __init__(self):
        super().__init__()
        self.me = self


GLOBAL = nn.Linear(2, 2)


def use_global(x):
    """Uses a module that was made at import."""
    return GLOBAL(x)


def make_global():
    """Another global module."""
    global GLOBAL
    GLOBAL = nn.Linear(2, 2)


def use_module(m, x):
    """Takes a module."""
    return m(x).sum()


def make_optimizer(m):
    """An optimizer of a module."""
    return torch.optim.SGD(m.parameters(), lr=0.1)


def train_step(m, x):
    """A step of gradient descent, here."""
    m.zero_grad()
    loss = m(x).pow(2).mean()
    loss.backward()
    for p in m.parameters():
        p.data.sub_(0.1 * p.grad.data)
    return loss.item()


def train_with(m, x, report):
    """Trains, reporting the model to the judge after each step."""
    for _ in range(2):
        train_step(m, x)
        report(m)


def zero_(w):
    """Changes a parameter that it was given."""
    with torch.no_grad():
        w.zero_()
