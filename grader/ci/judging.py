"""One hand-in of one week → a Run, by the judges that `grader grade` uses; nothing is written."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from datetime import datetime

from grader.batch import Batch, Graded
from grader.course import Course, secret_seed
from grader.environment import environment
from grader.judge.config import JudgeConfig
from grader.judge.process import ForkServer
from grader.levels import Containers
from grader.model import Run, Submission
from grader.scoring import verdict
from grader.spec import load_assignment
from grader.spec.worth import task_infos

PUBLIC_SEED = 0  # as in `grader check`


@dataclass(frozen=True)
class Terms:
    """How is graded. `public`: only public checks, with the seed that students have."""

    public: bool = False
    training: bool = True
    sandbox: str = "auto"
    containers: Containers = field(default_factory=Containers)


def judge(course: Course, week: str, submission: Submission, terms: Terms, server: ForkServer | None = None) -> Run:
    """The run of one submission.

    Raises:
        UsageError, JudgeFault: nothing can be judged.
    """
    spec = load_assignment(course.assignment_dir(week))
    seed = PUBLIC_SEED if terms.public else secret_seed(course, spec.id)
    config = JudgeConfig(
        str(course.root),
        spec.id,
        seed,
        hidden=not terms.public,
        training=terms.training,
        sandbox=terms.sandbox,
        containers=terms.containers,
    )
    started, clock = datetime.now(course.zone).isoformat(timespec="seconds"), time.monotonic()
    batch = Batch(config, 1, None, server)
    judged = list(batch.run([submission])) if submission.unreadable is None else [Graded(submission, (), 0.0)]
    tasks = task_infos(spec, batch.checks)
    level = batch.sandbox
    verdicts = tuple(verdict(g.submission, g.results, tasks, g.seconds, level.level) for g in judged)
    return Run(
        assignment=spec.id,
        titles=spec.title,
        seed_sha256=hashlib.sha256(str(seed).encode()).hexdigest(),
        sandbox=level.level,
        guarantees=level.guarantees,
        missing=level.missing,
        started=started,
        seconds=time.monotonic() - clock,
        environment=environment(),
        verdicts=verdicts,
        expected=1,
    )
