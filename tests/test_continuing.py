"""A run that was interrupted, and the one that continues it: every hand-in judged once, the same results in the end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import grader.judge.process
from grader.course import load_course
from grader.grading import Grading, Request
from grader.keeping import Keeper
from grader.model import CheckResult, Message, Run, Submission, Verdict
from grader.store import RunId, open_store

FAKE = Path(__file__).parent / "judge" / "fake_judge.py"
COURSE = 'id = "c"\nterm = "t"\ntimezone = "Asia/Seoul"\n[title]\nen = "C"\nko = "강"\n'
SPEC = """id = "week01_a"
week = 1
[title]
en = "A"
ko = "가"
[[tasks]]
id = "a"
module = "a"
names = ["a"]
points = 3
slot = "preview"
title = { en = "A", ko = "가" }
"""
STORE = "store.sqlite3"
UNREADABLE = Submission("s000", "s000", unreadable=Message("intake.empty", {"path": "s000.py"}))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course for judges that do what the submissions' names say."""
    monkeypatch.setattr(grader.judge.process, "_JUDGE", (sys.executable, "-S", str(FAKE)))
    (tmp_path / "course.toml").write_text(COURSE)
    folder = tmp_path / "assignments" / "week01_a"
    folder.mkdir(parents=True)
    (folder / "assignment.toml").write_text(SPEC)
    return tmp_path


class Told:
    """One run, and what it told."""

    def __init__(
        self,
        root: Path,
        *names: str,
        stop_after: int | None = None,
        seed: int = 1,
        again: bool = False,
        retry: RunId | None = None,
    ) -> None:
        self.judged: list[str] = []
        self.warnings: list[str] = []
        self.taken: list[int] = []
        hand_ins = (UNREADABLE, *(Submission(name, name) for name in names))
        self._stop_after = stop_after
        request = Request("1", hand_ins, seed=seed)
        grading = Grading(
            load_course(root), request, self._result, self._verdict, lambda known: self.taken.append(len(known))
        )
        with open_store(str(root / STORE)) as store:
            keeper = Keeper(store, self.warnings.append, again=again, retry=retry)
            try:
                grading.run(keeper)
            except KeyboardInterrupt:
                pass
            self.run = grading.result()
            assert keeper.run is not None and keeper.complete
            self.number = keeper.run
            assert essence(store.load(self.number)) == essence(self.run)

    def _result(self, submission: Submission, result: CheckResult) -> None:
        if result.check.name == "three":
            self.judged.append(submission.student)

    def _verdict(self, verdict: Verdict) -> None:
        if self._stop_after is not None:
            self._stop_after -= 1
            if not self._stop_after:
                raise KeyboardInterrupt


def essence(run: Run) -> Run:
    """The run without its times."""
    verdicts = tuple(
        replace(v, seconds=0.0, results=tuple(replace(r, seconds=0.0) for r in v.results)) for v in run.verdicts
    )
    return replace(run, verdicts=verdicts, seconds=0.0, started="")


STUDENTS = ("s001", "s002", "s003", "s004")


@pytest.mark.parametrize("finished", [1, 3, 4])
def test_an_interrupted_run_is_continued(root: Path, finished: int) -> None:
    """What was finished is not judged again, the others are, and the result is that of a run that nobody disturbed."""
    undisturbed = Told(root, *STUDENTS).run
    (root / STORE).unlink()
    first = Told(root, *STUDENTS, stop_after=finished)
    assert first.taken == [] and first.run.interrupted
    second = Told(root, *STUDENTS)
    assert second.taken == [finished] and second.warnings == first.warnings == []
    assert sorted(second.judged) == sorted(set(STUDENTS) - set(first.judged[:finished]))
    assert essence(second.run) == essence(undisturbed)


def test_what_changed_is_judged_anew(root: Path) -> None:
    """Another seed or another check file: nothing is taken over. A new hand-in: only that one is judged."""
    Told(root, *STUDENTS[:3])
    assert Told(root, *STUDENTS).judged == ["s004"]
    other_seed = Told(root, *STUDENTS, seed=2)
    assert sorted(other_seed.judged) == sorted(STUDENTS) and other_seed.taken == []
    (root / "assignments" / "week01_a" / "test_a.py").write_text("# changed\n")
    assert sorted(Told(root, *STUDENTS, seed=2).judged) == sorted(STUDENTS)
    assert Told(root, *STUDENTS, seed=2).judged == []


def test_again_judges_all(root: Path) -> None:
    """With `again` everything is judged anew and appended; the next run takes the newest over."""
    Told(root, *STUDENTS)
    again = Told(root, *STUDENTS, again=True)
    assert sorted(again.judged) == sorted(STUDENTS) and again.taken == []
    assert Told(root, *STUDENTS).judged == []
    with open_store(str(root / STORE)) as store:
        assert [(r.graded, r.new) for r in store.runs("week01_a")] == [(5, 5), (5, 5), (5, 0)]


def test_retry_judges_what_is_ungraded_only(root: Path) -> None:
    """With `retry` all results of that run stay, whatever has changed since; what it left ungraded is judged."""
    first = Told(root, "s001", "dies always", "s002")
    (root / "assignments" / "week01_a" / "test_a.py").write_text("# changed\n")
    second = Told(root, "s001", "dies always", "s002", retry=first.number)
    assert sum(second.taken) == 3 and second.judged == []
    assert [v.ungraded for v in second.run.verdicts] == [0, 0, 2, 0]
    third = Told(root, "s001", "s003", "s002", retry=first.number)
    assert third.judged == ["s003"]


def test_ungraded_is_judged_again(root: Path) -> None:
    """What our own fault left ungraded is tried again by the next run, and only that."""
    first = Told(root, "s001", "dies always", "s002")
    assert [v.ungraded for v in first.run.verdicts] == [0, 0, 2, 0]
    second = Told(root, "s001", "dies always", "s002")
    assert second.taken == [3] and second.judged == []
    assert [v.ungraded for v in second.run.verdicts] == [0, 0, 2, 0]


@pytest.mark.parametrize("twice", [("s001", "s001"), ("s001", "s001", "s002")])
def test_the_same_hand_in_twice(root: Path, twice: tuple[str, ...]) -> None:
    """A hand-in that was given twice has two verdicts in each run, the first and the next."""
    for _ in range(2):
        assert [v.student for v in Told(root, *twice).run.verdicts] == ["s000", *twice]


def test_the_seed_is_not_in_the_store(root: Path) -> None:
    """Whoever reads the store does not learn the hidden cases."""
    Told(root, "s001", seed=6412384712398471233)
    held = b"".join(path.read_bytes() for path in root.glob(f"{STORE}*"))
    assert b"week01_a" in held
    assert b"6412384712398471233" not in held and f"{6412384712398471233:x}".encode() not in held


def test_without_a_store(root: Path) -> None:
    """`grader.grading` works without one, as before."""
    count: Callable[[Verdict], None] = lambda verdict: None  # noqa: E731
    grading = Grading(load_course(root), Request("1", (Submission("s001", "s001"),), seed=1), on_verdict=count)
    grading.run()
    assert [v.earned for v in grading.result().verdicts] == [3]
