import torch
import torch.nn as nn

from my_utils import accuracy, minibatches, set_seed


class MLP(nn.Module):
    def __init__(self, d_in, n_classes, mean, std):
        super().__init__()
        self.mean, self.std = mean, std
        self.layers = nn.Sequential(nn.Flatten(), nn.Linear(d_in, 100), nn.ReLU(), nn.Dropout(0.2), nn.Linear(100, n_classes))

    def forward(self, x):
        return self.layers((x - self.mean) / self.std)

    @torch.no_grad()
    def predict(self, x):
        self.eval()
        device = next(self.parameters()).device
        return self(x.to(device)).argmax(1).cpu()


def train_classifier(x, y, x_valid, y_valid, seed, device):
    set_seed(seed)
    model = MLP(x[0].numel(), int(y.max()) + 1, float(x.mean()), float(x.std())).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    best_acc, best_state = 0.0, None
    for epoch in range(8):
        model.train()
        for idx in minibatches(len(x), 50):
            loss = nn.functional.cross_entropy(model(x[idx].to(device)), y[idx].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        acc = accuracy(model.predict(x_valid), y_valid)
        if acc > best_acc:
            best_acc = acc
            best_state = {k: v.clone() for k, v in model.state_dict().items()}
    if best_state is not None:
        model.load_state_dict(best_state)
    return model
