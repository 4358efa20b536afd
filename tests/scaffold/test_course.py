"""`grader course new`: a course.toml that can be read, and never over one that is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.course import find_course


def invoke(*arguments: str | Path) -> Result:
    """`grader course new ARGUMENTS`, in this process."""
    return CliRunner().invoke(main, ["course", "new", *map(str, arguments)])


def test_an_empty_folder_becomes_a_course(tmp_path: Path) -> None:
    """What was asked for is in course.toml; the rest has defaults; --json names the file."""
    folder = tmp_path / "some" / "My course"
    result = invoke(folder, "--title-ko", '한국어 "제목"', "--term", "2027-winter", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == {"course": "My-course", "written": [(folder / "course.toml").as_posix()]}
    course = find_course(folder)
    assert (course.id, course.term, course.timezone) == ("My-course", "2027-winter", "Asia/Seoul")
    assert course.title == {"en": "My course", "ko": '한국어 "제목"'}
    assert [p.name for p in folder.iterdir()] == ["course.toml"]


def test_a_folder_with_files_keeps_them(tmp_path: Path) -> None:
    """A repository that exists may become a course."""
    (tmp_path / "README.md").write_text("mine", "utf-8")
    assert invoke(tmp_path).exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["README.md", "course.toml"]


def test_a_course_is_not_overwritten(tmp_path: Path) -> None:
    """The second time is refused in one line, and changes nothing."""
    assert invoke(tmp_path).exit_code == 0
    before = (tmp_path / "course.toml").read_bytes()
    result = invoke(tmp_path, "--term", "other")
    assert result.exit_code == 2
    assert "is there already" in result.stderr and len(result.stderr.splitlines()) == 1
    assert (tmp_path / "course.toml").read_bytes() == before


@pytest.mark.parametrize(
    "arguments,says",
    [
        (("--timezone", "Asia/Soul"), "timezone: is no time zone"),
        (("--term", ""), "--term"),
        (("--title-en", "two\nlines"), "--title-en"),
    ],
)
def test_what_cannot_be_read_is_not_written(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    """A wrong value is told in one line, and no folder stays behind."""
    result = invoke(tmp_path / "course", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr and len(result.stderr.strip().splitlines()) == 1
    assert "grader-new" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """A folder that cannot be made is told in one line."""
    (tmp_path / "course").write_text("x")
    result = invoke(tmp_path / "course")
    assert result.exit_code == 2
    assert "nothing was written" in result.stderr
