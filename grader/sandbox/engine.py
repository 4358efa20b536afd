"""The container engine: reaching it, and saying in one line why it cannot be reached or will not do something."""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import SandboxFault
from grader.sandbox.owner import gone, namespace, started

if TYPE_CHECKING:
    from docker import DockerClient
    from docker.models.containers import Container

LABEL = "org.grader.sandbox"
_OWNER = "org.grader.owner"
_NOBODY = "no Docker engine answers: start it (systemctl start docker), or use --sandbox namespaces"
_SECONDS = 60.0
_FIRST_SECONDS = 10.0  # for the first answer: an engine that is alive gives it at once
_SHOWN = 300  # characters of an engine's message

_clients: dict[int, DockerClient] = {}  # by process: a connection must not be shared with a fork


def sdk() -> Any:
    """The docker package.

    Raises:
        SandboxFault: it is not installed.
    """
    try:
        return importlib.import_module("docker")
    except ImportError as error:
        raise SandboxFault("the docker package is not installed: pip install 'grader[docker]'") from error


def engine() -> DockerClient:
    """This process's client of the engine that DOCKER_HOST names, by default the machine's own.

    Raises:
        SandboxFault: there is none, or it may not be used.
    """
    client = _clients.get(os.getpid())
    if client is None:
        where = _where()
        if not where.startswith("unix://"):
            raise SandboxFault(f"the engine must be on this machine, and DOCKER_HOST is {where}: unset it")
        with speaking():
            client = sdk().DockerClient(base_url=where, timeout=_FIRST_SECONDS)
            # The package keeps a connection for each address that it ever asked: three for each container.
            client.api.headers["Connection"] = "close"
            client.ping()
            client.api.timeout = _SECONDS
        _clients.clear()
        _clients[os.getpid()] = client
    return client


def look() -> None:
    """See that an engine may be there, before a tenth of a second goes into importing the docker package.

    Raises:
        SandboxFault: there is no socket.
    """
    where = _where()
    if where.startswith("unix://") and not Path(where.removeprefix("unix://")).exists():
        raise SandboxFault(_NOBODY)


def _where() -> str:
    return os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")


def forget() -> None:
    """Close this process's client, if there is one."""
    client = _clients.pop(os.getpid(), None)
    if client is not None:
        client.close()


@contextlib.contextmanager
def speaking() -> Iterator[None]:
    """What the engine refuses, or its absence, becomes a SandboxFault of one line that says what to do."""
    errors = sdk().errors
    try:
        yield
    except errors.ImageNotFound as error:
        raise SandboxFault(f"{_said(error)}: grader image build") from error
    except errors.APIError as error:
        raise SandboxFault(f"the engine refused: {_said(error)}") from error
    except (errors.DockerException, OSError) as error:
        text = str(error)
        if "Permission denied" in text:
            remedy = "you may not use the Docker engine: join the group docker, or run as root"
        elif "FileNotFoundError" in text or "Connection refused" in text or "ConnectionRefused" in text:
            remedy = _NOBODY
        else:
            remedy = f"the Docker engine does not answer: {' '.join(text.split())[:_SHOWN]}"
        raise SandboxFault(remedy) from error


def _said(error: Any) -> str:
    return " ".join(str(error.explanation or error).split())[:_SHOWN]


def labels() -> dict[str, str]:
    """What marks a container as ours, and as this process's."""
    return {LABEL: "1", _OWNER: f"{_place()} {os.getpid()} {started(os.getpid())}"}


def reap() -> int:
    """Remove containers whose judge is no more; how many. Those of other machines and users are left alone."""
    removed = 0
    with speaking():
        for container in engine().containers.list(all=True, filters={"label": LABEL}, ignore_removed=True):
            place, _, owner = container.labels.get(_OWNER, "").partition(" ")
            pid, _, since = owner.partition(" ")
            if place == _place() and pid.isdigit() and gone(int(pid), since):
                remove(container)
                removed += 1
    return removed


def remove(container: Container) -> None:
    """Kill and remove a container; one that is gone, or going, is all right.

    Raises:
        SandboxFault: the engine does not answer.
    """
    errors = sdk().errors
    with speaking():
        try:
            container.remove(force=True, v=True)
        except errors.NotFound:
            pass
        except errors.APIError as error:
            if error.status_code != 409:  # removal is in progress
                raise


def _place() -> str:
    """This boot of this machine, as far as process numbers mean the same thing."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{boot}/{namespace()}"
