"""A student process that lies, over the wire: every lie costs the liar this check, and nothing else happens."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import ProcessEnded
from grader.model import Outcome
from grader.protocol import FrameSocket
from grader.protocol.frames import MAGIC, PREFIX
from grader.student import Student
from grader.testing import assert_matches
from grader.worker.session import Session
from tests.judge.liars import ANSWER, Reply, hanging_up, lying, named, refusal, reply, result_of, says, turning
from tests.judge.running import one_check, submission
from tests.judge.sandboxes import Threads, honest


def test_control_an_honest_process_is_judged() -> None:
    """The harness itself: an honest process with a wrong answer fails by its value."""
    message = result_of(honest).message
    assert message is not None and message.key == "value_differs"


@pytest.mark.parametrize(
    "tree",
    [
        named(outcome="passed", earned=99),
        "passed",
        True,
        None,
        {"h": ["object", 7, "Tensor", ["__len__", "__bool__"]]},
        {"h": ["object", 7, "T" * 1_000_000, []]},
        {"N": ["Tensor", ["values"], [[0, 1, 2]], True]},
        {"I": "0x" + "f" * 20_000},
        {"F": "nan"},
        [0.0, 1.0, 2.0],
    ],
    ids=lambda tree: str(tree)[:30],
)
def test_a_claimed_verdict_is_only_a_value(tree: Any) -> None:
    """Whatever a result claims about itself, it is compared as a value and fails."""
    result = result_of(lying(says(tree)))
    assert result.outcome is Outcome.FAILED
    assert result.earned == 0


BROKEN: dict[str, Reply] = {
    "nothing": lambda n: [b""],
    "no JSON": lambda n: [b"{passed}"],
    "NaN": reply(r=float("nan")),
    "1e999": reply(r={"C": ["1e999", 1]}),
    "deep": lambda n: [b'["=",%d,' % n + b"[" * 5000 + b"]" * 5000 + b"]"],
    "another id": lambda n: reply(r=1)(n + 1),
    "a bool for an id": lambda n: [json.dumps(["=", True, named(r=1)]).encode()],
    "no result": lambda n: [b'["=",%d,1]' % n],
    "no r": reply(verdict="passed"),
    "a verdict of its own": lambda n: [b'["passed",%d,1]' % n],
    "unknown tag": reply(r={"pickle": "gASV"}),
    "a tensor without bytes": reply(r={"t": ["float32", [3]]}),
    "a huge tensor": reply(r={"t": ["float32", [2**40 - 1, 2**40 - 1]]}),
    "someone else's graph": reply(r={"t": ["float32", [0], {"o": 0}]}, graph=[1, [["x", 99]]]),
    "sync of nothing": reply(r=1, sync=[[[1, 2]], 3]),
    "no failure": lambda n: [b'["!",%d,5]' % n],
    "an empty failure": refusal(),
    "a failure of no kind": refusal(kind="passed"),
    "a failure of odd types": refusal(kind="error", type=[], text=named(a=1)),
    "a failure with an odd trace": refusal(kind="error", type="E", text="", trace=[[1]]),
    "a failure of ours": refusal(kind="protocol", text="you broke it"),
}


@pytest.mark.parametrize("lie", BROKEN.values(), ids=BROKEN)
def test_what_is_no_answer_is_a_crash(lie: Reply) -> None:
    """Bytes that are not an answer end the process; the outcome is the student's, never ungraded."""
    result = result_of(lying(lie))
    assert result.outcome is Outcome.CRASHED
    assert result.message is not None and result.message.key == "protocol_broken"


def test_the_conversation_is_over_after_a_broken_answer() -> None:
    """No second question is put to a process that broke the protocol: the crash is the answer to all of them."""

    def stubborn(student: Student) -> None:
        f = student.f
        for _ in range(3):
            with contextlib.suppress(ProcessEnded):
                assert_matches(f(torch.ones(3)), 1)
                return
        f(torch.ones(3))

    answers = iter([b'["passed",0,0]'])
    lies_once = lying(lambda n: [next(answers, says(1)(n)[0])])
    assert result_of(lies_once, stubborn).outcome is Outcome.CRASHED


def test_an_answer_in_advance_is_a_crash() -> None:
    """A second reply, prepared for the next request, is not taken for its answer."""

    def twice(student: Student) -> None:
        f = student.f
        f(torch.ones(3))
        time.sleep(0.05)
        assert_matches(f(torch.ones(3)), 1)

    ahead = lying(lambda n: says(1)(n) + says(1)(n + 1))
    assert result_of(ahead, twice).outcome is Outcome.CRASHED


