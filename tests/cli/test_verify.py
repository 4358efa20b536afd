"""What `grader assignment verify` says of mutants, and when it is content; the judge pretends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.cli.verify import _faults, _mutants
from grader.cli.verify_report import JsonReport, TextReport
from grader.model import Check
from grader.verify import Power, Powered
from grader.verify.probes import Probe
from tests.verify.test_mutation import bias_passes, mutation, write_entry
from tests.verify.weak import make_course

CHECK = Check("test_a.py::one", "a", "one", {"en": "One", "ko": "하나"}, 2.0)


@pytest.mark.parametrize("min_kill,bad", [(0.0, 0), (0.9, 0), (0.999, 1), (1.0, 1)])
def test_min_kill(tmp_path: Path, capsys: pytest.CaptureFixture[str], min_kill: float, bad: int) -> None:
    """A task that kills fewer of its mutants than wanted is a fault, and is named with both figures."""
    testing = mutation(make_course(tmp_path), bias_passes)
    assert _mutants(TextReport(), testing, min_kill) == bad
    said = capsys.readouterr().out
    assert (f"of its mutants, wanted {min_kill:.1%}" in said) == bool(bad)
    assert f"{len(testing.mutants)} mutants, 0 of them known from earlier runs" in said


def test_survivors_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A survivor stands with place, label and diff."""
    _mutants(TextReport(), mutation(make_course(tmp_path), bias_passes), 0.0)
    said = capsys.readouterr().out
    assert "line.py:17 line: missing_bias survives (" in said
    assert "-    return w * x + b\n+    return w * x\n" in said


def test_stale_entries_are_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An entry of mutants.toml that fits no mutant makes the command fail."""
    course = make_course(tmp_path)
    write_entry(course, 'was = "return x"')
    assert _mutants(TextReport(), mutation(course, bias_passes), 0.0) == 1
    assert "line.line: was = return x: no mutant is like that (any more)" in capsys.readouterr().out


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An object a line, each of a kind; only survivors have a diff."""
    testing = mutation(make_course(tmp_path), bias_passes)
    _mutants(JsonReport(), testing, 0.0)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["kind"] for line in lines} == {"mutant", "task"}
    assert [line["mistake"] for line in lines if "diff" in line] == ["missing_bias"]
    assert [line["id"] for line in lines[:-1]] == [m.id for m, _ in testing.mutants]
    assert lines[-1]["survivors"] == 1


def powered(*passes: Probe, failed: int = 0, compares: bool = True) -> Powered:
    """A check that passes these probes."""
    return Powered(CHECK, 0.01, failed, compares, frozenset(passes), 0.25, "float32")


@pytest.mark.parametrize(
    "power,count,says",
    [
        (Power((powered(),), frozenset(), frozenset()), 0, "0.250 float32"),
        (Power((powered(Probe.DTYPE, Probe.CONSTANT),), frozenset(), frozenset()), 0, "passes"),
        (Power((powered(Probe.ZEROS),), frozenset(), frozenset()), 1, "one: zeros of the right shape and dtype pass"),
        (Power((powered(failed=1),), frozenset(), frozenset()), 1, "the reference does not pass with 1 of the seeds"),
        (Power((powered(),), frozenset(), frozenset({"g"})), 1, "g: no check calls it"),
        (Power((powered(),), frozenset({"g"}), frozenset()), 0, "only checks that train call g"),
    ],
)
def test_power(capsys: pytest.CaptureFixture[str], power: Power, count: int, says: str) -> None:
    """Zeros that pass, a reference that does not, and a name that no check calls are faults; the rest is told."""
    TextReport().power(power, 2)
    assert says in capsys.readouterr().out
    assert _faults(power) == count
