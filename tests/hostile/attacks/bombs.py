"""Time bombs: submissions that behave until they think that nobody looks, and those that hope."""

from __future__ import annotations

from grader.model import Outcome
from tests.hostile.row import in_section

row = in_section("Time bombs")
RIGHT = "def double(x):\n    return 2 * x\n"
CLOSE = "ok = torch.allclose(double(x), 2 * x)"
STEP = """
class Step:
    def __init__(self, place): self.place = place
    def predict(self, x): return (x > self.place).long()
"""
TRAIN = (
    STEP + "def train(x, labels, seed):\n    return Step(float((x[labels == 0].max() + x[labels == 1].min()) / 2))\n"
)

BOMBS = (
    row(
        "right in the public checks only, by the number of calls: the hidden check sees the other face",
        "CALLS = []\ndef double(x):\n    CALLS.append(1)\n    return 2 * x if len(CALLS) <= 6 else 2.5 * x\n",
        "CALLS = []\ndef double(x):\n    CALLS.append(1)\n    return 2 * x\n",
        checks=("unseen",),
        runs=("values", "same_shape", "unseen"),
        key="value_differs",
        naive=CLOSE,
    ),
    row(
        "right before a date: graded on the judge's day",
        "def double(x):\n    return 2 * x if time.time() < 1e9 else 2.5 * x\n",
        "def double(x):\n    assert time.time() > 1e9\n    return 2 * x\n",
        naive="time.time = lambda: 1.0\n" + CLOSE,
    ),
    row(
        "a crash after the first check: a crash, and points for what was right before",
        """
CALLS = []
def double(x):
    CALLS.append(1)
    if len(CALLS) > 3:
        os._exit(9)
    return 2 * x
""",
        RIGHT,
        checks=("same_shape",),
        runs=("values", "same_shape"),
        outcome=Outcome.CRASHED,
        naive=CLOSE,
    ),
    row(
        "right for the first inputs' shapes and dtypes only: cases have other shapes and both dtypes",
        "def double(x):\n    return 2 * x if x.dtype is torch.float64 and len(x) < 2 else 0 * x\n",
        RIGHT,
        key="value_differs",
        naive="ok = torch.allclose(double(torch.ones(1).double()), torch.tensor([2.0]).double())",
    ),
    row(
        "right for contiguous tensors only: some cases are not contiguous",
        "def double(x):\n    return 2 * x if x.is_contiguous() else 2.5 * x\n",
        RIGHT,
        checks=("same_shape",),
        naive=CLOSE,
    ),
    row(
        "another function as soon as gradients are on: both ways are compared",
        "def double(x):\n    return 2 * x if not x.requires_grad else (x * x) * 2 / x.detach()\n",
        RIGHT,
        checks=("gradients",),
        naive=CLOSE,
    ),
    row(
        "lucky randomness: guessed labels stay below the threshold, three runs or one",
        STEP.replace("(x > self.place).long()", "(torch.rand(len(x)) > self.place).long()")
        + "def train(x, labels, seed):\n    return Step(0.5)\n",
        TRAIN,
        task="train",
        checks=("accuracy",),
        key="gate_missed",
    ),
    row(
        "a lucky seed, sought over a thousand tries: the labels that decide are not there to try on",
        STEP.replace(
            "(x > self.place).long()",
            "(torch.rand(len(x), generator=torch.Generator().manual_seed(self.place)) > 0.5).long()",
        )
        + """
def train(x, labels, seed):
    def score(s):
        guess = (torch.rand(len(x), generator=torch.Generator().manual_seed(s)) > 0.5).long()
        return float((guess == labels).float().mean())
    return Step(max(range(1000), key=score))
""",
        TRAIN,
        task="train",
        checks=("accuracy",),
        key="gate_missed",
    ),
    row(
        "an accuracy of one's own (a number for a model): the judge measures",
        "def train(x, labels, seed):\n    return 1.0\n",
        TRAIN,
        task="train",
        checks=("accuracy",),
        key="assertion",
        naive="ok = bool(train(x, None, 0) > 0.95)",
    ),
    row(
        "predictions that equal every label: they are numbers here",
        """
class Yes:
    def __eq__(self, other): return torch.ones(200, dtype=torch.bool)
    def __len__(self): return 200
    __hash__ = None
    shape, dtype = torch.Size([200]), torch.int64
class Model:
    def predict(self, x): return Yes()
def train(x, labels, seed):
    return Model()
""",
        TRAIN,
        task="train",
        checks=("accuracy",),
        key="assertion",
        naive="ok = bool((train(x, None, 0).predict(x) == torch.ones(200)).float().mean() > 0.95)",
    ),
    row(
        "predictions of another shape that broadcast: refused",
        """
class Model:
    def predict(self, x): return torch.ones(1, dtype=torch.int64)
def train(x, labels, seed):
    return Model()
""",
        TRAIN,
        task="train",
        checks=("accuracy",),
        key="assertion",
        naive="ok = bool((train(x, None, 0).predict(x) == torch.ones(200)).float().mean() > 0.95)",
    ),
    row(
        "an iterator without end where a value was asked for: no value",
        """
import itertools
def double(x):
    return itertools.cycle([2 * x])
""",
        "def double(x):\n    return next(iter([2 * x]))\n",
        key="type_differs",
    ),
)
