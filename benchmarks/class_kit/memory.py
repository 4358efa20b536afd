"""A process and its descendants watched once a second: memory, and how far they are."""

from __future__ import annotations

import contextlib
import sqlite3
import statistics
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_PAGE_KIB = 4


@dataclass(frozen=True)
class Sample:
    """Seconds since the start; MiB of the process, of it and all descendants (RSS: shared pages count for each)."""

    at: float
    own: float
    total: float
    finished: int


class Watch:
    """Samples a process until the block is left.

    Args:
        store: an SQLite file, in which each hand-in that is finished has an entry.
    """

    def __init__(self, store: Path) -> None:
        self._store, self._over, self._thread = store, threading.Event(), None
        self.samples: list[Sample] = []

    def __enter__(self) -> Self:
        return self

    def follow(self, pid: int) -> None:
        """Starts with this process."""
        self._thread: threading.Thread | None = threading.Thread(target=self._sample, args=(pid,), daemon=True)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _sample(self, pid: int) -> None:
        started = time.perf_counter()
        finished = 0
        while not self._over.wait(1.0):
            finished = max(finished, self._finished())
            sizes = _sizes(pid)
            if pid in sizes:
                at = time.perf_counter() - started
                self.samples.append(Sample(at, sizes[pid], sum(sizes.values()), finished))

    def _finished(self) -> int:
        with (
            contextlib.suppress(sqlite3.Error),
            closing(sqlite3.connect(f"file:{self._store}?mode=ro", uri=True)) as db,
        ):
            return int(db.execute("SELECT count(*) FROM run_entry").fetchone()[0])
        return 0


def quarters(samples: Sequence[Sample]) -> tuple[float, float]:
    """The median of the process's own memory in the first and the last quarter, MiB; its start left out."""
    own = [s.own for s in samples[3:]] or [0.0]
    size = max(1, len(own) // 4)
    return statistics.median(own[:size]), statistics.median(own[-size:])


def fit(samples: Sequence[Sample]) -> float:
    """Growth of the process's own memory, MiB a minute, by least squares over all but the first quarter."""
    kept = samples[len(samples) // 4 :]
    if len(kept) < 3:
        return 0.0
    return 60 * statistics.linear_regression([s.at for s in kept], [s.own for s in kept]).slope


def _sizes(pid: int) -> dict[int, float]:
    """MiB of a process and of each descendant that lives."""
    parents: dict[int, int] = {}
    sizes: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended meanwhile
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            parents[int(folder.name)] = int(fields[1])
            sizes[int(folder.name)] = int(fields[21]) * _PAGE_KIB / 1024
    wanted = {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in wanted} - wanted
        if not more:
            return {p: sizes[p] for p in wanted if p in sizes}
        wanted |= more
