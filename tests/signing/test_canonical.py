"""Canonical JSON: one form for each value, one value for each form."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.signing import canonical, parse

WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_there_and_back(value: object) -> None:
    """What is written is read back as it was."""
    assert parse(canonical(value)) == value


@given(VALUES)
def test_other_forms_are_refused(value: object) -> None:
    """The same value with other space, or with escapes that need not be, is no canonical form."""
    for text in (json.dumps(value, indent=1), json.dumps(value, sort_keys=True)):
        data = text.encode()
        if data != canonical(value):
            with pytest.raises(ValueError, match="canonical"):
                parse(data)


@given(st.dictionaries(TEXT, WHOLE, min_size=2))
def test_order_of_keys_is_nothing(value: dict[str, int]) -> None:
    """Objects that say the same have the same bytes."""
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@pytest.mark.parametrize("value", [1.0, 1.5, float("nan"), 2**53, b"bytes", {1: "a"}, {"a": {2.0}}, "\ud800", object()])
def test_no_form(value: object) -> None:
    """Floats, large numbers, bytes, half characters and keys that are no text have no form."""
    with pytest.raises(ValueError):  # noqa: PT011 - which of them it is, is told in many ways
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [b'{"a":1,"a":1}', b'{"a":1,"a":2}', b"1.0", b"1e3", b"NaN", b"[" * 5000, b"", b"\xff", b'"\\u0041"', b" 1", b"-0"],
)
def test_what_is_not_read(data: bytes) -> None:
    """A key twice, a float, endless nesting, no JSON, an escape too many: refused."""
    with pytest.raises(ValueError):  # noqa: PT011 - the same
        parse(data)


def test_too_long() -> None:
    """A megabyte is enough."""
    with pytest.raises(ValueError, match="too long"):
        parse(b'"' + b"a" * 1_000_000 + b'"')
