"""A template in a container of its own: started by the engine, spoken to over a socket that only the two know."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import socket
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import SandboxFault
from grader.forking import ARGUMENTS, ENVIRONMENT
from grader.levels import Containers
from grader.sandbox import engine, template
from grader.sandbox.base import ProcessLimits
from grader.sandbox.linux import profile
from grader.sandbox.linux.tree import WORK
from grader.sandbox.sealed import INODES

if TYPE_CHECKING:
    from docker.models.containers import Container

_CONTROL = "/run/grader.sock"
_PROGRAM = "/opt/grader/grader/sandbox/linux/template.py"
_TEMPLATE_MB = 512  # what the template and the libraries' pages take, beside a submission
_TEMPLATE_TASKS = 8  # init, template, and what it forks to clean up
# To become another user, to end that user's processes, to remove that user's files. None of it reaches a submission.
_CAPABILITIES = ["SETUID", "SETGID", "KILL", "DAC_OVERRIDE"]
_NOBODY = 65534


class ContainerTemplate(template.Template):
    """One container. Made at once, ready later: `wait` before the first child.

    Args:
        image: the name of its image. limits: of the one submission that it serves at a time.

    Raises:
        SandboxFault: the engine did not start it.
    """

    def __init__(self, options: Containers, image: str, limits: ProcessLimits) -> None:
        self.limits, self._pid = limits, os.getpid()
        self._folder = tempfile.mkdtemp(prefix="grader-container-")  # nobody else may enter
        place = f"{self._folder}/control"
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        super().__init__(listener)
        self._ready = False
        try:
            _bind(listener, self._folder)
            Path(place).chmod(0o666)  # for the container's user, behind a folder that only we enter
            listener.listen(1)
            with engine.speaking():
                self._container: Container = engine.engine().containers.create(
                    **_creation(options, image, limits, place)
                )
                self._container.start()
        except BaseException:
            self.close()
            raise

    def wait(self) -> None:
        """Wait until it can fork.

        Raises:
            SandboxFault: it did not come up.
        """
        if self._ready:
            return
        listener, by = self._control, time.monotonic() + template.START_SECONDS
        listener.settimeout(1.0)
        while True:
            try:
                self._control = listener.accept()[0]
                break
            except TimeoutError:
                if time.monotonic() > by or not self._runs():
                    self.close()
                    raise SandboxFault(
                        "the container ended before it was ready (is its image's base too old?)"
                    ) from None
        listener.close()
        shutil.rmtree(self._folder, ignore_errors=True)  # the way in is closed
        greeting = self._greeting()
        if not greeting.get("ready"):
            self.close()
            raise SandboxFault(f"the container did not start: {template.why(greeting, greeting.get('error', ''))}")
        self._ready = True

    def _runs(self) -> bool:
        with contextlib.suppress(Exception):
            self._container.reload()
            return bool(self._container.status in ("created", "running"))
        return False

    @property
    def ready(self) -> bool:
        """Whether `wait` would return at once."""
        return self._ready

    @property
    def name(self) -> str:
        """The engine's name of the container."""
        return str(self._container.id)

    @property
    def alive(self) -> bool:
        return self._control.fileno() != -1 and not (self._ready and self._hung_up())

    def close(self) -> None:
        if self._control.fileno() == -1:
            return
        self._control.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        if os.getpid() == self._pid and hasattr(self, "_container"):
            with contextlib.suppress(SandboxFault):  # it ends with its connection, and removes itself
                engine.remove(self._container)


def _bind(listener: socket.socket, folder: str) -> None:
    """To `control` in a folder, whose path may be longer than an address."""
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        listener.bind(f"/proc/self/fd/{descriptor}/control")
    finally:
        os.close(descriptor)


def _creation(options: Containers, image: str, limits: ProcessLimits, control: str) -> dict[str, Any]:
    """The engine's arguments: every flag that makes a container harder to leave."""
    types = engine.sdk().types
    machine, gpu = platform.machine(), options.gpus is not None
    told = template.options(_CONTROL, WORK, walls="container", once=options.fresh, gpu=gpu)
    memory = f"{limits.memory_mb + _TEMPLATE_MB}m"
    shared = f"{limits.disk_mb if limits.processes else 1}m"
    ulimits = {"core": 1, "nofile": 256, "fsize": limits.disk_mb << 20, "memlock": 0, "msgqueue": 0}
    return {
        "image": image,
        "command": [*ARGUMENTS, _PROGRAM, told],
        "environment": ENVIRONMENT | {"HOME": WORK, "TMPDIR": WORK},
        # Alone in its container a submission needs no user of its own, and the template no capability.
        "user": f"{_NOBODY}:{_NOBODY}" if options.fresh else "0:0",
        "cap_drop": ["ALL"],
        "cap_add": [] if options.fresh else _CAPABILITIES,
        "security_opt": [
            "no-new-privileges",
            f"seccomp={json.dumps(profile.profile(machine, gpu=gpu))}",
        ],
        "network_mode": "none",
        "read_only": True,
        "ipc_mode": "private",
        "shm_size": shared,
        "tmpfs": {WORK: f"rw,nosuid,nodev,noexec,mode=0777,size={limits.disk_mb}m,nr_inodes={INODES}"},
        "mounts": [types.Mount(_CONTROL, control, type="bind", read_only=True)],
        "pids_limit": limits.tasks + _TEMPLATE_TASKS,
        "mem_limit": memory,
        "memswap_limit": memory,
        "nano_cpus": int(limits.cpus * 1e9),
        "ulimits": [types.Ulimit(name=name, soft=value, hard=value) for name, value in ulimits.items()],
        "log_config": types.LogConfig(type="none"),
        "init": True,
        "auto_remove": True,
        "hostname": "box",
        "working_dir": "/",
        "labels": engine.labels(),
        "runtime": options.runtime,
        "device_requests": [_gpus(types, options.gpus)] if options.gpus is not None else None,
    }


def _gpus(types: Any, wanted: str) -> Any:
    kind, _, names = wanted.partition("=")
    if wanted == "all":
        return types.DeviceRequest(count=-1, capabilities=[["gpu"]])
    if kind != "device" or not names:
        raise SandboxFault(f"--gpus {wanted}: write device=0, or device=0,1, or all")
    return types.DeviceRequest(device_ids=names.split(","), capabilities=[["gpu"]])
