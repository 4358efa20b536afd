from __future__ import annotations

from itertools import chain

import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pack_sequence, pad_packed_sequence, unpack_sequence


class Tagger(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden, num_tags):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim, padding_idx=0)
        self.lstm = nn.LSTM(embed_dim, hidden, bidirectional=True, batch_first=True)
        self.output = nn.Linear(2 * hidden, num_tags)

    def forward(self, ids, lengths):
        """Embedding and output layer only see real tokens: they work on the packed data."""
        packed = pack_padded_sequence(ids, lengths.cpu(), batch_first=True, enforce_sorted=False)
        hs, _ = self.lstm(packed._replace(data=self.embedding(packed.data)))
        scores = hs._replace(data=self.output(hs.data))
        return pad_packed_sequence(scores, batch_first=True, total_length=ids.shape[1])[0]


def tagging_loss(logits, tags):
    real = tags != -100
    chosen = logits[real]
    return (chosen.logsumexp(-1) - chosen.gather(-1, tags[real][:, None])[:, 0]).mean()


def tagging_accuracy(logits, tags):
    real = tags.ge(0)
    return torch.eq(logits.argmax(-1), tags)[real].double().mean().item()


class _GruTagger(nn.Module):
    def __init__(self, alphabet, size, num_tags):
        super().__init__()
        self.index = {c: n for n, c in enumerate(alphabet, 1)}  # 0: unknown
        self.table = nn.Embedding(len(alphabet) + 1, size)
        self.gru = nn.GRU(size, size, bidirectional=True)
        self.score = nn.Sequential(nn.Linear(2 * size, size), nn.ReLU(), nn.Linear(size, num_tags))

    def encode(self, sentence):
        return torch.tensor([self.index.get(c, 0) for c in sentence])

    def forward(self, packed: PackedSequence) -> PackedSequence:
        hs, _ = self.gru(packed._replace(data=self.table(packed.data)))
        return hs._replace(data=self.score(hs.data))

    @torch.no_grad()
    def predict(self, sentences):
        device, out = self.table.weight.device, []
        full = [s for s in sentences if s]
        for s in range(0, len(full), 100):
            scores = self(pack_sequence([self.encode(x) for x in full[s : s + 100]], enforce_sorted=False).to(device))
            out += [t.tolist() for t in unpack_sequence(scores._replace(data=scores.data.argmax(-1)))]
        answers = iter(out)
        return [next(answers) if s else [] for s in sentences]


def train_tagger(tokens, tags, valid_tokens, valid_tags, num_tags, seed, device):
    alphabet = sorted(set(chain.from_iterable(tokens)))
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        net = _GruTagger(alphabet, 56, num_tags).to(device)
    dice = torch.Generator().manual_seed(seed)
    xs, ys = [net.encode(s) for s in tokens], [torch.tensor(t) for t in tags]
    once = torch.bincount(torch.cat(xs), minlength=len(alphabet) + 1) == 1
    epochs, size = 5, 16
    optimizer = torch.optim.NAdam(net.parameters(), lr=0.004)
    best = -1.0, None
    for _ in range(epochs):
        for batch in torch.randperm(len(xs), generator=dice).split(size):
            x = pack_sequence([xs[n] for n in batch.tolist()], enforce_sorted=False)
            y = pack_sequence([ys[n] for n in batch.tolist()], enforce_sorted=False)
            # rare characters often become "unknown", others sometimes
            hide = torch.rand(len(x.data), generator=dice) < torch.where(once[x.data], 0.5, 0.02)
            scores = net(x._replace(data=x.data.masked_fill(hide, 0)).to(device))
            loss = tagging_loss(scores.data, y.data.to(device))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
        # token-wise F1 of everything but O
        pairs = [(p, t) for a, b in zip(net.predict(valid_tokens), valid_tags) for p, t in zip(a, b)]
        hits = sum(p == t != 0 for p, t in pairs)
        f1 = 2 * hits / max(1, sum(p != 0 for p, _ in pairs) + sum(t != 0 for _, t in pairs))
        if f1 > best[0]:
            best = f1, {k: v.clone() for k, v in net.state_dict().items()}
    if best[1]:
        net.load_state_dict(best[1])
    return net.eval()
