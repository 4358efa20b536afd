"""How week 2 scores what it cannot compare with a reference: classifiers trained on headlines and on comments."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch
from sklearn.metrics import f1_score

from assignments.week02_text import label_data, made_up_comments, made_up_headlines, topic_data
from assignments.week02_text.calibration import RECIPES
from assignments.week02_text.label_lists import label_lists, scores
from assignments.week02_text.made_up_comments import FEW_LABELS, few_comments
from assignments.week02_text.made_up_headlines import FEW_TOPICS, few_headlines
from grader.errors import CheckFailed
from grader.spec import load_assignment
from grader.testing import Draw

WEEK = Path(__file__).resolve().parents[2] / "assignments" / "week02_text"
GATES = {(task.id, name): gate for task in load_assignment(WEEK).tasks for name, gate in task.gates.items()}


@pytest.mark.parametrize("task, name", sorted(GATES))
def test_gates_part_guessing_from_learning(task: str, name: str) -> None:
    """Each bar lies above the best answer that is the same for all texts, and below the weakest honest model.

    By three standard deviations: over seeds, and where texts are drawn anew for each grading, over the texts as well.
    """
    gate = GATES[task, name]
    deviation = gate.sigma if name in (topic_data.GENERATED, label_data.GENERATED) else gate.spread
    assert deviation
    assert gate.floor + 3 * deviation < gate.threshold < min(gate.honest.values()) - 3 * deviation


def test_every_data_set_has_a_gate() -> None:
    """What the checks can ask for was measured, by the recipes, with all honest models."""
    assert {(task, name) for task, recipe in RECIPES.items() for name in recipe.data_sets} == {*GATES}
    assert {name for task, name in GATES if task == "multi_label"} == {*label_data.LABELS}
    for (task, _), gate in GATES.items():
        assert {*gate.honest} == {*RECIPES[task].honest}


@pytest.mark.parametrize(
    "answers, fault",
    [
        (torch.zeros(2, 3), "type_differs"),
        ([[0], (1,)], "type_differs"),
        ([[0], {1}], "type_differs"),
        ([[0], torch.tensor([1])], "type_differs"),
        ([[0], 1], "type_differs"),
        ([[0], [1.0]], "type_differs"),
        ([[0], [True]], "type_differs"),
        ([[0]], "length_differs"),
        ([[0], [3]], "no_label"),
        ([[0], [-1]], "no_label"),
        ([[1, 0, 0], [0, 1, 0]], r"week02\.label_twice"),
        ([[0.1, 0.7, 0.3], [0.2, 0.9, 0.1]], "type_differs"),
    ],
)
def test_what_label_lists_must_not_be(answers: object, fault: str) -> None:
    """Tensors, sets, rows of 0 and 1, probabilities, missing texts and labels that do not exist are told."""
    with pytest.raises(CheckFailed, match=fault):
        label_lists(answers, 2, 3)


def test_label_lists() -> None:
    """Any order, and none at all; what is wrong is told with the place where it stands."""
    assert label_lists([[2, 0], []], 2, 3) == [{0, 2}, set()]
    with pytest.raises(CheckFailed, match=r"no_label.*predict\(texts\)\[1\]\[0\]"):
        label_lists([[0], [5]], 2, 3)


def test_scores_are_scikit_learns() -> None:
    """Micro- and macro-F1 of random label lists, with texts without labels and a label that never occurs."""
    rng = random.Random(4)
    for labels in (2, 5, 9):
        found, true = ([[k for k in range(labels - 1) if rng.random() < 0.3] for _ in range(40)] for _ in range(2))
        matrices = [[[int(k in row) for k in range(labels)] for row in rows] for rows in (true, found)]
        expected = [f1_score(*matrices, average=kind, zero_division=0) for kind in ("micro", "macro")]
        assert scores(found, true, labels) == pytest.approx(expected, abs=1e-12)


def test_few_headlines() -> None:
    """All five topics occur; no probe is a training text, and none of the unseen texts holds one of their words."""
    texts, labels, valid_texts, valid_labels, probes = few_headlines(Draw(7, 0))
    assert [len(texts), len(valid_texts), len(probes)] == [200, 50, 150]
    assert {*labels} == {*valid_labels} == {*range(FEW_TOPICS)} and not {*texts, *valid_texts} & {*probes}
    known = {word for text in texts for word in text.split()}
    assert not any(word in known for text in made_up_headlines.UNSEEN for word in text.split())


def test_few_comments() -> None:
    """The last label never occurs, some texts have none and some several; no word of the unseen texts is known."""
    texts, labels, valid_texts, valid_labels, num_labels, probes = few_comments(Draw(7, 0))
    assert [len(texts), len(valid_texts), len(probes)] == [200, 50, 150] and num_labels == FEW_LABELS
    assert {k for row in (*labels, *valid_labels) for k in row} == {*range(FEW_LABELS - 1)}
    assert {0, 1, 2, 3} <= {*map(len, labels)} and not {*texts, *valid_texts} & {*probes}
    known = {word for text in texts for word in text.split()}
    assert not any(word in known for text in made_up_comments.UNSEEN for word in text.split())
