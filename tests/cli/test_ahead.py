"""What makes a cold `grader check` short: what it imports not at all, what beside torch's library, and how it ends."""

from __future__ import annotations

import gc
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from grader.cli.ahead import importing

WEEK = Path(__file__).resolve().parents[2] / "student_template" / "week04_rnn"
# Of other commands, or of results that this command does not have; a second and more, together.
# Of other commands, or of results that this command does not have.
OURS = (
    "batch calibration ci cli.watching environment exports grades grading mutation notebook release "
    "reports.class_report reports.class_terminal reports.everything reports.html reports.markdown "
    "reports.results sandbox.docker sandbox.namespaces signing similarity store template verify"
)
THEIRS = (
    "alembic cryptography docker IPython jinja2 nbconvert nbformat sqlalchemy stamina sympy tomlkit "
    "torch.fx.experimental.symbolic_shapes yaml"
)


def python(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    """A new interpreter that runs `code`."""
    command = [sys.executable, *options, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


def test_check_imports_nothing_of_other_commands() -> None:
    """From the command's start to its end no module is imported that the result does not need."""
    command = [sys.executable, "-X", "importtime", "-m", "grader", "check", str(WEEK), "--task", "rnn_cell"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert {"grader.judge.runner", "grader.reports.terminal", "torch", "pytest"} <= imported, done.stderr[-2000:]
    others = {f"grader.{name}" for name in OURS.split()} | set(THEIRS.split())
    assert not {name for name in imported if any(f"{name}.".startswith(f"{other}.") for other in others)}


def test_torch_is_imported_last() -> None:
    """All that needs no torch comes before it, while its library is loaded: the command, pytest, the sandbox."""
    code = "import grader.cli.look, grader.cli.watching, grader.sandbox.nursery, pytest, sys; print(*sys.modules)"
    imported = set(python(code).stdout.split())
    assert "pytest" in imported and not {"torch", "numpy"} & imported


@pytest.mark.skipif(sys.platform != "linux", reason="only there a thread loads the library")
def test_nothing_compiled_is_imported_beside_the_library() -> None:
    """What is imported while the library is loaded needs no library of its own: it would have to wait."""
    code = (
        "import sys\n"
        "def place(module): return str(getattr(module, '__file__', ''))\n"
        "def compiled(): return {n for n, m in sys.modules.items() if place(m).endswith('.so')}\n"
        "import grader.cli.check\n"
        "from grader.cli.ahead import torch_library\n"
        "thread, before = torch_library(), compiled()\n"
        "import grader.cli.look, grader.sandbox.nursery, pytest\n"
        "print(sorted(compiled() - before), thread is torch_library())\n"
    )
    done = python(code)
    assert done.stdout == "[] True\n", done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only there a thread loads the library")
def test_torch_works_with_its_library_loaded_by_a_thread() -> None:
    """The import takes the library that is there already; operations, backward passes and forks work as ever."""
    code = (
        "import os, sys\n"
        "from grader.cli.ahead import torch_library\n"
        "def places(): return sorted({p for p in open('/proc/self/maps').read().split() if 'libtorch_cpu' in p})\n"
        "torch_library().join()\n"
        "before = places()\n"
        "assert before and 'torch' not in sys.modules\n"
        "import torch\n"
        "assert places() == before and len(before) == 1\n"
        "torch.set_num_threads(1)\n"
        "x = torch.ones(3, 3)\n"
        "if not (child := os.fork()):\n"
        "    w = torch.ones(3, 3, requires_grad=True)\n"
        "    (x @ w).sum().backward()\n"
        "    os._exit(int(w.grad.sum()))\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), (x @ x).sum().item())\n"
    )
    done = python(code)
    assert done.stdout == "27 27.0\n", done.stderr


def test_the_students_process_starts_before_torch_is_imported() -> None:
    """Where nothing can be forked, both processes import torch at the same time."""
    code = (
        "import subprocess, sys\n"
        "import grader.sandbox.nursery as nursery\n"
        "nursery.can_fork = lambda: False\n"
        "start = subprocess.Popen.__init__\n"
        "def told(*args, **options):\n"
        "    print('torch' in sys.modules, file=sys.stderr)\n"
        "    start(*args, **options)\n"
        "subprocess.Popen.__init__ = told\n"
        "from grader.cli import main\n"
        f"sys.argv[1:] = ['check', {str(WEEK)!r}, '--task', 'rnn_cell', '--lang', 'en']\n"
        "main()\n"
    )
    done = python(code)
    assert done.stderr.splitlines()[0] == "False", done.stderr
    assert "still the stub" in done.stdout


def test_no_search_for_garbage_during_imports() -> None:
    """The collector is off while modules are imported, and on afterwards, whatever happened; off it stays off."""
    try:
        with pytest.raises(ModuleNotFoundError), importing():
            import_module("there_is_no_such_module" if not gc.isenabled() else "gc")
        assert gc.isenabled()
        gc.disable()
        with importing():
            pass
        assert not gc.isenabled()
    finally:
        gc.unfreeze()
        gc.enable()
