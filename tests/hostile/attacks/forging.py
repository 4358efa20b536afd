"""Forged verdicts: exits, patches, shadowed modules, files and lines that look like the judge's."""

from __future__ import annotations

from grader.model import Outcome
from tests.hostile.levels import Promise
from tests.hostile.row import Promises, in_section

row = in_section("Forging")
RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return 2.5 * x\n"
CLOSE = "ok = torch.allclose(double(x), 2 * x)"

FORGING = (
    row(
        "os._exit(0) while the file is imported: a crash",
        "os._exit(0)\n" + RIGHT,
        "if os.environ.get('NOBODY'):\n    os._exit(0)\n" + RIGHT,
        outcome=Outcome.CRASHED,
        key="crashed_exit",
        naive=CLOSE,
    ),
    row(
        "os._exit(0) in a call: a crash",
        "def double(x):\n    os._exit(0)\n",
        RIGHT,
        outcome=Outcome.CRASHED,
        key="crashed_exit",
        naive=CLOSE,
        core=True,
    ),
    row(
        "sys.exit(0) while the file is imported: an error of the file",
        "sys.exit(0)\n" + RIGHT,
        "try:\n    sys.exit(0)\nexcept SystemExit:\n    pass\n" + RIGHT,
        outcome=Outcome.ERROR,
        key="load_error",
        naive=CLOSE,
    ),
    row(
        "SystemExit(0) in a call: an exception like any other",
        "def double(x):\n    raise SystemExit(0)\n",
        RIGHT,
        outcome=Outcome.ERROR,
        key="student_exit",
        naive=CLOSE,
    ),
    row(
        "atexit that leaves with 0: never asked for a verdict",
        "import atexit\natexit.register(os._exit, 0)\n" + WRONG,
        "import atexit\natexit.register(print, 'bye')\n" + RIGHT,
        naive=CLOSE,
    ),
    row(
        "patched torch.allclose, equal and assert_close: the judge compares with its own",
        """
import torch.testing
torch.allclose = torch.equal = torch.isclose = lambda *a, **k: True
torch.testing.assert_close = lambda *a, **k: None
torch.Tensor.__eq__ = torch.Tensor.eq = lambda self, other: torch.ones(1, dtype=torch.bool)
torch.Tensor.__sub__ = torch.Tensor.sub = lambda self, other: torch.zeros_like(self)
"""
        + WRONG,
        "plain = torch.allclose\ntorch.allclose = lambda *a, **k: plain(*a, **k)\n" + RIGHT,
        naive=CLOSE,
    ),
    row(
        "patched numpy and math: the judge computes with its own",
        """
import math
np.allclose = np.array_equal = lambda *a, **k: True
np.testing.assert_allclose = lambda *a, **k: None
math.isclose = lambda *a, **k: True
"""
        + WRONG,
        "import math\nassert math.isclose(1.0, 1.0)\n" + RIGHT,
        naive="ok = np.allclose(double(x).numpy(), (2 * x).numpy())",
    ),
    row(
        "patched builtins (all, any, abs, isinstance, len): the judge has its own",
        """
import builtins
builtins.all = lambda xs: True
builtins.any = lambda xs: False
builtins.abs = lambda x: 0
"""
        + WRONG,
        "import builtins\nassert builtins.all([])\n" + RIGHT,
        naive="ok = all(abs(a - b) < 1e-6 for a, b in zip(double(x).tolist(), (2 * x).tolist()))",
    ),
    row(
        "patched pytest (fail, raises, assertion rewriting, exit codes): the judge's own is elsewhere",
        """
try:
    import pytest, _pytest.runner
    pytest.fail = lambda *a, **k: None
    _pytest.runner.call_and_report = lambda *a, **k: None
    pytest.main = lambda *a, **k: 0
except ImportError:
    pass
"""
        + WRONG,
        "try:\n    import pytest\nexcept ImportError:\n    pass\n" + RIGHT,
        naive="""
def check():
    import pytest
    if not torch.allclose(double(x), 2 * x): pytest.fail("wrong")
check()
ok = True
""",
    ),
    row(
        "pytest.skip, xfail, exit and SkipTest raised in a call: errors, and no check is skipped",
        """
calls = []
def double(x):
    import unittest
    calls.append(1)
    raise unittest.SkipTest("no GPU here")
""",
        "import unittest\nassert unittest.SkipTest\n" + RIGHT,
        outcome=Outcome.ERROR,
        key="student_error",
        naive="""
import unittest
try:
    ok = torch.allclose(double(x), 2 * x)
except unittest.SkipTest:
    ok = True  # skipped tests do not fail a run
""",
    ),
    row(
        "exceptions named like the judge's own faults (SandboxFault, UsageError, Waits): errors, never ungraded",
        """
class SandboxFault(Exception): pass
class Waits(SandboxFault): pass
Waits.__module__ = "grader.testing.plugin"
def double(x):
    raise Waits("test_values")
""",
        "class SandboxFault(Exception): pass\n" + RIGHT,
        outcome=Outcome.ERROR,
        key="student_error",
    ),
    row(
        "the errors of our own package, imported and raised: errors of the student",
        """
def double(x):
    from grader import errors
    raise errors.ProtocolError("the judge failed")
""",
        RIGHT,
        outcome=None,
    ),
    row(
        "KeyboardInterrupt in a call: an error; the batch goes on",
        "def double(x):\n    raise KeyboardInterrupt\n",
        RIGHT,
        outcome=Outcome.ERROR,
        key="student_error",
    ),
    row(
        "a module named torch.py beside the answer: torch stays torch",
        "import torch\nassert torch.ones(1).item() == 1\n" + WRONG,
        "import torch\nassert torch.__version__\n" + RIGHT,
        files={"torch": "def ones(n): raise SystemExit(0)\n__version__ = ''\n"},
    ),
    row(
        "sitecustomize.py, conftest.py, pytest.ini handed in: modules of the submission, run by nobody",
        WRONG,
        RIGHT,
        files={
            "sitecustomize": "import os\nos._exit(0)\n",
            "usercustomize": "import os\nos._exit(0)\n",
            "conftest": "def pytest_runtest_makereport(item, call):\n    call.excinfo = None\n",
        },
    ),
    row(
        "an edited public check handed in: the course's own runs",
        WRONG,
        RIGHT,
        files={"test_double": "def test_values():\n    pass\ndef test_gradients():\n    pass\n"},
    ),
    row(
        "the checks of the course, edited on the disk: not reachable",
        """
for place in FACTS["course"]:
    path = os.path.join(place, "week01_walls", "test_double.py")
    if os.path.exists(path):
        open(path, "a").write("def assert_matches(*a, **k): pass")
"""
        + WRONG,
        RIGHT,
        promises=Promises(process=Promise.NOT_PROMISED),
    ),
    row(
        "a forged results.json in every folder: nobody reads it",
        """
FORGED = json.dumps({"verdicts": [{"student": "s666", "earned": 100, "outcome": "passed"}], "ok": True})
for folder in (".", "..", os.environ.get("HOME", "."), os.environ.get("TMPDIR", ".")):
    try:
        open(os.path.join(folder, "results.json"), "w").write(FORGED)
    except OSError:
        pass
"""
        + WRONG
        + "\n    os._exit(0)\n",
        "open('notes.json', 'w').write('{}')\n" + RIGHT,
        promises=Promises(process=Promise.NOT_PROMISED),  # it may leave the file beside its work folder
        naive="if not torch.allclose(double(x), 2 * x):\n    raise AssertionError\nok = True",
        reads="file",
    ),
    row(
        "forged events on stdout and stderr: output, no more",
        """
def double(x):
    line = json.dumps({"event": "result", "result": {"check": {"id": "test_double.py::test_values"},
                                                       "outcome": "passed", "earned": 2.0}})
    for fd in (1, 2):
        done = json.dumps({"event": "done", "seconds": 0, "fault": None})
        os.write(fd, ("\\n" + line + "\\n" + done + "\\n").encode())
    print("test_double.py::test_values PASSED [100%]\\nOK\\nSCORE: 100/100")
    return 2.5 * x
""",
        "def double(x):\n    print('SCORE: I do not know')\n    return 2 * x\n",
        naive="double(x)\nok = False",
        reads="stdout",
        core=True,
    ),
    row(
        "writing to every descriptor above 2: a broken protocol at worst",
        """
def double(x):
    for fd in range(3, 64):
        try:
            os.write(fd, b'{"event": "result", "outcome": "passed"}\\n' * 10)
        except OSError:
            pass
    return 2.5 * x
""",
        "def double(x):\n    os.write(1, b'to stdout')\n    return 2 * x\n",
        outcome=None,
    ),
    row(
        "patched clocks: the deadline is the judge's",
        """
def quick(x):
    sleep = time.sleep
    time.time = time.monotonic = time.perf_counter = time.process_time = lambda: 0.0
    time.sleep = lambda s: None
    signal.alarm = lambda s: 0
    sleep(60)
    return x + 1
""",
        "def quick(x):\n    assert time.monotonic() > 0\n    return x + 1\n",
        task="quick",
        checks=("quick",),
        outcome=Outcome.TIMEOUT,
        key="timeout",
        promises=Promises(Promise.BOUNDED, Promise.BOUNDED),
    ),
    row(
        "a class of grader.model patched in the submission's process: the judge builds its own results",
        """
try:
    from grader import model
    model.Outcome.FAILED = "passed"
    model.CheckResult = lambda **k: None
except Exception:
    pass
"""
        + WRONG,
        RIGHT,
    ),
    row(
        "SIGKILL by a limit of one's own, to look like a death from outside: the second time decides",
        """
def double(x):
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    while True:
        pass
""",
        "def double(x):\n    assert resource.getrlimit(resource.RLIMIT_CPU)[1] != 1\n    return 2 * x\n",
        outcome=Outcome.CRASHED,
        key="crashed_signal",
    ),
    row(
        "an answer whose class is named Tensor and whose checks say yes: no tensor",
        """
class Tensor:
    dtype, shape, device = torch.float32, (3,), "cpu"
    def __init__(self, x): self.x = x
    def __getattr__(self, name): return lambda *a, **k: True
    def __eq__(self, other): return True
    def __sub__(self, other): return 0
    def __abs__(self): return 0
    def __lt__(self, other): return True
    __hash__ = None
Tensor.__module__, Tensor.__qualname__ = "torch", "Tensor"
def double(x):
    return Tensor(x)
""",
        RIGHT,
        key="type_differs",
        naive="ok = bool(abs(double(x) - 2 * x) < 1e-6)",
    ),
)
