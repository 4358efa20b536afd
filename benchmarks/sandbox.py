"""What the sandbox costs, level by level, beside a fresh process: engine only, without pytest.

As root it measures `namespaces` as root, and again as an ordinary user in a process of its own; `--image NAME` adds
level `docker`. Medians of interleaved runs; exits with 1 when a figure misses its budget by more than a quarter.
`--json FILE` keeps the figures.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.table import Table

from grader.levels import Containers
from grader.model import Frame
from grader.sandbox import PlainProcess, ProcessLimits, Sandbox, StudentProcess
from grader.sandbox.docker import Docker
from grader.sandbox.namespaces import Namespaces
from grader.student import Conversation, Student

HERE = Path(__file__).resolve().parent
HOMEWORK = """
import os, signal, time
import torch

def echo(x):
    return x

def work(x, rounds):
    for _ in range(rounds):
        x = torch.tanh(x @ x.T) * 0.1
    return x

def family(n):
    for _ in range(n):
        if os.fork() == 0:
            while True:
                time.sleep(1000)
    return n
"""
ROOMY = ProcessLimits(tasks=300, processes=True)
# name → what design.md and the issues promise, on two cores
BUDGETS = {
    "first result, ms": {"root": 15.0, "rootless": 22.0, "docker": 18.0},
    "CPU overhead a submission, ms": {"root": 12.0, "rootless": 12.0},
    "small call, ms": {"root": 0.4, "rootless": 0.4, "docker": 0.4},
    "64 MB round trip, ms": {"root": 65.0, "rootless": 65.0, "docker": 65.0},
    "private memory, MB": {"root": 15.0, "rootless": 15.0},
    "kill, ms": {"root": 10.0, "rootless": 10.0, "docker": 10.0},
    "kill with 100 descendants, ms": {"root": 150.0, "rootless": 150.0},
    "batch of 50 ms homeworks, x floor": {"root": 1.3, "rootless": 1.4, "docker": 1.4},
}
SLACK = 1.25
FRESH_AT_LEAST = 15.0


@contextlib.contextmanager
def submission(sandbox: Sandbox, limits: ProcessLimits | None = None) -> Iterator[tuple[StudentProcess, Student]]:
    """One student process with the homework in it."""
    process = sandbox.start(limits or ProcessLimits())
    try:
        conversation = Conversation(process.connection, Frame)
        conversation.deadline = time.monotonic() + 60
        conversation.load([("homework", HOMEWORK, False)], {})
        yield process, Student(lambda: conversation)
    finally:
        process.close()


def ms(action: Callable[[], object]) -> float:
    """How long an action takes."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1e3


def first_result(sandbox: Sandbox) -> float:
    """From `here is a submission` to the first answer in the judge."""
    started = time.perf_counter()
    with submission(sandbox) as (_, student):
        student.echo(1)
        return (time.perf_counter() - started) * 1e3


def overhead(sandbox: Sandbox, floor_ms: float, rounds: int, x: torch.Tensor) -> tuple[float, float]:
    """(wall, CPU) milliseconds of one 50 ms homework beyond the homework itself; CPU of judge, template and child."""
    before, started = _cpu(sandbox), time.perf_counter()
    with submission(sandbox) as (process, student):
        student.work(x, rounds)
        process.kill()
        ending = process.ending(5.0)
    wall, cpu = (time.perf_counter() - started) * 1e3, (_cpu(sandbox) - before) * 1e3
    if ending is not None and ending.cpu is not None:
        cpu += ending.cpu * 1e3
    return wall, cpu - floor_ms


def _cpu(sandbox: Sandbox) -> float:
    """CPU seconds of this process and of a template, to the nanosecond (times() counts in steps of 10 ms)."""
    total = time.process_time()
    if isinstance(sandbox, Namespaces):
        total += int(Path(f"/proc/{sandbox.template_pid}/schedstat").read_text().split()[0]) / 1e9
    return total


def kill_time(sandbox: Sandbox, descendants: int) -> float:
    """From the signal until the process with all it started is gone."""
    with submission(sandbox, ROOMY) as (process, student):
        if descendants:
            student.family(descendants)
        return ms(lambda: (process.kill(), process.ending(10.0)))


def private_memory(sandbox: Sandbox) -> float:
    """MB that belong to an idle child alone."""
    with submission(sandbox) as (process, student):
        student.echo(1)
        total = 0
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Private_"):
                total += int(line.split()[1])
        return total / 1024


