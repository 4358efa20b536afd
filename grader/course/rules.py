"""What course.toml says about time and its price: the sessions' start, the slots' due dates, lateness, the term."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from grader.course.moments import Clock, Due, Span, SpanText
from grader.spec.assignment import SlotName
from grader.spec.reading import FileModel, broken

Percent = Annotated[float, Field(ge=0, le=100)]


class Schedule(FileModel):
    """`[schedule]`: when a session begins that says nothing of its own."""

    start: Clock | None = None


class LateStep(FileModel):
    """`percent` is taken off what comes more than `after` past the due date."""

    after: SpanText
    percent: Percent


class LatePolicy(FileModel):
    """`[late]`: what lateness costs. Lateness counts from the due date; the grace only forgives who comes within it.

    Attributes:
        grace: no penalty up to here.
        percent: taken off per `per`.
        curve: `steps` counts a day or hour that has begun as a whole one, `linear` its share.
        steps: instead of `percent`, a table of its own.
        of: what the percentages are of: the points that were earned, or those that could be.
        cap: the most that is taken off, in percent.
        floor: what lateness leaves, in percent of the possible points, to who earned that much.
        no_credit_after: nothing counts any more, whatever `cap` and `floor` say.
    """

    grace: SpanText = Span()
    percent: Percent = 0
    per: Literal["day", "hour"] = "day"
    curve: Literal["steps", "linear"] = "steps"
    steps: Annotated[tuple[LateStep, ...], Field(strict=False)] = ()
    of: Literal["earned", "possible"] = "earned"
    cap: Percent = 100
    floor: Percent = 0
    no_credit_after: SpanText | None = None

    @model_validator(mode="after")
    def _one_curve(self) -> Self:
        if self.steps and self.percent:
            raise broken("stands beside percent", "use percent or steps", "steps")
        for before, step in zip(self.steps, self.steps[1:], strict=False):
            if step.after.total <= before.after.total or step.percent < before.percent:
                raise broken("do not rise", "later steps start later and take at least as much", "steps")
        return self

    @model_validator(mode="after")
    def _grace_counts(self) -> Self:
        if self.no_credit_after is not None and self.no_credit_after.total < self.grace.total:
            raise broken("ends within the grace", "make it longer than grace", "no_credit_after")
        return self


class Slot(FileModel):
    """`[slots.preview]`, `[slots.review]`: when it is due. `late` stands in place of all of the course's `[late]`."""

    due: Due
    late: LatePolicy | None = None


class TermRules(FileModel):
    """`[term_total]`: how the term's total comes about.

    Attributes:
        drop_lowest: so many assignments do not count, those whose absence helps a student most. The contest stays.
    """

    drop_lowest: Annotated[int, Field(ge=0)] = 0


Slots = Mapping[SlotName, Slot]
