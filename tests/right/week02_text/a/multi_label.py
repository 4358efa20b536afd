"""Any number of labels for a text by a leaky noisy-or: each word causes a label with a probability of its own, learnt by EM.

No gradient, no sigmoid: 1 − Π(1 − cause) is the probability of a label, and one threshold is chosen on the validation texts.
"""

from __future__ import annotations

import re

_LEAK = ""
_WORD = re.compile(r"\w+|[^\w\s]")
_SHRINK = 1.0  # added to each word's count: rare words are not believed at once
_WORK = 8_000_000  # about how many responsibilities are computed in training
_MOST = 0.999


def _features(text: str) -> list[str]:
    """The different words, the beginnings of the Korean ones (particles and endings stand behind), and the leak."""
    found = {_LEAK: None}
    for word in _WORD.findall(text.lower()):
        found[word] = None
        if not word.isascii():
            for length in (1, 2, 3):
                if length < len(word):
                    found[word[:length] + "*"] = None
    return list(found)


class _NoisyOr:
    def __init__(self, texts: list[str], labels: list[list[int]], num_labels: int) -> None:
        self.num_labels = num_labels
        self.threshold = 0.5
        rows = [_features(text) for text in texts]
        count: dict[str, int] = {}
        for row in rows:
            for feature in row:
                count[feature] = count.get(feature, 0) + 1
        rows = [[f for f in row if count[f] > 1 or f == _LEAK] for row in rows]
        # cause[feature][label]: only where the two occurred together
        start = [0.0] * num_labels
        for chosen in labels:
            for label in chosen:
                start[label] += 1 / len(labels)
        self.cause: dict[str, dict[int, float]] = {f: {} for f in count if count[f] > 1 or f == _LEAK}
        for row, chosen in zip(rows, labels):
            for feature in row:
                for label in chosen:
                    self.cause[feature][label] = max(1e-3, min(0.5, start[label]))
        work = sum(len(row) * len(chosen) for row, chosen in zip(rows, labels))
        for _ in range(max(2, min(15, _WORK // (work + 1)))):
            self._step(rows, labels, count)

    def _step(self, rows, labels, count) -> None:
        blame: dict[str, dict[int, float]] = {f: dict.fromkeys(c, 0.0) for f, c in self.cause.items()}
        for row, chosen in zip(rows, labels):
            for label in chosen:
                none = 1.0
                for feature in row:
                    none *= 1 - self.cause[feature][label]
                some = max(1 - none, 1e-12)
                for feature in row:
                    blame[feature][label] += self.cause[feature][label] / some
        for feature, by_label in blame.items():
            size = count[feature] + _SHRINK
            self.cause[feature] = {label: min(_MOST, b / size) for label, b in by_label.items()}

    def scores(self, text: str) -> list[float]:
        none = [1.0] * self.num_labels
        for feature in _features(text):
            for label, cause in self.cause.get(feature, {}).items():
                none[label] *= 1 - cause
        return [1 - p for p in none]

    def tune(self, texts: list[str], labels: list[list[int]]) -> None:
        """The threshold with the best micro-F1: all scores sorted, one cut after the other."""
        marked = []
        for text, chosen in zip(texts, labels):
            for label, score in enumerate(self.scores(text)):
                marked.append((score, label in chosen))
        marked.sort(reverse=True)
        true = sum(hit for _, hit in marked)
        best, hits = -1.0, 0
        for given, (score, hit) in enumerate(marked, start=1):
            hits += hit
            following = marked[given][0] if given < len(marked) else 0.0
            if following < score and 2 * hits / (given + true) > best:
                best = 2 * hits / (given + true)
                self.threshold = (score + following) / 2

    def predict(self, texts: list[str]) -> list[list[int]]:
        return [[k for k, score in enumerate(self.scores(text)) if score > self.threshold] for text in texts]


def train_multi_label(
    texts: list[str],
    labels: list[list[int]],
    valid_texts: list[str],
    valid_labels: list[list[int]],
    num_labels: int,
    seed: int,
    device: str,
) -> object:
    """Nothing is drawn: every seed gives the same classifier."""
    model = _NoisyOr(texts, labels, num_labels)
    if any(valid_labels):
        model.tune(valid_texts, valid_labels)
    return model
