"""Where attacks are judged: one judge process per level, and around it what an attacker would like to reach."""

from __future__ import annotations

import ast
import contextlib
import functools
import json
import os
import secrets
import select
import shutil
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from grader.forking import ARGUMENTS, LOCAL
from grader.model import CheckResult, Module, Submission
from tests.hostile.leftovers import own_containers, own_groups, own_mounts
from tests.judge.running import short
from tests.sandbox.attacks.arena import Doors, descendants, entries
from tests.sandbox.attacks.table import numbers

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1]
_RESULT = TypeAdapter(CheckResult)
_SECONDS = 90.0  # for one submission; none comes near
Results = Mapping[str, CheckResult]


class JudgeDied(Exception):
    """The judge process ended, or said that a submission could not be judged: an attack succeeded."""


def submission(student: str, **sources: str) -> Submission:
    """A hand-in with a file per keyword; one that is no Python defines nothing that the judge could see."""
    modules = []
    for name, text in sources.items():
        source = textwrap.dedent(text)
        try:
            body = ast.parse(source).body
        except SyntaxError:
            body = []
        defines = {n.name: False for n in body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        modules.append(Module(name, f"{name}.py", source, defines=defines))
    return Submission(student, student, tuple(modules))


class Court:
    """A judge at work, fed one submission at a time.

    Args:
        level: of the sandbox. folder: a new folder; the judge's temporary files are in it, too.
    """

    def __init__(self, level: str, folder: Path) -> None:
        self.level, self.folder = level, folder
        self.root = folder / "course"
        shutil.copytree(HERE / "course", self.root, ignore=shutil.ignore_patterns("__pycache__"))
        self.secret = secrets.token_hex(16)
        (folder / "canary").write_text(self.secret)
        self.doors = doors(folder)
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self._log = (folder / "judge.log").open("wb")
        self._judge = self._start()
        self._waiting = b""
        try:
            self.template = self._ready()
            self.honest = self.judge(reference())
        except BaseException:
            self.close()
            raise
        self._files = self._listing()
        self._idle = self._descriptors()

    def _start(self) -> subprocess.Popen[bytes]:
        environment = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= {"TMPDIR": str(self.temporary), "PYTHONPATH": str(HOME), "GRADER_CANARY": self.secret}
        forked = self.level == "namespaces"
        command = [*ARGUMENTS, str(HERE / "forked_host.py")] if forked else [str(HERE / "host.py")]
        judge = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=LOCAL if forked else environment,
            start_new_session=True,
        )
        assert judge.stdin is not None
        if forked:
            judge.stdin.write(json.dumps(environment).encode() + b"\n")
        config = {"root": str(self.root), "level": self.level, "seed": secrets.randbits(63)}
        judge.stdin.write(json.dumps(config).encode() + b"\n")
        judge.stdin.flush()
        return judge

    def _ready(self) -> int | None:
        """Wait for the judge; the process id of its template, where it is one of this machine's."""
        while (event := self._event(180))["event"] != "ready":
            pass
        template: int | None = event["template"]
        return template

    @property
    def pid(self) -> int:
        """The judge's process id."""
        return self._judge.pid

    def judge(
        self,
        handed_in: Submission,
        limits: Mapping[str, Any] | None = None,
        checks: Collection[str] = (),
        seconds: float | None = None,
    ) -> Results:
        """The results of one submission, by the short name of the check.

        Args:
            limits: of ProcessLimits, where they differ from the course's. checks: which are run, by short name; none
                means all. seconds: for a check, in place of the course's.

        Raises:
            JudgeDied: there are none.
        """
        self.send(handed_in, limits, checks, seconds)
        return self.results()

    def results(self) -> Results:
        """The results of what was handed over last.

        Raises:
            JudgeDied: there are none.
        """
        results: dict[str, CheckResult] = {}
        while (event := self._event(_SECONDS))["event"] == "result":
            result = _RESULT.validate_python(event["result"])
            results[short(result.check)] = result
        if event["event"] != "done" or event["fault"] is not None:
            raise JudgeDied(str(event))
        return results

    def send(
        self,
        handed_in: Submission,
        limits: Mapping[str, Any] | None = None,
        checks: Collection[str] = (),
        seconds: float | None = None,
    ) -> None:
        """Hand over a submission without waiting for its results."""
        job = {
            "submission": asdict(handed_in),
            "limits": dict(limits or {}),
            "checks": sorted(checks),
            "seconds": seconds,
        }
        assert self._judge.stdin is not None
        self._judge.stdin.write(json.dumps(job).encode() + b"\n")
        self._judge.stdin.flush()

    def _event(self, seconds: float) -> dict[str, Any]:
        assert self._judge.stdout is not None
        end = time.monotonic() + seconds
        while True:
            line, found, rest = self._waiting.partition(b"\n")
            if found:
                self._waiting = rest
                if line:
                    event: dict[str, Any] = json.loads(line)
                    return event
                continue
            if not select.select([self._judge.stdout], [], [], max(0.0, end - time.monotonic()))[0]:
                raise JudgeDied("it said nothing")
            chunk = os.read(self._judge.stdout.fileno(), 1 << 16)
            if not chunk:
                raise JudgeDied(f"it ended: {(self.folder / 'judge.log').read_text()[-2000:]}")
            self._waiting += chunk

    # -- what an attacker knows, and what must stay as it is -------------------------------------------

    @property
    def facts(self) -> dict[str, Any]:
        """What an attacker knows at best: every place, number and half of a secret."""
        return {
            "numbers": numbers(),
            "canary": str(self.folder / "canary"),
            "halves": [self.secret[:16], self.secret[16:]],
            "course": [str(self.root / name) for name in ("assignments", "reference", "course.toml")],
            "pids": [self.pid, self.template or os.getpid()],
            "tcp": self.doors.tcp.getsockname()[1],
            "udp": self.doors.udp.getsockname()[1],
            "path": self.doors.path.getsockname(),
            "abstract": self.doors.abstract.getsockname().decode(),
            "base": [str(p) for p in self.temporary.iterdir()],
        }

    def state(self) -> dict[str, Any]:
        """What must be the same after an attack as before."""
        served = [pid for pid in (self.pid, self.template) if pid is not None]
        return {
            "judge": self._judge.poll(),
            "canary": (self.folder / "canary").read_text(),
            "files": self._listing(),
            "mounts": [own_mounts(pid, self.folder) for pid in (os.getpid(), *served)],
            "descriptors": self._descriptors(),
            "threads": [entries(f"/proc/{pid}/task") for pid in served],
            "processes": sorted(descendants(self.pid)),
            "groups": own_groups(self.pid),
            "containers": own_containers(self.pid) if self.level == "docker" else 0,
            "host": (socket.gethostname(), os.getpriority(os.PRIO_PROCESS, self.pid)),
            "untouched": self.doors.untouched(),
            "clock": abs(time.time() - time.monotonic() - _BOOT) < 60,
        }

    def _descriptors(self) -> list[int]:
        return [entries(f"/proc/{pid}/fd") for pid in (self.pid, self.template) if pid is not None]

    def _listing(self) -> list[tuple[str, int]]:
        """Every file of the judge's folder; of the course also when it was written."""
        found = []
        for path in sorted(self.folder.rglob("*")):
            if path.name != "judge.log":
                with contextlib.suppress(FileNotFoundError):  # a work folder that is being removed
                    found.append((str(path), path.stat().st_mtime_ns if path.is_relative_to(self.root) else 0))
        return found

    def before(self) -> dict[str, Any]:
        """The state before an attack, once the template has let go of the last child: it does so after it reported."""
        end = time.monotonic() + 3
        while self.level != "docker" and (self._descriptors() != self._idle or self._listing() != self._files):
            assert time.monotonic() < end, (self._descriptors(), self._listing())
            time.sleep(0.002)
        return self.state()

    def as_before(self, before: Mapping[str, Any]) -> bool:
        """Whether everything is; soon, for the same reason."""
        end = time.monotonic() + 3
        while changed := {k: (v, before[k]) for k, v in self.state().items() if v != before[k]}:
            assert time.monotonic() < end, changed
            time.sleep(0.005)

        return True

    def close(self) -> None:
        """End the judge, and see that it goes quietly."""
        assert self._judge.stdin is not None and self._judge.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # it was killed
            self._judge.stdin.close()
        try:
            self._judge.wait(60)
        finally:
            self._judge.kill()
            self._judge.wait()
            self._judge.stdout.close()
            self._log.close()
            for door in self.doors.all():
                door.close()

    def kill(self) -> None:
        """End the judge as a power cut does."""
        self._judge.kill()
        self._judge.wait()


def doors(folder: Path) -> Doors:
    """What listens on the judge's side; the abstract name is this folder's own."""
    kinds = ((socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_DGRAM)) + (
        (socket.AF_UNIX, socket.SOCK_DGRAM),
    ) * 2
    addresses: tuple[Any, ...] = (
        ("127.0.0.1", 0),
        ("127.0.0.1", 0),
        f"{folder}/door",
        f"\0door-{secrets.token_hex(8)}",
    )
    sockets = []
    for (family, kind), address in zip(kinds, addresses, strict=True):
        sockets.append(socket.socket(family, kind))
        sockets[-1].bind(address)
        sockets[-1].setblocking(False)
    sockets[0].listen()
    return Doors(*sockets)


_BOOT = time.time() - time.monotonic()


@functools.cache
def reference_sources() -> dict[str, str]:
    """The reference's modules by name."""
    folder = HERE / "course" / "reference" / "week01_walls"
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.py"))}


def reference() -> Submission:
    """The honest submission."""
    return submission("s001", **reference_sources())


def essence(results: Results) -> dict[str, CheckResult]:
    """Results without what differs from run to run: time, memory, and what was printed."""
    return {name: replace(result, seconds=0.0, memory=None, output="") for name, result in results.items()}
