"""Variants of the reference in front of the judge: one of its modules replaced, the others as they are."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from grader.batch import Batch, Graded
from grader.course import Course
from grader.intake import read_submission
from grader.judge.config import JudgeConfig, Trial
from grader.judge.process import ForkServer
from grader.model import Check, Submission
from grader.spec import AssignmentSpec, load_assignment

VERIFY_SEED = 20230202


@dataclass(frozen=True)
class Variant:
    """A hand-in that is the reference but for one module. `tasks`: whose checks judge it."""

    name: str
    module: str
    source: str
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """A variant with the results of its checks, and the checks of the assignment."""

    variant: Variant
    graded: Graded
    checks: tuple[Check, ...]


class Bench:
    """Where an assignment's variants are judged, without the checks that train.

    Args:
        jobs: judge processes at a time. server: see `Batch`; its owner ends it.

    Raises:
        UsageError: the course or the assignment is wrong.
    """

    def __init__(self, course: Course, week: str, jobs: int, server: ForkServer | None = None) -> None:
        self.course, self.jobs, self._server = course, jobs, server
        self.folder = course.assignment_dir(week)
        self.spec: AssignmentSpec = load_assignment(self.folder)
        self.reference: Submission = read_submission(course.reference_dir(self.spec.id), "reference")

    def sources(self) -> Mapping[str, str]:
        """The reference's modules that tasks name: stem → source."""
        return {m.name: m.source for m in self.reference.modules if m.name in self.spec.modules}

    @property
    def places(self) -> tuple[Path, Path]:
        """The folders of checks and reference."""
        return self.folder, self.course.reference_dir(self.spec.id)

    def judge(self, variants: list[Variant], seed: int, trial: Trial) -> Generator[Judged]:
        """Each variant with its results, as they finish; leaving early ends the judges."""
        if not variants:
            return
        told = replace(trial, tasks={v.name: v.tasks for v in variants})
        config = JudgeConfig(str(self.course.root), self.spec.id, seed, training=False, trial=told)
        batch = Batch(config, self.jobs, server=self._server)
        by_name = {v.name: v for v in variants}
        with closing(batch.run([self._hand_in(v) for v in variants])) as judged:
            for graded in judged:
                yield Judged(by_name[graded.submission.student], graded, batch.checks)

    def _hand_in(self, variant: Variant) -> Submission:
        modules = tuple(
            replace(m, source=variant.source) if m.name == variant.module else m for m in self.reference.modules
        )
        return replace(self.reference, student=variant.name, origin=variant.name, modules=modules)
