"""Results as they leave the judge: plain, bounded, and fit for every writer."""

from __future__ import annotations

import json
import math
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from grader.judge.plain import ITEMS, TEXT, plain, plain_result
from grader.model import Check, CheckResult, Frame, Message, Outcome

CHECK = Check("test_a.py::one", "a", "one", {"en": "One", "ko": "하나"}, 1.0)


class Point(NamedTuple):
    """What a student's namedtuple is."""

    x: int
    y: int


def size(value: Any) -> int:
    """How many things a plain value consists of."""
    if isinstance(value, dict):
        return 1 + sum(map(size, value.values()))
    return 1 + sum(map(size, value)) if isinstance(value, list) else 1


@pytest.mark.parametrize(
    "value,expected",
    [
        (None, None),
        (True, True),
        (np.bool_(False), False),
        (np.int64(7), 7),
        (2**70, hex(2**70)),
        (np.float32(0.5), 0.5),
        (torch.tensor(3), 3),
        (torch.tensor(0.25), 0.25),
        (np.array(4.0), 4.0),
        ((1, [2.0, "a"]), [1, [2.0, "a"]]),
        (Point(1, 2), [1, 2]),
        ({"a": {1: None}}, {"a": {"1": None}}),
        (frozenset({1}), [1]),
        ("\ud800x", "?x"),
        (Outcome.PASSED, "passed"),
        (b"x", "b'x'"),
    ],
)
def test_values(value: Any, expected: Any) -> None:
    """Numbers of numpy and torch become Python's, containers become lists and dicts, the rest becomes text."""
    found = plain(value)
    assert found == expected
    assert type(found) is type(expected) or isinstance(found, str)


def test_what_json_has_no_number_for() -> None:
    """NaN and infinities become text, which the way to results.json does not lose."""
    assert [plain(math.nan), plain(-math.inf), plain(np.float32("inf"))] == ["nan", "-inf", "inf"]


def test_sizes_are_bounded() -> None:
    """Long texts, long lists, deep nesting and a tensor of many numbers are cut."""
    assert len(plain("x" * 10**6)) == TEXT
    assert len(plain(10**10**5)) <= TEXT
    assert len(plain(list(range(10**4)))) == len(plain({str(i): i for i in range(10**4)})) == ITEMS
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    assert size(plain(deep)) < 20
    assert isinstance(plain(torch.zeros(100)), str)


class Remote:
    """Like a handle to a student's object: every attribute is a request."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        pytest.fail(f"asked the student's process for {name}")

    def __repr__(self) -> str:
        return "<the student's Remote>"


def test_students_objects_are_not_asked() -> None:
    """A handle among the facts becomes its name; no request is made while a result is written."""
    assert plain(Remote()) == "<the student's Remote>"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
        lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5) | st.sets(st.text()),
    )
)
def test_every_result_can_be_written(value: Any) -> None:
    """A result with this value everywhere can be dumped as JSON in UTF-8 and read again."""
    text = str(value)
    result = CheckResult(
        CHECK,
        Outcome.FAILED,
        message=Message("value_differs", {"actual": value}),
        where=Frame(text, 1, text, text),
        output=text,
        facts={text: value},
    )
    adapter = TypeAdapter(CheckResult)
    line = json.dumps(adapter.dump_python(plain_result(result), mode="json")).encode()
    again = adapter.validate_python(json.loads(line))
    assert again.outcome is Outcome.FAILED
    assert "\n" not in line.decode()
