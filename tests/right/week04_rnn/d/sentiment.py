"""Two-layer bidirectional RNN; minibatches of sentences of the same length, so no padding."""

from __future__ import annotations

import copy
import random
from collections import Counter

import torch
from torch import nn

LONGEST = 60


class SentimentRNN(nn.Module):
    """Embedding, 2-layer bidirectional nn.RNN, linear."""

    def __init__(self, vocab_size, embed_dim, hidden, num_classes, weights=None) -> None:
        super().__init__()
        if weights is None:
            self.word_embeddings = nn.Embedding(vocab_size, embed_dim)
        else:
            self.word_embeddings = nn.Embedding.from_pretrained(weights.clone(), freeze=True)
        self.rnn = nn.RNN(embed_dim, hidden, num_layers=2, bidirectional=True, batch_first=True)
        self.label = nn.Linear(4 * hidden, num_classes)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        _, h_n = self.rnn(self.word_embeddings(ids))
        return self.label(torch.cat([h_n[0], h_n[1], h_n[2], h_n[3]], dim=1))


class Classifier:
    """predict."""

    def __init__(self, net, vocabulary, device) -> None:
        self.net, self.vocabulary, self.device = net, vocabulary, device

    def predict(self, texts: list[str]) -> list[int]:
        ids = [encode(text, self.vocabulary) for text in texts]
        result = [0] * len(texts)
        self.net.eval()
        with torch.no_grad():
            for batch in batches_of_equal_length(ids, 256, None):
                logits = self.net(torch.tensor([ids[i] for i in batch], device=self.device))
                for i, label in zip(batch, logits.argmax(dim=1).tolist()):
                    result[i] = int(label)
        return result


def encode(text, vocabulary):
    """Syllables; 0 is unknown. The end of the sentence decides, so the end is kept."""
    return [vocabulary.get(character, 0) for character in text[-LONGEST:]] or [0]


def batches_of_equal_length(ids, size, rng):
    """Lists of indices; all sentences of a batch have one length."""
    groups = {}
    for i in range(len(ids)):
        groups.setdefault(len(ids[i]), []).append(i)
    batches = []
    for length in sorted(groups):
        group = groups[length]
        if rng is not None:
            rng.shuffle(group)
        for start in range(0, len(group), size):
            batches.append(group[start : start + size])
    if rng is not None:
        rng.shuffle(batches)
    return batches


def train_sentiment(texts, labels, valid_texts, valid_labels, seed, device):
    """Adam and clipping by the norm."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    counts = Counter(character for text in texts for character in text)
    kept = [character for character, n in sorted(counts.items()) if n >= 2]
    vocabulary = {character: i + 1 for i, character in enumerate(kept)}
    net = SentimentRNN(len(vocabulary) + 1, 40, 40, 2).to(device)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.003)
    criterion = nn.CrossEntropyLoss()
    ids = [encode(text, vocabulary) for text in texts]
    model = Classifier(net, vocabulary, device)
    size = 128 if len(texts) > 8000 else 64
    epochs = 4 if len(texts) > 8000 else 12
    best, best_state, waited = -1.0, copy.deepcopy(net.state_dict()), 0
    for _ in range(epochs):
        net.train()
        for batch in batches_of_equal_length(ids, size, rng):
            inputs = torch.tensor([ids[i] for i in batch], device=device)
            targets = torch.tensor([labels[i] for i in batch], device=device)
            loss = criterion(net(inputs), targets)
            # a rest of a few sentences must not weigh as much as a full minibatch
            loss = loss * len(batch) / size
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
        right = sum(int(p == t) for p, t in zip(model.predict(valid_texts), valid_labels))
        accuracy = right / max(1, len(valid_labels))
        if accuracy > best:
            best, best_state, waited = accuracy, copy.deepcopy(net.state_dict()), 0
        else:
            waited += 1
            if waited == (2 if epochs == 4 else 4):
                break
    net.load_state_dict(best_state)
    return model
