"""MyReLU is an nn.Module, which autograd differentiates: there is no `apply` for tensors and no backward.

task: custom_function
loses: test_values, test_gradients, test_each_call_by_itself
"""

import torch


class MyReLU(torch.nn.Module):
    def forward(self, x):
        return x.clamp(min=0)


def my_relu(x):
    return MyReLU()(x)
