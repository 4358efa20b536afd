"""torch's own generator is used.

task: log_uniform_search
loses: test_generator
"""

import math

import torch


def sample_log_uniform(low, high, n, generator):
    return low * (high / low) ** torch.rand(n)
