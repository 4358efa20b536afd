"""What judging costs: the same checks on the same hand-ins, four ways, in one run.

floor   all hand-ins in one process that imports torch once; checks are called as functions, nothing is protected
judge   `grader grade --jobs 1`: judge and student in separate processes
judge, 2 jobs   the same with `--jobs 2`
fresh   a new pytest process per hand-in with the student's code inside: what most autograders do

Prints wall time, CPU time, the largest process and the ratios to the floor; `--json FILE` keeps them. Ratios of one
run can be compared between machines; seconds cannot.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
WEEK = "week04_rnn"
# Hand-ins that end by themselves and leave the process they run in alive and honest: all that the floor can run.
HARMLESS = ("s001", "s003", "s004", "s005", "s006", "s008", "s020", "s021")


@dataclass(frozen=True)
class Cost:
    """Medians over the runs: seconds of wall and CPU time, MiB of the largest process."""

    wall: float
    cpu: float
    memory: float


def main() -> int:
    """Command line; `--in-process` is how this program calls itself."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of each way, interleaved (default 3)")
    parser.add_argument("--training", action="store_true", help="with the checks that train a model")
    parser.add_argument("--hand-ins", type=int, default=len(HARMLESS), help="how many (default all; 1: the fixed part)")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--in-process", nargs="+", type=Path, metavar="PATH", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.in_process:
        from in_process import run_checks

        run_checks(ROOT, WEEK, options.in_process, training=options.training)
        return 0
    samples = [p for p in sorted((ROOT / "assignments" / WEEK / "samples").iterdir()) if p.stem in HARMLESS]
    samples = samples[: options.hand_ins]
    costs = _measure(samples, options.runs, options.training)
    _print(costs, len(samples), options.training)
    if options.json:
        options.json.write_text(json.dumps(_as_json(costs, len(samples), options), indent=1) + "\n")
    return 0


def _measure(samples: list[Path], runs: int, training: bool) -> dict[str, Cost]:
    extra = ["--training"] if training else []
    itself = [sys.executable, str(Path(__file__).resolve())]
    taken: dict[str, list[Cost]] = {"floor": [], "judge": [], "judge, 2 jobs": [], "fresh": []}
    for i in range(runs):
        print(f"run {i + 1} of {runs}", file=sys.stderr, flush=True)
        taken["floor"].append(_cost([[*itself, "--in-process", *map(str, samples), *extra]]))
        for way, jobs in (("judge", 1), ("judge, 2 jobs", 2)):
            with tempfile.TemporaryDirectory() as out:
                judge = [sys.executable, "-m", "grader", "grade", WEEK, *map(str, samples), "--jobs", str(jobs)]
                judge += ["--seed", "1", "--out", out, "--store", f"{out}/store.sqlite3", "--course", str(ROOT)]
                judge += [] if training else ["--no-training"]
                taken[way].append(_cost([judge]))
        taken["fresh"].append(_cost([[*itself, "--in-process", str(s), *extra] for s in samples]))
    return {way: _median(costs) for way, costs in taken.items()}


def _cost(commands: list[list[str]]) -> Cost:
    """Run commands one after the other; what they and all their descendants took."""
    started, cpu, memory = time.perf_counter(), 0.0, 0.0
    for command in commands:
        with tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors)
            _, status, used = os.wait4(process.pid, 0)  # the figures of this command and what it waited for
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                errors.seek(0)
                sys.exit(f"{' '.join(command[:6])} ... ended with {process.returncode}:\n{errors.read()[-2000:]}")
        cpu += used.ru_utime + used.ru_stime
        memory = max(memory, used.ru_maxrss / 1024)
    return Cost(time.perf_counter() - started, cpu, memory)


def _median(costs: list[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(c, name) for c in costs) for name in ("wall", "cpu", "memory")))


def _print(costs: dict[str, Cost], count: int, training: bool) -> None:
    kind = "all checks" if training else "checks without training"
    table = Table(title=f"{count} hand-ins, {kind}", title_justify="left")
    for column in ("way", "wall s", "CPU s", "largest MiB", "wall × floor", "CPU × floor", "wall s a hand-in"):
        table.add_column(column, justify="left" if column == "way" else "right")
    floor = costs["floor"]
    for way, c in costs.items():
        ratios = f"{c.wall / floor.wall:.2f}", f"{c.cpu / floor.cpu:.2f}"
        table.add_row(way, f"{c.wall:.2f}", f"{c.cpu:.2f}", f"{c.memory:.0f}", *ratios, f"{c.wall / count:.2f}")
    Console(width=100).print(table)


def _as_json(costs: dict[str, Cost], count: int, options: argparse.Namespace) -> dict[str, object]:
    floor = costs["floor"]
    return {
        "hand_ins": count,
        "training": options.training,
        "runs": options.runs,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "ways": {
            way: asdict(c) | {"wall_ratio": c.wall / floor.wall, "cpu_ratio": c.cpu / floor.cpu}
            for way, c in costs.items()
        },
    }


if __name__ == "__main__":
    sys.exit(main())
