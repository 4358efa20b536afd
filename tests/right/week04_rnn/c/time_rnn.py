import numpy as np
from rnn_cell import RNN, Layer


class TimeRNN(Layer):
    def __init__(self, Wx, Wh, b, stateful=False):
        super().__init__(Wx, Wh, b)
        self.stateful = stateful
        self.h = None
        self.cells = []

    def forward(self, xs):
        n, T, d = xs.shape
        if not self.stateful:
            self.h = None
        if self.h is None:
            self.h = np.zeros((n, self.params[1].shape[0])).astype(xs.dtype)
        self.cells = []
        out = []
        for t in range(T):
            cell = RNN(*self.params)  # a cell for each step, all share the weights
            self.h = cell.forward(xs[:, t], self.h)
            self.cells.append(cell)
            out.append(self.h[:, None, :])
        return np.concatenate(out, axis=1)

    def backward(self, dhs):
        T = len(self.cells)
        sums = [0, 0, 0]
        dxs = [None] * T
        dh = 0
        for t in reversed(range(T)):
            dx, dh = self.cells[t].backward(dhs[:, t] + dh)
            dxs[t] = dx
            for j in range(3):
                sums[j] = sums[j] + self.cells[t].grads[j]
        self.write(*sums)
        self.dh0 = dh  # not needed
        return np.array(dxs).transpose(1, 0, 2)

    def set_state(self, h):
        self.h = np.array(h)

    def reset_state(self):
        self.h = None


def truncated_bptt(xs, dhs, Wx, Wh, b, h0, k):
    T = xs.shape[1]
    rnn = TimeRNN(Wx, Wh, b, stateful=True)
    rnn.set_state(h0)
    hs, dxs = [], []
    total = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
    i = 0
    while i < T:
        block = slice(i, i + k)
        hs.append(rnn.forward(xs[:, block]))
        dxs.append(rnn.backward(dhs[:, block]))
        for j in range(3):
            total[j] += rnn.grads[j]
        i = i + k
    return np.concatenate(hs, 1), np.concatenate(dxs, 1), total[0], total[1], total[2]


if __name__ == "__main__":
    print(TimeRNN(np.ones((2, 3)), np.ones((3, 3)), np.zeros(3)).forward(np.ones((1, 4, 2))))
