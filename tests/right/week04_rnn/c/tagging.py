import numpy as np
import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from language_model import MyModule

PADDING = 0
IGNORED = -100


class Tagger(MyModule):
    def __init__(self, vocab_size, embed_dim, hidden, num_tags):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden, bidirectional=True, batch_first=True)
        self.output = nn.Linear(hidden * 2, num_tags)

    def forward(self, ids, lengths):
        # sort by hand, longest first, then back
        lengths = lengths.cpu()
        order = torch.argsort(lengths, descending=True)
        back = torch.argsort(order)
        p = pack_padded_sequence(self.embedding(ids[order]), lengths[order], batch_first=True)
        y, n = pad_packed_sequence(self.lstm(p)[0], batch_first=True)
        z = self.output(y[back])
        missing = ids.shape[1] - z.shape[1]
        if missing > 0:
            z = torch.cat([z, torch.zeros(z.shape[0], missing, z.shape[2], dtype=z.dtype, device=z.device)], 1)
        return z


def tagging_loss(logits, tags):
    K = logits.shape[-1]
    good = (tags != IGNORED).reshape(-1).nonzero().squeeze(1)
    lp = torch.log_softmax(logits.reshape(-1, K)[good], dim=1)
    t = tags.reshape(-1)[good]
    return -lp[torch.arange(len(t), device=t.device), t].sum() / len(t)


def tagging_accuracy(logits, tags):
    guess = np.argmax(logits.detach().cpu().numpy(), axis=2)
    t = tags.cpu().numpy()
    m = t != IGNORED
    return float(np.sum((guess == t) & m) / np.sum(m))


def pad(lists, fill):
    out = np.full((len(lists), max([len(q) for q in lists] + [1])), fill, dtype=np.int64)
    for i, q in enumerate(lists):
        out[i, :len(q)] = q
    return torch.from_numpy(out)


class Thing:
    def __init__(self, net, table, device):
        self.net, self.table, self.device = net, table, device

    def numbers(self, s):
        return [self.table[c] if c in self.table else 1 for c in s]

    def predict(self, sentences):
        self.net.eval()
        res = []
        for s in range(0, len(sentences), 64):
            part = [self.numbers(q) for q in sentences[s:s + 64]]
            n = torch.tensor([max(len(q), 1) for q in part])
            with torch.no_grad():
                z = self.net(pad(part, PADDING).to(self.device), n).cpu().numpy()
            for i, q in enumerate(part):
                res.append([int(v) for v in z[i, :len(q)].argmax(-1)])
        return res


def train_tagger(tokens, tags, valid_tokens, valid_tags, num_tags, seed, device):
    np.random.seed(seed)
    torch.manual_seed(seed)
    table = {}
    for s in tokens:
        for c in s:
            if c not in table:
                table[c] = len(table) + 2
    net = Tagger(len(table) + 2, 50, 60, num_tags).to(device)
    thing = Thing(net, table, device)
    X = [thing.numbers(s) for s in tokens]
    VX = [thing.numbers(s) for s in valid_tokens]
    opt = torch.optim.AdamW(net.parameters(), lr=0.008)
    best_loss, best_w = 1e9, net.copy_of_weights()
    for ep in range(5 if sum(len(s) for s in tokens) > 80000 else 8):
        net.train()
        perm = np.random.permutation(len(X))
        for s in range(0, len(perm), 32):
            idx = perm[s:s + 32]
            ids = pad([X[i] for i in idx], PADDING)
            # 5 % of the characters become unknown
            ids[(torch.rand(ids.shape) < 0.05) & (ids != PADDING)] = 1
            gold = pad([tags[i] for i in idx], IGNORED)
            z = net(ids.to(device), torch.tensor([len(X[i]) for i in idx]))
            loss = tagging_loss(z, gold.to(device))
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            opt.step()
        net.eval()
        with torch.no_grad():
            gold = pad(valid_tags, IGNORED).to(device)
            z = net(pad(VX, PADDING).to(device), torch.tensor([len(q) for q in VX]))
            v = tagging_loss(z, gold).item()
            print("epoch", ep, "loss", v, "accuracy", tagging_accuracy(z, gold))
        if v < best_loss:
            best_loss, best_w = v, net.copy_of_weights()
    net.put_weights(best_w)
    return thing
