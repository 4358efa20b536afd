"""How the gates of week 3's training tasks are measured; `grader assignment calibrate week03_embeddings` does it."""

from __future__ import annotations

import statistics
from collections import Counter
from functools import partial
from typing import Any

from assignments.week03_embeddings import fasttext_data, honest_subwords, honest_vectors, word2vec_data
from assignments.week03_embeddings.word2vec_vectors import right, triples_error
from grader.calibration import Recipe, Score
from grader.testing.labelled import LabelledTexts
from grader.testing.metrics import accuracy


def _right_triples(trainer: Any, data: word2vec_data.RelationData, seed: int) -> Score:
    answers = right(trainer(data.sentences, seed, "cpu").predict, data.triples)
    return Score(statistics.fmean(answers), triples_error(answers, data.triples))


def _accuracy(trainer: Any, data: LabelledTexts[int], seed: int) -> float:
    model = trainer(data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, seed, "cpu")
    return accuracy(model.predict(data.test_texts), data.test_labels)


def _commonest(data: LabelledTexts[int]) -> float:
    """The accuracy of the commonest answer."""
    return max(Counter(data.test_labels).values()) / len(data.test_labels)


RECIPES = {
    "word2vec": Recipe(
        metric="accuracy",
        trainer="train_word2vec",
        data_sets={
            name: partial(word2vec_data.load_relations, name)
            for name in (word2vec_data.WIKITEXT, word2vec_data.GENERATED)
        },
        score=_right_triples,
        floor=lambda _: 0.5,  # one of two: who guesses
        test_size=lambda data: len(data.triples),
        honest={kind: partial(honest_vectors.train, kind) for kind in honest_vectors.MODELS},
    ),
    "fasttext_classifier": Recipe(
        metric="accuracy",
        trainer="train_fasttext",
        data_sets={
            name: partial(fasttext_data.load_texts, name)
            for name in (fasttext_data.POLARITY, fasttext_data.YNAT, fasttext_data.GENERATED)
        },
        score=_accuracy,
        floor=_commonest,
        test_size=lambda data: len(data.test_labels),
        honest={kind: partial(honest_subwords.train, kind) for kind in honest_subwords.MODELS},
    ),
}
