"""The comparison's tables, and its JSON."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from peers_kit.comparison import Findings
from peers_kit.model import Cost


def show(found: Mapping[str, Findings], count: int, runs: int) -> None:
    """Both tables: costs, and points given to controls and cheats."""
    console = Console(width=120)
    console.print(_costs(found, count, runs))
    if any(f.points for f in found.values()):
        console.print(_points(found))


def _costs(found: Mapping[str, Findings], count: int, runs: int) -> Table:
    several = f", medians of {runs} runs" if runs > 1 else ""
    table = Table(title=f"{count} hand-ins, one at a time{several}", title_justify="left")
    for column in ("grader", "CPU s", "wall s", "largest process MiB", "CPU × floor", "wall × floor"):
        table.add_column(column, justify="left" if column == "grader" else "right")
    floor = found["floor"].cost if "floor" in found else None
    for f in found.values():
        if f.why_not is not None:
            table.add_row(f"{f.about}\n[red]not run:[/] {escape(f.why_not)}")
        if f.cost is None or f.why_not is not None:
            continue
        figures = f"{f.cost.cpu:.1f}", f"{f.cost.wall:.1f}", f"{f.cost.memory:.0f}"
        table.add_row(f.about, *figures, *(f"{ratio:.2f}" for ratio in _ratios(f.cost, floor)))
    return table


def _points(found: Mapping[str, Findings]) -> Table:
    graders = {key: f for key, f in found.items() if f.points}
    table = Table(title="points of 10; only the first is worth any", title_justify="left")
    table.add_column("hand-in")
    for key in graders:
        table.add_column(key, justify="right")
    for kind in next(iter(graders.values())).points:
        table.add_row(kind, *(f"{f.points[kind]:g}" if kind in f.points else "not run" for f in graders.values()))
    return table


def _ratios(cost: Cost, floor: Cost | None) -> tuple[float, ...]:
    return () if floor is None else (cost.cpu / floor.cpu, cost.wall / floor.wall)


def as_json(found: Mapping[str, Findings], count: int, runs: int) -> dict[str, object]:
    """The same figures for programs."""
    floor = found["floor"].cost if "floor" in found else None
    graders = {}
    for key, f in found.items():
        ratios = dict(zip(("cpu_ratio", "wall_ratio"), _ratios(f.cost, floor) if f.cost else (), strict=False))
        graders[key] = asdict(f) | ratios
    return {
        "hand_ins": count,
        "runs": runs,
        "python": platform.python_version(),
        "torch": importlib.metadata.version("torch"),
        "machine": platform.machine(),
        "graders": graders,
    }
