"""Several results at once, of which a check looks at some one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.testing import expect
from grader.testing.assertions import type_name


def results(actual: Any, names: Sequence[str]) -> tuple[Any, ...]:
    """`actual`, which must be a tuple with a result for each name."""
    expect(isinstance(actual, tuple), "type_differs", what="result", expected="tuple", actual=type_name(actual))
    expect(len(actual) == len(names), "length_differs", what="result", expected=len(names), actual=len(actual))
    return tuple(actual)
