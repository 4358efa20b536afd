"""`grader report`: reports made again from a results.json."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.reports.everything import write_all
from grader.reports.results import read_results
from grader.store import open_store
from tests.grades.school import course_at, grade
from tests.grades.things import ordinary
from tests.reports.class_of import class_of

ROOT = Path(__file__).resolve().parents[2]


def invoke(*arguments: str | Path) -> Result:
    """`grader report ARGUMENTS`, in this process."""
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `graded/`, the reports of a small class."""
    place = tmp_path_factory.mktemp("evening")
    write_all(class_of(12), place / "graded", "ko")
    return place


def test_reports_are_made_again(folder: Path, tmp_path: Path) -> None:
    """The same files with the same content; the first language is the course's."""
    result = invoke(folder / "graded" / "results.json", "--out", tmp_path / "out", "--course", ROOT)
    assert result.exit_code == 0, result.output
    for file in ("index.html", "gradebook.csv", "results.json", "feedback/s003.html"):
        assert (tmp_path / "out" / file).read_bytes() == (folder / "graded" / file).read_bytes(), file


def test_another_language(folder: Path, tmp_path: Path) -> None:
    """--lang chooses which language comes first."""
    assert invoke(folder / "graded" / "results.json", "--out", tmp_path, "--lang", "en").exit_code == 0
    assert '<html lang="en">' in (tmp_path / "index.html").read_text("utf-8")


def test_a_week_is_what_stands_for_everybody(tmp_path: Path) -> None:
    """WEEK means the store: the newest verdict of each student, and the grades with what people decided."""
    course_at(tmp_path)
    store = tmp_path / "store.sqlite3"
    with open_store(str(store)) as kept:
        grade(kept, [ordinary(), replace(ordinary(), student="s002")])
        grade(kept, [replace(ordinary(), student="s002", seconds=77.0)])
    options = ["--store", store, "--course", tmp_path]
    judged = CliRunner().invoke(
        main,
        [
            *["override", "s001", "4", "--points", "3.25", "--author", "ta", "--reason"],
            "spoken exam",
            *map(str, options),
        ],
    )
    assert judged.exit_code == 0, judged.output
    result = invoke("4", "--out", tmp_path / "out", *options)
    assert result.exit_code == 0, result.output
    found = read_results(tmp_path / "out" / "results.json")
    assert {v.student: v.seconds for v in found.verdicts} == {"s001": ordinary().seconds, "s002": 77.0}
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "박셋" in page, "who handed in nothing is named"
    assert "spoken exam" in (tmp_path / "out" / "feedback" / "s001.html").read_text("utf-8")


def test_earlier_reports_are_kept(folder: Path, tmp_path: Path) -> None:
    """Into a folder with reports: those are put aside, and it is said."""
    for _ in range(2):
        result = invoke(folder / "graded" / "results.json", "--out", tmp_path)
    assert "earlier" in result.stderr
    assert len(list((tmp_path / "earlier").iterdir())) == 1


@pytest.mark.parametrize(
    "source,says", [("nowhere.json", "cannot be read"), ("week99", "no assignment"), ("week04_rnn", "was graded yet")]
)
def test_wrong_usage_is_one_line(source: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No such run: one line that says what to give."""
    monkeypatch.chdir(tmp_path)
    result = invoke(source, "--out", tmp_path / "out", "--course", ROOT)
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()
