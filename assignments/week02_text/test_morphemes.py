"""Checks of `morphemes`: only what every Korean analyser gives on these sentences."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import Any

import pytest

from assignments.week02_text.morpheme_sentences import KEEPS, PUBLIC, Sentence, sentences, with_stems
from assignments.week02_text.token_lists import listed
from grader.errors import JudgeFault, StudentError
from grader.testing import assert_matches, expect

MISSING = "kiwipiepy, which the handout promises, is not installed here: pip install kiwipiepy"
# An analyser takes seconds to load its model, on a busy machine more.
pytestmark = [pytest.mark.task("morphemes"), pytest.mark.timeout(60)]


@pytest.mark.points(2)
def test_morphemes(student: Any) -> None:
    """Nouns, particles, the stem of the verb and the full stop are morphemes of their own, in order.

    ko: 명사, 조사, 동사의 어간, 마침표가 차례대로 각각 하나의 형태소이다.
    """
    for sentence in PUBLIC:
        _taken_apart(student, sentence)


@pytest.mark.points(1)
@pytest.mark.needs("test_morphemes")
def test_keep(student: Any) -> None:
    """With keep={'NN'} only the nouns are left, with {'JK'} only case particles, with {'NN', 'VV'} nouns and verbs.

    ko: keep={'NN'}이면 명사만, {'JK'}이면 격 조사만, {'NN', 'VV'}이면 명사와 동사만 남는다.
    """
    for sentence in PUBLIC:
        for keep in ({"NN"}, {"JK"}, {"NN", "VV"}):
            _kept(student, [sentence], frozenset(keep))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_keep")
def test_keep_by_prefix(student: Any, cases: Any) -> None:
    """keep holds prefixes of tags, of any length; the empty set keeps nothing.

    ko: keep의 원소는 길이와 관계없이 태그의 앞부분이며, 빈 집합이면 아무것도 남지 않는다.
    """
    for keep, pair in zip(KEEPS, cases(sentences, n=len(KEEPS)), strict=True):
        _kept(student, pair, keep)


@pytest.mark.points(0.5)
@pytest.mark.hidden
@pytest.mark.needs("test_morphemes")
def test_other_sentences(student: Any, cases: Any) -> None:
    """The same with other words.

    ko: 다른 단어에서도 같다.
    """
    for pair in cases(sentences, n=4):
        for sentence in pair:
            _taken_apart(student, sentence)


@pytest.mark.points(0.5)
@pytest.mark.hidden
@pytest.mark.needs("test_morphemes")
def test_no_text(student: Any) -> None:
    """A text without characters, or of whitespace alone, has no morphemes.

    ko: 빈 텍스트나 공백뿐인 텍스트에는 형태소가 없다.
    """
    for text in ("", "\n \t"):
        for arguments in ((text,), (text, {"NN"})):
            what = f"morphemes({', '.join(map(repr, arguments))})"
            assert_matches(_listed(student, arguments, what), [], what=what)


def _taken_apart(student: Any, sentence: Sentence) -> None:
    """All but the endings of the verb, which analysers cut in different ways."""
    what = f"morphemes({sentence.text!r})"
    tokens = with_stems(_listed(student, (sentence.text,), what))
    for token in tokens:
        expect(token == token.strip() != "", "week02.no_morpheme", what=what, actual=repr(token))
    *until_stem, full_stop = sentence.forms
    last = tokens[-1:] if len(tokens) > len(until_stem) else []
    assert_matches([*tokens[: len(until_stem)], *last], [*until_stem, full_stop], what=f"{what} (endings left out)")


def _kept(student: Any, parts: Sequence[Sentence], keep: frozenset[str]) -> None:
    text = "\n".join(part.text for part in parts)
    shown = "{" + ", ".join(map(repr, sorted(keep))) + "}" if keep else "set()"
    what = f"morphemes({text!r}, keep={shown})"
    tokens = with_stems(_listed(student, (text, set(keep)), what))
    assert_matches(tokens, [form for part in parts for form in part.kept(keep)], what=what)


def _listed(student: Any, arguments: tuple[Any, ...], what: str) -> list[str]:
    """The student's morphemes, a list of str.

    Raises:
        JudgeFault: the analyser that the handout promises is not there, which is no student's fault.
    """
    try:
        return listed(student.morphemes(*arguments), what)
    except StudentError as error:
        # Asked of the judge's own packages: what a submission says about its own may be made up.
        if error.type_name == "ModuleNotFoundError" and importlib.util.find_spec("kiwipiepy") is None:
            raise JudgeFault(MISSING) from error
        raise
