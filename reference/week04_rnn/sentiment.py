"""Sentiment of short reviews with a two-layer bidirectional RNN.

Sources: M. Schuster and K. K. Paliwal, "Bidirectional Recurrent Neural Networks", IEEE Transactions on Signal
Processing 45 (1997); gradient clipping: R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent
neural networks", ICML 2013.
"""

from __future__ import annotations

import copy  # SOLUTION NO PROMPT
from collections import Counter  # SOLUTION NO PROMPT

import torch
from torch import nn


class SentimentRNN(nn.Module):
    """Embedding, a two-layer bidirectional tanh RNN, and a linear layer on the final states.

    N texts, T tokens, V vocabulary, E embedding, H hidden, K classes. The state dict names are those of
    `word_embeddings` (nn.Embedding(V, E)), `rnn` (nn.RNN(E, H), 2 layers, bidirectional, batch_first) and `label`
    (nn.Linear(4H, K)). No dropout.
    """

    def __init__(
        self,
        vocab_size: int,
        embed_dim: int,
        hidden: int,
        num_classes: int,
        weights: torch.Tensor | None = None,
    ) -> None:
        """Build the layers.

        Args:
            vocab_size: V.
            embed_dim: E.
            hidden: H.
            num_classes: K.
            weights: pretrained embedding [V, E], float32; where given, word_embeddings holds a copy of these values
                and is frozen (not trained). Where None, the embedding starts at random and is trained.
        """
        super().__init__()
        # BEGIN SOLUTION
        self.word_embeddings = nn.Embedding(vocab_size, embed_dim)
        if weights is not None:
            self.word_embeddings = nn.Embedding.from_pretrained(weights.clone(), freeze=True)
        self.rnn = nn.RNN(embed_dim, hidden, num_layers=2, bidirectional=True, batch_first=True)
        self.label = nn.Linear(4 * hidden, num_classes)
        # END SOLUTION

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Class scores before the softmax.

        Args:
            ids: token ids, int64 [N, T].

        Returns:
            Logits [N, K]: `label` of the final states of both layers and directions side by side, in h_n's order
            (layer 0 forward, layer 0 reverse, layer 1 forward, layer 1 reverse).
        """
        # BEGIN SOLUTION
        _, h_n = self.rnn(self.word_embeddings(ids))  # h_n [4, N, H]
        return self.label(torch.cat(list(h_n), dim=1))
        # END SOLUTION


# BEGIN SOLUTION
MAX_CHARACTERS = 48  # longer texts keep their first and last 24
UNKNOWN = 0


def bigrams(text: str) -> list[str]:
    """The overlapping pairs of characters, a blank at both ends; never empty."""
    text = text.lower()
    if len(text) > MAX_CHARACTERS:
        text = text[: MAX_CHARACTERS // 2] + text[-MAX_CHARACTERS // 2 :]
    text = f" {text} "
    return [text[k : k + 2] for k in range(len(text) - 1)]


def batches_by_length(encoded: list[list[int]], size: int, generator: torch.Generator | None = None) -> list[list[int]]:
    """Indices in batches of equally long texts, so that no padding reaches the RNN; shuffled with a generator."""
    order = range(len(encoded)) if generator is None else torch.randperm(len(encoded), generator=generator).tolist()
    groups: dict[int, list[int]] = {}
    for index in order:
        groups.setdefault(len(encoded[index]), []).append(index)
    batches = [group[k : k + size] for group in groups.values() for k in range(0, len(group), size)]
    if generator is None:
        return batches
    return [batches[k] for k in torch.randperm(len(batches), generator=generator).tolist()]


class SentimentClassifier:
    """A vocabulary and a trained SentimentRNN."""

    def __init__(self, vocabulary: dict[str, int], model: SentimentRNN, device: str) -> None:
        self.vocabulary, self.model, self.device = vocabulary, model, device

    def encode(self, text: str) -> list[int]:
        return [self.vocabulary.get(pair, UNKNOWN) for pair in bigrams(text)]

    def predict(self, texts: list[str]) -> list[int]:
        """0 or 1 for every text."""
        encoded = [self.encode(text) for text in texts]
        answers = [0] * len(texts)
        self.model.eval()
        with torch.no_grad():
            for batch in batches_by_length(encoded, 512):
                ids = torch.tensor([encoded[k] for k in batch], device=self.device)
                for k, answer in zip(batch, self.model(ids).argmax(dim=1).tolist(), strict=True):
                    answers[k] = answer
        return answers


# END SOLUTION


def train_sentiment(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    """Train a recurrent classifier with gradient clipping.

    Args:
        texts: training texts, some thousand short Korean sentences.
        labels: 0 (negative) or 1 (positive) for every text.
        valid_texts: texts to stop early with; not for training.
        valid_labels: their labels.
        seed: the same seed on the same device gives the same classifier; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(texts: list[str]) -> list[int]`: 0 or 1 for every text, in order.
    """
    # BEGIN SOLUTION
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    counts = Counter(pair for text in texts for pair in bigrams(text))
    kept = sorted(pair for pair, count in counts.items() if count >= 3)
    vocabulary = {pair: k for k, pair in enumerate(kept, start=UNKNOWN + 1)}

    model = SentimentRNN(len(vocabulary) + 1, 64, 48, 2).to(device)
    for name, parameter in model.rnn.named_parameters():
        if "weight_hh" in name:
            nn.init.orthogonal_(parameter)
    classifier = SentimentClassifier(vocabulary, model, device)
    encoded = [classifier.encode(text) for text in texts]
    targets = torch.tensor(labels, device=device)

    epochs = 6 if len(texts) > 10_000 else 12
    steps_an_epoch = len(batches_by_length(encoded, 128))
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=epochs * steps_an_epoch)
    best, best_state = -1.0, copy.deepcopy(model.state_dict())
    for _ in range(epochs):
        model.train()
        for batch in batches_by_length(encoded, 128, generator):
            ids = torch.tensor([encoded[k] for k in batch])
            dropped = torch.rand(ids.shape, generator=generator) < 0.2  # words hidden at random, against overfitting
            logits = model(ids.masked_fill(dropped, UNKNOWN).to(device))
            loss = nn.functional.cross_entropy(logits, targets[batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        answers = classifier.predict(valid_texts)
        accuracy = sum(a == b for a, b in zip(answers, valid_labels, strict=True)) / len(valid_labels)
        if accuracy > best:
            best, best_state = accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return classifier
    # END SOLUTION
