"""The LSTM reads in one direction only.

task: tagging
loses: test_state_dict, test_forward, test_padding, test_gradients, test_train_tagger
mistake: missing_term
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence


class Tagger(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden, num_tags):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim, padding_idx=0)
        self.lstm = nn.LSTM(embed_dim, hidden, batch_first=True)
        self.output = nn.Linear(hidden, num_tags)

    def forward(self, ids, lengths):
        emb = self.embedding(ids)
        packed = pack_padded_sequence(emb, lengths, batch_first=True, enforce_sorted=False)
        out, _ = self.lstm(packed)
        out, _ = pad_packed_sequence(out, batch_first=True, total_length=ids.size(1))
        return self.output(out)


def tagging_loss(logits, tags):
    mask = tags != -100
    return F.cross_entropy(logits[mask], tags[mask])


def tagging_accuracy(logits, tags):
    mask = tags != -100
    pred = logits.argmax(-1)
    return ((pred == tags) & mask).sum().item() / mask.sum().item()


class Net(nn.Module):
    def __init__(self, V, K):
        super().__init__()
        self.emb = nn.Embedding(V, 40, padding_idx=0)
        self.rnn = nn.LSTM(40, 40, batch_first=True, bidirectional=True)
        self.out = nn.Linear(80, K)

    def forward(self, x):
        return self.out(self.rnn(self.emb(x))[0])


class Predictor:
    def __init__(self, net, stoi):
        self.net, self.stoi = net, stoi

    def encode(self, sentences):
        rows = [torch.tensor([self.stoi.get(c, 1) for c in s]) for s in sentences]
        return pad_sequence(rows, batch_first=True)

    @torch.no_grad()
    def predict(self, sentences):
        pred = self.net(self.encode(sentences)).argmax(-1).tolist()
        return [row[: len(s)] for row, s in zip(pred, sentences)]


def train_tagger(tokens, tags, valid_tokens, valid_tags, num_tags, seed, device):
    torch.manual_seed(seed)
    stoi = {}
    for s in tokens:
        for c in s:
            stoi.setdefault(c, len(stoi) + 2)
    model = Predictor(Net(len(stoi) + 2, num_tags), stoi)
    optimizer = torch.optim.Adam(model.net.parameters(), lr=0.01)
    for epoch in range(3):
        for batch in torch.randperm(len(tokens)).split(32):
            x = model.encode([tokens[i] for i in batch])
            y = pad_sequence([torch.tensor(tags[i]) for i in batch], batch_first=True, padding_value=-100)
            loss = F.cross_entropy(model.net(x).flatten(0, 1), y.flatten(), ignore_index=-100)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
