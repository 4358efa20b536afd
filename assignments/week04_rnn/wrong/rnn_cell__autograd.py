"""backward asks torch for the gradients: the right values, not by hand.

task: rnn_cell
loses: test_forward, test_params_and_grads, test_backward, test_grads_in_place, test_two_steps, test_chained_steps
"""

import numpy as np
import torch


class RNN:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, x, h_prev):
        self.inputs = [torch.tensor(a, requires_grad=True) for a in (x, h_prev, *self.params)]
        x, h_prev, Wx, Wh, b = self.inputs
        self.h = torch.tanh(h_prev @ Wh + x @ Wx + b)
        return self.h.detach().numpy().copy()

    def backward(self, dh_next):
        for tensor in self.inputs:
            tensor.grad = None
        self.h.backward(torch.tensor(dh_next), retain_graph=True)
        for mine, tensor in zip(self.grads, self.inputs[2:]):
            mine[...] = tensor.grad.numpy()
        return tuple(tensor.grad.numpy().copy() for tensor in self.inputs[:2])
