"""Gradients and modules that lie."""

from __future__ import annotations

from grader.model import Outcome
from tests.hostile.row import in_section

row = in_section("Tensors")
layer = in_section("Tensors", task="layer", checks=("state",))
RIGHT = "def double(x):\n    return 2 * x\n"
CLOSE = "ok = torch.allclose(double(x), 2 * x)"
LAYER = """
class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(3))
    def forward(self, x):
        return x * self.weight
"""

MODULES = (
    row(
        "a custom backward that returns another function's gradient: it differs, forward as it may be",
        """
class Forged(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return 2 * x
    @staticmethod
    def backward(ctx, g): return 3 * g
def double(x):
    return Forged.apply(x)
""",
        """
class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return 2 * x
    @staticmethod
    def backward(ctx, g): return 2 * g
def double(x):
    return Own.apply(x)
""",
        checks=("gradients",),
        key="gradient_inconsistent",
        naive=CLOSE,
    ),
    row(
        "a right gradient under a wrong value: the value is compared, too",
        """
class Forged(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return 2.5 * x
    @staticmethod
    def backward(ctx, g): return 2 * g
def double(x):
    return Forged.apply(x)
""",
        RIGHT,
        checks=("values", "gradients"),
        naive="""
x.requires_grad_()
double(x).sum().backward()
ok = torch.allclose(x.grad, torch.full((3,), 2.0))
""",
    ),
    row(
        "a hook that replaces the gradient: what comes back is compared",
        """
def double(x):
    y = 1.0 * x
    if y.requires_grad:
        y.register_hook(lambda g: 0 * g + 7)
    return 2 * y
""",
        """
def double(x):
    y = 2 * x
    if y.requires_grad:
        y.register_hook(lambda g: g * 1.0)
    return y
""",
        checks=("gradients",),
        naive=CLOSE,
    ),
    row(
        "a backward that hands back no gradient, or one of another shape: an error or a difference, not ours",
        """
class Odd(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return 2 * x
    @staticmethod
    def backward(ctx, g): return torch.ones(99, dtype=g.dtype)
def double(x):
    return Odd.apply(x)
""",
        RIGHT,
        checks=("gradients",),
        outcome=None,
        naive=CLOSE,
    ),
    row(
        "a backward that leaves the process: a crash",
        """
class Leaves(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return 2 * x
    @staticmethod
    def backward(ctx, g): os._exit(0)
def double(x):
    return Leaves.apply(x)
""",
        RIGHT,
        checks=("gradients",),
        outcome=Outcome.CRASHED,
        key="crashed_exit",
        naive="x.requires_grad_()\ndouble(x).sum().backward()\nok = torch.allclose(x.grad, torch.ones(3))",
    ),
    layer(
        "parameters() overridden to show fewer: the judge counts what is registered",
        LAYER.replace("torch.ones(3)", "torch.ones(3)")
        + """
class Layer(Layer):
    def __init__(self):
        super().__init__()
        self.more = torch.nn.Parameter(torch.ones(1000))
    def parameters(self, recurse=True): return iter([self.weight])
    def state_dict(self, *a, **k): return {"weight": torch.ones(3)}
""",
        LAYER + "class Layer(Layer):\n    def parameters(self, recurse=True): return super().parameters(recurse)\n",
        naive="ok = sum(p.numel() for p in Layer().parameters()) == 3",
    ),
    layer(
        "state_dict() overridden to show the right one: the registered tensors are compared",
        """
class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(3))
    def state_dict(self, *a, **k): return {"weight": torch.ones(3)}
    def forward(self, x): return x
""",
        LAYER,
        naive="ok = torch.equal(Layer().state_dict()['weight'], torch.ones(3))",
        core=True,
    ),
    layer(
        "load_state_dict() overridden to do nothing: the judge loads, and the module must compute with it",
        """
class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(3))
    def load_state_dict(self, state, *a, **k): return None
    def forward(self, x): return x * torch.ones(3)
""",
        LAYER,
        checks=("forward",),
        key="value_differs",
        naive="m = Layer(); m.load_state_dict({'weight': torch.ones(3)}); ok = torch.allclose(m(x), x)",
    ),
    layer(
        "train() overridden to hide a cheat in one mode: both modes are compared",
        LAYER
        + """
class Layer(Layer):
    def train(self, mode=True):
        self.cheating = not mode
        return super().train(mode)
    def forward(self, x):
        return x * 7 if getattr(self, "cheating", False) else super().forward(x)
""",
        LAYER
        + """
class Layer(Layer):
    def train(self, mode=True):
        self.trained = mode
        return super().train(mode)
""",
        checks=("forward",),
        key="value_differs",
        naive="m = Layer(); ok = torch.allclose(m(x), x)",
    ),
    layer(
        "a gradient written into .grad that no backward gave: it must be the right one",
        """
class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(3))
        self.weight.grad = torch.full((3,), 5.0)
    def forward(self, x):
        return (x * self.weight).detach().requires_grad_()
""",
        LAYER,
        checks=("step",),
        outcome=None,
        naive="m = Layer(); m(x).sum().backward(); ok = m.weight.grad is not None and bool(m.weight.grad.any())",
    ),
    layer(
        "a module that is no nn.Module but says so (__class__): the claim is not scored",
        """
class Layer:
    @property
    def __class__(self): return torch.nn.Module
    training = True
    def state_dict(self): return {"weight": torch.ones(3)}
    def parameters(self): return [torch.ones(3, requires_grad=True)]
    def __call__(self, x): return x
""",
        LAYER,
        checks=("state", "forward", "step"),
        outcome=None,
        naive="m = Layer(); ok = isinstance(m, torch.nn.Module) and bool(m.state_dict()['weight'].all())",
    ),
)
