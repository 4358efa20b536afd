"""What a check's end means, on hand-ins of every kind; the student processes are threads here."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from grader.judge.runner import Settings
from grader.model import Frame, Outcome, Submission
from tests.judge.running import COURSE, Results, Told, judge, reference_of, submission
from tests.judge.sandboxes import Threads
from tests.testing.messages import checked

PLAIN, HARD = ((COURSE / "reference" / "week01_tiny" / f"{n}.py").read_text() for n in ("plain", "hard"))
NO_FORWARD = """
class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))
"""


def with_(**replaced: str) -> str:
    """The reference's `plain` with other definitions of some names."""
    kept = [n for n in ast.parse(PLAIN).body if getattr(n, "name", None) not in replaced]
    return "\n".join([*map(ast.unparse, kept), *replaced.values()])


HAND_INS = [
    reference_of("week01_tiny"),
    submission("off", plain=with_(double="def double(x):\n    return 2.001 * x"), hard=HARD),
    submission("half", plain=with_(pair="def pair(x):\n    return x.clone(), 3 * x"), hard=HARD),
    submission("tripping", plain=with_(pair="def pair(x):\n    return None"), hard="def work(i):\n    return None"),
    submission(
        "raising",
        plain=with_(double="def double(x):\n    helper = {}\n    return helper['weights']"),
        hard="def work(i):\n    if i > 2:\n        raise ValueError(f'no {i}')\n    return 2 * i",
    ),
    submission("detached", plain=with_(double="def double(x):\n    return 2 * x.detach()")),
    submission("in_place", plain=with_(double="def double(x):\n    x *= 2\n    return x")),
    submission("stub", plain="def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError\n"),
    submission("names", plain="def double_(x):\n    return 2 * x\n"),
    submission("broken_file", plain="import torch\ndef double(x):\n    return 2 * x\nraise OSError('my drive')\n"),
    submission("torch_missing", plain=with_(Layer=NO_FORWARD), hard=HARD),
    submission("unsendable", plain=with_(double="def double(x):\n    return x.to_sparse()"), hard=HARD),
    submission("surrogate", plain="def double(x):\n    raise ValueError(chr(0xD800) + 'x')"),
    submission("untrained", plain=with_(train="def train(seed):\n    return 0.5"), hard=HARD),
]


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    """All of them, judged one after the other in this process."""
    path = list(sys.path)
    yield judge(HAND_INS, Threads(), Settings(7, fork=False))
    sys.path[:] = path


def outcomes(results: Results) -> dict[str, str]:
    """Check → outcome, without those that passed."""
    return {name: r.outcome.value for name, r in results.items() if r.outcome is not Outcome.PASSED}


def test_every_check_gives_one_result(told: Told) -> None:
    """Each hand-in has a result for every check, public ones first, in order of the tasks, and no fault of ours."""
    names = [c.name.removeprefix("test_") for c in told.checks]
    assert names[0] == "double"
    assert [c.hidden for c in told.checks] == sorted(c.hidden for c in told.checks)
    assert any(c.hidden for c in told.checks)
    assert {s.student: list(told.results[s.student]) for s in HAND_INS} == {s.student: names for s in HAND_INS}
    assert set(told.faults.values()) == {None}
    assert sum(c.points for c in told.checks) == 18


def test_reference_passes(told: Told) -> None:
    """The reference earns everything, without a word."""
    results = told.results["reference"]
    assert outcomes(results) == {}
    assert all(r.earned == r.check.points and r.message is None and r.where is None for r in results.values())


def test_every_message_is_in_the_catalogue(told: Told) -> None:
    """Whatever was said has a text in every language, with exactly the parameters that the text wants."""
    said = [r.message for results in told.results.values() for r in results.values() if r.message is not None]
    keys = {checked(message).key for message in said}
    assert {"value_differs", "skipped", "student_error", "not_started", "missing_name", "load_error"} <= keys


def test_failed(told: Told) -> None:
    """A wrong value fails its check; what needs it is skipped and names it."""
    results = told.results["off"]
    assert outcomes(results) == {"double": "failed", "gradient": "skipped"}
    assert results["double"].message is not None and results["double"].message.key == "value_differs"
    assert (results["gradient"].waited_for, results["gradient"].earned) == ("test_double", 0)


