"""Six ways to get points without the work, each on a hand-in that is worth nothing.

A grader is told apart only where the attack needs to know it: what to hook, which file to forge. Against this grader
both try everything that a student could know or guess.
"""

from __future__ import annotations

from pathlib import Path

from peers_kit.hand_ins import RIGHT, WRONG
from peers_kit.model import FUNCTIONS, HandIn
from peers_kit.ours import REPORTS

_PATCH = """

torch.allclose = lambda *a, **k: True
torch.Tensor.__eq__ = lambda a, b: torch.ones(a.shape, dtype=torch.bool)
"""

_LIE = """

class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func.__name__ in ("allclose", "equal"):
            return True
        if func.__name__ in ("eq", "__eq__"):
            return torch.ones(args[0].shape, dtype=torch.bool)
        return super().__torch_function__(func, types, args, kwargs or {})


def lying(value):
    if isinstance(value, torch.Tensor):
        return value.as_subclass(Liar)
    return type(value)(map(lying, value))


def wrap(function):
    return lambda *arguments: lying(function(*arguments))
"""

_PEEK = """

def wrap(function):
    def peek(*arguments):
        frame = sys._getframe(1)
        while frame is not None and "expected" not in frame.f_locals:
            frame = frame.f_back
        return function(*arguments) if frame is None else frame.f_locals["expected"]

    return peek
"""

# Right, but every part is slower than its limit; then the clock stands still.
_CLOCK = """

import time


def wrap(function):
    def late(*arguments):
        if not late.called:
            late.called = True
            time.sleep(2.5)
        return function(*arguments)

    late.called = False
    return late


time.perf_counter = time.process_time = lambda: 0.0
"""
_WRAP_ALL = "\n\n" + "\n".join(f"{name} = wrap({name})" for name in FUNCTIONS.values()) + "\n"

_HOOK = {
    "pytest": """

import _pytest.python

_pytest.python.Function.runtest = lambda self: None
""",
    # The tests are cells of the student's kernel: they run without their assert statements.
    "nbgrader": """

import ast


class Lenient(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)


get_ipython().ast_transformers.append(Lenient())
""",
    "otter": """

from otter.test_files import test_case

test_case.call_func = lambda self, environment: None
""",
    # Whatever of pytest and of this grader is there, and every function of it that sounds like a verdict.
    "ours": """

import importlib

for name in ("_pytest.python", "grader.testing.assertions", "grader.testing.plugin", "grader.judge.submission"):
    try:
        importlib.import_module(name)
    except BaseException:
        pass
for name, module in list(sys.modules.items()):
    if not name.startswith(("_pytest", "grader")):
        continue
    for attribute, value in list(vars(module).items()):
        if attribute == "Function":
            value.runtest = lambda self: None
        if attribute.startswith(("assert_", "expect", "fail", "rule", "difference")) and callable(value):
            setattr(module, attribute, lambda *a, **k: None)
""",
}

_FORGE = {
    "pytest": """

import atexit
from xml.etree import ElementTree


def forge():
    (report,) = [a.partition("=")[2] for a in sys.argv if a.startswith("--junitxml=")]
    tree = ElementTree.parse(report)
    for case in tree.iter("testcase"):
        for failure in list(case):
            case.remove(failure)
    tree.write(report)


atexit.register(forge)
""",
    # The gradebook lies three folders above the kernel's; a trigger corrects whatever is entered later.
    "nbgrader": """

import pathlib
import sqlite3

full = "(SELECT max_score FROM grade_cells WHERE id = NEW.cell_id)"
with sqlite3.connect(pathlib.Path.cwd().parents[2] / "gradebook.db") as book:
    for event in ("INSERT", "UPDATE OF auto_score"):
        book.execute(
            f"CREATE TRIGGER forge_{event[:6]} AFTER {event} ON grade "
            f"BEGIN UPDATE grade SET auto_score = {full} WHERE id = NEW.id; END"
        )
""",
    # The kernel itself pickles its results into a temporary file, and ends before the grader reads it.
    "otter": """

import atexit
import pathlib
import pickle
import tempfile


def forge():
    newest = max(pathlib.Path(tempfile.gettempdir()).glob("*.pkl"), key=lambda p: p.stat().st_mtime)
    results = pickle.loads(newest.read_bytes())
    for test in results.results.values():
        for case in test.test_case_results:
            case.passed = True
    newest.write_bytes(pickle.dumps(results))


atexit.register(forge)
""",
    # Now, at the end, and from a process left behind that writes on for ten seconds.
    "ours": """

import atexit
import os
import pathlib

FORGED = '{"submissions": [{"student": "cheat", "earned": 10.0}], "sandbox": {"level": "namespaces"}}'


def forge():
    for folder in (OUT, ".", "graded"):
        try:
            (pathlib.Path(folder) / "results.json").write_text(FORGED)
        except OSError:
            pass


forge()
atexit.register(forge)
try:
    if os.fork() == 0:
        for _ in range(100):
            forge()
            time.sleep(0.1)
        os._exit(0)
except OSError:
    pass
""",
}


KINDS = (
    "patch torch.allclose",
    "tensor whose comparisons lie",
    "peek at `expected` in the caller's frame",
    "hook the test framework",
    "forge the result file or database",
    "stop the clock",
)


def cheat(kind: str, grader: str, work: Path) -> HandIn:
    """One of `KINDS` for one grader; where its reports lie, below `work`, is told to the forger of this grader's."""
    sources = (
        WRONG + _PATCH,
        WRONG + _LIE + _WRAP_ALL,
        WRONG + _PEEK + _WRAP_ALL,
        WRONG + _HOOK[grader],
        WRONG + f"\n\nOUT = {str(work / REPORTS)!r}\n" + _FORGE[grader],
        RIGHT + _CLOCK + _WRAP_ALL,
    )
    return HandIn("cheat", kind, dict(zip(KINDS, sources, strict=True))[kind], 0)
