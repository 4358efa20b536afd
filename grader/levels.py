"""The levels by name, with what they promise; light enough for a command line that starts no sandbox itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """A sandbox level: its name, and one short English phrase per guarantee."""

    level: str
    guarantees: tuple[str, ...]


PROCESS = Level(
    "process",
    (
        "own process and process group",
        "wall-clock deadline per check",
        "address-space and file-size limits where the system has them",
        "private protocol descriptor; output captured and capped",
        "NO protection of files, network or other processes against malicious code",
    ),
)
