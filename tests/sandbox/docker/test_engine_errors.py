"""What a TA reads when level `docker` cannot be had: one line that says what to do. No engine is needed for these."""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import SandboxFault, UsageError
from grader.judge.choice import open_sandbox
from grader.levels import Containers
from grader.sandbox import ProcessLimits, container, engine, image
from grader.sandbox.owner import started

# The package leaves its socket open where an engine does not answer.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """No client of an earlier test is used."""
    engine.forget()
    yield
    engine.forget()
    gc.collect()


def said(monkeypatch: pytest.MonkeyPatch, host: str) -> str:
    """What `--sandbox docker` says with this DOCKER_HOST."""
    monkeypatch.setenv("DOCKER_HOST", host)
    with pytest.raises(UsageError) as info:
        open_sandbox("docker")
    text = str(info.value)
    assert "\n" not in text
    assert text.startswith("level docker does not work here: ")
    return text


def test_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Start it, or grade without."""
    assert "start it (systemctl start docker), or use --sandbox namespaces" in said(
        monkeypatch, f"unix://{tmp_path}/none.sock"
    )


def test_a_dead_engine_s_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A socket file that nobody listens on is no engine either."""
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "dead.sock"))
    assert "no Docker engine answers" in said(monkeypatch, f"unix://{tmp_path}/dead.sock")


def test_an_engine_that_hangs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One that takes the connection and never answers is given up, in one line."""
    monkeypatch.setattr(engine, "_FIRST_SECONDS", 0.3)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent.sock"))
        silent.listen()
        assert "the Docker engine does not answer" in said(monkeypatch, f"unix://{tmp_path}/silent.sock")


def test_an_engine_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Descriptors do not travel over a network."""
    assert "must be on this machine" in said(monkeypatch, "tcp://127.0.0.1:1")


def test_something_else_that_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Garbage in place of HTTP is reported in one line."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "odd.sock"))
        listener.listen()

        def answer() -> None:
            with contextlib.suppress(OSError):  # the end
                while True:
                    with listener.accept()[0] as peer:
                        peer.recv(4096)
                        peer.sendall(b"220 mail ready\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            assert "does not answer" in said(monkeypatch, f"unix://{tmp_path}/odd.sock")
        finally:
            listener.shutdown(socket.SHUT_RDWR)  # closing it would leave the thread to accept from whoever is next
            thread.join()


def test_without_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there is an engine, the extra is named."""
    monkeypatch.setitem(sys.modules, "docker", None)
    (tmp_path / "engine.sock").touch()
    assert "pip install 'grader[docker]'" in said(monkeypatch, f"unix://{tmp_path}/engine.sock")


def test_an_engine_that_one_may_not_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Join the group; as it comes from the operating system."""
    errors = engine.sdk().errors
    with pytest.raises(SandboxFault, match="join the group docker"), engine.speaking():
        raise errors.DockerException(
            "Error while fetching server API version: PermissionError(13, 'Permission denied')"
        )


def test_auto_goes_on_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where no engine is, `auto` is the next level."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    sandbox, level = open_sandbox("auto")
    sandbox.close()
    assert level.level == "namespaces"


@pytest.mark.parametrize("wanted", ["0", "device=", "gpu=1", ""])
def test_gpus_that_are_not_named_right(wanted: str) -> None:
    """The form is told, before anything starts."""
    with pytest.raises(SandboxFault, match="write device=0"):
        container._gpus(engine.sdk().types, wanted)


@pytest.mark.parametrize("wanted, ids, count", [("device=0", ["0"], 0), ("device=0,2", ["0", "2"], 0), ("all", [], -1)])
def test_gpus_are_passed_on(wanted: str, ids: list[str], count: int) -> None:
    """As the engine's own request; address space is then not limited, and the device files are within reach."""
    request = container._gpus(engine.sdk().types, wanted)
    assert (request["DeviceIDs"] or [], request["Count"]) == (ids, count)
    made = container._creation(Containers(gpus=wanted, runtime="other"), "name", ProcessLimits(), "/place")
    assert made["runtime"] == "other"
    assert '"gpu": true' in made["command"][-1]


def test_flags() -> None:
    """Every flag that the container is promised to have, shared and fresh."""
    limits = ProcessLimits(memory_mb=100, disk_mb=7, tasks=9, cpus=0.5)
    for fresh, user, added in ((False, "0:0", ["SETUID", "SETGID", "KILL", "DAC_OVERRIDE"]), (True, "65534:65534", [])):
        made = container._creation(Containers(fresh=fresh), "name", limits, "/place")
        assert (made["user"], made["cap_drop"], made["cap_add"]) == (user, ["ALL"], added)
        assert (made["network_mode"], made["read_only"], made["ipc_mode"], made["init"]) == (
            "none",
            True,
            "private",
            True,
        )
        assert made["mem_limit"] == made["memswap_limit"] == "612m"
        assert (made["pids_limit"], made["nano_cpus"]) == (17, 500_000_000)
        assert made["tmpfs"] == {"/box": "rw,nosuid,nodev,noexec,mode=0777,size=7m,nr_inodes=4096"}
        assert made["security_opt"][0] == "no-new-privileges"
        assert made["security_opt"][1].startswith('seccomp={"defaultAction": "SCMP_ACT_ERRNO"')
        assert {u["Name"]: u["Hard"] for u in made["ulimits"]} == {
            "core": 1, "nofile": 256, "fsize": 7 << 20, "memlock": 0, "msgqueue": 0,
        }  # fmt: skip
        assert made["log_config"]["Type"] == "none"
        assert [(m["Target"], m["ReadOnly"]) for m in made["mounts"]] == [("/run/grader.sock", True)]
        assert made["labels"][engine.LABEL] == "1"


def test_the_image_holds_no_judge() -> None:
    """The worker's side of the wire and the template, nothing that judges, and no course."""
    names = [name for name, _ in image.packed()]
    assert "grader/sandbox/linux/template.py" in names
    assert "grader/worker/session.py" in names
    assert not [
        n for n in names if n.split("/")[1] in {"judge", "student", "testing", "batch.py", "grading.py", "intake"}
    ]
    assert not [n for n in names if "docker" in n or "engine" in n]


def test_packages_of_the_image_are_those_of_the_constraints() -> None:
    """Student code finds the versions that the tests ran with."""
    folder = Path(image.__file__).parent / "context"
    root = folder.parents[2]
    pins = set((root / "constraints.txt").read_text().splitlines())
    wanted = [line for line in (folder / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert len(wanted) > 5
    assert [line for line in wanted if line not in pins] == []


@pytest.mark.parametrize("wheels", ["empty", "none"])
def test_a_folder_without_wheels(wheels: str, tmp_path: Path) -> None:
    """How to fill it is told, before the engine is asked."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="pip download"):
        next(image.build("name", None, tmp_path / wheels, None))


def test_this_process_is_told_apart() -> None:
    """A container's owner is a process of this boot, by number and start."""
    owner = engine.labels()["org.grader.owner"].split()
    assert owner[1] == str(os.getpid())
    assert owner[2] == started(os.getpid())
    assert started(1 << 22) == ""
