"""Values that are not what they look like: types, shapes, numbers, memory."""

from __future__ import annotations

from grader.model import Outcome
from tests.hostile.row import in_section

row = in_section("Tensors")
fill = in_section("Tensors", task="describe", checks=("fill",))
RIGHT = "def double(x):\n    return 2 * x\n"
CLOSE = "ok = torch.allclose(double(x), 2 * x)"
REST = """
def describe(xs):
    total = sum(xs)
    return {"count": len(xs), "total": total, "mean": total / len(xs), "sorted": sorted(xs),
            "sign": "negative" if total < 0 else "not negative"}
"""
FILL = REST + "def fill(n):\n    return torch.ones(n)\n"
TENSORS = (
    row(
        "a tensor subclass whose __torch_function__ says yes: its plain values are compared",
        """
class Yes(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return True
def double(x):
    return (2.5 * x).as_subclass(Yes)
""",
        """
class Plain(torch.Tensor): pass
def double(x):
    return (2 * x).as_subclass(Plain)
""",
        naive="ok = bool(torch.allclose(double(x), 2 * x))",
    ),
    row(
        "a subclass that lies about shape and numbers: the plain tensor travels",
        """
class Liar(torch.Tensor):
    @property
    def shape(self): return torch.Size([3])
    def tolist(self): return [3.0, -4.0, 8.0]
    def numpy(self, *a, **k): return np.array([3.0, -4.0, 8.0], dtype=np.float32)
    def detach(self): return self
def double(x):
    return torch.zeros(7).as_subclass(Liar)
""",
        RIGHT,
        outcome=Outcome.FAILED,
        naive="ok = np.allclose(double(x).numpy(), (2 * x).numpy())",
    ),
    row(
        "an object whose __eq__ is always true: no tensor",
        """
class Yes:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __hash__ = None
def double(x):
    return Yes()
""",
        RIGHT,
        key="type_differs",
        naive="ok = bool(double(x) == 2 * x)",
    ),
    row(
        "an object whose __sub__ is zero: no tensor",
        """
class Zero:
    def __sub__(self, other): return torch.zeros(3)
    __rsub__ = __sub__
    def __array__(self, *a, **k): return np.zeros(3)
def double(x):
    return Zero()
""",
        RIGHT,
        key="type_differs",
        naive="ok = bool((double(x) - 2 * x).abs().max() < 1e-6)",
    ),
    row(
        "NaN everywhere: not finite",
        "def double(x):\n    return x * float('nan')\n",
        RIGHT,
        key="not_finite",
        naive="ok = not bool(((double(x) - 2 * x).abs() > 1e-6).any())",
    ),
    row(
        "infinity: not finite",
        "def double(x):\n    return torch.full_like(x, float('inf'))\n",
        RIGHT,
        key="not_finite",
        naive="ok = not bool(((double(x) - 2 * x) / double(x)).abs().max() > 1e-6)",
    ),
    fill(
        "int64 that equals float32: another dtype",
        REST + "def fill(n):\n    return torch.ones(n, dtype=torch.int64)\n",
        FILL,
        key="dtype_differs",
        naive="ok = bool((fill(3) == torch.ones(3)).all())",
    ),
    fill(
        "bool that equals 1: another dtype",
        REST + "def fill(n):\n    return torch.ones(n, dtype=torch.bool)\n",
        FILL,
        key="dtype_differs",
        naive="ok = bool((fill(3) == torch.ones(3)).all())",
    ),
    fill(
        "a scalar that broadcasts: another shape",
        REST + "def fill(n):\n    return torch.tensor(1.0)\n",
        FILL,
        key="shape_differs",
        naive="ok = torch.allclose(fill(3), torch.ones(3))",
    ),
    fill(
        "an empty tensor, of which everything is true: another shape",
        REST + "def fill(n):\n    return torch.ones(0, n)\n",
        FILL,
        key="shape_differs",
        naive="ok = bool((fill(3) == torch.ones(3)).all())",
    ),
    fill(
        "an array in place of a tensor: another type",
        REST + "def fill(n):\n    return np.ones(n, dtype=np.float32)\n",
        FILL,
        key="type_differs",
        naive="ok = np.allclose(fill(3), torch.ones(3))",
    ),
    fill(
        "a matrix that broadcasts row by row: another shape",
        REST + "def fill(n):\n    return torch.ones(1, n)\n",
        FILL,
        key="shape_differs",
        naive="ok = torch.allclose(fill(3), torch.ones(3))",
    ),
    fill(
        "uninitialised memory that held the answer: nothing of the judge's is in this process",
        REST + "def fill(n):\n    return torch.empty(n)\n",
        FILL,
        outcome=None,
    ),
    row(
        "expand(10**12): refused by size before it is copied",
        "def double(x):\n    return torch.zeros(1).expand(10**12)\n",
        "def double(x):\n    return (2 * x).expand(1, -1)[0]\n",
        key="unsendable",
    ),
    row(
        "a tensor on the meta device: has no values",
        "def double(x):\n    return torch.empty(x.shape, device='meta')\n",
        "def double(x):\n    torch.empty(10**12, device='meta')\n    return 2 * x\n",
        key="unsendable",
    ),
    row(
        "a sparse tensor: not sent",
        "def double(x):\n    return (2 * x.detach()).to_sparse()\n",
        "def double(x):\n    assert x.detach().to_sparse().to_dense().shape == x.shape\n    return 2 * x\n",
        key="unsendable",
    ),
    row(
        "a quantized tensor: not sent",
        """
import warnings
warnings.simplefilter("ignore")
def double(x):
    return torch.quantize_per_tensor(2 * x.detach().float(), 0.1, 0, torch.qint8)
""",
        RIGHT,
        key="unsendable",
    ),
    row(
        "nested tensors and lists without end: not sent",
        """
def double(x):
    out = []
    out.append(out)
    return out
""",
        "def double(x):\n    out = [2 * x]\n    return out[0]\n",
        outcome=None,
    ),
    row(
        "a tensor of another device's name, a named tensor, a conjugate view: by value or not at all",
        "def double(x):\n    return torch.complex(2 * x, x.detach() * 0 + 1).conj()\n",
        "def double(x):\n    return torch.complex(2 * x, 0 * x).conj().real\n",
        key="dtype_differs",
        naive="ok = torch.allclose(double(x).real, 2 * x)",
    ),
    row(
        "the input changed in place, so that the expected value follows: input modified",
        "def double(x):\n    x.detach().zero_()\n    return torch.zeros_like(x)\n",
        "def double(x):\n    y = x.clone()\n    y += x\n    return y\n",
        key="input_modified",
        naive="actual = double(x)\nok = torch.allclose(actual, 2 * x)",
    ),
    row(
        "the input changed through numpy's view: input modified",
        "def double(x):\n    x.detach().numpy()[...] = 0\n    return torch.zeros_like(x)\n",
        RIGHT,
        key="input_modified",
        naive="actual = double(x)\nok = torch.allclose(actual, 2 * x)",
    ),
    row(
        "the input's storage exchanged (.data, set_): input modified",
        "def double(x):\n    x.data = torch.zeros_like(x)\n    return x * 1\n",
        RIGHT,
        outcome=None,
        naive="actual = double(x)\nok = torch.allclose(actual, 2 * x)",
    ),
    row(
        "the input itself, doubled in place and returned: input modified",
        "def double(x):\n    return x.detach().mul_(2)\n",
        "def double(x):\n    return x[:] * 2\n",
        key="input_modified",
        naive="actual = double(x)\nok = torch.allclose(actual, 2 * torch.tensor([1.5, -2.0, 4.0]))",
    ),
    row(
        "one buffer for all results: every result is a copy, and the gradient is missing",
        """
BUFFER = torch.zeros(64, dtype=torch.float64)
def double(x):
    BUFFER[: len(x)] = 2 * x.detach()
    return BUFFER[: len(x)].to(x.dtype)
""",
        RIGHT,
        checks=("gradients",),
        key="no_gradient",
        naive=CLOSE,
    ),
    row(
        "results remembered by shape: wrong for the second input of a shape",
        """
KNOWN = {}
def double(x):
    return KNOWN.setdefault((x.shape, x.dtype), 2 * x.detach())
""",
        "KNOWN = {}\ndef double(x):\n    KNOWN[x.shape] = 1\n    return 2 * x\n",
        checks=("same_shape",),
        key="value_differs",
        naive=CLOSE,
    ),
    row(
        "results remembered by id: wrong for another input at the same place",
        """
KNOWN = {}
def double(x):
    return KNOWN.setdefault(id(type(x)), 2 * x.detach())
""",
        RIGHT,
        checks=("same_shape",),
        naive=CLOSE,
    ),
    row(
        "right on every second call: wrong on the others",
        """
CALLS = []
def double(x):
    CALLS.append(1)
    return 2 * x if len(CALLS) % 2 else 2.5 * x
""",
        "CALLS = []\ndef double(x):\n    CALLS.append(1)\n    return 2 * x\n",
        naive=CLOSE,
    ),
    row(
        "a dict, list and number that pretend (bool for int, subclass of dict): exact types",
        """
class Odd(dict):
    def __eq__(self, other): return True
    def __getitem__(self, key): return super().get(key)
def describe(xs):
    return Odd(count=True, total=0.0, mean=float("nan"), sorted=tuple(xs), sign="not negative")
def fill(n):
    return torch.ones(n)
""",
        FILL,
        task="describe",
        checks=("describe",),
        naive="ok = describe([1, 2]) == {'count': 2, 'total': 3}",
    ),
    row(
        "an int of a million digits, a text of a million letters: cut in the message",
        REST.replace('"count": len(xs)', '"count": 10**1_000_000').replace("def describe", "def describe", 1)
        + "def fill(n):\n    return torch.ones(n)\n",
        FILL,
        task="describe",
        checks=("describe",),
    ),
)
