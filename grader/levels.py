"""The levels by name, with what they promise; light enough for a command line that starts no sandbox itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """A sandbox level: its name, and one short English phrase per guarantee that holds and that does not.

    `image`: at level `docker`, what identifies the image's content.
    """

    level: str
    guarantees: tuple[str, ...]
    missing: tuple[str, ...] = ()
    image: str = ""


PROCESS = Level(
    "process",
    (
        "own process and process group",
        "wall-clock deadline per check",
        "address-space and file-size limits where the system has them",
        "private protocol descriptor; output captured and capped",
    ),
    ("files, network and other processes are open to malicious code",),
)
NAMES = ("process", "namespaces", "docker")  # weakest first


@dataclass(frozen=True)
class Containers:
    """How level `docker` makes its containers.

    Attributes:
        image: the image's name; None: the one of this version. fresh: a container for each submission. runtime: the
            engine's name of another one. gpus: `device=0`, or `device=0,1`, or `all`.
    """

    image: str | None = None
    fresh: bool = False
    runtime: str | None = None
    gpus: str | None = None
