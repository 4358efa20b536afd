"""The result is cut off the graph.

task: ensemble
loses: test_gradients
mistake: detached
"""

import torch


def ensemble_predict(logits):
    with torch.no_grad():
        return sum(torch.softmax(z, dim=1) for z in logits) / len(logits)