def measure(runs: int, sealed: Sandbox) -> dict[str, Any]:
    """All figures of a sandbox, and a fresh process for comparison."""
    torch.set_num_threads(1)
    plain = PlainProcess()
    sealed.prepare([ProcessLimits(), ROOMY])
    x = torch.randn(120, 120)
    rounds = _rounds_for(50.0, x)
    taken: dict[str, list[float]] = {name: [] for name in (*BUDGETS, "fresh process, first result, ms", "floor")}
    try:
        for i in range(runs):
            taken["first result, ms"].append(first_result(sealed))
            floor = ms(lambda: _work(x, rounds))
            wall, cpu = overhead(sealed, floor, rounds, x)
            taken["floor"].append(floor)
            taken["CPU overhead a submission, ms"].append(cpu)
            taken["batch of 50 ms homeworks, x floor"].append(wall)
            taken["kill, ms"].append(kill_time(sealed, 0))
            taken["kill with 100 descendants, ms"].append(kill_time(sealed, 100))
            taken["private memory, MB"].append(private_memory(sealed))
            if i % 4 == 0:
                taken["fresh process, first result, ms"].append(first_result(plain))
        with submission(sealed) as (_, student):
            echo, small, large = student.echo, torch.randn(10), torch.randn(16 << 20)
            taken["small call, ms"] = [ms(lambda: echo(small)) for _ in range(500)]
            taken["64 MB round trip, ms"] = [ms(lambda: echo(large)) for _ in range(runs)]
    finally:
        sealed.close()
    figures = {name: statistics.median(values) for name, values in taken.items()}
    floor, batch = figures.pop("floor"), "batch of 50 ms homeworks, x floor"
    figures[batch] /= floor
    figures["fresh process, x slower"] = figures["fresh process, first result, ms"] / figures["first result, ms"]
    return figures


def _work(x: torch.Tensor, rounds: int) -> torch.Tensor:
    for _ in range(rounds):
        x = torch.tanh(x @ x.T) * 0.1
    return x


def _rounds_for(target: float, x: torch.Tensor) -> int:
    _work(x, 50)
    return max(1, round(target / statistics.median(ms(lambda: _work(x, 10)) for _ in range(9)) * 10))


def misses(figures: dict[str, float], column: str) -> list[str]:
    """Figures over their budget by more than the slack."""
    out = [
        f"{name}: {figures[name]:.2f}, budget {budget[column]:g}"
        for name, budget in BUDGETS.items()
        if column in budget and figures[name] > budget[column] * SLACK
    ]
    if figures["fresh process, x slower"] < FRESH_AT_LEAST / SLACK:
        out.append(f"a fresh process is only {figures['fresh process, x slower']:.1f} x slower")
    return out


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=20, help="interleaved runs (default 20)")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--image", help="an image of level docker, to be measured, too")
    parser.add_argument("--as-json", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    own = measure(options.runs, Namespaces())
    if options.as_json:
        print(json.dumps(own))
        return 0
    root = os.geteuid() == 0
    by_user = {"root" if root else "rootless": own}
    if root:
        by_user["rootless"] = _as_ordinary_user(options.runs)
    if options.image:
        by_user["docker"] = measure(options.runs, Docker(Containers(options.image)))
    _print(by_user)
    if options.json:
        options.json.write_text(json.dumps(by_user, indent=1) + "\n")
    missed = [f"{user}: {text}" for user, figures in by_user.items() for text in misses(figures, user)]
    for text in missed:
        print(f"missed by more than a quarter: {text}", file=sys.stderr)
    return 1 if missed else 0


def _as_ordinary_user(runs: int) -> dict[str, float]:
    helper = HERE.parent / "tests" / "sandbox" / "ordinary_user.py"
    command = [sys.executable, str(helper), sys.executable, str(Path(__file__).resolve()), "--as-json"]
    done = subprocess.run([*command, "--runs", str(runs)], capture_output=True, text=True, check=False, cwd=HERE.parent)
    if done.returncode:
        sys.exit(f"as an ordinary user: {done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _print(by_user: dict[str, dict[str, float]]) -> None:
    table = Table(title="level namespaces (root, rootless) and docker, medians", title_justify="left")
    table.add_column("figure")
    for user in by_user:
        table.add_column(user, justify="right")
        table.add_column("budget", justify="right", style="dim")
    for name in next(iter(by_user.values())):
        row = [name]
        for user, figures in by_user.items():
            budget = BUDGETS.get(name, {}).get(user)
            row += [f"{figures[name]:.2f}", "" if budget is None else f"{budget:g}"]
        table.add_row(*row)
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
