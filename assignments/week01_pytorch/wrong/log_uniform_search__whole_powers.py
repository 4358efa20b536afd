"""The exponents of ten are whole numbers.

task: log_uniform_search
loses: test_range, test_distribution, test_generator
"""

import math

import torch


def sample_log_uniform(low, high, n, generator):
    exponents = torch.randint(int(math.log10(low)), int(math.log10(high)) + 1, (n,), generator=generator)
    return 10.0**exponents
