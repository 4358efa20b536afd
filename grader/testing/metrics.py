"""Scores that the judge computes itself, from a model's answers and labels that the model never sees."""

from __future__ import annotations

import math
import random
import statistics
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Literal

import torch

Average = Literal["binary", "micro", "macro"]
ORDER = 4  # n-grams of BLEU


def accuracy(predicted: Any, labels: Any, *, ignore: Hashable = None) -> float:
    """The share of right answers, of every token where they are tensors or lists of lists.

    Args:
        predicted, labels: tensors of one shape, or lists (of lists). ignore: a label that does not count (−100).

    Raises:
        ValueError: other shapes, or nothing that counts.
    """
    pairs = [(p, y) for p, y in zip(*_rows(predicted, labels), strict=True) if ignore is None or y != ignore]
    if not pairs:
        raise ValueError("no labels to score")
    return sum(bool(p == y) for p, y in pairs) / len(pairs)


def f1(predicted: Any, labels: Any, *, average: Average, positive: Hashable = 1) -> float:
    """F1 as scikit-learn defines it; 0 where precision and recall are 0 or undefined.

    Args:
        predicted, labels: one class per example; or 0/1 rows [N, K] for multi-label tasks (not with "binary").
        average: "binary": of the class `positive`; "micro": of all decisions together, which with one class per example
            is the accuracy; "macro": the plain mean over the classes that occur in either.
    """
    first = labels.tolist() if isinstance(labels, torch.Tensor) else labels
    if first and isinstance(first[0], (list, tuple)):
        flat_p, flat_y = _rows(predicted, labels)
        width = len(first[0])
        counts = [_counts(flat_p[k::width], flat_y[k::width], 1) for k in range(width)]
    else:
        p, y = _rows(predicted, labels)
        classes = [positive] if average == "binary" else list(dict.fromkeys([*y, *p]))
        counts = [_counts(p, y, c) for c in classes]
    if average == "micro":
        return _f1(*(sum(part) for part in zip(*counts, strict=True)))
    return statistics.fmean(_f1(*c) for c in counts)


def _counts(p: Sequence[Any], y: Sequence[Any], c: Hashable) -> tuple[int, int, int]:
    """(true positives, false positives, false negatives) of one class."""
    both = sum(a == c and b == c for a, b in zip(p, y, strict=True))
    return both, sum(a == c for a in p) - both, sum(b == c for b in y) - both


def _f1(hit: int, false: int, missed: int) -> float:
    return 2 * hit / (2 * hit + false + missed) if hit else 0.0


def loss(logits: torch.Tensor, targets: torch.Tensor, *, ignore: int | None = None) -> float:
    """Mean negative log-likelihood in nats; normalised here, in float64, so that scores need not be log-probabilities.

    Args:
        logits: [..., V]; any scores: what a model adds to all of them changes nothing. targets: int64 [...].
        ignore: a target that does not count.
    """
    rows = torch.log_softmax(logits.detach().double().reshape(-1, logits.shape[-1]), -1)
    flat = targets.reshape(-1)
    counted = torch.ones_like(flat, dtype=torch.bool) if ignore is None else flat != ignore
    if not bool(counted.any()):
        raise ValueError("no targets to score")
    return float(-rows[counted].gather(1, flat[counted][:, None]).mean())


def perplexity(logits: torch.Tensor, targets: torch.Tensor, *, ignore: int | None = None) -> float:
    """exp(loss): V for a model that knows nothing of V words."""
    value = loss(logits, targets, ignore=ignore)
    return math.exp(value) if value < 700 else math.inf  # NaN becomes infinite, and passes nothing


def bleu(
    hypotheses: Sequence[Sequence[str]],
    references: Sequence[Sequence[Sequence[str]]],
    *,
    smoothing: Literal["none", "exp"] = "none",
) -> float:
    """Corpus BLEU of tokenised sentences, 0 to 100, with up to 4-grams and the brevity penalty.

    K. Papineni et al., "BLEU: a Method for Automatic Evaluation of Machine Translation", ACL 2002; counted as sacreBLEU
    does (M. Post, WMT 2018): of several references the one of the closest length counts for brevity, the shorter one
    where two are equally close.

    Args:
        references: for each hypothesis its references, one or more.
        smoothing: "exp": the k-th n-gram order without a match counts as 1/2^k matches, as sacreBLEU does by default;
            "none": such an order makes the whole 0.
    """
    hits, totals = [0] * ORDER, [0] * ORDER
    length = wanted = 0
    for hypothesis, choices in zip(hypotheses, references, strict=True):
        length += len(hypothesis)
        wanted += min((abs(len(r) - len(hypothesis)), len(r)) for r in choices)[1]
        for n in range(1, ORDER + 1):
            have = _ngrams(hypothesis, n)
            most: Counter[tuple[str, ...]] = Counter()
            for r in choices:
                most |= _ngrams(r, n)
            hits[n - 1] += sum((have & most).values())
            totals[n - 1] += sum(have.values())
    precisions = _precisions(hits, totals, smooth=smoothing == "exp")
    if not any(hits) or not all(precisions):
        return 0.0
    brevity = 1.0 if length >= wanted else math.exp(1 - wanted / length)
    return 100 * brevity * math.exp(statistics.fmean(map(math.log, precisions)))


def _ngrams(tokens: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def _precisions(hits: Sequence[int], totals: Sequence[int], *, smooth: bool) -> list[float]:
    found, without = [], 0
    for hit, total in zip(hits, totals, strict=True):
        if hit == 0 and total and smooth:
            without += 1
            found.append(1 / (2**without * total))
        else:
            found.append(hit / total if total else 0.0)
    return found


def sampling_error(score: Callable[[Sequence[int]], float], size: int, *, draws: int = 200, seed: int = 0) -> float:
    """How much a score would vary over test sets of this size: the bootstrap's standard error.

    B. Efron, "Bootstrap Methods: Another Look at the Jackknife", Annals of Statistics 7 (1979).

    Args:
        score: indices of test examples, with repetition → the metric on them.
    """
    rng = random.Random(seed)  # noqa: S311 - resampling, no secret
    return statistics.stdev(score(rng.choices(range(size), k=size)) for _ in range(draws))


def _rows(predicted: Any, labels: Any) -> tuple[list[Any], list[Any]]:
    p, y = _flat(predicted), _flat(labels)
    if len(p) != len(y):
        raise ValueError(f"{len(p)} answers for {len(y)} labels")
    return p, y


def _flat(values: Any) -> list[Any]:
    if isinstance(values, torch.Tensor):
        return list(values.reshape(-1).tolist())
    return [v for row in values for v in (row if isinstance(row, (list, tuple)) else [row])]
