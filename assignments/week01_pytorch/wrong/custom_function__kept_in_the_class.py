"""The input is kept in the class instead of ctx: a later call overwrites it.

task: custom_function
loses: test_each_call_by_itself
mistake: stale
"""

import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        MyReLU.input = input
        return input.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        input = MyReLU.input
        grad_input = grad_output.clone()
        grad_input[input <= 0] = 0
        return grad_input


def my_relu(x):
    return MyReLU.apply(x)
