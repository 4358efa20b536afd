"""Level `docker` on a real engine: containers as promised, cleared between submissions, and none left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.errors import SandboxFault
from grader.judge.choice import open_sandbox
from grader.judge.probe import probe
from grader.levels import Containers
from grader.protocol import PeerClosed
from grader.sandbox import ProcessLimits, StudentProcess, engine, image
from grader.sandbox.docker import Docker
from grader.student import Student
from tests.sandbox.adapters import converse
from tests.sandbox.docker.conftest import IMAGE

LIMITS = ProcessLimits(memory_mb=300, disk_mb=4, processes=True)
HOME = Path(__file__).resolve().parents[3]


def ours() -> list[Any]:
    """Containers of this process, running or not; not those that are being removed."""
    found = engine.engine().containers.list(all=True, filters={"label": engine.LABEL}, ignore_removed=True)
    mine = engine.labels().items()
    return [c for c in found if mine <= c.labels.items() and c.status not in ("removing", "dead")]


def soon(condition: Callable[[], bool]) -> bool:
    """Whether it comes true: the engine removes containers behind our back."""
    end = time.monotonic() + 15
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def gone(containers: list[Any]) -> bool:
    """Whether these are removed, soon."""
    names = {c.id for c in containers}
    return soon(lambda: not names & {c.id for c in engine.engine().containers.list(all=True, ignore_removed=True)})


def limits_of_ours() -> set[int]:
    """The memory of each container of this process, MiB."""
    return {c.client.api.inspect_container(c.id)["HostConfig"]["Memory"] >> 20 for c in ours()}


@pytest.fixture(scope="module")
def docker() -> Iterator[Docker]:
    """One adapter, warm."""
    torch.set_num_threads(1)
    made = Docker(Containers(IMAGE))
    made.prepare([LIMITS])
    yield made
    made.close()


@pytest.fixture
def code(docker: Docker) -> Iterator[tuple[StudentProcess, Student]]:
    """A submission."""
    running = docker.start(LIMITS)
    yield running, converse(running)
    running.close()


def run(docker: Docker, source: str, name: str = "attack") -> Any:
    """What a function of a fresh submission returns."""
    running = docker.start(LIMITS)
    try:
        student = converse(running)
        vars(student)["conversation"].load([("extra", "import os\n" + source, False)], {})
        return getattr(student, name)()
    finally:
        running.close()


def test_guarantees(docker: Docker) -> None:
    """Everything that the probe tries is stopped."""
    found = probe(docker)
    assert [g.name for g in found if not g.held] == []
    assert len(found) == 6


def test_nothing_is_left_in_the_work_folder(docker: Docker) -> None:
    """Deep trees, locked folders, links and special files are gone before the next submission."""
    made = run(docker, MESS)
    assert made > 300
    assert run(docker, "def attack(): return sorted(os.listdir('/box')), sorted(os.listdir('/dev/shm'))") == (
        ["code"],
        [],
    )


MESS = """
def attack():
    where = os.getcwd()
    os.symlink("/opt", "/box/link")
    open("/dev/shm/left", "w").close()
    for i in range(300):
        os.mkdir("d")
        os.chdir("d")
        open("file", "w").close()
    os.chmod(".", 0)
    os.chdir(where)
    os.chmod("d", 0)
    return i + len(os.listdir("/box"))
"""


def test_no_process_is_left(docker: Docker) -> None:
    """A family of sleepers goes with the submission, and the container serves the next one."""
    before = {c.id for c in ours()}
    running = docker.start(LIMITS)
    student = converse(running)
    for _ in range(5):
        student.grandchild()
    (container,) = [c for c in ours() if len(c.top()["Processes"]) > 5]
    running.close()
    assert len(container.top()["Processes"]) == 2  # init and template
    assert container.id in before


def test_each_submission_is_a_user_of_its_own(docker: Docker) -> None:
    """No root, no capability, no way to more; another user than the one before."""
    source = """
def attack():
    try:
        os.setuid(0)
    except PermissionError:
        pass
    held = [line for line in open("/proc/self/status") if line.startswith(("CapPrm", "CapEff", "NoNewPrivs"))]
    return os.getuid(), os.getgid(), os.getgroups(), " ".join(held).split()
"""
    first, second = run(docker, source), run(docker, source)
    assert first[0] != second[0]
    for uid, gid, groups, held in (first, second):
        assert min(uid, gid) >= 0x20000000
        assert (groups, held) == ([], ["CapPrm:", "0" * 16, "CapEff:", "0" * 16, "NoNewPrivs:", "1"])


def test_the_template_is_out_of_reach(docker: Docker) -> None:
    """No look at it, no signal to it, and the way in that the judge used is closed."""
    source = """
def attack():
    found = []
    for pid in set(range(1, 12)) - {os.getpid()}:
        for name in ("environ", "mem", "cmdline", "fd"):
            try:
                open(f"/proc/{pid}/{name}").close()
                found.append((pid, name))
            except OSError:
                pass
        try:
            os.kill(pid, 9)
            found.append((pid, "kill"))
        except OSError:
            pass
    import socket
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as knock:
        try:
            knock.connect("/run/grader.sock")
            found.append("control")
        except OSError:
            pass
    return found
"""
    assert run(docker, source) == []


def test_our_own_files_are_out_of_reach(docker: Docker) -> None:
    """Landlock hides what the image holds beside libraries."""
    source = """
