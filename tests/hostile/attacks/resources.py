"""Attacks on the machine through a submission's answers and its life, beside those of the sandbox's own tables."""

from __future__ import annotations

from grader.model import Outcome
from tests.hostile.levels import Promise
from tests.hostile.row import Promises, in_section

row = in_section("Resources")
RIGHT = "def double(x):\n    return 2 * x\n"
QUICK = "def quick(x):\n    return x + 1\n"
BOUNDED = Promises(Promise.BOUNDED, Promise.BOUNDED)
LATE = {"task": "quick", "checks": ("quick",), "outcome": Outcome.TIMEOUT, "key": "timeout"}

RESOURCES = (
    row(
        "output without end (64 MB): cut, and the rest counted",
        """
def double(x):
    for fd in (1, 2):
        for _ in range(512):
            os.write(fd, b"x" * 65536)
    return 2.5 * x
""",
        "def double(x):\n    print('x' * 1000)\n    return 2 * x\n",
        promises=BOUNDED,
    ),
    row(
        "a log of a million lines: cut",
        """
import logging
logging.basicConfig(level=0)
def double(x):
    for i in range(20_000):
        logging.warning("line %d %s", i, "x" * 100)
    return 2.5 * x
""",
        "import logging\ndef double(x):\n    logging.warning('once')\n    return 2 * x\n",
        promises=BOUNDED,
    ),
    row(
        "output without a reader, for ever: ended by the judge's clock",
        "def quick(x):\n    while True:\n        os.write(1, b'x' * 65536)\n",
        QUICK,
        promises=BOUNDED,
        **LATE,
    ),
    row(
        "an endless loop: ended by the judge's clock",
        "def quick(x):\n    while True:\n        pass\n",
        QUICK,
        promises=BOUNDED,
        naive=None,
        **LATE,
        core=True,
    ),
    row(
        "an endless loop while the file is imported: ended by the judge's clock",
        "while True:\n    pass\ndef quick(x):\n    return x + 1\n",
        QUICK,
        promises=BOUNDED,
        **LATE,
    ),
    row(
        "a regular expression that never ends, in C with the lock held: ended by the judge's clock",
        "import re\ndef quick(x):\n    return re.match('(a*)*b', 'a' * 60)\n",
        "import re\ndef quick(x):\n    assert re.match('a*b', 'ab')\n    return x + 1\n",
        promises=BOUNDED,
        **LATE,
    ),
    row(
        "an integer without end (10 ** 10 ** 10): ended by clock or memory",
        "def quick(x):\n    return 10 ** 10 ** 9\n",
        QUICK,
        promises=BOUNDED,
        **{**LATE, "outcome": None, "key": None},
    ),
    row(
        "all memory by tensors: the outcome is memory",
        "def double(x):\n    kept = []\n    while True:\n        kept.append(torch.ones(16 << 20))\n",
        RIGHT,
        promises=BOUNDED,
        outcome=Outcome.MEMORY,
        key="memory",
        limits={"memory_mb": 300},
    ),
    row(
        "all memory by an answer of a gigabyte: refused before it travels, or memory",
        "def double(x):\n    return torch.zeros(300 << 20)\n",
        RIGHT,
        promises=BOUNDED,
        outcome=None,
    ),
    row(
        "recursion without end: an error",
        "def double(x):\n    return double(x)\n",
        "def double(x, n=50):\n    return 2 * x if n == 0 else double(x, n - 1)\n",
        outcome=Outcome.ERROR,
        key="student_error",
        promises=BOUNDED,
        naive=None,
    ),
    row(
        "the C stack without end: a crash",
        """
sys.setrecursionlimit(10**9)
class Deep:
    def __getattr__(self, name): return getattr(self, name + "x"[:0])
def double(x):
    f = lambda: None
    for _ in range(300_000):
        f = functools.partial(f)
    o = ()
    for _ in range(3_000_000):
        o = (o,)
    return len(repr(o))
import functools
""",
        RIGHT,
        outcome=None,
        promises=BOUNDED,
    ),
    row(
        "a file beyond the limit: the outcome is disk",
        """
def double(x):
    with open("big", "wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
""",
        "def double(x):\n    open('small', 'wb').write(bytes(1 << 20))\n    return 2 * x\n",
        outcome=Outcome.DISK,
        key="disk",
        limits={"disk_mb": 4},
        promises=BOUNDED,
        core=True,
    ),
    row(
        "threads that go on after the answer: they earn nothing and end with the process",
        """
def spin():
    while True:
        pass
def double(x):
    for _ in range(4):
        threading.Thread(target=spin, daemon=True).start()
    return 2.5 * x
""",
        "def double(x):\n    t = threading.Thread(target=int)\n    t.start()\n    t.join()\n    return 2 * x\n",
        promises=BOUNDED,
    ),
    row(
        "a module of ten thousand parameters, a list of a million numbers: refused or compared, in time",
        """
def double(x):
    return list(range(1_000_000))
""",
        RIGHT,
        key="type_differs",
    ),
)
