"""Checks of `ngram_lm`: counts, smoothing, contexts, and the probabilities of sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pytest

from assignments.week02_text.ngram_texts import Corpus, corpora, pairs, seen, smoothed, text, unseen
from grader.testing import Draw, assert_matches, expect
from grader.testing.assertions import type_name

pytestmark = pytest.mark.task("ngram_lm")

EXACT = 1e-9  # Python floats
COURSE = [
    ["man", "bites", "dog"],
    ["man", "bites", "man"],
    ["the", "dog", "sees", "the", "man"],
    ["the", "man", "bites", "the", "dog"],
]
KOREAN = [["나는", "밥을", "먹었다"], ["나는", "책을", "읽었다"], ["너는", "밥을", "먹었다"]]


def positions(draw: Draw) -> tuple[Corpus, list[str]]:
    """(corpus, six words of it that may stand in front of a context)."""
    corpus = smoothed(draw)
    return corpus, text(draw, corpus, 6)


def texts(draw: Draw) -> tuple[Corpus, list[list[str]]]:
    """(corpus, three sentences, the last of them empty)."""
    corpus = smoothed(draw)
    return corpus, [text(draw, corpus, draw.size(1, 6)), text(draw, corpus, draw.size(1, 6)), []]


@pytest.mark.points(2.5)
def test_counts(student: Any, reference: Any, cases: Any) -> None:
    """With k = 1, P(word | context) = (count(context, word) + 1) / (count(context) + V), also where a sentence begins.

    ko: k = 1이면 P(word | context) = (count(context, word) + 1) / (count(context) + V)이고, 문장 첫머리도 같다.
    """
    for corpus in (Corpus(2, 1.0, COURSE), Corpus(3, 1.0, KOREAN), *cases(corpora, n=8)):
        _compare(student, reference, corpus, seen(corpus)[:6], corpus.words()[:-1])


@pytest.mark.points(1)
@pytest.mark.needs("test_counts")
def test_smoothing(student: Any, reference: Any, cases: Any) -> None:
    """k is added to each count, k·V to the count of the context; k need not be a whole number.

    ko: 각 횟수에 k를, 문맥의 횟수에 k·V를 더한다. k는 정수가 아니어도 된다.
    """
    for corpus in (Corpus(2, 0.5, COURSE), *cases(smoothed, n=8)):
        _compare(student, reference, corpus, seen(corpus)[:4], corpus.words()[:-1])


@pytest.mark.points(1.5)
def test_sums_to_one(student: Any, cases: Any) -> None:
    """After each context, seen or not, the probabilities of the whole vocabulary sum to 1, and none is 0.

    ko: 본 적이 있든 없든 어떤 문맥 뒤에서도 단어 사전 전체의 확률을 더하면 1이고, 0인 확률은 없다.
    """
    for corpus in (Corpus(2, 1.0, COURSE), *cases(smoothed, n=8)):
        model = _fitted(student, corpus)
        for context in [*seen(corpus)[:3], *unseen(corpus, 2)]:
            found = [model.prob(word, context) for word in corpus.words()]
            what = corpus.call("prob", context).replace("prob(", "prob(w, ")
            for p in found:
                expect(type(p) is float, "type_differs", what=what, expected="float", actual=type_name(p))
            assert_matches(math.fsum(found), 1.0, what=f"Σ_w {what}", tolerance=EXACT)
            expect(min(found) > 0, "week02.ngram_zero", what=what, word=repr(corpus.words()[found.index(min(found))]))


@pytest.mark.points(1)
@pytest.mark.needs("test_counts")
def test_last_words_count(student: Any, reference: Any, cases: Any) -> None:
    """Of a longer context only the last n − 1 words count: a probability does not depend on the position.

    ko: 문맥이 더 길면 마지막 n − 1개 단어만 쓴다. 확률은 문장 안의 위치에 따라 달라지지 않는다.
    """
    for corpus, front in cases(positions, n=8):
        contexts = [(*front[:size], *context) for size, context in enumerate(seen(corpus)[:5], start=1)]
        full = [context for context in contexts if len(context) >= corpus.n - 1]
        _compare(student, reference, corpus, full, corpus.words()[-3:])


@pytest.mark.points(1.5)
@pytest.mark.needs("test_counts")
def test_chain_rule(student: Any, reference: Any, cases: Any) -> None:
    """sentence_log_prob is Σ ln P(word | the words before), with '</s>' as the last word.

    ko: sentence_log_prob은 Σ ln P(단어 | 앞의 단어들)이며, 마지막 단어는 '</s>'이다.
    """
    for corpus, sentences in ((Corpus(2, 0.37, COURSE), COURSE), (Corpus(3, 0.7, KOREAN), KOREAN), *cases(texts, n=8)):
        model, right = _fitted(student, corpus), _fitted(reference, corpus)
        for sentence in sentences:
            what = corpus.call("sentence_log_prob", sentence)
            actual, expected = model.sentence_log_prob(sentence), right.sentence_log_prob(sentence)
            assert_matches(actual, expected, what=what, tolerance=EXACT)


@pytest.mark.points(1)
def test_order_matters(student: Any, reference: Any) -> None:
    """P(man bites dog) ≠ P(dog bites man) for n ≥ 2; for n = 1 they are the same.

    ko: n ≥ 2이면 P(man bites dog) ≠ P(dog bites man)이고, n = 1이면 둘이 같다.
    """
    sentence = ["man", "bites", "dog"]
    for n in (2, 3, 4, 1):
        corpus = Corpus(n, 0.13, COURSE)
        model, right = _fitted(student, corpus), _fitted(reference, corpus)
        found = [model.sentence_log_prob(words) for words in (sentence, sentence[::-1])]
        expect(n == 1 or found[0] != found[1], "week02.ngram_order", n=n, value=str(found[0]))
        for words, value in zip((sentence, sentence[::-1]), found, strict=True):
            what = corpus.call("sentence_log_prob", words)
            assert_matches(value, right.sentence_log_prob(words), what=what, tolerance=EXACT)


@pytest.mark.points(1.5)
@pytest.mark.needs("test_chain_rule")
def test_perplexity(student: Any, reference: Any, cases: Any) -> None:
    """perplexity is exp(−Σ ln p / number of words) over all sentences together, each '</s>' counted.

    ko: perplexity는 모든 문장을 합쳐 exp(−Σ ln p / 단어 수)이며, '</s>'도 하나씩 단어로 센다.
    """
    for corpus, sentences in ((Corpus(2, 0.37, COURSE), COURSE), *cases(texts, n=8)):
        for some in (sentences[:1], sentences, sentences[-1:]):
            actual = _fitted(student, corpus).perplexity(some)
            expected = _fitted(reference, corpus).perplexity(some)
            assert_matches(actual, expected, what=corpus.call("perplexity", some), tolerance=EXACT)


def _fitted(side: Any, corpus: Corpus) -> Any:
    model = side.NGramLM(corpus.n) if corpus.k == 1 else side.NGramLM(corpus.n, corpus.k)  # 1 is the default
    model.fit(corpus.sentences)
    return model


def _compare(student: Any, reference: Any, corpus: Corpus, contexts: Iterable[Any], words: list[str]) -> None:
    """P(word | context) of both, for each word after each context."""
    model, right = _fitted(student, corpus), _fitted(reference, corpus)
    for actual, word, context in pairs(model, words, list(contexts)):
        what = corpus.call("prob", word, context)
        assert_matches(actual, right.prob(word, context), what=what, tolerance=EXACT)
