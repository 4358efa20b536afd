"""backward passes the gradient on everywhere.

task: custom_function
loses: test_gradients, test_each_call_by_itself
mistake: missing_derivative, missing_factor
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
        grad_input = grad_output.clone()
        return grad_input


def my_relu(x):
    return MyReLU.apply(x)
