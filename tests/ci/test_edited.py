"""What looks as if it wanted to grade is flagged; what the course hands out, and ordinary work, is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import Course
from tests.ci.conftest import RIGHT, Grade
from tests.repository.gitting import Work

HOSTILE = {
    ".github/workflows/grader.yml": "workflow",
    ".gitlab-ci.yml": "workflow",
    ".forgejo/workflows/x.yml": "workflow",
    "assignments/week01_tiny/test_plain.py": "checks",
    "reference/week01_tiny/plain.py": "checks",
    "conftest.py": "checks",
    "week01_tiny/conftest.py": "checks",
    "week01_tiny/TEST_x.PY": "checks",
    "week01_tiny/recorded.safetensors": "checks",
    "pyproject.toml": "checks",
    "grader/__init__.py": "grader",
    "grader.toml": "grader",
    "course.toml": "grader",
    "week01_tiny/sitecustomize.py": "grader",
    "x.pth": "grader",
    "week01_tiny/.gitattributes": "git",
    ".gitmodules": "git",
}
ORDINARY = ("week01_tiny/plain.py", "week01_tiny/testing.py", "README.md", "week01_tiny/grader_notes.md", ".gitignore")


def test_what_is_flagged(work: Work, graded: Grade) -> None:
    """Each kind of file, wherever it lies; nothing else."""
    outcome = graded(work.commit(**dict.fromkeys((*HOSTILE, *ORDINARY), "x = 1")))
    assert {found.path: found.kind for found in outcome.edited} == HOSTILE


def test_links_and_submodules(work: Work, graded: Grade) -> None:
    """They are flagged, whatever they are called, and are no part of the work."""
    work.write(**{"week01_tiny/plain.py": RIGHT})
    (work.folder / "week01_tiny" / "data.py").symlink_to("/etc/passwd")
    work.commit()
    work.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},week01_tiny/sub.py")
    work.git("commit", "--quiet", "-m", "sub")
    outcome = graded(work.git("rev-parse", "HEAD"))
    assert {f.path: f.kind for f in outcome.edited} == {
        "week01_tiny/data.py": "link",
        "week01_tiny/sub.py": "submodule",
    }
    (week,) = outcome.weeks
    assert {m.path for m in week.handed.submission.modules} == {"plain.py"}
    assert [n.key for n in week.handed.submission.notes] == ["intake.not_a_file", "intake.not_a_file"]


def test_what_the_course_hands_out(course: Course, work: Work, graded: Grade) -> None:
    """The template's own workflow is no edit; with one byte more it is."""
    workflow = b"on: push\n"
    file = course.root / course.paths.template / ".github" / "workflows" / "grader.yml"
    file.parent.mkdir(parents=True)
    file.write_bytes(workflow)
    assert graded(work.commit(**{".github/workflows/grader.yml": workflow, "week01_tiny/plain.py": RIGHT})).edited == ()
    (found,) = graded(work.commit(**{".github/workflows/grader.yml": workflow + b"\n"})).edited
    assert found.kind == "workflow"


def test_what_a_push_removed(work: Work, graded: Grade) -> None:
    """A workflow that is gone was edited, too; where the push before is known."""
    before = work.commit(**{".gitlab-ci.yml": "x", "week01_tiny/plain.py": RIGHT})
    (work.folder / ".gitlab-ci.yml").unlink()
    after = work.commit()
    assert [f.path for f in graded(after, before).edited] == [".gitlab-ci.yml"]
    assert graded(after).edited == ()


def test_a_path_that_climbs(course: Course, work: Work, graded: Grade) -> None:
    """A tree with an entry named `..` reads nothing outside of the template."""
    (course.root / "pyproject.toml").write_text("x")
    inner = work.tree(("100644", "blob", work.blob(b"x"), "pyproject.toml"))
    outcome = graded(work.commit_tree(work.tree(("040000", "tree", inner, ".."))))
    assert [f.path for f in outcome.edited] == ["../pyproject.toml"]


@pytest.mark.parametrize("public", [True, False])
def test_in_the_students_own_ci(work: Work, graded: Grade, public: bool) -> None:
    """Public checks are the student's own: nothing is flagged there."""
    outcome = graded(work.commit(**{"conftest.py": "x", "week01_tiny/plain.py": RIGHT}), public=public)
    assert bool(outcome.edited) is not public
    assert Path(outcome.weeks[0].handed.places["plain.py"]) == Path("week01_tiny/plain.py")
