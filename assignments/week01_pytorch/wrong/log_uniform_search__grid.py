"""An even grid on the logarithmic scale; nothing is random.

task: log_uniform_search
loses: test_generator
"""

import math

import torch


def sample_log_uniform(low, high, n, generator):
    return low * (high / low) ** ((torch.arange(n) + 0.5) / n)
