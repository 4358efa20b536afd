import time
import numpy as np
import torch
import torch.nn as nn


class MyModule(nn.Module):
    """what my models have in common"""

    def count(self):
        return sum(p.numel() for p in self.parameters())

    def copy_of_weights(self):
        return {k: v.detach().cpu().numpy().copy() for k, v in self.state_dict().items()}

    def put_weights(self, w):
        self.load_state_dict({k: torch.from_numpy(v) for k, v in w.items()})


class RNNLM(MyModule):
    def __init__(self, vocab_size, embed_dim, hidden, layers=1):
        super().__init__()
        self.V = vocab_size
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden, layers, batch_first=True)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids, state=None):
        y, (h, c) = self.lstm(self.embedding(ids), state) if state is not None else self.lstm(self.embedding(ids))
        n, T = ids.shape
        logits = self.output(y.reshape(n * T, -1)).reshape(n, T, self.V)
        return logits, (h, c)


def embedding_parameters(vocab_size, embed_dim):
    return len(range(vocab_size)) * embed_dim


class Machine:
    def __init__(self, net, device):
        self.net = net
        self.device = device

    def start(self, batch):
        return {"texts": batch, "state": None, "read": 0}

    def step(self, ids, state):
        self.net.eval()
        with torch.no_grad():
            logits, new = self.net(ids.reshape(-1, 1).to(self.device), state["state"])
        return logits[:, -1], {"texts": state["texts"], "state": new, "read": state["read"] + 1}


def make_rows(text, rows):
    a = text.cpu().numpy()
    cols = len(a) // rows
    return a[:rows * cols].reshape(rows, cols)


def perplexity(net, rows, device):
    net.eval()
    losses = []
    st = None
    with torch.no_grad():
        for j in range(0, rows.shape[1] - 1, 40):
            part = torch.from_numpy(rows[:, j:j + 41]).to(device)
            if part.shape[1] < 2:
                break
            logits, st = net(part[:, :-1], st)
            lp = torch.log_softmax(logits, -1)
            losses.append(-lp.gather(2, part[:, 1:, None]).flatten().cpu().numpy())
    return float(np.exp(np.concatenate(losses).mean()))


def train_language_model(train, valid, vocab_size, seed, device):
    np.random.seed(seed)
    torch.manual_seed(seed)
    begin = time.time()
    net = RNNLM(vocab_size, 64, 100)
    for name, p in net.named_parameters():
        if "bias_ih" in name:
            p.data[100:200] = 1.0  # forget gate of torch: the second block
    net.to(device)
    print("parameters", net.count())
    opt = torch.optim.RMSprop(net.parameters(), lr=0.005)
    rows = make_rows(train, 20)
    vrows = make_rows(valid, 8)
    lossf = nn.NLLLoss()
    if len(train) < 60000:
        n_epochs = 10
    else:
        n_epochs = 4
    best_ppl = 1e9
    best = net.copy_of_weights()
    for ep in range(n_epochs):
        net.train()
        st = None
        # first block of a random length: the cuts are elsewhere in each epoch
        j = 0
        size = np.random.randint(15, 31)
        while j < rows.shape[1] - 1:
            part = torch.from_numpy(rows[:, j:j + size + 1]).to(device)
            if part.shape[1] < 2:
                break
            net.zero_grad()
            if st is not None:
                st = tuple(s.detach() for s in st)
            logits, st = net(part[:, :-1], st)
            loss = lossf(torch.log_softmax(logits.reshape(-1, vocab_size), 1), part[:, 1:].reshape(-1))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 0.5)
            opt.step()
            j += size
            size = 30
        ppl = perplexity(net, vrows, device)
        print("epoch", ep, "valid perplexity", round(ppl, 2), "seconds", round(time.time() - begin, 1))
        if ppl < best_ppl:
            best_ppl = ppl
            best = net.copy_of_weights()
        else:
            # learning rate down, go back
            net.put_weights(best)
        for gr in opt.param_groups:
            gr["lr"] *= 0.8
    net.put_weights(best)
    return Machine(net, device)
