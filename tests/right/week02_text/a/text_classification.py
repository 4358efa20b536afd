"""Topics of headlines by one character language model per topic (Witten–Bell, interpolated), not a bag of n-grams."""

from __future__ import annotations

import math

_EDGE = "\n"


class _CharLMs:
    def __init__(self, texts: list[str], labels: list[int]) -> None:
        self.num_topics = max(labels, default=0) + 1
        self.longest = 4
        # follow[context][char][topic]: how often; seen[context][topic] and kinds[context][topic]: all, and how many different
        self.follow: dict[str, dict[str, list[int]]] = {}
        self.seen: dict[str, list[int]] = {}
        self.kinds: dict[str, list[int]] = {}
        self.sizes = [0] * self.num_topics
        alphabet = set()
        for text, topic in zip(texts, labels):
            self.sizes[topic] += 1
            line = self._line(text)
            alphabet.update(line)
            for i in range(1, len(line)):
                for length in range(min(self.longest, i) + 1):
                    context = line[i - length : i]
                    if context not in self.seen:
                        self.seen[context] = [0] * self.num_topics
                        self.kinds[context] = [0] * self.num_topics
                        self.follow[context] = {}
                    row = self.follow[context].setdefault(line[i], [0] * self.num_topics)
                    self.seen[context][topic] += 1
                    self.kinds[context][topic] += row[topic] == 0
                    row[topic] += 1
        self.floor = 1 / (len(alphabet) + 1)
        self.order = 2

    @staticmethod
    def _line(text: str) -> str:
        return _EDGE + " ".join(text.split()) + _EDGE

    def topic(self, text: str, order: int) -> int:
        scores = [math.log(size + 1) for size in self.sizes]
        line = self._line(text)
        for i in range(1, len(line)):
            probs = [self.floor] * self.num_topics
            for length in range(min(order, i) + 1):
                context = line[i - length : i]
                if context not in self.seen:
                    break
                row = self.follow[context].get(line[i])
                seen, kinds = self.seen[context], self.kinds[context]
                for topic in range(self.num_topics):
                    if seen[topic]:
                        hits = row[topic] if row else 0
                        probs[topic] = (hits + kinds[topic] * probs[topic]) / (seen[topic] + kinds[topic])
            for topic in range(self.num_topics):
                scores[topic] += math.log(probs[topic])
        return scores.index(max(scores))

    def predict(self, texts: list[str]) -> list[int]:
        return [self.topic(text, self.order) for text in texts]


def train_topic_classifier(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    """Nothing is drawn, so that every seed gives the same classifier; the validation texts choose the order."""
    model = _CharLMs(texts, [int(label) for label in labels])
    if valid_texts:
        right = {}
        for order in range(1, model.longest + 1):
            right[order] = sum(model.topic(t, order) == y for t, y in zip(valid_texts, valid_labels))
        model.order = max(right, key=right.get)
    return model
