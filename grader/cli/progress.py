"""Progress of a batch on stderr: a bar with rate and time left on a terminal, a line per submission elsewhere."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Column

from grader.model import CheckResult, Submission, Verdict


class Meter:
    """Counts submissions; `result` may be called from other threads.

    Args:
        total: how many submissions there are.
    """

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._console = Console(stderr=True)
        self._live = self._console.is_terminal and not self._console.is_dumb_terminal
        self._lock = threading.Lock()
        self._progress = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=16),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            # Takes what is left of the line: a long name must not push the count away.
            TextColumn("{task.fields[now]}", markup=False, table_column=Column(ratio=1, no_wrap=True)),
            expand=True,
            console=self._console,
            transient=True,
            disable=not self._live,
        )
        self._bar = self._progress.add_task("", total=total, now="")

    def result(self, submission: Submission, result: CheckResult) -> None:
        """A check ended."""
        if self._live:
            self._progress.update(self._bar, now=_plain(f"{submission.student} · {result.check.name}"))

    def verdict(self, verdict: Verdict) -> None:
        """A submission is finished."""
        with self._lock:
            self._done += 1
        if self._live:
            self._progress.advance(self._bar)
        else:
            line = f"[{self._done}/{self._total}] {verdict.student}  {verdict.earned:g}/{verdict.possible:g}"
            print(_plain(f"{line}  {verdict.seconds:.1f} s"), file=sys.stderr, flush=True)

    def taken_over(self, count: int) -> None:
        """So many submissions were finished by a run that was interrupted."""
        with self._lock:
            self._done += count
        self._progress.advance(self._bar, count)
        self.say(f"{count} of {self._total} hand-ins were already graded in the interrupted run; going on")

    def say(self, text: str) -> None:
        """A line for the operator, which the bar does not cover."""
        self._console.print(f"grader: {text}", markup=False, highlight=False, soft_wrap=True)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()


def _plain(text: str) -> str:
    """A line that a student's name cannot use to steer the terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)[:120]
