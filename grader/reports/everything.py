"""All reports of a run in one folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.reports.gradebook import write_gradebook
from grader.reports.html import write_pages
from grader.reports.results import write_results

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model import Run


@dataclass(frozen=True)
class ReportPaths:
    """Where the reports are. `feedback` has one page per verdict, in the order of the run."""

    results: Path
    gradebook: Path
    class_page: Path
    feedback: tuple[Path, ...]


def write_all(run: Run, out_dir: Path, lang: str) -> ReportPaths:
    """Writes results.json, gradebook.csv, index.html and feedback/*.html; `lang` is the course's language.

    Raises:
        OSError: the folder cannot be written.

    """
    results, gradebook = out_dir / "results.json", out_dir / "gradebook.csv"
    write_results(run, results, lang)
    write_gradebook(run, gradebook, lang)
    pages = write_pages(run, out_dir, lang)
    return ReportPaths(results, gradebook, pages.index, pages.feedback)
