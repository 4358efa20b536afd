"""The wrong answer that a check stumbled over, in plain parts."""

from __future__ import annotations

from dataclasses import dataclass

from grader.diagnosis import Leaves, leaves
from grader.errors import CheckFailed
from grader.testing.reference import native_dtype
from grader.testing.watching import Watch

# Failures that are about the last comparison; a check's own messages say themselves what is wrong.
ABOUT_A_VALUE = frozenset(
    {
        "value_differs",
        "number_differs",
        "shape_differs",
        "dtype_differs",
        "type_differs",
        "not_finite",
        "text_differs",
        "text_looks_alike",
        "length_differs",
        "gradient_differs",
        "gradient_inconsistent",
    }
)


@dataclass(frozen=True)
class Answer:
    """A wrong answer.

    Attributes:
        got, wanted: its parts and the reference's. at: the part that failed first; None where that is not one part.
        tau: the assertion's tolerance; None for that of the dtype. count: which comparison it was, from 1.
    """

    got: Leaves
    wanted: Leaves
    at: int | None
    tau: float | None
    count: int


def answer_of(error: CheckFailed, watch: Watch) -> Answer | None:
    """What the check compared last, where the failure is about that."""
    if error.message.key not in ABOUT_A_VALUE or watch.last is None:
        return None
    actual, expected, what, tau = watch.last
    got, wanted = leaves(actual, what), leaves(expected, what, native_dtype)
    if not got or not wanted:
        return None
    name = error.message.params.get("what")
    at = next((i for i, ((n, _), (m, _)) in enumerate(zip(got, wanted, strict=False)) if n == m == name), None)
    return Answer(got, wanted, at, tau, watch.count)
