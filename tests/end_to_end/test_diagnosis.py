"""What a student reads when the mistake behind a failure is known, in both languages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.command import Command

ROOT = Path(__file__).resolve().parents[2]
WRONG = ROOT / "assignments" / "week04_rnn" / "wrong"
SPEC = """
id = "week01_loss"
week = 1
title = { en = "Losses", ko = "손실 함수" }
[[tasks]]
id = "loss"
module = "loss"
names = ["squared_error"]
points = 3
slot = "preview"
title = { en = "Losses", ko = "손실 함수" }
"""
REFERENCE = '''
def squared_error(y, t):
    """The mean of (y − t)²."""
    return ((y - t) ** 2).mean()
'''
CHECKS = '''
import pytest
from grader.testing import assert_matches

def pairs(draw):
    n = draw.size(3, 7)
    return draw.normal(n, 4), draw.normal(n, 4)

@pytest.mark.points(2)
def test_values(student, reference, cases):
    """The mean of the squares.

    ko: 제곱의 평균이다.
    """
    for case in cases(pairs, n=3):
        assert_matches(student.squared_error(*case), reference.squared_error(*case), what="loss")

@pytest.mark.points(1)
@pytest.mark.hidden
def test_more_values(student, reference, cases):
    """The mean of other squares.

    ko: 다른 제곱의 평균이다.
    """
    for case in cases(pairs, n=3):
        assert_matches(student.squared_error(*case), reference.squared_error(*case), what="loss")
'''


@pytest.fixture
def losses(tmp_path: Path) -> Path:
    """A course whose one task is a mean."""
    for folder in ("assignments/week01_loss", "reference/week01_loss"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "judge" / "course" / "course.toml", tmp_path)
    (tmp_path / "assignments/week01_loss/assignment.toml").write_text(SPEC)
    (tmp_path / "assignments/week01_loss/test_loss.py").write_text(CHECKS)
    (tmp_path / "reference/week01_loss/loss.py").write_text(REFERENCE)
    return tmp_path


def words(output: str) -> str:
    """The terminal's words, however its lines were broken."""
    return "".join(output.split())


SHOWN = [
    (
        "sentiment__time_first",
        "sentiment",
        "ko",
        ["축의 순서가 바뀌었을 때 나오는 값입니다: logits", "`batch_first` 설정"],
    ),
    ("sentiment__time_first", "sentiment", "en", ["the axes are in another order: logits", "`batch_first`"]),
    ("rnn_cell__missing_tanh_derivative", "rnn_cell", "ko", ["활성화 함수의 미분을 곱하지 않았을 때", "tanh는 1 − h²"]),
    ("rnn_cell__missing_tanh_derivative", "rnn_cell", "en", ["the derivative of the activation is left out", "1 − h²"]),
    ("lstm_cell__torch_gru", "lstm_cell", "ko", ["torch.nn.GRU의 정의입니다"]),
    ("lstm_cell__torch_gru", "lstm_cell", "en", ["this is torch.nn.GRU's definition"]),
]


@pytest.mark.slow
@pytest.mark.parametrize("name,task,lang,texts", SHOWN, ids=[f"{n}-{lang}" for n, _, lang, _ in SHOWN])
def test_the_terminal_names_the_mistake(grader: Command, name: str, task: str, lang: str, texts: list[str]) -> None:
    """`grader check` says what the mistake is, in the language that was asked for."""
    done = grader("check", WRONG / f"{name}.py", "--week", "4", "--task", task, "--no-training", "--lang", lang)
    assert done.returncode == 1
    for text in texts:
        assert words(text) in words(done.stdout)


@pytest.mark.parametrize(
    "lang,text", [("ko", "평균이 아니라 합입니다: loss"), ("en", "This is the sum; the mean is asked for: loss")]
)
def test_a_sum_for_a_mean(grader: Command, losses: Path, lang: str, text: str) -> None:
    """One number is enough where it is exactly the sum."""
    (losses / "loss.py").write_text("def squared_error(y, t):\n    return sum(((y - t) * (y - t)).flatten())\n")
    done = grader("check", losses / "loss.py", "--course", losses, "--week", "1", "--lang", lang)
    assert done.returncode == 1
    assert words(text) in words(done.stdout)


@pytest.mark.slow
def test_a_grade_tells_the_kind_of_a_hidden_check_only(grader: Command, losses: Path, tmp_path: Path) -> None:
    """On the student's page the hidden check names the kind alone, the public one says where."""
    hand_in = tmp_path / "s001.py"
    hand_in.write_text("def squared_error(y, t):\n    return sum(((y - t) * (y - t)).flatten())\n")
    out = tmp_path / "graded"
    done = grader("grade", "1", hand_in, "--course", losses, "--out", out, "--sandbox", "process")
    assert done.returncode == 0, done.stderr
    page = (out / "feedback" / "s001.html").read_text()
    assert page.count("A sum stands where the mean is asked for.") == 1
    assert page.count("This is the sum; the mean is asked for: loss.") == 1
    assert page.count("평균 대신 합을 구했습니다.") == 1
    (entry,) = json.loads((out / "results.json").read_text())["submissions"]
    assert {check["diagnosis"]["key"] for check in entry["checks"]} == {"mistake.sum_for_mean"}
