"""backward asks torch for the gradients: the right values, not by hand.

task: time_rnn
loses: test_forward, test_backward, test_grads_in_place, test_stateful, test_set_and_reset_state, test_backward_of_one_block, test_truncated_bptt, test_cut
"""

import numpy as np
import torch


class TimeRNN:
    def __init__(self, Wx, Wh, b, stateful=False):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(p) for p in self.params]
        self.stateful = stateful
        self.h = None

    def set_state(self, h):
        self.h = h

    def reset_state(self):
        self.h = None

    def forward(self, xs):
        self.inputs = [torch.tensor(a, requires_grad=True) for a in (xs, *self.params)]
        xs, Wx, Wh, b = self.inputs
        if not self.stateful or self.h is None:
            self.h = np.zeros((len(xs), len(b)), dtype=self.params[0].dtype)
        h = torch.tensor(self.h)
        steps = []
        for t in range(xs.shape[1]):
            h = torch.tanh(xs[:, t] @ Wx + h @ Wh + b)
            steps.append(h)
        self.hs = torch.stack(steps, dim=1)
        self.h = h.detach().numpy()
        return self.hs.detach().numpy().copy()

    def backward(self, dhs):
        dxs, *grads = torch.autograd.grad(self.hs, self.inputs, torch.tensor(dhs))
        for mine, grad in zip(self.grads, grads):
            mine[...] = grad.numpy()
        return dxs.numpy()


def truncated_bptt(xs, dhs, Wx, Wh, b, h0, k):
    rnn = TimeRNN(Wx, Wh, b, stateful=True)
    rnn.set_state(h0)
    hs, dxs = np.zeros_like(dhs), np.zeros_like(xs)
    totals = [np.zeros_like(p) for p in rnn.params]
    for start in range(0, xs.shape[1], k):
        hs[:, start : start + k] = rnn.forward(xs[:, start : start + k])
        dxs[:, start : start + k] = rnn.backward(dhs[:, start : start + k])
        for total, grad in zip(totals, rnn.grads):
            total += grad
    return hs, dxs, *totals
