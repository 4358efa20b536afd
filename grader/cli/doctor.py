"""`grader doctor`: what this machine can do, probed and not assumed."""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from grader.cli.options import course_option, processors, the_course
from grader.errors import GraderError


@dataclass(frozen=True)
class Finding:
    """One line of the report. `ok` None: not available, which is no fault."""

    what: str
    ok: bool | None
    detail: str


@click.command(epilog="\b\nExit codes: 0 this machine can grade · 1 it cannot")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@course_option()
@click.pass_context
def doctor(ctx: click.Context, as_json: bool, course_dir: Path) -> None:
    """Say which sandbox levels, devices and data this machine has."""
    findings = [_python(), *_torch(), _process_level(), *_later_levels(), _data(), _course(course_dir)]
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


def _process_level() -> Finding:
    """Start a student process and have it compute something."""
    from grader.model import Frame
    from grader.sandbox import PlainProcess, ProcessLimits
    from grader.student import Conversation, Student

    started = time.monotonic()
    try:
        process = PlainProcess().start(ProcessLimits())
        try:
            conversation = Conversation(process.connection, Frame)
            conversation.deadline = started + 60
            conversation.load([("probe", "def answer(x):\n    return x + 1\n", False)], {})
            good = Student(lambda: conversation).answer(41) == 42
        finally:
            process.close()
    except (GraderError, OSError) as error:
        return Finding("sandbox: process", False, f"{type(error).__name__}: {error}")
    detail = f"started in {time.monotonic() - started:.1f} s; guards against accidents, not against malice"
    return Finding("sandbox: process", good, detail)


def _later_levels() -> list[Finding]:
    note = "not in this version; grades made at level process are open to cheating students"
    return [Finding("sandbox: namespaces", None, note), Finding("sandbox: docker", None, note)]


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
