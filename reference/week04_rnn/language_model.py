"""A word-level LSTM language model, its size, and its training by truncated BPTT.

Sources: T. Mikolov et al., "Recurrent neural network based language model", Interspeech 2010; W. Zaremba, I. Sutskever
and O. Vinyals, "Recurrent Neural Network Regularization", arXiv:1409.2329 (LSTM, state carried from block to block).
"""

from __future__ import annotations

import copy  # SOLUTION NO PROMPT
import math

import torch
from torch import nn

State = tuple[torch.Tensor, torch.Tensor]


class RNNLM(nn.Module):
    """Embedding, LSTM, and a linear layer that scores every word as the next one.

    N sequences, T tokens, V vocabulary, E embedding, H hidden, L layers. The state dict names are those of `embedding`
    (nn.Embedding(V, E)), `lstm` (nn.LSTM(E, H, L), batch_first) and `output` (nn.Linear(H, V)). No dropout. The same
    weights serve every step: the number of parameters does not depend on T.
    """

    def __init__(self, vocab_size: int, embed_dim: int, hidden: int, layers: int = 1) -> None:
        """Build the layers.

        Args:
            vocab_size: V.
            embed_dim: E.
            hidden: H.
            layers: L.
        """
        super().__init__()
        # BEGIN SOLUTION
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden, num_layers=layers, batch_first=True)
        self.output = nn.Linear(hidden, vocab_size)
        # END SOLUTION

    def forward(self, ids: torch.Tensor, state: State | None = None) -> tuple[torch.Tensor, State]:
        """Scores of the next token after each token; the state continues the sequence.

        The two halves of a sequence, one after the other with the first one's state, give what the whole gives.

        Args:
            ids: token ids, int64 [N, T].
            state: (h [L, N, H], c [L, N, H]) after the tokens before; None at the start of a sequence: zeros.

        Returns:
            (logits [N, T, V] before the softmax, the state after the last token).
        """
        # BEGIN SOLUTION
        hs, state = self.lstm(self.embedding(ids), state)
        return self.output(hs), state
        # END SOLUTION


def embedding_parameters(vocab_size: int, embed_dim: int) -> int:
    """Number of parameters of an embedding: 33,278 words × 200 = 6,655,600; 23,095 subwords × 200 = 4,619,000."""
    # BEGIN SOLUTION
    return vocab_size * embed_dim
    # END SOLUTION


# BEGIN SOLUTION
BLOCK = 32  # steps of truncated BPTT


class LanguageModel:
    """A trained RNNLM that reads one token at a time."""

    def __init__(self, model: RNNLM, device: str) -> None:
        self.model, self.device = model.eval(), device

    def start(self, batch: int) -> State | None:
        """The state before the first token of `batch` sequences; nn.LSTM takes None for zeros."""
        return None

    def step(self, ids: torch.Tensor, state: State | None) -> tuple[torch.Tensor, State]:
        """ids [N] → (logits [N, V] of the next token, the state after ids)."""
        with torch.no_grad():
            logits, state = self.model(ids.to(self.device)[:, None], state)
        return logits[:, 0].cpu(), state


def columns(tokens: torch.Tensor, batch: int) -> torch.Tensor:
    """[batch, steps]: the text in `batch` pieces side by side, what is left over cut off."""
    steps = len(tokens) // batch
    return tokens[: steps * batch].view(batch, steps)


def run_blocks(model: RNNLM, data: torch.Tensor, update: object = None) -> float:
    """Mean loss over the columns, block by block, the state carried on; `update(loss)` after each block."""
    total, count = 0.0, 0
    state: State | None = None
    for start in range(0, data.shape[1] - 1, BLOCK):
        ids = data[:, start : start + BLOCK + 1]
        logits, state = model(ids[:, :-1], state)
        state = (state[0].detach(), state[1].detach())  # the gradient is cut here
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
        if callable(update):
            update(loss)
        total += loss.item() * ids[:, 1:].numel()
        count += ids[:, 1:].numel()
    return total / count


# END SOLUTION


def train_language_model(
    train: torch.Tensor,
    valid: torch.Tensor,
    vocab_size: int,
    seed: int,
    device: str,
) -> object:
    """Train a recurrent language model.

    Args:
        train: the training text as token ids, int64 [L], 100,000 at most.
        valid: another text to stop early with, int64 [l]; not for training.
        vocab_size: V; all ids are below it.
        seed: the same seed on the same device gives the same model.
        device: "cpu" or "cuda".

    Returns:
        An object with `start(batch: int) -> state` and `step(ids [N], state) -> (logits [N, V], state)`: the scores of
        the token that follows ids, in each of N texts that are read at once, one token at a time.
    """
    # BEGIN SOLUTION
    torch.manual_seed(seed)
    small = len(train) < 60_000
    model = RNNLM(vocab_size, 128, 128).to(device)
    nn.init.uniform_(model.embedding.weight, -0.1, 0.1)
    model.output.weight = model.embedding.weight  # tied: half the parameters, better on little text
    nn.init.zeros_(model.output.bias)
    data, held_out = (columns(text, 16 if small else 32).to(device) for text in (train, valid))
    epochs = 8 if small else 4
    steps = epochs * math.ceil((data.shape[1] - 1) / BLOCK)
    optimizer = torch.optim.Adam(model.parameters(), lr=8e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 8e-3, total_steps=steps, pct_start=0.2)

    def update(loss: torch.Tensor) -> None:
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()

    best, best_state = math.inf, copy.deepcopy(model.state_dict())
    for _ in range(epochs):
        run_blocks(model, data, update)
        with torch.no_grad():
            loss = run_blocks(model, held_out)
        if loss < best:
            best, best_state = loss, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return LanguageModel(model, device)
    # END SOLUTION
