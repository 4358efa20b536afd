"""Which submission is judged first: the one that takes longest, so that no judge is left with it at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from grader.model import Submission

_SECONDS_PER_CHARACTER = 1e-5  # where nothing was ever graded: only the order matters


def expected_seconds(
    submissions: Sequence[Submission], durations: Mapping[str, float]
) -> Callable[[Submission], float]:
    """How long judging will take: as long as that student's work took before, else in proportion to its code.

    Args:
        durations: student → seconds of the last time.
    """
    sizes = {s.student: _size(s) for s in submissions}
    seconds = sum(durations[student] for student in sizes if student in durations)
    code = sum(size for student, size in sizes.items() if student in durations)
    rate = seconds / code if seconds and code else _SECONDS_PER_CHARACTER
    return lambda submission: durations.get(submission.student, _size(submission) * rate)


def _size(submission: Submission) -> int:
    return sum(len(module.source) for module in submission.modules)
