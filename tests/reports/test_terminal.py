"""The terminal shows the class and a student's own result, on any terminal, whatever the names are."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.model import Frame, Message, Outcome, Run, Verdict
from grader.reports.class_terminal import print_run
from grader.reports.marks import ASCII, SYMBOLS, TONES
from grader.reports.terminal import print_verdict


def shown(print_: Callable[..., None], what: object, lang: str, width: int = 100, encoding: str = "utf-8") -> str:
    """What a console of that width and encoding prints; a character it cannot write raises."""
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    print_(what, lang, Console(file=file, width=width, color_system=None, force_terminal=False))
    file.flush()
    return file.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


def test_class_table_has_every_student_and_task(run: Run) -> None:
    """One row per student with points and mark per task, and the total."""
    lines = shown(print_run, run, "ko").splitlines()
    (first,) = [line for line in lines if line.startswith("s001 ")]
    assert first.split() == ["s001", "12", "✓", "16", "✓", "20", "✓", "20", "✓", "6", "✓", "74", "/", "68"]
    assert sum(" / 68" in line or " ?" in line for line in lines) >= len(run.verdicts)


def test_names_are_not_markup(run: Run) -> None:
    """`[red]…[/red]` is a name, and an escape sequence in a name is gone."""
    text = shown(print_run, run, "ko")
    assert "[red]s027[/red]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_lines_fit_the_terminal(run: Run, width: int) -> None:
    """No line is wider than the terminal, Hangul counted as two cells."""
    for lang in ("ko", "en"):
        text = shown(print_run, run, lang, width) + shown(print_verdict, run.verdicts[5], lang, width)
        assert max(cell_len(line) for line in text.splitlines()) <= width


def test_narrow_terminal_numbers_the_tasks(run: Run) -> None:
    """Where points do not fit, marks do, with a key below."""
    text = shown(print_run, run, "en", 60)
    assert "1 RNN cell" in text
    assert "lstm_cell" not in text


def test_many_tasks_keep_their_marks(run: Run, run_of: Callable[..., Run]) -> None:
    """Fifteen tasks in eighty columns: one symbol each, and names keep at least twelve cells."""
    tasks = tuple(replace(task, task=f"{task.task}{n}") for n in range(3) for task in run.verdicts[0].tasks)
    text = shown(print_run, run_of(*(replace(verdict, tasks=tasks) for verdict in run.verdicts)), "ko", 60)
    assert text.count("✓" * 15) == len(run.verdicts)
    assert "=HYPERLINK(" in text
    assert max(cell_len(line) for line in text.splitlines()) <= 60


def test_summary_counts_the_checks(run: Run) -> None:
    """Every outcome that occurs is counted."""
    passed = sum(r.outcome is Outcome.PASSED for v in run.verdicts for r in v.results)
    text = shown(print_run, run, "en", 300)
    assert f"✓ passed {passed} · " in text
    assert "30 / 30" in text


def test_long_list_of_troubles_is_cut(one: Callable[..., Verdict], run_of: Callable[..., Run]) -> None:
    """A broken machine makes every check ungraded: ten lines and a count say so."""
    verdict = one(outcome=Outcome.UNGRADED, message=Message("ungraded", {"reason": "no sandbox"}))
    text = shown(print_run, run_of(*[verdict] * 25), "en")
    assert text.count("no sandbox") == 10
    assert "+ 15" in text


def test_student_sees_what_and_where(one: Callable[..., Verdict]) -> None:
    """Title, outcome, message, file, line, source line and output of a public check."""
    message = Message("shape_differs", {"what": "result", "expected": "(2, 3)", "actual": "(3, 2)"})
    verdict = one(message=message, where=Frame("rnn.py", 7, text="return h.T"), output="debug 1\n")
    text = shown(print_verdict, verdict, "ko")
    for part in (
        "✗ 순환 신경망",
        "0 / 2",
        "결과의 형태(shape)가 (3, 2)입니다",
        "rnn.py, 7번째 줄",
        "return h.T",
        "debug 1",
    ):
        assert part in text


def test_student_sees_only_the_kind_of_a_hidden_fault(one: Callable[..., Verdict]) -> None:
    """The terminal follows the rule of the pages."""
    message = Message("value_differs", {"expected": "SECRET"})
    text = shown(print_verdict, one(hidden=True, message=message, output="SECRET"), "en")
    assert "SECRET" not in text
    assert "A value is wrong." in text
    assert "(hidden)" in text


def test_unreadable_submission_says_why(run: Run) -> None:
    """The student learns that nothing was graded, and the reason."""
    verdict = next(verdict for verdict in run.verdicts if verdict.unreadable)
    text = shown(print_verdict, verdict, "ko")
    assert "제출물을 읽지 못했습니다" in text
    assert "JSONDecodeError" in text


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp949", "latin-1"])
def test_terminal_without_utf8_gets_ascii(run: Run, encoding: str) -> None:
    """Symbols and lines are ASCII; nothing that the terminal cannot write is sent."""
    text = shown(print_run, run, "ko", encoding=encoding) + shown(
        print_verdict, run.verdicts[5], "ko", encoding=encoding
    )
    assert "✓" not in text
    assert " 12 +" in text
    assert ("합계" in text) == (encoding == "cp949")
    assert ("Total" in text) == (encoding != "cp949")


def test_every_outcome_has_its_looks() -> None:
    """A new outcome without symbol or tone would crash every report."""
    wanted = {*map(str, Outcome), "partial"}
    assert set(SYMBOLS) == set(ASCII) == set(TONES) == wanted
    assert all(symbol.isascii() for symbol in ASCII.values())
