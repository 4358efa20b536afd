"""The scaffold's example is an assignment that can be trusted: strong checks, samples with their points."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course import Course
from grader.judge.runner import Settings
from grader.model import Outcome
from grader.scaffold import new_assignment, new_course
from tests.judge.running import judge, submission
from tests.judge.sandboxes import Threads

WEEK = "week09_softmax"
LOST = {"values": (0, 0, 0), "gradients": (5, 0, 2), "large_inputs": (5, 3, 0)}
# (what stands in the reference, what a mutation makes of it, the first check that must see it)
MUTANTS = (
    ("x.amax(dim=-1", "x.amin(dim=-1", "large_inputs"),
    ("x.amax(dim=-1", "x.amax(dim=0", "values"),
    ("x.amax(dim=-1", "x.amax(dim=1", "values"),
    ("x - x.amax", "x + x.amax", "large_inputs"),
    ("x - x.amax", "x * x.amax", "values"),
    ("x - x.amax", "x.amax(dim=-1, keepdim=True) - x.amax", "values"),
    ("x - x.amax(dim=-1, keepdim=True)", "x", "large_inputs"),
    ("x - x.amax(dim=-1, keepdim=True)", "x - 10", "large_inputs"),
    ("x - x.amax(dim=-1, keepdim=True)", "x - x.amax()", "large_inputs"),
    ("x - x.amax(dim=-1, keepdim=True)", "x.amax(dim=-1, keepdim=True) - x", "values"),
    ("torch.exp(x", "torch.sigmoid(x", "values"),
    ("torch.exp(x", "torch.exp2(x", "values"),
    ("torch.exp(", "1e-3 + torch.exp(", "values"),
    ("torch.exp(", "1.001 * torch.exp(", None),  # cancels: right
    ("e.sum(dim=-1", "e.sum(dim=0", "values"),
    ("e.sum(dim=-1", "e.sum(dim=1", "values"),
    ("e.sum(dim=-1", "e.sum(dim=-2", "values"),
    ("e.sum(dim=-1", "e.mean(dim=-1", "values"),
    ("e.sum(dim=-1", "e.amax(dim=-1", "values"),
    ("e.sum(dim=-1, keepdim=True)", "e.sum(dim=-1)", "values"),
    ("e.sum(dim=-1, keepdim=True)", "e.sum()", "values"),
    ("return e / ", "return e * ", "values"),
    ("return e / ", "return -e / ", "values"),
    ("return e / e.sum(dim=-1, keepdim=True)", "return e", "values"),
    ("return e / ", "return e.float() / ", "values"),
    ("return e / ", "return e.double() / ", "values"),
    ("return e / ", "return e.detach() / ", "gradients"),
    ("e.sum(dim=-1, keepdim=True)", "e.sum(dim=-1, keepdim=True).detach()", "gradients"),
    ("e = torch", "x -= 1; e = torch", "values"),
)


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    """A course with the scaffold as it is written, two tasks."""
    path = list(sys.path)
    made = new_course(tmp_path / "course", "2027", "UTC")
    new_assignment(made, WEEK, ("softmax", "other"))
    yield made
    sys.path[:] = path


def earned(course: Course, *sources: str, seed: int = 1) -> list[dict[str, float]]:
    """What each source of the task `softmax` earns in its checks."""
    hand_ins = [submission(f"s{i:03}", softmax=source) for i, source in enumerate(sources)]
    told = judge(hand_ins, Threads(), Settings(seed, fork=False, only=("softmax",)), root=course.root, week=WEEK)
    assert not any(told.faults.values())
    results = [told.results[h.student] for h in hand_ins]
    assert not any(r.outcome is Outcome.UNGRADED for found in results for r in found.values())
    return [{name: r.earned for name, r in found.items()} for found in results]


def test_mutants_of_the_example_are_seen(course: Course) -> None:
    """Whatever is changed in the reference, the check that is about it sees it, for several seeds."""
    source = (course.reference_dir(WEEK) / "softmax.py").read_text("utf-8")
    assert all(source.count(old) == 1 for old, _, _ in MUTANTS)
    mutants = [source.replace(old, new) for old, new, _ in MUTANTS]
    for seed in range(3):
        for (old, new, seen), got in zip(MUTANTS, earned(course, *mutants, seed=seed), strict=True):
            expected = LOST[seen] if seen else (5, 3, 2)
            assert tuple(got.values()) == expected, f"{old} → {new} with seed {seed}"


def grader(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`grader ARGUMENTS` in the course's folder."""
    command = [sys.executable, "-m", "grader", *arguments]
    return subprocess.run(command, cwd=course.root, env=os.environ, capture_output=True, text=True, timeout=300)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_scaffold_verifies_as_it_is(course: Course) -> None:
    """Verify finds nothing, mutants included; the template can be made; the samples earn what is expected of them."""
    done = grader(course, "assignment", "verify", WEEK, "--min-kill", "0.95")
    assert done.returncode == 0, done.stdout
    assert "10 solutions judged, 0 not as they should be" in done.stdout.splitlines()
    done = grader(course, "assignment", "template", WEEK)
    assert done.returncode == 0, done.stderr
    assert (course.template_dir(WEEK) / f"{WEEK}.ipynb").is_file()
    samples = f"assignments/{WEEK}/samples"
    done = grader(course, "grade", WEEK, samples, "--expect", f"{samples}/expected.toml")
    assert done.returncode == 0, done.stderr
    assert "3 expected results, 0 differences" in done.stderr
