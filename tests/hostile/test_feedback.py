"""What hostile submissions say reaches readers as text; what they saw of hidden cases does not reach their students."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model import Outcome, Run, Verdict
from grader.reports.class_terminal import print_run
from grader.reports.everything import write_all
from grader.reports.terminal import print_verdict
from grader.scoring import TaskInfo, verdict
from tests.hostile.attacks.feedback import FEEDBACK, LEAKS, Feedback
from tests.hostile.court import Court, Results, essence, reference, submission
from tests.hostile.levels import levels
from tests.reports.test_html import Page
from tests.reports.test_terminal import shown

AT = Callable[[str], Court]
LEVEL = levels()[-1]  # what a page holds does not depend on the level
READERS = [row for row in FEEDBACK if row.section == "Notebooks"]
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def as_run(student: str, results: Results) -> tuple[Run, Verdict]:
    """The run of one submission."""
    tasks = {r.check.task: 0.0 for r in results.values()}
    for result in results.values():
        tasks[result.check.task] += result.check.points
    infos = [TaskInfo(task, {"en": task, "ko": task}, points) for task, points in tasks.items()]
    judged = verdict(replace(reference(), student=student), list(results.values()), infos, sandbox=LEVEL)
    titles = {"en": "Walls", "ko": "벽"}
    run = Run("week01_walls", titles, "0" * 64, LEVEL, (), "2023-02-03T14:03:00+09:00", 1.0, {}, (judged,), expected=1)
    return run, judged


@pytest.mark.parametrize("row", READERS, ids=lambda row: row.name)
def test_readers(row: Feedback, court: AT, tmp_path: Path) -> None:
    """Pages without tags of the student's, a terminal without escapes, a spreadsheet without formulas, valid JSON."""
    results = court(LEVEL).judge(submission(row.student, **{row.file: row.code}))
    assert results["values"].outcome in (Outcome.ERROR, Outcome.FAILED)
    run, judged = as_run(row.student, results)
    out = tmp_path / "graded"
    paths = write_all(run, out, "ko")
    assert all(p.is_relative_to(out) for p in tmp_path.rglob("*") if p.is_file())
    pages = [p.read_text("utf-8") for p in out.rglob("*.html")]
    assert len(pages) >= 3
    for html in pages:
        page = Page(html)
        assert not {"script", "iframe", "object", "img", "form", "base"} & {tag for tag, _ in page.tags}
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        assert not [
            link for link in page.values("href") if re.match(r"\s*(javascript|data|http)s?:", link) and link != "data:,"
        ]
        assert not CONTROL.search(html)
        assert "1337" not in html  # 7 · 191, had a template been rendered twice
    assert row.shown in "".join("".join(Page(html).text) for html in pages)
    with paths.gradebook.open(encoding="utf-8-sig", newline="") as file:
        for cells in csv.reader(io.StringIO(file.read())):
            assert not [cell for cell in cells if re.match(r"[\s\x00-\x1f]*[=+@\t\r-]", cell)]
    for lang in ("en", "ko"):
        said = shown(print_run, run, lang) + shown(print_verdict, judged, lang)
        assert not CONTROL.search(said.replace("\n", ""))
    assert json.loads(paths.results.read_text("utf-8"))


def numbers_in(results: Results) -> set[str]:
    """Digits of the inputs that the submission saw in the hidden check, as it told them where the teacher can see."""
    hidden = results["unseen"]
    said = f"{hidden.message} {hidden.output}"
    return {n[:10] for n in re.findall(r"\d\.\d{8,}", said)}


@pytest.mark.parametrize("name", LEAKS)
def test_hidden_inputs_stay_hidden(name: str, court: AT, tmp_path: Path) -> None:
    """A submission that tells all it saw tells its student nothing of the hidden cases; the teacher sees it."""
    at = court(LEVEL)
    results = at.judge(submission("s666", double=LEAKS[name]))
    secret = numbers_in(results) - public_numbers(at)
    assert secret
    assert not [n for n in secret if n in student_sees(results, tmp_path)]
    assert essence(at.judge(reference(), checks=["values", "unseen"])) == {
        n: r for n, r in essence(at.honest).items() if n in ("values", "unseen")
    }


def public_numbers(at: Court) -> set[str]:
    """Digits of the inputs of the public checks, which a student may see."""
    results = at.judge(submission("s007", double="def double(x):\n    print(x.tolist())\n    return 2 * x\n"))
    said = "".join(r.output for n, r in results.items() if n != "unseen")
    return {n[:10] for n in re.findall(r"\d\.\d{8,}", said)}


def test_the_control_sees_what_a_page_shows(court: AT, tmp_path: Path) -> None:
    """The same look finds what a public check printed: it would find a hidden value, too."""
    at = court(LEVEL)
    results = at.judge(submission("s007", double="def double(x):\n    print(x.tolist())\n    return 2 * x\n"))
    public = {n[:10] for n in re.findall(r"\d\.\d{8,}", results["values"].output)}
    assert public
    assert [n for n in public if n in student_sees(results, tmp_path)]


def student_sees(results: Results, folder: Path) -> str:
    """The student's page and terminal."""
    run, judged = as_run("s666", results)
    write_all(run, folder, "en")
    page = "".join(p.read_text("utf-8") for p in (folder / "feedback").iterdir())
    return page + shown(print_verdict, judged, "ko", 10_000)
