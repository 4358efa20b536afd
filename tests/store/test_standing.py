"""What stands for each student, on every database."""

from __future__ import annotations

from dataclasses import replace

from grader.model import Outcome
from grader.scoring import verdict
from grader.store import Placed, Store
from tests.store.samples import TASKS, graded, header, judge, results, submission


def test_the_newest_whole_run_stands(store: Store) -> None:
    """For each student by themselves; runs that are left out do not count; sorted by student."""
    first = graded(store, "s002", "s001")
    second = graded(store, "s002", outcome=Outcome.PASSED)
    found = list(store.standing("week01_a"))
    assert [[(s.run, s.verdict.student) for s in group] for group in found] == [[(first, "s001")], [(second, "s002")]]
    assert found == [(a,) for a in (found[0][0], found[1][0])]
    assert found[0][0].verdict == next(v for v in store.verdicts(first) if v.student == "s001")
    assert [group[0].run for group in store.standing("week01_a", [second])] == [first, first]
    assert list(store.standing("week02_b")) == []


def test_later_runs_of_some_tasks_lie_on_top(store: Store) -> None:
    """They follow the whole run, oldest first; older ones than it do not count, nor do ones without training."""
    partial = [store.begin_run(header(), "k", ["a"])]
    judge(store, partial[0], ["s001"])
    whole = graded(store, "s001")
    for _ in range(2):
        partial.append(store.begin_run(header(), "k", ["a"]))
        judge(store, partial[-1], ["s001"])
    quick = store.begin_run(header(), "k", training=False)
    judge(store, quick, ["s001", "s002"])
    one, two = store.standing("week01_a")
    assert [(s.run, s.only) for s in one] == [(whole, ()), (partial[1], ("a",)), (partial[2], ("a",))]
    assert [s.run for s in two] == [quick]


def test_every_attempt_of_a_run_stands(store: Store) -> None:
    """With the code that was handed in, by its number."""
    run = store.begin_run(header(), "k")
    for position, code in enumerate(("x = 1", "x = 2")):
        given = replace(submission(code=code), attempt=position + 1)
        store.record(run, Placed(position, given, code), code, verdict(given, results(), TASKS))
    ((first, second),) = store.standing("week01_a")
    assert [first.verdict.attempt, second.verdict.attempt] == [1, 2]
    found = dict(store.handed_in([second.entry, first.entry]))
    assert {entry: given.modules[0].source for entry, given in found.items()} == {
        first.entry: "x = 1",
        second.entry: "x = 2",
    }


def test_many_students_come_in_portions(store: Store) -> None:
    """More than fit into one question to the database, and not one is lost or mixed up."""
    students = [f"s{number:03}" for number in range(230)]
    graded(store, *students)
    found = [standing for (standing,) in store.standing("week01_a")]
    assert [standing.verdict.student for standing in found] == students
    given = dict(store.handed_in(standing.entry for standing in found))
    assert [given[standing.entry].student for standing in found] == students
