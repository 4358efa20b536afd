"""Cases drawn before the judge forks are those that the check would have drawn itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from grader.testing import drawn
from grader.testing.draw import Case, Cases, Draw
from grader.testing.drawn import Drawn, draw_ahead


def maker(draw: Draw) -> Case:
    """Some of each kind."""
    return draw.size(), draw.normal(2, 3), draw.array(3), {"a": [draw.uniform()]}


def item(check: Callable[..., None], **parameters: Any) -> Any:
    """As pytest collects it."""
    names = check.__code__.co_varnames[: check.__code__.co_argcount]
    collected = SimpleNamespace(nodeid="t::x", obj=check, _fixtureinfo=SimpleNamespace(argnames=names))
    if parameters:
        collected.callspec = SimpleNamespace(params=parameters)
    return collected


def ahead(check: Callable[..., None], **parameters: Any) -> Drawn | None:
    """What is drawn for a check, under seed 3."""
    return dict(draw_ahead([item(check, **parameters)], lambda _: 3)).get("t::x")


def flat(cases: Any) -> list[Any]:
    """Values of cases, with layouts."""
    return [
        [(v.stride(), v.tolist()) if isinstance(v, torch.Tensor) else np.asarray(v).tolist() for v in case[:3]]
        + [case[3]]
        for case in cases
    ]


def check_values(student: Any, reference: Any, cases: Any) -> None:
    """A usual check."""
    for case in cases(maker, n=4):
        assert student.f(*case) == reference.f(*case)


def test_the_same_cases() -> None:
    """The first call gives what it gives without, layouts included; each later call draws afresh."""
    found = ahead(check_values)
    assert found is not None
    with_them, without = Cases(3, found), Cases(3)
    for _ in range(2):
        assert flat(with_them(maker, n=4)) == flat(without(maker, n=4))
    assert flat(Cases(3, found)(maker, n=4)) == flat(Cases(3)(maker, n=4))


def test_handed_out_once() -> None:
    """What a check does to a case is not seen by the control experiment."""
    found = ahead(check_values)
    assert found is not None
    first = found.take(maker, 4)
    assert first is not None
    assert found.take(maker, 4) is None


@pytest.mark.parametrize("n", [3, 5, 0])
def test_another_number_or_maker(n: int) -> None:
    """Cases that were not asked for are drawn by the check itself."""
    found, other = ahead(check_values), ahead(check_values)
    assert found is not None
    assert other is not None
    assert flat(Cases(3, found)(maker, n=n)) == flat(Cases(3)(maker, n=n))
    assert other.take(lambda draw: (draw.size(),), 4) is None


def test_parameters() -> None:
    """A parametrised check draws by its parameters."""

    def check(cases: Any, n: int) -> None:
        list(cases(maker, n=n))

    found = ahead(check, n=2)
    assert found is not None
    assert len(found.take(maker, 2) or []) == 2


def unseeded(draw: Draw) -> Case:
    """Draws from the process's own generators."""
    return torch.randn(1), np.random.rand()


def differentiable(draw: Draw) -> Case:
    """Not plain."""
    return (draw.normal(2).requires_grad_(),)


def with_backward(draw: Draw) -> Case:
    """Would start autograd's threads."""
    x = draw.normal(2).requires_grad_()
    x.sum().backward()
    assert x.grad is not None
    return (x.grad,)


def module(draw: Draw) -> Case:
    """Not plain."""
    return (torch.nn.Linear(1, 1),)


@pytest.mark.parametrize("unusual", [unseeded, differentiable, with_backward, module])
def test_left_to_the_children(unusual: Any) -> None:
    """Cases that depend on more than their seed, or are no plain values, are not drawn beforehand."""

    def check(cases: Any) -> None:
        list(cases(unusual, n=2))

    assert ahead(check) is None


def test_nobody_answers() -> None:
    """A check that calls student or reference first gets no further, and neither does one that fails."""

    def calls(student: Any, cases: Any) -> None:
        student.f(1)
        list(cases(maker))

    def fails(cases: Any) -> None:
        raise KeyError

    def asks_for_nothing(student: Any) -> None:
        assert student.f

    assert [ahead(c) for c in (calls, fails, asks_for_nothing)] == [None] * 3


def test_time_and_memory_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A maker that takes long, or fills the memory, is left to the children."""

    def slow(draw: Draw) -> Case:
        time.sleep(20)
        return ()

    def check(cases: Any) -> None:
        list(cases(slow))

    monkeypatch.setattr(drawn, "_SECONDS", 0.05)
    started = time.monotonic()
    assert ahead(check) is None
    assert time.monotonic() - started < 10
    monkeypatch.setattr(drawn, "_SECONDS", 2.0)
    monkeypatch.setattr(drawn, "_MOST", 100)
    assert ahead(check_values) is None
