from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


class RNNLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden, layers=1):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden, num_layers=layers, batch_first=True)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids, state=None):
        if state is None:
            zeros = self.output.weight.new_zeros(self.lstm.num_layers, len(ids), self.lstm.hidden_size)
            state = zeros, zeros
        hs, state = self.lstm(self.embedding(ids), state)
        return F.linear(hs, self.output.weight, self.output.bias), state


def embedding_parameters(vocab_size, embed_dim):
    return sum(p.numel() for p in nn.Embedding(vocab_size, embed_dim, device="meta").parameters())


class _GruLM(nn.Module):
    """GRU with the embedding as output matrix too; time first."""

    def __init__(self, vocab_size, size):
        super().__init__()
        self.table = nn.Embedding(vocab_size, size)
        nn.init.normal_(self.table.weight, std=0.1)
        self.gru = nn.GRU(size, size)
        self.turn = nn.Linear(size, size)
        self.bias = nn.Parameter(torch.zeros(vocab_size))

    def forward(self, ids, state):
        hs, state = self.gru(self.table(ids), state)
        return F.linear(self.turn(hs), self.table.weight, self.bias), state

    def start(self, batch):
        return torch.zeros(1, batch, self.gru.hidden_size, device=self.bias.device)

    @torch.inference_mode()
    def step(self, ids, state):
        logits, state = self(ids.to(self.bias.device)[None], state)
        return logits[0], state


def _blocks(text, rows, k):
    """Pairs (inputs, targets) [k, rows], in reading order."""
    rows = max(1, min(rows, len(text) // 2))
    n = (len(text) - 1) // rows
    grid = torch.stack([text[r * n : r * n + n + 1] for r in range(rows)], 1)
    return [(grid[s : min(s + k, n)], grid[s + 1 : s + k + 1]) for s in range(0, n, k)]


def train_language_model(train, valid, vocab_size, seed, device):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        net = _GruLM(vocab_size, 96).to(device)
    blocks, held_out = _blocks(train.to(device), 24, 25), _blocks(valid.to(device), 24, 25)
    epochs = 4 if len(train) > 60_000 else 7
    optimizer = torch.optim.AdamW(net.parameters(), lr=0.008, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.008, total_steps=epochs * len(blocks), pct_start=0.1)
    best = float("inf"), None
    for _ in range(epochs):
        state = net.start(blocks[0][0].shape[1])
        for x, y in blocks:
            logits, state = net(x, state.detach())
            loss = F.cross_entropy(logits.flatten(0, 1), y.flatten())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 0.5)
            optimizer.step()
            schedule.step()
        with torch.no_grad():
            total, state = 0.0, net.start(held_out[0][0].shape[1])
            for x, y in held_out:
                logits, state = net(x, state)
                total += F.cross_entropy(logits.flatten(0, 1), y.flatten(), reduction="sum").item()
        if total < best[0]:
            best = total, {k: v.clone() for k, v in net.state_dict().items()}
    if best[1]:
        net.load_state_dict(best[1])
    return net.eval()
