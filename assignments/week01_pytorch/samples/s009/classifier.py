import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, channels, size, classes):
        super().__init__()
        self.conv = nn.Conv2d(channels, 8, 3, stride=2, padding=1)
        half = (size + 1) // 2
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(8 * half * half, classes)

    def forward(self, x):
        x = F.relu(self.conv(x)).flatten(1)
        return self.fc(self.dropout(x))


class Classifier:
    def __init__(self, net, device):
        self.net = net
        self.device = device

    def predict(self, x):
        self.net.eval()
        with torch.no_grad():
            return self.net(x.to(self.device)).argmax(dim=1).cpu()


def train_classifier(x, y, x_valid, y_valid, seed, device):
    torch.manual_seed(seed)
    net = Net(x.shape[1], x.shape[2], int(y.max()) + 1).to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9)
    trainloader = DataLoader(TensorDataset(x, y), batch_size=256, shuffle=True)
    for epoch in range(2):
        running_loss = 0.0
        for inputs, labels in trainloader:
            optimizer.zero_grad()
            loss = criterion(net(inputs.to(device)), labels.to(device))
            loss.backward()
            optimizer.zero_grad()  # 기울기 초기화
            optimizer.step()
            running_loss += loss.item()
        print(f"[{epoch + 1}] loss: {running_loss / len(trainloader):.3f}")
    return Classifier(net, device)
