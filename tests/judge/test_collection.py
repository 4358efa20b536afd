"""Faults of an assignment's author: each is one line that says where and what to do."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.judge.runner import Settings
from tests.judge.running import COURSE, Told, judge
from tests.judge.sandboxes import Threads

GOOD = '''
@pytest.mark.points(1)
def test_good(student):
    """Good.

    ko: 좋다.
    """
'''
IN_CLASS = "class TestMore:" + GOOD.replace("\n", "\n    ").replace("(student", "(self, student")
SPEC = """
id = "week03_new"
week = 3
title = { en = "New", ko = "새 과제" }
[[tasks]]
id = "new"
module = "new"
names = ["f"]
points = 1
slot = "preview"
title = { en = "New", ko = "새 과제" }
"""


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A course with one assignment, whose one check is good."""
    path = list(sys.path)
    shutil.copy(COURSE / "course.toml", tmp_path)
    (tmp_path / "assignments" / "week03_new").mkdir(parents=True)
    (tmp_path / "assignments" / "week03_new" / "assignment.toml").write_text(SPEC)
    (tmp_path / "reference" / "week03_new").mkdir(parents=True)
    (tmp_path / "reference" / "week03_new" / "new.py").write_text("def f():\n    return 1\n")
    write(tmp_path, GOOD)
    yield tmp_path
    sys.path[:] = path


def write(root: Path, checks: str, name: str = "test_new.py") -> None:
    """Make a check file."""
    (root / "assignments" / "week03_new" / name).write_text("import pytest\n" + checks)


def collect(root: Path, only: tuple[str, ...] = ()) -> Told:
    """Collect the checks and judge nobody."""
    return judge([], Threads(), Settings(1, fork=False, only=only), root=root, week="3")


def test_a_good_assignment_is_collected(root: Path) -> None:
    """The control: markers and docstring become a check, with the file's name as its task."""
    (check,) = collect(root).checks
    assert (check.id, check.task, check.name, check.points) == ("test_new.py::test_good", "new", "test_good", 1)
    assert check.titles == {"en": "Good.", "ko": "좋다."}
    assert (check.hidden, check.needs, check.timeout, check.training) == (False, (), None, False)


def test_markers(root: Path) -> None:
    """Every marker reaches its field; a module's markers hold for all its checks."""
    (root / "assignments" / "week03_new" / "test_new.py").unlink()
    head = 'pytestmark = [pytest.mark.task("new"), pytest.mark.points(0.25)]\n'
    more = (
        '@pytest.mark.hidden\n@pytest.mark.star\n@pytest.mark.timeout(30)\n@pytest.mark.needs("test_a", "test_b[1]")\n'
    )
    body = '(student):\n    """T.\n\n    ko: 제목.\n    """\n'
    last = '@pytest.mark.parametrize("i", [1, 2])\ndef test_b(student, i):\n    """T.\n\n    ko: 제목.\n    """\n'
    write(root, head + "def test_a" + body + last + more + "def test_c" + body, "test_other.py")
    checks = collect(root).checks
    assert [c.name for c in checks] == ["test_a", "test_b[1]", "test_b[2]", "test_c"]
    assert {c.points for c in checks} == {0.25}
    assert (checks[3].hidden, checks[3].training, checks[3].timeout) == (True, True, 30)
    assert checks[3].needs == ("test_a", "test_b[1]")


