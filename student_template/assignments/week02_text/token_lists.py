"""What a tokeniser returns: a list of str, looked at before anything else about it."""

from __future__ import annotations

from typing import Any

from grader.testing import fail
from grader.testing.assertions import type_name


def listed(actual: Any, what: str) -> list[str]:
    """`actual`, which is a list of str.

    Raises:
        CheckFailed: it is not.
    """
    if not isinstance(actual, list):
        fail("type_differs", what=what, expected="list", actual=type_name(actual))
    for place, token in enumerate(actual):
        if not isinstance(token, str):
            fail("type_differs", what=f"{what}[{place}]", expected="str", actual=type_name(token))
    return actual
