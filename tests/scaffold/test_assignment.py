"""`grader assignment new`: what it writes, what it refuses, and that it leaves all or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.course import Course, load_course
from grader.scaffold import new_assignment, new_course
from grader.spec import load_assignment
from grader.template import build_template

WEEK = "week09_attention"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course without assignments."""
    return new_course(tmp_path / "course", "2027-winter", "Asia/Seoul")


def invoke(course: Course, *arguments: str) -> Result:
    """`grader assignment new ARGUMENTS` for a course, in this process."""
    return CliRunner().invoke(main, ["assignment", "new", *arguments, "--course", str(course.root)])


def files(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, empty folders included: path → content."""
    found = sorted(folder.rglob("*"))
    return {p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else b"" for p in found}


def refused(course: Course, *arguments: str) -> str:
    """The one line that refuses; nothing may have changed."""
    before = files(course.root)
    result = invoke(course, *arguments)
    assert result.exit_code == 2, result.output
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert files(course.root) == before
    return result.stderr


def test_what_is_written(course: Course) -> None:
    """Every file that an assignment is made of, under the author's names; --json lists them."""
    result = invoke(course, WEEK, "--task", "scores", "--task", "heads", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["assignment"] == WEEK
    assert told["written"] == sorted(
        p for p in files(course.root) if p != "course.toml" and (course.root / p).is_file()
    )
    here = f"assignments/{WEEK}"
    for task in ("scores", "heads"):
        wrong = [p for p in told["written"] if p.startswith(f"{here}/wrong/{task}__")]
        assert len(wrong) >= 3
        assert {f"{here}/test_{task}.py", f"reference/{WEEK}/{task}.py", f"{here}/samples/s001/{task}.py"} <= {
            *told["written"]
        }
    assert {f"{here}/{name}" for name in ("assignment.toml", "README.md", "README.ko.md")} <= {*told["written"]}
    assert not [p for p, content in files(course.root).items() if "scaffold" in p or b"scaffold" in content]


def test_the_specification_and_the_template(course: Course) -> None:
    """The assignment can be read and handed out: the tasks are the author's, the stubs hold no solution."""
    new_assignment(course, WEEK, ("scores", "heads"))
    spec = load_assignment(course.assignment_dir(9))
    assert [(t.id, t.module, t.names, t.points) for t in spec.tasks] == [
        (task, task, (task,), 10) for task in ("scores", "heads")
    ]
    template = build_template(spec, course.reference_dir(WEEK), course.assignment_dir(WEEK))
    assert {"scores.py", "heads.py", f"{WEEK}.ipynb", "README.md", "README.ko.md"} == set(template)
    assert b"torch.exp" not in b"".join(template.values())
    sample = course.assignment_dir(WEEK) / "samples" / "s003" / "scores.py"
    assert sample.read_bytes() == template["scores.py"]


@pytest.mark.parametrize(
    "title",
    [{}, {"ko": '따옴표 " 와 \\ 역빗금'}, {"en": "{{ id }} # [x] 'y' é 🙂", "ko": "어텐션"}],
)
def test_titles(course: Course, title: Mapping[str, str]) -> None:
    """Titles arrive in specification and handout as they were given; the default is the word."""
    new_assignment(course, WEEK, titles=title)
    folder = course.assignment_dir(WEEK)
    spec = load_assignment(folder)
    assert spec.title == {"en": "Attention", "ko": "Attention"} | title
    assert (folder / "README.md").read_text("utf-8").startswith(f"# Week 9: {spec.title['en']}\n")
    assert (folder / "README.ko.md").read_text("utf-8").startswith(f"# 9주차: {spec.title['ko']}\n")


@pytest.mark.parametrize(
    "name",
    [
        "attention",
        "week9_attention",
        "week00_zero",
        "week09",
        "week09_",
        "week09_Attention",
        "week09_a-b",
        "week09__a",
        "week09_어텐션",
        "../week09_x",
        "week09_x/y",
        "week٠٩_x",
        "week09_xxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "week09_x ",
        "",
    ],
)
def test_bad_names_are_refused(course: Course, name: str) -> None:
    """A name that is not weekNN_word is told in one line that shows a right one."""
    assert "week09_attention" in refused(course, name)


@pytest.mark.parametrize(
    "task,says",
    [
        ("Scores", "small letters"),
        ("2nd", "small letters"),
        ("../x", "small letters"),
        ("a__b", "single underscores"),
        ("x" * 29, "at most 28"),
        ("lambda", "word of Python"),
        ("match", "word of Python"),
        ("random", "hide a library"),
        ("torch", "hide a library"),
        ("con", "Windows"),
        ("lpt1", "Windows"),
    ],
)
def test_bad_tasks_are_refused(course: Course, task: str, says: str) -> None:
    """A task whose file could not be imported, or not exist on every system, is refused with the reason."""
    assert says in refused(course, WEEK, "--task", task)


def test_a_word_that_is_no_task(course: Course) -> None:
    """Where the assignment's word cannot name a task, the line says how to name one."""
    assert "--task" in refused(course, "week02_string")
    assert invoke(course, "week02_string", "--task", "split").exit_code == 0


def test_a_task_given_twice(course: Course) -> None:
    """Two tasks of one name would overwrite each other."""
    assert "twice" in refused(course, WEEK, "--task", "a", "--task", "a")


@pytest.mark.parametrize("title", ["", " ", "two\nlines", "bell\a", "\udcff"])
def test_bad_titles_are_refused(course: Course, title: str) -> None:
    """A title is one printable line."""
    assert "--title-ko" in refused(course, WEEK, "--title-ko", title)


def test_nothing_is_overwritten(course: Course) -> None:
    """A second time is refused, as often as one likes, and changes nothing."""
    assert invoke(course, WEEK).exit_code == 0
    (course.assignment_dir(WEEK) / "README.md").write_text("mine", "utf-8")
    first = refused(course, WEEK)
    assert "is there already" in first
    assert refused(course, WEEK) == first


@pytest.mark.parametrize("taken", [f"assignments/{WEEK}", f"reference/{WEEK}", "assignments/Week09_Attention"])
def test_taken_names(course: Course, taken: str) -> None:
    """A folder in one of the two places is enough, an empty one too, and one that differs in case only."""
    (course.root / taken).mkdir(parents=True)
    assert taken.rpartition("/")[2] in refused(course, WEEK)


def test_the_courses_folders_are_kept_to(tmp_path: Path) -> None:
    """A course that keeps its assignments elsewhere gets them there."""
    made = new_course(tmp_path, "2027", "UTC")
    text = (tmp_path / "course.toml").read_text("utf-8")
    (tmp_path / "course.toml").write_text(text.replace('"assignments"', '"hw/weeks"'), "utf-8")
    new_assignment(load_course(made.root), WEEK)
    assert load_assignment(tmp_path / "hw" / "weeks" / WEEK).id == WEEK


@pytest.mark.parametrize("moves", [0, 1, 2])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_interrupted_leaves_nothing(
    course: Course, monkeypatch: pytest.MonkeyPatch, moves: int, error: BaseException | type[BaseException]
) -> None:
    """Ctrl-C or a full disk before, between or right after the two moves: no half assignment, no temporary folder."""
    before = files(course.root)
    rename, done = Path.rename, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal done
        if done == moves:
            raise error
        moved = rename(self, target)
        done += 1
        if done == moves == 2:
            raise error
        return moved

    monkeypatch.setattr(Path, "rename", failing)
    result = invoke(course, WEEK)
    assert result.exit_code == (130 if error is KeyboardInterrupt else 2), result.output
    assert len(result.stderr.strip().splitlines()) == 1
    assert files(course.root) == before
    monkeypatch.undo()
    assert invoke(course, WEEK).exit_code == 0


def test_a_folder_that_came_in_between_is_kept(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's assignment that appears while ours is made stays as it is, and ours is taken back."""
    rename = Path.rename

    def late(self: Path, target: Path) -> Path:
        if target.parent.name == "assignments":
            target.mkdir(parents=True)
            (target / "theirs").write_text("x")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", late)
    assert invoke(course, WEEK).exit_code == 2
    here = f"assignments/{WEEK}"
    assert [p for p in files(course.root) if p != "course.toml"] == ["assignments", here, f"{here}/theirs"]


def test_no_course(tmp_path: Path) -> None:
    """Without a course the line says how to make one."""
    result = CliRunner().invoke(main, ["assignment", "new", WEEK, "--course", str(tmp_path)])
    assert result.exit_code == 2
    assert "grader course new" in result.stderr


def test_python_is_formatted(course: Course) -> None:
    """With the longest names the Python files are still as our formatter and linter want them."""
    task = "a" * 28
    new_assignment(course, "week09_" + "b" * 28, (task,))
    command = [sys.executable, "-m", "ruff"]
    options = ["--isolated", "--line-length", "120", str(course.root)]
    environment = os.environ | {"RUFF_NO_CACHE": "true"}
    for check in (["format", "--check"], ["check", "--select", "E,F,I,UP,B"]):
        done = subprocess.run([*command, *check, *options], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
