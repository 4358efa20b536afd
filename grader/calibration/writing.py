"""Writing a gate into assignment.toml: comments and the order of everything else stay."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import InlineTable

from grader.calibration.figures import Figures
from grader.errors import UsageError

_PLAIN = ("metric", "floor", "mean", "sigma", "spread", "threshold", "test_size", "seeds", "seconds")


def write_gate(file: Path, task: str, data_set: str, found: Figures) -> None:
    """Set `[tasks.gates.DATA_SET]` of a task, in one step.

    Raises:
        UsageError: the file cannot be read or written, or has no such task.
    """
    try:
        document = tomlkit.parse(file.read_text("utf-8"))
        tables: Any = document["tasks"]
        table = next(t for t in tables if t["id"] == task)
    except (OSError, ValueError, KeyError, StopIteration) as error:
        raise UsageError(f"{file.name}: task {task} cannot be found ({type(error).__name__})") from None
    if "gates" not in table:
        table["gates"] = tomlkit.table(is_super_table=True)
    gates = table["gates"]
    if data_set not in gates:
        gates[data_set] = tomlkit.table()
    gate = gates[data_set]
    behind = _taken_from_the_end(gate)
    for name in _PLAIN:
        gate[name] = getattr(found, name)
    gate["honest"] = _inline(found.honest)
    gate["measured"] = measured_on()
    for item in behind:
        gate.add(item)
    temporary = file.with_name(f".{file.name}.new")
    try:
        temporary.write_text(tomlkit.dumps(document), "utf-8")
        temporary.replace(file)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}: make it writable") from None
    finally:
        temporary.unlink(missing_ok=True)


def _taken_from_the_end(table: Any) -> list[Any]:
    """Blank lines and comments below a table's last key: they belong to what follows; new keys stand before them."""
    body = table.value.body
    behind: list[Any] = []
    while body and body[-1][0] is None:
        behind.insert(0, body.pop()[1])
    return behind


def measured_on() -> str:
    """Date, versions, device and threads of a measurement made here and now."""
    day = date.today().isoformat()  # noqa: DTZ011 - the author's own day
    return f"{day}, torch {version('torch').split('+')[0]}, cpu {platform.machine()}, 1 thread of {os.cpu_count() or 1}"


def _inline(values: Mapping[str, float]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(values)
    return table
