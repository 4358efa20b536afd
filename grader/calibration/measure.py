"""Training runs of a calibration, each on one torch thread, several processes at a time."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch

from grader.calibration.recipe import Recipe, Score, load_recipes
from grader.course import find_course
from grader.errors import UsageError
from grader.judge.assignment import Assignment

REFERENCE = "reference"


@dataclass(frozen=True)
class Job:
    """One run that is wanted: plain values, for another process."""

    root: str
    week: str
    task: str
    data_set: str
    data_dir: str | None
    model: str  # `REFERENCE`, or the name of an honest one
    seed: int


@dataclass(frozen=True)
class Run:
    """One run that was made.

    Attributes:
        value: its score. error: the score's sampling error, None where it follows from `test_size`.
        floor: of the data it was scored on. seconds: of CPU time, training and scoring.
    """

    model: str
    seed: int
    value: float
    error: float | None
    floor: float
    test_size: int
    seconds: float


def measure(jobs: Sequence[Job], processes: int) -> Generator[Run, None, None]:
    """Make the runs; each is given as it ends. Closing the iterator, or an exception, ends what still runs.

    Raises:
        UsageError: a run failed, or its process died.
    """
    if not jobs:
        return
    context = multiprocessing.get_context("spawn")  # a fork of a process that used torch's threads may hang
    pool = ProcessPoolExecutor(min(processes, len(jobs)), context, initializer=_begin)
    try:
        for done in as_completed([pool.submit(run, job) for job in jobs]):
            yield done.result()
    except BrokenProcessPool:
        raise UsageError("a training process died: is there enough memory? Try fewer --jobs") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; it ends us
    torch.set_num_threads(1)


def run(job: Job) -> Run:
    """One run, in this process.

    Raises:
        UsageError: the assignment's code failed.
    """
    recipe, assignment = _known(job.root, job.week, job.task)
    load = recipe.data_sets[job.data_set]
    try:
        data = load(None if job.data_dir is None else Path(job.data_dir), job.seed)
        train = recipe.honest.get(job.model) or getattr(assignment.reference(), recipe.trainer)
        train = getattr(train, "__wrapped__", train)  # the plain function: once, in its own precision
        began = time.process_time()
        reached = recipe.score(train, data, job.seed)
        seconds = time.process_time() - began
        score = reached if isinstance(reached, Score) else Score(float(reached))
        floor, size = float(recipe.floor(data)), int(recipe.test_size(data))
    except UsageError:
        raise
    except Exception as error:
        what = f"{job.task} on {job.data_set}, {job.model}, seed {job.seed}"
        raise UsageError(f"{what}: {type(error).__name__}: {error}") from error
    return Run(job.model, job.seed, score.value, score.error, floor, size, seconds)


@cache
def _known(root: str, week: str, task: str) -> tuple[Recipe, Assignment]:
    assignment = Assignment.load(find_course(Path(root)), week)
    return load_recipes(Path(root), assignment.folder)[task], assignment
