"""The scores are averaged; there is no softmax.

task: ensemble
loses: test_values, test_large_scores, test_gradients
"""

import torch


def ensemble_predict(logits):
    return sum(z for z in logits) / len(logits)
