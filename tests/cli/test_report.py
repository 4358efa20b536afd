"""`grader report`: reports made again from a results.json."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.reports import write_all
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


def test_a_week_is_found_in_graded(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WEEK means the run of that week in graded/."""
    monkeypatch.chdir(folder)
    result = invoke("4", "--out", tmp_path, "--course", ROOT)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "index.html").is_file()


def test_earlier_reports_are_kept(folder: Path, tmp_path: Path) -> None:
    """Into a folder with reports: those are put aside, and it is said."""
    for _ in range(2):
        result = invoke(folder / "graded" / "results.json", "--out", tmp_path)
    assert "earlier" in result.stderr
    assert len(list((tmp_path / "earlier").iterdir())) == 1


@pytest.mark.parametrize(
    "source,says", [("nowhere.json", "cannot be read"), ("week99", "no assignment"), ("week04_rnn", "there is no")]
)
def test_wrong_usage_is_one_line(source: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No such run: one line that says what to give."""
    monkeypatch.chdir(tmp_path)
    result = invoke(source, "--out", tmp_path / "out", "--course", ROOT)
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()
