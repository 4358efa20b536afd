"""course.toml, the places below it, and the secret seeds."""

from __future__ import annotations

import datetime
import json
import os
import stat
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from grader.course import Course, find_course, secret_seed
from grader.course import seeds as seeds_module
from grader.errors import SpecError, UsageError

COURSE = """
id = "nlp-study"
term = "2023-winter"
timezone = "Asia/Seoul"
language = "ko"
[title]
en = "NLP study"
ko = "NLP 스터디"
[[sessions]]
week = 1
date = 2023-02-02
[[sessions]]
week = 8
date = 2023-03-02
contest = true
"""
WEEKS = ("week01_pytorch", "week04_rnn", "week04_extra", "week10_final")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course's folder with four assignments."""
    (tmp_path / "course.toml").write_text(COURSE, "utf-8")
    for week in WEEKS:
        (tmp_path / "assignments" / week).mkdir(parents=True)
        (tmp_path / "assignments" / week / "assignment.toml").touch()
    (tmp_path / "assignments" / "notes").mkdir()
    return tmp_path


def test_course_is_read(root: Path) -> None:
    """Everything that the file says arrives, paths by default."""
    course = find_course(root)
    assert (course.root, course.id, course.term, course.language) == (root, "nlp-study", "2023-winter", "ko")
    assert (course.timezone, str(course.zone), course.title["ko"]) == ("Asia/Seoul", "Asia/Seoul", "NLP 스터디")
    assert [(s.week, s.date, s.contest) for s in course.sessions] == [
        (1, datetime.date(2023, 2, 2), False),
        (8, datetime.date(2023, 3, 2), True),
    ]
    assert course.reference_dir("week04_rnn") == root / "reference" / "week04_rnn"
    assert course.template_dir("week04_rnn") == root / "student_template" / "week04_rnn"


def test_what_notebooks_install(root: Path) -> None:
    """Where students get the grader and the bundle is the course's to say; nothing is said by default."""
    assert (find_course(root).student.install, find_course(root).student.bundle) == ("", "")
    said = '[student]\ninstall = "grader @ git+https://example.org/g@1"\nbundle = "https://example.org/nlp.git"\n'
    (root / "course.toml").write_text(COURSE + said, "utf-8")
    student = find_course(root).student
    assert (student.install, student.bundle) == ("grader @ git+https://example.org/g@1", "https://example.org/nlp.git")


def test_places_can_be_chosen(root: Path) -> None:
    """A course may keep its assignments elsewhere below its root."""
    text = COURSE.replace("[title]", '[paths]\nassignments = "homework/2023"\nreference = "solutions"\n[title]')
    (root / "course.toml").write_text(text, "utf-8")
    (root / "homework" / "2023" / "week02_text").mkdir(parents=True)
    (root / "homework" / "2023" / "week02_text" / "assignment.toml").touch()
    course = find_course(root)
    assert course.assignment_dir(2) == root / "homework" / "2023" / "week02_text"
    assert course.reference_dir("week02_text") == root / "solutions" / "week02_text"


def test_course_is_found_from_below(root: Path) -> None:
    """A folder or a file deep inside the course leads to its root."""
    file = root / "assignments" / "week04_rnn" / "assignment.toml"
    assert find_course(file.parent).root == root
    assert find_course(file).root == root


def test_nearest_course_wins(root: Path) -> None:
    """A course inside another one is found first, as a repository is."""
    inner = root / "assignments" / "notes"
    (inner / "course.toml").write_text(COURSE.replace("nlp-study", "inner"), "utf-8")
    assert find_course(inner).id == "inner"


def test_no_course(tmp_path: Path) -> None:
    """Outside of any course the error says what is looked for and what to do."""
    with pytest.raises(UsageError, match=r"no course\.toml in .* or above it: change into the course's folder"):
        find_course(tmp_path)