def test_partial_credit_and_facts_are_kept(told: Told) -> None:
    """Credit that was earned before the failure counts; facts are kept up to there, as plain values."""
    results = told.results["half"]
    assert outcomes(results) == {"pair": "failed", "after_pair": "skipped", "far_after_pair": "skipped"}
    assert results["pair"].earned == 1
    assert results["pair"].facts["half"] is True
    assert isinstance(results["pair"].facts["first"], str)
    assert results["far_after_pair"].waited_for == "test_after_pair"


def test_facts_belong_to_their_check(told: Told) -> None:
    """No fact and no credit of one check appears in the next."""
    results = told.results["half"]
    assert results["double"].facts == results["layer"].facts == {}
    assert results["training"].facts == {"accuracy": [0.9], "threshold": 0.7}


def test_gate(told: Told) -> None:
    """An accuracy below the gate of assignment.toml fails, with what was measured."""
    result = told.results["untrained"]["training"]
    assert result.message is not None and result.message.key == "gate_missed"
    assert result.facts == {"accuracy": [0.5] * 5, "threshold": 0.7}


def test_a_value_that_the_check_trips_over(told: Told) -> None:
    """A check that raises on the student's value and runs with the reference's is failed, not ungraded."""
    results = told.results["tripping"]
    assert results["pair"].outcome is Outcome.FAILED
    message = results["pair"].message
    assert message is not None and message.key == "unexpected_value"
    assert "NoneType" in str(message.params["text"])
    assert results["quiet"].outcome is Outcome.FAILED
    assert results["quiet"].message is not None and results["quiet"].message.key == "type_differs"


def test_an_exception_of_the_students(told: Told) -> None:
    """Type, text and the line in the hand-in; checks that do not run into it pass."""
    results = told.results["raising"]
    assert results["double"].outcome is Outcome.ERROR
    message, where = results["double"].message, results["double"].where
    assert message is not None and (message.params["type"], message.params["text"]) == ("KeyError", "'weights'")
    assert isinstance(where, Frame)
    assert (where.file, where.function, where.text) == ("plain.py", "double", "return helper['weights']")
    assert {k: v for k, v in outcomes(results).items() if k.startswith("work")} == {
        f"work[{i}]": "error" for i in (3, 4, 5, 6)
    }
    assert results["work[3]"].earned == 0.25


def test_detached(told: Told) -> None:
    """Right values without a gradient lose the gradient check alone."""
    results = told.results["detached"]
    assert results["double"].outcome is Outcome.PASSED
    assert results["gradient"].message is not None and results["gradient"].message.key == "no_gradient"


def test_input_modified(told: Told) -> None:
    """Working in place on an argument is a failure that names the argument."""
    message = told.results["in_place"]["double"].message
    assert message is not None and (message.key, message.params["path"]) == ("input_modified", "x")


def test_not_started(told: Told) -> None:
    """The template's stub is not started; what it says is where."""
    results = told.results["stub"]
    assert results["double"].outcome is Outcome.NOT_STARTED
    assert results["double"].message is not None and results["double"].message.params == {"name": "double"}
    assert results["gradient"].outcome is Outcome.SKIPPED


def test_missing(told: Told) -> None:
    """An undefined name is missing; a similar one is offered."""
    results = told.results["names"]
    assert results["double"].outcome is Outcome.MISSING
    assert results["double"].message is not None
    assert results["double"].message.params == {"name": "double", "similar": "double_"}
    assert results["layer"].message is not None and results["layer"].message.params["similar"] == ""


def test_a_file_that_cannot_be_run(told: Told) -> None:
    """A file that raises when it is imported is an error with file and line."""
    result = told.results["broken_file"]["double"]
    assert result.outcome is Outcome.ERROR
    assert result.message is not None and result.message.key == "load_error"
    assert (result.message.params["file"], result.message.params["type"]) == ("plain.py", "OSError")
    assert result.where is not None and result.where.line == 4


def test_torchs_own_not_implemented_is_no_stub(told: Told) -> None:
    """A module without forward raises NotImplementedError in torch: that is an error, not an untouched template."""
    result = told.results["torch_missing"]["layer"]
    assert result.outcome is Outcome.ERROR
    assert result.message is not None and "forward" in str(result.message.params["text"])


