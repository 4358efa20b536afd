"""Checks of `cleaning`: markup, brackets, special characters and stop words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from assignments.week02_text.cleaning_texts import (
    BRACKET_EDGES,
    BRACKETS,
    KOREAN_STOPWORDS,
    MARKUP,
    MARKUP_EDGES,
    REVIEW_EDGES,
    REVIEWS,
    SPECIAL,
    SPECIAL_EDGES,
    STOPPED,
    STOPWORDS,
    bracketed,
    marked_up,
    special,
    stopped,
)
from grader.testing import assert_matches

pytestmark = pytest.mark.task("cleaning")


@pytest.mark.points(2)
def test_strip_html(student: Any, reference: Any) -> None:
    """Each tag, comment, script or style becomes one space, and entities are decoded: no two words are glued.

    ko: 태그, 주석, script, style이 각각 공백 하나로 바뀌고 엔티티가 풀린다. 단어끼리 붙지 않는다.
    """
    _same(student, reference, "strip_html", MARKUP)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_strip_html")
def test_strip_html_edges(student: Any, reference: Any) -> None:
    """Entities are decoded once and make no tags; capitals, several lines, and `<` that begins no tag.

    ko: 엔티티는 한 번만 풀고 풀린 결과는 태그가 아니다. 대문자, 여러 줄, 태그가 아닌 `<`도 처리한다.
    """
    _same(student, reference, "strip_html", MARKUP_EDGES)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_strip_html")
def test_strip_html_random(student: Any, reference: Any, cases: Any) -> None:
    """Texts, tags, comments, scripts and entities side by side.

    ko: 글, 태그, 주석, 스크립트, 엔티티가 섞여 있어도 된다.
    """
    _same(student, reference, "strip_html", (text for (text,) in cases(marked_up, n=40)))


@pytest.mark.points(1)
def test_brackets(student: Any, reference: Any) -> None:
    """Each […] with its brackets, nested ones too, becomes one space.

    ko: […]는 안에 든 […]까지 대괄호와 함께 공백 하나로 바뀐다.
    """
    _same(student, reference, "remove_between_square_brackets", BRACKETS)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_brackets")
def test_brackets_edges(student: Any, reference: Any, cases: Any) -> None:
    """A bracket without its partner stays, whatever stands around it.

    ko: 짝이 없는 대괄호는 주변에 무엇이 있든 그대로 남는다.
    """
    texts = [text for (text,) in cases(bracketed, n=24)]
    _same(student, reference, "remove_between_square_brackets", [*BRACKET_EDGES, *texts])


@pytest.mark.points(1)
def test_special_characters(student: Any, reference: Any) -> None:
    """Letters stay, digits if wanted; an apostrophe between letters vanishes, any other character becomes a space.

    ko: 글자는 남고 숫자는 원할 때만 남는다. 글자 사이의 아포스트로피는 사라지고 나머지 문자는 공백이 된다.
    """
    _both_ways(student, reference, SPECIAL)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_special_characters")
def test_special_characters_edges(student: Any, reference: Any, cases: Any) -> None:
    """What is a letter, a digit or an apostrophe inside a word, and what is not.

    ko: 무엇이 글자이고 숫자이며 단어 안의 아포스트로피인지 가려낸다.
    """
    _both_ways(student, reference, [*SPECIAL_EDGES, *(text for (text,) in cases(special, n=24))])


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
@pytest.mark.hidden
@pytest.mark.needs("test_stopwords")
def test_stopwords_random(student: Any, reference: Any, cases: Any) -> None:
    """With is_lower_case tokens are compared as they are, without it in lower case.

    ko: is_lower_case이면 토큰을 그대로, 아니면 소문자로 바꾸어 비교한다.
    """
    calls = [(*case, flag) for case in cases(stopped, n=12) for flag in (True, False)]
    _all_match(student, reference, "remove_stopwords", calls)


@pytest.mark.points(1)
@pytest.mark.needs("test_strip_html", "test_brackets", "test_special_characters", "test_stopwords")
def test_text_cleaning(student: Any, reference: Any) -> None:
    """All four steps, one after the other.

    ko: 네 단계를 차례로 모두 거친다.
    """
    stopwords = set(STOPWORDS | KOREAN_STOPWORDS)
    _all_match(student, reference, "text_cleaning", [(text, stopwords) for text in REVIEWS])


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_text_cleaning")
def test_text_cleaning_random(student: Any, reference: Any, cases: Any, data_dir: Path | None) -> None:
    """The order of the steps, with other texts and other stop words.

    ko: 다른 글과 다른 불용어에서도 단계의 순서가 맞다.
    """
    texts = [text for (text,) in cases(marked_up, n=12)]
    stopwords = set(STOPWORDS | KOREAN_STOPWORDS)
    calls = [(text, stopwords) for text in (*REVIEW_EDGES, *texts)]
    calls += zip(texts, _real_stopwords(data_dir), strict=False)
    _all_match(student, reference, "text_cleaning", calls)


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


def _real_stopwords(data_dir: Path | None) -> list[set[str]]:
    """English and Korean stop words, where the course's data are at hand."""
    files = [data_dir / "stopwords" / f"stopwords-{language}.txt" for language in ("en", "ko")] if data_dir else []
    return [set(file.read_text("utf-8").split()) for file in files if file.is_file()]
