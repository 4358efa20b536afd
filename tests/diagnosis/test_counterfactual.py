"""The same check with a mistake in the reference: what it leads to, in bounded time, and nothing stays behind."""

from __future__ import annotations

import random
import sys
import time
import warnings
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

from grader.diagnosis.values import Numbers, leaves
from grader.errors import CheckFailed, StudentError
from grader.mistakes import Mistake
from grader.model import Message
from grader.student import LocalStudent
from grader.testing.counterfactual import EMPTY, Ending, Table, Variant, ending, table
from grader.testing.diagnosing import diagnosis
from grader.testing.watching import Watch, watch
from tests.diagnosis.variants import (
    BIAS,
    BROKEN,
    ENDLESS,
    FACTOR,
    FAR,
    IGNORED,
    PRODUCT,
    RAISES,
    RANDOM,
    SOURCE,
    WARNS,
    check_with,
    loaded,
)

ALL = (BIAS, FACTOR, PRODUCT, RAISES, FAR)


@pytest.fixture
def reference(tmp_path: Path) -> ModuleType:
    """The small reference."""
    return loaded(tmp_path)


def made(reference: ModuleType, *variants: Variant) -> Table:
    """The check's table."""
    return table(check_with(reference), [reference], variants)


def said(reference: ModuleType, student_source: str, found: Table, draw: int = 1) -> Message | None:
    """What is said about a student whose module is this; exceptions come as they would over the wire."""
    student = ModuleType("student")
    exec(compile(student_source, "<student>", "exec"), student.__dict__)
    current = Watch()
    token = watch.set(current)
    try:
        check_with(reference, draw)(LocalStudent([student]))
    except CheckFailed as error:
        return diagnosis(error, current, lambda: found)
    except Exception as error:  # noqa: BLE001 - as the student's process would report it
        return diagnosis(StudentError(type(error).__name__, str(error)), current, lambda: found)
    finally:
        watch.reset(token)
    raise AssertionError("the student is right")


def test_a_table_says_where_mistakes_end(reference: ModuleType) -> None:
    """Each mistake that the check notices ends at its first comparison or exception; others are left out."""
    found = made(reference, *ALL)
    assert {o.id: o.ending.count for o in found.outcomes} == {"bias": 1, "factor": 1, "product": 1, "raises": 0}
    assert found.tried == 4  # nothing in the check leads to `unused`
    assert len(found.expected) == 3


def test_mutants_warn_nobody(reference: ModuleType) -> None:
    """What Python says about code that nobody wrote is not printed; warnings afterwards are as before."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = made(reference, WARNS)
        warnings.warn("of a student", stacklevel=1)
    assert [o.ending.error for o in found.outcomes] == [None]
    assert [str(w.message) for w in told] == ["of a student"]


def test_the_same_mistake_in_other_words(reference: ModuleType) -> None:
    """A student without the bias, in code of another shape, made the mistake of that variant; the argument is named."""
    student = "import torch\ndef affine(x, w, b):\n    return torch.einsum('nd,dk->nk', x, w) * 2.0\n"
    message = said(reference, student, made(reference, *ALL))
    assert message == Message("mistake.missing_bias", {"what": "y", "argument": "b"})


def test_only_names_of_arguments_are_told(reference: ModuleType) -> None:
    """A name that stands nowhere in a signature is not in the message: it could be the reference's own."""
    student = "def affine(x, w, b):\n    return x @ w + b\n"
    assert said(reference, student, made(reference, *ALL)) == Message("mistake.missing_factor", {"what": "y"})


def test_other_answers_are_not_explained(reference: ModuleType) -> None:
    """A wrong answer that no mistake leads to, nor any rule, gets no diagnosis."""
    student = "def affine(x, w, b):\n    return (x @ w).tanh() + b\n"
    assert said(reference, student, made(reference, *ALL)) is None


def test_answers_of_other_cases_do_not_fit(reference: ModuleType) -> None:
    """The table belongs to its seed: with other cases the same mistake is not recognised by it."""
    student = "def affine(x, w, b):\n    return (2 * x) @ w\n"
    found = made(reference, PRODUCT, FACTOR, BIAS)
    assert said(reference, student, found) is not None
    assert said(reference, student, found, draw=2) is None