def test_unsendable(told: Told) -> None:
    """A value that cannot cross is a failure that says what it is."""
    message = told.results["unsendable"]["double"].message
    assert message is not None and message.key == "unsendable"
    assert "sparse" in str(message.params["what"])


def test_text_that_no_file_can_hold(told: Told) -> None:
    """A lone surrogate in an exception's text comes out as text that every writer takes."""
    message = told.results["surrogate"]["double"].message
    assert message is not None and message.params["text"] == "?x"


def test_seconds_are_those_of_the_check(told: Told) -> None:
    """Every result has its own wall-clock time."""
    assert all(0 < r.seconds < 60 for results in told.results.values() for r in results.values())


def test_order_of_submissions_does_not_matter(told: Told) -> None:
    """Backwards, another run with the same seed gives the same results; without fork nothing survives that matters."""
    some: list[Submission] = [s for s in HAND_INS if s.student in ("reference", "off", "half", "names", "raising")]
    again = judge(reversed(some), Threads(), Settings(7, fork=False))
    for s in some:
        for name, result in again.results[s.student].items():
            before = told.results[s.student][name]
            assert (result.outcome, result.earned, result.message, result.where, result.facts) == (
                before.outcome,
                before.earned,
                before.message,
                before.where,
                before.facts,
            ), (s.student, name)


def test_another_seed_draws_other_cases(told: Told) -> None:
    """The seed reaches the cases: the wrong value that is shown is another one."""
    other = judge([s for s in HAND_INS if s.student == "off"], Threads(), Settings(8, fork=False))
    assert other.results["off"]["double"].message != told.results["off"]["double"].message


def test_only_what_is_asked_for_runs(told: Told) -> None:
    """Public checks only, without training, one task: the rest is not even a skipped result, and cases are the same."""
    off = [s for s in HAND_INS if s.student == "off"]
    some = judge(off, Threads(), Settings(7, hidden=False, only=("plain",), training=False, fork=False))
    assert [c.name.removeprefix("test_") for c in some.checks] == [
        "double",
        "pair",
        "after_pair",
        "far_after_pair",
        "layer",
    ]
    assert some.results["off"]["double"].message == told.results["off"]["double"].message


def test_one_process_serves_all_checks() -> None:
    """A process is started once for a submission that does no harm."""
    sandbox = Threads()
    judge([reference_of("week01_tiny")], sandbox, Settings(7, fork=False))
    assert sandbox.started == 1


def test_name_of_a_statement_that_was_not_run() -> None:
    """A function that uses what only a skipped statement of the notebook sets: the message names that statement."""
    source = PLAIN + "\n\ndef double(x):\n    return words\n"
    hand_in = submission("notebook", plain=source)
    (module,) = hand_in.modules
    left_out = {"words": Frame("a.ipynb", 1, "", "words = load('x')", 2)}
    hand_in = replace(hand_in, modules=(replace(module, left_out=left_out),))
    result = judge([hand_in], Threads(), Settings(7, fork=False)).results["notebook"]["double"]
    assert result.outcome is Outcome.ERROR
    assert result.message is not None
    assert checked(result.message).key == "name_not_run"
    assert result.message.params == {"name": "words", "cell": 2, "line": 1, "text": "words = load('x')"}


def test_exit_without_a_reason() -> None:
    """`exit()` while the file is imported or in a function: the message does not show Python's "None"."""
    hand_ins = [
        submission("at_import", plain="import sys\ndef double(x):\n    return 2 * x\nsys.exit()\n"),
        submission("in_call", plain=with_(double="def double(x):\n    raise SystemExit\n")),
    ]
    results = judge(hand_ins, Threads(), Settings(7, fork=False)).results
    for student, key in (("at_import", "load_error"), ("in_call", "student_exit")):
        message = results[student]["double"].message
        assert message is not None
        assert (message.key, message.params["text"]) == (key, "")


@pytest.mark.parametrize(
    "source, key",
    [("return double\n", "load_error_syntax"), ("from no_such_library import double\n", "load_error_import")],
)
def test_why_a_file_does_not_load(source: str, key: str) -> None:
    """What cannot be read, and an import that fails, have texts of their own: other advice helps there."""
    result = judge([submission("one", plain=source)], Threads(), Settings(7, fork=False)).results["one"]["double"]
    assert result.outcome is Outcome.ERROR and result.message is not None
    assert checked(result.message).key == key
