"""What student code finds around it in a started process: nothing of the course."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import grader
from grader.model import Frame
from grader.sandbox import PlainProcess, ProcessLimits
from grader.student import Conversation, Student

LOOK = """
import importlib, os, sys
def path(): return list(sys.path)
def environment(): return dict(os.environ)
def importable(name):
    try:
        importlib.import_module(name)
        return True
    except ImportError:
        return False
def here(): return os.getcwd(), os.listdir(os.getcwd()), sys.argv
def limits():
    import resource
    return [resource.getrlimit(getattr(resource, "RLIMIT_" + n))[0] for n in ("AS", "FSIZE", "CORE", "NOFILE")]
def inherited():
    found = []
    for fd in range(3, 256):
        try:
            found += [fd] if os.get_inheritable(fd) else []
        except OSError:
            pass
    return found
def threads():
    import torch
    return torch.get_num_threads()
"""


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A process started with PYTHONPATH, secrets and an editable course in the judge's environment."""
    course = tmp_path_factory.mktemp("course")
    (course / "reference_answers.py").write_text("answer = 42\n")
    before = dict(os.environ)
    os.environ.update(PYTHONPATH=f"{course}{os.pathsep}{Path(grader.__file__).parents[1]}", GRADER_DATA_DIR="/secret")
    os.environ["API_TOKEN"] = "secret"
    try:
        process = PlainProcess().start(ProcessLimits(memory_mb=1000, disk_mb=5))
    finally:
        os.environ.clear()
        os.environ.update(before)
    conversation = Conversation(process.connection, Frame)
    conversation.load([("look", LOOK, False)], {})
    yield Student(lambda: conversation)
    process.close()


def test_path(student: Student) -> None:
    """Only the standard library and installed packages are on sys.path."""
    home = str(Path(grader.__file__).parents[1])
    path = student.path()
    assert home not in path
    assert "" not in path
    assert all("python" in p.lower() for p in path)


@pytest.mark.parametrize("name", ["reference_answers", "assignments", "reference", "grader.judge", "grader.intake"])
def test_course_is_not_importable(student: Student, name: str) -> None:
    """Neither PYTHONPATH nor an editable install nor our package leads to the course."""
    assert not student.importable(name)


@pytest.mark.parametrize("name", ["torch.optim", "numpy.linalg", "sqlite3", "multiprocessing.pool", "torch.utils.data"])
def test_libraries_are_importable(student: Student, name: str) -> None:
    """What a homework needs can be imported, C extensions of the standard library included."""
    assert student.importable(name)


def test_environment(student: Student) -> None:
    """Nothing of the judge's environment arrives but where programs are; one thread."""
    environment = student.environment()
    assert set(environment) <= {
        *("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "LANG", "LC_CTYPE"),
        *("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "GLIBC_TUNABLES"),
    }
    assert student.threads() == 1


def test_work_folder(student: Student) -> None:
    """The process starts in a folder of its own that holds the hand-in only, and sees no arguments of ours."""
    folder, content, arguments = student.here()
    assert content == ["code"]
    assert student.environment()["HOME"] == folder
    assert len(arguments) == 1


def test_limits(student: Student) -> None:
    """File size, core dumps, descriptors and address space are limited; the latter beyond what torch takes."""
    space, file, core, descriptors = student.limits()
    assert (file, core, descriptors) == (5 << 20, 0, 256)
    assert 1000 << 20 < space < 40_000 << 20


def test_programs_do_not_inherit_the_connection(student: Student) -> None:
    """A program that student code starts gets none of the process's descriptors, the protocol's least of all."""
    assert student.inherited() == []


def test_light_imports() -> None:
    """The judge's side and the worker need no module of one operating system to be imported."""
    code = (
        "import sys, socket\n"
        "for name in ('resource', 'fcntl', 'grp', 'pwd', 'termios'):\n"
        "    sys.modules[name] = None\n"
        "del socket.AF_UNIX\n"
        "import grader.sandbox, grader.student, grader.protocol, grader.worker.session\n"
        "print('fine')"
    )
    home = str(Path(grader.__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", code], cwd=home, capture_output=True, text=True, timeout=60)
    assert done.stdout == "fine\n", done.stderr
