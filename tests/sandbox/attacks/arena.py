"""Where attacks happen: one sandbox, a fresh child per attack, and a judge with canaries that must not be touched."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import ProcessEnded, StudentError
from grader.model import Frame, Outcome
from grader.protocol import DeadlinePassed, PeerClosed
from grader.sandbox import PlainProcess, ProcessLimits, StudentProcess
from grader.sandbox.namespaces import Namespaces
from grader.student import Conversation, Student
from tests.sandbox.attacks.table import PRELUDE, Attack, numbers

HANG_SECONDS = 0.4
HOME = Path(__file__).resolve().parents[3]
# Cheap, and says whether the tree, the environment, the import path and what is shared with the template are as ever.
_FINGERPRINT = """
def fingerprint():
    folders = ("/", "/proc/sys", "/dev", "/dev/shm", "/etc", "/tmp", "/usr", "/usr/lib", "/box")
    seen = {p: (os.stat(p).st_mode, sorted(os.listdir(p))) for p in folders}
    seen |= {p + " at": os.stat(p).st_mtime_ns for p in folders[2:-1]}
    torch.allclose(torch.ones(2), torch.ones(2))
    return [seen, sorted(os.environ.items()), sys.path, len(sys.modules), socket.gethostname(), os.getcwd(),
            torch.get_num_threads(), torch.allclose.__name__, len.__name__]
"""


@dataclass(frozen=True)
class Doors:
    """What listens on the judge's side; nothing may ever arrive."""

    tcp: socket.socket
    udp: socket.socket
    path: socket.socket
    abstract: socket.socket

    @classmethod
    def open(cls, folder: str) -> Doors:
        """Bind all four."""
        kinds = ((socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_DGRAM))
        kinds += ((socket.AF_UNIX, socket.SOCK_DGRAM),) * 2
        addresses: tuple[Any, ...] = (("127.0.0.1", 0), ("127.0.0.1", 0), f"{folder}/door", f"\0door-{os.getpid()}")
        sockets = []
        for (family, kind), address in zip(kinds, addresses, strict=True):
            door = socket.socket(family, kind)
            door.bind(address)
            door.setblocking(False)
            sockets.append(door)
        sockets[0].listen()
        return cls(*sockets)

    def all(self) -> tuple[socket.socket, ...]:
        """The four sockets."""
        return self.tcp, self.udp, self.path, self.abstract

    def empty(self) -> None:
        """Take everything that arrived."""
        while not self.untouched():
            pass

    def untouched(self) -> bool:
        """Whether nothing arrived."""
        for door in self.all():
            with contextlib.suppress(BlockingIOError):
                if door is self.tcp:
                    door.accept()[0].close()
                else:
                    door.recv(1)
                return False
        return True


