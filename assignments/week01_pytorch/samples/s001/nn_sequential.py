from torch import nn


def build_sequential(d_in, hidden, d_out):
    model = nn.Sequential()
    for layer in (nn.Linear(d_in, hidden), nn.ReLU(inplace=True), nn.Linear(hidden, d_out)):
        model.append(layer)
    return model
