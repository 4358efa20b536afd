"""Who can be killed: the processes of one running `grader grade`, by kind, wherever the engine has put them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.hand_ins import AT_WORK

_OWNER = "org.grader.owner"  # the label of a container: place, process id of who made it, when that started


@dataclass(frozen=True)
class Victim:
    """A process, and the judge that it works for.

    Kinds: server (which forks judges; it works for none), judge, judge child, template, container (its first process),
    student (at work), newborn (a student's process that has no hand-in yet).
    """

    kind: str
    pid: int
    judge: int


def victims(command: int, *, containers: bool = False) -> list[Victim]:
    """All that could be killed below the process `command`, and in its containers."""
    tree = _Tree()
    found = []
    for judge in tree.children(command):
        if tree.role(judge) == "server":
            found.append(Victim("server", judge, 0))
        if tree.role(judge) != "judge":
            continue
        found.append(Victim("judge", judge, judge))
        owned = [judge, *(c for c in tree.children(judge) if tree.role(c) == "judge")]
        found += [Victim("judge child", child, judge) for child in owned[1:]]
        mine = containers_of(owned) if containers else []  # their init has the template's command line, too
        found += [Victim("container", pid, judge) for pid in mine]
        for pid in dict.fromkeys(p for root in (*owned, *mine) for p in tree.below(root)):
            parent = tree.parent(pid)
            forked = parent not in mine and tree.role(parent) == "template"
            if forked or "worker/__main__.py" in tree.command(pid):
                kind = "student" if _read(Path(f"/proc/{pid}/comm")).strip() == AT_WORK else "newborn"
                found.append(Victim(kind, pid, judge))
            elif tree.role(pid) == "template":
                found.append(Victim("template", pid, judge))
    return found


def kill(pid: int) -> None:
    """kill -9, or nothing where it has ended meanwhile."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    return _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()[:1] not in ([], ["Z"])


def mentioning(text: str, commands: Collection[int] = ()) -> set[int]:
    """Processes that run and have this in their command line or environment, but for ourselves.

    Args:
        commands: whose forks, which have their server's command line and environment, are counted, too.
    """
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            told = _read(entry / "cmdline") + _read(entry / "environ")
            forked = "judge/forkserver.py" in told and any(f"\0{pid}\0" in told for pid in commands)
            if (text in told or forked) and alive(int(entry.name)):
                found.add(int(entry.name))
    return found


class _Tree:
    """The machine's processes at one moment."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and (stat := _read(entry / "stat")):
                self._parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])

    def parent(self, pid: int) -> int:
        return self._parents.get(pid, 0)

    def children(self, pid: int) -> list[int]:
        return [child for child, parent in self._parents.items() if parent == pid]

    def below(self, pid: int) -> list[int]:
        return [found for child in self.children(pid) for found in (child, *self.below(child))]

    def command(self, pid: int) -> str:
        return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")

    def role(self, pid: int) -> str:
        """What a program of ours is: a fork has its server's command line and a name of its own."""
        name, command = _read(Path(f"/proc/{pid}/comm")).strip(), self.command(pid)
        for role, program in (("judge", "grader.judge.worker"), ("template", "linux/template.py")):
            if program in command or name == f"grader-{role}":
                return role
        return "server" if "judge/forkserver.py" in command else ""


def containers_of(owners: Collection[int]) -> list[int]:
    """The first processes of the running containers that these have made."""
    docker = shutil.which("docker") or "docker"
    listed = _said(docker, "ps", "--quiet", "--filter", f"label={_OWNER}").split()
    form = '{{.State.Pid}} {{index .Config.Labels "' + _OWNER + '"}}'
    lines = _said(docker, "inspect", "--format", form, *listed).splitlines() if listed else []
    parts = [line.split() for line in lines]  # process, and the owner's place, process, start
    return [int(p[0]) for p in parts if len(p) > 2 and int(p[2]) in owners and int(p[0])]


def _said(*command: str) -> str:
    return subprocess.run(
        command, capture_output=True, text=True, check=False
    ).stdout  # one that has gone is passed over


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:  # it ended, or is not ours
        return ""
