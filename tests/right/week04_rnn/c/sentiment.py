import numpy as np
import torch
import torch.nn as nn
from language_model import MyModule


class SentimentRNN(MyModule):
    def __init__(self, vocab_size, embed_dim, hidden, num_classes, weights=None):
        super(SentimentRNN, self).__init__()
        if weights is None:
            self.word_embeddings = nn.Embedding(vocab_size, embed_dim)
        else:
            self.word_embeddings = nn.Embedding(vocab_size, embed_dim, _weight=weights.detach().clone())
            self.word_embeddings.weight.requires_grad = False
        self.hidden = hidden
        self.rnn = nn.RNN(embed_dim, hidden, num_layers=2, nonlinearity="tanh", batch_first=True, bidirectional=True)
        self.label = nn.Linear(hidden * 4, num_classes)

    def forward(self, ids):
        out, h_n = self.rnn(self.word_embeddings(ids))
        h_n = h_n.permute(1, 0, 2).contiguous().view(ids.size(0), 4 * self.hidden)
        return self.label(h_n)


# ---- the trained one: LSTM from left to right over pairs of characters, padded on the left ----

BUCKETS = 4000
MAXLEN = 60


def number(two):
    # own hash, python's changes from run to run
    v = 7
    for ch in two:
        v = (v * 31337 + ord(ch)) % 1000003
    return 1 + v % BUCKETS


def to_array(texts):
    rows = np.zeros((len(texts), MAXLEN), dtype=np.int64)
    for i, t in enumerate(texts):
        t = "^" + t
        pairs = [number(t[j:j + 2]) for j in range(len(t) - 1)]
        pairs = pairs[-MAXLEN:]
        if len(pairs) > 0:
            rows[i, -len(pairs):] = pairs
    return rows


def trim(a):
    # remove columns that are padding only
    used = np.nonzero(a.any(axis=0))[0]
    first = used[0] if len(used) else a.shape[1] - 1
    return a[:, first:]


class PairLSTM(MyModule):
    def __init__(self):
        super().__init__()
        self.e = nn.Embedding(BUCKETS + 1, 48, padding_idx=0)
        self.lstm = nn.LSTM(48, 64, batch_first=True)
        self.l1 = nn.Linear(128, 2)
        self.drop = nn.Dropout(0.25)

    def forward(self, ids):
        e = self.drop(self.e(ids))
        y, (h, c) = self.lstm(e)
        return self.l1(self.drop(torch.cat([h[0], y.max(dim=1)[0]], 1)))


class Result:
    def __init__(self, net, device):
        self.net, self.device = net, device

    def predict(self, texts):
        self.net.eval()
        rows = to_array(texts)
        answers = []
        with torch.no_grad():
            for s in range(0, len(rows), 200):
                y = self.net(torch.from_numpy(trim(rows[s:s + 200])).to(self.device))
                y = torch.softmax(y, 1).cpu().numpy()
                answers += [1 if p[1] > p[0] else 0 for p in y]
        return answers


def train_sentiment(texts, labels, valid_texts, valid_labels, seed, device):
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    X = to_array(texts)
    lengths = (X > 0).sum(1)
    y = np.array(labels)
    net = PairLSTM().to(device)
    opt = torch.optim.Adam(net.parameters(), lr=0.004)
    res = Result(net, device)
    best_acc, best_w, bad = 0, net.copy_of_weights(), 0
    if len(texts) > 8000:
        n_epochs, bs = 4, 128
    else:
        n_epochs, bs = 12, 64
    for ep in range(n_epochs):
        net.train()
        # roughly equal lengths together
        order = np.argsort(lengths + rng.uniform(0, 8, len(X)), kind="stable")
        batches = [order[s:s + bs] for s in range(0, len(order), bs)]
        for k in rng.permutation(len(batches)):
            idx = batches[k]
            opt.zero_grad()
            out = net(torch.from_numpy(trim(X[idx])).to(device))
            loss = nn.functional.cross_entropy(out, torch.from_numpy(y[idx]).to(device))
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1)
            opt.step()
        acc = np.mean(np.array(res.predict(valid_texts)) == np.array(valid_labels))
        print("epoch %d acc %.3f" % (ep, acc))
        if acc > best_acc:
            best_acc, best_w, bad = acc, net.copy_of_weights(), 0
        else:
            bad += 1
            if bad == 4:
                break
    net.put_weights(best_w)
    return res
