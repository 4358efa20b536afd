"""`grader assignment verify`: whether the checks notice what they should."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from grader.cli.options import course_option, jobs_option, the_course
from grader.cli.verify_report import JsonReport, Report, TextReport
from grader.judge.process import ForkServer
from grader.verify import VERIFY_SEED, Bench, Cache, Finding, Mutation, Power, Tried, measure
from grader.verify import verify as judge_solutions

EPILOG = """\b
Examples:
  grader assignment verify week04_rnn --jobs 2
  grader assignment verify week04_rnn --min-kill 0.95 --json
  grader assignment verify 4 --no-mutants
\b
docs/verify.md tells what the tables mean and what to do about a survivor.
Exit codes: 0 as it should be · 1 something is not, or fewer mutants are killed than --min-kill · 2 usage
            3 our fault · 130 interrupted; mutants that were judged by then are not judged again
"""


@click.command(name="verify", epilog=EPILOG)
@click.argument("week")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an object a line, of the kind that `kind` says.")
@click.option("--seed", type=int, default=VERIFY_SEED, show_default=True, help="Seed of the cases.")
@click.option("--seeds", type=click.IntRange(1, 100), default=1, show_default=True, help="Seeds, from --seed on.")
@click.option("--no-mutants", is_flag=True, help="Leave out the mutants.")
@click.option(
    "--min-kill", type=click.FloatRange(0, 1), default=0.0, help="Exit 1 where a task's checks kill fewer.  [e.g. 0.95]"
)
@click.option("--no-cache", is_flag=True, help="Judge every mutant anew.")
@jobs_option()
@course_option()
@click.pass_context
def verify(
    ctx: click.Context,
    week: str,
    as_json: bool,
    seed: int,
    seeds: int,
    no_mutants: bool,
    min_kill: float,
    no_cache: bool,
    jobs: int,
    course_dir: Path,
) -> None:
    """Test the checks of WEEK.

    The reference passes with every seed, the template does not, wrong solutions lose what they must, zeros pass no
    check, and small mistakes in the reference (mutants) are noticed.
    """
    course = the_course(course_dir)
    server = ctx.with_resource(ForkServer(training=True))  # one import of torch for the judges of all batches
    report: Report = JsonReport() if as_json else TextReport()
    bench = Bench(course, week, jobs, server)
    all_seeds = range(seed, seed + seeds)
    bad = _solutions(report, judge_solutions(course, week, jobs, seed=seed, server=server))
    power = measure(bench, all_seeds)
    report.power(power, seeds)
    bad += _faults(power)
    if not no_mutants:
        mutation = Mutation(bench, power, all_seeds, Cache(course, bench.spec.id, use=not no_cache))
        bad += _mutants(report, mutation, min_kill)
    ctx.exit(1 if bad else 0)


def _solutions(report: Report, findings: Iterator[Finding]) -> int:
    seen = []
    for finding in findings:
        seen.append(finding)
        report.finding(finding)
    report.findings(seen)
    return sum(bool(f.problems) for f in seen)


def _faults(power: Power) -> int:
    return sum(bool(p.problems) for p in power.checks) + len(power.unused)


def _mutants(report: Report, mutation: Mutation, min_kill: float) -> int:
    tried: list[Tried] = []
    with report.counting(len(mutation.mutants)) as advance, closing(mutation.run()) as running:
        for one in running:
            tried.append(one)
            report.tried(one)
            advance()
    order = {mutant.id: i for i, (mutant, _) in enumerate(mutation.mutants)}
    tried.sort(key=lambda t: order[t.mutant.id])
    stale = mutation.stale(tried)
    tallies = mutation.tallies(tried)
    report.mutants(mutation, tried, tallies, stale, min_kill)
    return sum(t.rate < min_kill for t in tallies) + len(stale) + sum(bool(t.fault) for t in tried)
