"""The report files of a push."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.ci.annotations import remarks
from grader.ci.badge import badge
from grader.ci.github import SUMMARY_BYTES
from grader.ci.gitlab import code_quality
from grader.ci.push import Graded, Outcome
from grader.ci.summary import summary
from grader.course import Course
from grader.errors import UsageError
from grader.exports import junit
from grader.messages import render
from grader.reports.files import slug, write_atomic
from grader.reports.view import student_view, title_in

SCHEMA = "grader.ci/1"


@dataclass(frozen=True)
class Signed:
    """A signed result, and where it is kept."""

    data: bytes
    kept: Path


def ci_json(course: Course, outcome: Outcome, signed: Mapping[str, Signed], lang: str) -> str:
    """Everything that a student may see of a push, for programs."""
    value = {
        "schema": SCHEMA,
        "student": outcome.push.student,
        "repository": outcome.push.repository,
        "ref": outcome.push.ref,
        "commit": outcome.commit.id,
        "tree": outcome.commit.tree,
        "compared": outcome.compared,
        "weeks": [_week(graded, signed.get(graded.week), lang) for graded in outcome.weeks],
        "removed": list(outcome.removed),
        "edited": [asdict(file) for file in outcome.edited],
        "notes": [render(note, lang) for note in outcome.notes],
        "annotations": [asdict(mark) for mark in remarks(course, outcome, lang)],
    }
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode() + "\n"


def _week(graded: Graded, signed: Signed | None, lang: str) -> dict[str, Any]:
    (verdict,) = graded.run.verdicts
    view = asdict(student_view(verdict, lang))
    del view["lang"], view["student"]
    head = {"week": graded.week, "title": title_in(graded.run.titles, lang, graded.week)}
    rest = {"sandbox": graded.run.sandbox, "signed": signed.data.decode() if signed is not None else None}
    return {**head, **view, **rest}


def write_files(course: Course, outcome: Outcome, signed: Mapping[str, Signed], folder: Path, lang: str) -> list[Path]:
    """Write all reports of a push into a folder.

    Raises:
        UsageError: it cannot be written.
    """
    files: dict[str, str | bytes] = {
        "ci.json": ci_json(course, outcome, signed, lang),
        "summary.md": summary(outcome, lang, SUMMARY_BYTES),
        "gl-code-quality-report.json": code_quality(remarks(course, outcome, lang)),
        "junit.xml": _junit(outcome, lang),
    }
    for graded in outcome.weeks:
        name = slug(graded.week)
        files[f"{name}.badge.svg"] = badge(graded.week, graded.run.verdicts[0])
        if graded.week in signed:
            files[f"{name}.signed.json"] = signed[graded.week].data
    written = []
    try:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
            write_atomic(folder / name, data, durable=False)
            written.append(folder / name)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}: give another folder with --out") from None
    return written


def _junit(outcome: Outcome, lang: str) -> str:
    """One file for all weeks: each is a suite."""
    runs = [junit(graded.run, lang) for graded in outcome.weeks]
    inner = [text.partition("<testsuites")[2].partition(">")[2].rpartition("</testsuites>")[0].strip() for text in runs]
    body = "\n".join(inner)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{body}\n</testsuites>\n'
