"""Right hand-ins, graded with fresh cases again and again: none may ever lose a point.

The reference, sample s001 and every folder of `tests/right/WEEK` (right, but written otherwise, from handout and stub
alone) are graded without the checks that train, each round with another seed. Prints how many gradings there were, and
every failure; exit code 1 if there was one.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from grader.batch import Batch, Graded
from grader.course import find_course
from grader.intake import read_submission
from grader.judge.config import JudgeConfig
from grader.judge.process import ForkServer
from grader.model import Outcome, Submission

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--week", default="week04_rnn", help="the assignment's folder (default %(default)s)")
    parser.add_argument("--gradings", type=int, default=500, help="at least so many (default 500)")
    parser.add_argument("--jobs", type=int, default=2, help="judges at a time (default 2)")
    parser.add_argument("--first-seed", type=int, help="the seeds count up from it (default: drawn, and printed)")
    options = parser.parse_args()
    first = secrets.randbelow(1 << 30) if options.first_seed is None else options.first_seed
    solutions = right_solutions(options.week)
    rounds = -(-options.gradings // len(solutions))
    print(f"{len(solutions)} right solutions, seeds {first} to {first + rounds - 1}", flush=True)
    gradings = checks = failures = 0
    with ForkServer(training=False) as server:
        for seed in range(first, first + rounds):
            for graded in graded_with(options.week, seed, solutions, options.jobs, server):
                gradings += 1
                checks += len(graded.results)
                for r in graded.results:
                    if r.outcome is not Outcome.PASSED:
                        failures += 1
                        who = f"{graded.submission.student}: {r.check.id}"
                        print(f"seed {seed}: {who}: {r.outcome} ({r.message})", flush=True)
            print(f"\r{gradings} gradings", end="", file=sys.stderr, flush=True)
    print(f"\n{gradings} gradings, {checks} checks, {failures} false failures")
    return 1 if failures or not checks else 0


def right_solutions(week: str) -> list[Submission]:
    """The reference, and what is right but written otherwise."""
    course = find_course(ROOT)
    others = sorted(p for p in (ROOT / "tests" / "right" / week).iterdir() if p.is_dir())
    others.append(course.assignment_dir(week) / "samples" / "s001")
    return [read_submission(course.reference_dir(week), "reference"), *(read_submission(p, p.name) for p in others)]


def graded_with(week: str, seed: int, solutions: list[Submission], jobs: int, server: ForkServer) -> Iterator[Graded]:
    """Each solution with its results, the cases drawn from this seed."""
    config = JudgeConfig(str(ROOT), week, seed, training=False)
    batch = Batch(config, jobs, server=server)
    with closing(batch.run(solutions)) as judged:
        yield from judged


if __name__ == "__main__":
    sys.exit(main())
