"""A real `git push` to a bare repository: graded, signed, told to who pushed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.ci.kept import Kept
from grader.signing import KeyFolder, Result, read_ring, unseal
from tests.ci.conftest import RIGHT, TINY
from tests.repository.gitting import ME, Work

HALF = RIGHT.replace("return 2 * x\n", "return 2.5 * x\n")
PASSES = "import pytest\n\n@pytest.mark.points(10)\ndef test_double(student):\n    '''Fine.\n\n    ko: 좋다.\n    '''\n"
EVIL = {
    ".github/workflows/grader.yml": "on: push\n",
    "assignments/week01_tiny/test_plain.py": PASSES,
    "week01_tiny/test_plain.py": PASSES,
    "conftest.py": "def pytest_runtest_call(item):\n    item.obj = lambda: None\n",
    "week01_tiny/conftest.py": "raise SystemExit(0)\n",
    "grader/__init__.py": "raise SystemExit(0)\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--collect-only'\n",
    "course.toml": "points = 1000\n",
    "grader.toml": "sandbox = 'process'\n",
    "sitecustomize.py": "raise SystemExit(0)\n",
}


class Server:
    """A course with a key, and a student's repository on a plain git server."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.course, self.repository = folder, folder / "course", folder / "srv" / "s001.git"
        shutil.copytree(TINY, self.course, ignore=shutil.ignore_patterns("week02_faulty", "__pycache__", ".grader"))
        self.state, self.keys = self.course / ".grader" / "ci", KeyFolder(self.course / ".grader" / "keys")
        self.grader("keys", "new", "--course", self.course)
        self.work = Work(folder / "s001")
        self.work.git("init", "--quiet", "--bare", "-b", "main", self.repository)

    def grader(self, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """A command."""
        line = [sys.executable, "-m", "grader", *map(str, arguments)]
        done = subprocess.run(line, input=stdin, capture_output=True, text=True, cwd=self.folder, timeout=300)
        assert done.returncode == 0, done.stderr
        return done

    def install(self, *options: str) -> None:
        """The hook; without checks that train."""
        self.grader(
            "hook", "--install", self.repository, "--course", self.course, "--no-training", "--wait", "240", *options
        )

    def push(self, *refs: str) -> str:
        """`git push`, from the student's side; what it prints."""
        line = ["git", "push", "--force", str(self.repository), *(refs or ("main",))]
        environment = os.environ | ME | {"OMP_NUM_THREADS": "1"}
        done = subprocess.run(line, cwd=self.work.folder, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stderr

    def results(self) -> list[Result]:
        """Everything that was signed, each proved."""
        ring = read_ring([self.keys.public])
        return [unseal(record.signed.read_bytes(), ring) for record in Kept(self.state).of("s001")]

    def wait_for(self, there: Callable[[], bool]) -> None:
        """Wait for what goes on in the background."""
        end = time.monotonic() + 240
        while not there():
            assert time.monotonic() < end, (self.state / "hook.log").read_text()
            time.sleep(0.2)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """The server."""
    return Server(tmp_path)


@pytest.mark.slow
def test_push_is_graded_signed_and_told(server: Server) -> None:
    """Points and what is wrong, in Korean; a result that proves itself; edited checks add nothing, better work does."""
    server.install("--lang", "ko")
    first = server.work.commit(**{"week01_tiny/plain.py": HALF})
    said = server.push()
    assert "remote: week01_tiny · 두 배 · 합계 6 / 17" in said
    assert "double(x)는 2x이다." in said
    (result,) = server.results()
    assert (result.commit, result.ref, result.student) == (first, "refs/heads/main", "s001")
    assert (result.earned, result.possible, result.sandbox) == ("6", "17", "namespaces")
    assert result.edited == ()
    (record,) = Kept(server.state).of("s001")
    assert hashlib.sha256(record.results.read_bytes()).hexdigest() == result.results
    assert json.loads(record.results.read_text("utf-8"))["submissions"][0]["earned"] == 6.0
    proved = server.grader("verify-result", record.signed, "--key", server.keys.public, "--student", "s001")
    assert "genuine" in proved.stdout

    server.work.commit("\x1b[31m::error::", **EVIL)
    said = server.push()
    assert "remote: week01_tiny · 두 배 · 합계 6 / 17" in said
    assert "conftest.py" in said
    assert "\x1b[31m" not in said
    edited = server.results()[-1]
    assert (edited.earned, edited.possible, edited.checks) == ("6", "17", result.checks)
    assert {e.path for e in edited.edited} == set(EVIL)

    server.work.commit(**{"week01_tiny/plain.py": RIGHT})
    assert "합계 9 / 17" in server.push()
    assert [r.earned for r in server.results()] == ["6", "6", "9"]


@pytest.mark.slow
def test_a_slow_grading_goes_on(server: Server) -> None:
    """Who pushes waits no longer than told; what was pushed meanwhile is graded, and only the newest of it."""
    server.install("--wait", "0.2", "--lang", "en")
    server.work.commit(**{"week01_tiny/plain.py": HALF})
    begin = time.monotonic()
    assert "goes on without you" in server.push()
    assert time.monotonic() - begin < 60
    for text in (HALF + "# 2\n", RIGHT):
        server.work.commit(**{"week01_tiny/plain.py": text})
        server.push()
    last = server.work.git("rev-parse", "HEAD")
    server.wait_for(lambda: last in [r.commit for r in server.results()])
    server.wait_for(lambda: not list((server.state / "queue").glob("*.json")))
    assert server.results()[-1].earned == "9"
    assert len(server.results()) <= 2


@pytest.mark.slow
def test_a_grader_that_was_killed(server: Server) -> None:
    """What it had begun is graded with the next push, and both weeks' changes with it."""
    server.install("--wait", "0.2")
    first = server.work.commit(**{"week01_tiny/plain.py": HALF})
    server.push()
    server.wait_for(lambda: bool(_workers(server)))
    for pid in _workers(server):
        os.kill(pid, 9)
    assert server.results() == []
    server.install()
    second = server.work.commit(**{"README.md": "x"})
    server.push()
    assert [r.commit for r in server.results()] == [second]
    assert first != second


def _workers(server: Server) -> list[int]:
    """Processes that grade for this server: they were told its folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"--work" in line and str(server.course).encode() in line:
            found.append(int(folder.name))
    return found


@pytest.mark.slow
def test_what_is_not_graded(server: Server) -> None:
    """Another branch and a deleted one are told or passed over; without a key it is our fault, and nothing is lost."""
    server.install("--lang", "en")
    server.work.commit(**{"week01_tiny/plain.py": HALF})
    said = server.push("main:refs/heads/own")
    assert "Branch own is not graded" in said
    server.push(":refs/heads/own")
    (private,) = server.keys.folder.glob("*.pem")
    private.rename(private.with_suffix(".away"))
    assert "through a fault of ours" in server.push()
    assert "no key to sign with" in (server.state / "hook.log").read_text("utf-8")
    assert server.results() == []
    private.with_suffix(".away").rename(private)
    server.work.commit(**{"README.md": "x"})
    assert "6 / 17" in server.push()


def test_install(server: Server, tmp_path: Path) -> None:
    """A hook that is ours is written anew, another one is left; only bare repositories have one."""
    server.install()
    file = server.repository / "hooks" / "post-receive"
    assert os.access(file, os.X_OK)
    assert "--wait 240" in file.read_text("utf-8")
    server.install("--wait", "7")
    assert "--wait 7" in file.read_text("utf-8")
    assert server.work.git("--git-dir", server.repository, "config", "receive.maxInputSize") == "200000000"
    file.write_text("#!/bin/sh\necho mine\n")
    for wrong in (server.repository, server.work.folder, tmp_path):
        line = [sys.executable, "-m", "grader", "hook", "--install", str(wrong), "--course", str(server.course)]
        assert subprocess.run(line, capture_output=True).returncode == 2
    assert file.read_text("utf-8") == "#!/bin/sh\necho mine\n"
