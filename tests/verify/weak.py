"""A course with one task whose checks overlook something: the bias, which is always zero in them."""

from __future__ import annotations

from pathlib import Path

WEEK = "week01_weak"
REFERENCE = '''"""Lines."""

from __future__ import annotations

import torch


def line(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """w∘x + b.

    Args:
        x: input [N].
        w: weights [N].
        b: bias [N].
    """
    # BEGIN SOLUTION
    return w * x + b
    # END SOLUTION
'''
CHECKS = '''"""Checks of `line`."""

from __future__ import annotations

import pytest
import torch

from grader.testing import assert_matches, expect


def inputs(draw):
    """(x, w, b = 0)."""
    n = draw.size(2, 5)
    return draw.normal(n), draw.normal(n), torch.zeros(n, dtype=draw.dtype)


@pytest.mark.points(1)
def test_values(student, reference, cases):
    """w∘x + b.

    ko: w∘x + b.
    """
    for case in cases(inputs, n=4):
        assert_matches(student.line(*case), reference.line(*case))


@pytest.mark.points(1)
@pytest.mark.needs("test_values")
def test_roughly(student, reference, cases):
    """About w∘x + b.

    ko: w∘x + b에 가깝다.
    """
    for case in cases(inputs, n=2):
        assert_matches(student.line(*case), reference.line(*case), tolerance=100)


@pytest.mark.points(1)
def test_shape(student, cases):
    """The result is as long as x.

    ko: 결과의 길이는 x와 같다.
    """
    for case in cases(inputs, n=1):
        expect(len(student.line(*case)) == len(case[0]), "assertion", text="length")
'''
SPEC = """id = "week01_weak"
week = 1
[title]
en = "Lines"
ko = "직선"
[limits]
memory_mb = 1024
[[tasks]]
id = "line"
module = "line"
names = ["line"]
points = 3
slot = "preview"
title = { en = "Line", ko = "직선" }
"""
COURSE = 'id = "c"\nterm = "t"\ntimezone = "Asia/Seoul"\n[title]\nen = "C"\nko = "강"\n'
WRONG = """'''Wrong number {i}.

task: line
loses: test_values, test_roughly
'''


def line(x, w, b):
    return {answer}
"""
ANSWERS = ("w * x + b + 1", "w + x + b", "w * x - x")


def make_course(root: Path) -> Path:
    """The course in a folder."""
    assignment, reference = root / "assignments" / WEEK, root / "reference" / WEEK
    for folder in (assignment / "wrong", reference):
        folder.mkdir(parents=True)
    (root / "course.toml").write_text(COURSE, "utf-8")
    (assignment / "assignment.toml").write_text(SPEC, "utf-8")
    (assignment / "test_line.py").write_text(CHECKS, "utf-8")
    (assignment / "README.md").write_text("# Lines\n", "utf-8")
    (assignment / "README.ko.md").write_text("# 직선\n", "utf-8")
    (reference / "line.py").write_text(REFERENCE, "utf-8")
    for i, answer in enumerate(ANSWERS):
        (assignment / "wrong" / f"line__{i}.py").write_text(WRONG.format(i=i, answer=answer), "utf-8")
    return root
