"""A tag for every token with a bidirectional LSTM, padding left out everywhere.

Sources: A. Graves and J. Schmidhuber, "Framewise phoneme classification with bidirectional LSTM and other neural
network architectures", Neural Networks 18 (2005); Z. Huang, W. Xu and K. Yu, "Bidirectional LSTM-CRF Models for
Sequence Tagging", arXiv:1508.01991.
"""

from __future__ import annotations

import copy  # SOLUTION NO PROMPT
from collections import Counter  # SOLUTION NO PROMPT

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

PADDING = 0  # token id
IGNORED = -100  # tag of a token that does not count


class Tagger(nn.Module):
    """Embedding, bidirectional LSTM, and a linear layer on every step's two hidden states.

    N sentences, T tokens, V vocabulary, E embedding, H hidden, K tags. The state dict names are those of `embedding`
    (nn.Embedding(V, E)), `lstm` (nn.LSTM(E, H), one layer, bidirectional, batch_first) and `output` (nn.Linear(2H, K)).
    No dropout.
    """

    def __init__(self, vocab_size: int, embed_dim: int, hidden: int, num_tags: int) -> None:
        """Build the layers.

        Args:
            vocab_size: V; id 0 is padding (`padding_idx=0` is allowed).
            embed_dim: E.
            hidden: H.
            num_tags: K.
        """
        super().__init__()
        # BEGIN SOLUTION
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden, bidirectional=True, batch_first=True)
        self.output = nn.Linear(2 * hidden, num_tags)
        # END SOLUTION

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Scores of the tags of every token; those of a sentence do not depend on the padding behind it.

        Args:
            ids: token ids, int64 [N, T], padded with 0 on the right; T may exceed every length.
            lengths: number of real tokens of each sentence, int64 [N], at least 1, in any order.

        Returns:
            Logits [N, T, K] before the softmax; what stands at padding does not matter.
        """
        # BEGIN SOLUTION
        packed = pack_padded_sequence(self.embedding(ids), lengths.cpu(), batch_first=True, enforce_sorted=False)
        hs, _ = self.lstm(packed)
        hs, _ = pad_packed_sequence(hs, batch_first=True, total_length=ids.shape[1])
        return self.output(hs)
        # END SOLUTION


def tagging_loss(logits: torch.Tensor, tags: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy over the tokens whose tag is not −100.

    Args:
        logits: [N, T, K] before the softmax.
        tags: int64 [N, T]; −100 at padding. At least one tag is real.

    Returns:
        The loss, a tensor of shape [].
    """
    # BEGIN SOLUTION
    return nn.functional.cross_entropy(logits.flatten(0, 1), tags.flatten(), ignore_index=IGNORED)
    # END SOLUTION


def tagging_accuracy(logits: torch.Tensor, tags: torch.Tensor) -> float:
    """Share of the tokens with a tag other than −100 whose highest logit is that of their tag.

    Args:
        logits: [N, T, K].
        tags: int64 [N, T]; −100 at padding. At least one tag is real.

    Returns:
        A Python float between 0 and 1.
    """
    # BEGIN SOLUTION
    real = tags != IGNORED
    return (logits.argmax(dim=2) == tags)[real].double().mean().item()
    # END SOLUTION


# BEGIN SOLUTION
UNKNOWN = 1


class TrainedTagger:
    """A vocabulary and a trained Tagger."""

    def __init__(self, vocabulary: dict[str, int], model: Tagger, device: str) -> None:
        self.vocabulary, self.model, self.device = vocabulary, model, device

    def batch(self, sentences: list[list[str]]) -> tuple[torch.Tensor, torch.Tensor]:
        """(ids [N, T], lengths [N])."""
        rows = [torch.tensor([self.vocabulary.get(token, UNKNOWN) for token in tokens]) for tokens in sentences]
        lengths = torch.tensor([len(row) for row in rows])
        return pad_sequence(rows, batch_first=True, padding_value=PADDING).to(self.device), lengths

    def predict(self, sentences: list[list[str]]) -> list[list[int]]:
        """A tag for every token of every sentence."""
        self.model.eval()
        tags: list[list[int]] = [[] for _ in sentences]
        order = sorted(range(len(sentences)), key=lambda k: len(sentences[k]))
        with torch.no_grad():
            for start in range(0, len(order), 128):
                chosen = order[start : start + 128]
                ids, lengths = self.batch([sentences[k] for k in chosen])
                best = self.model(ids, lengths).argmax(dim=2).tolist()
                for k, row in zip(chosen, best, strict=True):
                    tags[k] = row[: len(sentences[k])]
        return tags


# END SOLUTION


def train_tagger(
    tokens: list[list[str]],
    tags: list[list[int]],
    valid_tokens: list[list[str]],
    valid_tags: list[list[int]],
    num_tags: int,
    seed: int,
    device: str,
) -> object:
    """Train a recurrent tagger.

    Args:
        tokens: training sentences, each a list of tokens (single characters); at least one token each.
        tags: for every token of every sentence a tag, 0 … num_tags − 1.
        valid_tokens: sentences to stop early with; not for training.
        valid_tags: their tags.
        num_tags: K.
        seed: the same seed on the same device gives the same tagger; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(sentences: list[list[str]]) -> list[list[int]]`: a tag for every token, in order.
    """
    # BEGIN SOLUTION
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    counts = Counter(token for sentence in tokens for token in sentence)
    vocabulary = {token: k for k, token in enumerate(sorted(t for t, n in counts.items() if n > 1), start=UNKNOWN + 1)}
    model = Tagger(len(vocabulary) + 2, 48, 48, num_tags).to(device)
    tagger = TrainedTagger(vocabulary, model, device)

    by_length = sorted(range(len(tokens)), key=lambda k: len(tokens[k]))
    size, epochs = (32, 4) if len(tokens) < 2_000 else (48, 6)
    batches = [by_length[start : start + size] for start in range(0, len(by_length), size)]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=epochs * len(batches))
    best, best_state = -1.0, copy.deepcopy(model.state_dict())
    for _ in range(epochs):
        model.train()
        for which in torch.randperm(len(batches), generator=generator).tolist():
            ids, lengths = tagger.batch([tokens[k] for k in batches[which]])
            wanted = [torch.tensor(tags[k]) for k in batches[which]]
            targets = pad_sequence(wanted, batch_first=True, padding_value=IGNORED).to(device)
            hidden = (torch.rand(ids.shape, generator=generator) < 0.1).to(device)  # against learning names by heart
            loss = tagging_loss(model(ids.masked_fill(hidden & (ids != PADDING), UNKNOWN), lengths), targets)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        found = tagger.predict(valid_tokens)
        pairs = [(a, b) for row, other in zip(found, valid_tags, strict=True) for a, b in zip(row, other, strict=True)]
        accuracy = sum(a == b for a, b in pairs) / len(pairs)
        if accuracy > best:
            best, best_state = accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return tagger
    # END SOLUTION
