"""batch_first is missing: the batch is read as time.

task: sentiment
loses: test_forward, test_gradients
mistake: permuted
"""

import torch
import torch.nn as nn


class SentimentRNN(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden, num_classes, weights=None):
        super().__init__()
        self.word_embeddings = nn.Embedding(vocab_size, embed_dim)
        if weights is not None:
            self.word_embeddings.weight = nn.Parameter(weights.clone(), requires_grad=False)
        self.rnn = nn.RNN(embed_dim, hidden, num_layers=2, bidirectional=True)
        self.label = nn.Linear(4 * hidden, num_classes)

    def forward(self, ids):
        output, h_n = self.rnn(self.word_embeddings(ids))
        h_n = h_n.permute(1, 0, 2).reshape(h_n.shape[1], -1)
        return self.label(h_n)


class Classifier:
    def __init__(self, char_to_id):
        self.char_to_id = char_to_id
        self.embedding = nn.Embedding(len(char_to_id) + 2, 32)
        self.rnn = nn.GRU(32, 32, bidirectional=True, batch_first=True)
        self.output = nn.Linear(64, 2)
        self.parts = nn.ModuleList([self.embedding, self.rnn, self.output])

    def encode(self, texts, length=45):
        ids = [[self.char_to_id.get(c, 1) for c in text[-length:]] for text in texts]
        return torch.tensor([[0] * (length - len(row)) + row for row in ids])

    def logits(self, ids):
        _, h = self.rnn(self.embedding(ids))
        return self.output(torch.cat([h[0], h[1]], dim=1))

    def predict(self, texts):
        with torch.no_grad():
            ids = self.encode(texts)
            return torch.cat([self.logits(part).argmax(1) for part in ids.split(500)]).tolist()


def train_sentiment(texts, labels, valid_texts, valid_labels, seed, device):
    torch.manual_seed(seed)
    chars = sorted(set("".join(texts)))
    model = Classifier({c: k + 2 for k, c in enumerate(chars)})
    ids, y = model.encode(texts), torch.tensor(labels)
    optimizer = torch.optim.Adam(model.parts.parameters(), lr=5e-3)
    for epoch in range(6 if len(texts) < 10000 else 3):
        for batch in torch.randperm(len(texts)).split(64):
            loss = nn.functional.cross_entropy(model.logits(ids[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parts.parameters(), 1.0)
            optimizer.step()
    return model
