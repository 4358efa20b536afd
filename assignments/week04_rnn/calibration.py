"""How the gates of week 4's training tasks are measured; `grader assignment calibrate week04_rnn` does it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import torch

from assignments.week04_rnn import honest_language_models, honest_models, honest_taggers
from assignments.week04_rnn.entities import entities, entity_f1
from assignments.week04_rnn.language_data import PARTS, LanguageData, load_wikitext
from assignments.week04_rnn.language_data import generate as generate_language
from assignments.week04_rnn.perplexity import perplexity
from assignments.week04_rnn.sentiment_data import SentimentData, load_nsmc
from assignments.week04_rnn.sentiment_data import generate as generate_texts
from assignments.week04_rnn.tagging_data import TaggingData, load_klue
from assignments.week04_rnn.tagging_data import generate as generate_sentences
from grader.calibration import Recipe, Score
from grader.errors import UsageError
from grader.testing.metrics import accuracy


def _real(name: str, load: Callable[[Path], Any], data_dir: Path | None, seed: int) -> Any:
    """A real data set, the same for every seed."""
    if data_dir is None:
        raise UsageError(f"{name}: let --data-dir name the folder that holds it, or take --data generated")
    return load(data_dir / name)


def _data_sets(name: str, load: Callable[[Path], Any], generate: Callable[[int], Any]) -> Any:
    """The real data set `name`, and the one that is drawn anew for every seed."""
    return {name: partial(_real, name, load), "generated": lambda data_dir, seed: generate(seed)}


def _accuracy(trainer: Any, data: SentimentData, seed: int) -> float:
    model = trainer(data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, seed, "cpu")
    return accuracy(model.predict(data.test_texts), data.test_labels)


def _constant(data: SentimentData) -> float:
    """The accuracy of the commoner answer."""
    share = sum(data.test_labels) / len(data.test_labels)
    return max(share, 1 - share)


def _perplexity(trainer: Any, data: LanguageData, seed: int) -> Score:
    """On the seed's part of the test text; the error is that of the unigram model's loss on it."""
    pieces = data.tests[seed % PARTS]
    model = trainer(data.train, data.valid, data.vocab_size, seed, "cpu")
    losses = _unigram(data)[pieces[:, 1:]]
    return Score(perplexity(model, pieces, data.vocab_size), math.sqrt(float(losses.var()) / losses.numel()))


def _unigram(data: LanguageData) -> torch.Tensor:
    """[V]: −ln of each token's frequency in the training text, one added to each count."""
    counts = torch.bincount(data.train, minlength=data.vocab_size).double() + 1
    return -(counts / counts.sum()).log()


def _unigram_perplexity(data: LanguageData) -> float:
    """On all parts of the test text."""
    return math.exp(float(_unigram(data)[torch.stack(data.tests)[..., 1:]].mean()))


def _f1(trainer: Any, data: TaggingData, seed: int) -> Score:
    """The F1 of the entities; the error is that of a share of as many entities."""
    model = trainer(*data.train, *data.valid, len(data.names), seed, "cpu")
    score = entity_f1(model.predict(data.test[0]), data.test[1], data.names)
    count = sum(len(list(entities(tags, data.names))) for tags in data.test[1])
    return Score(score, math.sqrt(score * (1 - score) / count))


RECIPES = {
    "language_model": Recipe(
        metric="perplexity",
        trainer="train_language_model",
        data_sets=_data_sets("wikitext2_small", load_wikitext, generate_language),
        score=_perplexity,
        floor=_unigram_perplexity,
        test_size=lambda data: data.tests[0][:, 1:].numel(),
        honest={kind: partial(honest_language_models.train, kind) for kind in honest_language_models.MODELS},
    ),
    "sentiment": Recipe(
        metric="accuracy",
        trainer="train_sentiment",
        data_sets=_data_sets("nsmc_small", load_nsmc, generate_texts),
        score=_accuracy,
        floor=_constant,
        test_size=lambda data: len(data.test_labels),
        honest={kind: partial(honest_models.train, kind) for kind in honest_models.MODELS},
    ),
    "tagging": Recipe(
        metric="F1",
        trainer="train_tagger",
        data_sets=_data_sets("klue_ner", load_klue, generate_sentences),
        score=_f1,
        floor=lambda data: 0.0,  # a model that finds no entity
        test_size=lambda data: len(data.test[0]),
        honest={kind: partial(honest_taggers.train, kind) for kind in honest_taggers.MODELS},
    ),
}
