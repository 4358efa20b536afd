"""The probabilities are added up, not averaged.

task: ensemble
loses: test_values, test_large_scores, test_gradients
mistake: mean_for_sum, sum_for_mean, missing_factor, scaled
"""

import torch


def ensemble_predict(logits):
    return sum(torch.softmax(z, dim=1) for z in logits)
