"""The softmax is over the examples instead of the classes.

task: ensemble
loses: test_values, test_large_scores, test_gradients
mistake: wrong_axis
"""

import torch


def ensemble_predict(logits):
    return sum(torch.softmax(z, dim=0) for z in logits) / len(logits)
