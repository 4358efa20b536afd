"""All reports of a run in one folder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.reports.class_report.standing import grades_of
from grader.reports.files import set_aside, write_atomic
from grader.reports.gradebook import write_gradebook
from grader.reports.html import FEEDBACK, write_pages
from grader.reports.markdown import student_markdown
from grader.reports.results import write_results

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from grader.grades import Grade
    from grader.model import Run, Submission


_UNFINISHED = ".unfinished"
_OURS = ("results.json", "gradebook.csv", "index.html", "index.??.html", FEEDBACK)


@dataclass(frozen=True)
class ReportPaths:
    """Where the reports are. `feedback` has one page per verdict, in the order of the run; beside it the same as .md.

    `earlier` is where those of the run before went, if there was one.
    """

    results: Path
    gradebook: Path
    class_page: Path
    feedback: tuple[Path, ...]
    earlier: Path | None = None


def write_all(
    run: Run,
    out_dir: Path,
    lang: str,
    *,
    grades: Sequence[Grade] = (),
    submissions: Iterable[Submission] = (),
    flagged: Collection[str] | None = None,
) -> ReportPaths:
    """Writes results.json, gradebook.csv, index.html, feedback/*.html and *.md; `lang` is the course's language.

    `grades`, `submissions` and `flagged` are what the class page may say beside the run: see `class_report.findings`.

    The folder holds one run, with no page of somebody who is not in it. The reports of a run before are kept in
    `earlier/`: grading one student again must not cost the grades of the others.

    They are made aside and then moved into place, results.json last: a full disk or a kill leaves no part of them that
    looks like the whole.

    Raises:
        OSError: the folder cannot be written; it is then as it was before.

    """
    new = out_dir / _UNFINISHED
    shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
    try:
        write_results(run, new / "results.json", lang)
        write_gradebook(run, new / "gradebook.csv", lang)
        pages = write_pages(run, new, lang, grades=grades, submissions=submissions, flagged=flagged)
        by_place = grades_of(run, grades)
        for place, (verdict, page) in enumerate(zip(run.verdicts, pages.feedback, strict=True)):
            said = student_markdown(verdict, run, lang, by_place.get(place)).encode("utf-8", "replace")
            write_atomic(page.with_suffix(".md"), said, durable=False)
        earlier = set_aside(out_dir, _OURS)
        for part in sorted(new.iterdir(), key=lambda path: path.name == "results.json"):
            part.rename(out_dir / part.name)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    feedback = tuple(out_dir / page.relative_to(new) for page in pages.feedback)
    index = out_dir / pages.index.name
    return ReportPaths(out_dir / "results.json", out_dir / "gradebook.csv", index, feedback, earlier)
