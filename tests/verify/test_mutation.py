"""Mutation testing with a judge that pretends: counting, seeds, the cache, mutants.toml."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from grader.batch import Graded
from grader.course import load_course
from grader.errors import SpecError
from grader.judge.config import Trial
from grader.model import Check, CheckResult, Message, Outcome
from grader.verify import Bench, Cache, Mutation, Power, Powered, Tried
from grader.verify.bench import Judged, Variant
from tests.verify.weak import WEEK, make_course

CHECK = Check("test_line.py::test_values", "line", "test_values", {"en": "V", "ko": "값"}, 1.0)
Rule = Callable[[Variant, int], Outcome]


class Pretending(Bench):
    """A bench whose verdicts are a rule's."""

    rule: Rule = staticmethod(lambda variant, seed: Outcome.FAILED)

    def judge(self, variants: list[Variant], seed: int, trial: Trial) -> Generator[Judged]:
        """As Bench.judge, at once, in another order."""
        self.trial = trial
        self.count = getattr(self, "count", 0) + len(variants)
        for variant in reversed(variants):
            outcome = self.rule(variant, seed)
            message = None if outcome is Outcome.PASSED else Message("ungraded", {"reason": "the disk is full"})
            result = CheckResult(CHECK, outcome, message=message)
            yield Judged(variant, Graded(self._hand_in(variant), (result,), 0.25), (CHECK,))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The weak course."""
    return make_course(tmp_path)


def mutation(root: Path, rule: Rule, seeds: tuple[int, ...] = (1,), power: Power | None = None) -> Mutation:
    """The mutants of the weak course, judged by a rule."""
    course = load_course(root)
    bench = Pretending(course, WEEK, 1)
    bench.rule = rule  # type: ignore[method-assign]
    return Mutation(bench, power or Power((), frozenset(), frozenset()), seeds, Cache(course, WEEK))


def bias_passes(variant: Variant, seed: int) -> Outcome:
    """Only a bias that is missing is overlooked."""
    return Outcome.PASSED if variant.source.rstrip().endswith("return w * x") else Outcome.FAILED


def judged(mutation: Mutation) -> int:
    """How many mutants the pretended judge got."""
    return int(getattr(mutation._bench, "count", 0))


def survivors(tried: list[Tried]) -> list[str]:
    """Labels of what survives."""
    return [str(t.mutant.mistake) for t in tried if t.survives]


def test_counting(course: Path) -> None:
    """Every mutant is judged by its task's checks; the one that passes is a survivor and lowers the rate."""
    testing = mutation(course, bias_passes)
    tried = list(testing.run())
    assert survivors(tried) == ["missing_bias"]
    assert {t.mutant.id for t in tried} == {m.id for m, _ in testing.mutants}
    assert all(t.killed_by == (CHECK.id,) for t in tried if t.killed)
    (tally,) = testing.tallies(tried)
    total = len(testing.mutants)
    assert (tally.task, tally.mutants, tally.killed, tally.survivors) == ("line", total, total - 1, 1)
    assert tally.rate == (total - 1) / total
    assert tally.seconds == 0.25 * total


def test_mutants_stop_early(course: Path) -> None:
    """A mutant is done with at its first failing check, and has 2 s for each; more where the reference is slow."""
    testing = mutation(course, bias_passes)
    list(testing.run())
    trial = testing._bench.trial  # type: ignore[attr-defined]
    assert trial.stop and trial.seconds == 2.0
    slow = Powered(CHECK, 0.7, 0, True, frozenset(), 0.0, "")
    testing = mutation(course, bias_passes, (3,), Power((slow,), frozenset(), frozenset()))
    list(testing.run())
    assert testing._bench.trial.seconds == 8.0  # type: ignore[attr-defined]


def test_names_that_only_training_calls(course: Path) -> None:
    """What no judged check calls has no mutants."""
    assert mutation(course, bias_passes, power=Power((), frozenset({"line"}), frozenset())).mutants == ()


def test_cached(course: Path) -> None:
    """A second run judges nothing and says the same; another seed or another check judges anew."""
    first = list(mutation(course, bias_passes).run())
    again = mutation(course, bias_passes)
    tried = list(again.run())
    assert judged(again) == 0
    assert all(t.cached for t in tried)
    assert survivors(tried) == survivors(first)
    other_seed = mutation(course, bias_passes, (1, 2))
    assert not any(t.cached for t in other_seed.run())
    assert judged(other_seed) == len(first)
    checks = course / "assignments" / WEEK / "test_line.py"
    checks.write_text(checks.read_text("utf-8") + "# more\n", "utf-8")
    changed = mutation(course, bias_passes)
    list(changed.run())
    assert judged(changed) == len(first)


