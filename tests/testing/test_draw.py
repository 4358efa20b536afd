"""Inputs of checks: reproducible, boundary sizes first, awkward layouts included."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.testing.draw import Case, Cases, Draw, derive

few = settings(max_examples=40, deadline=None, derandomize=True)
seeds = st.integers(0, 2**64 - 1)


def everything(draw: Draw) -> Case:
    """One of each thing that can be drawn."""
    return (
        draw.size(),
        draw.normal(2, 3),
        draw.array(2, 3),
        draw.integers(0, 100, (4,)),
        draw.uniform(),
        draw.choice("abcdefgh"),
        torch.randn(2, generator=draw.generator),
    )


def as_text(case: Case) -> str:
    """A case to compare by."""
    return repr([v.tolist() if isinstance(v, torch.Tensor | np.ndarray) else v for v in case])


@few
@given(seed=seeds, index=st.integers(0, 50))
def test_same_seed_same_case(seed: int, index: int) -> None:
    """A case depends on seed and index alone; another seed or index gives another case."""
    case = as_text(everything(Draw(seed, index)))
    assert case == as_text(everything(Draw(seed, index)))
    assert case != as_text(everything(Draw(seed, index + 1)))
    assert case != as_text(everything(Draw(derive(seed, "other"), index)))


@few
@given(seed=seeds, low=st.integers(1, 4), span=st.integers(1, 5), index=st.integers(1, 30))
def test_sizes(seed: int, low: int, span: int, index: int) -> None:
    """Case 0 has the lowest sizes; later ones stay within the bounds, and neighbours differ so that transposes show."""
    assert [Draw(seed, 0).size(low, low + span) for _ in range(3)] == [low] * 3
    draw = Draw(seed, index)
    sizes = [draw.size(low, low + span) for _ in range(10)]
    assert all(low <= n <= low + span for n in sizes)
    assert all(a != b for a, b in itertools.pairwise(sizes))
    assert draw.size(low, low) == low


def test_every_size_occurs() -> None:
    """The bounds are inclusive and every size between them is drawn."""
    found = {draw.size(2, 5) for i in range(1, 60) for draw in [Draw(7, i)]}
    assert found == {2, 3, 4, 5}


def test_dtypes_alternate() -> None:
    """float64 and float32 in turn; arrays are always float64."""
    draws = [Draw(1, i) for i in range(4)]
    assert [d.normal(2).dtype for d in draws] == [torch.float64, torch.float32] * 2
    assert {d.array(2).dtype for d in draws} == {np.dtype(np.float64)}


@pytest.mark.parametrize("shape", [(3,), (2, 3), (1, 3), (3, 1), (2, 3, 4), (1, 1, 5)])
def test_every_third_case_is_not_contiguous(shape: tuple[int, ...]) -> None:
    """Cases 2, 5, 8 … have an awkward memory layout, whatever the shape; the others have not."""
    for index in range(9):
        draw = Draw(1, index)
        awkward = index % 3 == 2
        t, a = draw.normal(*shape), draw.array(*shape)
        assert t.shape == a.shape == shape
        assert t.is_contiguous() is not awkward
        assert a.flags.c_contiguous is not awkward


def test_scale_and_ranges() -> None:
    """`scale` multiplies, `uniform` and `integers` keep to [low, high), `choice` reaches every option."""
    assert torch.equal(Draw(1, 0).normal(50, scale=3.0), 3 * Draw(1, 0).normal(50))
    draw = Draw(1, 3)
    assert all(-2 <= draw.uniform(-2, 5) < 5 for _ in range(200))
    whole = draw.integers(3, 6, (200,))
    assert whole.dtype == torch.int64
    assert set(whole.tolist()) == {3, 4, 5}
    assert {draw.choice(("a", "b", "c")) for _ in range(60)} == {"a", "b", "c"}
    assert draw.normal().shape == ()


def test_two_calls_of_cases_differ() -> None:
    """Each call of `cases` in a check continues its stream; the same calls again give the same cases."""

    def drawn() -> list[list[str]]:
        cases = Cases(5)
        return [[as_text(c) for c in cases(everything, n=3)] for _ in range(2)]

    first, second = drawn()
    assert len({*first, *second}) == 6
    assert drawn() == [first, second]


def test_streams_do_not_depend_on_order() -> None:
    """Cases that are drawn late or interleaved are the same: a check's inputs depend on no other check."""
    one, two = Cases(5), Cases(6)
    late = one(everything, n=2), two(everything, n=2)
    interleaved = [[], []]  # type: list[list[str]]
    for pair in zip(*late, strict=True):
        for out, case in zip(interleaved, pair, strict=True):
            out.append(as_text(case))
    assert interleaved == [[as_text(c) for c in Cases(s)(everything, n=2)] for s in (5, 6)]


def test_fewer_cases_are_a_beginning_of_more() -> None:
    """The first cases do not depend on how many are drawn."""
    some, more = ([as_text(c) for c in Cases(5)(everything, n=n)] for n in (2, 5))
    assert more[:2] == some


@few
@given(seed=seeds, path=st.lists(st.text(max_size=9) | st.integers(), max_size=3))
def test_derived_seeds(seed: int, path: list[Any]) -> None:
    """A derived seed has 64 bits, depends on the whole path and is not the seed."""
    derived = derive(seed, *path)
    assert 0 <= derived < 2**64
    assert derived == derive(seed, *path)
    assert derived != derive(seed, *path, "more")
    assert derived != derive(seed + 1, *path)