@pytest.mark.parametrize(
    "checks,says",
    [
        (GOOD.replace("@pytest.mark.points(1)", ""), "test_new.py: test_good: has no points"),
        (GOOD.replace("(1)", "('one')"), "test_new.py: test_good: has a wrong points marker"),
        (GOOD.replace("(1)", "(-1)"), "test_new.py: test_good: has a wrong points marker"),
        (GOOD.replace("(1)", "(float('nan'))"), "test_new.py: test_good: has a wrong points marker"),
        (GOOD.replace("(1)", "(2)"), "week03_new/assignment.toml: tasks.new.points: is 1, its checks sum to 2"),
        (GOOD.replace("ko:", "KO"), "test_new.py: test_good: has no title in both languages"),
        (GOOD.replace("Good.", ""), "test_new.py: test_good: has no title in both languages"),
        (GOOD.split('"""', maxsplit=1)[0] + "pass", "test_new.py: test_good: has no title in both languages"),
        ("pytestmark = pytest.mark.task('old')\n" + GOOD, "test_new.py: test_good: belongs to no task ('old')"),
        ("pytestmark = pytest.mark.needs('test_bad')\n" + GOOD, "test_new.py: test_good: needs 'test_bad'"),
        ("pytestmark = pytest.mark.needs('test_good')\n" + GOOD, "test_new.py: test_good: needs 'test_good'"),
        ("pytestmark = pytest.mark.timeout('2s')\n" + GOOD, "test_new.py: test_good: has a wrong timeout marker"),
        ("pytestmark = pytest.mark.timeout(0)\n" + GOOD, "test_new.py: test_good: has a wrong timeout marker"),
        ("pytestmark = pytest.mark.secret\n" + GOOD, "'secret' not found in `markers`"),
        ("import nowhere_at_all\n" + GOOD, "No module named 'nowhere_at_all'"),
        ("def f(:\n" + GOOD, "SyntaxError"),
        ("raise RuntimeError('no data')\n" + GOOD, "RuntimeError: no data"),
        (GOOD + IN_CLASS, "test_new.py: test_good: is the name of two checks"),
        ("", "week03_new/assignment.toml: tasks.new.points: is 1, its checks sum to 0"),
    ],
)
def test_faults_are_one_line(root: Path, checks: str, says: str) -> None:
    """The fault is a usage error of one line with file, place and remedy; nothing is printed as a traceback."""
    write(root, checks)
    with pytest.raises(UsageError) as raised:
        collect(root)
    assert says in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
    assert str(raised.value).endswith(")")


TASK_A = """
[[tasks]]
id = "a"
module = "new"
names = ["g"]
points = 1
slot = "preview"
title = { en = "A", ko = "가" }
"""


def test_checks_run_in_the_order_of_the_tasks(root: Path) -> None:
    """assignment.toml decides the order, whatever the files are called; one task can be chosen."""
    (root / "assignments" / "week03_new" / "assignment.toml").write_text(SPEC + TASK_A)
    write(root, GOOD.replace("test_good", "test_first"), "test_a.py")
    assert [c.task for c in collect(root).checks] == ["new", "a"]
    assert [c.id for c in collect(root, only=("a",)).checks] == ["test_a.py::test_first"]


def test_a_need_must_come_before(root: Path) -> None:
    """What stands first in the file but belongs to a later task runs later, and cannot be waited for."""
    (root / "assignments" / "week03_new" / "assignment.toml").write_text(SPEC + TASK_A)
    of_a = GOOD.replace("test_good", "test_a").replace("(1)", "(1)\n@pytest.mark.task('a')")
    write(root, of_a + "@pytest.mark.needs('test_a')" + GOOD)
    with pytest.raises(UsageError, match="test_good: needs 'test_a'"):
        collect(root)


@pytest.mark.parametrize(
    "source,says",
    [
        (None, "new.py: the reference has no such file"),
        ("import nowhere_at_all\n", "new.py: the reference cannot be imported: ModuleNotFoundError"),
        ("def f(:\n", "new.py: the reference cannot be imported: SyntaxError"),
    ],
)
def test_faults_of_the_reference(root: Path, source: str | None, says: str) -> None:
    """A reference that is missing or does not run is named in one line."""
    file = root / "reference" / "week03_new" / "new.py"
    if source is None:
        file.unlink()
    else:
        file.write_text(source)
    with pytest.raises(UsageError) as raised:
        collect(root)
    assert says in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_unknown_task(root: Path) -> None:
    """A task that was asked for and does not exist is named, with those that do."""
    with pytest.raises(UsageError, match="no task 'old' in week03_new; its tasks are new"):
        collect(root, only=("old",))


def test_the_users_pytest_set_up_is_left_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither PYTEST_ADDOPTS nor an ini file of the course's changes what is collected; both are as before, after."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing --no-such-option")
    (root / "pytest.ini").write_text("[pytest]\npython_functions = nothing\n")
    environment = dict(os.environ)
    assert len(collect(root).checks) == 1
    assert dict(os.environ) == environment
    assert not list(root.rglob("*.pyc")) and not (root / ".pytest_cache").exists()
