"""A list is returned instead of a tensor.

task: log_uniform_search
loses: test_range, test_distribution, test_generator
"""

import math

import torch


def sample_log_uniform(low, high, n, generator):
    return (low * (high / low) ** torch.rand(n, generator=generator)).tolist()
