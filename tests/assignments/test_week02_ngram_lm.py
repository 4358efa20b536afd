"""Week 2's n-gram model against exact fractions, counted by reading the text again for every question."""

from __future__ import annotations

import importlib.util
import math
import re
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assignments.week02_text.ngram_texts import corpora, seen, unseen
from grader.testing import Draw

ROOT = Path(__file__).resolve().parents[2]
WORDS = ("a", "b", "ab", "나는", "밥을")
SENTENCES = st.lists(st.lists(st.sampled_from(WORDS), max_size=5), max_size=5)
ORDERS = st.integers(1, 4)
SMOOTHING = st.fractions(Fraction(1, 50), 3, max_denominator=50)
CONTEXTS = st.lists(st.sampled_from((*WORDS, "zebra")), max_size=5)


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("week02_ngram_lm", ROOT / "reference" / "week02_text" / "ngram_lm.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


ngram_lm = _load()


def exact(sentences: list[list[str]], n: int, k: Fraction, word: str, context: list[str]) -> Fraction:
    """P(word | context): each place of the text is looked at, and whether it fits is asked word by word."""
    known = {word for sentence in sentences for word in sentence} | {"</s>", "<unk>"}
    before = [c if c in known else "<unk>" for c in context]
    wanted = word if word in known else "<unk>"
    fits = follows = 0
    for sentence in sentences:
        words = [*sentence, "</s>"]
        for place, here in enumerate(words):
            back = range(1, n)
            same = all(_at(words, place - i) == _at(before, len(before) - i) for i in back)
            fits += same
            follows += same and here == wanted
    return (follows + k) / (fits + k * len(known))


def _at(words: list[str], place: int) -> str:
    return words[place] if place >= 0 else "<s>"


@settings(max_examples=200, deadline=None)
@given(SENTENCES, ORDERS, SMOOTHING, CONTEXTS)
def test_probabilities_are_exact(sentences: list[list[str]], n: int, k: Fraction, context: list[str]) -> None:
    """Every word of the vocabulary after any context; together they sum to 1."""
    model = ngram_lm.NGramLM(n, float(k))
    model.fit(sentences)
    vocabulary = sorted({word for sentence in sentences for word in sentence} | {"</s>", "<unk>"})
    found = [model.prob(word, tuple(context)) for word in vocabulary]
    assert found == pytest.approx([float(exact(sentences, n, k, word, context)) for word in vocabulary], rel=1e-12)
    assert sum(found) == pytest.approx(1, rel=1e-12)


@settings(max_examples=100, deadline=None)
@given(SENTENCES, ORDERS, SMOOTHING, st.lists(CONTEXTS, min_size=1, max_size=3))
def test_sentences_are_products(sentences: list[list[str]], n: int, k: Fraction, asked: list[list[str]]) -> None:
    """The log probability is that of the product of fractions, and the perplexity its root over all words."""
    model = ngram_lm.NGramLM(n, float(k))
    model.fit(sentences)
    products = [
        math.prod(exact(sentences, n, k, word, words[:i]) for i, word in enumerate([*words, "</s>"])) for words in asked
    ]
    logs = [math.log(product) for product in products]
    assert [model.sentence_log_prob(words) for words in asked] == pytest.approx(logs, rel=1e-9)
    size = sum(len(words) + 1 for words in asked)
    assert model.perplexity(asked) == pytest.approx(float(math.prod(products)) ** (-1 / size), rel=1e-9)


def test_a_sentence_ends_for_certain() -> None:
    """The probabilities of all sentences of a bigram model sum to 1, up to those that are longer than 40 words."""
    model = ngram_lm.NGramLM(2, 0.5)
    model.fit([["a", "b"], ["a"], []])
    vocabulary = ("a", "b", "<unk>")
    last, ended = {"<s>": 1.0}, 0.0
    for _ in range(40):
        ended += sum(p * model.prob("</s>", (w,)) for w, p in last.items())
        last = {v: sum(p * model.prob(v, (w,)) for w, p in last.items()) for v in vocabulary}
    assert ended == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("handout", ["README.md", "README.ko.md"])
def test_the_handouts_table(handout: str) -> None:
    """What the table of the handout gives is what comes out, to as many digits as it gives."""
    text = (ROOT / "assignments" / "week02_text" / handout).read_text("utf-8")
    section = text.split("\n## ngram_lm\n")[1].split("\n## ")[0]
    model = ngram_lm.NGramLM(2, 1)
    model.fit([["man", "bites", "dog"], ["man", "bites", "man"]])
    rows = re.findall(r"^\| `((?:prob|sentence_log_prob|perplexity)\(.*?\))` \| (.*) \|$", section, re.MULTILINE)
    assert len(rows) == 7
    for call, value in rows:
        told = re.search(r"[=≈] ([−\d.]+\d)", value)
        expected = float(told[1].replace("−", "-")) if told else 1 / 5
        assert eval(f"model.{call}", {"model": model}) == pytest.approx(expected, abs=6e-4)


def test_the_cases_are_of_every_kind() -> None:
    """All n from 1 to 4, contexts that come twice, trigram contexts that do not occur, and an empty sentence."""
    drawn = [corpora(Draw(seed, i)) for seed in range(5) for i in range(8)]
    assert {corpus.n for corpus in drawn} == {1, 2, 3, 4}
    assert any([] in corpus.sentences for corpus in drawn)
    assert all(unseen(corpus) for corpus in drawn if corpus.n > 2)
    for corpus in drawn:
        assert len(seen(corpus)) < sum(len(sentence) + 1 for sentence in corpus.sentences) or corpus.n > 2
