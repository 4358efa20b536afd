"""A class of any size as the grader would have found it: made from a seed, without running anything.

For tests of the reports, for screenshots and for benchmarks. Students are s001, s002, …; the last ones have names that
try to break pages, terminals and spreadsheets. Skill, mistakes, run times, memory and hand-in times hang together as
they do in a class: who is good has fewer mistakes, who is late has more unfinished tasks.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from grader.model import Check, CheckResult, Frame, Message, Module, Outcome, Run, Submission, Verdict
from grader.scoring import verdict
from tests.reports.class_checks import tasks_and_checks
from tests.reports.class_faults import FAULTS, Fault

HOSTILE = (
    "<script>alert(1)</script>",
    '=cmd("calc")',
    "s027\u202egnp.exe",
    "s028\x1b[31mred\x1b[0m",
    's030"><img src=x onerror=alert(1)>',
    "김하늘_24_S_NLP_WEEK4_복습과제1_RNN",
)
WEEK = "week04_rnn"
DUE = datetime.fromisoformat("2023-02-01T18:00:00+09:00")
_MB = 1 << 20
_SECONDS = {True: 16.0, False: 0.03}  # of a check that trains, and of one that does not


@dataclass(frozen=True)
class _Student:
    name: str
    skill: float  # 0 to 1
    speed: float  # factor on the time
    memory: int  # bytes
    notebook: bool
    file: str


def class_of(students: int = 600, seed: int = 1, week: str = WEEK) -> Run:
    """A run of `students` verdicts; up to six of them, the last, have hostile names."""
    chance = random.Random(seed)
    verdicts = tuple(_verdict(number, students, chance, week) for number in range(1, students + 1))
    spec_titles = {"en": "Week 4: RNN, LSTM, GRU", "ko": "4주차: RNN, LSTM, GRU"}
    return Run(
        assignment=week,
        titles=spec_titles,
        seed_sha256="5f" * 32,
        sandbox="namespaces",
        guarantees=("no network", "own user", "memory limit"),
        started="2023-02-02T09:12:00+09:00",
        seconds=2.9 * students,
        environment={"python": "3.11.7", "torch": "2.13.0"},
        verdicts=verdicts,
        expected=students,
    )


def submission_of(given: Verdict) -> Submission:
    """The hand-in behind a verdict of `class_of`: a file for every task that was begun, some of them documented."""
    chance = random.Random(given.student)
    careful = given.earned >= given.possible and chance.random() < 0.5
    modules = []
    for task in (t for t in given.tasks if t.outcome not in (Outcome.NOT_STARTED, Outcome.MISSING)):
        lines = [f"def {task.task}(x):", f'    """{task.task}: x [N, D]."""' if careful else "", "    return x"]
        comments = chance.randint(12, 30) if careful else chance.randint(0, 6)
        source = "\n".join([*lines, *(f"# step {n}" for n in range(comments))])
        modules.append(Module(task.task, f"{task.task}.py", source, defines={task.task: False}))
    return Submission(given.student, given.origin, tuple(modules), given.submission_sha256, times=given.times)


def _verdict(number: int, students: int, chance: random.Random, week: str) -> Verdict:
    hostile = HOSTILE[: max(students - 3, 0)]
    place = number - 1 - (students - len(hostile))
    name = hostile[place] if place >= 0 else f"s{number:03}"
    notebook = chance.random() < 0.8
    who = _Student(
        name=name,
        skill=min(max(chance.betavariate(4.2, 1.1), 0.05), 1.0),
        speed=chance.lognormvariate(0, 0.22) * (chance.uniform(6, 14) if chance.random() < 0.012 else 1),
        memory=int((258 + chance.gauss(0, 5) + (chance.uniform(400, 1200) if chance.random() < 0.012 else 0)) * _MB),
        notebook=notebook,
        file=f"{'s' + str(number).zfill(3)}_24_S_NLP_WEEK4_복습과제1_RNN.ipynb" if notebook else "",
    )
    tasks, checks = tasks_and_checks(week)
    early = chance.expovariate(1 / (4 + 44 * who.skill**3)) - (2 if chance.random() < 0.05 else 0)
    handed_in = (DUE - timedelta(hours=early)).isoformat(timespec="seconds")
    path = who.file or "lstm_cell.py"
    unreadable = (
        Message("load_error", {"file": path, "type": "JSONDecodeError", "text": "line 1 column 1"})
        if chance.random() < 0.005
        else None
    )
    results = [] if unreadable else _results(who, checks, chance)
    submission = Submission(
        name, f"handed-in/{name}", sha256=f"{number:064x}", times={path: handed_in}, unreadable=unreadable
    )
    return verdict(submission, results, tasks, sum(r.seconds for r in results) + 0.9, "namespaces")


def _results(who: _Student, checks: Sequence[Check], chance: random.Random) -> list[CheckResult]:
    left_out = {check.task for check in checks if chance.random() > who.skill + 0.32}
    made = {f.task: (f, _line(f, chance)) for f in FAULTS if chance.random() < (1.05 - who.skill) * f.weight / 16}
    results: list[CheckResult] = []
    failed: set[str] = set()
    peak = who.memory - 22 * _MB
    for check in checks:
        file = check.id.split("::")[0]
        blocking = next((name for name in check.needs if f"{file}::{name}" in failed), None)
        fault, line = made.get(check.task, (None, ""))
        seconds = _SECONDS[check.training] * who.speed * chance.lognormvariate(0, 0.18)
        peak = who.memory if check.training and blocking is None else peak
        if blocking is not None:
            result = CheckResult(
                check, Outcome.SKIPPED, 0, Message("skipped", {"check": blocking}), waited_for=blocking
            )
        elif check.task in left_out:
            result = CheckResult(check, Outcome.NOT_STARTED, 0, Message("not_started", {"name": check.task}))
        elif chance.random() < 0.0001:
            result = CheckResult(check, Outcome.UNGRADED, 0, Message("ungraded", {"reason": "the judge took too long"}))
        elif fault is not None and check.name in fault.checks:
            result = _failure(who, check, (fault, line), seconds, peak, chance)
        else:
            result = CheckResult(check, Outcome.PASSED, check.points, seconds=seconds, memory=peak)
        if result.outcome is not Outcome.PASSED:
            failed.add(check.id)
        results.append(result)
    return results


def _line(fault: Fault, chance: random.Random) -> str:
    """How this student wrote it."""
    return fault.lines[0] if chance.random() < 0.6 else chance.choice(fault.lines)


def _failure(
    who: _Student, check: Check, made: tuple[Fault, str], seconds: float, peak: int, chance: random.Random
) -> CheckResult:
    fault, line = made
    where = Frame(
        who.file or f"{check.task}.py",
        chance.randint(4, 30) if who.notebook else chance.randint(20, 140),
        check.task,
        f"        {line}",
        chance.randint(3, 24) if who.notebook else None,
    )
    return CheckResult(
        check,
        fault.outcome,
        round(check.points / 3, 2) if fault.outcome is Outcome.FAILED and chance.random() < 0.2 else 0.0,
        fault.message,
        where,
        max(seconds, fault.seconds),
        "\x1b[31mepoch 1\x1b[0m loss 0.69\n<img src=x>\n" if chance.random() < 0.3 else "",
        diagnosis=fault.diagnosis,
        memory=2048 * _MB if fault.outcome is Outcome.MEMORY else peak,
    )
