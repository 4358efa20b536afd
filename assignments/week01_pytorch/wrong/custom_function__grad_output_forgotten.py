"""backward gives the derivative and forgets the gradient that comes in.

task: custom_function
loses: test_gradients, test_each_call_by_itself
mistake: missing_factor, ignored_argument
"""

import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        grad_input = torch.ones_like(input)
        grad_input[input <= 0] = 0
        return grad_input


def my_relu(x):
    return MyReLU.apply(x)
