import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence


class SentimentRNN(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden, num_classes, weights=None):
        super().__init__()
        self.word_embeddings = nn.Embedding(vocab_size, embed_dim, padding_idx=0)
        self.rnn = nn.RNN(embed_dim, hidden, 2, batch_first=True, bidirectional=True)
        self.label = nn.Linear(4 * hidden, num_classes)
        if weights is not None:
            self.word_embeddings.weight.data = weights.clone()
            self.word_embeddings.weight.requires_grad = False

    def forward(self, ids):
        h = self.rnn(self.word_embeddings(ids))[1]
        return self.label(torch.cat((h[0], h[1], h[2], h[3]), dim=-1))


class PackedGRU(nn.Module):
    """Padding is skipped by packing, so that the final states are those of the last real character."""

    def __init__(self, vocab_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, 48, padding_idx=0)
        self.gru = nn.GRU(48, 48, batch_first=True, bidirectional=True)
        self.out = nn.Linear(96, 2)

    def forward(self, ids, lengths):
        packed = pack_padded_sequence(self.embedding(ids), lengths, batch_first=True, enforce_sorted=False)
        h = self.gru(packed)[1]
        return self.out(torch.cat([h[0], h[1]], dim=1))


class Model:
    def __init__(self, chars, device):
        self.index = {c: i + 2 for i, c in enumerate(chars)}
        self.device = device
        self.net = PackedGRU(len(self.index) + 2).to(device)

    def encode(self, texts):
        return [torch.tensor([self.index.get(c, 1) for c in t[:50]] or [1]) for t in texts]

    def logits(self, rows):
        lengths = torch.tensor([len(row) for row in rows])
        return self.net(pad_sequence(rows, batch_first=True).to(self.device), lengths)

    def predict(self, texts):
        self.net.eval()
        rows, answers = self.encode(texts), []
        with torch.no_grad():
            for k in range(0, len(rows), 256):
                answers += self.logits(rows[k : k + 256]).argmax(1).tolist()
        return answers


def train_sentiment(texts, labels, valid_texts, valid_labels, seed, device):
    torch.manual_seed(seed)
    model = Model(sorted({c for t in texts for c in t}), device)
    rows, targets = model.encode(texts), torch.tensor(labels).to(device)
    optimizer = torch.optim.Adam(model.net.parameters(), lr=3e-3)
    best, kept, worse = 0.0, None, 0
    for epoch in range(10 if len(texts) < 10000 else 3):
        model.net.train()
        for chunk in torch.randperm(len(texts)).split(64):
            loss = F.cross_entropy(model.logits([rows[i] for i in chunk]), targets[chunk])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.net.parameters(), 1.0)
            optimizer.step()
        score = sum(p == y for p, y in zip(model.predict(valid_texts), valid_labels)) / len(valid_labels)
        if score > best:
            best, worse = score, 0
            kept = {k: v.clone() for k, v in model.net.state_dict().items()}
        else:
            worse += 1
            if worse == 2:
                break
    model.net.load_state_dict(kept)
    return model
