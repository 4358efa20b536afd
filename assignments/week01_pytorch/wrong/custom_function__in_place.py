"""forward sets the negative entries of its input to 0.

task: custom_function
loses: test_values, test_gradients, test_each_call_by_itself
mistake: input_modified
"""

import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.clamp_(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        grad_input = grad_output.clone()
        grad_input[input <= 0] = 0
        return grad_input


def my_relu(x):
    return MyReLU.apply(x)