@pytest.mark.parametrize(
    "operation,arguments",
    [("callback", [1, [], {"d": ["dict", []]}, [], False]), ("callback_vjp", [1, []]), ("do", []), ("", [])],
)
def test_a_function_that_was_not_passed_cannot_be_called(operation: str, arguments: list[Any]) -> None:
    """A request for a callable that the judge never gave is a broken protocol."""
    result = result_of(lying(lambda n: [json.dumps(["?", 1, operation, arguments]).encode()]))
    assert result.outcome is Outcome.CRASHED


def test_calling_back_for_ever_is_a_timeout() -> None:
    """Calls of a function that was passed do not stop the clock."""

    def with_callback(student: Student) -> None:
        assert_matches(student.f(lambda: torch.ones(3)), ANSWER)

    def serve(connection: FrameSocket, folder: Path) -> None:
        class Endless(Session):
            def _call(self, f: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
                while True:
                    args[0]()

        Endless(connection, folder).run()

    started = time.monotonic()
    result = result_of(serve, with_callback, seconds=0.5)
    assert result.outcome is Outcome.TIMEOUT
    assert time.monotonic() - started < 30


def test_an_exception_of_a_callback_is_the_checks() -> None:
    """What the judge's own function raises comes out in the judge, though the student's code caught it."""

    def with_callback(student: Student) -> None:
        def step() -> None:
            raise AssertionError("asked for a token that does not exist")

        student.f(step)

    hand_in = submission("s001", solution="def f(x):\n    try:\n        x()\n    except Exception:\n        return 1")
    result = one_check(Threads(), with_callback, hand_in)
    assert result.message is not None and result.message.key == "assertion"


def test_dripping_bytes_are_a_timeout() -> None:
    """A frame that arrives byte by byte does not outlive the check's time."""

    def drip(connection: FrameSocket, number: int) -> None:
        frame = PREFIX.pack(MAGIC, 5000, 0) + b" " * 5000
        with contextlib.suppress(OSError):  # killed
            for byte in frame:
                connection._sock.send(bytes([byte]))
                time.sleep(0.01)

    started = time.monotonic()
    result = result_of(turning("pick", drip), seconds=0.4)
    assert result.outcome is Outcome.TIMEOUT
    assert time.monotonic() - started < 30


def test_silence_is_a_timeout_on_the_judges_clock() -> None:
    """A process that never answers is waited for as long as the check allows."""
    result = result_of(lying(lambda n: []), seconds=0.3)
    assert result.outcome is Outcome.TIMEOUT
    assert result.message is not None and result.message.params == {"seconds": "0.3"}
    assert 0.3 <= result.seconds < 20


def test_only_the_students_time_counts() -> None:
    """A reference that is slow does not use up the student's time; many short calls of the student's do."""

    def slow_judge(student: Student) -> None:
        for _ in range(4):
            student.f(1)
            time.sleep(0.2)

    def slow_student(student: Student) -> None:
        for _ in range(4):
            student.nap(0.2)

    hand_in = submission("s001", solution="import time\ndef f(x):\n    return x\ndef nap(x):\n    time.sleep(x)")
    assert one_check(Threads(), slow_judge, hand_in, 0.5).outcome is Outcome.PASSED
    assert one_check(Threads(), slow_student, hand_in, 0.5).outcome is Outcome.TIMEOUT


def test_hanging_up_is_a_crash() -> None:
    """A process that ends in the middle of a call has crashed; its exit status is told, and it is no verdict."""
    result = result_of(hanging_up("call"))
    assert result.outcome is Outcome.CRASHED
    assert result.message is not None and result.message.params == {"status": 0}


# -- anything at all -----------------------------------------------------------------------------------

scalars = st.none() | st.booleans() | st.integers(-3, 2**70) | st.floats(allow_nan=False) | st.text(max_size=5)
tags = st.sampled_from(
    ["D", "d", "t", "n", "h", "N", "u", "s", "q", "G", "P", "U", "x", "C", "I", "F", "Z", "r", "S", "y", "V", "B", "o"]
)
trees = st.recursive(
    scalars | st.sampled_from(["float32", "int64", "module", "class", "object", "callback", "error"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(tags | st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tree=trees, failure=st.booleans(), whole=st.booleans())
def test_no_reply_makes_the_judge_raise(tree: Any, failure: bool, whole: bool) -> None:
    """Any JSON at all in a reply gives an outcome that is the student's; no other exception reaches the check."""
    kind = "!" if failure else "="
    body = tree if whole else named(r=tree, kind="error", type=tree, trace=tree)
    result = result_of(lying(lambda n: [json.dumps([kind, n, body]).encode()]), seconds=1.0)
    assert result.outcome not in (Outcome.PASSED, Outcome.UNGRADED, Outcome.SKIPPED)