def test_the_more_telling_name_wins(reference: ModuleType) -> None:
    """Where a missing bias and an ignored argument lead to one value, the bias is said."""
    student = "def affine(x, w, b):\n    return 2 * (x @ w)\n"
    message = said(reference, student, made(reference, IGNORED, BIAS))
    assert message is not None and message.key == "mistake.missing_bias"


def test_exceptions_with_sizes_are_recognised(reference: ModuleType) -> None:
    """The same exception with the same sizes at the same place is the same mistake; a text without sizes is not."""
    found = made(reference, *ALL)
    message = said(reference, "def affine(x, w, b):\n    return 2 * (x.T @ w) + b\n", found)
    assert message == Message("mistake.permuted", {"what": "", "argument": "x"})
    assert said(reference, "def affine(x, w, b):\n    raise ValueError('no')\n", found) is None


def test_a_mistake_that_loops_costs_a_moment(reference: ModuleType) -> None:
    """An endless variant is given up soon, and those after it are still tried."""
    started = time.monotonic()
    found = made(reference, ENDLESS, BROKEN, BIAS)
    assert time.monotonic() - started < 5
    assert [o.id for o in found.outcomes] == ["bias"]


def test_the_time_of_a_table_is_bounded(reference: ModuleType) -> None:
    """Many endless variants use up the time of the table, not more."""
    started = time.process_time()
    found = table(check_with(reference), [reference], [ENDLESS] * 400, seconds=0.5)
    assert time.process_time() - started < 2
    assert found.tried < 100


def test_a_check_that_fails_with_the_reference_has_no_table(reference: ModuleType) -> None:
    """Where the control does not pass nothing can be learned."""

    def broken(student: Any) -> None:
        raise ValueError

    assert table(broken, [reference], [BIAS]) is EMPTY


def test_nothing_stays_behind(reference: ModuleType) -> None:
    """Random states, threads, modules and the reference are as they were."""
    torch.manual_seed(3)
    np.random.seed(3)
    random.seed(3)
    before = (torch.get_rng_state(), np.random.get_state()[1].copy(), random.getstate(), torch.get_num_threads())  # type: ignore[index]
    modules = {name: id(module) for name, module in sys.modules.items()}
    function = reference.affine
    made(reference, RANDOM, BROKEN, ENDLESS, *ALL)
    assert torch.equal(torch.get_rng_state(), before[0])
    assert np.array_equal(np.random.get_state()[1], before[1])  # type: ignore[index]
    assert (random.getstate(), torch.get_num_threads()) == before[2:]
    assert {name: id(module) for name, module in sys.modules.items()} == modules
    assert reference.affine is function
    assert watch.get() is None


def test_an_import_is_not_cut_in_two(reference: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variant whose first import takes longer than its time leaves no half of a package in sys.modules."""
    (tmp_path / "slow_package").mkdir()
    (tmp_path / "slow_package" / "__init__.py").write_text(
        "import slow_package.part\nimport time\ntime.sleep(0.4)\nWHOLE = True\n"
    )
    (tmp_path / "slow_package" / "part.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    end = ending(partial(__import__, "slow_package"), 0.1)
    package = sys.modules.pop("slow_package")
    sys.modules.pop("slow_package.part")
    assert end is None
    assert package.WHOLE


def test_an_ending_without_a_comparison_is_none() -> None:
    """A failure by a check's own words is about no value."""

    def run() -> None:
        raise CheckFailed(Message("week04.no_gradient"))

    assert ending(run, 1) is None
    assert ending(lambda: 1 // 0, 1) == Ending(0, error=("ZeroDivisionError", "integer division or modulo by zero"))


def test_variants_are_made_of_this_source() -> None:
    """The hand-made variants change something, each in its own way."""
    sources = {v.source for v in (*ALL, IGNORED, RANDOM, ENDLESS, BROKEN)}
    assert len(sources) == 9 and SOURCE not in sources
    assert Mistake.MISSING_BIAS is BIAS.mistake


def test_the_sign_of_zero_is_left_out() -> None:
    """−0 and 0 are one answer, also where bytes are compared."""
    for zero in (torch.tensor([-0.0, 1.0]), np.array([-0.0, 1.0]), -0.0, np.array([complex(-0.0, -0.0)])):
        ((_, leaf),) = leaves(zero, "x") or ()
        assert isinstance(leaf, Numbers)
        assert not np.signbit(leaf.data.view(np.float64)).any()
