"""Feedback as Markdown: everything that the page says, and nothing that a student could slip in."""

from __future__ import annotations

import re
from dataclasses import replace

import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grades import Grade, Step, StepKind, TaskGrade
from grader.model import Message, Run, Verdict
from grader.reports.markdown import escaped, fenced, student_markdown
from grader.reports.view import student_view

RENDER = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "url", "footnotes", "task_lists"])


def html(text: str) -> str:
    """As a viewer that passes HTML on would show it."""
    return str(RENDER(text))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_everything_is_said(run: Run, lang: str) -> None:
    """Points of each task, title and points of each check, message, place and output of those that failed."""
    for verdict in run.verdicts[:12]:
        page = html(student_markdown(verdict, run, lang))
        shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)).replace("&lt;", "<").replace("&gt;", ">")
        shown = shown.replace("&quot;", '"').replace("&amp;", "&")
        view = student_view(verdict, lang)
        for task in view.tasks:
            assert f"{task.title}" in shown
            assert f"{task.earned} / {task.possible}" in shown
            for check in task.checks:
                assert check.title in shown
                for said in (check.place, check.source, check.message.replace("`", "")):
                    assert " ".join(said.split()) in shown


def test_hidden_values_stay_hidden(run: Run, secret: str) -> None:
    """The hidden checks' messages, lines, output and facts are not in it; those of open checks are."""
    hidden = replace(run.verdicts[3], results=tuple(r for r in run.verdicts[3].results if r.check.hidden))
    assert secret not in student_markdown(hidden, run, "en")
    assert any(secret in student_markdown(verdict, run, "en") for verdict in run.verdicts)


def test_names_do_no_harm(run: Run, nasty_names: tuple[str, ...]) -> None:
    """No tag, link, picture or control character comes out of a student's name or texts."""
    for verdict in run.verdicts:
        text = student_markdown(verdict, run, "ko")
        page = html(text)
        assert not re.search(r"<(script|img|a|iframe|b)\b", page)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text)
    assert {v.student for v in run.verdicts} >= set(nasty_names)


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "![x](http://evil/x.png)", "[a](javascript:b)", "http://evil www.evil.org a@b.c",
     "**bold** _it_ `code`", "# head", "- item\n+ item\n1. item", "| a | b |", "$x$", "a\n===", "> q", "&lt;b&gt;",
     "[^1]", "~~gone~~", "\\<b>", "<http://evil>", "\\`x\\`"],
)  # fmt: skip
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    """Whatever Markdown could make of a text, its reader sees the text."""
    page = html(escaped(text))
    assert re.findall(r"<(/?\w+)", page) == ["p", "/p"]
    from html import unescape

    assert unescape(page.strip()[3:-4]) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=30))
def test_any_text_is_a_plain_paragraph(text: str) -> None:
    """No text makes a tag."""
    assert re.findall(r"<(/?\w+)", html(f"x {escaped(text)} x")) == ["p", "/p"]


@given(st.text("`~ab\n", max_size=20))
def test_fence_cannot_be_closed(code: str) -> None:
    """Output with fences of its own stays one block of code."""
    page = html(fenced(code))
    assert page.count("<pre>") == 1
    assert re.findall(r"<(/?\w+)", page) == ["pre", "code", "/code", "/pre"]


def test_a_grade_has_the_last_word(one_grade: tuple[Verdict, Grade], run: Run) -> None:
    """Points after late work and overrides, each step, a person's comment, items that a person scores."""
    verdict, grade = one_grade
    text = student_markdown(verdict, run, "en", grade)
    assert "**1\\.5 of 6 points**" in text or "**1.5 of 6 points**" in text
    assert "- Nothing was handed in. (−0.5 → 0.5)" in text
    assert "| RNN | ✗ Wrong | 0.5 / 2 |" in text or "| 0.5 / 2 |" in text
    assert "| Essay | " in text
    assert "| – / 4 |" in text
    assert "> see \\*me\\*" in text
    assert "김민수" in text


@pytest.fixture
def one_grade(one: object) -> tuple[Verdict, Grade]:
    """A verdict with what a person and the due date made of it."""
    verdict: Verdict = one()  # type: ignore[operator]
    step = Step(StepKind.LATE, Message("grade.missing"), -0.5, 0.5)
    tasks = (
        TaskGrade("rnn", {"en": "RNN"}, "review", 0.5, 2, verdict.tasks[0].outcome, steps=(step,)),
        TaskGrade("essay", {"en": "Essay"}, "", 0, 4, None, pending=True),
        TaskGrade("talk", {"en": "Talk"}, "", 1, 4, None),
    )
    return verdict, Grade("s001", "week04_rnn", tasks, 1.5, 6, "김민수", comments=("see *me*",))
