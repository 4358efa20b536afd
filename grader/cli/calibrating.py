"""What `grader assignment calibrate` does."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from grader.calibration import Figures, Job, Kept, Recipe, Run, drifts, figures, load_recipes, measure, write_gate
from grader.calibration.measure import REFERENCE
from grader.course import Course
from grader.errors import UsageError
from grader.spec import AssignmentSpec, load_assignment
from grader.spec.assignment import FILE_NAME

HONEST_SEEDS = 3


@dataclass(frozen=True)
class Wish:
    """The command's options. `data_dir`: absolute. `task`, `data_set`: None for all."""

    week: str
    task: str | None
    data_set: str | None
    seeds: int
    data_dir: Path | None
    jobs: int
    only_check: bool
    as_json: bool


def calibrate_week(course: Course, wish: Wish) -> bool:
    """Measure, then write or compare; whether all is well.

    Raises:
        UsageError: what is to be measured does not exist or does not run.
    """
    folder = course.assignment_dir(wish.week)
    spec = load_assignment(folder)
    fine = True
    for task, data_set, recipe in _wanted(spec, load_recipes(course.root, folder), wish):
        kept = Kept(course, spec.id, f"{task}-{data_set}", str(wish.data_dir))
        found = figures(recipe.metric, _runs(course, spec.id, task, data_set, recipe, wish, kept))
        problems = _problems(spec, task, data_set, found, only_check=wish.only_check)
        if not problems and not wish.only_check:
            write_gate(folder / FILE_NAME, task, data_set, found)
        kept.forget()
        _tell(task, data_set, found, problems, as_json=wish.as_json)
        fine = fine and not problems
    return fine


def _wanted(spec: AssignmentSpec, recipes: Mapping[str, Recipe], wish: Wish) -> list[tuple[str, str, Recipe]]:
    """(task, data set, recipe) of everything that is to be measured."""
    known = {t.id for t in spec.tasks}
    for name in [*recipes, *([wish.task] if wish.task else [])]:
        if name not in known or name not in recipes:
            raise UsageError(f"no task {name!r} to calibrate in {spec.id}; there are {', '.join(sorted(recipes))}")
    named = [(t, d, r) for t, r in recipes.items() for d in r.data_sets]
    pairs = [p for p in named if wish.task in (None, p[0]) and wish.data_set in (None, p[1])]
    if not pairs:
        sets = sorted({d for _, d, _ in named})
        raise UsageError(f"no data set {wish.data_set!r} to calibrate on; there are {', '.join(sets)}")
    return pairs


def _runs(course: Course, week: str, task: str, data_set: str, recipe: Recipe, wish: Wish, kept: Kept) -> list[Run]:
    """All runs, those of an interrupted calibration included; progress on stderr."""
    data = None if wish.data_dir is None else str(wish.data_dir)
    models = [(REFERENCE, seed) for seed in range(wish.seeds)]
    models += [(name, seed) for name in recipe.honest for seed in range(min(wish.seeds, HONEST_SEEDS))]
    wanted = [Job(str(course.root), week, task, data_set, data, model, seed) for model, seed in models]
    runs = kept.runs(wanted)
    if runs:
        click.echo(f"{task} on {data_set}: {len(runs)} runs of an interrupted calibration are taken over", err=True)
    kept.begin(runs)
    there = {(r.model, r.seed) for r in runs}
    with closing(measure([j for j in wanted if (j.model, j.seed) not in there], wish.jobs)) as made:
        for run in made:
            kept.add(run)
            runs.append(run)
            about = f"{task} on {data_set}, {run.model}, seed {run.seed}: {run.value:.4g} ({run.seconds:.1f} s)"
            click.echo(f"[{len(runs)}/{len(wanted)}] {about}", err=True)
    return runs


def _problems(spec: AssignmentSpec, task: str, data_set: str, found: Figures, *, only_check: bool) -> list[str]:
    if not only_check:
        failing = [f"{m}: {min(found.scores[m]):.4g} to {max(found.scores[m]):.4g}" for m in found.failing]
        return [f"honest model does not reach {found.threshold:g}, nothing is written: {f}" for f in failing]
    gate = spec.task(task).gates.get(data_set)
    return ["no gate is recorded"] if gate is None else drifts(gate, found)


def _tell(task: str, data_set: str, found: Figures, problems: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        line = {"task": task, "data": data_set, **vars(found), "problems": list(problems)}
        click.echo(json.dumps(line, ensure_ascii=False))
        return
    console = Console(width=None if os.isatty(1) else 120)
    table = Table("model", "mean", "lowest", "highest", "runs", title=f"{task} on {data_set}: {found.metric}", box=None)
    for model, scores in found.scores.items():
        mean = found.mean if model == REFERENCE else found.honest[model]
        table.add_row(model, f"{mean:.4g}", f"{min(scores):.4g}", f"{max(scores):.4g}", str(len(scores)))
    console.print(table)
    console.print(
        f"threshold {found.threshold:g} · floor {found.floor:g} · σ {found.sigma:g} (over seeds {found.spread:g})"
        f" · {found.test_size} test examples · {found.seconds:g} s a run",
        highlight=False,
    )
    for problem in problems:
        console.print(f"✗ {problem}", style="red", markup=False, highlight=False)
    if not problems:
        console.print("[green]✓[/] fine", highlight=False)
