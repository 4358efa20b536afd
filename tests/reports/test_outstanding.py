"""Candidates for outstanding homework: everybody with all points, grouped by reasons, nobody ranked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.model import Module, Outcome, Run, Submission, TaskScore, Verdict
from grader.reports.class_report.documentation import Documentation, documentation
from grader.reports.class_report.outstanding import Reason, handed_in, outstanding

Make = Callable[..., Verdict]
RunOf = Callable[..., Run]


@pytest.fixture
def full(one: Make) -> Make:
    """Makes a verdict with all points: name, hour of the first day at which it was handed in, seconds."""

    def make(name: str, hour: float = 0, seconds: float = 10, **fields: object) -> Verdict:
        made = one(outcome=Outcome.PASSED, earned=2, seconds=seconds, student=name)
        times = {"hw.py": f"2023-02-01T{int(hour):02}:{int(60 * (hour % 1)):02}:00+09:00"}
        return replace(made, times=times, **fields)

    return make


def names(run: Run, groups: tuple[tuple[object, ...], ...]) -> list[list[str]]:
    """Students of each group."""
    return [[run.verdicts[c.verdict].student for c in group] for group in groups]


def test_all_points_are_required(full: Make, one: Make, run_of: RunOf) -> None:
    """Who lacks a point, was not fully judged, could not be read or was late is no candidate."""
    run = run_of(
        full("s001"),
        one(student="s002", earned=1.99),
        one(student="s003", outcome=Outcome.UNGRADED),
        full("s004"),
        full("s005"),
    )
    found = outstanding(run, late={"s004"})
    assert found.full and names(run, found.groups) == [["s001", "s005"]]


def test_a_bonus_does_not_stand_for_missing_points(full: Make, run_of: RunOf) -> None:
    """The bonus is a reason beside all points, never a way to them."""
    extra = TaskScore("more", {}, 3, 3, Outcome.PASSED, bonus=True)
    short = full("s001")
    short = replace(
        short, tasks=(replace(short.tasks[0], earned=0, outcome=Outcome.FAILED), extra), earned=3, possible=2
    )
    good = full("s002")
    run = run_of(short, replace(good, tasks=(*good.tasks, extra), earned=5), full("s003"))
    found = outstanding(run)
    assert [(sorted(g[0].reasons), len(g)) for g in found.groups] == [([Reason.BONUS], 1), ([], 1)]
    assert names(run, found.groups) == [["s002"], ["s003"]]


def test_reasons_with_their_figures(full: Make, run_of: RunOf) -> None:
    """The first quarter is early, the clearly quickest are quick; more reasons come first, equals stay together."""
    people = [full(f"s{n:03}", hour=n, seconds=4 if n in (1, 12) else 10) for n in range(1, 13)]
    run = run_of(*people)
    found = outstanding(run)
    assert names(run, found.groups)[:3] == [["s001"], ["s002", "s003"], ["s012"]]
    (first,) = found.groups[0]
    assert first.reasons == {Reason.EARLY, Reason.QUICK}
    assert (first.ahead, first.seconds, found.median_seconds) == (5.5 * 3600, 4, 10)


def test_equal_times_are_no_reason(full: Make, run_of: RunOf) -> None:
    """All at once, all as quick: everybody is equal."""
    found = outstanding(run_of(*[full(f"s{n:03}") for n in range(20)]))
    assert [len(group) for group in found.groups] == [20]
    assert found.groups[0][0].reasons == frozenset()
    assert not found.timed


def test_documentation_counts_where_the_hand_in_is_there(full: Make, run_of: RunOf) -> None:
    """Comments of the upper quarter and a docstring everywhere; without hand-ins nothing is claimed."""
    run = run_of(*[full(f"s{n:03}") for n in range(8)])
    sources = {
        "s000": 'def f():\n    """F."""\n# one\n# two\n# three',
        "s001": "def f(): ...\n# one\n# two\n# three\n# four",
    }
    given = [
        Submission(v.student, "hw.py", (Module("hw", "hw.py", sources.get(v.student, "x = 1")),)) for v in run.verdicts
    ]
    found = outstanding(run, given)
    assert names(run, found.groups)[0] == ["s000"] and found.groups[0][0].reasons == {Reason.DOCUMENTED}
    assert found.groups[0][0].documented == Documentation(3, 1, 1)
    assert not outstanding(run).read


def test_similar_work_is_told_apart(full: Make, run_of: RunOf) -> None:
    """Who is flagged is named for a person to look at, not among the candidates."""
    run = run_of(full("s001"), full("s002"), full("s003"))
    found = outstanding(run, flagged={"s002"})
    assert names(run, found.groups) == [["s001", "s003"]]
    assert (found.flagged, found.compared) == ((1,), True)
    assert not outstanding(run).compared


def test_nobody_has_all_points(one: Make, run_of: RunOf) -> None:
    """Then those with the most, and it is said; with no points at all, nobody."""
    run = run_of(one(student="s001", earned=1), one(student="s002", earned=1.5), one(student="s003", earned=1.5))
    found = outstanding(run)
    assert not found.full and names(run, found.groups) == [["s002", "s003"]]
    assert outstanding(run_of(one(earned=0))).groups == ()


@pytest.mark.parametrize("times", [{}, {"a": "soon"}, {"a": "2023-02-01T10:00:00"}])
def test_unknown_times_are_unknown(one: Make, times: dict[str, str]) -> None:
    """No time, none that can be read, none without an offset: a guess would be unfair."""
    assert handed_in(replace(one(), times=times)) is None


def test_broken_source_has_no_documentation() -> None:
    """What does not parse counts as far as it can be read, and nothing raises."""
    module = Module("hw", "hw.py", "# why\ndef f(:\n  '")
    assert documentation(Submission("s001", "hw.py", (module,))) == Documentation(1, 0, 0)
    assert documentation(Submission("s001", "hw.py")) == Documentation(0, 0, 0)