class Arena:
    """A sandbox and what an attacker would like to reach.

    Args:
        folder: a new folder, the judge's own.
    """

    def __init__(self, folder: Path) -> None:
        self._patched = tempfile.tempdir
        tempfile.tempdir = str(folder)
        self.secret = secrets.token_hex(16)
        self.canary = folder / "canary"
        self.canary.write_text(self.secret)
        os.environ["GRADER_CANARY"] = self.secret
        self.doors = Doors.open(str(folder))
        self.folder = folder
        self.sandbox = Namespaces()
        self.sandbox.prepare()
        self.first_template = self.sandbox.template_pid
        self._idle = entries(f"/proc/{self.first_template}/fd")
        self._plain: StudentProcess | None = None
        self._numbers = numbers()

    def close(self) -> None:
        """End everything."""
        self.sandbox.close()
        if self._plain is not None:
            self._plain.close()
        for door in self.doors.all():
            door.close()
        del os.environ["GRADER_CANARY"]
        tempfile.tempdir = self._patched

    @property
    def facts(self) -> dict[str, Any]:
        """What an attacker knows at best: every place, number and half of a secret."""
        return {
            "numbers": self._numbers,
            "canary": str(self.canary),
            "halves": [self.secret[:16], self.secret[16:]],
            "course": [str(HOME / name) for name in ("assignments", "reference", "grader", "course.toml")],
            "pids": [os.getpid(), self.sandbox.template_pid],
            "tcp": self.doors.tcp.getsockname()[1],
            "udp": self.doors.udp.getsockname()[1],
            "path": self.doors.path.getsockname(),
            "abstract": self.doors.abstract.getsockname().decode(),
            "base": [str(p) for p in self.folder.iterdir()],
        }

    @contextlib.contextmanager
    def child(self, limits: Mapping[str, Any], source: str) -> Iterator[tuple[StudentProcess, Student, Conversation]]:
        """A fresh sealed child that has loaded `source`; closed at the end."""
        running = self.sandbox.start(ProcessLimits(**{"memory_mb": 1024} | dict(limits)))
        try:
            yield running, *converse(running, source)
        finally:
            running.close()

    def outside(self, attack: Attack) -> Any:
        """What the attack returns in a plain process, without walls."""
        if self._plain is None:
            self._plain = PlainProcess().start(ProcessLimits())
            self._talk = converse(self._plain, attack.source)[1]
        name = f"outside_{secrets.token_hex(4)}"
        self._talk.load([(name, attack.source.replace("def attack(", f"def {name}("), False)], {})
        student = Student(lambda: self._talk)
        return getattr(student, name)(self.facts)

    def fingerprint(self) -> Any:
        """How the world looks to a fresh child."""
        with self.child({}, PRELUDE + _FINGERPRINT) as (_, student, _c):
            return student.fingerprint()

    def before(self) -> dict[str, Any]:
        """The state before an attack, once the template has let go of the last child: it does so after it reported."""
        end = time.monotonic() + 2
        while (state := self.state())["descriptors"][1] != self._idle:
            assert time.monotonic() < end, state["descriptors"]
            time.sleep(0.002)
        return state

    def state(self) -> dict[str, Any]:
        """What must be the same after an attack as before."""
        pids = [os.getpid(), self.sandbox.template_pid]
        return {
            "canary": self.canary.read_text(),
            "mounts": [mounts(pid) for pid in pids],
            "descriptors": [entries(f"/proc/{pid}/fd") for pid in pids],
            "threads": [entries(f"/proc/{pid}/task") for pid in pids],
            "template": pids[1],
            "processes": sorted(descendants(pids[1])),
            "groups": [own_groups(), group_members()],
            "files": sorted(str(p) for p in self.folder.rglob("*")),
            "host": (socket.gethostname(), os.getpriority(os.PRIO_PROCESS, 0), Path.cwd()),
            "untouched": self.doors.untouched(),
            "clock": abs(time.time() - time.monotonic() - _BOOT) < 60,
        }

    def as_before(self, before: dict[str, Any]) -> bool:
        """Whether it is; soon, for the same reason."""
        end = time.monotonic() + 2
        while changed := {k: (v, before[k]) for k, v in self.state().items() if v != before[k]}:
            assert time.monotonic() < end, changed
            time.sleep(0.002)
        return True


_BOOT = time.time() - time.monotonic()


def converse(running: StudentProcess, source: str) -> tuple[Student, Conversation]:
    """A proxy of a submission."""
    conversation = Conversation(running.connection, Frame)
    conversation.deadline = time.monotonic() + 20
    conversation.load([("hostile", source, False)], {})
    return Student(lambda: conversation), conversation


def observe(attack: Attack, running: StudentProcess, student: Student, conversation: Conversation, facts: Any) -> Any:
    """What came of an attack: ("gives", value), ("raises", name), ("ends", status or signal) or ("hangs", signal)."""
    conversation.deadline = time.monotonic() + (HANG_SECONDS if attack.hangs else 20)
    try:
        return "gives", plain(student.attack(facts))
    except StudentError as error:
        return "raises", error.type_name
    except ProcessEnded as error:
        return "raises", {Outcome.MEMORY: "MemoryError", Outcome.DISK: "disk"}.get(error.outcome, error.outcome)
    except PeerClosed:
        ending = running.ending(0.5)
        if ending is None:
            return "raises", "closed"
        return "ends", ending.signal if ending.status is None else ending.status
    except DeadlinePassed:
        running.kill()
        ending = running.ending(2)
        assert ending is not None
        return "hangs", ending.signal


def plain(value: Any) -> Any:
    """Tuples as lists, so that what is expected may be written either way."""
    return [plain(v) for v in value] if isinstance(value, list | tuple) else value


def entries(folder: str) -> int:
    """How many entries a folder has."""
    return len(list(Path(folder).iterdir()))


def mounts(pid: int) -> list[str]:
    """What a process sees mounted, but for what a Docker engine mounts for the tests that run beside this one."""
    lines = Path(f"/proc/{pid}/mountinfo").read_text().splitlines()
    return [line for line in lines if "/docker/" not in line.split()[4]]


def descendants(pid: int) -> set[int]:
    """Processes below one: children of children, orphans that it adopted, zombies too."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):  # it ended meanwhile
                parent = int((entry / "stat").read_text("utf-8").rsplit(")", 1)[1].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.update(below)
        waiting += below
    return found


def own_groups() -> list[str]:
    """This judge's cgroups, and any below them."""
    return sorted(str(p) for p in Path("/sys/fs/cgroup").glob(f"*/grader-{os.getpid()}-*/**") if p.is_dir())


def group_members() -> list[str]:
    """Processes in this judge's cgroups."""
    return [(Path(p) / "cgroup.procs").read_text() for p in own_groups()]
