"""Assertions of checks: right answers pass, wrong ones fail with the message that fits best."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.protocol import Record
from grader.testing import assert_matches, assert_shape, expect, fail
from grader.testing.reference import Exact
from tests.testing.messages import failure

few = settings(max_examples=40, deadline=None, derandomize=True)


class Pair(NamedTuple):
    """A result with names."""

    h: Any
    c: Any


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    """Standard normal float64 values."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def double(x: Any) -> Any:
    """A reference function."""
    return x * 2.0


def key(actual: Any, expected: Any, **options: Any) -> str:
    """The key of the message with which `assert_matches` fails."""
    return failure(lambda: assert_matches(actual, expected, **options)).key


# -- order: type, dtype, shape, finiteness, value ---------------------------------------------------


def test_the_first_fault_in_order_is_told() -> None:
    """Each repaired fault uncovers the next: type, dtype, shape, finiteness, value."""
    expected = normal(2, 3)
    assert key(expected.numpy(), expected) == "type_differs"
    assert key(torch.full((3, 2), math.nan), expected) == "dtype_differs"
    assert key(torch.full((3, 2), math.nan, dtype=torch.float64), expected) == "shape_differs"
    assert key(torch.full((2, 3), math.nan, dtype=torch.float64), expected) == "not_finite"
    assert key(torch.zeros(2, 3, dtype=torch.float64), expected) == "value_differs"
    assert_matches(expected.clone(), expected)