def attack():
    found = []
    for folder in ("/opt/grader", "/etc", "/root", "/run", "/sys", "/proc", "/tmp", "/var"):
        try:
            found.append((folder, os.listdir(folder)))
        except OSError:
            pass
    return found
"""
    assert run(docker, source) == []


def test_a_template_that_is_killed_is_our_fault_and_replaced(docker: Docker) -> None:
    """The submission's conversation ends, nothing hangs, and the next one is served."""
    running = docker.start(LIMITS)
    student = converse(running)
    before = ours()
    for container in before:
        container.kill()
    with pytest.raises(PeerClosed):
        student.add(1)
    ending = running.ending(5)
    assert ending is not None
    running.close()
    assert gone(before)
    assert run(docker, "def attack(): return 5") == 5


def test_other_limits_are_another_container(docker: Docker) -> None:
    """Memory, tasks and disk are the container's; the judge names them ahead, and what is not asked for goes."""
    docker.prepare([LIMITS])
    small = ProcessLimits(memory_mb=200, disk_mb=2)
    docker.start(small).close()
    assert {812, 712} <= limits_of_ours()
    docker.prepare([LIMITS])
    assert soon(lambda: limits_of_ours() == {812})


def test_a_fork_of_the_judge_uses_the_same_container(docker: Docker) -> None:
    """As the judge does: fork, start, end without a word; the container serves the next fork."""
    docker.prepare([LIMITS])
    before = {c.id for c in ours()}
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                running = docker.start(LIMITS)  # held: one that nobody holds is ended
                status = int(converse(running).add(1)) + 40
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 42
        docker.prepare([LIMITS])
    assert {c.id for c in ours()} == before


def test_fresh_containers_are_started_ahead_and_serve_once() -> None:
    """Two submissions never meet in one container; two wait, and none is left in the end."""
    fresh = Docker(Containers(IMAGE, fresh=True))
    try:
        fresh.prepare([LIMITS])
        ahead = {c.name for c in fresh._idle}
        source = "def attack(): return open('/box/mark', 'a').tell()"
        assert [run(fresh, source) for _ in range(2)] == [0, 0]
        fresh.prepare([LIMITS])
        after = {c.name for c in fresh._idle}
        assert len(ahead) == len(after) == 2
        assert not ahead & after
        left = [c for c in ours() if c.id in ahead | after]
        assert len(left) >= 2
    finally:
        fresh.close()
    assert gone(left)


JUDGE = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
from grader.levels import Containers
from grader.sandbox.docker import Docker
from tests.sandbox.adapters import converse
from tests.sandbox.docker.test_containers import LIMITS
docker = Docker(Containers(sys.argv[2]))
docker.prepare([LIMITS])
running = docker.start(LIMITS)
student = converse(running)
print(*[c.name for c in docker._busy], flush=True)
student.spin()
"""


def test_a_killed_judge_leaves_no_container() -> None:
    """kill -9: the template's connection ends, and the engine removes what ended."""
    command = [sys.executable, "-c", JUDGE, str(HOME), str(IMAGE)]
    judge = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert judge.stdout is not None
    with judge.stdout:
        name = judge.stdout.readline().strip()
    container = engine.engine().containers.get(name)
    judge.kill()
    judge.wait()
    assert gone([container])


def test_leftovers_are_reaped(docker: Docker) -> None:
    """A container whose judge died between making and starting it goes; those of living ones stay."""
    place = engine.labels()["org.grader.owner"].split()[0]
    dead = engine.engine().containers.create(
        IMAGE, ["-V"], labels={engine.LABEL: "1", "org.grader.owner": f"{place} {os.getpid()} 1"}
    )
    elsewhere = engine.engine().containers.create(
        IMAGE, ["-V"], labels={engine.LABEL: "1", "org.grader.owner": f"other {os.getpid()} 1"}
    )
    try:
        engine.reap()
        left = {c.id for c in engine.engine().containers.list(all=True, ignore_removed=True)}
        assert dead.id not in left
        assert left >= {elsewhere.id, *(c.name for c in docker._idle if c.alive)}
    finally:
        elsewhere.remove()


def test_an_image_of_another_version(tmp_path: Path) -> None:
    """It is refused with the command that makes a new one, and so is one that is not there."""
    (tmp_path / "Dockerfile").write_text(f"FROM {IMAGE}\nLABEL org.grader.files=other\n")
    engine.engine().images.build(path=str(tmp_path), tag="grader-test:old", rm=True)
    try:
        for name, text in (("grader-test:old", "another version"), ("grader-test:none", "No such image")):
            with pytest.raises(SandboxFault, match=f"{text}.*grader image build"):
                Docker(Containers(name)).prepare()
    finally:
        engine.engine().images.remove("grader-test:old")
    image.check(str(IMAGE))


def test_the_image_s_content_is_known() -> None:
    """A name may stand for another image tomorrow: results depend on what it stood for."""
    sandbox, level = open_sandbox("docker", containers=Containers(IMAGE))
    sandbox.close()
    assert level.image == sandbox.content == engine.engine().images.get(str(IMAGE)).id


def test_a_runtime_that_the_engine_does_not_have() -> None:
    """The engine's own words, in one line, and nothing is left."""
    other = Docker(Containers(IMAGE, runtime="nonesuch"))
    with pytest.raises(SandboxFault, match=r"the engine refused: .*nonesuch"):
        other.start(LIMITS)
    other.close()
    assert soon(lambda: not [c for c in ours() if c.status == "created"])