def test_interrupted(course: Path) -> None:
    """What was judged before an interruption is not judged again; a torn line costs itself only."""
    testing = mutation(course, bias_passes)
    running = testing.run()
    for _ in range(5):
        next(running)
    running.close()
    (file,) = (course / ".grader" / "mutants").glob("*.jsonl")
    with file.open("a", encoding="utf-8") as torn:
        torn.write('{"key": "abc", "kil')
    again = mutation(course, bias_passes)
    assert sum(t.cached for t in again.run()) == 5
    assert judged(again) == len(again.mutants) - 5
    assert all(t.cached for t in mutation(course, bias_passes).run())


def test_listing_an_equivalent_keeps_the_cache(course: Path) -> None:
    """mutants.toml decides no verdict: nothing is judged again because of it."""
    list(mutation(course, bias_passes).run())
    write_entry(course, 'mistake = "missing_bias"')
    again = mutation(course, bias_passes)
    list(again.run())
    assert judged(again) == 0


def test_flaky(course: Path) -> None:
    """A mutant that is noticed with one seed and not with another is flaky, and not killed."""

    def now_and_then(variant: Variant, seed: int) -> Outcome:
        return Outcome.FAILED if seed == 1 else bias_passes(variant, seed)

    testing = mutation(course, now_and_then, (1, 2))
    tried = list(testing.run())
    (flaky,) = [t for t in tried if t.flaky]
    assert flaky.mutant.mistake == "missing_bias"
    assert flaky.survives
    assert testing.tallies(tried)[0].flaky == 1


def test_raised(course: Path) -> None:
    """Mutants that raise or take too long are killed, and counted apart from those that answer."""

    def some(variant: Variant, seed: int) -> Outcome:
        return Outcome.TIMEOUT if "zeros_like" in variant.source else bias_passes(variant, seed)

    testing = mutation(course, some)
    tried = list(testing.run())
    (tally,) = testing.tallies(tried)
    assert tally.raised == sum("zeros_like" in t.mutant.source for t in tried) > 0
    assert tally.killed == len(tried) - 1
    assert [t.raised for t in mutation(course, some).run()].count(True) == tally.raised  # the cache knows


def test_faults_are_not_kept(course: Path) -> None:
    """A check that could not judge says nothing about a mutant: the reason is told, and the next run tries again."""
    tried = list(mutation(course, lambda variant, seed: Outcome.UNGRADED).run())
    assert all("the disk is full" in t.fault and not t.killed for t in tried)
    again = mutation(course, bias_passes)
    assert not any(t.cached or t.fault for t in again.run())


def write_entry(root: Path, which: str, reason: str = "b is zero here") -> None:
    """Write mutants.toml with one entry."""
    text = f'[[equivalent]]\nmodule = "line"\nname = "line"\n{which}\nreason = "{reason}"\n'
    (root / "assignments" / WEEK / "mutants.toml").write_text(text, "utf-8")


@pytest.mark.parametrize(
    "which",
    [
        'mistake = "missing_bias"',
        'was = "return w * x + b"\nbecomes = "return w * x"',
        'becomes = "  return w * x"',
    ],
)
def test_equivalents(course: Path, which: str) -> None:
    """A survivor that is listed, by label or by its lines, is none; the reason goes with it."""
    write_entry(course, which)
    testing = mutation(course, bias_passes)
    tried = list(testing.run())
    assert survivors(tried) == []
    assert [t.equivalent for t in tried if t.equivalent] == ["b is zero here"]
    assert testing.stale(tried) == []
    (tally,) = testing.tallies(tried)
    assert (tally.equivalent, tally.rate) == (1, 1.0)


@pytest.mark.parametrize(
    "which,says",
    [
        ('was = "return w * y"', "no mutant is like that"),
        ('becomes = "return b"', "is not equivalent: test_line.py::test_values notices it"),
    ],
)
def test_stale_equivalents(course: Path, which: str, says: str) -> None:
    """An entry for a mutant that is gone, or that a check notices, is named."""
    write_entry(course, which)
    testing = mutation(course, bias_passes)
    (text,) = testing.stale(list(testing.run()))
    assert says in text


@pytest.mark.parametrize("which", ["", 'mistake = "mising_bias"', 'wass = "x"'])
def test_malformed_equivalents(course: Path, which: str) -> None:
    """A list that says nothing, or something unknown, stops everything in one line."""
    write_entry(course, which)
    with pytest.raises(SpecError, match=r"mutants\.toml") as raised:
        mutation(course, bias_passes)
    assert len(str(raised.value).splitlines()) == 1
