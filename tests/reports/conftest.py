"""A realistic run: thirty students, every outcome, names that try to break things."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from grader.model import Check, CheckResult, Frame, Message, Outcome, Run, Submission, Verdict
from grader.scoring import TaskInfo, verdict

NASTY_NAMES = (
    "../../etc/x",
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "[red]s027[/red]",
    "S001",
    "s\u1112\u1161\u11ab",  # decomposed Hangul
    "x" * 300,
    "s029\x1b[31m\u202e\nnext",
)
SECRET = "SECRET-8.31415"  # stands for hidden values: it may never reach a student

_TASKS = (
    ("rnn_cell", "RNN cell", "RNN 셀", 12, False),
    ("time_rnn", "A whole sequence and BPTT", "전체 시퀀스와 BPTT", 16, False),
    ("lstm_cell", "LSTM and GRU cells", "LSTM 셀과 GRU 셀", 20, False),
    ("sentiment", "Sentiment classifier", "감성 분류기", 20, False),
    ("clip", "Gradient clipping", "기울기 클리핑", 6, True),
)
_TITLES = (
    ("The result has the right shape.", "결과의 형태가 맞다."),
    ("h and c follow the four gates.", "h와 c가 네 게이트의 식을 따른다."),
    ("Gradients reach every gate.", "모든 게이트까지 기울기가 전달된다."),
    ("Extreme inputs give neither NaN nor infinity.", "극단적인 입력에서도 NaN이나 무한대가 나오지 않는다."),
)
_PARTS = ((0.1, False), (0.3, False), (0.35, True), (0.25, True))


def _checks() -> list[Check]:
    checks = []
    for task, *_, total, _ in _TASKS:
        for number, ((en, ko), (share, hidden)) in enumerate(zip(_TITLES, _PARTS, strict=True)):
            name = f"test_{('shape', 'values', 'gradients', 'extremes')[number]}"
            needs = ("test_shape",) if number else ()
            titles = {"en": en, "ko": ko}
            checks.append(Check(f"test_{task}.py::{name}", task, name, titles, round(total * share, 2), hidden, needs))
    return checks


TASKS = tuple(TaskInfo(task, {"en": en, "ko": ko}, points, bonus) for task, en, ko, points, bonus in _TASKS)
CHECKS = tuple(_checks())

_FAULTS = (
    (Outcome.FAILED, Message("value_differs", {"what": "h", "index": "[0, 2]", "expected": SECRET, "actual": 0.25,
                                               "wrong": 3, "total": 12, "worst": 0.125})),
    (Outcome.FAILED, Message("shape_differs", {"what": "result", "expected": SECRET, "actual": "(3, 2)"})),
    (Outcome.FAILED, Message("gate_missed", {"metric": "accuracy", "value": 0.612, "at_least": 0.7, "at_most": "",
                                             "runs": 5, "certain": 5, "possible": "", "unsure": ""})),
    (Outcome.ERROR, Message("student_error", {"type": "RuntimeError", "text": f"mat1 and mat2 {SECRET} <b>`x`</b>"})),
    (Outcome.TIMEOUT, Message("timeout", {"seconds": 10})),
    (Outcome.MEMORY, Message("memory", {"limit_mb": 4096})),
    (Outcome.GPU_MEMORY, Message("gpu_memory")),
    (Outcome.DISK, Message("disk", {"limit_mb": 64})),
    (Outcome.CRASHED, Message("crashed_signal", {"signal": "SIGSEGV"})),
    (Outcome.FORBIDDEN, Message("forbidden", {"name": "torch.nn.LSTM"})),
    (Outcome.MISSING, Message("missing_name", {"name": "lstm_cell", "similar": ["lstm_cel", "LSTMCell"]})),
    (Outcome.UNGRADED, Message("ungraded", {"reason": "the sandbox could not be started"})),
)  # fmt: skip


def _results(chance: random.Random, skill: float) -> list[CheckResult]:
    results: list[CheckResult] = []
    stopped: set[str] = set()
    untouched = {task for task, *_ in _TASKS if chance.random() > skill + 0.3}
    for check in CHECKS:
        first = f"{check.id.split('::')[0]}::test_shape"
        if check.needs and first in stopped:
            results.append(CheckResult(check, Outcome.SKIPPED, 0, Message("skipped", {"check": "test_shape"}),
                                       waited_for="test_shape"))  # fmt: skip
        elif check.task in untouched:
            stopped.add(check.id)
            results.append(CheckResult(check, Outcome.NOT_STARTED, 0, Message("not_started", {"name": check.task})))
        elif chance.random() < skill:
            results.append(CheckResult(check, Outcome.PASSED, check.points, seconds=0.01, facts={"cases": 8}))
        else:
            outcome, message = chance.choice(_FAULTS)
            if outcome is not Outcome.FAILED:
                stopped.add(check.id)
            notebook = chance.random() < 0.5
            where = Frame("week4_rnn.ipynb" if notebook else "lstm_cell.py", 12, "lstm_cell",
                          f"    h = o * torch.tanh(c)  # {SECRET}", 7 if notebook else None)  # fmt: skip
            earned = round(check.points / 3, 2) if outcome is Outcome.FAILED and chance.random() < 0.4 else 0.0
            output = f"\x1b[31mepoch 1\x1b[0m loss 0.69\nshape (3, 2)\x00 {SECRET} <img src=x>\n" if notebook else ""
            results.append(CheckResult(check, outcome, earned, message, where, 0.2, output,
                                       facts={"accuracy": 0.612, "data": SECRET, "loss": float("nan")}))  # fmt: skip
    return results


def make_run(students: int = 30, seed: int = 3) -> Run:
    """`students` verdicts, the last eight under the nasty names, one of them unreadable."""
    chance = random.Random(seed)
    names = [f"s{number:03}" for number in range(1, students + 1)]
    names[students - len(NASTY_NAMES) :] = NASTY_NAMES
    verdicts = []
    for number, name in enumerate(names):
        submission = Submission(name, f"{name}.ipynb", sha256=f"{number:064x}")
        if number == 11:
            reason = Message("load_error", {"file": "hw.ipynb", "type": "JSONDecodeError", "text": "line 1 column 1"})
            submission = Submission(name, "hw.ipynb", sha256=submission.sha256, unreadable=reason)
        elif number % 9 == 4:
            note = Message("load_error", {"file": "hw.ipynb", "type": "SyntaxError", "text": "cell 3"})
            submission = Submission(name, f"{name}.ipynb", sha256=submission.sha256, notes=(note,))
        skill = 1.0 if number == 0 else chance.uniform(0.35, 1.0)
        results = [] if submission.unreadable else _results(chance, skill)
        verdicts.append(verdict(submission, results, TASKS, seconds=0.4, sandbox="namespaces"))
    return Run(
        assignment="week04_rnn",
        titles=MappingProxyType({"en": "Week 4: RNN, LSTM, GRU", "ko": "4주차: RNN, LSTM, GRU"}),
        seed_sha256="5f" * 32,
        sandbox="namespaces",
        guarantees=("no network", "own user", "memory limit"),
        missing=("disk",),
        started="2023-02-03T14:03:00+09:00",
        seconds=41.25,
        environment={"python": "3.11.7", "torch": "2.13.0"},
        verdicts=tuple(verdicts),
        expected=students,
    )


@pytest.fixture(scope="session")
def run() -> Run:
    """The run; it is frozen, so all tests share it."""
    return make_run()


@pytest.fixture(scope="session")
def secret() -> str:
    """What stands for hidden values in messages, source lines, output and facts of the run."""
    return SECRET


@pytest.fixture(scope="session")
def nasty_names() -> tuple[str, ...]:
    """The names of the last students of the run."""
    return NASTY_NAMES


@pytest.fixture(scope="session")
def one() -> Callable[..., Verdict]:
    """Makes a verdict of one check that did not pass; keywords override fields of its result or its check."""

    def make(*, hidden: bool = False, student: str = "s001", **fields: Any) -> Verdict:
        check = Check("test_rnn.py::test_values", "rnn", "test_values", {"en": "Values", "ko": "값"}, 2, hidden)
        defaults: dict[str, Any] = {"outcome": Outcome.FAILED, "message": Message("check_failed")}
        result = CheckResult(check, **(defaults | fields))
        tasks = [TaskInfo("rnn", {"en": "RNN", "ko": "순환 신경망"}, 2)]
        return verdict(Submission(student, "hw.ipynb"), [result], tasks)

    return make


@pytest.fixture(scope="session")
def run_of(run: Run) -> Callable[..., Run]:
    """Makes a run of the given verdicts; keywords override its fields."""

    def make(*verdicts: Verdict, **fields: Any) -> Run:
        return replace(run, verdicts=verdicts, **fields)

    return make
