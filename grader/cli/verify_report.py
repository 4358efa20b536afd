"""What `grader assignment verify` prints: tables for people, or an object of JSON a line."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from grader.cli.output import Output
from grader.verify import Finding, Mutation, Power, Powered, Tally, Tried

Advance = Callable[[], None]


class Report(Protocol):
    """Told everything as it becomes known."""

    def finding(self, finding: Finding) -> None:
        """A solution was judged."""

    def findings(self, findings: Sequence[Finding]) -> None:
        """All solutions were."""

    def power(self, power: Power, seeds: int) -> None:
        """The checks were measured."""

    def counting(self, total: int) -> contextlib.AbstractContextManager[Advance]:
        """So many mutants are to be judged; what it gives is called for each."""

    def tried(self, tried: Tried) -> None:
        """A mutant was judged."""

    def mutants(
        self,
        mutation: Mutation,
        tried: Sequence[Tried],
        tallies: Sequence[Tally],
        stale: Sequence[str],
        min_kill: float,
    ) -> None:
        """All mutants were."""


class JsonReport:
    """An object a line: solution, check, mutant, stale, task."""

    def finding(self, finding: Finding) -> None:
        """As Report."""
        _line("solution", name=finding.name, problems=finding.problems, seconds=finding.seconds)

    def findings(self, findings: Sequence[Finding]) -> None:
        """As Report."""

    def power(self, power: Power, seeds: int) -> None:
        """As Report."""
        for p in power.checks:
            _line(
                "check",
                id=p.check.id,
                task=p.check.task,
                points=p.check.points,
                seconds=round(p.seconds, 4),
                compares=p.compares,
                passes=sorted(p.passes),
                margin=p.margin,
                dtype=p.dtype,
                seeds=seeds,
                failed=p.failed,
                problems=p.problems,
            )
        for name in sorted(power.unused):
            _line("name", name=name, problems=["no check calls it"])

    @contextlib.contextmanager
    def counting(self, total: int) -> Iterator[Advance]:
        """As Report."""
        with _bar(total) as advance:
            yield advance

    def tried(self, tried: Tried) -> None:
        """As Report."""

    def mutants(
        self,
        mutation: Mutation,
        tried: Sequence[Tried],
        tallies: Sequence[Tally],
        stale: Sequence[str],
        min_kill: float,
    ) -> None:
        """As Report."""
        for t in tried:
            m = t.mutant
            about = {"id": m.id, "module": m.module, "name": m.name, "line": m.line, "mistake": m.mistake}
            verdict = {"killed_by": t.killed_by, "raised": t.raised, "equivalent": t.equivalent}
            verdict |= {"flaky": t.flaky, "fault": t.fault}
            extra = {"diff": mutation.diff(m)} if t.survives else {}
            _line("mutant", **about, **verdict, seconds=t.seconds, cached=t.cached, **extra)
        for text in stale:
            _line("stale", problems=[text])
        for tally in tallies:
            counts = {"mutants": tally.mutants, "killed": tally.killed, "raised": tally.raised}
            counts |= {"equivalent": tally.equivalent, "survivors": tally.survivors, "flaky": tally.flaky}
            _line("task", task=tally.task, **counts, rate=tally.rate, min_kill=min_kill, seconds=tally.seconds)


class TextReport:
    """Tables on stdout, the bar on stderr."""

    def __init__(self) -> None:
        self._console = Output()

    def finding(self, finding: Finding) -> None:
        """As Report."""
        mark = "[red]✗[/]" if finding.problems else "[green]✓[/]"
        about = f"[dim]{finding.about} ({finding.seconds:.1f} s)[/]"
        self._console.print(f"{mark} {finding.name}", about, highlight=False)
        self._red(finding.problems)

    def findings(self, findings: Sequence[Finding]) -> None:
        """As Report."""
        bad = sum(bool(f.problems) for f in findings)
        self._say(f"{len(findings)} solutions judged, {bad} not as they should be")

    def power(self, power: Power, seeds: int) -> None:
        """As Report."""
        table = Table(
            "task",
            Column("check", overflow="fold"),
            "points",
            "ms",
            "zeros",
            "ones",
            "dtype",
            "margin",
            box=None,
            pad_edge=False,
        )
        for p in power.checks:
            margin = f"{p.margin:.3f} {p.dtype}" if p.dtype else "–"
            cells = [_passes(p, probe) for probe in ("zeros", "constant", "dtype")]
            name = p.check.name.removeprefix("test_")
            table.add_row(p.check.task, name, f"{p.check.points:g}", f"{1000 * p.seconds:.0f}", *cells, margin)
        self._say("")
        self._console.print(table)
        failed = sum(p.failed for p in power.checks)
        runs = seeds * len(power.checks)
        self._say(f"the reference over {seeds} seeds: {failed} of {runs} checks failed, {failed / max(1, runs):.2%}")
        for p in power.checks:
            self._red([f"{p.check.id}: {problem}" for problem in p.problems])
        self._red([f"{name}: no check calls it" for name in sorted(power.unused)])
        if power.trained:
            self._say(f"only checks that train call {', '.join(sorted(power.trained))}: no mutants of it")

    @contextlib.contextmanager
    def counting(self, total: int) -> Iterator[Advance]:
        """As Report."""
        with _bar(total) as advance:
            yield advance

    def tried(self, tried: Tried) -> None:
        """As Report."""

    def mutants(
        self,
        mutation: Mutation,
        tried: Sequence[Tried],
        tallies: Sequence[Tally],
        stale: Sequence[str],
        min_kill: float,
    ) -> None:
        """As Report."""
        for t in tried:
            if t.survives or t.fault:
                self._survivor(mutation, t)
        headings = ("task", "mutants", "killed", "raised", "equivalent", "survivors", "flaky", "rate", "s")
        table = Table(*headings, box=None, pad_edge=False)
        for y in tallies:
            rate = f"[red]{y.rate:.1%}[/]" if y.rate < min_kill else f"{y.rate:.1%}"
            counts = map(str, (y.mutants, y.killed, y.raised, y.equivalent, y.survivors, y.flaky))
            table.add_row(y.task, *counts, rate, f"{y.seconds:.1f}")
        self._say("")
        self._console.print(table)
        cached = sum(t.cached for t in tried)
        self._say(f"{len(tried)} mutants, {cached} of them known from earlier runs")
        self._red(stale)
        self._red(
            [
                f"{y.task}: kills {y.rate:.1%} of its mutants, wanted {min_kill:.1%}"
                for y in tallies
                if y.rate < min_kill
            ]
        )

    def _survivor(self, mutation: Mutation, tried: Tried) -> None:
        m = tried.mutant
        what = tried.fault or ("is noticed with some seeds only" if tried.flaky else "survives")
        self._say("")
        self._console.print(f"{m.module}.py:{m.line} {m.name}: {m.mistake} {what} ({m.id})", style="bold", markup=False)
        for line in mutation.diff(m).splitlines()[3:]:
            style = {"+": "green", "-": "red"}.get(line[:1], "dim")
            self._console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)

    def _red(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._console.print(f"    {line}", style="red", markup=False, highlight=False, soft_wrap=True)

    def _say(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)


def _passes(p: Powered, probe: str) -> str:
    if not p.compares:
        return "–"
    return "[red]passes[/]" if probe in p.passes and probe == "zeros" else "passes" if probe in p.passes else "fails"


def _line(kind: str, **data: object) -> None:
    click.echo(json.dumps({"kind": kind, **data}, ensure_ascii=False))


@contextlib.contextmanager
def _bar(total: int) -> Iterator[Advance]:
    """Mutants done on a terminal's stderr; nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("mutants"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn(compact=True))
    live = console.is_terminal and not console.is_dumb_terminal
    with Progress(*columns, console=console, transient=True, disable=not live) as progress:
        bar = progress.add_task("", total=total)
        yield lambda: progress.advance(bar)
