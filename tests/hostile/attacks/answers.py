"""Attacks on answers: finding what the judge knows, in this process, on its disk, or in what it says afterwards."""

from __future__ import annotations

from grader.model import Outcome
from tests.hostile.levels import Promise
from tests.hostile.row import Promises, in_section

row = in_section("Answers")
TWIN = "def double(x):\n    return x + x\n"

ANSWERS = (
    row(
        "stack frames: no frame of the check, no expected value in any of them",
        """
def double(x):
    frame = sys._getframe()
    while frame:
        for name in ("expected", "reference", "cases", "student"):
            found = frame.f_locals.get(name)
            if name == "expected" and isinstance(found, torch.Tensor):
                return found
            if hasattr(found, "double"):
                return found.double(x)
        frame = frame.f_back
    return 0 * x
""",
        "def double(x):\n    assert sys._getframe().f_code.co_name == 'double'\n    return 2 * x\n",
        naive="""
expected = reference.double(x)
ok = torch.allclose(double(x), expected)
""",
        core=True,
    ),
    row(
        "every object that the collector knows: no function and no tensor of the judge's",
        """
def double(x):
    import gc
    mine = globals()["double"]
    for o in gc.get_objects():
        if callable(o) and getattr(o, "__name__", "") == "double" and o is not mine:
            try:
                return o(x.clone()) + 0.0
            except Exception:
                pass
    tensors = [o for o in gc.get_objects() if type(o) is torch.Tensor and o.shape == x.shape and o is not x]
    for t in tensors:
        if (t - x).abs().sum() > 0:
            return t.clone()
    return 0 * x
""",
        """
def double(x):
    import gc
    assert gc.collect() >= 0
    return 2 * x
""",
        naive="""
expected = reference.double(x)
ok = torch.allclose(double(x), expected)
""",
    ),
    row(
        "__main__ and sys.modules: no module there has an answer",
        """
def double(x):
    for module in [sys.modules["__main__"], *sys.modules.values()]:
        other = getattr(module, "double", None) or getattr(getattr(module, "reference", None), "double", None)
        if callable(other) and other is not double and getattr(other, "__module__", "") not in ("torch", "__main__"):
            try:
                found = other(x.clone()) + 0.0
                if not torch.equal(found, x):
                    return found
            except Exception:
                pass
    return 0 * x
""",
        "def double(x):\n    assert sys.modules['__main__'] is not None\n    return 2 * x\n",
        naive="ok = torch.allclose(double(x), 2 * x)",
    ),
    row(
        "reference modules on sys.path: not importable under any name",
        """
def double(x):
    import importlib
    for name in ("reference", "reference.week01_walls.double", "week01_walls.double", "solution", "answers",
                 "assignments.week01_walls.test_double", "assignments.week01_walls.inputs", "grader.judge.runner"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        if hasattr(module, "double"):
            return module.double(x)
        print("found", name)
        return 2 * x
    return 0 * x
""",
        """
def double(x):
    import importlib
    return 2 * x + importlib.import_module("math").floor(0.5)
""",
        naive="ok = torch.allclose(double(x), 2 * x)",
    ),
    row(
        "the reference's file by its place: not in the sandbox's tree",
        """
def double(x):
    found = {}
    for place in FACTS["course"]:
        path = os.path.join(place, "week01_walls", "double.py")
        if os.path.exists(path):
            exec(open(path).read(), found)
    return found["double"](x) if "double" in found else 0 * x
""",
        """
def double(x):
    with open("notes.py", "w") as file:
        file.write("def twice(x): return 2 * x")
    found = {}
    exec(open("notes.py").read(), found)
    return found["twice"](x)
""",
        promises=Promises(process=Promise.NOT_PROMISED),
        naive="ok = torch.allclose(double(x), 2 * x)",
    ),
    row(
        "the judge's environment: none of its variables reach the submission",
        """
def double(x):
    known = [v for k, v in os.environ.items() if "GRADER" in k or "SECRET" in k or len(v) == 32]
    return 2 * x if known else 0 * x
""",
        "def double(x):\n    assert os.environ['OMP_NUM_THREADS'] == '1'\n    return 2 * x\n",
        naive="os.environ['GRADER_CANARY'] = 'x' * 32\nok = torch.allclose(double(x), 2 * x)",
    ),
    row(
        "known seeds: the hidden labels follow from none of the first seeds, nor from the one that is passed",
        """
class Guess:
    def __init__(self, x, labels, seeds):
        self.found = None
        for seed in seeds:
            g = torch.Generator().manual_seed(seed)
            drawn = torch.rand(200, generator=g, dtype=torch.float32)
            if torch.allclose(drawn, x.float()):
                self.found = g
    def predict(self, x):
        place = 0.3 + 0.4 * float(torch.rand((), generator=self.found)) if self.found else 2.0
        return (x > place).long()
def train(x, labels, seed):
    return Guess(x, labels, [seed, *range(2000)])
""",
        """
class Step:
    def __init__(self, place): self.place = place
    def predict(self, x): return (x > self.place).long()
def train(x, labels, seed):
    torch.manual_seed(seed)
    return Step(float((x[labels == 0].max() + x[labels == 1].min()) / 2))
""",
        task="train",
        checks=("accuracy",),
        key="gate_missed",
        naive="""
g = torch.Generator().manual_seed(7)
x = torch.rand(200, generator=g); place = 0.3 + 0.4 * float(torch.rand((), generator=g))
ok = bool((train(x, None, 0).predict(x) == (x > place).long()).float().mean() > 0.95)
""",
    ),
    row(
        "a table of the public cases, learnt from what the judge said before: the hidden cases are others",
        """
PUBLIC = []
def double(x):
    PUBLIC.append(x)
    return 2 * x if len(PUBLIC) <= 8 else 0 * x
""",
        TWIN,
        checks=("unseen",),
        runs=("values", "same_shape", "unseen"),
        naive="x = torch.ones(3)\nok = all(torch.allclose(double(x), 2 * x) for _ in range(8))",
    ),
    row(
        "another student's hand-in: not there to be copied",
        """
def double(x):
    for top in ("..", "/tmp", "/box", "/", *FACTS["base"]):
        for folder, folders, files in os.walk(top):
            folders[:] = [f for f in folders if f not in ("proc", "sys", "usr", "lib", "lib64")][:50]
            for name in files:
                if name == "double.py" and not os.path.samefile(os.path.join(folder, name), __file__):
                    found = {}
                    exec(open(os.path.join(folder, name)).read(), found)
                    return found["double"](x)
    return 0 * x
""",
        "def double(x):\n    assert os.path.basename(__file__) == 'double.py'\n    return 2 * x\n",
        promises=Promises(process=Promise.NOT_PROMISED),
    ),
    row(
        "the expected values through a traceback: the message holds the student's own text and no value of ours",
        """
def double(x):
    frames = []
    frame = sys._getframe()
    while frame:
        frames.append(repr(frame.f_locals)[:300])
        frame = frame.f_back
    if any("expected" in text or "reference" in text for text in frames):
        return 2 * x
    raise ValueError("wanted: " + repr(x.tolist()))
""",
        TWIN,
        outcome=Outcome.ERROR,
        key="student_error",
    ),
)
