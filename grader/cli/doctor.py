"""`grader doctor`: what this machine can do, probed and not assumed."""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from grader.cli.options import course_option, processors, the_course
from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.judge.probe import Guarantee


@dataclass(frozen=True)
class Finding:
    """One line of the report. `ok` None: not available, which is no fault."""

    what: str
    ok: bool | None
    detail: str


@click.command(epilog="\b\nExample:\n  grader doctor --json\n\n\b\nExit codes: 0 this machine can grade · 1 it cannot")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@course_option()
@click.pass_context
def doctor(ctx: click.Context, as_json: bool, course_dir: Path) -> None:
    """Say which sandbox levels, devices and data this machine has."""
    levels = [*_process_level(), *_namespaces_level(), *_docker_level()]
    findings = [_python(), *_torch(), *levels, _data(), _course(course_dir)]
    if as_json:
        click.echo(json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=1))
    else:
        marks = {True: "[green]ok[/]", False: "[red]no[/]", None: "[dim]–[/]"}
        table = Table(box=None, show_header=False)
        for finding in findings:
            table.add_row(marks[finding.ok], finding.what, finding.detail)
        Console().print(table)
    ctx.exit(1 if any(f.ok is False for f in findings) else 0)


def _python() -> Finding:
    return Finding("python", True, f"{platform.python_version()} on {platform.system()}, {processors()} cores")


def _torch() -> list[Finding]:
    try:
        import torch
    except ImportError as error:
        return [Finding("torch", False, f"{error}: pip install -c constraints.txt torch")]
    gpus = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
    return [
        Finding("torch", True, torch.__version__),
        Finding("gpu", True if gpus else None, ", ".join(gpus) or "none: training checks run on the CPU"),
    ]


def _process_level() -> list[Finding]:
    """Level `process`, and what it was seen to stop."""
    from grader.judge.probe import probe
    from grader.sandbox import PlainProcess

    name = "sandbox: process"
    try:
        found = probe(PlainProcess())
    except (GraderError, OSError) as error:
        return [Finding(name, False, f"{type(error).__name__}: {error}")]
    detail = "guards against accidents, not against malice; its result is never a grade"
    return [Finding(name, True, detail), *_guarantees(name, found)]


def _level(level: str, remedy: str, detail: str) -> list[Finding]:
    """A level, and what it was seen to stop; what to do where it does not work."""
    from grader.judge.choice import working

    name, started = f"sandbox: {level}", time.monotonic()
    try:
        sandbox, found = working(level)
    except GraderError as error:
        return [Finding(name, None, f"{error}{remedy}")]
    sandbox.close()
    return [Finding(name, True, f"{detail}; warm in {time.monotonic() - started:.1f} s"), *_guarantees(name, found)]


def _namespaces_level() -> list[Finding]:
    remedy = "; it needs Linux 5.13 with Landlock, and root or user namespaces (kernel.unprivileged_userns_clone=1)"
    user = "as root" if os.geteuid() == 0 else "rootless: no cgroup, memory is bounded by address space only"
    return _level("namespaces", remedy, user)


def _docker_level() -> list[Finding]:
    return _level("docker", "", _engine())


def _engine() -> str:
    """The engine's version, where there is one."""
    from grader.sandbox import engine, image

    try:
        version = engine.engine().version()
    except GraderError:
        return ""
    return f"engine {version['Version']}, API {version['ApiVersion']}, image {image.NAME}"


def _guarantees(level: str, found: tuple[Guarantee, ...]) -> list[Finding]:
    return [Finding(f"{level}: {g.name}", True if g.held else None, f"{g.tried}: {_said(g)}") for g in found]


def _said(guarantee: Guarantee) -> str:
    return "stopped" if guarantee.held else "NOT stopped"


def _data() -> Finding:
    folder = os.environ.get("GRADER_DATA_DIR")
    if not folder:
        return Finding("data", None, "GRADER_DATA_DIR is not set: training checks use generated data")
    sets = sorted(p.name for p in Path(folder).iterdir() if p.is_dir()) if Path(folder).is_dir() else []
    return Finding("data", bool(sets), ", ".join(sets) or f"GRADER_DATA_DIR ({folder}) holds no data sets")


def _course(start: Path) -> Finding:
    try:
        course = the_course(start)
        return Finding("course", True, f"{course.id}: {', '.join(course.assignments()) or 'no assignments yet'}")
    except GraderError as error:
        return Finding("course", None, str(error))
