"""Late, missing, excused and unscored hand-ins in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.grades import Grade
from grader.messages import text
from grader.reports.class_report.standing import Standing
from grader.reports.class_report.words import duration
from grader.reports.plain import one_line, points
from grader.reports.view import title_in


@dataclass(frozen=True)
class StandingView:
    """Each person as name and page, which is empty where nothing was handed in."""

    missing: tuple[tuple[str, str], ...]
    excused: tuple[tuple[str, str], ...]
    overridden: tuple[tuple[str, str], ...]
    late: tuple[tuple[str, str, str, str], ...]  # name, page, how late, what it cost
    pending: tuple[tuple[str, str], ...]  # rubric item, how many wait


def standing_view(found: Standing, pages: Mapping[str, str], lang: str) -> StandingView:
    """`pages`: student → the link to the page."""

    def people(grades: Iterable[Grade]) -> tuple[tuple[str, str], ...]:
        return tuple((name_of(grade), pages.get(grade.student, "")) for grade in grades)

    return StandingView(
        missing=people(found.missing),
        excused=people(found.excused),
        overridden=people(found.overridden),
        late=tuple(
            (
                name_of(entry.grade),
                pages.get(entry.grade.student, ""),
                duration(entry.seconds, lang),
                text("class.late_cost", lang, points=points(entry.cost))
                if entry.cost > 0
                else text("class.late_free", lang),
            )
            for entry in found.late
        ),
        pending=tuple(
            (title_in(titles, lang, task), text("class.pending_count", lang, count=count))
            for titles, task, count in found.pending
        ),
    )


def name_of(grade: Grade) -> str:
    """What people call the student, with the id."""
    name, student = one_line(grade.name), one_line(grade.student)
    return student if not name or name == student else f"{name} ({student})"
