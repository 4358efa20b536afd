"""What goes into one cell of an LMS: a number on its scale, "excused", or nothing yet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from grader.errors import UsageError
from grader.grades import Grade
from grader.reports.plain import points
from grader.scoring import round_points


@dataclass(frozen=True)
class Scale:
    """How points become an LMS's number.

    Attributes:
        full: what all points give; None: the column's own maximum, or the points themselves where it has none.
        raw: the points as they are, whatever the column's maximum.
    """

    full: float | None = None
    raw: bool = False


def scale_of(text: str | None) -> Scale:
    """`--scale`: nothing (the column's maximum), `points`, or a number that all points give.

    Raises:
        UsageError: it is none of these.
    """
    if text is None:
        return Scale()
    if text.strip().lower() == "points":
        return Scale(raw=True)
    try:
        full = float(text)
    except ValueError:
        full = math.nan
    if not math.isfinite(full) or full <= 0:
        raise UsageError(f"--scale: {text[:40]!r} is neither points nor a number above zero such as 100")
    return Scale(full=full)


@dataclass(frozen=True)
class Amount:
    """One student's cell.

    Attributes:
        kind: a number; excused; or pending: something is still to be judged, and nothing is published.
        value: the number, rounded to hundredths.
        over: it was above the column's maximum, which an LMS refuses, and was cut to it.
    """

    kind: Literal["number", "excused", "pending"]
    value: float = 0.0
    over: bool = False

    def text(self, mark: str = ".") -> str:
        """The number as an LMS reads it: no thousands, `mark` before the decimals."""
        return points(self.value).replace(".", mark)


def amount(grade: Grade, maximum: float | None, scale: Scale) -> Amount:
    """The cell of a grade in a column of that maximum (None: it has none)."""
    if grade.excused:
        return Amount("excused")
    if grade.ungraded or any(task.pending and not task.excused for task in grade.tasks) or grade.possible <= 0:
        return Amount("pending")
    full = scale.full if scale.full is not None else maximum
    value = grade.earned if scale.raw or full is None else grade.earned / grade.possible * full
    if maximum is not None and value > maximum + 0.005:
        return Amount("number", maximum, over=True)
    return Amount("number", round_points(value))