@pytest.mark.parametrize("make", [lambda t: t, lambda t: t.numpy()], ids=["torch", "numpy"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@few
@given(shape=st.lists(st.integers(1, 5), min_size=1, max_size=3), seed=st.integers(0, 999))
def test_power(make: Callable[[torch.Tensor], Any], dtype: torch.dtype, shape: list[int], seed: int) -> None:
    """Zeros, a transpose, another dtype, what merely broadcasts and 0.1 % too much fail; the right answer passes."""
    case = normal(*shape, seed=seed).to(dtype)
    expected = Exact(double)(make(case))
    right = case * 2
    assert_matches(make(right), expected)
    other = torch.float64 if dtype is torch.float32 else torch.float32
    wrong = [torch.zeros_like(right), right.to(other), right.long(), right * 1.001, right[None], right + 1]
    if right.dim() > 1 and right.shape[0] != right.shape[-1]:
        wrong.append(right.transpose(0, -1).contiguous())
    if right.numel() > 1:
        wrong += [right.flatten()[:1], right.mean(), right[:1] if right.shape[0] > 1 else right.sum()]
    for answer in wrong:
        with pytest.raises(AssertionError):
            assert_matches(make(answer), expected)


def test_square_transposes_fail() -> None:
    """A transpose that has the right shape is wrong in its values."""
    expected = normal(4, 4)
    assert key(expected.T, expected) == "value_differs"


def test_a_wrong_value_is_described() -> None:
    """The message has place, both values, how many are wrong and the largest error."""
    expected = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    message = failure(lambda: assert_matches(torch.tensor([[1.0, 2.5], [3.0, 5.0]]), expected, what="logits"))
    assert message.params == {
        "what": "logits",
        "index": "[0, 1]",
        "expected": 2.0,
        "actual": 2.5,
        "wrong": 2,
        "total": 4,
        "worst": 1.0,
    }


def test_not_finite_is_described() -> None:
    """NaN and infinity are counted, the first one is located."""
    expected = torch.ones(2, 2)
    message = failure(lambda: assert_matches(torch.tensor([[1.0, math.inf], [math.nan, 1.0]]), expected))
    assert message.params == {"what": "result", "count": 2, "index": "[0, 1]"}


def test_infinities_of_the_reference_must_be_there() -> None:
    """Where the reference is −inf or NaN the answer must be the same; the other entries are judged as usual."""
    expected = torch.tensor([1.0, -math.inf, math.nan])
    assert_matches(expected.clone(), expected)
    assert key(torch.tensor([1.0, -1e9, math.nan]), expected) == "value_differs"
    assert key(torch.tensor([1.0, math.inf, math.nan]), expected) == "value_differs"
    assert key(torch.tensor([1.0, -math.inf, 0.0]), expected) == "value_differs"
    assert key(torch.tensor([2.0, -math.inf, math.nan]), expected) == "value_differs"


# -- types ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "actual,expected,names",
    [
        (np.zeros(2), torch.zeros(2), ("torch.Tensor", "numpy.ndarray")),
        (torch.zeros(2), np.zeros(2), ("numpy.ndarray", "torch.Tensor")),
        ([0.0, 0.0], torch.zeros(2), ("torch.Tensor", "list")),
        (None, torch.zeros(2), ("torch.Tensor", "None")),
        (torch.tensor(1.0), 1.0, ("float", "torch.Tensor")),
        ("1.0", 1.0, ("float", "str")),
        (True, 1.0, ("float", "bool")),
        (True, 1, ("int", "bool")),
        (1, True, ("bool", "int")),
        (1.0, 1, ("int", "float")),
        ([1, 2], (1, 2), ("tuple", "list")),
        ((1, 2), [1, 2], ("list", "tuple")),
        (torch.zeros(2), (torch.zeros(1), torch.zeros(1)), ("tuple", "torch.Tensor")),
        (Record("Output", ["h", "c"], [1, 2], is_tuple=False), (1, 2), ("tuple", "Output")),
        ([("a", 1)], {"a": 1}, ("dict", "list")),
        ("a", None, ("None", "str")),
    ],
)
def test_types_are_told_apart(actual: Any, expected: Any, names: tuple[str, str]) -> None:
    """torch, numpy and plain Python are different answers; the message names both types as a student writes them."""
    message = failure(lambda: assert_matches(actual, expected))
    assert message.key == "type_differs"
    assert (message.params["expected"], message.params["actual"]) == names


@pytest.mark.parametrize(
    "actual,expected",
    [
        (np.float32(0.1), 0.1),
        (np.float64(2), 2.0),
        (3, 3.0),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (1.0 + 1e-6, 1.0),
        (math.nan, math.nan),
        (math.inf, math.inf),
        (1e-13, 0.0),
        ("텍스트", "텍스트"),
        (None, None),
        ({1, 2}, {2, 1}),
        (torch.float32, torch.float32),
        (Pair(1, 2.0), (1, 2.0)),
        (Record("Pair", ["h", "c"], [1, 2.0], is_tuple=True), Pair(1, 2.0)),
        ({"b": 1, "a": [1.0]}, {"a": [1.0], "b": 1}),
    ],
)
def test_equal_plain_values_pass(actual: Any, expected: Any) -> None:
    """numpy's scalars answer for Python's, floats have a tolerance, the order of keys does not matter."""
    assert_matches(actual, expected)


@pytest.mark.parametrize(
    "actual,expected,fault",
    [
        (1.001, 1.0, "number_differs"),
        (0.0, 1e-3, "number_differs"),
        (5.0, math.inf, "number_differs"),
        (1.0, math.nan, "number_differs"),
        (math.inf, 1.0, "not_finite"),
        (-math.inf, math.inf, "not_finite"),
        (10**400, 1.0, "not_finite"),
        (4, 3, "number_differs"),
        (False, True, "number_differs"),
        ("text", "Text", "text_differs"),
        ({1}, {1, 2}, "text_differs"),
        ((1, 2, 3), (1, 2), "length_differs"),
        ([], [1], "length_differs"),
        ({"a": 1}, {"b": 1}, "keys_differ"),
        ({"a": 1, "b": 2}, {"a": 1}, "keys_differ"),
    ],
)
def test_unequal_plain_values_fail(actual: Any, expected: Any, fault: str) -> None:
    """Numbers, texts, lengths and keys have messages of their own."""
    assert key(actual, expected) == fault


def test_explicit_tolerance() -> None:
    """A check may widen the tolerance, for tensors and for floats."""
    assert_matches(torch.tensor([1.01]), torch.tensor([1.0]), tolerance=0.01)
    assert_matches(1.01, 1.0, tolerance=0.01)
    assert key(torch.tensor([1.1]), torch.tensor([1.0]), tolerance=0.01) == "value_differs"
    assert key(1.1, 1.0, tolerance=0.01) == "number_differs"


# -- structures and names -----------------------------------------------------------------------------


def test_names_lead_to_the_wrong_part() -> None:
    """Elements of tuples are called by their names or numbers, entries of dicts by their keys."""
    tensors = (torch.ones(2), torch.ones(2))
    wrong = (torch.ones(2), torch.zeros(2))
    assert failure(lambda: assert_matches(wrong, tensors, what=("h'", "c'"))).params["what"] == "c'"
    assert failure(lambda: assert_matches(wrong, tensors)).params["what"] == "result[1]"
    assert failure(lambda: assert_matches((1,), (1, 2), what=("h", "c"))).params["what"] == "(h, c)"
    nested = {"layers": [{"w": 1}, {"w": 2}]}
    off = {"layers": [{"w": 1}, {"w": 3}]}
    assert failure(lambda: assert_matches(off, nested, what="state")).params["what"] == "state['layers'][1]['w']"


def test_lists_of_another_length_are_shown_where_they_differ() -> None:
    """Of lists of plain values both are shown, long ones around the first difference; of others the lengths alone."""
    message = failure(lambda: assert_matches(["a", "b"], ["a", "b", "c"]))
    assert message.params == {
        "what": "result",
        "expected": 3,
        "actual": 2,
        "got": "['a', 'b']",
        "wanted": "['a', 'b', 'c']",
    }
    long = [str(i) for i in range(90)]
    params = failure(lambda: assert_matches([*long[:50], "x", *long[50:]], long)).params
    assert str(params["got"]).startswith("[…, '47', '48', '49', 'x', '50', ")
    assert str(params["got"]).endswith("…]")
    assert str(params["wanted"]).startswith("[…, '47', '48', '49', '50', ")
    assert failure(lambda: assert_matches([torch.ones(1)], [])).params["got"] == ""


def test_keys_are_listed_and_capped() -> None:
    """Missing and superfluous keys are both named; a dictionary of a million keys does not make a long message."""
    message = failure(lambda: assert_matches({"b": 1, 2: 2}, {"a": 1}))
    assert message.params == {"what": "result", "missing": ["a"], "extra": ["b", "2"]}
    many = failure(lambda: assert_matches({"k" * 9999 + str(i): i for i in range(500)}, {}))
    extra = many.params["extra"]
    assert isinstance(extra, list)
    assert len(extra) <= 20 and max(map(len, extra)) <= 200


def test_long_texts_are_shown_where_they_differ() -> None:
    """Of long texts that differ late the message shows the place of the difference, not the equal beginning."""
    text = "".join(map(str, range(2000)))
    message = failure(lambda: assert_matches(text[:3000] + "WRONG", text[:3000] + "right"))
    assert "WRONG" in str(message.params["actual"]) and "right" in str(message.params["expected"])
    assert len(str(message.params["actual"])) <= 210


def test_hostile_sizes_stay_small_in_messages() -> None:
    """An int too long to print and a type name of a megabyte give short messages."""
    record = Record("T" * 1_000_000, [], [], is_tuple=False)
    assert len(str(failure(lambda: assert_matches(record, 1.0)).params["actual"])) <= 200
    assert failure(lambda: assert_matches(10**5000, 7)).params["actual"] == "<int>"


def test_shape() -> None:
    """assert_shape takes a shape, a tensor or an array, and tells what is no tensor at all."""
    for expected in ((2, 3), torch.Size([2, 3]), torch.zeros(2, 3), np.zeros((2, 3))):
        assert_shape(torch.zeros(2, 3), expected)
        assert_shape(np.zeros((2, 3)), expected)
    message = failure(lambda: assert_shape(torch.zeros(3, 2), (2, 3), what="weights"))
    assert message.params == {"what": "weights", "expected": "[2, 3]", "actual": "[3, 2]"}
    assert failure(lambda: assert_shape([0.0], (1,))).key == "type_differs"


def test_numpy_layouts_do_not_matter() -> None:
    """Arrays that are reversed, transposed or read-only are compared by value."""
    expected = np.arange(6.0).reshape(2, 3)
    backwards = expected[::-1].copy()[::-1]
    backwards.setflags(write=False)
    assert_matches(backwards, expected)
    assert_matches(np.asfortranarray(expected), expected)


def test_expect_and_fail() -> None:
    """`expect` fails only where its condition does not hold; `fail` always."""
    expect(True, "assertion", text="never read")
    assert failure(lambda: expect(False, "assertion", text="no")).params == {"text": "no"}
    assert failure(lambda: fail("assertion", text="no")).key == "assertion"
