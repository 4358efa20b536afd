"""Progress of a batch on stderr: a bar with rate and time left on a terminal, a line per submission elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Column

from grader.cli.tally import Tally, duration, peak_memory
from grader.model import CheckResult, Run, Submission, Verdict
from grader.reports.plain import one_line

_SLOWEST = 3
_FAULTS = 5  # students whose ungraded checks the summary explains


class Meter:
    """Counts submissions; `result`, `verdict` and `known` may be called from other threads.

    Args:
        total: how many submissions there are.
    """

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._judged, self._taken_over = Tally(), Tally()
        self._console = Console(stderr=True)
        self._live = self._console.is_terminal and not self._console.is_dumb_terminal
        self._lock = threading.Lock()
        self._started = self._ended = time.monotonic()
        self._progress = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=16),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[counts]}", markup=False),
            # Takes what is left of the line: a long name must not push the count away.
            TextColumn("{task.fields[now]}", markup=False, table_column=Column(ratio=1, no_wrap=True)),
            expand=True,
            console=self._console,
            transient=True,
            disable=not self._live,
        )
        self._bar = self._progress.add_task("", total=total, now="", rate="", counts="")

    def result(self, submission: Submission, result: CheckResult) -> None:
        """A check ended."""
        if self._live:
            self._progress.update(self._bar, now=_plain(f"{submission.student} · {result.check.name}"))

    def verdict(self, verdict: Verdict) -> None:
        """A submission is finished."""
        with self._lock:
            self._done += 1
            self._judged.add(verdict)
            if self._live:
                rate = self._judged.hand_ins / max(time.monotonic() - self._started, 1e-3)
                self._progress.update(self._bar, advance=1, rate=f"{rate:.1f}/s", counts=self._judged.short())
                return
            line = f"[{self._done}/{self._total}] {verdict.student}  {verdict.earned:g}/{verdict.possible:g}"
            print(_plain(f"{line}  {verdict.seconds:.1f} s"), file=sys.stderr, flush=True)

    def known(self, verdicts: Sequence[Verdict]) -> None:
        """Submissions that the store knows the results of."""
        with self._lock:
            first = not self._done
            self._done += len(verdicts)
            for verdict in verdicts:
                self._taken_over.add(verdict)
        self._progress.advance(self._bar, len(verdicts))
        if first:
            found = f"{len(verdicts)} of {self._total} hand-ins are graded already and have not changed"
            self.say(f"{found} (--again grades them anew)")

    def say(self, text: str) -> None:
        """A line for the operator, which the bar does not cover."""
        self._console.print(f"grader: {text}", markup=False, highlight=False, soft_wrap=True)

    def summary(self, run: Run) -> None:
        """What came of it all: counts, pace, the slowest, and what is our own fault."""
        seconds = self._ended - self._started
        pace = f" ({self._judged.hand_ins / seconds:.1f}/s)" if self._judged.hand_ins and seconds > 0 else ""
        said = [f"{self._judged.hand_ins} judged in {duration(seconds)}{pace}"]
        if self._taken_over.hand_ins:
            said.append(f"{self._taken_over.hand_ins} taken over")
        if memory := peak_memory():
            said.append(f"at most {memory} of memory")
        self.say(", ".join(said))
        if counts := (self._judged + self._taken_over).long():
            self.say(f"checks: {counts}")
        slow = sorted(run.verdicts, key=lambda v: v.seconds, reverse=True)[:_SLOWEST]
        if len(run.verdicts) > _SLOWEST:
            self.say("slowest: " + ", ".join(f"{_plain(v.student)} {v.seconds:.1f} s" for v in slow))
        faulty = [v for v in run.verdicts if v.ungraded]
        for verdict in faulty[:_FAULTS]:
            reason = next(iter(_reasons(verdict)), "")
            self.say(_plain(f"our own fault: {verdict.student}: {verdict.ungraded} ungraded{reason}"))
        if len(faulty) > _FAULTS:
            self.say(f"our own fault: {len(faulty) - _FAULTS} more")

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = time.monotonic()
        self._progress.stop()


def _reasons(verdict: Verdict) -> list[str]:
    messages = [r.message for r in verdict.results if r.outcome.value == "ungraded" and r.message is not None]
    return [f" ({m.params['reason']})" for m in messages if m.params.get("reason")]


def _plain(text: str) -> str:
    """A line that a student's name cannot use to steer the terminal."""
    return one_line(text)[:160]