@pytest.mark.parametrize(
    "old,new,text",
    [
        ("Asia/Seoul", "Asia/Soul", "timezone: is no time zone (use a name of the tz database such as Asia/Seoul)"),
        ("Asia/Seoul", "../etc/passwd", "timezone: is no time zone"),
        ("Asia/Seoul", "", "timezone: is no time zone"),
        ('language = "ko"', 'language = "kr"', 'language: is "kr" (it must be "ko" or "en")'),
        ('term = "2023-winter"', "", "term: is missing (add it)"),
        ("date = 2023-02-02", 'date = "2023-02-02"', 'sessions[0].date: is "2023-02-02" (it must be a date such as'),
        (
            "date = 2023-02-02",
            "date = 2023-02-02T18:00:00",
            "sessions[0].date: is 2023-02-02 18:00:00 (it must be a date",
        ),
        ("week = 8", "week = 1", "sessions: week 1 has two sessions"),
        ("week = 8", "week = 0", "sessions[1].week: is 0 (it must be at least 1)"),
        (
            "[title]",
            '[paths]\nassignments = "../x"\n[title]',
            "paths.assignments: is not a folder below the course's root",
        ),
        (
            "[title]",
            '[paths]\nassignments = "/x"\n[title]',
            "paths.assignments: is not a folder below the course's root",
        ),
        ("[title]", '[student]\ninstall = "x $(y)"\n[title]', "student.install: has a character that a command line"),
        ("[title]", '[student]\nbundle = "--upload-pack=x"\n[title]', "student.bundle: has a character"),
        ("[title]", '[paths]\nasignments = "x"\n[title]', "paths.asignments: is unknown (did you mean assignments?)"),
    ],
)
def test_faults(root: Path, old: str, new: str, text: str) -> None:
    """A wrong course.toml names key and remedy."""
    (root / "course.toml").write_text(COURSE.replace(old, new, 1), "utf-8")
    with pytest.raises(SpecError) as caught:
        find_course(root)
    assert text in str(caught.value)


def test_assignments_are_listed(root: Path) -> None:
    """Folders with an assignment.toml are assignments, sorted; others are not."""
    assert find_course(root).assignments() == ("week01_pytorch", "week04_extra", "week04_rnn", "week10_final")


@pytest.mark.parametrize(
    "given,found",
    [
        ("week04_rnn", "week04_rnn"),
        ("week04_r", "week04_rnn"),
        ("WEEK04_RNN", "week04_rnn"),
        ("1", "week01_pytorch"),
        (1, "week01_pytorch"),
        ("01", "week01_pytorch"),
        ("week1", "week01_pytorch"),
        ("week01", "week01_pytorch"),
        ("week 1", "week01_pytorch"),
        ("1주차", "week01_pytorch"),
        ("10", "week10_final"),
        ("assignments/week10_final/", "week10_final"),
        ("./assignments/week10_final", "week10_final"),
    ],
)
def test_assignment_by_any_name(root: Path, given: str | int, found: str) -> None:
    """An assignment is named by its id, the start of it, its week or its path."""
    assert find_course(root).assignment_dir(given) == root / "assignments" / found


@pytest.mark.parametrize("given", ["4", "week04", "week4", "week04_"])
def test_ambiguous_assignment(root: Path, given: str) -> None:
    """Where several fit, all are named."""
    with pytest.raises(UsageError, match="fits week04_extra, week04_rnn: write more of the name"):
        find_course(root).assignment_dir(given)


@pytest.mark.parametrize(
    "given,hint",
    [
        ("week04_rrn", "did you mean week04_rnn?"),
        ("weak10_final", "did you mean week10_final?"),
        ("zzz", "there are week01_pytorch, week04_extra"),
        ("7", "there are week01_pytorch"),
        ("", "there are week01_pytorch"),
        ("..", "there are week01_pytorch"),
    ],
)
def test_unknown_assignment(root: Path, given: str, hint: str) -> None:
    """Where none fits, the most similar one is offered, or all."""
    with pytest.raises(UsageError) as caught:
        find_course(root).assignment_dir(given)
    assert hint in str(caught.value)


