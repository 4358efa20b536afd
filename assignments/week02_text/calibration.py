"""How the gates of week 2's training tasks are measured; `grader assignment calibrate week02_text` does it."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from assignments.week02_text import honest_labels, honest_topics, label_data, topic_data
from assignments.week02_text.label_lists import scores
from grader.calibration import Recipe, Score
from grader.testing.labelled import LabelledTexts
from grader.testing.metrics import accuracy, sampling_error


def _accuracy(trainer: Any, data: LabelledTexts[int], seed: int) -> float:
    model = trainer(data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, seed, "cpu")
    return accuracy(model.predict(data.test_texts), data.test_labels)


def _commonest(data: LabelledTexts[int]) -> float:
    """The accuracy of the commonest answer."""
    return max(Counter(data.test_labels).values()) / len(data.test_labels)


def _micro_f1(trainer: Any, data: LabelledTexts[list[int]], seed: int) -> Score:
    count = label_data.LABELS[data.name]
    model = trainer(data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, count, seed, "cpu")
    found = model.predict(data.test_texts)
    value, _ = scores(found, data.test_labels, count)
    return Score(value, sampling_error(partial(_resampled, found, data.test_labels), len(found)))


def _resampled(found: list[list[int]], wanted: list[list[int]], rows: list[int]) -> float:
    """Micro-F1 on these rows, counted without the zeros: `sampling_error` asks for it two hundred times."""
    hits = sum(len({*found[k]} & {*wanted[k]}) for k in rows)
    return 2 * hits / sum(len(found[k]) + len(wanted[k]) for k in rows)


def _commonest_labels(data: LabelledTexts[list[int]]) -> float:
    """The micro-F1 of the best number of commonest labels, the same for every text."""
    commonest = [label for label, _ in Counter(k for labels in data.train_labels for k in labels).most_common()]
    count = label_data.LABELS[data.name]
    answers = (commonest[:n] for n in range(1, count + 1))
    return max(scores([same] * len(data.test_labels), data.test_labels, count)[0] for same in answers)


RECIPES = {
    "text_classification": Recipe(
        metric="accuracy",
        trainer="train_topic_classifier",
        data_sets={name: partial(topic_data.load_topics, name) for name in (topic_data.YNAT, topic_data.GENERATED)},
        score=_accuracy,
        floor=_commonest,
        test_size=lambda data: len(data.test_labels),
        honest={kind: partial(honest_topics.train, kind) for kind in honest_topics.MODELS},
    ),
    "multi_label": Recipe(
        metric="micro-F1",
        trainer="train_multi_label",
        data_sets={
            name: partial(label_data.load_labels, name)
            for name in (label_data.GOEMOTIONS, label_data.KOTE, label_data.GENERATED)
        },
        score=_micro_f1,
        floor=_commonest_labels,
        test_size=lambda data: len(data.test_labels),
        honest={kind: partial(honest_labels.train, kind) for kind in honest_labels.MODELS},
    ),
}
