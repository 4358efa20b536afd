"""What was judged comes back as it was, and nothing that was kept can be changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from grader.errors import StoreError
from grader.model import Message, Outcome, Submission
from grader.reports.results import results_json
from grader.scoring import verdict
from grader.store import Placed, Store, open_store
from grader.store.schema import APPEND_ONLY, METADATA
from tests.store.samples import ODD, TASKS, graded, header, judge, results, submission


def test_a_run_comes_back_as_results_json_has_it(store: Store) -> None:
    """Whatever a hand-in, a name or a result holds, the run that is read is byte for byte the run that was judged."""
    unreadable = Submission("s003", "s003.py", unreadable=Message("intake.empty", {"path": "s003.py"}))
    given = (submission(), submission(ODD, "y = '\\ud800'", f"in/{ODD}"), unreadable)
    judged = [
        verdict(given[0], results(), TASKS, 0.25, "process"),
        verdict(given[1], results(Outcome.UNGRADED), TASKS, 0.5, "process"),
        verdict(given[2], (), TASKS, 0.0, "process"),
    ]
    run = store.begin_run(header(expected=3), "run key", only=("a",), training=False)
    for i in (2, 0, 1):  # in the order they finish
        store.record(run, Placed(i, given[i], f"hand-in {i}"), f"key {i}", judged[i])
    assert store.load(run).interrupted
    store.finish_run(run, 1.5)
    found = store.load(run)
    whole = replace(header(expected=3), verdicts=tuple(judged), seconds=1.5, interrupted=False)
    assert results_json(found, "ko") == results_json(whole, "ko")
    assert found.verdicts[1].student == ODD
    assert list(store.submissions(run)) == list(given)
    (record,) = store.runs("week01_a")
    assert (record.only, record.training) == (("a",), False)
    assert (record.graded, record.new, record.ungraded) == (3, 3, 1)


def test_what_was_judged_is_known(store: Store) -> None:
    """The newest final grading of a key is known with all its results; what is ungraded is kept, but not known."""
    graded(store, "s001", "s002")
    graded(store, "s001", outcome=Outcome.ERROR)
    run = graded(store, "s003", outcome=Outcome.UNGRADED)
    found = {entry.student: entry for entry in store.known(["key s001", "key s002", "key s003", "key s004"])}
    assert found.keys() == {"s001", "s002"}
    assert [r.outcome for r in found["s001"].results] == [Outcome.ERROR, Outcome.PASSED]
    assert found["s002"].hand_in == "hand-in s002"
    again = verdict(submission("s002"), results(), TASKS, 0.25, "process")
    assert found["s002"].verdict(submission("s002")) == again
    (kept,) = store.entries(run)
    assert not kept.final and kept.student == "s003"


def test_a_grading_may_be_part_of_many_runs(store: Store) -> None:
    """What was taken over stands in both runs, with the second's own origin; it was judged once."""
    graded(store, "s001", "s002")
    run = store.begin_run(header(), "run key")
    moved = replace(submission(), origin="elsewhere/s001.py")
    (entry,) = store.known(["key s001"])
    store.take_over(run, [(Placed(0, moved, "hand-in s001"), entry.grading)])
    judge(store, run, ["s002"], first=1)
    store.finish_run(run, 1.0)
    assert [v.origin for v in store.verdicts(run)] == ["elsewhere/s001.py", "in/s001.py"]
    first, second = store.runs("week01_a")
    assert (first.new, second.new, second.graded) == (2, 1, 2)


def test_latest_submissions(store: Store) -> None:
    """Each student's submission that was graded last, whichever run it was, sorted by student."""
    graded(store, "s002", "s001")
    again = store.begin_run(header(), "run key", only=("a",))
    (entry,) = store.known(["key s002"])
    moved = submission("s002", origin="elsewhere/s002.py")
    store.take_over(again, [(Placed(0, moved, "hand-in s002"), entry.grading)])
    found = [(s.student, s.origin) for s in store.latest_submissions("week01_a")]
    assert found == [("s001", "in/s001.py"), ("s002", "elsewhere/s002.py")]
    assert list(store.latest_submissions("week02_b")) == []


def test_durations(store: Store) -> None:
    """How long each student's work took the last time."""
    assert store.durations("week01_a") == {} and not store.knows("week01_a")
    graded(store, "s001", "s002")
    graded(store, "s001", seconds=7.5)
    assert store.durations("week01_a") == {"s001": 7.5, "s002": 0.25} and store.knows("week01_a")


def test_many_are_read_in_portions(store: Store) -> None:
    """More submissions than are read at a time come back, each once, in order."""
    students = [f"s{i:03}" for i in range(230)]
    run = graded(store, *students)
    assert [v.student for v in store.verdicts(run)] == students
    assert [e.student for e in store.entries(run)] == students
    assert [s.student for s in store.submissions(run)] == students
    assert {e.student for e in store.known(f"key {s}" for s in students)} == set(students)


@pytest.mark.parametrize("change", ["UPDATE", "DELETE", "REPLACE"])
def test_append_only(store: Store, change: str) -> None:
    """No row of any table but the claims can be changed, deleted or replaced, by whatever statement."""
    fill(store)
    for table in APPEND_ONLY:
        column = next(iter(METADATA.tables[table].columns)).name
        statement = {
            "UPDATE": f'UPDATE "{table}" SET {column} = {column}',
            "DELETE": f'DELETE FROM "{table}"',
            "REPLACE": f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"',
        }[change]
        if store.place.file is None and change == "REPLACE":
            statement = f'TRUNCATE "{table}" CASCADE'
        with pytest.raises(StoreError, match="append-only"), store.writing() as connection:
            connection.execute(sa.text(statement))
        with store.reading() as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(METADATA.tables[table])).scalar_one() > 0


def fill(store: Store) -> None:
    """A row in every table."""
    from grader.store import Comment, Event, Override, Scope

    graded(store, "s001")
    store.add_override(Override("week01_a", "s001", Scope.TASK, "a", 2.0, "why", "ta"))
    store.add_comment(Comment("week01_a", "s001", "well done", "ta"))
    store.add_event(Event("published", "week01_a"))


def test_a_store_is_opened_again(place: str) -> None:
    """What is kept is there when the next process opens it."""
    with open_store(place) as store:
        run = graded(store, "s001")
    with open_store(place) as store:
        assert [v.student for v in store.verdicts(run)] == ["s001"]
        store.finish_run(store.begin_run(header("week02_b"), "other"), 0.0)
        assert len(store.runs("week01_a")) == len(store.runs("week02_b")) == 1


def test_no_such_run(store: Store) -> None:
    """A run that is not there is one line."""
    with pytest.raises(StoreError, match="holds no run 7"):
        store.load(7)