def test_course_without_assignments(tmp_path: Path) -> None:
    """An empty course says where assignments go."""
    (tmp_path / "course.toml").write_text(COURSE, "utf-8")
    with pytest.raises(UsageError, match=r"holds no assignment: add weekNN_name/assignment\.toml"):
        find_course(tmp_path).assignment_dir("4")


def test_seed_is_kept(root: Path) -> None:
    """A seed is drawn once, 64 bits wide, for each assignment its own."""
    course = find_course(root)
    first = secret_seed(course, "week04_rnn")
    assert 0 <= first < 2**64
    assert secret_seed(find_course(root), "week04_rnn") == first
    others = {secret_seed(course, f"week{n:02}") for n in range(8)}
    assert len(others | {first}) == 9
    assert max(others).bit_length() > 56


def test_seed_comes_from_the_system(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seed is what the operating system's generator gave, all of it."""
    monkeypatch.setattr(seeds_module.os, "urandom", lambda n: bytes(range(0xF0, 0xF0 + n)))
    assert secret_seed(find_course(root), "week04_rnn") == 0xF0F1F2F3F4F5F6F7


def test_seeds_are_private(root: Path) -> None:
    """Only the owner may read the seeds, also after a copy lost the mode; git does not see them."""
    secret_seed(find_course(root), "week04_rnn")
    folder = root / ".grader"
    file = folder / "seeds.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / ".gitignore").read_text("utf-8").splitlines()[-1] == "*"
    file.chmod(0o644)
    secret_seed(find_course(root), "week04_rnn")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(p.name for p in folder.iterdir()) == [".gitignore", "seeds.json", "seeds.lock"]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"week04_rnn": 12}', '{"week04_rnn": "xyz"}', '{"week04_rnn": "0123456789abcdef', "[" * 100_000]
)
def test_damaged_seeds_are_not_replaced(root: Path, text: str) -> None:
    """A damaged file is an error that shows none of its content; new seeds would change every result silently."""
    (root / ".grader").mkdir()
    file = root / ".grader" / "seeds.json"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"seeds\.json is damaged: restore it") as caught:
        secret_seed(find_course(root), "week04_rnn")
    assert "0123456789abcdef" not in str(caught.value)
    assert file.read_text("utf-8") == text


def test_seeds_that_cannot_be_written(root: Path) -> None:
    """A folder that cannot be made is an error that says what to do."""
    (root / ".grader").touch()
    with pytest.raises(UsageError, match="pass --seed"):
        secret_seed(find_course(root), "week04_rnn")


def test_failed_write_leaves_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the old seeds stay and no temporary file is left."""
    course = find_course(root)
    first = secret_seed(course, "week04_rnn")
    monkeypatch.setattr(seeds_module.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(UsageError, match="No space left"):
        secret_seed(course, "week01_pytorch")
    assert secret_seed(course, "week04_rnn") == first
    assert not list((root / ".grader").glob("seeds-*"))


def _draw(root: str) -> int:
    return secret_seed(find_course(Path(root)), "week04_rnn")


def test_racing_processes_agree(root: Path) -> None:
    """Processes and threads that ask first at the same time get one seed, and no other seed is lost."""
    with ProcessPoolExecutor(4, get_context("fork")) as pool:
        drawn = set(pool.map(_draw, [str(root)] * 16))
    assert len(drawn) == 1
    course = find_course(root)
    with ThreadPoolExecutor(8) as threads:
        seeds = list(threads.map(lambda n: secret_seed(course, f"week{n % 4}"), range(32)))
    assert len(set(seeds)) == 4
    stored = json.loads((root / ".grader" / "seeds.json").read_text("utf-8"))
    assert len(stored) == 5


def test_seed_is_not_in_the_course(root: Path) -> None:
    """Printing a course shows no secret."""
    course = find_course(root)
    seed = secret_seed(course, "week04_rnn")
    assert str(seed) not in repr(course)
    assert f"{seed:016x}" not in repr(course)
    assert isinstance(course, Course)
    assert os.fspath(course.root) in repr(course)
