"""Checks of `cleaning`: markup, brackets, special characters and stop words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from assignments.week02_text.cleaning_texts import BRACKETS, KOREAN_STOPWORDS, MARKUP, REVIEWS, SPECIAL, STOPPED, STOPWORDS
from grader.testing import assert_matches

pytestmark = pytest.mark.task("cleaning")


@pytest.mark.points(2)
def test_strip_html(student: Any, reference: Any) -> None:
    """Each tag, comment, script or style becomes one space, and entities are decoded: no two words are glued.

    ko: 태그, 주석, script, style이 각각 공백 하나로 바뀌고 엔티티가 풀린다. 단어끼리 붙지 않는다.
    """
    _same(student, reference, "strip_html", MARKUP)


@pytest.mark.points(1)
def test_brackets(student: Any, reference: Any) -> None:
    """Each […] with its brackets, nested ones too, becomes one space.

    ko: […]는 안에 든 […]까지 대괄호와 함께 공백 하나로 바뀐다.
    """
    _same(student, reference, "remove_between_square_brackets", BRACKETS)


@pytest.mark.points(1)
def test_special_characters(student: Any, reference: Any) -> None:
    """Letters stay, digits if wanted; an apostrophe between letters vanishes, any other character becomes a space.

    ko: 글자는 남고 숫자는 원할 때만 남는다. 글자 사이의 아포스트로피는 사라지고 나머지 문자는 공백이 된다.
    """
    _both_ways(student, reference, SPECIAL)


@pytest.mark.points(1)
def test_stopwords(student: Any, reference: Any) -> None:
    """Whole tokens that are stop words go, in any case of letters; the others stay as they were written.

    ko: 불용어인 토큰은 대소문자와 관계없이 통째로 사라지고 나머지는 쓰인 그대로 남는다.
    """
    for text, words in STOPPED:
        what = f"remove_stopwords({text!r}, {_shown(words)})"
        stopwords = set(words)
        assert_matches(
            student.remove_stopwords(text, stopwords), reference.remove_stopwords(text, stopwords), what=what
        )


@pytest.mark.points(1)
@pytest.mark.needs("test_strip_html", "test_brackets", "test_special_characters", "test_stopwords")
def test_text_cleaning(student: Any, reference: Any) -> None:
    """All four steps, one after the other.

    ko: 네 단계를 차례로 모두 거친다.
    """
    stopwords = set(STOPWORDS | KOREAN_STOPWORDS)
    _all_match(student, reference, "text_cleaning", [(text, stopwords) for text in REVIEWS])


def _same(student: Any, reference: Any, name: str, texts: Iterable[str]) -> None:
    _all_match(student, reference, name, [(text,) for text in texts])


def _both_ways(student: Any, reference: Any, texts: Iterable[str]) -> None:
    """Without digits by default, and with `remove_digits` given."""
    calls = [(text, *flag) for text in texts for flag in ((), (True,), (False,))]
    _all_match(student, reference, "remove_special_characters", calls)


def _all_match(student: Any, reference: Any, name: str, calls: Sequence[tuple[Any, ...]]) -> None:
    """All results at once: a single short text would be that of a known mistake by chance, and be told as that."""
    actual, expected = ([getattr(side, name)(*call) for call in calls] for side in (student, reference))
    assert_matches(actual, expected, what=[f"{name}({', '.join(map(_shown, call))})" for call in calls])


def _shown(argument: Any) -> str:
    """An argument as a student would write it; a set in order, so that the same message comes out every time."""
    if isinstance(argument, (set, frozenset)):
        return "{" + ", ".join(map(repr, sorted(argument))) + "}" if argument else "set()"
    return repr(argument)
